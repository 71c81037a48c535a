/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "webroot.h"

#include "apart.h"
#include "file.h"
#include "privileges.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { NAMES_MAX = 65536 }; /* of a directory are looked at */

/* No symbolic link may lead out of the root. */
static int open_beneath(int root, const char *below, int flags)
{
	const struct open_how how = {
		.flags = (unsigned)(flags | O_CLOEXEC),
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};
	return (int)syscall(SYS_openat2, root, below, &how, sizeof(how));
}

/* Where an open descriptor really is. */
static const char *real_path(struct arena *a, int fd)
{
	char link[64], path[WEBROOT_PATH_MAX * 2];
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, path, sizeof(path));
	return n > 0 && (size_t)n < sizeof(path) ? arena_dup(a, path, (size_t)n) : NULL;
}

/*
 * An absolute link that ends within the root is served by a web server, and refused by
 * openat2: where the opened file really is decides. -2: it is out of the root; *where.
 */
static int open_checked(
	struct arena *a, int root, const char *full, int flags, const char **where)
{
	int fd = open(full, flags | O_CLOEXEC);
	if (fd < 0)
		return -1;
	const char *base = real_path(a, root);
	*where = real_path(a, fd);
	const size_t n = base ? strlen(base) : 0;
	if (base && *where && strncmp(*where, base, n) == 0 &&
		((*where)[n] == '/' || (*where)[n] == '\0' || n == 1))
		return fd;
	close(fd);
	return -2;
}

static int open_below(struct arena *a, const struct webroot_job *job, int root, int flags,
	const char **where)
{
	int fd = open_beneath(root, job->below, flags);
	if (fd < 0 && (errno == EXDEV || errno == ENOSYS))
		fd = open_checked(a, root, job->full, flags, where);
	return fd;
}

/* -- what lies beside
 * ------------------------------------------------------------------ */

/* A slip of the same name: another case, a doubled ending, a part of it. */
static bool is_similar(const char *name, const char *want)
{
	size_t stem = strcspn(want, ".");
	return strcasecmp(name, want) == 0 || strcasestr(name, want) != NULL ||
	       (stem && strncasecmp(name, want, stem) == 0);
}

static void list_beside(
	struct arena *a, int dir_fd, const char *want, bool itself, strs *out)
{
	strs others = {0};
	DIR *dir = fdopendir(dir_fd);
	if (!dir) {
		close(dir_fd);
		return;
	}
	const struct dirent *e;
	for (size_t seen = 0; seen < NAMES_MAX && (e = readdir(dir)); seen++) {
		const char *name = e->d_name;
		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
			(!itself && strcmp(name, want) == 0))
			continue;
		strs *to = is_similar(name, want) ? out : &others;
		if (to->n < WEBROOT_BESIDE_MAX)
			VEC_PUSH(a, to, arena_str(a, name));
	}
	closedir(dir);
	for (size_t i = 0; i < others.n && out->n < WEBROOT_BESIDE_MAX; i++)
		VEC_PUSH(a, out, others.v[i]);
}

/* The names in the file's directory; where that is missing, in the nearest one above
 * it. */
static const char *look_beside(
	struct arena *a, const struct webroot_job *job, int root, strs *out)
{
	const char *slash = strrchr(job->below, '/');
	const char *want = slash ? slash + 1 : job->below, *missing = NULL;
	char *dir = slash ? arena_dup(a, job->below, (size_t)(slash - job->below))
			  : arena_str(a, ".");
	for (;;) {
		struct webroot_job at = *job;
		const char *where;
		at.below = dir;
		at.full = arena_printf(a, "%s/%s", job->root, dir);
		int fd = open_below(a, &at, root, O_RDONLY | O_DIRECTORY, &where);
		if (fd >= 0) {
			/* higher up the same name is news */
			list_beside(a, fd, want, missing != NULL, out);
			return missing;
		}
		if (strcmp(dir, ".") == 0)
			return missing;
		missing = arena_str(a, dir);
		char *up = strrchr(dir, '/');
		if (up)
			*up = '\0';
		else
			dir = arena_str(a, ".");
	}
}

/* -- with our own eyes: is it there?
 * --------------------------------------------------- */

static const char *kind_words(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR:
		return "a directory";
	case S_IFIFO:
		return "a pipe";
	case S_IFSOCK:
		return "a socket";
	case S_IFCHR:
	case S_IFBLK:
		return "a device";
	default:
		return "something else";
	}
}

static void say(struct webroot_look *out, enum seen seen, const char *words)
{
	out->obs.seen = seen;
	out->obs.excerpt = words;
}

static void say_errno(
	struct arena *a, struct webroot_look *out, const char *path, int error)
{
	const bool denied = error == EACCES || error == EPERM;
	say(out, denied ? SEEN_DENIED : SEEN_FAILED,
		arena_printf(a, "%s: %s", path, strerror(error)));
}

static void fill_stat(struct webroot_look *out, const struct stat *st)
{
	out->size = st->st_size;
	out->mtime = st->st_mtim.tv_sec;
	out->mode = st->st_mode & 07777;
	out->uid = st->st_uid;
	out->gid = st->st_gid;
}

