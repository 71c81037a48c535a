/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Directories on the way to a file that is changed: each step is opened by itself and
 * follows no link, so that nobody can lead it elsewhere; kernels without openat2(2) do
 * that as well. */
#include "change.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/stat.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { DIR_FLAGS = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };

static bool is_sound(const char *path)
{
	size_t n = strlen(path);
	return *path == '/' && n > 1 && path[n - 1] != '/' && !strstr(path, "/../") &&
	       !(n >= 3 && strcmp(path + n - 3, "/..") == 0);
}

/* How much of path the directory below takes; 0 and errno when it does not lie there. */
static size_t inside(const char *path, const char *below)
{
	size_t n = below ? strlen(below) : 1;
	while (n > 1 && below[n - 1] == '/')
		n--;
	errno = EXDEV;
	if (!below || n == 1)
		return 1;
	return strncmp(path, below, n) == 0 && path[n] == '/' ? n : 0;
}

/* From *at on to the next component that can't be entered, or to the last. */
static int descend(int dir, const char **at)
{
	for (;;) {
		char name[NAME_MAX + 1];
		const char *p = *at + strspn(*at, "/");
		size_t n = strcspn(p, "/");
		if (p[n] == '\0' || dir < 0) {
			*at = p;
			return dir;
		}
		if (n >= sizeof(name)) {
			close(dir);
			errno = ENAMETOOLONG;
			return -1;
		}
		snprintf(name, sizeof(name), "%.*s", (int)n, p);
		int next = openat(dir, name, DIR_FLAGS);
		if (next < 0) {
			int saved = errno == ENOTDIR ? ELOOP : errno;
			*at = p;
			close(dir);
			errno = saved;
			return -1;
		}
		close(dir);
		dir = next;
		*at = p + n;
	}
}

int place_parent(const char *path, const char *below, const char **name)
{
	errno = EINVAL;
	if (!is_sound(path) || !inside(path, below))
		return -1;
	*name = path;
	return descend(open("/", DIR_FLAGS), name);
}

/* -- what is in the way -------------------------------------------------------------- */

static const char *blocked(int dir, const char *name, bool below)
{
	struct statvfs fs;
	struct statx file, parent;
	const unsigned want = STATX_BASIC_STATS | STATX_MNT_ID;
	if (fstatvfs(dir, &fs) == 0 && (fs.f_flag & ST_RDONLY))
		return "its file system is read-only";
	if (statx(dir, "", AT_EMPTY_PATH, want, &parent) < 0)
		return strerror(errno);
	if (parent.stx_attributes & (STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND))
		return "its directory is immutable (lsattr)";
	if (statx(dir, name, AT_SYMLINK_NOFOLLOW, want, &file) < 0)
		return errno == ENOENT ? NULL : strerror(errno);
	if (S_ISLNK(file.stx_mode))
		return "it is a link";
	if (!S_ISREG(file.stx_mode))
		return "it is no regular file";
	if (below && file.stx_nlink > 1)
		return "it has other names (hard links)";
	if (file.stx_attributes & (STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND))
		return "it is immutable (lsattr)";
	if ((file.stx_attributes & file.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) ||
		((file.stx_mask & parent.stx_mask & STATX_MNT_ID) &&
			file.stx_mnt_id != parent.stx_mnt_id))
		return "it is a mount of its own";
	return NULL;
}

const char *place_blocked(const char *path, const char *below)
{
	const char *name;
	int dir = place_parent(path, below, &name);
	if (dir < 0)
		return errno == ELOOP    ? "a directory above it is a link, or none"
		       : errno == ENOENT ? NULL
		       : errno == EXDEV  ? "it does not lie below its web root"
					 : strerror(errno);
	const char *why = blocked(dir, name, below != NULL);
	close(dir);
	return why;
}

/* -- directories that are missing ---------------------------------------------------- */

void place_missing(struct arena *a, const char *path, const char *below, strs *dirs)
{
	const char *at;
	const size_t least = inside(path, below);
	int dir = place_parent(path, below, &at);
	if (dir >= 0)
		close(dir);
	if (dir >= 0 || errno != ENOENT || (size_t)(at - path) < least)
		return;
	for (const char *p = at; (p = strchr(p, '/')); p++)
		VEC_PUSH(a, dirs, arena_dup(a, path, (size_t)(p - path)));
}

static enum err make_one(const char *path, const char *below)
{
	const char *name;
	struct stat st;
	int dir = place_parent(path, below, &name);
	if (dir < 0)
		return ERR_IO;
	int fd = -1;
	if (fstat(dir, &st) == 0 && mkdirat(dir, name, 0700) == 0)
		fd = openat(dir, name, DIR_FLAGS);
	bool done = fd >= 0 && fchown(fd, st.st_uid, st.st_gid) == 0 &&
		    fchmod(fd, st.st_mode & 07777) == 0 && fsync(fd) == 0 &&
		    fsync(dir) == 0;
	int saved = errno;
	if (fd >= 0)
		close(fd);
	close(dir);
	errno = saved;
	return done ? ERR_OK : ERR_IO;
}

enum err place_make(
	struct arena *a, const char *path, const char *below, const char **why)
{
	strs dirs = {0};
	place_missing(a, path, below, &dirs);
	for (size_t i = 0; i < dirs.n; i++)
		if (make_one(dirs.v[i], below) != ERR_OK) {
			*why = arena_printf(a, "%s: %s", dirs.v[i], strerror(errno));
			return ERR_IO;
		}
	return ERR_OK;
}

enum err place_rmdir(const char *path, const char *below)
{
	const char *name;
	int dir = place_parent(path, below, &name);
	if (dir < 0)
		return errno == ENOENT ? ERR_OK : ERR_IO;
	bool gone = unlinkat(dir, name, AT_REMOVEDIR) == 0;
	if (gone)
		(void)fsync(dir);
	else
		gone = errno == ENOENT || errno == ENOTEMPTY || errno == EEXIST;
	close(dir);
	return gone ? ERR_OK : ERR_IO;
}
