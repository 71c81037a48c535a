/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where kernel and engine disagree, the kernel is right. */
#include "rulings.h"

#include "text.h"
#include "verdict/names.h"

#include <string.h>

enum { REPORT_MAX = 4000 };

static bool same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

static bool definite(enum fate f)
{
	return f == FATE_ACCEPT || f == FATE_DROP || f == FATE_REJECT;
}

/* What fails behind netfilter was accepted by it. */
static bool lets_in(const struct verdict_part *p)
{
	return p->fate == FATE_ACCEPT || p->by->stage == STAGE_BACK;
}

static const struct path_step *keep_path(struct rulings *r, const struct path_step *s)
{
	const struct path_step *first = NULL;
	struct path_step *last = NULL;
	for (; s; s = s->up) {
		struct path_step *copy = ARENA_NEW(r->arena, struct path_step);
		*copy = (struct path_step){.chain = s->chain, .rule = s->rule};
		if (last)
			last->up = copy;
		else
			first = copy;
		last = copy;
	}
	return first;
}

const struct verdict_part *rulings_keep(
	struct rulings *r, const struct verdict_part *part)
{
	struct verdict_part *copy = ARENA_NEW(r->arena, struct verdict_part);
	struct decision *by = ARENA_NEW(r->arena, struct decision);
	*copy = *part;
	*by = *part->by;
	by->path = keep_path(r, by->path);
	by->detail = arena_str(r->arena, by->detail);
	by->reasons = NULL;
	copy->by = by;
	copy->reasons = NULL;
	return copy;
}

/* -- the same rule? --------------------------------------------------------------- */

static bool same_nft(const struct decision *d, const struct kernel_seen *k)
{
	const struct nf_table *t = d->chain->table;
	/* which of several policies accepts does not matter */
	if (d->fate == FATE_ACCEPT && !d->rule)
		return k->handle == 0;
	return k->family == t->family && same(k->table, t->name) &&
	       same(k->chain, d->chain->name) &&
	       k->handle == (d->rule ? d->rule->handle : 0);
}

/* Legacy tables leave no trace: where the SYN ended must be one of theirs. */
static bool same_legacy(const struct decision *d, const struct kernel_seen *k)
{
	return d->fate == FATE_ACCEPT ||
	       (k->family == 0 && d->stage == k->stage &&
		       same(k->legacy_table, d->chain->table->name));
}

/* Routing and its filter lie side by side, and conntrack within prerouting. */
static bool same_stage(const struct decision *d, const struct kernel_seen *k)
{
	if (d->fate == FATE_ACCEPT || d->stage == STAGE_BACK)
		return true;
	if (k->family != 0)
		return false;
	if (d->stage == STAGE_RPF || d->stage == STAGE_ROUTING)
		return k->stage == STAGE_ROUTING;
	if (d->stage == STAGE_CONNTRACK)
		return k->stage == STAGE_PREROUTING;
	return d->stage == k->stage;
}

static bool same_end(const struct decision *d, const struct kernel_seen *k)
{
	if (!d->chain)
		return same_stage(d, k);
	if (d->chain->table->legacy)
		return same_legacy(d, k);
	if (k->traced)
		return same_nft(d, k);
	return d->fate == FATE_ACCEPT || d->stage == k->stage;
}

static bool agrees(const struct verdict_part *p, const struct kernel_seen *k)
{
	if (lets_in(p) != (k->fate == FATE_ACCEPT))
		return false;
	if (p->several)
		return true; /* one of several ways, each of which ends like this */
	/* an answer that nothing sends on is not seen: a drop may be a reject */
	if (!lets_in(p) && p->fate == FATE_DROP && k->fate == FATE_REJECT)
		return false;
	return same_end(p->by, k);
}

/* -- what the kernel named -------------------------------------------------------- */

static const struct nf_chain *find_chain(
	const struct rulings *r, const struct kernel_seen *k)
{
	const struct nf_table *t =
		k->table ? ruleset_table(r->rs, k->family, k->table, false) : NULL;
	return t && k->chain ? table_chain(t, k->chain) : NULL;
}

