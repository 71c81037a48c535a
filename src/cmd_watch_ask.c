/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd_watch.h"

#include "host.h"

#include <stdlib.h>
#include <string.h>

enum {
	WATCH_FRESH_MS = 5000, /* of verdicts: iptables-legacy tells no changes */
	LISTENERS_FRESH_MS = 2000,
	RULE_MAX = 320,
	NAME_MAX = 32,
};

struct kept_verdict {
	struct ip from, to;
	int64_t port, at;
	char interface[NAME_MAX];
	enum fate fate;
	char rule[RULE_MAX];
	bool any;
};

struct waiting { /* an event in its own memory */
	struct arena *arena;
	struct arrival arrival;
	struct watch_event event;
	bool asked;
};

struct watch_asker {
	struct broker *broker;
	struct loop *loop;
	const strs *ports;
	watch_told_fn fn;
	void *arg;
	struct waiting waiting[WATCH_PENDING]; /* a ring */
	size_t first, n;
	struct kept_verdict *verdicts;
	size_t verdicts_next;
	struct arena *ask;       /* the questions under way, and their answers */
	struct arena *listening; /* the listeners last seen */
	VEC(struct listener) listeners;
	bool listeners_known;
	int64_t listeners_at;
	int under_way;
};

/* -- kept verdicts ------------------------------------------------------------------- */

static bool is_fresh(const struct kept_verdict *v)
{
	return v->any && loop_now() - v->at < WATCH_FRESH_MS;
}

static const struct kept_verdict *find(
	const struct watch_asker *w, const struct arrival *x)
{
	for (size_t i = 0; i < WATCH_VERDICTS; i++) {
		const struct kept_verdict *v = &w->verdicts[i];
		if (v->port == x->port && ip_equal(&v->from, &x->from) &&
			ip_equal(&v->to, &x->to) &&
			strcmp(v->interface, x->interface) == 0 && is_fresh(v))
			return v;
	}
	return NULL;
}

static void copy(char *to, size_t max, const char *from)
{
	size_t n = from ? strlen(from) : 0;
	if (n >= max)
		n = max - 1;
	memcpy(to, from ? from : "", n);
	to[n] = '\0';
}

static void keep(struct watch_asker *w, const struct packet_verdict *p)
{
	struct kept_verdict *v = &w->verdicts[w->verdicts_next++ % WATCH_VERDICTS];
	const char *what = p->by.rule ? p->by.rule : p->by.detail;
	const char *place = decider_place(w->ask, &p->by);
	*v = (struct kept_verdict){.from = p->from,
		.to = p->to,
		.port = p->port,
		.at = loop_now(),
		.fate = p->verdict,
		.any = true};
	copy(v->interface, sizeof(v->interface), p->interface);
	copy(v->rule, sizeof(v->rule),
		what ? arena_printf(w->ask, "%s: %s", place, what) : place);
}

void watch_asker_changed(struct watch_asker *w)
{
	for (size_t i = 0; i < WATCH_VERDICTS; i++)
		w->verdicts[i].any = false;
}

/* -- telling ------------------------------------------------------------------------- */

static struct waiting *at(struct watch_asker *w, size_t i)
{
	return &w->waiting[(w->first + i) % WATCH_PENDING];
}

static const char *listener_of(
	const struct watch_asker *w, struct arena *a, const struct arrival *x)
{
	for (size_t i = 0; i < w->listeners.n; i++) {
		const struct listener *l = w->listeners.v[i];
		bool any = ip_is_any(&l->ip) || l->ip.family == 0;
		bool family =
			l->ip.family == x->to.family || (l->ip.family == 6 && !l->v6only);
		if (l->port == x->port && (any ? family : ip_equal(&l->ip, &x->to)))
			return l->program ? arena_str(a, l->program) : "a program";
	}
	return NULL;
}

static void tell_first(struct watch_asker *w)
{
	struct waiting *x = at(w, 0);
	const struct kept_verdict *v = find(w, &x->arrival);
	struct watch_event *e = &x->event;
	e->arrival = &x->arrival;
	if (v && !x->arrival.own) {
		e->judged = true;
		e->fate = v->fate;
		e->rule = *v->rule ? arena_str(x->arena, v->rule) : NULL;
	} else if (!x->arrival.own && !e->unjudged) {
		e->unjudged = "no answer, or they changed meanwhile";
	}
	e->listeners_known = w->listeners_known;
	e->listener = listener_of(w, x->arena, &x->arrival);
	w->fn(w->arg, e);
	arena_reset(x->arena);
	w->first = (w->first + 1) % WATCH_PENDING;
	w->n--;
}

/* -- asking -------------------------------------------------------------------------- */

static void go_on(struct watch_asker *w);

static void one_answered(struct watch_asker *w)
{
	if (--w->under_way > 0)
		return;
	go_on(w);
}

static void on_verdicts(void *arg, void *answer)
{
	struct watch_asker *w = arg;
	const struct verdicts *v = answer;
	/* an answer of before the rules changed is good for what waits, and no longer */
	for (size_t i = 0; i < v->all.n; i++)
		keep(w, v->all.v[i]);
	one_answered(w);
}

static void on_listeners(void *arg, void *answer)
{
	struct watch_asker *w = arg;
	const struct listeners *l = answer;
	w->listeners_known = l->obs.seen == SEEN_YES || l->obs.seen == SEEN_NO;
	for (size_t i = 0; i < l->all.n; i++)
		VEC_PUSH(w->listening, &w->listeners, l->all.v[i]);
	one_answered(w);
}

