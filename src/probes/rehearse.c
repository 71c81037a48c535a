/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The CA's requests, from the CA's own addresses, inside this host (host.h, rehearse):
 * the HTTP probe makes them, only its sockets are of another world. All other looks are
 * over by then, and see nothing of it.
 */
#include "rehearse.h"

#include "broker.h"
#include "host.h"
#include "http.h"
#include "process.h"
#include "profile.h"
#include "rehearse_plan.h"

enum {
	CONNECT_MS = 3000, /* nothing is far away in here */
	LIVES_MS = 250000,
};

struct rehearsing {
	struct look *look;
	struct rehearse_plan plan;
	struct rehearse_look world;
	VEC(struct used) used; /* source ports, by address */
	int pending;
	bool ending;
};

struct used {
	struct ip ip;
	int n;
};

/* -- what the HTTP probe asks -------------------------------------------------------- */

static int next_port(struct rehearsing *r, const struct ip *from)
{
	struct used *u = NULL;
	for (size_t i = 0; i < r->used.n; i++)
		if (ip_equal(&r->used.v[i]->ip, from))
			u = r->used.v[i];
	if (!u) {
		u = VEC_ADD(r->look->arena, &r->used, struct used);
		u->ip = *from;
	}
	return u->n < REHEARSE_PORTS ? (int)r->world.port + u->n++ : 0;
}

struct reach_dial *rehearse_dial(struct look *l, const struct ip *from,
	const struct ip *ip, int port, reach_dial_fn fn, void *arg)
{
	struct rehearsing *r = l->rehearsing;
	int64_t limit =
		l->target->timeout_ms < CONNECT_MS ? l->target->timeout_ms : CONNECT_MS;
	struct dial_end end = {
		CONNECT_NONE, "more connections than are rehearsed from one address"};
	const struct dial_tuple t = {.from = *from,
		.to = *ip,
		.source_port = next_port(r, from),
		.port = port};
	int fd = t.source_port ? dial_world(r->world.sockets, &t, &end) : -1;
	return reach_dialing(l, fd, &end, limit, fn, arg);
}

const struct ip *rehearse_here(const struct look *l, const struct ip *ip)
{
	return rehearse_plan_here(&l->rehearsing->plan, l->evidence, ip);
}

/* -- the end ------------------------------------------------------------------------- */

static void on_ended(void *arg, void *answer)
{
	struct rehearsing *r = arg;
	const struct rehearse_look *end = answer;
	struct rehearsal *out = &r->look->evidence->rehearsal;
	out->away = end->away;
	out->unbanned = end->unbanned;
	out->banned = end->banned;
	look_end(r->look);
}

static void close_world(struct rehearsing *r)
{
	if (r->world.sockets)
		process_close(r->world.sockets);
	r->world.sockets = 0;
}

void rehearse_ended(struct look *l)
{
	static const struct ask_rehearse end = {.end = true};
	struct rehearsing *r = l->rehearsing;
	if (--r->pending > 0 || l->stopped || r->ending)
		return;
	r->ending = true;
	close_world(r);
	look_begin(l);
	broker_ask(l->broker, l->loop, l->arena, HOST_rehearse, &end, on_ended, r);
}

/* -- the requests -------------------------------------------------------------------- */

static bool can_be_asked(const struct rehearsing *r, const struct ip *to)
{
	for (size_t i = 0; i < r->world.ways.n; i++)
		if (ip_equal(&r->world.ways.v[i]->to, to))
			return !r->world.ways.v[i]->why;
	return false;
}

static bool is_left_out(const struct rehearsing *r, const struct ip *from)
{
	for (size_t i = 0; i < r->world.left_out.n; i++)
		if (ip_equal(r->world.left_out.v[i], from))
			return true;
	return false;
}

/* Where something watches, each address asks once by each scheme and User-Agent. */
static bool is_repeated(const struct rehearsing *r, const struct rehearse_ask *x)
{
	const struct rehearsal *out = &r->look->evidence->rehearsal;
	for (size_t i = 0; r->world.watchers.n && i < out->all.n; i++) {
		const struct rehearsed *y = out->all.v[i];
		if (y->as == x->as && y->fetch.scheme == x->scheme &&
			ip_equal(&y->from, &x->from))
			return true;
	}
	return false;
}

