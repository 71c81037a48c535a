/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot.h"

#include "apart.h"
#include "file.h"
#include "text.h"
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/mount.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { REPORT_MAX = 64 * 1024, MOUNTS_MAX = 512 * 1024 };

struct report {          /* from the world's first process: what became of each load */
	const char *why; /* the world could not be made */
	VEC(struct boot_load) loads;
};
static const struct field report_fields[] = {
	F_STR(struct report, why),
	F_VEC(struct report, loads, shape_boot_load),
};
static const struct shape shape_report = SHAPE(report, report_fields);

/* -- files ------------------------------------------------------------------------ */

/* "\040" of /proc/self/mountinfo, in place. */
static char *unescape(char *s)
{
	char *out = s;
	for (const char *in = s; *in; out++) {
		if (*in == '\\' && in[1] && in[2] && in[3]) {
			*out = (char)((in[1] - '0') * 64 + (in[2] - '0') * 8 +
				      (in[3] - '0'));
			in += 4;
		} else {
			*out = *in++;
		}
	}
	*out = '\0';
	return s;
}

/* Kernels before 5.12: one mount after the other. What is mounted over cannot be reached,
 * and need not be. */
static bool each_read_only(struct arena *a)
{
	struct bytes text;
	size_t at = 0, n;
	if (file_read(a, "/proc/self/mountinfo", MOUNTS_MAX, &text) != ERR_OK)
		return false;
	for (const char *line; (line = file_next_line(&text, &at, &n));) {
		const char *s = line, *end = line + n;
		for (int i = 0; i < 4 && s; i++) {
			s = memchr(s, ' ', (size_t)(end - s));
			s = s ? s + 1 : NULL;
		}
		const char *stop = s ? memchr(s, ' ', (size_t)(end - s)) : NULL;
		if (!stop)
			continue;
		char *path = unescape(arena_dup(a, s, (size_t)(stop - s)));
		if (mount(NULL, path, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL) < 0 &&
			errno != EINVAL && errno != ENOENT && errno != EACCES)
			return false;
	}
	return true;
}

static bool all_read_only(struct arena *a)
{
	struct mount_attr attr = {.attr_set = MOUNT_ATTR_RDONLY};
	if (syscall(SYS_mount_setattr, AT_FDCWD, "/", AT_RECURSIVE, &attr,
		    sizeof(attr)) == 0)
		return true;
	return errno == ENOSYS && each_read_only(a);
}

static bool own_files(struct arena *a)
{
	static const char *const own[] = {"/run", "/tmp", "/var/tmp", "/var/log"};
	static const char *const inner[] = {
		"/run/lock", "/run/lock/subsys", "/run/dbus", "/run/firewalld"};
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 || !all_read_only(a))
		return false;
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (mount("tmpfs", own[i], "tmpfs", MS_NOSUID | MS_NODEV,
			    "mode=0755,size=32m") < 0 &&
			errno != ENOENT)
			return false;
	for (size_t i = 0; i < sizeof(inner) / sizeof(*inner); i++)
		if (mkdir(inner[i], 0755) < 0)
			return false;
	/* of what /proc/sys holds only the network's is this world's own */
	return mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) ==
		       0 &&
	       mount("/proc/sys", "/proc/sys", NULL, MS_BIND, NULL) == 0 &&
	       mount("/proc/sys/net", "/proc/sys/net", NULL, MS_BIND, NULL) == 0 &&
	       mount(NULL, "/proc/sys", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL) ==
		       0;
}

/* -- privileges ------------------------------------------------------------------- */

