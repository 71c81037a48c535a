/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/dns_event.h"
#include "datagram.h"

#include <stdlib.h>
#include <sys/time.h>
#include <unbound.h>
#include <unbound-event.h>

typedef void (*event_fn)(int fd, short bits, void *arg);

/* libunbound sends each query when a timer of 0 ms fires. Such a one waits until there is
 * room; but where no query ended for so long, one goes out all the same, so that silent
 * servers keep nobody from the others. */
enum { HELD_MS = 400 };

struct dns_event_base {
	struct ub_event_base super; /* first: libunbound knows only this */
	struct loop *loop;
	void (*heard)(void *arg);
	void *heard_arg;
	struct flights *flights;
	struct dns_event *held, **held_end; /* the first comes first */
	struct loop_timer *held_timer;
};

struct dns_event {
	struct ub_event super; /* first */
	struct dns_event_base *base;
	struct loop_fd *watch;    /* NULL: not active, or without a descriptor */
	struct loop_timer *timer; /* NULL: not set */
	int64_t period;           /* ms, of a time-out that begins anew; -1 none */
	event_fn fn;
	void *arg;
	int fd; /* -1: a timer */
	short bits;
	struct flight_place *place; /* its query is in flight there; NULL none */
	bool sends;                 /* a query, when it fires */
	bool held;
	struct dns_event *next; /* of those that are held */
};

static struct ub_event_base_vmt base_verbs;
static struct ub_event_vmt event_verbs;

/* Rounded up: a timer that fires early would see that its time has not come. */
static int64_t to_ms(const struct timeval *tv)
{
	return (int64_t)tv->tv_sec * 1000 + ((int64_t)tv->tv_usec + 999) / 1000;
}

/* -- queries in flight -------------------------------------------------------------- */
static void take_off(struct dns_event *e)
{
	struct ip ip;
	if (!e->base->flights || e->place || !datagram_peer(e->fd, &ip))
		return;
	e->place = flights_place(e->base->flights, &ip);
	flights_begin(e->place);
}

static void land(struct dns_event *e)
{
	if (e->place)
		flights_end(e->place);
	e->place = NULL;
}

static void hold_time(void *arg);

static void wait_again(struct dns_event_base *b)
{
	if (b->held_timer)
		loop_cancel(b->held_timer);
	b->held_timer = b->held ? loop_after(b->loop, HELD_MS, hold_time, b) : NULL;
}

static void hold(struct dns_event *e)
{
	struct dns_event_base *b = e->base;
	e->held = true;
	e->next = NULL;
	*b->held_end = e;
	b->held_end = &e->next;
	if (!b->held_timer)
		wait_again(b);
}

static void let_go(struct dns_event *e)
{
	struct dns_event_base *b = e->base;
	struct dns_event **at = &b->held;
	if (!e->held)
		return;
	while (*at != e)
		at = &(*at)->next;
	*at = e->next;
	if (!*at)
		b->held_end = at;
	e->held = false;
	if (!b->held)
		wait_again(b);
}

/* It is about to send, or not any more. */
static void sends(struct dns_event *e, bool yes)
{
	if (!e->base->flights || e->sends == yes)
		return;
	flights_wait(e->base->flights, yes ? 1 : -1);
	e->sends = yes;
}

static void disarm(struct dns_event *e)
{
	let_go(e);
	sends(e, false);
	if (e->watch)
		loop_unwatch(e->watch);
	if (e->timer)
		loop_cancel(e->timer);
	e->watch = NULL;
	e->timer = NULL;
}

static void timer_fired(void *arg);

static bool has_room(const struct dns_event_base *b)
{
	return flights_most(b->flights) < FLIGHTS_MOST;
}

static void arm_timer(struct dns_event *e, int64_t ms)
{
	if (e->timer)
		loop_cancel(e->timer);
	e->timer = loop_after(e->base->loop, ms, timer_fired, e);
}

/* The callback may free the event: nothing of it is touched afterwards. */
static void fire(struct dns_event *e, short bits)
{
	event_fn fn = e->fn;
	void *arg = e->arg;
	int fd = e->fd;
	struct dns_event_base *base = e->base;
	if (!(e->bits & UB_EV_PERSIST))
		disarm(e);
	else if (e->period >= 0)
		arm_timer(e, e->period);
	fn(fd, bits, arg);
	if ((bits & UB_EV_READ) && base->heard)
		base->heard(base->heard_arg);
}

static void timer_fired(void *arg)
{
	struct dns_event *e = arg;
	e->timer = NULL;
	if (e->sends && (e->base->held || !has_room(e->base)))
		hold(e);
	else
		fire(e, UB_EV_TIMEOUT);
}

static void descriptor_fired(void *arg, int fd, int events)
{
	struct dns_event *e = arg;
	short bits = 0;
	(void)fd;
	if (events & (LOOP_READ | LOOP_HANGUP))
		bits |= UB_EV_READ;
	if (events & (LOOP_WRITE | LOOP_HANGUP))
		bits |= UB_EV_WRITE;
	bits = (short)(bits & e->bits);
	if (bits & UB_EV_READ)
		land(e);
	if (bits)
		fire(e, bits);
}

static int to_loop(short bits)
{
	return (bits & UB_EV_READ ? LOOP_READ : 0) |
	       (bits & UB_EV_WRITE ? LOOP_WRITE : 0);
}

