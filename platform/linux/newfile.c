/* SPDX-License-Identifier: GPL-2.0-or-later */
/* By O_TMPFILE (open(2)): should every process be killed, nothing is left. Where the file
 * system has no such thing, by a name that begins with a dot. */
#include "newfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OWNER_ALONE = 0600, NAME_TEXT = 320 };

struct newfile {
	FILE *file;
	bool named;
	int dir;
	char name[NAME_TEXT / 2];
	char part[NAME_TEXT]; /* the other name; "" none */
};

static int open_part(struct newfile *f)
{
	unsigned long long n = 0;
	if (getrandom(&n, sizeof(n), 0) != (ssize_t)sizeof(n))
		return -1;
	snprintf(f->part, sizeof(f->part), ".%s.%016llx", f->name, n);
	return openat(f->dir, f->part, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		OWNER_ALONE);
}

static int open_any(struct newfile *f)
{
	int fd = openat(f->dir, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, OWNER_ALONE);
	if (fd >= 0)
		return fd;
	if (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT && errno != EINVAL)
		return -1;
	return open_part(f);
}

struct newfile *newfile_open(const char *dir, const char *name)
{
	struct newfile *f = calloc(1, sizeof(*f));
	struct stat st;
	int fd = -1;
	if (!f)
		return NULL;
	f->dir = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	snprintf(f->name, sizeof(f->name), "%s", name);
	if (f->dir >= 0 && fstatat(f->dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		errno = EEXIST;
	else if (f->dir >= 0)
		fd = open_any(f);
	f->file = fd >= 0 ? fdopen(fd, "w+b") : NULL;
	if (f->file)
		return f;
	int why = errno;
	if (fd >= 0)
		close(fd);
	newfile_free(f);
	errno = why;
	return NULL;
}

FILE *newfile_stream(struct newfile *f)
{
	return f->file;
}

long long newfile_size(struct newfile *f)
{
	struct stat st;
	return fstat(fileno(f->file), &st) == 0 ? (long long)st.st_size : -1;
}

static int link_nameless(const struct newfile *f)
{
	char path[32];
	int fd = fileno(f->file);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (linkat(AT_FDCWD, path, f->dir, f->name, AT_SYMLINK_FOLLOW) == 0)
		return 0;
	return errno == ENOENT ? linkat(fd, "", f->dir, f->name, AT_EMPTY_PATH) : -1;
}

bool newfile_keep(struct newfile *f)
{
	int fd = fileno(f->file);
	if (fflush(f->file) != 0 || fsync(fd) != 0)
		return false;
	int got =
		*f->part ? linkat(f->dir, f->part, f->dir, f->name, 0) : link_nameless(f);
	f->named = got == 0;
	return f->named && (fsync(f->dir) == 0 || errno == EINVAL);
}

void newfile_take_back(struct newfile *f)
{
	if (f->named)
		unlinkat(f->dir, f->name, 0);
	f->named = false;
}

void newfile_free(struct newfile *f)
{
	if (!f)
		return;
	if (*f->part)
		unlinkat(f->dir, f->part, 0);
	if (f->file)
		fclose(f->file);
	if (f->dir >= 0)
		close(f->dir);
	free(f);
}
