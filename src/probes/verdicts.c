/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Asks the verdict engine what becomes of a CA's connection. It stands behind the other
 * probes: the broker answers in order, and a large ruleset takes its time.
 */
#include "probe.h"

#include "broker.h"
#include "host.h"
#include "probes/reach.h"
#include "profile.h"

enum {
	KNOWN_MAX = 256, /* sources to be proved */
	SERVERS_MAX = 4  /* addresses of this host that serve a zone */
};

static const struct ask_port http = {.port = 80, .proto = 6},
			     https = {.port = 443, .proto = 6},
			     dns_udp = {.port = 53, .proto = 17},
			     dns_tcp = {.port = 53, .proto = 6};

static void on_answer(void *arg, void *answer)
{
	struct look *l = arg;
	l->evidence->verdicts = *(const struct verdicts *)answer;
	l->evidence->verdicts.obs.at = look_at(l);
	look_end(l);
}

static void on_reboot(void *arg, void *answer)
{
	struct look *l = arg;
	l->evidence->after_reboot = *(const struct verdicts *)answer;
	l->evidence->after_reboot.obs.at = look_at(l);
	look_end(l);
}

/* A map answers for every address; a proof is of those that are known. */
static void add_known(const struct look *l, struct ask_verdicts *ask)
{
	const struct address_list *list = l->target->profile->lists;
	for (; list && list->name; list++)
		for (size_t i = 0; list->prefixes[i] && ask->from.n < KNOWN_MAX; i++) {
			struct cidr c;
			if (cidr_parse(list->prefixes[i], &c) != ERR_OK)
				continue;
			struct ask_source *s =
				VEC_ADD(l->arena, &ask->from, struct ask_source);
			s->ip = c.ip;
			s->list = list->name;
		}
}

static void verdicts_start(struct look *l)
{
	struct ask_verdicts *ask = ARENA_NEW(l->arena, struct ask_verdicts);
	if (l->target->trace_url)
		return;
	/* a map of the whole space answers for every CA's addresses as well */
	ask->any4 = l->target->v4;
	ask->any6 = l->target->v6;
	ask->idle = true;
	VEC_PUSH(l->arena, &ask->ports, &http);
	VEC_PUSH(l->arena, &ask->ports, &https);
	ask->anyway = l->target->inject_anyway;
	if (l->target->prove)
		add_known(l, ask);
	look_begin(l);
	broker_ask(l->broker, l->loop, l->arena,
		l->target->prove ? HOST_prove : HOST_verdicts, ask, on_answer, l);
	if (!l->target->after_reboot)
		return;
	struct ask_verdicts *again = ARENA_NEW(l->arena, struct ask_verdicts);
	*again = *ask;
	again->after_reboot = true;
	again->idle = false;
	look_begin(l);
	broker_ask(l->broker, l->loop, l->arena, HOST_verdicts, again, on_reboot, l);
}

/* -- authoritative name servers on this host ----------------------------------------- */
static void on_server(void *arg, void *answer)
{
	struct look *l = arg;
	const struct verdicts *v = answer;
	for (size_t i = 0; i < v->spaces.n; i++)
		VEC_PUSH(l->arena, &l->evidence->verdicts.spaces, v->spaces.v[i]);
	look_end(l);
}

static bool is_own(struct look *l, const struct ip *ip)
{
	const struct addresses *a = reach_local(l);
	for (size_t i = 0; a && i < a->all.n; i++)
		if (ip_equal(&a->all.v[i]->ip, ip))
			return !a->all.v[i]->loopback;
	return false;
}

struct waiting_server {
	struct look *look;
	struct ip ip;
};

/* This host's own addresses are known by now, or will not be. */
static void known(void *arg)
{
	const struct waiting_server *w = arg;
	if (reach_local(w->look))
		verdicts_server(w->look, &w->ip);
}

/* Behind the first question: the broker answers in order, so its answer is there. */
void verdicts_server(struct look *l, const struct ip *ip)
{
	if (l->stopped || l->target->trace_url)
		return;
	if (!reach_local(l) && l->broker) {
		struct waiting_server *w = ARENA_NEW(l->arena, struct waiting_server);
		*w = (struct waiting_server){l, *ip};
		reach_when_known(l, known, w);
		return;
	}
	if (!is_own(l, ip) || l->servers_here.n >= SERVERS_MAX)
		return;
	for (size_t i = 0; i < l->servers_here.n; i++)
		if (ip_equal(l->servers_here.v[i], ip))
			return;
	*VEC_ADD(l->arena, &l->servers_here, struct ip) = *ip;
	struct ask_verdicts *ask = ARENA_NEW(l->arena, struct ask_verdicts);
	ask->any4 = ip->family == 4;
	ask->any6 = ip->family == 6;
	*VEC_ADD(l->arena, &ask->to, struct ip) = *ip;
	VEC_PUSH(l->arena, &ask->ports, &dns_udp);
	VEC_PUSH(l->arena, &ask->ports, &dns_tcp);
	look_begin(l);
	broker_ask(l->broker, l->loop, l->arena, HOST_verdicts, ask, on_server, l);
}

static void no_answer(const struct look *l, struct obs *o, const char *source)
{
	if (o->seen != SEEN_SKIPPED || o->source)
		return;
	o->seen = l->evidence->interrupted ? SEEN_SKIPPED : SEEN_FAILED;
	o->source = source;
	o->excerpt = "no answer before the look ended";
	o->at = look_at(l);
}

static void verdicts_finish(struct look *l)
{
	if (l->target->trace_url)
		return;
	no_answer(l, &l->evidence->verdicts.obs, "the kernel's rulesets");
	if (l->target->after_reboot)
		no_answer(l, &l->evidence->after_reboot.obs, "the saved rules");
}

const struct probe probe_verdicts = {
	.id = "verdicts",
	.title = "rules of the firewalls",
	.privileged = true,
	.start = verdicts_start,
	.finish = verdicts_finish,
};
