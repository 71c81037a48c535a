/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "loop.h"
#include "poller.h"

#include <stdio.h>
#include <stdlib.h>

enum { BATCH = 64 };

struct loop_fd {
	struct loop *loop;
	struct loop_fd *next_dead;
	loop_fd_fn fn;
	void *arg;
	int fd;
	bool dead; /* unwatched while its event may still be in the batch */
};

struct loop_timer {
	struct loop *loop;
	loop_timer_fn fn;
	void *arg;
	int64_t at;
	uint64_t order; /* timers of the same moment run in the order they were set */
	size_t slot;    /* in the heap */
};

struct loop {
	struct poller *poller;
	struct loop_fd *dead;
	struct loop_timer **heap; /* the earliest first */
	size_t timers, heap_cap;
	uint64_t set;
	bool stop;
};

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "pkiready: %s\n", what);
	exit(4);
}

struct loop *loop_new(void)
{
	struct loop *l = calloc(1, sizeof(*l));
	if (!l)
		die("out of memory");
	l->poller = poller_new();
	if (!l->poller)
		die("the system gives no event queue");
	return l;
}

static void bury(struct loop *l)
{
	while (l->dead) {
		struct loop_fd *w = l->dead;
		l->dead = w->next_dead;
		free(w);
	}
}

void loop_free(struct loop *l)
{
	if (!l)
		return;
	bury(l);
	for (size_t i = 0; i < l->timers; i++)
		free(l->heap[i]);
	free(l->heap);
	poller_free(l->poller);
	free(l);
}

struct loop_fd *loop_watch(struct loop *l, int fd, int events, loop_fd_fn fn, void *arg)
{
	struct loop_fd *w = calloc(1, sizeof(*w));
	if (!w)
		die("out of memory");
	*w = (struct loop_fd){.loop = l, .fn = fn, .arg = arg, .fd = fd};
	if (poller_set(l->poller, fd, events, w) < 0)
		die("the system refused to watch a descriptor");
	return w;
}

void loop_rewatch(struct loop_fd *w, int events)
{
	if (!w->dead && poller_set(w->loop->poller, w->fd, events, w) < 0)
		die("the system refused to watch a descriptor");
}

void loop_unwatch(struct loop_fd *w)
{
	if (!w || w->dead)
		return;
	/* fails when the descriptor is closed already: then it is unwatched, too */
	(void)poller_set(w->loop->poller, w->fd, 0, w);
	w->dead = true;
	w->next_dead = w->loop->dead;
	w->loop->dead = w;
}

static bool earlier(const struct loop_timer *a, const struct loop_timer *b)
{
	return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static void heap_put(struct loop *l, size_t slot, struct loop_timer *t)
{
	l->heap[slot] = t;
	t->slot = slot;
}

static void heap_up(struct loop *l, struct loop_timer *t)
{
	size_t i = t->slot;
	while (i > 0 && earlier(t, l->heap[(i - 1) / 2])) {
		heap_put(l, i, l->heap[(i - 1) / 2]);
		i = (i - 1) / 2;
	}
	heap_put(l, i, t);
}

static void heap_down(struct loop *l, struct loop_timer *t)
{
	size_t i = t->slot;
	for (;;) {
		size_t child = 2 * i + 1;
		if (child >= l->timers)
			break;
		if (child + 1 < l->timers && earlier(l->heap[child + 1], l->heap[child]))
			child++;
		if (!earlier(l->heap[child], t))
			break;
		heap_put(l, i, l->heap[child]);
		i = child;
	}
	heap_put(l, i, t);
}

struct loop_timer *loop_after(struct loop *l, int64_t ms, loop_timer_fn fn, void *arg)
{
	if (l->timers == l->heap_cap) {
		l->heap_cap = l->heap_cap ? l->heap_cap * 2 : 64;
		l->heap = realloc(l->heap, l->heap_cap * sizeof(struct loop_timer *));
		if (!l->heap)
			die("out of memory");
	}
	struct loop_timer *t = calloc(1, sizeof(*t));
	if (!t)
		die("out of memory");
	*t = (struct loop_timer){
		.loop = l,
		.fn = fn,
		.arg = arg,
		.at = loop_now() + (ms > 0 ? ms : 0),
		.order = l->set++,
	};
	heap_put(l, l->timers++, t);
	heap_up(l, t);
	return t;
}

static void heap_remove(struct loop_timer *t)
{
	struct loop *l = t->loop;
	struct loop_timer *last = l->heap[--l->timers];
	if (last == t)
		return;
	heap_put(l, t->slot, last);
	heap_up(l, last);
	heap_down(l, last);
}

void loop_cancel(struct loop_timer *t)
{
	if (!t)
		return;
	heap_remove(t);
	free(t);
}

/* Runs what is due; a timer set meanwhile waits for the next turn. */
static void run_timers(struct loop *l)
{
	int64_t now = loop_now();
	uint64_t until = l->set;
	while (l->timers && l->heap[0]->at <= now && l->heap[0]->order < until) {
		struct loop_timer *t = l->heap[0];
		heap_remove(t);
		loop_timer_fn fn = t->fn;
		void *arg = t->arg;
		free(t);
		fn(arg);
	}
}

static int64_t wait_ms(const struct loop *l, int64_t max_ms)
{
	if (!l->timers)
		return max_ms;
	int64_t ms = l->heap[0]->at - loop_now();
	if (ms < 0)
		ms = 0;
	return max_ms >= 0 && max_ms < ms ? max_ms : ms;
}

void loop_turn(struct loop *l, int64_t max_ms)
{
	struct poller_event events[BATCH];
	int n = poller_wait(l->poller, events, BATCH, wait_ms(l, max_ms));
	for (int i = 0; i < n; i++) {
		struct loop_fd *w = events[i].arg;
		if (!w->dead)
			w->fn(w->arg, w->fd, events[i].events);
	}
	run_timers(l);
	bury(l);
}

void loop_run(struct loop *l)
{
	for (l->stop = false; !l->stop;)
		loop_turn(l, -1);
}

void loop_stop(struct loop *l)
{
	l->stop = true;
}

int64_t loop_now(void)
{
	return poller_now();
}