static void ask_listeners(struct watch_asker *w)
{
	struct ask_ports q;
	w->listeners.v = NULL;
	w->listeners.n = 0;
	arena_reset(w->listening);
	w->listeners_at = loop_now();
	for (size_t i = 0; i < w->ports->n; i += 2) {
		bool two = i + 1 < w->ports->n;
		q = (struct ask_ports){.first = strtoll(w->ports->v[i], NULL, 10),
			.second = two ? strtoll(w->ports->v[i + 1], NULL, 10) : 0};
		w->under_way++;
		broker_ask(w->broker, w->loop, w->listening, HOST_listeners, &q,
			on_listeners, w);
	}
}

static bool alike(const struct arrival *a, const struct arrival *b)
{
	return a->port == b->port && ip_equal(&a->to, &b->to) &&
	       strcmp(a->interface, b->interface) == 0;
}

/* One question for all that came to the same place. */
static void ask_verdicts(struct watch_asker *w, struct waiting *like)
{
	struct ask_verdicts *q = ARENA_NEW(w->ask, struct ask_verdicts);
	*VEC_ADD(w->ask, &q->to, struct ip) = like->arrival.to;
	*VEC_ADD(w->ask, &q->ports, struct ask_port) =
		(struct ask_port){.port = like->arrival.port, .proto = 6};
	q->interface = arena_str(w->ask, like->arrival.interface);
	for (size_t i = 0; i < w->n; i++) {
		struct waiting *x = at(w, i);
		if (x->asked || x->arrival.own || !alike(&x->arrival, &like->arrival))
			continue;
		x->asked = true;
		if (!find(w, &x->arrival))
			*VEC_ADD(w->ask, &q->from, struct ask_source) =
				(struct ask_source){.ip = x->arrival.from};
	}
	if (q->from.n == 0)
		return;
	w->under_way++;
	broker_ask(w->broker, w->loop, w->ask, HOST_verdicts, q, on_verdicts, w);
}

static bool ask_what_lacks(struct watch_asker *w)
{
	arena_reset(w->ask);
	w->under_way = 1; /* answers may come at once */
	if (loop_now() - w->listeners_at > LISTENERS_FRESH_MS)
		ask_listeners(w);
	for (size_t i = 0; i < w->n; i++)
		if (!at(w, i)->asked && !at(w, i)->arrival.own)
			ask_verdicts(w, at(w, i));
	for (size_t i = 0; i < w->n; i++)
		at(w, i)->asked = true;
	return --w->under_way > 0;
}

/* Tells what was asked for, asks for what came meanwhile. */
static void go_on(struct watch_asker *w)
{
	do {
		while (w->n && at(w, 0)->asked)
			tell_first(w);
	} while (w->n && !ask_what_lacks(w));
}

void watch_asker_add(struct watch_asker *w, const struct profile_known *known,
	const struct attempt *a, const char *interface)
{
	if (w->n == WATCH_PENDING) {
		at(w, 0)->event.unjudged = "too many at a time";
		tell_first(w);
	}
	struct waiting *x = at(w, w->n++);
	if (!x->arena)
		x->arena = arena_new();
	x->asked = false;
	x->event = (struct watch_event){.at = a->at / 1000000};
	attempts_arrival(x->arena, known, a, interface, &x->arrival);
	if (w->under_way == 0)
		go_on(w);
}

/* -- life ---------------------------------------------------------------------------- */

struct watch_asker *watch_asker_new(struct arena *a, struct broker *b, struct loop *l,
	const strs *ports, watch_told_fn fn, void *arg)
{
	struct watch_asker *w = ARENA_NEW(a, struct watch_asker);
	*w = (struct watch_asker){.broker = b,
		.loop = l,
		.ports = ports,
		.fn = fn,
		.arg = arg,
		.ask = arena_new(),
		.listening = arena_new(),
		.listeners_at = -LISTENERS_FRESH_MS - 1};
	w->verdicts = arena_array(a, WATCH_VERDICTS, sizeof(*w->verdicts));
	return w;
}

void watch_asker_free(struct watch_asker *w)
{
	for (size_t i = 0; i < WATCH_PENDING; i++)
		arena_free(w->waiting[i].arena);
	arena_free(w->ask);
	arena_free(w->listening);
}

bool watch_asker_idle(const struct watch_asker *w)
{
	return w->under_way == 0 && w->n == 0;
}

void watch_asker_flush(struct watch_asker *w)
{
	while (w->n)
		tell_first(w);
}

/* -- what no capture sees ------------------------------------------------------------ */

struct programs_ask {
	struct arena *arena;
	const char *interface;
	strs *out;
};

static void on_programs(void *arg, void *answer)
{
	struct programs_ask *q = arg;
	const struct verdicts *v = answer;
	for (size_t i = 0; i < v->programs.n; i++) {
		const struct packet_program *p = v->programs.v[i];
		bool here = !q->interface || strcmp(q->interface, p->where) == 0;
		if (strcmp(p->kind, "xdp") == 0 && here)
			VEC_PUSH(q->arena, q->out,
				arena_printf(q->arena, "an XDP program on %s (%s)",
					p->where, p->detail));
	}
}

void watch_ask_programs(struct arena *a, struct broker *b, struct loop *l,
	const char *interface, strs *out)
{
	static const struct ask_verdicts none;
	struct programs_ask *q = ARENA_NEW(a, struct programs_ask);
	*q = (struct programs_ask){a, interface, out};
	broker_ask(b, l, a, HOST_verdicts, &none, on_programs, q);
}