/* What the managers' programs may have: no module is loaded by them, no mount made. */
static bool keep_few(void)
{
	static const int kept[] = {CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH,
		CAP_FOWNER, CAP_KILL, CAP_SETGID, CAP_SETUID, CAP_NET_ADMIN, CAP_NET_RAW};
	for (int cap = 0; cap <= CAP_LAST_CAP; cap++) {
		bool keep = false;
		for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
			keep = keep || kept[i] == cap;
		if (!keep && prctl(PR_CAPBSET_DROP, cap) < 0 && errno != EINVAL)
			return false;
	}
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

/* -- its first process -------------------------------------------------------------- */

struct making {
	struct boot_plan *plan;
	struct boot_link links[BOOT_LINKS_MAX];
	size_t links_n;
	int64_t deadline;
};

static const char *make_world(struct making *m)
{
	if (unshare(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS) < 0)
		return "no private namespace could be made";
	if (!own_files(m->plan->arena))
		return "this host's files could not be made read-only there";
	if (boot_links_make(m->plan->arena, m->links, m->links_n) != ERR_OK)
		return "stand-ins for this host's interfaces could not be made";
	return keep_few() ? NULL : "privileges could not be given up there";
}

static _Noreturn void be_first(struct making *m, int fd)
{
	struct report r = {0};
	struct text out;
	apart_bind();
	signal(SIGPIPE, SIG_IGN);
	r.why = make_world(m);
	if (!r.why)
		boot_run(m->plan, m->deadline);
	for (size_t i = 0; i < m->plan->out->loads.n; i++)
		VEC_PUSH(m->plan->arena, &r.loads, m->plan->out->loads.v[i]);
	text_init(&out, m->plan->arena, REPORT_MAX);
	wire_pack(&out, &shape_report, &r);
	const char *p = text_str(&out);
	for (size_t n = out.over ? 0 : out.n; n;) {
		ssize_t put = write(fd, p, n);
		if (put <= 0)
			_exit(1);
		p += put;
		n -= (size_t)put;
	}
	/* until the other end lets go, whatever becomes of it */
	char end;
	shutdown(fd, SHUT_WR);
	while (read(fd, &end, 1) < 0 && errno == EINTR)
		continue;
	_exit(0);
}

/* -- from outside ------------------------------------------------------------------- */

static enum err read_report(struct arena *a, int fd, int64_t deadline, struct report *r)
{
	char buf[4096];
	struct text in;
	text_init(&in, a, REPORT_MAX);
	for (;;) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		int64_t left = deadline - file_now();
		int ready = left > 0 ? poll(&p, 1, (int)left) : 0;
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return ERR_TIMEOUT;
		ssize_t n = read(fd, buf, sizeof(buf));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		text_add_n(&in, buf, (size_t)n);
	}
	return wire_unpack(a, &shape_report, text_str(&in), in.n, r);
}

/* What the first process wrote replaces what was planned. */
static enum err take_report(struct boot_plan *p, struct boot_world *w,
	const struct report *r, const char **why)
{
	char path[64];
	*why = r->why;
	if (r->why)
		return ERR_DENIED;
	p->out->loads.v = r->loads.v;
	p->out->loads.n = r->loads.n;
	snprintf(path, sizeof(path), "/proc/%ld/ns/net", (long)w->init);
	w->net = open(path, O_RDONLY | O_CLOEXEC);
	*why = "its network namespace cannot be reached";
	return w->net < 0 ? ERR_IO : ERR_OK;
}

enum err boot_world_start(struct boot_plan *p, struct boot_world *w, const char **why)
{
	int fds[2];
	struct report r = {0};
	struct making *m = ARENA_NEW(p->arena, struct making);
	*w = (struct boot_world){.init = -1, .net = -1, .end = -1};
	m->plan = p;
	m->links_n = boot_links_read(p->arena, m->links);
	m->deadline = file_now() + BOOT_STEPS_MS;
	*why = "no private namespace could be made";
	if (unshare(CLONE_NEWPID) < 0)
		return errno == EPERM ? ERR_DENIED : ERR_UNSUPPORTED;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
		return ERR_IO;
	w->init = fork();
	if (w->init == 0) {
		close(fds[0]);
		be_first(m, fds[1]);
	}
	close(fds[1]);
	*why = "what runs at boot did not end in time";
	enum err err = w->init < 0
			       ? ERR_IO
			       : read_report(p->arena, fds[0], m->deadline + 1000, &r);
	w->end = fds[0];
	return err == ERR_OK ? take_report(p, w, &r, why) : err;
}

void boot_world_end(struct boot_world *w)
{
	if (w->net >= 0)
		close(w->net);
	if (w->end >= 0)
		close(w->end);
	if (w->init > 0) {
		kill(w->init, SIGKILL);
		waitpid(w->init, NULL, 0);
	}
}