static void room(void *arg)
{
	struct dns_event_base *b = arg;
	while (b->held && has_room(b))
		fire(b->held, UB_EV_TIMEOUT);
	wait_again(b);
}

static void hold_time(void *arg)
{
	struct dns_event_base *b = arg;
	b->held_timer = NULL;
	fire(b->held, UB_EV_TIMEOUT);
	wait_again(b);
}

static void event_add_bits(struct ub_event *ev, short bits)
{
	struct dns_event *e = (struct dns_event *)ev;
	e->bits = (short)(e->bits | bits);
}

static void event_del_bits(struct ub_event *ev, short bits)
{
	struct dns_event *e = (struct dns_event *)ev;
	e->bits = (short)(e->bits & ~bits);
}

static void event_set_fd(struct ub_event *ev, int fd)
{
	((struct dns_event *)ev)->fd = fd;
}

static void event_free(struct ub_event *ev)
{
	struct dns_event *e = (struct dns_event *)ev;
	disarm(e);
	land(e);
	free(e);
}

static int event_add(struct ub_event *ev, struct timeval *tv)
{
	struct dns_event *e = (struct dns_event *)ev;
	int events = to_loop(e->bits);
	disarm(e);
	if (e->fd >= 0 && events)
		e->watch = loop_watch(e->base->loop, e->fd, events, descriptor_fired, e);
	if (e->fd >= 0 && (events & LOOP_READ))
		take_off(e);
	e->period = tv ? to_ms(tv) : -1;
	if (tv)
		arm_timer(e, e->period);
	sends(e, e->fd < 0 && e->period == 0);
	return 0;
}

static int event_del(struct ub_event *ev)
{
	struct dns_event *e = (struct dns_event *)ev;
	disarm(e);
	land(e);
	return 0;
}

static int event_add_timer(struct ub_event *ev, struct ub_event_base *base, event_fn fn,
	void *arg, struct timeval *tv)
{
	struct dns_event *e = (struct dns_event *)ev;
	e->base = (struct dns_event_base *)base;
	e->fd = -1;
	e->bits = UB_EV_TIMEOUT;
	e->fn = fn;
	e->arg = arg;
	return event_add(ev, tv);
}

/* libunbound calls neither of these on a base of ours (see unbound-event.h). */
static int signal_add(struct ub_event *ev, struct timeval *tv)
{
	(void)ev, (void)tv;
	return -1;
}

static int signal_del(struct ub_event *ev)
{
	(void)ev;
	return -1;
}

static void unregister_wsaevent(struct ub_event *ev)
{
	(void)ev;
}

/* Our poller is level-triggered: there is no edge to work around. */
static void tcp_wouldblock(struct ub_event *ev, int bits)
{
	(void)ev, (void)bits;
}

static struct ub_event *base_new_event(
	struct ub_event_base *base, int fd, short bits, event_fn fn, void *arg)
{
	struct dns_event *e = calloc(1, sizeof(*e));
	if (!e)
		return NULL;
	*e = (struct dns_event){.super = {.magic = UB_EVENT_MAGIC, .vmt = &event_verbs},
		.base = (struct dns_event_base *)base,
		.period = -1,
		.fn = fn,
		.arg = arg,
		.fd = fd,
		.bits = bits};
	return &e->super;
}

static struct ub_event *base_new_signal(
	struct ub_event_base *base, int fd, event_fn fn, void *arg)
{
	(void)base, (void)fd, (void)fn, (void)arg;
	return NULL;
}

static struct ub_event *base_wsaevent(
	struct ub_event_base *base, void *wsaevent, event_fn fn, void *arg)
{
	(void)base, (void)wsaevent, (void)fn, (void)arg;
	return NULL;
}

/* The loop is not libunbound's to run, stop or free. */
static void base_free(struct ub_event_base *base)
{
	(void)base;
}

static int base_dispatch(struct ub_event_base *base)
{
	(void)base;
	return -1;
}

static int base_exit(struct ub_event_base *base, struct timeval *tv)
{
	(void)base, (void)tv;
	return -1;
}

struct ub_event_base *dns_event_base_new(
	struct loop *l, struct flights *flights, void (*heard)(void *arg), void *arg)
{
	struct dns_event_base *b = calloc(1, sizeof(*b));
	if (!b)
		return NULL;
	b->super.magic = UB_EVENT_MAGIC;
	b->super.vmt = &base_verbs;
	b->loop = l;
	b->heard = heard;
	b->heard_arg = arg;
	b->flights = flights;
	b->held_end = &b->held;
	if (flights)
		flights_watch(flights, room, b);
	return &b->super;
}

void dns_event_base_free(struct ub_event_base *base)
{
	free(base);
}

/* Not const: unbound-event.h wants them writable. */
static struct ub_event_base_vmt base_verbs = {
	.free = base_free,
	.dispatch = base_dispatch,
	.loopexit = base_exit,
	.new_event = base_new_event,
	.new_signal = base_new_signal,
	.winsock_register_wsaevent = base_wsaevent,
};

static struct ub_event_vmt event_verbs = {
	.add_bits = event_add_bits,
	.del_bits = event_del_bits,
	.set_fd = event_set_fd,
	.free = event_free,
	.add = event_add,
	.del = event_del,
	.add_timer = event_add_timer,
	.del_timer = event_del,
	.add_signal = signal_add,
	.del_signal = signal_del,
	.winsock_unregister_wsaevent = unregister_wsaevent,
	.winsock_tcp_wouldblock = tcp_wouldblock,
};
