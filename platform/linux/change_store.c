/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"

#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char suffix[] = ".journal";
enum { LOCK_TURN_MS = 50, RESERVE = 256 * 1024, IDS_MAX = 10000 };

static enum err refuse(
	struct arena *a, const char *path, const char *what, const char **why)
{
	*why = arena_printf(a, "%s: %s", path, what);
	return ERR_DENIED;
}

/* -- the directory ----------------------------------------------------------------- */

/* What others could put something else in the place of is no place for root's journal;
 * where the sticky bit is set, they could not. */
static const char *unsafe(const struct stat *st, bool last)
{
	if (!S_ISDIR(st->st_mode))
		return "a part of it is no directory";
	if (st->st_uid != 0)
		return last ? "it does not belong to root"
			    : "a directory above it does not belong to root";
	if (last && (st->st_mode & 077))
		return "others than root may enter it: chmod 700";
	if ((st->st_mode & 022) && !(st->st_mode & S_ISVTX))
		return "others than root may write to a directory above it";
	return NULL;
}

static int step_into(int dir, const char *name, bool last, bool make, const char **what)
{
	struct stat st;
	if (last && make) {
		const bool made = mkdirat(dir, name, 0700) == 0;
		if ((!made && errno != EEXIST) || (made && fsync(dir) < 0)) {
			*what = strerror(errno);
			return -1;
		}
	}
	int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	*what = fd >= 0 ? NULL
		: errno == ELOOP || errno == ENOTDIR
			? "a part of it is a link or no directory"
		: errno == ENOENT ? "it is not there"
				  : strerror(errno);
	if (fd >= 0 && fstat(fd, &st) == 0)
		*what = unsafe(&st, last);
	if (fd >= 0 && *what) {
		close(fd);
		fd = -1;
		errno = EPERM;
	}
	return fd;
}

static int walk(const char *path, bool make, const char **what)
{
	struct stat st;
	int dir = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	*what = "it is no absolute path without \"..\"";
	if (dir < 0 || *path != '/' || fstat(dir, &st) < 0 || unsafe(&st, false))
		goto bad;
	for (const char *p = path; *p;) {
		char name[256];
		p += strspn(p, "/");
		size_t n = strcspn(p, "/");
		bool last = p[n + strspn(p + n, "/")] == '\0';
		if (!n || n >= sizeof(name) || strncmp(p, "..", n > 2 ? n : 2) == 0)
			goto bad;
		snprintf(name, sizeof(name), "%.*s", (int)n, p);
		p += n + strspn(p + n, "/");
		int next = step_into(dir, name, last, make, what);
		close(dir);
		dir = next;
		if (dir < 0)
			return -1;
		*what = "it is no absolute path without \"..\"";
	}
	*what = NULL;
	return dir;
bad:
	if (dir >= 0)
		close(dir);
	errno = EINVAL;
	return -1;
}

enum err store_open(struct arena *a, const char *path, bool make,
	struct change_store *out, const char **why)
{
	const char *what = NULL;
	*out = (struct change_store){.path = path, .dir = -1, .lock = -1};
	out->dir = walk(path, make, &what);
	if (out->dir >= 0)
		return ERR_OK;
	if (!make && errno == ENOENT)
		return ERR_NOT_FOUND;
	return refuse(a, path, what, why);
}

void store_close(struct change_store *s)
{
	if (s->lock >= 0)
		close(s->lock);
	if (s->dir >= 0)
		close(s->dir);
	s->lock = s->dir = -1;
}

