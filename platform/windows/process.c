/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Windows has no fork: the examiner will be this program started anew with a restricted
 * token. Until then the split is refused, and the tool says so instead of running whole
 * with privilege.
 */
#include "process.h"

#include <winsock2.h>

#include <stdlib.h>

long process_split(int *fd)
{
	*fd = -1;
	return -1;
}

bool process_bind_to_parent(void)
{
	return false;
}

void process_shield(long child)
{
	(void)child;
}

int process_wait(long child)
{
	(void)child;
	return 4;
}

bool process_read(int fd, void *p, size_t n)
{
	for (char *at = p; n;) {
		int got = recv((SOCKET)fd, at, n > 65536 ? 65536 : (int)n, 0);
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
		int put = send((SOCKET)fd, at, n > 65536 ? 65536 : (int)n, 0);
		if (put <= 0)
			return false;
		at += put;
		n -= (size_t)put;
	}
	return true;
}

static long moved(int n)
{
	if (n > 0)
		return n;
	return n < 0 && WSAGetLastError() == WSAEWOULDBLOCK ? 0 : -1;
}

long process_read_some(int fd, void *p, size_t n)
{
	return moved(recv((SOCKET)fd, p, n > 65536 ? 65536 : (int)n, 0));
}

long process_write_some(int fd, const void *p, size_t n)
{
	return moved(send((SOCKET)fd, p, n > 65536 ? 65536 : (int)n, 0));
}

void process_close(int fd)
{
	closesocket((SOCKET)fd);
}

/* Windows passes no descriptors over a socket. */
bool process_write_fds(int fd, const void *p, size_t n, const int *fds, size_t fds_n)
{
	(void)fds;
	return fds_n == 0 && process_write(fd, p, n);
}

long process_read_fds(int fd, void *p, size_t n, int fds[PROCESS_FDS_MAX], size_t *fds_n)
{
	(void)fds;
	*fds_n = 0;
	return process_read_some(fd, p, n);
}

int process_signals(void)
{
	return -1;
}

void process_signals_seen(int fd)
{
	(void)fd;
}

void process_clean_environment(void)
{
	/* the loader and the console need theirs; nothing is started from here */
}
