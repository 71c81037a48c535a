/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The one event loop: descriptors and timers, no threads. curl, libunbound, the broker
 * and later capture and netlink are its sources. A source handles a bounded batch a
 * turn. The waiting itself is the platform's (poller.h).
 */
#ifndef PKIREADY_LOOP_H
#define PKIREADY_LOOP_H

#include "err.h"

#include <stdbool.h>
#include <stdint.h>

enum { LOOP_READ = 1, LOOP_WRITE = 2, LOOP_HANGUP = 4 };

struct loop;
struct loop_fd;    /* a watched descriptor */
struct loop_timer; /* a one-shot timer */

typedef void (*loop_fd_fn)(void *arg, int fd, int events);
typedef void (*loop_timer_fn)(void *arg);

struct loop *loop_new(void); /* exits 4 where the system gives no poller */
void loop_free(struct loop *l);

/* Watches fd for events (LOOP_READ|LOOP_WRITE); one watch a descriptor. */
struct loop_fd *loop_watch(struct loop *l, int fd, int events, loop_fd_fn fn, void *arg);
void loop_rewatch(struct loop_fd *w, int events);
/* Safe inside any callback, its own too; the descriptor is not closed. */
void loop_unwatch(struct loop_fd *w);

/* Calls fn once after ms (0: next turn). Safe to cancel in any callback before it ran;
 * the handle is gone once it ran. */
struct loop_timer *loop_after(struct loop *l, int64_t ms, loop_timer_fn fn, void *arg);
void loop_cancel(struct loop_timer *t);

/* Runs until loop_stop. */
void loop_run(struct loop *l);
void loop_stop(struct loop *l);
/* One turn that waits at most max_ms (-1: as long as need be). */
void loop_turn(struct loop *l, int64_t max_ms);
/* Monotonic ms since some fixed moment. */
int64_t loop_now(void);

#endif
