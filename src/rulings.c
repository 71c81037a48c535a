/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rulings.h"

#include "evidence.h"
#include "verdict/names.h"

#include <string.h>

enum {
	/* Below the wire's ceiling by enough for all else: WIRE_MAX is 64 MiB. */
	TOLD_MAX = 48 * 1024 * 1024,
	RANGE_BYTES = 47,    /* a range without reasons, on the wire */
	DECIDER_BYTES = 160, /* a decider without its texts, at most */
	TOLD_BACK = 64,      /* deciders looked through for one that was told already */
};

static const char *proto_word(int64_t proto)
{
	return proto == 17 ? "udp" : "tcp";
}

/* -- which addresses and interfaces ----------------------------------------------- */

static void pair_add(struct rulings *r, const struct ip *to, const char *interface)
{
	for (size_t i = 0; i < r->pairs_n; i++)
		if (ip_equal(&r->pairs[i].to, to) &&
			strcmp(r->pairs[i].interface, interface) == 0)
			return;
	if (r->pairs_n < RULINGS_PAIRS_MAX)
		r->pairs[r->pairs_n++] =
			(struct rulings_pair){.to = *to, .interface = interface};
}

void rulings_add_pairs(struct rulings *r, const struct addresses *host,
	const struct ip *to, const char *interface)
{
	if (interface) {
		pair_add(r, to, interface);
		return;
	}
	for (size_t i = 0; i < host->all.n; i++)
		if (ip_equal(&host->all.v[i]->ip, to) && host->all.v[i]->interface &&
			!host->all.v[i]->loopback)
			pair_add(r, to, host->all.v[i]->interface);
	for (size_t i = 0; i < host->defaults.n; i++)
		if (host->defaults.v[i]->family == to->family &&
			host->defaults.v[i]->interface)
			pair_add(r, to, host->defaults.v[i]->interface);
}

static bool link_local(const struct ip *ip)
{
	return ip->family == 6 && ip->addr[0] == 0xfe && (ip->addr[1] & 0xc0) == 0x80;
}

void rulings_find_pairs(struct rulings *r, const struct addresses *host)
{
	for (size_t i = 0; i < r->q->to.n; i++)
		rulings_add_pairs(r, host, r->q->to.v[i], r->q->interface);
	for (size_t i = 0; r->q->to.n == 0 && i < host->all.n; i++) {
		const struct local_address *l = host->all.v[i];
		if (!ip_is_loopback(&l->ip) && !link_local(&l->ip))
			rulings_add_pairs(r, host, &l->ip, r->q->interface);
	}
}

/* -- telling ---------------------------------------------------------------------- */

static void tell_reasons(struct rulings *r, const struct reason *x, strs *out)
{
	for (; x; x = x->next) {
		const char *where =
			x->chain && x->rule
				? arena_printf(r->arena, "%s in %s %s %s handle %llu",
					  x->what,
					  nf_family_word(x->chain->table->family),
					  x->chain->table->name, x->chain->name,
					  (unsigned long long)x->rule->handle)
				: arena_str(r->arena, x->what);
		r->told += strlen(where) + 4;
		VEC_PUSH(r->arena, out, where);
	}
}

static size_t text_bytes(const char *s)
{
	return s ? strlen(s) : 0;
}

static size_t decider_bytes(const struct decider *d)
{
	size_t n = DECIDER_BYTES + text_bytes(d->table) + text_bytes(d->chain) +
		   text_bytes(d->rule) + text_bytes(d->owner) + text_bytes(d->comment) +
		   text_bytes(d->detail);
	for (size_t i = 0; i < d->path.n; i++)
		n += text_bytes(d->path.v[i]) + 4;
	return n;
}

/* A destination that was rewritten on the way. */
static void tell_sent(const struct decision *d, const struct rulings_pair *p,
	int64_t port, struct decider *out)
{
	if (!d->to.family || (ip_equal(&d->to, &p->to) && d->port == port))
		return;
	out->sent_to = d->to;
	out->sent_port = d->port;
}

/* -- single sources and short ranges ---------------------------------------------- */

static struct packet_verdict *add_verdict(struct rulings *r, const struct rulings_pair *p,
	const struct ask_port *port, const struct ask_source *from)
{
	struct packet_verdict *v = VEC_ADD(r->arena, &r->out->all, struct packet_verdict);
	v->from = from->ip;
	v->last = from->last;
	v->list = from->list;
	v->to = p->to;
	v->interface = p->interface;
	v->port = port->port;
	v->proto = proto_word(port->proto);
	v->verdict = FATE_UNKNOWN;
	VEC_ADD(r->arena, &r->all, struct ruling);
	return v;
}