/* POSIX's lock: the kernel says who holds it, and no child inherits it. */
enum err store_lock(struct arena *a, struct change_store *s, int64_t ms, const char **why)
{
	const int64_t deadline = file_now() + ms;
	const struct timespec turn = {.tv_nsec = LOCK_TURN_MS * 1000000L};
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	s->lock = openat(s->dir, "lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (s->lock < 0)
		return refuse(a, s->path, strerror(errno), why);
	while (fcntl(s->lock, F_SETLK, &lock) < 0) {
		if (errno != EACCES && errno != EAGAIN && errno != EINTR)
			return refuse(a, s->path, strerror(errno), why);
		if (file_now() >= deadline) {
			lock.l_type = F_WRLCK;
			lock.l_pid = 0;
			(void)fcntl(s->lock, F_GETLK, &lock);
			*why = arena_printf(a,
				"process %ld is making a change of this host: wait until "
				"it ends",
				(long)lock.l_pid);
			return ERR_TIMEOUT;
		}
		nanosleep(&turn, NULL);
	}
	return ERR_OK;
}

/* -- ids --------------------------------------------------------------------------- */

bool store_is_id(const char *id)
{
	size_t n = strlen(id);
	return n > 0 && n <= CHANGE_ID_MAX && strspn(id, "0123456789-") == n &&
	       *id != '-';
}

static const char *name_of(struct arena *a, const char *id)
{
	return arena_printf(a, "%s%s", id, suffix);
}

const char *store_new_id(struct arena *a, const struct change_store *s, int64_t now)
{
	char stamp[32];
	struct stat st;
	struct tm tm;
	time_t t = (time_t)now;
	strftime(stamp, sizeof(stamp), "%Y%m%d-%H%M%S", gmtime_r(&t, &tm));
	const char *id = arena_str(a, stamp);
	for (unsigned i = 2; s->dir >= 0 && fstatat(s->dir, name_of(a, id), &st, 0) == 0;
		i++)
		id = arena_printf(a, "%s-%u", stamp, i);
	return id;
}

/* By time, then by the number behind it. */
static int newer(const void *x, const void *y)
{
	const char *a = *(const char *const *)x, *b = *(const char *const *)y;
	int by_time = strncmp(b, a, 15);
	if (by_time || strlen(a) < 16 || strlen(b) < 16)
		return by_time ? by_time : (int)strlen(b) - (int)strlen(a);
	long na = strtol(a + 16, NULL, 10), nb = strtol(b + 16, NULL, 10);
	return nb < na ? -1 : nb > na;
}

void store_list(struct arena *a, const struct change_store *s, strs *out)
{
	int fd =
		s->dir < 0 ? -1 : openat(s->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	for (const struct dirent *e; dir && out->n < IDS_MAX && (e = readdir(dir));) {
		size_t n = strlen(e->d_name), tail = sizeof(suffix) - 1;
		if (n <= tail || strcmp(e->d_name + n - tail, suffix) != 0)
			continue;
		const char *id = arena_dup(a, e->d_name, n - tail);
		if (store_is_id(id))
			VEC_PUSH(a, out, id);
	}
	if (dir)
		closedir(dir);
	if (out->n)
		qsort(out->v, out->n, sizeof(out->v[0]), newer);
}

/* -- one journal ------------------------------------------------------------------- */

static enum err failed(
	struct arena *a, const struct change_store *s, const char *id, const char **why)
{
	*why = arena_printf(a, "%s/%s%s: %s", s->path, id, suffix, strerror(errno));
	return errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
}

static enum err read_fd(struct arena *a, int fd, struct bytes *out)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return ERR_IO;
	if (!S_ISREG(st.st_mode) || st.st_size > JOURNAL_MAX) {
		errno = EFBIG;
		return ERR_IO;
	}
	size_t want = (size_t)st.st_size, n = 0;
	unsigned char *p = arena_alloc(a, want + 1);
	while (n < want) {
		ssize_t got = pread(fd, p + n, want - n, (off_t)n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	*out = (struct bytes){p, n};
	return n == want ? ERR_OK : ERR_IO;
}

static enum err read_journal(struct arena *a, const struct change_store *s,
	const char *id, int fd, struct journal *out, size_t *used, const char **why)
{
	struct bytes all;
	if (read_fd(a, fd, &all) != ERR_OK)
		return failed(a, s, id, why);
	if (!memchr(all.n ? all.p : (const unsigned char *)"", '\n', all.n))
		return ERR_NOT_FOUND;
	enum err err = journal_read(a, all, out, used);
	if (err == ERR_OK && strcmp(out->head.plan.id, id) != 0)
		err = ERR_SYNTAX;
	if (err != ERR_OK)
		*why = arena_printf(a, "%s/%s%s: %s", s->path, id, suffix,
			err == ERR_UNSUPPORTED ? "of another version of pkiready"
					       : "it is damaged");
	return err;
}

static int open_journal(
	struct arena *a, const struct change_store *s, const char *id, int flags)
{
	return openat(
		s->dir, name_of(a, id), flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
}

enum err store_read(struct arena *a, const struct change_store *s, const char *id,
	struct journal *out, const char **why)
{
	size_t used;
	int fd = open_journal(a, s, id, O_RDONLY);
	if (fd < 0)
		return failed(a, s, id, why);
	enum err err = read_journal(a, s, id, fd, out, &used, why);
	close(fd);
	return err;
}

enum err store_append(struct change_file_open *f, struct bytes line)
{
	size_t n = 0;
	while (n < line.n) {
		ssize_t put =
			pwrite(f->fd, line.p + n, line.n - n, (off_t)f->size + (off_t)n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			break;
		n += (size_t)put;
	}
	if (n == line.n && fsync(f->fd) == 0) {
		f->size += (int64_t)n;
		return ERR_OK;
	}
	int saved = errno;
	if (ftruncate(f->fd, (off_t)f->size) < 0)
		saved = errno;
	errno = saved;
	return ERR_IO;
}

enum err store_create(struct arena *a, const struct change_store *s,
	const struct journal_head *h, struct change_file_open *out, const char **why)
{
	const char *id = h->plan.id;
	struct bytes line = journal_head_line(a, h);
	*out = (struct change_file_open){
		.fd = openat(s->dir, name_of(a, id),
			O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
	if (out->fd < 0)
		return failed(a, s, id, why);
	/* so that a disk that fills up meanwhile does not stop the way back */
	(void)fallocate(out->fd, FALLOC_FL_KEEP_SIZE, 0, (off_t)line.n + RESERVE);
	if (store_append(out, line) == ERR_OK && fsync(s->dir) == 0)
		return ERR_OK;
	enum err err = failed(a, s, id, why);
	close(out->fd);
	(void)unlinkat(s->dir, name_of(a, id), 0);
	return err;
}

enum err store_reopen(struct arena *a, const struct change_store *s, const char *id,
	struct change_file_open *out, const char **why)
{
	struct journal j;
	size_t used = 0;
	out->fd = open_journal(a, s, id, O_RDWR);
	if (out->fd < 0)
		return failed(a, s, id, why);
	enum err err = read_journal(a, s, id, out->fd, &j, &used, why);
	out->size = (int64_t)used;
	if (err == ERR_OK && ftruncate(out->fd, (off_t)used) < 0)
		err = failed(a, s, id, why);
	if (err != ERR_OK)
		close(out->fd);
	return err;
}
