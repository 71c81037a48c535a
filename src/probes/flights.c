/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/flights.h"

struct flight_place {
	struct flights *flights;
	struct ip ip;
	int n;
};

struct watcher {
	void (*fn)(void *arg);
	void *arg;
};

struct flights {
	struct arena *arena;
	struct loop *loop;
	VEC(struct flight_place) places;
	VEC(struct watcher) watchers;
	struct loop_timer *tell;
	int at[FLIGHTS_MOST + 1]; /* addresses with so many, or more than that */
	int waiting;
	bool stopped;
};

struct flights *flights_new(struct arena *a, struct loop *l)
{
	struct flights *f = ARENA_NEW(a, struct flights);
	f->arena = a;
	f->loop = l;
	return f;
}

void flights_stop(struct flights *f)
{
	if (!f)
		return;
	f->stopped = true;
	loop_cancel(f->tell);
	f->tell = NULL;
}

struct flight_place *flights_place(struct flights *f, const struct ip *ip)
{
	for (size_t i = 0; i < f->places.n; i++)
		if (ip_equal(&f->places.v[i]->ip, ip))
			return f->places.v[i];
	struct flight_place *p = VEC_ADD(f->arena, &f->places, struct flight_place);
	p->flights = f;
	p->ip = *ip;
	return p;
}

static void tell(void *arg)
{
	struct flights *f = arg;
	f->tell = NULL;
	for (size_t i = 0; i < f->watchers.n && !f->stopped; i++)
		f->watchers.v[i]->fn(f->watchers.v[i]->arg);
}

static void tell_soon(struct flights *f)
{
	if (!f->tell && !f->stopped)
		f->tell = loop_after(f->loop, 0, tell, f);
}

static void move(struct flight_place *p, int change)
{
	int *at = p->flights->at;
	at[p->n < FLIGHTS_MOST ? p->n : FLIGHTS_MOST]--;
	p->n += change;
	at[p->n < FLIGHTS_MOST ? p->n : FLIGHTS_MOST]++;
}

void flights_begin(struct flight_place *p)
{
	move(p, 1);
}

void flights_end(struct flight_place *p)
{
	move(p, -1);
	tell_soon(p->flights);
}

int flights_at(const struct flight_place *p)
{
	return p->n;
}

int flights_most(const struct flights *f)
{
	int n = FLIGHTS_MOST;
	while (n > 0 && f->at[n] <= 0)
		n--;
	return n;
}

void flights_wait(struct flights *f, int change)
{
	f->waiting += change;
	if (change < 0)
		tell_soon(f);
}

bool flights_room(const struct flights *f)
{
	return flights_most(f) + f->waiting < FLIGHTS_MOST;
}

void flights_watch(struct flights *f, void (*fn)(void *arg), void *arg)
{
	struct watcher *w = VEC_ADD(f->arena, &f->watchers, struct watcher);
	*w = (struct watcher){fn, arg};
}
