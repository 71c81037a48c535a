/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "process.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t shielded;
static long parent_seen;

long process_split(int *fd)
{
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return -1;
	parent_seen = getpid();
	long child = fork();
	if (child < 0) {
		close(pair[0]);
		close(pair[1]);
		return -1;
	}
	int mine = child == 0 ? 1 : 0;
	close(pair[!mine]);
	*fd = pair[mine];
	return child;
}

bool process_bind_to_parent(void)
{
	/* a change of user id clears it, hence after the drop; the parent may die
	 * before */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
		return false;
	return getppid() == parent_seen;
}

static void pass_on(int sig)
{
	if (shielded > 0)
		kill((pid_t)shielded, sig);
}

void process_shield(long child)
{
	shielded = (sig_atomic_t)child;
	/* the terminal sends INT and QUIT to both processes, TERM and HUP may come to
	 * one */
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	struct sigaction act = {.sa_handler = pass_on, .sa_flags = SA_RESTART};
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGHUP, &act, NULL);
	signal(SIGPIPE, SIG_IGN);
}

int process_wait(long child)
{
	int status = 0;
	while (waitpid((pid_t)child, &status, 0) < 0)
		if (errno != EINTR)
			return 4;
	shielded = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool process_read(int fd, void *p, size_t n)
{
	for (char *at = p; n;) {
		ssize_t got = read(fd, at, n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		at += got;
		n -= (size_t)got;
	}
	return true;
}

bool process_write(int fd, const void *p, size_t n)
{
	for (const char *at = p; n;) {
		ssize_t put = send(fd, at, n, MSG_NOSIGNAL);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		at += put;
		n -= (size_t)put;
	}
	return true;
}

static long moved(ssize_t n)
{
	if (n > 0)
		return (long)n;
	return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

long process_read_some(int fd, void *p, size_t n)
{
	return moved(recv(fd, p, n, MSG_DONTWAIT));
}

long process_write_some(int fd, const void *p, size_t n)
{
	return moved(send(fd, p, n, MSG_DONTWAIT | MSG_NOSIGNAL));
}

void process_close(int fd)
{
	close(fd);
}

union control { /* room and alignment for the descriptors */
	struct cmsghdr head;
	char room[CMSG_SPACE(PROCESS_FDS_MAX * sizeof(int))];
};

bool process_write_fds(int fd, const void *p, size_t n, const int *fds, size_t fds_n)
{
	union control c = {0};
	struct iovec bytes = {.iov_base = (void *)(uintptr_t)p, .iov_len = n};
	struct msghdr m = {.msg_iov = &bytes, .msg_iovlen = 1};
	if (fds_n > PROCESS_FDS_MAX)
		return false;
	if (fds_n) {
		m.msg_control = &c;
		m.msg_controllen = CMSG_SPACE(fds_n * sizeof(int));
		c.head.cmsg_level = SOL_SOCKET;
		c.head.cmsg_type = SCM_RIGHTS;
		c.head.cmsg_len = CMSG_LEN(fds_n * sizeof(int));
		memcpy(CMSG_DATA(&c.head), fds, fds_n * sizeof(int));
	}
	ssize_t put;
	do {
		put = sendmsg(fd, &m, MSG_NOSIGNAL);
	} while (put < 0 && errno == EINTR);
	if (put <= 0)
		return false;
	return process_write(fd, (const char *)p + put, n - (size_t)put);
}

static size_t take_fds(struct msghdr *m, int fds[PROCESS_FDS_MAX])
{
	size_t n = 0;
	for (struct cmsghdr *h = CMSG_FIRSTHDR(m); h; h = CMSG_NXTHDR(m, h)) {
		if (h->cmsg_level != SOL_SOCKET || h->cmsg_type != SCM_RIGHTS)
			continue;
		const unsigned char *at = CMSG_DATA(h);
		for (size_t i = CMSG_LEN(sizeof(int)); i <= h->cmsg_len;
			i += sizeof(int), at += sizeof(int)) {
			int got;
			memcpy(&got, at, sizeof(got));
			if (n < PROCESS_FDS_MAX)
				fds[n++] = got;
			else
				close(got);
		}
	}
	return n;
}

long process_read_fds(int fd, void *p, size_t n, int fds[PROCESS_FDS_MAX], size_t *fds_n)
{
	union control c = {0};
	struct iovec bytes = {.iov_base = p, .iov_len = n};
	struct msghdr m = {.msg_iov = &bytes,
		.msg_iovlen = 1,
		.msg_control = &c,
		.msg_controllen = sizeof(c)};
	ssize_t got = recvmsg(fd, &m, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	*fds_n = got < 0 ? 0 : take_fds(&m, fds);
	return moved(got);
}

int process_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	signal(SIGPIPE, SIG_IGN);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

void process_signals_seen(int fd)
{
	char drain[512];
	ssize_t n = read(fd, drain, sizeof(drain));
	(void)n;
}

static bool kept(const char *entry)
{
	static const char *const keep[] = {
		"TERM=", "LANG=", "LC_", "COLUMNS=", "NO_COLOR=", "TZ="};
	for (size_t i = 0; i < sizeof(keep) / sizeof(keep[0]); i++)
		if (strncmp(entry, keep[i], strlen(keep[i])) == 0)
			return true;
	return false;
}

void process_clean_environment(void)
{
	size_t kept_n = 0;
	for (char **e = environ; e && *e; e++)
		if (kept(*e))
			environ[kept_n++] = *e;
	if (environ)
		environ[kept_n] = NULL;
}
