/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ways.h"

#include "evidence.h"
#include "rulings.h"

#include <string.h>

/* Below this part of the public space a ban list is at work, not a wall; what stops less
 * than half of it is a rule against some. */
static const double wall = 0.001, half = 0.5;

enum { ALONE_MAX = 32, ROUNDS_MAX = 64 };

/* -- what is asked ------------------------------------------------------------------ */

static void find_sources(struct ways *w, const struct ask_verdicts *q)
{
	for (size_t i = 0; i < q->from.n; i++) {
		const struct ask_source *s = q->from.v[i];
		const struct range r = {s->ip, s->last.family ? s->last : s->ip};
		struct range *to = s->ip.family == 6
					   ? VEC_ADD(w->arena, &w->from6, struct range)
					   : VEC_ADD(w->arena, &w->from4, struct range);
		*to = r;
	}
}

const struct range *const *ways_from(const struct ways *w, int family, size_t *n)
{
	*n = family == 6 ? w->from6.n : w->from4.n;
	return (const struct range *const *)(family == 6 ? w->from6.v : w->from4.v);
}

static bool asks_everyone(const struct ways *w, int family)
{
	const struct ask_verdicts *q = &w->fixing->ask->way;
	size_t n;
	(void)ways_from(w, family, &n);
	return !w->only && (n == 0 || (family == 6 ? q->any6 : q->any4));
}

static void add_ways(struct ways *w, const struct rulings_pair *p)
{
	const struct ask_verdicts *q = &w->fixing->ask->way;
	size_t sources;
	const bool everyone = asks_everyone(w, p->to.family);
	(void)ways_from(w, p->to.family, &sources);
	for (size_t i = 0; i < q->ports.n && i < WAYS_PORTS_MAX; i++) {
		const struct ask_port *port = q->ports.v[i];
		const bool known = port->proto == 6 || port->proto == 17;
		if (!known || port->port < 1 || port->port > 65535 ||
			(!everyone && !sources) || w->all.n >= WAYS_MAX)
			continue;
		struct way *way = VEC_ADD(w->arena, &w->all, struct way);
		*way = (struct way){.pair = *p, .port = *port, .everyone = everyone};
	}
}

static void rulings_for(
	const struct ways *w, const struct ruleset *rs, struct rulings *out)
{
	const struct fix_host *h = w->fixing->host;
	*out = (struct rulings){.arena = w->arena,
		.scratch = w->scratch,
		.q = &w->fixing->ask->way,
		.rs = rs,
		.facts = h->facts,
		.answer = h->answer,
		.arg = h->answer_arg};
}

bool ways_find(
	struct fixing *f, struct arena *arena, struct arena *scratch, struct ways *out)
{
	static const struct addresses nothing;
	*out = (struct ways){.fixing = f, .arena = arena, .scratch = scratch};
	out->only = f->ask->only_ca;
	out->past_filter = fixing_wants(f, FINDING_REVERSE_PATH_FILTER);
	out->facts = ARENA_NEW(arena, struct facts);
	out->facts->arena = arena;
	find_sources(out, &f->ask->way);
	struct rulings *r = ARENA_NEW(arena, struct rulings);
	rulings_for(out, f->host->rules, r);
	rulings_find_pairs(r, f->host->addresses ? f->host->addresses : &nothing);
	for (size_t i = 0; i < r->pairs_n; i++)
		add_ways(out, &r->pairs[i]);
	return out->all.n > 0;
}

/* -- where it ends ------------------------------------------------------------------ */

struct tally {                           /* of the parts of one answer */
	const struct verdict_part *part; /* the first of this decision */
	double share;
	VEC(const struct range) asked; /* those with a source in one of them, */
	struct ip from;                /* the first one's */
};
struct tallies {
	VEC(struct tally) all;
	struct tally **slots; /* by the decision: a hash table */
	size_t slots_n;       /* a power of two */
};

static bool stops(enum fate f)
{
	return f == FATE_DROP || f == FATE_REJECT || f == FATE_UNKNOWN;
}

static bool same_end(const struct verdict_part *a, const struct verdict_part *b)
{
	return a->by->chain == b->by->chain && a->by->rule == b->by->rule &&
	       a->by->stage == b->by->stage && a->fate == b->fate;
}

static void tallies_init(const struct ways *w, struct tallies *t, size_t parts)
{
	*t = (struct tallies){.slots_n = 16};
	while (t->slots_n < parts * 2)
		t->slots_n *= 2;
	t->slots = arena_array(w->scratch, t->slots_n, sizeof(struct tally *));
}

