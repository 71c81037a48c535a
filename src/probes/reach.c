/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reach.h"

#include <inttypes.h>

static const int ports[] = {80, 443};

struct knock { /* one connect, for all names that lead to its address */
	struct look *look;
	struct ip ip;
	int port;
	VEC(struct reach) records;
	struct reach_dial *dial;
	bool over;
};

struct reaching *reach_state(struct look *l)
{
	if (!l->reaching) {
		l->reaching = ARENA_NEW(l->arena, struct reaching);
		l->reaching->look = l;
	}
	return l->reaching;
}

static void begin_waiting_ones(struct reaching *r);

static void end_record(const struct knock *k, struct reach *r, const struct dial_end *end,
	int64_t ms, enum seen seen)
{
	r->result = end->result;
	r->ms = ms;
	r->obs.seen = seen;
	r->obs.at = look_at(k->look);
	r->obs.excerpt =
		end->result == CONNECT_NONE
			? end->words
			: arena_printf(k->look->arena, "%s: %s after %" PRId64 " ms",
				  connect_words[end->result], end->words, ms);
}

static void end_knock(
	struct knock *k, const struct dial_end *end, int64_t ms, enum seen seen)
{
	k->over = true;
	k->dial = NULL;
	for (size_t i = 0; i < k->records.n; i++)
		end_record(k, k->records.v[i], end, ms, seen);
	look_end(k->look);
}

static enum seen seen_by(enum connect_result result)
{
	return result == CONNECT_NONE    ? SEEN_SKIPPED
	       : result == CONNECT_ERROR ? SEEN_FAILED
					 : SEEN_YES;
}

static void on_dialed(void *arg, int fd, const struct dial_end *end, int64_t ms)
{
	struct knock *k = arg;
	struct reaching *r = k->look->reaching;
	if (fd >= 0)
		dial_close(fd);
	r->running--;
	end_knock(k, end, ms, seen_by(end->result));
	begin_waiting_ones(r);
}

static void begin_waiting_ones(struct reaching *r)
{
	while (r->begun < r->queue.n && r->running < REACH_AT_ONCE && !r->look->stopped) {
		struct knock *k = r->queue.v[r->begun++];
		r->running++;
		k->dial = reach_dial(k->look, &k->ip, k->port, on_dialed, k);
		reach_route(k->look, &k->ip);
	}
}

static void decide(void *arg)
{
	struct knock *k = arg;
	struct reaching *r = k->look->reaching;
	if (k->over)
		return;
	switch (reach_may(k->look, k->records.v[0]->name, &k->ip)) {
	case REACH_WAIT:
		reach_when_known(k->look, decide, k);
		return;
	case REACH_MAY_NOT:
		end_knock(k,
			&(struct dial_end){
				CONNECT_NONE, reach_why_not(k->look->arena, &k->ip)},
			0, SEEN_SKIPPED);
		return;
	case REACH_MAY:
		VEC_PUSH(k->look->arena, &r->queue, k);
		begin_waiting_ones(r);
		return;
	}
}

static struct knock *knock_of(const struct reaching *r, const struct ip *ip, int port)
{
	for (size_t i = 0; i < r->knocks.n; i++)
		if (r->knocks.v[i]->port == port && ip_equal(&r->knocks.v[i]->ip, ip))
			return r->knocks.v[i];
	return NULL;
}

static struct reach *record(
	struct look *l, const char *name, const struct ip *ip, int port)
{
	char buf[IP_TEXT_MAX];
	struct reach *r = VEC_ADD(l->arena, &l->evidence->reach, struct reach);
	r->name = name;
	r->ip = *ip;
	r->port = port;
	r->obs.source =
		arena_printf(l->arena, "connect to %s port %d", ip_format(ip, buf), port);
	return r;
}

static void knock(struct look *l, const char *name, const struct ip *ip, int port)
{
	struct reaching *all = reach_state(l);
	struct reach *r = record(l, name, ip, port);
	struct knock *k = knock_of(all, ip, port);
	if (k && k->over) {
		const struct reach *done = k->records.v[0];
		r->result = done->result;
		r->ms = done->ms;
		r->obs = done->obs;
	}
	if (k) {
		VEC_PUSH(l->arena, &k->records, r);
		return;
	}
	k = VEC_ADD(l->arena, &all->knocks, struct knock);
	k->look = l;
	k->ip = *ip;
	k->port = port;
	VEC_PUSH(l->arena, &k->records, r);
	look_begin(l);
	decide(k);
}

static void reach_start(struct look *l)
{
	reach_state(l);
}

static void reach_address(
	struct look *l, struct name_look *name, struct name_address *addr)
{
	for (size_t i = 0; i < sizeof(ports) / sizeof(ports[0]); i++)
		knock(l, name->ascii, &addr->ip, ports[i]);
}

static void reach_finish(struct look *l)
{
	struct reaching *r = reach_state(l);
	const struct dial_end end = {CONNECT_NONE, reach_why_ended(l)};
	reach_egress_finish(l);
	for (size_t i = 0; i < r->knocks.n; i++) {
		struct knock *k = r->knocks.v[i];
		if (k->over)
			continue;
		reach_dial_cancel(k->dial);
		end_knock(k, &end, 0,
			l->evidence->interrupted ? SEEN_SKIPPED : SEEN_FAILED);
	}
	for (size_t i = 0; i < l->evidence->reach.n; i++) {
		struct reach *x = l->evidence->reach.v[i];
		x->path = reach_path(l, &x->ip, &x->interface);
	}
}

const struct probe probe_reach = {
	.id = "reach",
	.title = "connects",
	.names = true,
	.web = true,
	.start = reach_start,
	.address = reach_address,
	.finish = reach_finish,
};
