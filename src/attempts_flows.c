/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "attempts_flows.h"

#include <string.h>

/* -- finding ------------------------------------------------------------------------- */

static uint32_t mix(uint32_t h, uint32_t v)
{
	h = (h ^ v) * 0x9e3779b1u;
	return h ^ h >> 15;
}

static uint32_t hash(const struct attempts *t, const struct ip *from, uint16_t from_port,
	const struct ip *to, uint16_t port)
{
	uint32_t h = mix(t->seed, (uint32_t)from_port << 16 | port), v;
	size_t n = from->family == 4 ? 4 : 16;
	for (size_t i = 0; i < n; i += 4) {
		memcpy(&v, from->addr + i, 4);
		h = mix(h, v);
		memcpy(&v, to->addr + i, 4);
		h = mix(h, v);
	}
	return h & t->chains_mask;
}

static int32_t *chain_of(const struct attempts *t, const struct flow *f)
{
	return &t->chains[hash(t, &f->from, f->from_port, &f->to, f->port)];
}

struct flow *flows_find(const struct attempts *t, const struct ip *from,
	uint16_t from_port, const struct ip *to, uint16_t port)
{
	int32_t i = t->chains[hash(t, from, from_port, to, port)];
	for (; i != NONE; i = t->flows[i].chain) {
		struct flow *f = &t->flows[i];
		if (f->from_port == from_port && f->port == port &&
			ip_equal(&f->from, from) && ip_equal(&f->to, to))
			return f;
	}
	return NULL;
}

/* -- lists --------------------------------------------------------------------------- */

static void take_out(struct attempts *t, struct flow *f)
{
	struct ends *l = &t->lists[f->list];
	if (f->before == NONE)
		l->first = f->after;
	else
		t->flows[f->before].after = f->after;
	if (f->after == NONE)
		l->last = f->before;
	else
		t->flows[f->after].before = f->before;
}

static void put_last(struct attempts *t, struct flow *f, enum list list, int64_t now)
{
	struct ends *l = &t->lists[list];
	int32_t i = (int32_t)(f - t->flows);
	f->list = (uint8_t)list;
	f->stamp = now;
	f->before = l->last;
	f->after = NONE;
	if (l->last == NONE)
		l->first = i;
	else
		t->flows[l->last].after = i;
	l->last = i;
}

void flows_move(struct attempts *t, struct flow *f, enum list list, int64_t now)
{
	take_out(t, f);
	put_last(t, f, list, now);
}

struct flow *flows_oldest(const struct attempts *t, enum list list)
{
	int32_t i = t->lists[list].first;
	return i == NONE ? NULL : &t->flows[i];
}

/* -- adding and removing ------------------------------------------------------------- */

void flows_remove(struct attempts *t, struct flow *f)
{
	int32_t i = (int32_t)(f - t->flows), *at = chain_of(t, f);
	while (*at != i)
		at = &t->flows[*at].chain;
	*at = f->chain;
	take_out(t, f);
	flows_forget(t, f);
	f->chain = t->free;
	t->free = i;
}

static void make_room(struct attempts *t)
{
	static const enum list order[] = {
		LIST_DONE, LIST_SYN, LIST_SYN_ACK, LIST_ANSWERED, LIST_OPEN};
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		struct flow *f = flows_oldest(t, order[i]);
		if (!f)
			continue;
		t->count.evicted += !f->out && order[i] != LIST_DONE;
		flows_remove(t, f);
		return;
	}
}

struct flow *flows_add(struct attempts *t, const struct ip *from, uint16_t from_port,
	const struct ip *to, uint16_t port, int64_t now)
{
	if (t->free == NONE)
		make_room(t);
	int32_t i = t->free;
	struct flow *f = &t->flows[i];
	t->free = f->chain;
	memset(f, 0, sizeof(*f));
	f->from = *from;
	f->to = *to;
	f->from_port = from_port;
	f->port = port;
	f->request = NONE;
	f->at = now;
	int32_t *at = chain_of(t, f);
	f->chain = *at;
	*at = i;
	put_last(t, f, LIST_SYN, now);
	return f;
}