static struct tally *tally_of(
	const struct ways *w, struct tallies *t, const struct verdict_part *p)
{
	size_t at = ((uintptr_t)p->by->rule ^ (uintptr_t)p->by->chain >> 4) / 8;
	for (;; at++) {
		struct tally **slot = &t->slots[at & (t->slots_n - 1)];
		if (*slot && !same_end((*slot)->part, p))
			continue;
		if (!*slot) {
			*slot = VEC_ADD(w->scratch, &t->all, struct tally);
			(*slot)->part = p;
		}
		return *slot;
	}
}

static bool alone(const struct range *r)
{
	return ip_equal(&r->lo, &r->hi);
}

/* Outside netfilter a few addresses always end, this host's own above all: there an asked
 * range counts where all of it ends. */
static bool counts(const struct range *asked, const struct verdict_part *p)
{
	if (ip_compare(&asked->lo, &p->range.hi) > 0 ||
		ip_compare(&asked->hi, &p->range.lo) < 0)
		return false;
	if (p->fate == FATE_UNKNOWN && alone(asked) && !alone(&p->range))
		return false;
	return p->by->chain || (ip_compare(&asked->lo, &p->range.lo) >= 0 &&
				       ip_compare(&asked->hi, &p->range.hi) <= 0);
}

static void note_asked(
	const struct ways *w, struct tally *t, const struct verdict_part *p)
{
	size_t n;
	const struct range *const *from = ways_from(w, p->range.lo.family, &n);
	for (size_t i = 0; i < n; i++) {
		if (!counts(from[i], p))
			continue;
		if (!t->asked.n)
			t->from = ip_compare(&from[i]->lo, &p->range.lo) > 0
					  ? from[i]->lo
					  : p->range.lo;
		if (!t->asked.n || t->asked.v[t->asked.n - 1] != from[i])
			VEC_PUSH(w->scratch, &t->asked, from[i]);
	}
}

static void count_part(
	const struct ways *w, struct tallies *all, const struct verdict_part *p)
{
	const double share = space_public(&p->range.lo, &p->range.hi);
	struct tally *t = tally_of(w, all, p);
	const struct space_range r = {.from = p->range.lo, .to = p->range.hi};
	if (!t->from.family && !space_sample(&r, &t->from))
		t->from.family = 0;
	t->share += share;
	note_asked(w, t, p);
}

/* A wall against everyone first, then what stops asked sources. */
static const struct tally *worst(const struct way *way, const struct tallies *t)
{
	const struct tally *best = NULL;
	const double least = way->roughly ? half : wall;
	for (size_t i = 0; way->everyone && i < t->all.n; i++)
		if (t->all.v[i]->share >= least &&
			(!best || t->all.v[i]->share > best->share))
			best = t->all.v[i];
	for (size_t i = 0; i < t->all.n; i++)
		if (t->all.v[i]->asked.n &&
			(!best || (best->share < half && !best->asked.n)))
			best = t->all.v[i];
	return best;
}

static const char *reason_of(const struct verdict_part *p, struct arena *a)
{
	return p->reasons ? arena_str(a, p->reasons->what) : NULL;
}

static void answer(const struct ways *w, const struct need *n)
{
	const struct fix_host *h = w->fixing->host;
	if (n->kind == NEED_RPF && w->past_filter) {
		facts_add(w->facts, n)->known = true;
		return;
	}
	const struct fact *f = facts_find(h->facts, n);
	if (!f) {
		h->answer(h->answer_arg, n);
		f = facts_find(h->facts, n);
	}
	if (f)
		VEC_PUSH(w->arena, &w->facts->all, f);
}

static bool ask(const struct ways *w, const struct ruleset *rs, const struct way *way,
	int variant, const struct ip *from, struct verdict_answer *out)
{
	for (int round = 0; round < ROUNDS_MAX; round++) {
		struct question q = {.to = way->pair.to,
			.proto = (int)way->port.proto,
			.port = (int)way->port.port,
			.iif = way->pair.interface,
			.variant = variant};
		q.sources = from ? space_one(w->scratch, from)
				 : space_all(w->scratch, way->pair.to.family);
		*out = (struct verdict_answer){.parts_n = 0};
		verdict_ask(w->scratch, rs, w->facts, &q, out);
		if (!out->needs.n)
			return out->parts_n > 0;
		for (size_t i = 0; i < out->needs.n; i++)
			answer(w, out->needs.v[i]);
	}
	return false;
}

bool ways_ask(const struct ways *w, const struct ruleset *rs, const struct way *way,
	int variant, struct verdict_answer *out)
{
	return ask(w, rs, way, variant, NULL, out);
}

