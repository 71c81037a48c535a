/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens this host's firewall: evaluate, let the manager of what drops open it, evaluate
 * again, until all that was asked is let in; then leave out what is not needed. */
#include "firewall.h"

#include "evidence.h"

#include <string.h>

/* -- the model ---------------------------------------------------------------------- */

const struct edit *const *run_edits(struct run *r, const struct unit *without, size_t *n)
{
	struct arena *a = r->ways.arena;
	size_t all = 0;
	for (size_t i = 0; i < r->units.n; i++)
		all += r->units.v[i]->opening.edits.n;
	const struct edit **out = arena_array(a, all, sizeof(*out));
	*n = 0;
	for (size_t i = 0; i < r->units.n; i++) {
		const struct unit *u = r->units.v[i];
		for (size_t k = 0; u != without && !u->dropped && k < u->opening.edits.n;
			k++)
			out[(*n)++] = u->opening.edits.v[k];
	}
	return out;
}

static const struct ruleset *model(struct run *r, const struct unit *without)
{
	size_t n;
	const struct edit *const *edits = run_edits(r, without, &n);
	return edit_apply(r->ways.arena, r->f->host->rules, edits, n);
}

static void look(struct run *r, const struct ruleset *rs)
{
	for (size_t i = 0; i < r->ways.all.n; i++)
		r->stopped[i] = !r->given_up[i] &&
				ways_stop(&r->ways, rs, r->ways.all.v[i], &r->stops[i]);
}

static bool all_let_in(struct run *r, const struct ruleset *rs)
{
	struct stop s;
	for (size_t i = 0; i < r->ways.all.n; i++)
		if (!r->given_up[i] && ways_stop(&r->ways, rs, r->ways.all.v[i], &s))
			return false;
	return true;
}

/* -- refusals ----------------------------------------------------------------------- */

static const struct firewall *row_of(const struct opening *o)
{
	for (size_t i = 0; firewalls[i]; i++)
		if (firewalls[i]->owns(o))
			return firewalls[i];
	return NULL;
}

/* -- refusals ----------------------------------------------------------------------- */

void run_refuse(struct run *r, const char *finding, const char *why, const char *guide)
{
	const struct plan *p = r->f->plan;
	for (size_t i = 0; i < p->refused.n; i++)
		if (strcmp(p->refused.v[i]->why, why) == 0)
			return;
	plan_refuse(r->f->plan, finding, "open-firewall", why, guide);
}

static void give_up(struct run *r, size_t at, const char *why)
{
	const struct way *w = r->ways.all.v[at];
	char to[IP_TEXT_MAX];
	r->given_up[at] = true;
	if (why)
		run_refuse(r, run_finding(r, &r->stops[at]),
			arena_printf(r->f->arena, "port %d of %s: %s", (int)w->port.port,
				ip_format(&w->pair.to, to), why),
			NULL);
}

/* It cannot be opened by rules; false: it can. */
static bool beyond_rules(struct run *r, size_t at)
{
	const struct stop *s = &r->stops[at];
	struct arena *a = r->f->arena;
	if (s->fate == FATE_UNKNOWN)
		give_up(r, at,
			arena_printf(a, "what becomes of a packet is not known: %s",
				s->reason ? s->reason : "no reason given"));
	else if (!s->by->chain)
		give_up(r, at,
			arena_printf(a, "%s stops it (%s), which no rule can change",
				stage_words[s->by->stage],
				s->by->detail ? s->by->detail : ""));
	else
		return false;
	return true;
}

/* -- the loop ----------------------------------------------------------------------- */

static bool has_range(const struct opening *o, const struct range *r)
{
	for (size_t i = 0; i < o->from.n; i++)
		if (ip_compare(&o->from.v[i]->lo, &r->lo) <= 0 &&
			ip_compare(&o->from.v[i]->hi, &r->hi) >= 0)
			return true;
	return o->from.n == 0;
}

static bool covers(const struct opening *x, const struct opening *o)
{
	for (size_t i = 0; i < o->from.n; i++)
		if (!has_range(x, o->from.v[i]))
			return false;
	return o->from.n || !x->from.n;
}