/* -- first bytes --------------------------------------------------------------------- */

static void close_gap(struct range *r, size_t i, size_t k)
{
	if (r[k].from < r[i].from)
		r[i].from = r[k].from;
	if (r[k].to > r[i].to)
		r[i].to = r[k].to;
	r[k] = (struct range){0};
}

static void add_range(struct flow *f, size_t from, size_t to)
{
	struct range *r = f->ranges;
	size_t at = RANGES_MAX;
	for (size_t i = 0; i < RANGES_MAX && at == RANGES_MAX; i++)
		if (r[i].to == 0 || (from <= r[i].to && to >= r[i].from))
			at = i;
	if (at == RANGES_MAX) /* too many gaps: it stays one */
		return;
	struct range own = {(uint16_t)from, (uint16_t)to};
	if (r[at].to == 0)
		r[at] = own;
	for (size_t i = 0; i < RANGES_MAX; i++) {
		struct range now = r[at];
		if (own.from < now.from)
			r[at].from = own.from;
		if (own.to > now.to)
			r[at].to = own.to;
		if (i != at && r[i].to && r[i].from <= r[at].to && r[i].to >= r[at].from)
			close_gap(r, at, i);
	}
}

static size_t without_gap(const struct flow *f)
{
	for (size_t i = 0; i < RANGES_MAX; i++)
		if (f->ranges[i].from == 0 && f->ranges[i].to)
			return f->ranges[i].to;
	return 0;
}

size_t flows_keep(struct attempts *t, struct flow *f, size_t offset,
	const unsigned char *p, size_t n)
{
	if (n == 0 || offset >= ATTEMPTS_REQUEST_MAX)
		return without_gap(f);
	if (n > ATTEMPTS_REQUEST_MAX - offset)
		n = ATTEMPTS_REQUEST_MAX - offset;
	if (f->request == NONE) {
		if (t->requests_free_n == 0)
			return 0;
		f->request = t->requests_free[--t->requests_free_n];
	}
	memcpy(t->requests[f->request] + offset, p, n);
	add_range(f, offset, offset + n);
	return without_gap(f);
}

const unsigned char *flows_kept(const struct attempts *t, const struct flow *f, size_t *n)
{
	*n = f->request == NONE ? 0 : without_gap(f);
	return *n ? t->requests[f->request] : NULL;
}

void flows_forget(struct attempts *t, struct flow *f)
{
	if (f->request == NONE)
		return;
	t->requests_free[t->requests_free_n++] = f->request;
	f->request = NONE;
	memset(f->ranges, 0, sizeof(f->ranges));
}

/* -- birth --------------------------------------------------------------------------- */

static void link_all(struct attempts *t, size_t flows, size_t requests)
{
	for (size_t i = 0; i <= t->chains_mask; i++)
		t->chains[i] = NONE;
	for (size_t i = 0; i < flows; i++)
		t->flows[i].chain = i + 1 < flows ? (int32_t)(i + 1) : NONE;
	for (size_t i = 0; i < LIST__MAX; i++)
		t->lists[i] = (struct ends){NONE, NONE};
	for (size_t i = 0; i < requests; i++)
		t->requests_free[i] = (int32_t)i;
	t->requests_free_n = requests;
}

struct attempts *attempts_new(
	struct arena *a, const struct attempts_use *use, size_t flows, size_t requests)
{
	struct attempts *t = ARENA_NEW(a, struct attempts);
	size_t chains = 1;
	while (chains < flows)
		chains *= 2;
	t->use = *use;
	t->seed = use->seed;
	t->chains_mask = (uint32_t)chains - 1;
	t->flows = arena_array(a, flows, sizeof(*t->flows));
	t->chains = arena_array(a, chains, sizeof(*t->chains));
	t->requests = arena_array(a, requests, sizeof(*t->requests));
	t->requests_free = arena_array(a, requests, sizeof(*t->requests_free));
	link_all(t, flows, requests);
	return t;
}

const struct attempts_count *attempts_counted(const struct attempts *t)
{
	return &t->count;
}
