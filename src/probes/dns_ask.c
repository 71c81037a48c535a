/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/dns_answer.h"
#include "probes/dns_state.h"
#include "probes/dns_view.h"

#include <string.h>

static void pump(void *arg);

/*
 * The gate. libunbound asks the root for its servers first, all questions wait for
 * that, and go on in the order of their types: those for addresses before those for
 * keys. So an address comes just before the key that it is validated with, and
 * libunbound, which does not share its own questions for keys with ours, sends a second
 * one: a whole round trip for nothing. Names are therefore asked for when the root was
 * heard, a moment after the keys.
 */

/* Never at once: libunbound may be in the middle of calling us. */
static void kick(struct dns_lane *lane)
{
	if (!lane->kick && !lane->s->over)
		lane->kick = loop_after(lane->s->loop, 0, pump, lane);
}

void dns_ask_kick(void *lane)
{
	kick(lane);
}

static void cancel_sides(struct dns_question *q)
{
	for (int i = 0; i < 2; i++) {
		if (q->sides[i].open && q->lane->at[i])
			dns_resolver_cancel(q->lane->at[i], q->sides[i].id);
		q->sides[i].open = false;
	}
}

/* Somebody waits for it, as long as the whole look may take. */
static bool awaited(const struct dns_question *q)
{
	return q->name || q->fn;
}

static void tell(struct dns_question *q)
{
	if (q->name) {
		dns_name_answered(q->name, q);
		return;
	}
	struct dns_view *v = &q->view;
	v->owner = q->ascii;
	v->type = q->type;
	v->obs = q->answer.obs;
	v->rcode = q->answer.rcode;
	v->nxdomain = q->answer.nxdomain;
	v->dnssec = q->answer.dnssec;
	v->why_bogus = q->answer.why_bogus;
	v->ms = q->answer.ms;
	if (v->obs.seen != SEEN_YES && v->obs.seen != SEEN_NO) {
		v->chain.n = v->records.n = 0;
		v->end = v->soa = NULL;
		v->negative_ttl = -1;
	}
	q->fn(q->fn_arg, v);
}

/* q->answer holds the answer: the question is over. */
static void settle(struct dns_question *q)
{
	struct dns_lane *lane = q->lane;
	struct look *l = lane->s->look;
	q->done = true;
	loop_cancel(q->timer);
	q->timer = NULL;
	cancel_sides(q);
	if (q->asked)
		--*(q->rank == RANK_AFTER ? &lane->taken_after : &lane->taken);
	q->answer.ms = q->asked ? loop_now() - q->asked_at : 0;
	q->answer.obs.at = look_at(l);
	if (awaited(q)) {
		lane->open--;
		tell(q);
		look_end(l);
	}
	kick(lane);
}

static void settle_as(struct dns_question *q, enum seen seen, const char *why)
{
	q->answer = (struct dns_answer){.rcode = -1, .ttl = -1};
	q->answer.obs.seen = seen;
	q->answer.obs.source = q->lane->source[q->lane->only == 1];
	q->answer.obs.excerpt = why;
	settle(q);
}

static void timed_out(void *arg)
{
	struct dns_question *q = arg;
	q->timer = NULL;
	if (q->failed) { /* kept back until now, but better than nothing */
		settle(q);
		return;
	}
	int64_t ms = awaited(q) ? q->lane->limit_ms : DNS_WARM_MS;
	settle_as(q, SEEN_FAILED,
		arena_printf(q->lane->s->arena, "no answer within %d.%d s",
			(int)(ms / 1000), (int)(ms % 1000 / 100)));
}

/* The SERVFAIL is libunbound's own: where servers were silent, nobody gave an rcode. */
static void no_packet(
	const struct resolving *s, const struct dns_reply *reply, struct dns_answer *out)
{
	struct arena *a = s->arena;
	const char *why = reply->why ? reply->why : "";
	/* the second: servers by the family alone that this host has not */
	bool silent =
		strstr(why, "upstream server timeout") ||
		(!(s->v4 && s->v6) && strstr(why, "nameserver addresses not usable"));
	out->rcode = silent ? -1 : reply->rcode;
	out->obs.seen = SEEN_FAILED;
	out->obs.excerpt = arena_printf(a, "%s%s%s",
		silent ? "no answer" : dns_rcode_text(a, reply->rcode), *why ? ": " : "",
		why);
}

