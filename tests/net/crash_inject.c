/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Preloaded by tests/net/test_fix_crash* into pkiready, whose binary knows nothing of it:
 * counts the calls that change something (of the first process alone, none of its
 * children), and at the CRASH_AT-th does what CRASH_HOW says: "kill", or fails with that
 * errno, once ("EIO") or from then on ("ENOSPC+"). "late30": killed 30 ms after a fork,
 * while the command runs. CRASH_LOG: a file for one line a call.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static pid_t first;
static long count, at;
static const char *how;
static int log_fd = -1;

static int errno_of(const char *word)
{
	static const struct {
		const char *word;
		int n;
	} rows[] = {{"EIO", EIO}, {"EPERM", EPERM}, {"ENOSPC", ENOSPC}, {"EROFS", EROFS}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strncmp(word, rows[i].word, strlen(rows[i].word)) == 0)
			return rows[i].n;
	return 0;
}

__attribute__((constructor)) static void begin(void)
{
	const char *where = getenv("CRASH_LOG"), *n = getenv("CRASH_AT");
	first = getpid();
	at = n ? atol(n) : 0;
	how = getenv("CRASH_HOW") ? strdup(getenv("CRASH_HOW")) : "";
	if (where)
		log_fd = fcntl(open(where, O_WRONLY | O_CREAT | O_APPEND, 0600),
			F_DUPFD_CLOEXEC, 700);
}

/* True: the call is to fail; errno is set. */
static bool fails(const char *name, bool grows)
{
	if (getpid() != first)
		return false;
	count++;
	if (log_fd >= 0)
		dprintf(log_fd, "%ld %s\n", count, name);
	if (!at || count < at)
		return false;
	if (strcmp(how, "kill") == 0)
		syscall(SYS_kill, getpid(), SIGKILL);
	/* a full disk takes nothing more, but lets things be taken away */
	bool sticky = strchr(how, '+');
	if (sticky ? !grows : count != at)
		return false;
	errno = errno_of(how);
	return errno != 0;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite(int fd, const void *p, size_t n, off_t offset)
{
	return fails("pwrite", true) ? -1 : NEXT(pwrite)(fd, p, n, offset);
}
ssize_t write(int fd, const void *p, size_t n)
{
	struct stat st;
	bool regular = getpid() == first && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	return regular && fails("write", true) ? -1 : syscall(SYS_write, fd, p, n);
}
int fsync(int fd)
{
	return fails("fsync", true) ? -1 : NEXT(fsync)(fd);
}
int renameat(int a, const char *x, int b, const char *y)
{
	return fails("renameat", true) ? -1 : NEXT(renameat)(a, x, b, y);
}
int renameat2(int a, const char *x, int b, const char *y, unsigned flags)
{
	return fails("renameat2", true) ? -1 : NEXT(renameat2)(a, x, b, y, flags);
}
int linkat(int a, const char *x, int b, const char *y, int flags)
{
	return fails("linkat", true) ? -1 : NEXT(linkat)(a, x, b, y, flags);
}
int unlinkat(int dir, const char *name, int flags)
{
	return fails("unlinkat", false) ? -1 : NEXT(unlinkat)(dir, name, flags);
}
int mkdirat(int dir, const char *name, mode_t mode)
{
	return fails("mkdirat", true) ? -1 : NEXT(mkdirat)(dir, name, mode);
}
int fchown(int fd, uid_t uid, gid_t gid)
{
	return fails("fchown", false) ? -1 : NEXT(fchown)(fd, uid, gid);
}
int fchmod(int fd, mode_t mode)
{
	return fails("fchmod", false) ? -1 : NEXT(fchmod)(fd, mode);
}
int futimens(int fd, const struct timespec t[2])
{
	return fails("futimens", false) ? -1 : NEXT(futimens)(fd, t);
}
int ftruncate(int fd, off_t n)
{
	return fails("ftruncate", false) ? -1 : NEXT(ftruncate)(fd, n);
}
int fallocate(int fd, int mode, off_t from, off_t n)
{
	return fails("fallocate", true) ? -1 : NEXT(fallocate)(fd, mode, from, n);
}
pid_t fork(void)
{
	if (fails("fork", false))
		return -1;
	const pid_t pid = NEXT(fork)();
	if (pid > 0 && getpid() == first && count == at && strncmp(how, "late", 4) == 0) {
		usleep((useconds_t)atol(how + 4) * 1000);
		syscall(SYS_kill, getpid(), SIGKILL);
	}
	return pid;
}
int openat(int dir, const char *name, int flags, ...)
{
	va_list ap;
	va_start(ap, flags);
	mode_t mode = flags & O_CREAT ? va_arg(ap, mode_t) : 0;
	va_end(ap);
	if (flags & O_CREAT && fails("openat", true))
		return -1;
	return (int)syscall(SYS_openat, dir, name, flags, mode);
}