/* True when a regular file is there: *st is filled in. */
static bool find(struct arena *a, const struct webroot_job *job, int root,
	struct stat *st, struct webroot_look *out)
{
	const char *where = NULL;
	int fd = open_below(a, job, root, O_PATH, &where);
	const int error = errno;
	const char *missing = look_beside(a, job, root, &out->beside);
	if (fd == -2) {
		say(out, SEEN_FAILED,
			arena_printf(a,
				"%s is a link out of the web root, to %s: not followed",
				job->full, where));
		return false;
	}
	if (fd < 0 && (error == ENOENT || error == ENOTDIR)) {
		say(out, SEEN_NO,
			missing ? arena_printf(a, "%s: no such directory below %s",
					  missing, job->root)
				: arena_printf(a, "%s: no such file", job->full));
		return false;
	}
	if (fd < 0) {
		say_errno(a, out, job->full, error);
		return false;
	}
	bool regular = fstat(fd, st) == 0 && S_ISREG(st->st_mode);
	if (!regular)
		say(out, SEEN_NO,
			arena_printf(a, "%s is %s, not a file", job->full,
				kind_words(st->st_mode)));
	close(fd);
	return regular;
}

/* -- with the web server's eyes
 * -------------------------------------------------------- */

/* The first component of the whole path that this process cannot pass. */
static const char *first_blocked(struct arena *a, const char *full)
{
	char *path = arena_str(a, full);
	for (char *p = path + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (access(path, X_OK) < 0)
			return path;
		*p = '/';
	}
	return path;
}

static void read_body(struct arena *a, int fd, struct webroot_look *out)
{
	unsigned char *p = arena_alloc(a, BODY_KEPT);
	size_t n = 0;
	while (n < BODY_KEPT) {
		ssize_t got = read(fd, p + n, BODY_KEPT - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	out->body = (struct bytes){.p = p, .n = n};
}

/* Opens the same file again, now with this user's rights; SEEN_YES and its bytes. */
static enum seen read_as_this_user(struct arena *a, const struct webroot_job *job,
	const struct stat *was, struct webroot_look *out)
{
	struct stat st;
	int fd = open(job->full, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return errno == EACCES || errno == EPERM ? SEEN_NO : SEEN_FAILED;
	enum seen seen = SEEN_FAILED; /* it changed under our eyes */
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_dev == was->st_dev &&
		st.st_ino == was->st_ino) {
		seen = SEEN_YES;
		read_body(a, fd, out);
	}
	close(fd);
	return seen;
}

/* Takes the web server's uid, or one without any right; whether the former was
 * possible. */
static enum seen take_eyes(const struct webroot_user *user)
{
	const bool tell = user->known && user->uid != 0;
	enum err err = ERR_OK;
	if (tell && geteuid() == (uid_t)user->uid)
		return SEEN_YES;
	if (tell && geteuid() == 0)
		err = privileges_become((uid_t)user->uid);
	else
		err = privileges_drop();
	apart_bind();
	if (err != ERR_OK && err != ERR_DENIED)
		_exit(1); /* privilege might remain: nothing is read with it */
	if (!user->known)
		return SEEN_SKIPPED;
	return tell && err == ERR_OK ? SEEN_YES : SEEN_DENIED;
}

static const char *reader_words(struct arena *a, const struct webroot_look *out)
{
	const char *who = out->user ? out->user
			  : out->user_uid >= 0
				  ? arena_printf(a, "uid %" PRId64, out->user_uid)
				  : "the web server's user";
	switch (out->readable) {
	case SEEN_YES:
		return arena_printf(a, "%s can read it", who);
	case SEEN_NO:
		return arena_printf(a, "%s cannot pass %s", who, out->blocked_at);
	case SEEN_DENIED:
		return arena_printf(a, "reading as %s needs root", who);
	case SEEN_SKIPPED:
		return "no web server's user is known";
	default:
		return arena_printf(a, "%s: reading failed", who);
	}
}

/* A label can forbid what the mode allows; only the web server's own domain would
 * tell. */
static const char *selinux_words(struct arena *a, const char *full)
{
	char label[256];
	const char *enforcing = file_line(a, "/sys/fs/selinux/enforce", 16);
	ssize_t n = enforcing && *enforcing == '1'
			    ? getxattr(full, "security.selinux", label, sizeof(label) - 1)
			    : -1;
	if (n <= 0)
		return "";
	label[n] = '\0';
	return arena_printf(a, "; SELinux enforces, label %s", label);
}

static void look_as_server(struct arena *a, const struct webroot_job *job,
	const struct stat *st, struct webroot_look *out)
{
	const char *label = selinux_words(a, job->full);
	enum seen eyes = take_eyes(&job->user);
	enum seen read = read_as_this_user(a, job, st, out);
	out->readable = eyes == SEEN_YES ? read : eyes;
	if (job->user.known && job->user.uid == 0)
		out->readable = SEEN_YES; /* nothing is closed to root */
	if (out->readable == SEEN_NO)
		out->blocked_at = first_blocked(a, job->full);
	say(out, SEEN_YES,
		arena_printf(a, "%" PRId64 " bytes, mode %04o, uid %d, gid %d; %s%s",
			out->size, (unsigned)out->mode, (int)out->uid, (int)out->gid,
			reader_words(a, out), label));
}

void webroot_look(struct arena *a, const void *q, void *answer)
{
	const struct webroot_job *job = q;
	struct webroot_look *out = answer;
	struct stat st;
	out->obs.source = arena_printf(a, "file %s", job->full);
	int root = open(job->root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (root < 0) {
		say_errno(a, out, job->root, errno);
		return;
	}
	if (find(a, job, root, &st, out)) {
		fill_stat(out, &st);
		look_as_server(a, job, &st, out);
	}
	close(root);
}