static bool tried(const struct run *r, const struct opening *o)
{
	for (size_t i = 0; i < r->units.n; i++) {
		const struct opening *x = &r->units.v[i]->opening;
		if (x->chain == o->chain && x->rule == o->rule && x->proto == o->proto &&
			(x->family == o->family || !x->family) &&
			run_has_port(x->ports, x->ports_n, o->ports[0]) && covers(x, o) &&
			x->original == o->original)
			return true;
	}
	return false;
}

/* Those whom a manager will not let in: where they are the few, the others still are. */
static void leave(struct run *r, size_t at)
{
	const struct stop *s = &r->stops[at];
	struct way *w = r->ways.all.v[at];
	if (w->everyone && !w->roughly && s->single && !s->wanted)
		w->roughly = true;
	else
		give_up(r, at, NULL);
}

/* A rule against some is opened for the asked ones alone: the others stay out. */
static void made(struct run *r, size_t at, struct unit *u)
{
	if (r->stops[at].single && u->opening.from.n)
		r->ways.all.v[at]->roughly = true;
	VEC_PUSH(r->f->arena, &r->units, u);
}

static void try_open(struct run *r, size_t at, const struct ruleset *rs)
{
	struct plan trial;
	struct fixing f = *r->f;
	struct unit *u = ARENA_NEW(r->f->arena, struct unit);
	plan_init(&trial, r->ways.arena, r->f->plan->id, r->f->plan->made);
	f.plan = &trial;
	run_opening(r, at, rs, &f, &u->opening);
	u->general = r->stops[at].single && !u->opening.from.n;
	u->by = row_of(&u->opening);
	if (!u->by)
		give_up(r, at, "no manager of firewalls here takes the rule for its own");
	else if (tried(r, &u->opening))
		give_up(r, at, "a rule that accepts is not reached where it is dropped");
	else if (u->by->open(&u->opening) != OPEN_EDITED)
		leave(r, at);
	else
		made(r, at, u);
	for (size_t i = 0; i < trial.refused.n; i++) {
		const struct refusal *x = trial.refused.v[i];
		run_refuse(r, x->finding, arena_str(r->f->arena, x->why),
			arena_str(r->f->arena, x->guide));
	}
}

static void open_all(struct run *r)
{
	const size_t rounds = UNITS_MAX + 2 * r->ways.all.n;
	for (size_t round = 0; round < rounds; round++) {
		size_t at = 0;
		const struct ruleset *rs = model(r, NULL);
		look(r, rs);
		while (at < r->ways.all.n && !r->stopped[at])
			at++;
		if (at == r->ways.all.n)
			return;
		if (beyond_rules(r, at))
			continue;
		if (r->units.n >= UNITS_MAX)
			give_up(r, at, "too many rules stop it");
		else
			try_open(r, at, rs);
	}
}

/* What can be left out, is: the last one first, as the first ones made it needed. */
static void prune(struct run *r)
{
	for (size_t i = r->units.n; i-- > 0;)
		if (all_let_in(r, model(r, r->units.v[i])))
			r->units.v[i]->dropped = true;
}

/* -- the plan ----------------------------------------------------------------------- */

static void consent(struct run *r, const struct unit *u)
{
	const struct decider *d = &u->opening.verdict->by;
	VEC_PUSH(r->f->arena, &r->f->plan->consents,
		arena_printf(r->f->arena,
			"everyone: all are let in on port %s, also those whom %s keeps "
			"out: %s",
			opening_ports(&u->opening, ", "), decider_place(r->f->arena, d),
			d->rule ? d->rule : ""));
}

/* Once more, in the real plan: numbers of rules count only what stayed. */
static void emit(struct run *r)
{
	const size_t n = r->units.n;
	struct unit **units = r->units.v;
	VEC(struct unit) made = {0};
	r->units.n = 0;
	r->units.v = NULL;
	for (size_t i = 0; i < n; i++) {
		struct opening *o = &units[i]->opening;
		if (units[i]->dropped)
			continue;
		o->fixing = r->f;
		o->earlier = run_edits(r, NULL, &o->earlier_n);
		o->model = model(r, NULL);
		o->edits.v = NULL;
		o->edits.n = 0;
		o->comment = NULL;
		if (units[i]->by->open(o) != OPEN_EDITED)
			continue;
		VEC_PUSH(r->f->arena, &r->units, units[i]);
		VEC_PUSH(r->f->arena, &made, units[i]);
		if (units[i]->general)
			consent(r, units[i]);
	}
	for (size_t i = 0; i < made.n; i++)
		if (!made.v[i]->opening.expires && made.v[i]->by->keep)
			made.v[i]->by->keep(&made.v[i]->opening);
}

