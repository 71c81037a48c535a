/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A look that this host's own rules drop tells nothing of the other side. */
#include "reach.h"

#include "broker.h"
#include "host.h"

enum { GATHER_MS = 30, ADDRESSES_MAX = 256, AT_ONCE = 32 };

static const struct ask_port http = {80, 6}, https = {443, 6}, udp53 = {53, 17},
			     tcp53 = {53, 6};

static void on_answer(void *arg, void *answer)
{
	struct look *l = arg;
	const struct verdicts *v = answer;
	struct verdicts *out = &l->evidence->egress;
	if (out->obs.seen != SEEN_YES) {
		out->obs = v->obs;
		out->rules = v->rules;
		out->unread = v->unread;
	}
	out->obs.at = look_at(l);
	for (size_t i = 0; i < v->all.n; i++)
		VEC_PUSH(l->arena, &out->all, v->all.v[i]);
	look_end(l);
}

static void ask(struct look *l, struct reaching *r, bool dns)
{
	struct ask_verdicts *q = ARENA_NEW(l->arena, struct ask_verdicts);
	q->output = true;
	VEC_PUSH(l->arena, &q->ports, dns ? &udp53 : &http);
	VEC_PUSH(l->arena, &q->ports, dns ? &tcp53 : &https);
	while (r->egress_asked[dns] < r->egress[dns].n && q->to.n < AT_ONCE)
		VEC_PUSH(l->arena, &q->to, r->egress[dns].v[r->egress_asked[dns]++]);
	look_begin(l);
	broker_ask(l->broker, l->loop, l->arena, HOST_verdicts, q, on_answer, l);
}

static void gathered(void *arg)
{
	struct look *l = arg;
	struct reaching *r = reach_state(l);
	r->egress_timer = NULL;
	for (int dns = 0; dns < 2; dns++)
		while (r->egress_asked[dns] < r->egress[dns].n)
			ask(l, r, dns);
	look_end(l);
}

void reach_egress(struct look *l, const struct ip *ip, bool dns)
{
	struct reaching *r = reach_state(l);
	for (size_t i = 0; i < r->egress[dns].n; i++)
		if (ip_equal(r->egress[dns].v[i], ip))
			return;
	if (r->egress[dns].n == ADDRESSES_MAX || l->stopped || !l->broker)
		return;
	*VEC_ADD(l->arena, &r->egress[dns], struct ip) = *ip;
	if (r->egress_timer)
		return;
	look_begin(l);
	r->egress_timer = loop_after(l->loop, GATHER_MS, gathered, l);
}

void reach_egress_finish(struct look *l)
{
	struct reaching *r = reach_state(l);
	struct obs *o = &l->evidence->egress.obs;
	loop_cancel(r->egress_timer);
	if (r->egress_timer)
		look_end(l);
	r->egress_timer = NULL;
	if (o->seen != SEEN_SKIPPED || o->source || r->egress[0].n + r->egress[1].n == 0)
		return;
	o->seen = l->evidence->interrupted ? SEEN_SKIPPED : SEEN_FAILED;
	o->source = "this host's rules for its own looks";
	o->excerpt = "no answer before the look ended";
	o->at = look_at(l);
}