static void judge_source(struct rulings *r, const struct rulings_pair *p,
	const struct ask_port *port, const struct ask_source *from)
{
	struct verdict_answer answer;
	arena_reset(r->scratch);
	struct range range = {from->ip, from->last};
	if (r->blind) {
		struct packet_verdict *v = add_verdict(r, p, port, from);
		v->by.stage = "netfilter";
		for (size_t i = 0; i < r->out->unread.n; i++)
			VEC_PUSH(r->arena, &v->reasons, r->out->unread.v[i]);
		return;
	}
	if (!rulings_ask(r, r->rs, p, port, &range, &answer)) {
		struct packet_verdict *v = add_verdict(r, p, port, from);
		v->by.stage = "netfilter";
		VEC_PUSH(r->arena, &v->reasons,
			"the rules ask for more than could be answered");
		return;
	}
	const char *clock = rulings_clock(r, p, port, &range, &answer);
	for (size_t i = 0; i < answer.parts_n && r->told < TOLD_MAX; i++) {
		const struct verdict_part *part = &answer.parts[i];
		struct packet_verdict *v = add_verdict(r, p, port, from);
		if (from->last.family) {
			v->from = part->range.lo;
			v->last = part->range.hi;
		}
		v->verdict = part->fate;
		if (r->keep)
			*r->all.v[r->all.n - 1] = (struct ruling){
				rulings_keep(r, part), answer.learners.n > 0};
		rulings_tell(r, part->by, &v->by);
		tell_sent(part->by, p, port->port, &v->by);
		v->nearly = rulings_nearly(r, p, port, &v->from, part->by);
		tell_reasons(r, part->reasons, &v->reasons);
		if (clock)
			VEC_PUSH(r->arena, &v->reasons, clock);
		r->told += decider_bytes(&v->by);
	}
}

/* -- the whole space -------------------------------------------------------------- */

struct telling { /* one map under way */
	struct rulings *r;
	const struct rulings_pair *pair;
	const struct ask_port *port;
	struct space_look *out;
	VEC(const struct decision) told; /* those behind out->deciders */
};

static bool same_decider(const struct decision *a, const struct decision *b)
{
	return a->chain == b->chain && a->rule == b->rule && a->stage == b->stage &&
	       a->fate == b->fate && a->path == b->path && a->port == b->port &&
	       ip_equal(&a->to, &b->to);
}

static int64_t tell_decider(struct telling *t, const struct decision *d)
{
	size_t n = t->told.n;
	for (size_t i = n; i > 0 && n - i < TOLD_BACK; i--)
		if (same_decider(t->told.v[i - 1], d))
			return (int64_t)i - 1;
	struct decider *x = VEC_ADD(t->r->arena, &t->out->deciders, struct decider);
	rulings_tell(t->r, d, x);
	tell_sent(d, t->pair, t->port->port, x);
	VEC_PUSH(t->r->arena, &t->told, d);
	t->r->told += decider_bytes(x);
	return (int64_t)n;
}

static struct range family_range(int family)
{
	const struct cidr all = {.ip = {.family = family}, .bits = 0};
	return range_of_cidr(&all);
}

/* What is left of the space, said to be unknown: a map has no gaps. */
static void tell_rest(struct telling *t, const struct ip *from, const char *why)
{
	struct arena *a = t->r->arena;
	struct space_range *x = VEC_ADD(a, &t->out->ranges, struct space_range);
	struct decider *d = VEC_ADD(a, &t->out->deciders, struct decider);
	d->stage = "netfilter";
	x->from = *from;
	x->to = family_range((int)t->out->family).hi;
	x->verdict = FATE_UNKNOWN;
	x->by = (int64_t)t->out->deciders.n - 1;
	VEC_PUSH(a, &x->reasons, why);
}

static void tell_map(
	struct telling *t, const struct verdict_answer *answer, const char *clock)
{
	for (size_t i = 0; i < answer->parts_n; i++) {
		const struct verdict_part *p = &answer->parts[i];
		if (t->r->told > TOLD_MAX) {
			tell_rest(t, &p->range.lo,
				"the map has more parts than can be shown");
			return;
		}
		struct space_range *x =
			VEC_ADD(t->r->arena, &t->out->ranges, struct space_range);
		x->from = p->range.lo;
		x->to = p->range.hi;
		x->verdict = p->fate;
		x->by = tell_decider(t, p->by);
		tell_reasons(t->r, p->reasons, &x->reasons);
		if (clock)
			VEC_PUSH(t->r->arena, &x->reasons, clock);
		t->r->told += RANGE_BYTES + (clock ? strlen(clock) + 4 : 0);
	}
}