static const enum finding_id mends[] = {FINDING_FIREWALL_DROPS, FINDING_FIREWALL_REJECTS,
	FINDING_FIREWALL_DROPS_SOME, FINDING_FIREWALL_DROPS_CA,
	FINDING_RULE_WITHOUT_EFFECT, FINDING_RULE_NOT_PERSISTENT, FINDING_RULE_NOT_LOADED,
	FINDING_ZONE_MISMATCH, FINDING_FIREWALL_PANIC, FINDING_BAN_SET, FINDING__MAX};

/* What a reverse path filter stops may be stopped by a rule behind it, too. */
static bool wanted(const struct run *r)
{
	bool any = fixing_wants(r->f, FINDING_REVERSE_PATH_FILTER);
	for (size_t i = 0; mends[i] != FINDING__MAX; i++)
		any |= fixing_wants(r->f, mends[i]);
	return any;
}

static void note_mends(struct run *r)
{
	for (size_t i = 0; r->units.n && mends[i] != FINDING__MAX; i++)
		if (fixing_wants(r->f, mends[i]))
			plan_mends(r->f->plan, finding_table[mends[i]].id);
}

/* A list that holds a great part of the Internet is no list of a CA's addresses. */
static bool too_wide(struct run *r)
{
	enum { BITS4 = 16, BITS6 = 32 };
	for (int family = 4; r->ways.only && family <= 6; family += 2) {
		size_t n;
		const struct range *const *from = ways_from(&r->ways, family, &n);
		for (size_t i = 0; i < n; i++) {
			edit_prefixes all = {0};
			edit_split(r->ways.arena, from[i], &all);
			for (size_t k = 0; k < all.n; k++)
				if (all.v[k]->bits < (family == 4 ? BITS4 : BITS6))
					return true;
		}
	}
	return false;
}

static void run(struct run *r)
{
	if (!ways_find(r->f, r->ways.arena, r->ways.scratch, &r->ways)) {
		if (r->f->ask->only_ca)
			run_refuse(r, finding_table[FINDING_FIREWALL_DROPS].id,
				"no list of the CA's addresses is known for it to be "
				"opened for them alone",
				NULL);
		return;
	}
	if (too_wide(r)) {
		run_refuse(r, finding_table[FINDING_FIREWALL_DROPS].id,
			"a prefix of the CA's addresses is wider than /16 (IPv6: /32)",
			NULL);
		return;
	}
	const size_t n = r->ways.all.n;
	r->stops = arena_array(r->f->arena, n, sizeof(*r->stops));
	r->stopped = arena_array(r->f->arena, n, sizeof(*r->stopped));
	r->given_up = arena_array(r->f->arena, n, sizeof(*r->given_up));
	open_all(r);
	prune(r);
	const char *harm = harmless(&r->ways, r->f->host->rules, model(r, NULL));
	if (harm) {
		run_refuse(r, r->f->ask->findings.v[0], harm, NULL);
		return;
	}
	emit(r);
	run_keep(r);
	note_mends(r);
}

static void plan(struct fixing *f)
{
	struct run r = {.f = f};
	if (!wanted(&r))
		return;
	if (!f->host->rules) {
		run_refuse(&r, finding_table[FINDING_FIREWALL_DROPS].id,
			"the rules in force could not be read", NULL);
		return;
	}
	r.ways.arena = arena_new();
	r.ways.scratch = arena_new();
	run(&r);
	arena_free(r.ways.scratch);
	arena_free(r.ways.arena);
}

const struct fix fix_firewall = {
	.id = "open-firewall",
	.title = "Let the CA's connections in through this host's firewall",
	.risk = "The opened ports can be reached from outside.",
	.mends = mends,
	.plan = plan,
};
