/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What this host's own rules do with its own looks: the packet on its way out, and where
 * the rules keep no state, the answer on its way in.
 */
#include "rulings.h"

#include "verdict/names.h"

#include <string.h>

enum { EPHEMERAL = 40961 }; /* where an answer comes back to: ip_local_port_range */

/* "ct state", "-m conntrack --ctstate", "-m state --state" */
static bool keeps_state(const char *text)
{
	return text && (strstr(text, "ct state") || strstr(text, "--ctstate") ||
			       strstr(text, "-m state"));
}

static bool is_of_answers(const struct nf_table *t, int family)
{
	return t->family == NF_INET || t->family == NF_NETDEV || t->family == NF_BRIDGE ||
	       t->family == (family == 6 ? NF_IP6 : NF_IP);
}

/* Whether any rule where answers pass knows connections: then they are let in by it, as
 * far as can be told. */
static bool any_state(struct rulings *r, const struct nf_table *of, int family)
{
	for (size_t c = 0; c < of->chains.n && is_of_answers(of, family); c++) {
		const struct nf_chain *chain = of->chains.v[c];
		for (size_t i = 0; i < chain->rules_n; i++)
			if (keeps_state(rule_text(
				    r->arena, r->rs, chain, &chain->rules[i], NULL)))
				return true;
	}
	return false;
}

/* The answer, judged as the first packet of a connection; only where the table that
 * drops it keeps no state is that what becomes of it. */
static const struct decision *answer_dropped(
	struct rulings *r, const struct rulings_pair *p, const struct ask_port *port)
{
	struct ask_verdicts in = *r->q;
	struct rulings back = *r;
	struct verdict_answer answer;
	const struct rulings_pair pair = {.to = p->source, .interface = p->interface};
	const struct ask_port to = {.port = EPHEMERAL, .proto = port->proto};
	const struct range from = {.lo = p->to};
	in.output = false;
	back.q = &in;
	back.source_port = (int)port->port;
	if (!rulings_ask(&back, r->rs, &pair, &to, &from, &answer))
		return NULL;
	const struct decision *d = answer.parts[0].by;
	bool dropped =
		answer.parts[0].fate == FATE_DROP || answer.parts[0].fate == FATE_REJECT;
	return dropped && d->chain && !any_state(r, d->chain->table, p->to.family) ? d
										   : NULL;
}

static void judge_out(
	struct rulings *r, const struct rulings_pair *p, const struct ask_port *port)
{
	struct verdict_answer answer;
	const struct range from = {.lo = p->source};
	struct packet_verdict *v = VEC_ADD(r->arena, &r->out->all, struct packet_verdict);
	*v = (struct packet_verdict){.from = p->source,
		.to = p->to,
		.interface = p->interface,
		.port = port->port,
		.proto = port->proto == 17 ? "udp" : "tcp",
		.verdict = FATE_UNKNOWN,
		.by = {.stage = "netfilter", .hook = "output"}};
	if (r->blind || !rulings_ask(r, r->rs, p, port, &from, &answer))
		return;
	v->verdict = answer.parts[0].fate;
	rulings_tell(r, answer.parts[0].by, &v->by);
	for (const struct reason *x = answer.parts[0].reasons; x; x = x->next)
		VEC_PUSH(r->arena, &v->reasons, x->what);
	bool here = ip_equal(&p->source, &p->to);
	const struct decision *back =
		v->verdict == FATE_ACCEPT && !here ? answer_dropped(r, p, port) : NULL;
	if (!back)
		return;
	v->verdict = FATE_MAYBE;
	v->by = (struct decider){0};
	rulings_tell(r, back, &v->by);
	VEC_PUSH(r->arena, &v->reasons,
		"the answer is dropped on its way in: no rule of that table lets "
		"established connections in");
}

void rulings_egress(struct rulings *r)
{
	r->scratch = r->arena; /* few questions: what is told of them stays */
	for (size_t i = 0; i < r->pairs_n; i++)
		for (size_t k = 0; k < r->q->ports.n; k++) {
			const struct ask_port *port = r->q->ports.v[k];
			if (port->port >= 1 && port->port <= 65535 &&
				(port->proto == 6 || port->proto == 17))
				judge_out(r, &r->pairs[i], port);
		}
}