static bool stop_of(const struct ways *w, const struct way *way,
	const struct verdict_answer *answer, struct stop *out)
{
	struct tallies t;
	struct rulings keeper = {.arena = w->arena};
	tallies_init(w, &t, answer->parts_n);
	for (size_t i = 0; i < answer->parts_n; i++)
		if (stops(answer->parts[i].fate))
			count_part(w, &t, &answer->parts[i]);
	const struct tally *found = worst(way, &t);
	if (!found)
		return false;
	*out = (struct stop){.fate = found->part->fate,
		.by = rulings_keep(&keeper, found->part)->by,
		.from = found->from,
		.single =
			!way->everyone || found->share<half, .wanted = found->asked.n> 0,
		.share = found->share,
		.reason = reason_of(found->part, w->arena)};
	for (size_t i = 0; !answer->varies && i < found->asked.n; i++)
		VEC_PUSH(w->arena, &out->asked, found->asked.v[i]);
	return true;
}

/* Single addresses that were asked for, where the map does not decide: a hash of the
 * source, say, does not show in ranges. */
typedef VEC(const struct ip) addresses_list;

static void find_undecided(const struct ways *w, const struct verdict_answer *answer,
	const struct way *way, addresses_list *out)
{
	size_t n;
	const struct range *const *from = ways_from(w, way->pair.to.family, &n);
	for (size_t i = 0; i < answer->parts_n; i++) {
		const struct verdict_part *p = &answer->parts[i];
		if (p->fate != FATE_MAYBE && p->fate != FATE_UNKNOWN)
			continue;
		for (size_t k = 0; k < n && out->n < ALONE_MAX; k++)
			if (alone(from[k]) &&
				ip_compare(&from[k]->lo, &p->range.lo) >= 0 &&
				ip_compare(&from[k]->lo, &p->range.hi) <= 0)
				VEC_PUSH(w->arena, out, &from[k]->lo);
	}
}

static bool stops_packet(const struct ways *w, const struct ruleset *rs,
	const struct way *way, int variant, struct stop *out, bool *varies)
{
	static const struct decision nowhere = {.stage = STAGE_INPUT};
	struct verdict_answer answer;
	addresses_list undecided = {0};
	*out = (struct stop){.fate = FATE_UNKNOWN, .by = &nowhere};
	arena_reset(w->scratch);
	if (!ask(w, rs, way, variant, NULL, &answer)) {
		out->reason = "the rules ask for more than could be answered";
		return true;
	}
	*varies = answer.varies;
	find_undecided(w, &answer, way, &undecided);
	if (stop_of(w, way, &answer, out))
		return true;
	for (size_t i = 0; i < undecided.n; i++) {
		arena_reset(w->scratch);
		if (ask(w, rs, way, variant, undecided.v[i], &answer) &&
			stop_of(w, way, &answer, out)) {
			out->asked.n = 0; /* others may end there, too */
			return true;
		}
	}
	return false;
}

bool ways_stop(const struct ways *w, const struct ruleset *rs, const struct way *way,
	struct stop *out)
{
	bool varies = false;
	return stops_packet(w, rs, way, 0, out, &varies) ||
	       (varies && stops_packet(w, rs, way, 1, out, &varies));
}

/* -- telling ------------------------------------------------------------------------ */

struct telling { /* for who asks the host about owners: it knows the rules in force */
	const struct ways *ways;
};

static const char *owner(void *arg, const struct nf_chain *chain,
	const struct nf_rule *rule, const char *text, const char *by_names)
{
	const struct telling *t = arg;
	const struct fix_host *h = t->ways->fixing->host;
	const struct nf_chain *c = edit_chain(h->rules, chain);
	const struct nf_rule *r = c ? edit_rule(c, rule) : NULL;
	if (!h->owner || !c || (rule && !r))
		return by_names;
	return h->owner(h->owner_arg, c, r, text, by_names);
}

void ways_tell(const struct ways *w, const struct ruleset *rs, const struct way *way,
	const struct stop *s, struct packet_verdict *out)
{
	struct telling t = {.ways = w};
	struct rulings *r = ARENA_NEW(w->arena, struct rulings);
	rulings_for(w, rs, r);
	r->arena = w->fixing->arena;
	r->owner = owner;
	r->owner_arg = &t;
	*out = (struct packet_verdict){.from = s->from,
		.to = way->pair.to,
		.interface = way->pair.interface,
		.port = way->port.port,
		.proto = way->port.proto == 17 ? "udp" : "tcp",
		.verdict = s->fate};
	rulings_tell(r, s->by, &out->by);
	if (s->by->port != way->port.port && s->by->port) {
		out->by.sent_to = s->by->to;
		out->by.sent_port = s->by->port;
	}
}
