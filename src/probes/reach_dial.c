/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reach.h"

struct reach_dial {
	struct look *look;
	struct loop_fd *watch;
	struct loop_timer *timer;
	struct dial_end end;
	reach_dial_fn fn;
	void *arg;
	int64_t began;
	int fd;
};

static void stop_watching(struct reach_dial *d)
{
	loop_unwatch(d->watch);
	loop_cancel(d->timer);
	d->watch = NULL;
	d->timer = NULL;
}

static void finish(struct reach_dial *d)
{
	int fd = d->fd;
	stop_watching(d);
	d->fd = -1;
	if (fd >= 0 && d->end.result != CONNECT_OPEN) {
		dial_close(fd);
		fd = -1;
	}
	d->fn(d->arg, fd, &d->end, loop_now() - d->began);
}

static void on_ready(void *arg, int fd, int events)
{
	struct reach_dial *d = arg;
	(void)events;
	dial_check(fd, &d->end);
	finish(d);
}

static void on_refused(void *arg)
{
	struct reach_dial *d = arg;
	d->timer = NULL;
	finish(d);
}

static void on_timeout(void *arg)
{
	struct reach_dial *d = arg;
	d->timer = NULL;
	d->end = (struct dial_end){CONNECT_TIMEOUT, "no answer to the connect"};
	finish(d);
}

struct reach_dial *reach_dialing(struct look *l, int fd, const struct dial_end *end,
	int64_t timeout_ms, reach_dial_fn fn, void *arg)
{
	struct reach_dial *d = ARENA_NEW(l->arena, struct reach_dial);
	*d = (struct reach_dial){.look = l,
		.fn = fn,
		.arg = arg,
		.began = loop_now(),
		.fd = fd,
		.end = *end};
	if (fd < 0) {
		d->timer = loop_after(l->loop, 0, on_refused, d);
		return d;
	}
	d->watch = loop_watch(l->loop, fd, LOOP_WRITE, on_ready, d);
	d->timer = loop_after(l->loop, timeout_ms, on_timeout, d);
	return d;
}

struct reach_dial *reach_dial(
	struct look *l, const struct ip *ip, int port, reach_dial_fn fn, void *arg)
{
	struct dial_end end = {0};
	int fd = dial_start(ip, port, &end);
	return reach_dialing(l, fd, &end, l->target->timeout_ms, fn, arg);
}

void reach_dial_cancel(struct reach_dial *d)
{
	if (!d)
		return;
	stop_watching(d);
	if (d->fd >= 0)
		dial_close(d->fd);
	d->fd = -1;
}