/* Rules that accept are looked for where a source of the public space is not. */
static void find_idle(struct telling *t, const struct verdict_answer *answer)
{
	for (size_t i = 0; t->r->q->idle && i < answer->parts_n; i++) {
		const struct verdict_part *p = &answer->parts[i];
		if ((p->fate != FATE_DROP && p->fate != FATE_REJECT) || !p->by->chain ||
			ip_reserved(&p->range.lo))
			continue;
		rulings_idle(t->r, t->pair, t->port, p->by);
		return;
	}
}

static void keep_map(struct rulings *r, const struct verdict_answer *answer)
{
	struct ruling_map *m = r->maps.v[r->maps.n - 1];
	for (size_t i = 0; i < answer->parts_n && i < RULINGS_KEPT; i++) {
		struct ruling *x = VEC_ADD(r->arena, &m->ranges, struct ruling);
		x->part = rulings_keep(r, &answer->parts[i]);
		x->learns = answer->learners.n > 0;
	}
}

static void judge_space(
	struct rulings *r, const struct rulings_pair *p, const struct ask_port *port)
{
	struct verdict_answer answer;
	const struct range all = {{0}, {0}};
	struct telling t = {.r = r, .pair = p, .port = port};
	arena_reset(r->scratch);
	t.out = VEC_ADD(r->arena, &r->out->spaces, struct space_look);
	t.out->to = p->to;
	t.out->interface = p->interface;
	t.out->port = port->port;
	t.out->proto = proto_word(port->proto);
	t.out->family = p->to.family;
	VEC_ADD(r->arena, &r->maps, struct ruling_map);
	if (r->blind || !rulings_ask(r, r->rs, p, port, &all, &answer)) {
		struct ip first = family_range(p->to.family).lo;
		tell_rest(&t, &first,
			r->blind && r->out->unread.n
				? r->out->unread.v[0]
				: "the rules ask for more than could be answered");
		return;
	}
	tell_map(&t, &answer, rulings_clock(r, p, port, &all, &answer));
	if (r->keep)
		keep_map(r, &answer);
	find_idle(&t, &answer);
}

static void judge_pair(struct rulings *r, const struct rulings_pair *p)
{
	const struct ask_verdicts *q = r->q;
	for (size_t i = 0; i < q->ports.n; i++) {
		const struct ask_port *port = q->ports.v[i];
		if (port->port < 1 || port->port > 65535 ||
			(port->proto != 6 && port->proto != 17))
			continue;
		for (size_t k = 0; k < q->from.n && k < RULINGS_SOURCES_MAX; k++)
			if (q->from.v[k]->ip.family == p->to.family)
				judge_source(r, p, port, q->from.v[k]);
		if ((p->to.family == 4 && q->any4) || (p->to.family == 6 && q->any6))
			judge_space(r, p, port);
	}
}

/* "fail2ban jail sshd" is fail2ban. */
static void add_remaker(struct rulings *r, const char *owner)
{
	const char *jail = strstr(owner, " jail ");
	size_t n = jail ? (size_t)(jail - owner) : strlen(owner);
	for (size_t i = 0; i < r->out->remakers.n; i++)
		if (strncmp(r->out->remakers.v[i], owner, n) == 0)
			return;
	VEC_PUSH(r->arena, &r->out->remakers, arena_dup(r->arena, owner, n));
}

static void find_remakers(struct rulings *r)
{
	for (size_t t = 0; t < r->rs->tables.n; t++)
		for (size_t c = 0; c < r->rs->tables.v[t]->chains.n; c++) {
			const char *owner = rule_owner(
				r->arena, r->rs->tables.v[t]->chains.v[c], NULL);
			if (owner_remakes(owner))
				add_remaker(r, owner);
		}
}

void rulings_judge(struct rulings *r)
{
	r->scratch = arena_new();
	for (size_t i = 0; i < r->pairs_n; i++)
		judge_pair(r, &r->pairs[i]);
	find_remakers(r);
	arena_free(r->scratch);
	/* what is asked from now on (rulings_ask_syn) is kept as long as the run */
	r->scratch = r->arena;
}
