/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { ATTRS_MAX = 64 * 1024, NAME_KEPT = 200, PROC_MAX = 4096 };

static enum err failed(struct arena *a, const char **why)
{
	*why = arena_str(a, strerror(errno));
	return errno == EACCES || errno == EPERM ? ERR_DENIED
	       : errno == ENOENT                 ? ERR_NOT_FOUND
						 : ERR_IO;
}

/* -- reading ----------------------------------------------------------------------- */

static int by_name(const void *x, const void *y)
{
	const struct kept_attr *const *a = x, *const *b = y;
	return strcmp((*a)->name, (*b)->name);
}

/* xattr(7): SELinux's label, access lists, and whatever else hangs on it. */
static bool read_attrs(struct arena *a, int fd, struct kept_file *out)
{
	char *names = arena_alloc(a, ATTRS_MAX);
	ssize_t n = flistxattr(fd, names, ATTRS_MAX);
	if (n < 0)
		return errno == ENOTSUP;
	for (const char *p = names; p < names + n; p += strlen(p) + 1) {
		ssize_t size = fgetxattr(fd, p, NULL, 0);
		if (size < 0)
			continue;
		unsigned char *value = arena_alloc(a, (size_t)size + 1);
		size = fgetxattr(fd, p, value, (size_t)size);
		if (size < 0)
			return false;
		struct kept_attr *attr = VEC_ADD(a, &out->attrs, struct kept_attr);
		*attr = (struct kept_attr){p, {value, (size_t)size}};
	}
	if (out->attrs.n)
		qsort(out->attrs.v, out->attrs.n, sizeof(out->attrs.v[0]), by_name);
	return true;
}

