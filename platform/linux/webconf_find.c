/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The main processes behind the listeners; none of them is asked, and nothing is run. */
#include "webconf.h"

#include "file.h"
#include "listeners.h"
#include "verbs.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	TEXT_MAX = 64 * 1024,
	PROGRAM_MAX = 64 * 1024 * 1024,
	PARENTS_MAX = 16,
	BUILT_IN_MAX = 1024,
};

static const struct {
	const char *program, *kind;
} known[] = {{"nginx", "nginx"}, {"openresty", "nginx"}, {"tengine", "nginx"},
	{"apache2", "Apache"}, {"httpd", "Apache"}};

static const char *proc_path(struct arena *a, int64_t pid, const char *what)
{
	return arena_printf(a, "/proc/%" PRId64 "/%s", pid, what);
}

static const char *exe_of(struct arena *a, int64_t pid)
{
	char buf[4096];
	ssize_t n = readlink(proc_path(a, pid, "exe"), buf, sizeof(buf));
	if (n <= 0 || (size_t)n == sizeof(buf))
		return NULL;
	static const char gone[] = " (deleted)";
	const size_t k = sizeof(gone) - 1;
	if ((size_t)n > k && memcmp(buf + n - k, gone, k) == 0)
		n -= (ssize_t)k;
	return arena_dup(a, buf, (size_t)n);
}

static const char *kind_of(const char *exe)
{
	const char *slash = exe ? strrchr(exe, '/') : NULL;
	for (size_t i = 0; slash && i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(slash + 1, known[i].program) == 0)
			return known[i].kind;
	return NULL;
}

static int64_t parent_of(struct arena *a, int64_t pid)
{
	struct bytes status;
	int64_t ppid = 0, uid;
	if (file_read(a, proc_path(a, pid, "status"), TEXT_MAX, &status) != ERR_OK ||
		!owners_status(&status, &ppid, &uid))
		return 0;
	return ppid;
}

/* Up to the one that is no child of the same program. */
static int64_t main_of(struct arena *a, int64_t pid, const char *exe)
{
	for (int i = 0; i < PARENTS_MAX; i++) {
		int64_t up = parent_of(a, pid);
		const char *its = up > 1 ? exe_of(a, up) : NULL;
		if (!its || strcmp(its, exe) != 0)
			break;
		pid = up;
	}
	return pid;
}

/* Words that end in NUL. */
static void split_nul(struct arena *a, const struct bytes *b, strs *out)
{
	for (size_t i = 0; i < b->n;) {
		const unsigned char *end = memchr(b->p + i, 0, b->n - i);
		size_t n = end ? (size_t)(end - b->p) - i : b->n - i;
		if (n)
			VEC_PUSH(a, out, arena_dup(a, b->p + i, n));
		i += n + 1;
	}
}

/* nginx writes "nginx: master process /usr/sbin/nginx -g daemon on;" as one word. */
static void split_title(struct arena *a, const char *title, strs *out)
{
	const char *p = strstr(title, "process ");
	for (p = p ? p + strlen("process ") : title; *p;) {
		size_t n = strcspn(p, " ");
		if (n)
			VEC_PUSH(a, out, arena_dup(a, p, n));
		p += n + (p[n] == ' ');
	}
}

static void read_words(struct arena *a, struct web_process *p)
{
	struct bytes b;
	strs words = {0};
	if (file_read(a, proc_path(a, p->pid, "cmdline"), TEXT_MAX, &b) == ERR_OK)
		split_nul(a, &b, &words);
	if (words.n && strncmp(words.v[0], "nginx: ", 7) == 0)
		split_title(a, words.v[0], &p->args);
	else
		p->args = words;
	if (strcmp(p->kind, "Apache") == 0 &&
		file_read(a, proc_path(a, p->pid, "environ"), TEXT_MAX, &b) == ERR_OK)
		split_nul(a, &b, &p->environment);
}

/* UNIX s, by the clock as it is set now; 0 not known. */
static int64_t began(struct arena *a, int64_t pid)
{
	struct timespec now, up;
	const int64_t ticks = file_process_start(a, pid), hz = sysconf(_SC_CLK_TCK);
	if (ticks < 0 || hz <= 0 || clock_gettime(CLOCK_REALTIME, &now) < 0 ||
		clock_gettime(CLOCK_BOOTTIME, &up) < 0)
		return 0;
	const double boot = (double)(now.tv_sec - up.tv_sec) +
			    (double)(now.tv_nsec - up.tv_nsec) / 1e9;
	return (int64_t)(boot + (double)ticks / (double)hz);
}

static void find_loaded(struct arena *a, struct web_process *p)
{
	DIR *dir = opendir("/proc");
	p->loaded = began(a, p->pid);
	for (const struct dirent *e; dir && (e = readdir(dir));) {
		int64_t pid = strtoll(e->d_name, NULL, 10);
		if (pid <= 1 || parent_of(a, pid) != p->pid)
			continue;
		int64_t at = began(a, pid);
		p->loaded = at > p->loaded ? at : p->loaded;
	}
	if (dir)
		closedir(dir);
}

static bool have(const struct web_processes *all, int64_t pid)
{
	for (size_t i = 0; i < all->all.n; i++)
		if (all->all.v[i]->pid == pid)
			return true;
	return false;
}

static void add(struct arena *a, const struct listener *l, struct web_processes *out)
{
	const char *exe = exe_of(a, l->pid), *kind = kind_of(exe);
	if (!kind) {
		if (l->program)
			VEC_PUSH(a, &out->others, l->program);
		return;
	}
	int64_t pid = main_of(a, l->pid, exe);
	if (have(out, pid) || out->all.n >= WEBCONF_SERVERS_MAX)
		return;
	struct web_process *p = VEC_ADD(a, &out->all, struct web_process);
	p->kind = kind;
	p->pid = pid;
	p->exe = exe;
	read_words(a, p);
	find_loaded(a, p);
}

void webconf_find(struct arena *a, const struct ask_ports *q, struct web_processes *out)
{
	struct listeners l = {0};
	listeners_ask(a, q, &l);
	out->unknown = !l.programs_known;
	for (size_t i = 0; i < l.all.n; i++)
		if (l.all.v[i]->pid > 0)
			add(a, l.all.v[i], out);
}

const char *webconf_option(const struct web_process *p, const char *option)
{
	size_t n = strlen(option);
	for (size_t i = 1; i < p->args.n; i++) {
		const char *w = p->args.v[i];
		if (strncmp(w, option, n) != 0)
			continue;
		if (w[n])
			return w + n;
		return i + 1 < p->args.n ? p->args.v[i + 1] : NULL;
	}
	return NULL;
}

const char *webconf_built_in(
	struct arena *a, const struct web_process *p, const char *before)
{
	struct stat st;
	const char *found = NULL;
	int fd = open(proc_path(a, p->pid, "exe"), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	bool fits = fstat(fd, &st) == 0 && st.st_size > 0 && st.st_size <= PROGRAM_MAX;
	size_t n = fits ? (size_t)st.st_size : 0, k = strlen(before);
	char *map = fits ? mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
	close(fd);
	if (map == MAP_FAILED)
		return NULL;
	const char *at = memmem(map, n, before, k);
	if (at) {
		const char *from = at + k, *end = map + n, *to = from;
		while (to<end && * to> ' ' && *to != '"' && *to != '\'' &&
			to - from < BUILT_IN_MAX)
			to++;
		found = to > from ? arena_dup(a, from, (size_t)(to - from)) : NULL;
	}
	munmap(map, n);
	return found;
}
