/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "poller.h"
#include "loop.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

struct poller {
	int fd;
};

struct poller *poller_new(void)
{
	struct poller *p = calloc(1, sizeof(*p));
	if (!p)
		return NULL;
	p->fd = epoll_create1(EPOLL_CLOEXEC);
	if (p->fd < 0) {
		free(p);
		return NULL;
	}
	return p;
}

void poller_free(struct poller *p)
{
	if (!p)
		return;
	close(p->fd);
	free(p);
}

int poller_set(struct poller *p, int fd, int events, void *arg)
{
	struct epoll_event ev = {.data.ptr = arg};
	if (events & LOOP_READ)
		ev.events |= EPOLLIN;
	if (events & LOOP_WRITE)
		ev.events |= EPOLLOUT;
	if (!events)
		return epoll_ctl(p->fd, EPOLL_CTL_DEL, fd, &ev);
	if (epoll_ctl(p->fd, EPOLL_CTL_MOD, fd, &ev) == 0)
		return 0;
	return errno == ENOENT ? epoll_ctl(p->fd, EPOLL_CTL_ADD, fd, &ev) : -1;
}

int poller_wait(struct poller *p, struct poller_event *out, int max, int64_t ms)
{
	struct epoll_event ev[64];
	if (max > 64)
		max = 64;
	int n = epoll_wait(p->fd, ev, max,
		ms < 0         ? -1
		: ms > INT_MAX ? INT_MAX
			       : (int)ms);
	for (int i = 0; i < n; i++) {
		out[i].arg = ev[i].data.ptr;
		out[i].events = 0;
		if (ev[i].events & EPOLLIN)
			out[i].events |= LOOP_READ;
		if (ev[i].events & EPOLLOUT)
			out[i].events |= LOOP_WRITE;
		if (ev[i].events & (EPOLLHUP | EPOLLERR))
			out[i].events |= LOOP_HANGUP;
	}
	return n < 0 ? 0 : n;
}

int64_t poller_now(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}