/* Files of /proc do not say how long they are. */
static bool read_bytes(struct arena *a, int fd, size_t n, struct bytes *out)
{
	size_t cap = n ? n + 1 : PROC_MAX, done = 0;
	unsigned char *p = arena_alloc(a, cap + 1);
	while (done < cap) {
		ssize_t got = read(fd, p + done, cap - done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	*out = (struct bytes){p, done};
	errno = EAGAIN;
	return done < cap; /* it grew meanwhile */
}

static bool read_open(struct arena *a, int fd, struct kept_file *out)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return false;
	errno = !S_ISREG(st.st_mode) ? EINVAL : EFBIG;
	if (!S_ISREG(st.st_mode) || st.st_size > PLAN_FILE_MAX)
		return false;
	out->mode = st.st_mode & 07777;
	out->uid = st.st_uid;
	out->gid = st.st_gid;
	out->mtime = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
	return read_bytes(a, fd, (size_t)st.st_size, &out->bytes) &&
	       read_attrs(a, fd, out);
}

enum err file_look(struct arena *a, const char *path, const char *below,
	struct kept_file *out, const char **why)
{
	const char *name;
	*out = (struct kept_file){.path = path};
	int dir = place_parent(path, below, &name);
	int fd = dir < 0 ? -1
			 : openat(dir, name,
				   O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	int saved = errno;
	if (dir >= 0)
		close(dir);
	errno = saved;
	if (fd < 0 && errno == ENOENT) {
		out->absent = true;
		return ERR_OK;
	}
	bool done = fd >= 0 && read_open(a, fd, out);
	enum err err = done ? ERR_OK : failed(a, why);
	if (fd >= 0)
		close(fd);
	return err;
}

/* -- writing ----------------------------------------------------------------------- */

static bool write_bytes(int fd, struct bytes b)
{
	for (size_t done = 0; done < b.n;) {
		ssize_t put = write(fd, b.p + done, b.n - done);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		done += (size_t)put;
	}
	return true;
}

static const struct kept_attr *attr_of(const struct kept_file *f, const char *name)
{
	for (size_t i = 0; i < f->attrs.n; i++)
		if (strcmp(f->attrs.v[i]->name, name) == 0)
			return f->attrs.v[i];
	return NULL;
}

/* What a new file got by itself (a label, an inherited access list) and the kept one had
 * not is taken off. */
static bool write_attrs(struct arena *a, int fd, const struct kept_file *f)
{
	struct kept_file now = {.path = f->path};
	if (!read_attrs(a, fd, &now))
		return false;
	for (size_t i = 0; i < now.attrs.n; i++)
		if (!attr_of(f, now.attrs.v[i]->name))
			(void)fremovexattr(fd, now.attrs.v[i]->name);
	for (size_t i = 0; i < f->attrs.n; i++) {
		const struct kept_attr *want = f->attrs.v[i],
				       *has = attr_of(&now, want->name);
		if (has && has->value.n == want->value.n &&
			memcmp(has->value.p, want->value.p, want->value.n) == 0)
			continue;
		if (fsetxattr(fd, want->name, want->value.p, want->value.n, 0) < 0)
			return false;
	}
	return true;
}

/* The owner before the mode: chown(2) clears set-id bits. */
static bool fill(struct arena *a, int fd, const struct kept_file *f)
{
	const struct timespec times[2] = {
		{.tv_nsec = UTIME_OMIT}, {f->mtime / 1000000000, f->mtime % 1000000000}};
	return write_bytes(fd, f->bytes) &&
	       fchown(fd, (uid_t)f->uid, (gid_t)f->gid) == 0 && write_attrs(a, fd, f) &&
	       fchmod(fd, (mode_t)f->mode) == 0 &&
	       (!f->mtime || futimens(fd, times) == 0) && fsync(fd) == 0;
}

static bool replace(int dir, const char *temp, const char *name, bool fresh)
{
	if (!fresh)
		return renameat(dir, temp, dir, name) == 0;
	if (renameat2(dir, temp, dir, name, RENAME_NOREPLACE) == 0)
		return true;
	if (errno != EINVAL && errno != ENOSYS) /* some file systems know no such flag */
		return false;
	return linkat(dir, temp, dir, name, 0) == 0 && unlinkat(dir, temp, 0) == 0;
}

/* No daemon that loads a whole directory takes it for its own. */
static void name_temp(char temp[NAME_KEPT + 32], const char *name)
{
	snprintf(temp, NAME_KEPT + 32, ".%.*s.pkiready", NAME_KEPT, name);
}

void file_tidy(const char *path, const char *below)
{
	char temp[NAME_KEPT + 32];
	const char *name;
	int dir = place_parent(path, below, &name);
	if (dir < 0)
		return;
	name_temp(temp, name);
	(void)unlinkat(dir, temp, 0);
	close(dir);
}

enum err file_put(struct arena *a, const struct kept_file *f, const char *below,
	bool fresh, const char **why)
{
	char temp[NAME_KEPT + 32];
	const char *name;
	int dir = place_parent(f->path, below, &name);
	if (dir < 0)
		return failed(a, why);
	name_temp(temp, name);
	(void)unlinkat(dir, temp, 0); /* of a run that was killed */
	int fd = openat(
		dir, temp, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool done = fd >= 0 && fill(a, fd, f);
	int saved = errno;
	if (fd >= 0 && close(fd) < 0 && done) {
		saved = errno;
		done = false;
	}
	if (done && !replace(dir, temp, name, fresh)) {
		saved = errno;
		done = false;
	}
	if (!done && fd >= 0)
		(void)unlinkat(dir, temp, 0);
	if (done && fsync(dir) < 0) {
		saved = errno;
		done = false;
	}
	close(dir);
	errno = saved;
	return done ? ERR_OK : failed(a, why);
}

static enum err take_away(
	struct arena *a, const struct kept_file *f, const char *below, const char **why)
{
	const char *name;
	int dir = place_parent(f->path, below, &name);
	if (dir < 0)
		return errno == ENOENT ? ERR_OK : failed(a, why);
	bool done = (unlinkat(dir, name, 0) == 0 || errno == ENOENT) && fsync(dir) == 0;
	enum err err = done ? ERR_OK : failed(a, why);
	close(dir);
	return err;
}

enum err file_restore(
	struct arena *a, const struct kept_file *f, const char *below, const char **why)
{
	if (f->absent)
		return take_away(a, f, below, why);
	return file_put(a, f, below, false, why);
}