/* A rule that was not there when the rules were read is told by its numbers. */
static struct decider *named(struct rulings *r, const struct kernel_seen *k)
{
	struct decider *out = ARENA_NEW(r->arena, struct decider);
	const struct nf_chain *c = find_chain(r, k);
	struct decision d = {.fate = k->fate, .stage = k->stage, .chain = c};
	for (size_t i = 0; c && k->handle && i < c->rules_n; i++)
		if (c->rules[i].handle == k->handle)
			d.rule = &c->rules[i];
	if (c && (d.rule || k->handle == 0)) {
		rulings_tell(r, &d, out);
		return out;
	}
	out->stage = k->family ? "netfilter" : stage_words[k->stage];
	out->detail = k->where;
	if (k->family) {
		out->family = nf_family_word(k->family);
		out->table = k->table;
		out->chain = k->chain;
		out->handle = (int64_t)k->handle;
		out->rule = "a rule that was not read";
	}
	return out;
}

static struct decider *computed(struct rulings *r, const struct verdict_part *p)
{
	struct decider *out = ARENA_NEW(r->arena, struct decider);
	rulings_tell(r, p->by, out);
	return out;
}

/* -- the report ------------------------------------------------------------------- */

static void put_side(struct text *t, struct rulings *r, const char *who, enum fate fate,
	const struct decider *d)
{
	const char *what = d ? d->rule ? d->rule : d->detail : NULL;
	text_printf(t, "%s: %s", who, fate_words[fate]);
	if (d)
		text_printf(t, " by %s", decider_place(r->arena, d));
	if (what && *what)
		text_printf(t, ": %s", what);
	text_add(t, "\n");
}

static const char *report(struct rulings *r, const struct packet_verdict *v)
{
	char from[IP_TEXT_MAX], to[IP_TEXT_MAX];
	const struct proof *p = v->proof;
	struct text t;
	text_init(&t, r->arena, REPORT_MAX);
	text_printf(&t,
		"pkiready: the engine and the kernel disagree\n"
		"source: %s, to %s port %lld/tcp on %s\n"
		"ruleset generation: %lld\n",
		ip_format(&v->from, from), ip_format(&v->to, to), (long long)v->port,
		v->interface, (long long)p->generation);
	put_side(&t, r, "engine", p->computed, p->engine);
	put_side(&t, r, "kernel", p->verdict, p->by);
	text_printf(&t, "the SYN came to: %s\n", p->where);
	return text_str(&t);
}

/* -- joining ---------------------------------------------------------------------- */

static enum proof_state state_of(const struct packet_verdict *v,
	const struct verdict_part *part, const struct kernel_seen *k)
{
	if (v->verdict == FATE_UNKNOWN)
		return PROOF_SETTLES;
	if (v->verdict == FATE_MAYBE || !definite(part->fate))
		return PROOF_SAMPLE;
	if (agrees(part, k))
		return PROOF_AGREES;
	/* programs in the packet's way are known, and not evaluated */
	return k->stage == STAGE_PACKET_PROGRAM ? PROOF_SETTLES : PROOF_DIFFERS;
}

static bool says_other(const struct packet_verdict *v, const struct kernel_seen *k)
{
	/* the answer's lack of a route is behind what a SYN can show */
	bool back = same(v->by.stage, stage_words[STAGE_BACK]);
	return v->proof->state == PROOF_SETTLES ||
	       (v->proof->state == PROOF_DIFFERS && !(back && k->fate == FATE_ACCEPT));
}

void rulings_prove(struct rulings *r, struct packet_verdict *v,
	const struct verdict_part *part, const struct kernel_seen *k)
{
	struct proof *p = v->proof = ARENA_NEW(r->arena, struct proof);
	p->state = state_of(v, part, k);
	p->verdict = k->fate;
	p->where = k->where;
	p->listener = k->listener;
	p->generation = r->rs->generation;
	p->computed = part->fate;
	if (k->family)
		p->by = named(r, k);
	if (p->state == PROOF_AGREES || p->state == PROOF_SAMPLE)
		return;
	p->engine = part->by ? computed(r, part) : NULL;
	if (says_other(v, k)) {
		v->verdict = k->fate;
		v->by = *named(r, k);
		v->nearly = NULL;
		v->reasons = (strs){0};
	}
	if (p->state == PROOF_DIFFERS)
		p->report = report(r, v);
}