static void fetch_all(struct rehearsing *r)
{
	struct look *l = r->look;
	r->pending = 1; /* so that one that ends at once does not end it all */
	for (size_t i = 0; i < r->plan.asks.n; i++) {
		const struct rehearse_ask *x = r->plan.asks.v[i];
		struct url url;
		if (!can_be_asked(r, &x->to) || is_left_out(r, &x->from) ||
			is_repeated(r, x) ||
			!http_validation_url(l, x->name->ascii, x->scheme, &url))
			continue;
		struct rehearsed *out =
			VEC_ADD(l->arena, &l->evidence->rehearsal.all, struct rehearsed);
		out->from = x->from;
		out->as = x->as;
		out->list = x->list;
		r->pending++;
		http_rehearse(l->fetching, out, x->name,
			x->as == REHEARSED_BROWSER
				? http_browser_agent
				: profile_user_agent(l->target->profile),
			&url, &x->to);
	}
	rehearse_ended(l);
}

static void on_world(void *arg, void *answer)
{
	char buf[IP_TEXT_MAX];
	struct rehearsing *r = arg;
	struct look *l = r->look;
	struct rehearsal *out = &l->evidence->rehearsal;
	r->world = *(const struct rehearse_look *)answer;
	out->obs = r->world.obs;
	out->obs.at = look_at(l);
	out->method = r->world.method;
	out->watchers = r->world.watchers;
	for (size_t i = 0; i < r->world.ways.n; i++)
		if (r->world.ways.v[i]->why)
			VEC_PUSH(l->arena, &out->aside,
				arena_printf(l->arena, "%s: %s",
					ip_format(&r->world.ways.v[i]->to, buf),
					r->world.ways.v[i]->why));
	for (size_t i = 0; i < r->world.left_why.n; i++)
		VEC_PUSH(l->arena, &out->aside, r->world.left_why.v[i]);
	if (out->obs.seen == SEEN_YES && !l->stopped && l->fetching)
		fetch_all(r);
	look_end(l);
}

static void rehearse_start(struct look *l)
{
	(void)l; /* behind all other looks */
}

static void rehearse_rehearse(struct look *l)
{
	const struct target *t = l->target;
	struct rehearsing *r = ARENA_NEW(l->arena, struct rehearsing);
	struct ask_rehearse *ask = ARENA_NEW(l->arena, struct ask_rehearse);
	if (!t->prove || t->trace_url || t->names.n == 0)
		return;
	l->rehearsing = r;
	r->look = l;
	rehearse_plan_make(l->arena, t, l->evidence, &r->plan);
	for (size_t i = 0; i < r->plan.aside.n; i++)
		VEC_PUSH(l->arena, &l->evidence->rehearsal.aside, r->plan.aside.v[i]);
	if (r->plan.asks.n == 0) {
		l->evidence->rehearsal.obs = (struct obs){SEEN_FAILED, "rehearsal",
			"no name leads to an address of this host", look_at(l)};
		return;
	}
	for (size_t i = 0; i < r->plan.from.n; i++)
		VEC_PUSH(l->arena, &ask->from, r->plan.from.v[i]);
	for (size_t i = 0; i < r->plan.to.n; i++)
		VEC_PUSH(l->arena, &ask->to, r->plan.to.v[i]);
	ask->limit_ms = LIVES_MS;
	ask->anyway = t->yes;
	look_begin(l);
	broker_ask(l->broker, l->loop, l->arena, HOST_rehearse, ask, on_world, r);
}

/* With the descriptor its processes end, and the guardian takes all back. */
static void rehearse_finish(struct look *l)
{
	struct rehearsal *out = &l->evidence->rehearsal;
	if (!l->rehearsing)
		return;
	if (out->obs.seen == SEEN_SKIPPED)
		out->obs = (struct obs){SEEN_FAILED, "rehearsal",
			"no answer before the look ended", look_at(l)};
	close_world(l->rehearsing);
}

const struct probe probe_rehearse = {
	.id = "rehearse",
	.title = "rehearsal",
	.privileged = true,
	.names = true,
	.web = true,
	.rehearses = true,
	.start = rehearse_start,
	.rehearse = rehearse_rehearse,
	.finish = rehearse_finish,
};