/* A later side's view takes the place of a failed one's: see replied. */
static void read_view(
	struct dns_question *q, const struct dns_reply *reply, struct dns_answer *out)
{
	struct dns_view view = {0};
	dns_view_read(
		q->lane->s->arena, q->ascii, q->type, reply->packet, reply->n, &view);
	out->rcode = view.rcode;
	out->nxdomain = view.nxdomain;
	out->obs = view.obs;
	if (view.obs.seen != SEEN_FAILED)
		q->view = view;
}

static void read_reply(
	struct dns_side *side, const struct dns_reply *reply, struct dns_answer *out)
{
	struct dns_question *q = side->question;
	struct arena *a = q->lane->s->arena;
	*out = (struct dns_answer){.rcode = reply->rcode, .ttl = -1};
	if (reply->packet && q->fn)
		read_view(q, reply, out);
	else if (reply->packet)
		dns_answer_read(a, q->ascii, q->type, reply->packet, reply->n, out);
	out->dnssec = reply->dnssec;
	if (out->dnssec == DNSSEC_BOGUS) {
		/* what a validating resolver makes of it for those who ask it */
		out->rcode = 2;
		out->nxdomain = false;
		out->addresses.n = 0;
		out->ttl = -1;
		out->why_bogus = reply->why;
		out->obs.seen = SEEN_FAILED;
		out->obs.excerpt = arena_printf(a, "SERVFAIL, DNSSEC: %s", reply->why);
	} else if (!reply->packet) {
		no_packet(q->lane->s, reply, out);
	}
	out->obs.source = q->lane->source[side->index];
}

/* A failure counts when nothing better can come any more. */
static void try_failure(struct dns_question *q)
{
	if (!q->failed || q->done || q->sides[0].open || q->sides[1].open)
		return;
	if (q->lane == &q->lane->s->authority && q->lane->s->root == ROOT_UNDECIDED &&
		awaited(q))
		return;
	settle(q);
}

static void replied(void *arg, const struct dns_reply *reply)
{
	struct dns_side *side = arg;
	struct dns_question *q = side->question;
	struct resolving *s = q->lane->s;
	struct dns_answer answer;
	bool deaf = !side->open; /* asked there once, but that way was given up */
	side->open = false;
	if (q->done || deaf || s->over)
		return;
	read_reply(side, reply, &answer);
	bool good = answer.obs.seen != SEEN_FAILED;
	if (good || !q->failed || answer.dnssec == DNSSEC_BOGUS)
		q->answer = answer;
	q->failed = !good;
	if (!good) {
		try_failure(q);
		return;
	}
	if (q->lane == &s->authority)
		dns_root_proved(s, side->index);
	settle(q);
}

static void ask_side(struct dns_question *q, int index)
{
	struct dns_side *side = &q->sides[index];
	struct dns_lane *lane = q->lane;
	if (!lane->at[index] || side->open || q->done)
		return;
	*side = (struct dns_side){.question = q, .index = index, .open = true};
	int id = dns_resolver_ask(lane->at[index], q->ascii, q->type, replied, side);
	if (side->open)
		side->id = id;
}

static void begin(struct dns_question *q)
{
	struct dns_lane *lane = q->lane;
	q->asked = true;
	q->asked_at = loop_now();
	++*(q->rank == RANK_AFTER ? &lane->taken_after : &lane->taken);
	q->timer = loop_after(
		lane->s->loop, awaited(q) ? lane->limit_ms : DNS_WARM_MS, timed_out, q);
	for (int i = 0; i < 2; i++)
		if (lane->only < 0 || lane->only == i)
			ask_side(q, i);
}

static bool full(const struct dns_lane *lane, enum dns_rank rank)
{
	const struct flights *f = lane->flights;
	bool few = lane->at[1] || lane->s->root == ROOT_UNDECIDED;
	if (few && lane->taken + lane->taken_after >= DNS_SECOND_PLACES)
		return true;
	if (f && !lane->at[1] && !flights_room(f))
		return true;
	if (rank != RANK_AFTER)
		return lane->taken >= lane->places;
	return lane->taken_after >= DNS_AFTER_PLACES;
}

