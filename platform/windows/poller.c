/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting by WSAPoll: sockets alone. */
#include "poller.h"
#include "loop.h"

#include <winsock2.h>

#include <limits.h>
#include <stdlib.h>
#include <windows.h>

enum { POLL_MAX = 1024 }; /* descriptors watched at once */

struct poller {
	struct pollfd fds[POLL_MAX];
	void *args[POLL_MAX];
	ULONG n;
};

struct poller *poller_new(void)
{
	return calloc(1, sizeof(struct poller));
}

void poller_free(struct poller *p)
{
	free(p);
}

static ULONG slot_of(const struct poller *p, int fd)
{
	ULONG i = 0;
	while (i < p->n && p->fds[i].fd != (SOCKET)fd)
		i++;
	return i;
}

int poller_set(struct poller *p, int fd, int events, void *arg)
{
	ULONG i = slot_of(p, fd);
	if (!events) {
		if (i == p->n)
			return -1;
		p->n--;
		p->fds[i] = p->fds[p->n];
		p->args[i] = p->args[p->n];
		return 0;
	}
	if (i == POLL_MAX)
		return -1;
	if (i == p->n)
		p->n++;
	p->fds[i].fd = (SOCKET)fd;
	p->fds[i].events = (short)((events & LOOP_READ ? POLLIN : 0) |
				   (events & LOOP_WRITE ? POLLOUT : 0));
	p->args[i] = arg;
	return 0;
}

int poller_wait(struct poller *p, struct poller_event *out, int max, int64_t ms)
{
	int limit = ms < 0 ? -1 : ms > INT_MAX ? INT_MAX : (int)ms;
	if (p->n == 0) {
		Sleep(limit < 0 ? INFINITE : (DWORD)limit);
		return 0;
	}
	if (WSAPoll(p->fds, p->n, limit) <= 0)
		return 0;
	int n = 0;
	for (ULONG i = 0; i < p->n && n < max; i++) {
		short got = p->fds[i].revents;
		if (!got)
			continue;
		out[n].arg = p->args[i];
		out[n].events = (got & POLLIN ? LOOP_READ : 0) |
				(got & POLLOUT ? LOOP_WRITE : 0) |
				(got & (POLLHUP | POLLERR | POLLNVAL) ? LOOP_HANGUP : 0);
		n++;
	}
	return n;
}

int64_t poller_now(void)
{
	return (int64_t)GetTickCount64();
}
