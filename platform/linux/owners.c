/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "listeners.h"

#include "file.h"
#include "privileges.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	SCAN_LIMIT_MS = 1500,
	KEPT_MS = 2000, /* a process may hand its sockets on */
	STATUS_MAX = 16 * 1024,
	CGROUP_MAX = 16 * 1024,
	HOLDERS_MAX = 4096, /* processes that share the sockets we look for */
};

struct holder { /* a process that has the socket open */
	uint64_t inode;
	int64_t pid, ppid, uid;
};
struct scan {
	struct arena *arena;
	const struct bounds *bounds;
	VEC(struct holder) holders;
	bool denied, cut_short;
	int64_t deadline;
};

static const char *field_after(const struct bytes *status, const char *name)
{
	size_t at = 0, n, len = strlen(name);
	for (const char *line; (line = file_next_line(status, &at, &n));)
		if (n > len && strncmp(line, name, len) == 0)
			return line + len;
	return NULL;
}

bool owners_status(const struct bytes *status, int64_t *ppid, int64_t *uid)
{
	const char *p = field_after(status, "PPid:");
	const char *u = field_after(status, "Uid:");
	/* real, effective, saved, file system: the last one is what opens files */
	return p && u && sscanf(p, "%" SCNd64, ppid) == 1 &&
	       sscanf(u, "%*u %*u %*u %" SCNd64, uid) == 1;
}

static bool is_unit(const char *s, size_t n)
{
	static const char *const kinds[] = {".service", ".scope"};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t k = strlen(kinds[i]);
		if (n > k && memcmp(s + n - k, kinds[i], k) == 0)
			return true;
	}
	return false;
}

/* The first unit on the path: slices come before it, what it delegates behind it. */
static const char *unit_in_path(struct arena *a, const char *path, size_t n)
{
	for (size_t i = 0; i < n;) {
		const char *slash = memchr(path + i, '/', n - i);
		size_t len = slash ? (size_t)(slash - path) - i : n - i;
		if (is_unit(path + i, len))
			return arena_dup(a, path + i, len);
		i += len + 1;
	}
	return NULL;
}

const char *owners_unit(struct arena *a, const struct bytes *cgroup)
{
	size_t at = 0, n;
	for (const char *line; (line = file_next_line(cgroup, &at, &n));) {
		/* "0::/path" (v2) or "1:name=systemd:/path" (v1): systemd's own
		 * hierarchy */
		const char *first = memchr(line, ':', n);
		const char *second =
			first ? memchr(first + 1, ':', n - (size_t)(first + 1 - line))
			      : NULL;
		if (!second)
			continue;
		size_t middle = (size_t)(second - first - 1);
		static const char systemd[] = "name=systemd";
		bool v2 = first == line + 1 && *line == '0' && middle == 0;
		if (!v2 && (middle != sizeof(systemd) - 1 ||
				   memcmp(first + 1, systemd, middle) != 0))
			continue;
		const char *unit =
			unit_in_path(a, second + 1, n - (size_t)(second + 1 - line));
		if (unit)
			return unit;
	}
	return NULL;
}

static void add_holder(struct scan *s, int64_t pid, uint64_t inode)
{
	for (size_t i = 0; i < s->holders.n; i++)
		if (s->holders.v[i]->pid == pid && s->holders.v[i]->inode == inode)
			return;
	if (s->holders.n >= HOLDERS_MAX) {
		s->cut_short = true;
		return;
	}
	char path[64];
	struct bytes status;
	struct holder h = {.inode = inode, .pid = pid, .uid = -1};
	snprintf(path, sizeof(path), "/proc/%" PRId64 "/status", pid);
	if (file_read(s->arena, path, STATUS_MAX, &status) == ERR_OK &&
		owners_status(&status, &h.ppid, &h.uid))
		*VEC_ADD(s->arena, &s->holders, struct holder) = h;
}

static bool is_wanted(const struct scan *s, uint64_t inode)
{
	for (size_t i = 0; i < s->bounds->all.n; i++)
		if (inode && s->bounds->all.v[i]->inode == inode)
			return true;
	return false;
}

static void scan_process(struct scan *s, int proc, const char *name)
{
	char path[300], target[64];
	snprintf(path, sizeof(path), "%s/fd", name);
	int fd = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	if (!dir) {
		if (errno == EACCES || errno == EPERM)
			s->denied = true;
		if (fd >= 0)
			close(fd);
		return;
	}
	for (const struct dirent *e; (e = readdir(dir));) {
		uint64_t inode;
		ssize_t n = readlinkat(fd, e->d_name, target, sizeof(target) - 1);
		if (n < 0 && (errno == EACCES || errno == EPERM))
			s->denied = true;
		if (n <= 0)
			continue;
		target[n] = '\0';
		if (sscanf(target, "socket:[%" SCNu64 "]", &inode) == 1 &&
			is_wanted(s, inode))
			add_holder(s, strtoll(name, NULL, 10), inode);
	}
	closedir(dir);
}