static void take(struct dns_question *q)
{
	if (q->done)
		return;
	if (q->lane->closed)
		settle_as(q, SEEN_FAILED, q->lane->closed);
	else
		begin(q);
}

static void pump(void *arg)
{
	struct dns_lane *lane = arg;
	lane->kick = NULL;
	for (enum dns_rank rank = 0; rank < RANK__MAX; rank++) {
		struct dns_queue *queue = &lane->queues[rank];
		if (lane->gated && rank != RANK_KEYS)
			return;
		while (queue->next < queue->all.n && !full(lane, rank))
			take(queue->all.v[queue->next++]);
		if (queue->next < queue->all.n)
			return;
	}
}

static struct dns_question *add(
	struct dns_lane *lane, enum dns_rank rank, const char *ascii, int type)
{
	struct dns_question *q =
		VEC_ADD(lane->s->arena, &lane->queues[rank].all, struct dns_question);
	q->lane = lane;
	q->rank = rank;
	q->ascii = ascii;
	q->type = type;
	kick(lane);
	return q;
}

struct dns_question *dns_ask(
	struct dns_lane *lane, struct dns_name *name, const char *ascii, int type)
{
	struct dns_question *q = add(lane, RANK_NAMES, ascii, type);
	q->name = name;
	lane->open++;
	look_begin(lane->s->look);
	return q;
}

void dns_ask_view(
	struct dns_lane *lane, const char *ascii, int type, dns_view_fn fn, void *arg)
{
	struct dns_question *q = add(lane, RANK_VIEWS, ascii, type);
	q->fn = fn;
	q->fn_arg = arg;
	lane->open++;
	look_begin(lane->s->look);
}

void dns_ask_ahead(struct dns_lane *lane, enum dns_rank rank, const char *ascii, int type)
{
	(void)add(lane, rank, ascii, type);
}

static void gate_time(void *arg)
{
	struct dns_lane *lane = arg;
	lane->gate = NULL;
	dns_ask_open(lane);
}

void dns_ask_gate(struct dns_lane *lane)
{
	lane->gated = true;
	lane->gate = loop_after(lane->s->loop, DNS_GATE_MS, gate_time, lane);
}

void dns_ask_open(struct dns_lane *lane)
{
	if (!lane->gated)
		return;
	lane->gated = false;
	loop_cancel(lane->gate);
	lane->gate = NULL;
	kick(lane);
}

/* Those that were asked, and are waited for. */
static void each_asked(struct dns_lane *lane, void (*fn)(struct dns_question *q))
{
	for (enum dns_rank rank = RANK_NAMES; rank <= RANK_VIEWS; rank++) {
		struct dns_queue *queue = &lane->queues[rank];
		for (size_t i = 0; i < queue->next; i++)
			fn(queue->all.v[i]);
	}
}

static void ask_second(struct dns_question *q)
{
	ask_side(q, 1);
}

void dns_ask_second(struct dns_lane *lane)
{
	each_asked(lane, ask_second);
}

static void ask_anew(struct dns_question *q)
{
	cancel_sides(q);
	q->failed = false;
	ask_side(q, 1);
}

void dns_ask_switch(struct dns_lane *lane)
{
	lane->only = 1;
	each_asked(lane, ask_anew);
}

void dns_ask_release(struct dns_lane *lane)
{
	each_asked(lane, try_failure);
	kick(lane);
}

void dns_ask_close(struct dns_lane *lane, enum seen seen, const char *why)
{
	lane->closed = why;
	for (enum dns_rank rank = 0; rank < RANK__MAX; rank++) {
		struct dns_queue *queue = &lane->queues[rank];
		for (size_t i = 0; i < queue->all.n; i++)
			if (!queue->all.v[i]->done)
				settle_as(queue->all.v[i], seen, why);
		queue->next = queue->all.n;
	}
	loop_cancel(lane->gate);
	loop_cancel(lane->kick);
	lane->gate = lane->kick = NULL;
	lane->gated = false;
}
