/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far an opening reaches: as far as was asked, and no further. */
#include "firewall.h"

#include "evidence.h"

static bool same_end(const struct run *r, size_t a, size_t b)
{
	const struct decision *x = r->stops[a].by, *y = r->stops[b].by;
	return r->stopped[a] && r->stopped[b] && x->chain && x->chain == y->chain &&
	       x->rule == y->rule &&
	       r->ways.all.v[a]->port.proto == r->ways.all.v[b]->port.proto;
}

static bool changed_port(const struct run *r, size_t i)
{
	const struct stop *s = &r->stops[i];
	return s->by->port && s->by->port != r->ways.all.v[i]->port.port;
}

bool run_has_port(const int *ports, size_t n, int port)
{
	for (size_t i = 0; i < n; i++)
		if (ports[i] == port)
			return true;
	return false;
}

/* The ports of this family that end where way number `at` ends. */
static size_t ports_like(const struct run *r, size_t at, int family, int *out)
{
	size_t n = 0;
	for (size_t i = 0; i < r->ways.all.n && n < WAYS_PORTS_MAX; i++) {
		const struct way *w = r->ways.all.v[i];
		const int port = (int)w->port.port;
		if (same_end(r, at, i) && w->pair.to.family == family &&
			changed_port(r, at) == changed_port(r, i) &&
			!run_has_port(out, n, port))
			out[n++] = port;
	}
	return n;
}

static bool same_ports(const int *a, size_t a_n, const int *b, size_t b_n)
{
	for (size_t i = 0; i < a_n; i++)
		if (!run_has_port(b, b_n, a[i]))
			return false;
	return a_n == b_n;
}

/* Of the ways that are opened together. */
static bool ends_like(
	const struct run *r, size_t at, const struct range *from, bool *unknown)
{
	const int family = r->ways.all.v[at]->pair.to.family;
	for (size_t i = 0; i < r->ways.all.n; i++) {
		const struct stop *s = &r->stops[i];
		if (!same_end(r, at, i) || r->ways.all.v[i]->pair.to.family != family)
			continue;
		*unknown |= s->asked.n == 0;
		for (size_t k = 0; k < s->asked.n; k++)
			if (s->asked.v[k] == from)
				return true;
	}
	return false;
}

static bool within(const struct range *a, const struct range *b)
{
	return ip_compare(&a->lo, &b->lo) >= 0 && ip_compare(&a->hi, &b->hi) <= 0;
}

/* Lists name addresses twice, or beside the prefix that holds them. */
static void drop_doubles(struct opening *o)
{
	size_t kept = 0;
	for (size_t i = 0; i < o->from.n; i++) {
		struct range *r = o->from.v[i];
		bool needless = false;
		for (size_t k = 0; k < o->from.n && !needless; k++)
			needless = k != i && within(r, o->from.v[k]) &&
				   (k < i || !within(o->from.v[k], r));
		if (!needless)
			o->from.v[kept++] = r;
	}
	o->from.n = kept;
}

/* The asked sources that end there, and no others; all, where that is not known. */
static void set_from(struct run *r, size_t at, struct opening *o)
{
	size_t n;
	const int family = r->ways.all.v[at]->pair.to.family;
	const struct range *const *from = ways_from(&r->ways, family, &n);
	bool unknown = false;
	for (size_t i = 0; i < n; i++)
		if (ends_like(r, at, from[i], &unknown) || unknown)
			*VEC_ADD(r->f->arena, &o->from, struct range) = *from[i];
	drop_doubles(o);
}

static void set_scope(struct run *r, size_t at, struct opening *o)
{
	struct arena *a = r->f->arena;
	const int family = r->ways.all.v[at]->pair.to.family;
	int *ports = arena_array(a, WAYS_PORTS_MAX, sizeof(int)), other[WAYS_PORTS_MAX];
	o->ports_n = ports_like(r, at, family, ports);
	o->ports = ports;
	o->original = changed_port(r, at);
	o->proto = (int)r->ways.all.v[at]->port.proto;
	o->interface = r->f->ask->way.interface;
	o->family = family;
	if (r->ways.only || r->stops[at].single) {
		set_from(r, at, o);
		return;
	}
	size_t n = ports_like(r, at, family == 4 ? 6 : 4, other);
	if (same_ports(ports, o->ports_n, other, n))
		o->family = 0;
}

const char *run_finding(const struct run *r, const struct stop *s)
{
	enum finding_id id = s->single                ? FINDING_FIREWALL_DROPS_CA
			     : s->fate == FATE_REJECT ? FINDING_FIREWALL_REJECTS
						      : FINDING_FIREWALL_DROPS;
	if (!fixing_wants(r->f, id) && r->f->ask->findings.n)
		return r->f->ask->findings.v[0];
	return finding_table[id].id;
}

void run_opening(struct run *r, size_t at, const struct ruleset *rs, struct fixing *f,
	struct opening *o)
{
	const struct stop *s = &r->stops[at];
	struct packet_verdict *v = ARENA_NEW(r->f->arena, struct packet_verdict);
	ways_tell(&r->ways, rs, r->ways.all.v[at], s, v);
	*o = (struct opening){.fixing = f,
		.rules = r->f->host->rules,
		.model = rs,
		.verdict = v,
		.by = s->by,
		.finding = run_finding(r, s),
		.ways = &r->ways,
		.at = at};
	o->chain = edit_chain(o->rules, s->by->chain);
	o->rule = o->chain ? edit_rule(o->chain, s->by->rule) : NULL;
	if (r->f->ask->for_ms)
		o->expires = r->f->plan->made + r->f->ask->for_ms / 1000;
	o->earlier = run_edits(r, NULL, &o->earlier_n);
	set_scope(r, at, o);
}
