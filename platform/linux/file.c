/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum err file_err(int error)
{
	switch (error) {
	case 0:
		return ERR_OK;
	case ENOENT:
	case ENOTDIR:
	case ESRCH:
		return ERR_NOT_FOUND;
	case EPERM:
	case EACCES:
		return ERR_DENIED;
	case ETIMEDOUT:
	case EAGAIN:
		return ERR_TIMEOUT;
	case ENOSYS:
	case EOPNOTSUPP:
	case EPROTONOSUPPORT:
	case EAFNOSUPPORT:
		return ERR_UNSUPPORTED;
	default:
		return ERR_IO;
	}
}

int64_t file_now(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Up to max bytes in pieces: files of /proc do not say how long they are. */
static enum err read_all(struct arena *a, int fd, size_t max, struct bytes *out)
{
	size_t cap = 4096, n = 0;
	unsigned char *p = arena_alloc(a, cap + 1);
	for (;;) {
		if (n == cap) {
			unsigned char *more = arena_alloc(a, cap * 2 + 1);
			memcpy(more, p, n);
			p = more;
			cap *= 2;
		}
		ssize_t got = read(fd, p + n, cap - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return file_err(errno);
		n += (size_t)got;
		bool over = n > max;
		if (got > 0 && !over)
			continue;
		n = over ? max : n;
		p[n] = '\0';
		*out = (struct bytes){.p = p, .n = n};
		return over ? ERR_LIMIT : ERR_OK;
	}
}

enum err file_read(struct arena *a, const char *path, size_t max, struct bytes *out)
{
	*out = (struct bytes){0};
	/* not blocking: a pipe in the file's place must not hold us */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return file_err(errno);
	struct stat st;
	enum err err;
	if (fstat(fd, &st) < 0)
		err = file_err(errno);
	else if (!S_ISREG(st.st_mode)) {
		errno = EINVAL;
		err = ERR_IO;
	} else
		err = read_all(a, fd, max, out);
	int saved = errno;
	close(fd);
	errno = saved;
	return err;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

const char *file_line(struct arena *a, const char *path, size_t max)
{
	struct bytes all;
	enum err err = file_read(a, path, max, &all);
	if (err != ERR_OK && err != ERR_LIMIT)
		return NULL;
	size_t at = 0, n;
	const char *line = file_next_line(&all, &at, &n);
	if (!line)
		return NULL;
	while (n && is_space(line[n - 1]))
		n--;
	while (n && is_space(*line)) {
		line++;
		n--;
	}
	return n ? arena_dup(a, line, n) : NULL;
}

bool file_exists(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0;
}

bool file_runnable(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & 0111);
}

const char *file_next_line(const struct bytes *text, size_t *at, size_t *n)
{
	if (*at >= text->n)
		return NULL;
	const char *line = (const char *)text->p + *at;
	const char *end = memchr(line, '\n', text->n - *at);
	*n = end ? (size_t)(end - line) : text->n - *at;
	*at += *n + (end ? 1 : 0);
	return line;
}

enum { STAT_MAX = 4096, STARTTIME = 22 };

/* proc_pid_stat(5): field 22, behind a name that may hold blanks and parentheses. */
int64_t file_process_start(struct arena *a, int64_t pid)
{
	struct bytes text;
	if (file_read(a, arena_printf(a, "/proc/%" PRId64 "/stat", pid), STAT_MAX,
		    &text) != ERR_OK)
		return -1;
	const char *p = strrchr((const char *)text.p, ')');
	for (int field = 2; p && field < STARTTIME; field++)
		if ((p = strchr(p, ' ')))
			p++;
	return p ? strtoll(p, NULL, 10) : -1;
}
