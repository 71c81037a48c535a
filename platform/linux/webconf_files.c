/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files as the server's main process sees them: below its own root, so that a server in a
 * container reads right, and no link leads out of it (openat2(2), RESOLVE_IN_ROOT).
 */
#include "webconf.h"

#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NAMES_MAX = 4096, DEEP_MAX = 32, UNREAD_MAX = 64 };

static int open_in(
	const struct webconf_reader *r, const char *path, int flags, unsigned links)
{
	const struct open_how how = {
		.flags = (unsigned)(flags | O_CLOEXEC | O_NONBLOCK),
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | links,
	};
	return (int)syscall(SYS_openat2, r->root, path, &how, sizeof(how));
}

static void unread(struct webconf_reader *r, const char *path, const char *why)
{
	if (r->server->unread.n < UNREAD_MAX)
		VEC_PUSH(r->a, &r->server->unread,
			arena_printf(r->a, "%s: %s", path, why));
}

static bool read_all(int fd, char *p, size_t n)
{
	for (size_t got = 0; got < n;) {
		ssize_t k = read(fd, p + got, n - got);
		if (k <= 0)
			return false;
		got += (size_t)k;
	}
	return true;
}

/* NULL, or why not. */
static const char *take(struct webconf_reader *r, const char *path, int fd)
{
	struct stat st;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return "no regular file";
	size_t n = (size_t)st.st_size;
	if (n > WEBCONF_FILE_MAX || r->bytes + n > WEBCONF_ALL_MAX ||
		r->server->set.files.n >= CONF_FILES_MAX)
		return "too long, or too many files";
	char *p = arena_alloc(r->a, n + 1);
	if (!read_all(fd, p, n))
		return "could not be read whole";
	r->bytes += n;
	struct conf_file *f = VEC_ADD(r->a, &r->server->set.files, struct conf_file);
	f->path = path;
	f->bytes = (struct bytes){(const unsigned char *)p, n};
	if (r->process->loaded && st.st_mtime > r->process->loaded)
		VEC_PUSH(r->a, &r->server->changed, path);
	return NULL;
}

static void read_file(
	struct webconf_reader *r, const char *path, unsigned links, bool may_lack)
{
	if (conf_find(&r->server->set, path))
		return;
	int fd = open_in(r, path, O_RDONLY, links);
	if (fd < 0) {
		if (!may_lack || (errno != ENOENT && errno != ENOTDIR))
			unread(r, path, strerror(errno));
		return;
	}
	const char *why = take(r, path, fd);
	close(fd);
	if (why)
		unread(r, path, why);
}

void webconf_read_beside(struct webconf_reader *r, const char *path)
{
	read_file(r, path, RESOLVE_NO_SYMLINKS, true);
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool has_wildcard(const char *s)
{
	return strpbrk(s, "*?[") != NULL;
}

/* Names below dir that fit the first part of rest, then the parts behind it. */
static void expand(
	struct webconf_reader *r, const char *dir, const char *rest, int deep, strs *out)
{
	size_t n = strcspn(rest, "/");
	const char *part = arena_dup(r->a, rest, n), *behind = rest + n;
	while (*behind == '/')
		behind++;
	if (!has_wildcard(part) && *behind && deep < DEEP_MAX) {
		expand(r, arena_printf(r->a, "%s/%s", dir, part), behind, deep + 1, out);
		return;
	}
	int fd = open_in(r, *dir ? dir : "/", O_RDONLY | O_DIRECTORY, 0);
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	if (!d && fd >= 0)
		close(fd);
	size_t seen = 0;
	for (const struct dirent *e; d && seen++ < NAMES_MAX && (e = readdir(d));) {
		if (fnmatch(part, e->d_name, FNM_PERIOD) != 0 || out->n >= CONF_FILES_MAX)
			continue;
		const char *path = arena_printf(r->a, "%s/%s", dir, e->d_name);
		if (!*behind)
			VEC_PUSH(r->a, out, path);
		else if (deep < DEEP_MAX)
			expand(r, path, behind, deep + 1, out);
	}
	if (d)
		closedir(d);
}

void webconf_read(struct webconf_reader *r, const char *need)
{
	const struct conf_set *set = &r->server->set;
	if (conf_included(set, need))
		return;
	struct conf_include *in =
		VEC_ADD(r->a, &r->server->set.includes, struct conf_include);
	in->pattern = need;
	if (!has_wildcard(need)) {
		VEC_PUSH(r->a, &in->paths, need);
		read_file(r, need, 0, false);
		return;
	}
	expand(r, "", *need == '/' ? need + 1 : need, 0, &in->paths);
	if (in->paths.n)
		qsort(in->paths.v, in->paths.n, sizeof(in->paths.v[0]), by_bytes);
	for (size_t i = 0; i < in->paths.n; i++)
		read_file(r, in->paths.v[i], 0, false);
}
