/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is open now and would not be after a reboot, by the rules that would be loaded. */
#include "firewall.h"

#include "evidence.h"
#include "verdict/names.h"

#include <string.h>

static bool stops(enum fate f)
{
	return f == FATE_DROP || f == FATE_REJECT;
}

static bool of_way(const struct way *w, const struct ip *to, const char *interface,
	int64_t port, const char *proto)
{
	return ip_equal(&w->pair.to, to) && w->port.port == port && interface && proto &&
	       strcmp(w->pair.interface, interface) == 0 &&
	       strcmp(w->port.proto == 17 ? "udp" : "tcp", proto) == 0;
}

/* What drops most of the public space; NULL: nothing does. */
static const struct decider *of_space(const struct space_look *s)
{
	const struct decider *most = NULL;
	double share = 0;
	for (size_t i = 0; i < s->ranges.n; i++) {
		const struct space_range *r = s->ranges.v[i];
		const double size = space_public(&r->from, &r->to);
		if (!stops(r->verdict) || size <= share || !space_by(s, r)->chain)
			continue;
		share = size;
		most = space_by(s, r);
	}
	return most;
}

static const struct decider *dropped(const struct verdicts *b, const struct way *w)
{
	for (size_t i = 0; w->everyone && i < b->spaces.n; i++) {
		const struct space_look *s = b->spaces.v[i];
		if (of_way(w, &s->to, s->interface, s->port, s->proto))
			return of_space(s);
	}
	for (size_t i = 0; i < b->all.n; i++) {
		const struct packet_verdict *v = b->all.v[i];
		if (of_way(w, &v->to, v->interface, v->port, v->proto) &&
			stops(v->verdict) && v->by.chain)
			return &v->by;
	}
	return NULL;
}

/* -- as an opening ------------------------------------------------------------------ */

static int family_of(const char *word)
{
	static const int all[] = {NF_INET, NF_IP, NF_IP6, NF_NETDEV, NF_BRIDGE};
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(nf_family_word(all[i]), word) == 0)
			return all[i];
	return NF_INET;
}

static int hook_of(const char *word)
{
	for (int h = 0; word && h <= STAGE_OUTPUT; h++)
		if (strcmp(stage_words[h], word) == 0)
			return h == STAGE_INGRESS      ? HOOK_INGRESS
			       : h == STAGE_PREROUTING ? HOOK_PREROUTING
			       : h == STAGE_FORWARD    ? HOOK_FORWARD
			       : h == STAGE_OUTPUT     ? HOOK_OUTPUT
						       : HOOK_INPUT;
	return HOOK_INPUT;
}

static struct nf_chain *add_chain(struct arena *a, struct nf_table *t, const char *name)
{
	struct nf_chain *c = VEC_ADD(a, &t->chains, struct nf_chain);
	*c = (struct nf_chain){
		.name = name, .table = t, .hook = HOOK_NONE, .policy = V_DROP};
	return c;
}

/* The chain that a reboot would bring, as far as it is told. */
static const struct nf_chain *chain_of(struct arena *a, const struct decider *d)
{
	struct nf_table *t = ARENA_NEW(a, struct nf_table);
	t->family = family_of(d->family);
	t->name = d->table;
	t->legacy = d->legacy;
	struct nf_chain *c = add_chain(a, t, d->chain), *base = c;
	if (d->path.n > 1)
		base = add_chain(a, t, d->path.v[0]);
	base->hook = hook_of(d->hook);
	return c;
}

static void add_port(struct opening *o, int *ports, int port)
{
	if (!run_has_port(ports, o->ports_n, port) && o->ports_n < WAYS_PORTS_MAX)
		ports[o->ports_n++] = port;
}

static void set_scope(struct run *r, const struct decider *const *then, size_t at,
	bool *done, struct opening *o)
{
	struct arena *a = r->f->arena;
	const struct way *first = r->ways.all.v[at];
	int *ports = arena_array(a, WAYS_PORTS_MAX, sizeof(int));
	size_t n;
	const struct range *const *from = ways_from(&r->ways, first->pair.to.family, &n);
	o->family = first->pair.to.family;
	o->proto = (int)first->port.proto;
	o->ports = ports;
	o->interface = r->f->ask->way.interface;
	for (size_t i = 0; !first->everyone && i < n; i++)
		*VEC_ADD(a, &o->from, struct range) = *from[i];
	for (size_t i = 0; i < r->ways.all.n; i++) {
		const struct way *w = r->ways.all.v[i];
		const bool other = w->pair.to.family != o->family;
		if (done[i] || !then[i] || !decider_equal(then[i], then[at]) ||
			w->port.proto != o->proto || (other && o->from.n))
			continue;
		if (other)
			o->family = 0;
		add_port(o, ports, (int)w->port.port);
		done[i] = true;
	}
}

static void keep_open(
	struct run *r, const struct decider *const *then, size_t at, bool *done)
{
	struct packet_verdict *v = ARENA_NEW(r->f->arena, struct packet_verdict);
	static const struct decision nowhere = {.stage = STAGE_INPUT};
	struct opening o = {.fixing = r->f,
		.rules = r->f->host->rules,
		.model = r->f->host->rules,
		.verdict = v,
		.by = &nowhere,
		.finding = finding_table[FINDING_RULE_NOT_PERSISTENT].id,
		.ways = &r->ways,
		.at = at,
		.at_boot = then[at],
		.comment = plan_comment(r->f->plan)};
	v->by = *then[at];
	o.chain = chain_of(r->f->arena, then[at]);
	set_scope(r, then, at, done, &o);
	for (size_t i = 0; firewalls[i]; i++) {
		if (!firewalls[i]->owns(&o))
			continue;
		if (firewalls[i]->keep)
			firewalls[i]->keep(&o);
		else
			(void)firewalls[i]->open(&o);
		return;
	}
}

void run_keep(struct run *r)
{
	struct arena *a = r->f->arena;
	const struct verdicts *b = r->f->host->boot;
	const size_t n = r->ways.all.n;
	if (!b || b->obs.seen != SEEN_YES || r->units.n || r->f->ask->for_ms)
		return;
	const struct decider **then = arena_array(a, n, sizeof(*then));
	bool *done = arena_array(a, n, sizeof(*done));
	for (size_t i = 0; i < n; i++)
		then[i] = r->given_up[i] ? NULL : dropped(b, r->ways.all.v[i]);
	for (size_t i = 0; i < n; i++)
		if (then[i] && !done[i])
			keep_open(r, then, i, done);
}
