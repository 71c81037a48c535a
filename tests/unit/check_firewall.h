/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Maps of the address space as the verdict engine tells them, for the judges. */
#ifndef PKIREADY_TESTS_CHECK_FIREWALL_H
#define PKIREADY_TESTS_CHECK_FIREWALL_H

#include "world_break.h"

static MAYBE struct decider *add_decider(
	struct world *w, struct space_look *s, const char *chain, int64_t handle)
{
	struct decider *d = VEC_ADD(w->a, &s->deciders, struct decider);
	*d = (struct decider){.stage = "netfilter",
		.hook = "input",
		.family = "inet",
		.table = "filter",
		.chain = chain,
		.handle = handle,
		.rule = handle ? arena_printf(w->a, "rule %d", (int)handle)
			       : "policy drop",
		.owner = "hand-added"};
	VEC_PUSH(w->a, &d->path, chain);
	return d;
}

/* From an address to the one before the next range's, by the last decider. */
static MAYBE struct space_range *add_range(struct world *w, struct space_look *s,
	const char *from, const char *to, enum fate f)
{
	struct space_range *r = VEC_ADD(w->a, &s->ranges, struct space_range);
	r->from = ip_of(from);
	r->to = ip_of(to);
	r->verdict = f;
	r->by = (int64_t)s->deciders.n - 1;
	return r;
}

static MAYBE struct space_look *add_space(struct world *w, const char *to, int64_t port)
{
	struct space_look *s = VEC_ADD(w->a, &w->e.verdicts.spaces, struct space_look);
	*s = (struct space_look){.to = ip_of(to),
		.interface = "eth0",
		.port = port,
		.proto = "tcp",
		.family = ip_of(to).family};
	return s;
}

/* One verdict for everyone. */
static MAYBE struct space_look *add_whole(
	struct world *w, const char *to, int64_t port, enum fate f)
{
	struct space_look *s = add_space(w, to, port);
	bool six = s->family == 6;
	add_decider(w, s, "input", 7);
	add_range(w, s, six ? "::" : "0.0.0.0",
		six ? "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" : "255.255.255.255", f);
	return s;
}

/* Both ports and families of the world's host. */
static MAYBE void add_all(struct world *w, enum fate f)
{
	add_whole(w, HERE4, 80, f);
	add_whole(w, HERE4, 443, f);
	add_whole(w, HERE6, 80, f);
	add_whole(w, HERE6, 443, f);
}

/* Everyone but from..to, who get that verdict by a rule of its own. */
static MAYBE struct decider *add_hole(struct world *w, int64_t port, const char *before,
	const char *from, const char *to, const char *after, enum fate f)
{
	bool accepts = f != FATE_ACCEPT;
	struct space_look *s = add_space(w, HERE4, port);
	add_decider(w, s, "input", accepts ? 9 : 0);
	add_range(w, s, "0.0.0.0", before, accepts ? FATE_ACCEPT : FATE_DROP);
	struct decider *d = add_decider(w, s, "input", 8);
	add_range(w, s, from, to, f);
	s->ranges.v[1]->by = 1;
	add_range(w, s, after, "255.255.255.255", accepts ? FATE_ACCEPT : FATE_DROP);
	s->ranges.v[2]->by = 0;
	return d;
}

#endif