static void scan_all(struct scan *s)
{
	DIR *proc = opendir("/proc");
	if (!proc) {
		s->denied = true;
		return;
	}
	for (const struct dirent *e; (e = readdir(proc));) {
		if (!isdigit((unsigned char)e->d_name[0]))
			continue;
		if (file_now() > s->deadline) {
			s->cut_short = true;
			break;
		}
		scan_process(s, dirfd(proc), e->d_name);
	}
	closedir(proc);
}

/* Process 1 holds what socket activation passes on: another holder is the server. */
static bool counts(const struct scan *s, const struct holder *h, uint64_t inode)
{
	if (h->inode != inode)
		return false;
	if (h->pid != 1)
		return true;
	for (size_t i = 0; i < s->holders.n; i++)
		if (s->holders.v[i]->inode == inode && s->holders.v[i]->pid != 1)
			return false;
	return true;
}

static const struct holder *find_holder(const struct scan *s, uint64_t inode, int64_t pid)
{
	for (size_t i = 0; i < s->holders.n; i++)
		if (s->holders.v[i]->pid == pid && counts(s, s->holders.v[i], inode))
			return s->holders.v[i];
	return NULL;
}

/* The one whose parent does not hold the socket; of several, the oldest by number. */
static const struct holder *find_master(const struct scan *s, uint64_t inode)
{
	const struct holder *master = NULL;
	for (size_t i = 0; i < s->holders.n; i++) {
		const struct holder *h = s->holders.v[i];
		if (counts(s, h, inode) && !find_holder(s, inode, h->ppid) &&
			(!master || h->pid < master->pid))
			master = h;
	}
	return master;
}

/* A root master has workers under another uid: they serve. */
static int64_t serving_uid(const struct scan *s, const struct holder *master)
{
	if (master->uid != 0)
		return master->uid;
	for (size_t i = 0; i < s->holders.n; i++) {
		const struct holder *h = s->holders.v[i];
		if (h->inode == master->inode && h->ppid == master->pid && h->uid > 0)
			return h->uid;
	}
	return master->uid;
}

static void fill_in(struct scan *s, struct bound *b)
{
	const struct holder *master = find_master(s, b->inode);
	if (!master)
		return;
	char path[64];
	struct bytes text;
	b->look.pid = master->pid;
	b->look.uid = serving_uid(s, master);
	snprintf(path, sizeof(path), "/proc/%" PRId64 "/comm", master->pid);
	b->look.program = file_line(s->arena, path, 64);
	snprintf(path, sizeof(path), "/proc/%" PRId64 "/cgroup", master->pid);
	if (file_read(s->arena, path, CGROUP_MAX, &text) == ERR_OK)
		b->look.unit = owners_unit(s->arena, &text);
}

/* -- once a run --------------------------------------------------------------------- */

/* Several verbs of a run ask for the same sockets: who holds them is looked up once. */
static struct {
	struct arena *arena;
	struct bounds bounds;
	bool known;
	int64_t at;
} last;

static const struct bound *kept_bound(uint64_t inode)
{
	for (size_t i = 0; inode && i < last.bounds.all.n; i++)
		if (last.bounds.all.v[i]->inode == inode)
			return last.bounds.all.v[i];
	return NULL;
}

/* False: another socket is there, or it was too long ago. */
static bool take_kept(struct arena *a, struct bounds *b)
{
	if (!last.arena || file_now() - last.at > KEPT_MS)
		return false;
	for (size_t i = 0; i < b->all.n; i++)
		if (!kept_bound(b->all.v[i]->inode))
			return false;
	for (size_t i = 0; i < b->all.n; i++) {
		struct listener *to = &b->all.v[i]->look;
		const struct listener *from = &kept_bound(b->all.v[i]->inode)->look;
		to->program = arena_str(a, from->program);
		to->unit = arena_str(a, from->unit);
		to->pid = from->pid;
		to->uid = from->uid;
	}
	return true;
}

static void keep(const struct bounds *b, bool known)
{
	if (!last.arena)
		last.arena = arena_new();
	arena_reset(last.arena);
	last.bounds = (struct bounds){0};
	last.known = known;
	last.at = file_now();
	for (size_t i = 0; i < b->all.n; i++) {
		struct bound *x = VEC_ADD(last.arena, &last.bounds.all, struct bound);
		*x = *b->all.v[i];
		x->look.program = arena_str(last.arena, x->look.program);
		x->look.unit = arena_str(last.arena, x->look.unit);
	}
}

bool owners_find(struct arena *a, struct bounds *b)
{
	if (take_kept(a, b))
		return last.known;
	struct scan s = {
		.arena = a,
		.bounds = b,
		.deadline = file_now() + SCAN_LIMIT_MS,
	};
	scan_all(&s);
	size_t found = 0;
	for (size_t i = 0; i < b->all.n; i++) {
		fill_in(&s, b->all.v[i]);
		found += b->all.v[i]->look.program != NULL;
	}
	/* what even root is denied (another user namespace) is no question of root */
	bool known = (b->all.n && found == b->all.n) ||
		     (!s.cut_short && (!s.denied || privileges_full()));
	keep(b, known);
	return known;
}
