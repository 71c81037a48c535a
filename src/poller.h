/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for descriptors: what a platform gives to loop.c. Linux: epoll(7). */
#ifndef PKIREADY_POLLER_H
#define PKIREADY_POLLER_H

#include <stddef.h>
#include <stdint.h>

struct poller;

struct poller_event {
	void *arg;  /* given to poller_set */
	int events; /* LOOP_READ | LOOP_WRITE | LOOP_HANGUP */
};

struct poller *poller_new(void); /* NULL: the system refused */
void poller_free(struct poller *p);
/* Adds or changes (events != 0) or removes (events == 0) a descriptor; 0, or -1 and
 * errno. */
int poller_set(struct poller *p, int fd, int events, void *arg);
/* Waits at most ms (-1: no limit); the number of events, 0 on time-out or a signal. */
int poller_wait(struct poller *p, struct poller_event *out, int max, int64_t ms);
/* A monotonic clock in ms. */
int64_t poller_now(void);

#endif
