/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine.h"

#include "ready.h"

#include <stdlib.h>
#include <string.h>

const struct fact *ask(struct eval *e, const struct need *n)
{
	const struct fact *f = facts_find(e->facts, n);
	if (f)
		return f;
	for (size_t i = 0; i < e->answer->needs.n; i++)
		if (need_equal(e->answer->needs.v[i], n))
			return NULL;
	struct need *copy = VEC_ADD(e->arena, &e->answer->needs, struct need);
	*copy = *n;
	return NULL;
}

bool frame_leaves_by(const struct frame *f, const char **name)
{
	const struct question *q = f->e->q;
	*name = q->output ? q->oif : NULL;
	if (f->e->stage != STAGE_FORWARD)
		return true;
	struct need need = {
		.kind = NEED_FORWARD, .ip = f->w.state.to, .iif = f->e->q->iif};
	const struct fact *fact = ask(f->e, &need);
	if (fact && fact->known)
		*name = fact->text;
	return !fact || *name;
}

const struct reason *reason_add(struct eval *e, const struct reason *next,
	enum reason_class class, const char *what, const struct nf_chain *chain,
	const struct nf_rule *rule)
{
	struct reason *r = ARENA_NEW(e->arena, struct reason);
	*r = (struct reason){
		.next = next, .class = class, .what = what, .chain = chain, .rule = rule};
	return r;
}

void outcome_add(struct eval *e, const struct world *w, enum fate fate,
	const struct nf_chain *chain, const struct nf_rule *rule,
	const struct path_step *path, const char *detail)
{
	if (space_empty(&w->sources))
		return;
	struct decision *d = ARENA_NEW(e->arena, struct decision);
	*d = (struct decision){
		.fate = fate,
		.stage = e->stage,
		.chain = chain,
		.rule = rule,
		.path = path,
		.detail = detail,
		.to = w->state.to,
		.port = (int)w->state.port,
		.reasons = w->reasons,
	};
	struct outcome *o = VEC_ADD(e->arena, &e->outcomes, struct outcome);
	o->sources = w->sources;
	o->by = d;
}

static bool same_state(const struct world *a, const struct world *b)
{
	return a->reasons == b->reasons && a->packet == b->packet &&
	       a->touched == b->touched && a->by_chain == b->by_chain &&
	       a->by_rule == b->by_rule &&
	       memcmp(&a->state, &b->state, sizeof(a->state)) == 0;
}

void worlds_add(struct eval *e, struct worlds *list, struct world w)
{
	if (space_empty(&w.sources))
		return;
	/* worlds of one history are disjoint, so that equal ones can be made one again */
	for (size_t i = 0; i < list->n; i++) {
		if (same_state(&list->v[i], &w)) {
			space_join(e->arena, &list->v[i].sources, w.sources);
			return;
		}
	}
	if (list->n == WORLDS_MAX) {
		w.reasons = reason_add(e, w.reasons, REASON_UNKNOWN,
			"more branches than can be followed", NULL, NULL);
		outcome_add(e, &w, FATE_UNKNOWN, NULL, NULL, NULL, NULL);
		return;
	}
	if (list->n == list->cap) {
		size_t cap = list->cap ? list->cap * 2 : 4;
		struct world *v = arena_array(e->arena, cap, sizeof(*v));
		if (list->n)
			memcpy(v, list->v, list->n * sizeof(*v));
		list->v = v;
		list->cap = cap;
	}
	list->v[list->n++] = w;
}

void world_write(struct eval *e, struct world *w, const struct packet *p)
{
	const struct packet *found =
		memcmp(&e->packet, p, sizeof(*p)) == 0 ? &e->packet : NULL;
	for (size_t i = 0; i < e->written.n && !found; i++)
		if (memcmp(e->written.v[i], p, sizeof(*p)) == 0)
			found = e->written.v[i];
	if (!found) {
		struct packet *mine = VEC_ADD(e->arena, &e->written, struct packet);
		memcpy(mine, p, sizeof(*p));
		found = mine;
	}
	w->packet = found;
}

void frame_break(struct frame *f, struct world w)
{
	/* after a fork the twin went on for all these sources: this one adds nothing
	 * unless the rule changed something on the way */
	if (f->forked && w.packet == f->before_packet && w.touched == f->before_touched &&
		memcmp(&w.state, &f->before, sizeof(f->before)) == 0)
		return;
	worlds_add(f->e, &f->sink->next, w);
}

void frame_learns(const struct frame *f, enum learn kind, const char *what)
{
	struct verdict_answer *out = f->e->answer;
	for (size_t i = 0; i < out->learners.n; i++)
		if (out->learners.v[i]->kind == kind &&
			out->learners.v[i]->rule == f->rule)
			return;
	if (out->learners.n == LEARNERS_MAX)
		return;
	struct learner *l = VEC_ADD(f->e->arena, &out->learners, struct learner);
	*l = (struct learner){kind, what, f->chain, f->rule};
}

enum step frame_fork(struct frame *f, enum reason_class class, const char *what)
{
	struct world twin = f->w;
	twin.sources = space_copy(f->e->arena, &f->w.sources);
	frame_break(f, twin);
	f->forked = true;
	f->w.reasons = reason_add(f->e, f->w.reasons, class, what, f->chain, f->rule);
	return STEP_CONTINUE;
}

enum step frame_unknown(struct frame *f, const char *what)
{
	frame_fork(f, REASON_UNKNOWN, what);
	struct world w = f->w;
	w.sources = space_copy(f->e->arena, &f->w.sources);
	outcome_add(f->e, &w, FATE_DROP, f->chain, f->rule, f->path, what);
	/* a history of its own: worlds of one history are disjoint */
	w.reasons =
		reason_add(f->e, f->w.reasons, REASON_UNKNOWN, what, f->chain, f->rule);
	w.sources = space_copy(f->e->arena, &f->w.sources);
	w.by_chain = f->chain;
	w.by_rule = f->rule;
	w.by_path = f->path;
	worlds_add(f->e, &f->sink->accepted, w);
	return STEP_CONTINUE;
}

enum step frame_lost(struct frame *f, const char *what)
{
	f->w.reasons =
		reason_add(f->e, f->w.reasons, REASON_UNKNOWN, what, f->chain, f->rule);
	outcome_add(f->e, &f->w, FATE_UNKNOWN, f->chain, f->rule, f->path, what);
	return STEP_DONE;
}

/* Chains that come back to themselves: the kernel refuses to load them. */
static bool circular(const struct frame *f, const struct nf_chain *to)
{
	for (const struct path_step *p = f->path; p; p = p->up)
		if (p->chain == to)
			return true;
	return f->chain == to;
}

static void frame_jump(struct frame *f, const char *name, bool come_back)
{
	const struct nf_chain *to = table_chain(f->chain->table, name);
	struct path_step *step = ARENA_NEW(f->e->arena, struct path_step);
	struct worlds in = {0};
	struct sink sub = {0};
	if (!to || f->depth >= DEPTH_MAX || circular(f, to)) {
		frame_unknown(f, to ? "jumps nested too deep"
				    : "jump to a chain that was not read");
		frame_break(f, f->w);
		return;
	}
	*step = (struct path_step){.up = f->path, .chain = to, .rule = f->rule};
	worlds_add(f->e, &in, f->w);
	chain_run(f->e, to, step, f->depth + 1, &in, &sub);
	for (size_t i = 0; i < sub.accepted.n; i++)
		worlds_add(f->e, &f->sink->accepted, sub.accepted.v[i]);
	for (size_t i = 0; i < sub.returned.n; i++) {
		if (come_back)
			frame_break(f, sub.returned.v[i]);
		else
			worlds_add(f->e, &f->sink->returned, sub.returned.v[i]);
	}
}

static void frame_accept(struct frame *f)
{
	f->w.by_chain = f->chain;
	f->w.by_rule = f->rule;
	f->w.by_path = f->path;
	worlds_add(f->e, &f->sink->accepted, f->w);
}

static void frame_verdict(struct frame *f)
{
	switch (f->verdict) {
	case V_ACCEPT:
		frame_accept(f);
		break;
	case V_DROP:
	case V_STOLEN:
		outcome_add(f->e, &f->w, f->drop_as, f->chain, f->rule, f->path, NULL);
		break;
	case V_JUMP:
		frame_jump(f, f->jump, true);
		break;
	case V_GOTO:
		frame_jump(f, f->jump, false);
		break;
	case V_RETURN:
		worlds_add(f->e, &f->sink->returned, f->w);
		break;
	case V_CONTINUE:
	case V_BREAK:
		frame_break(f, f->w);
		break;
	default:
		frame_unknown(f, "a verdict that is not known");
		frame_break(f, f->w);
	}
}

static enum step run_expression(struct frame *f, struct bytes b)
{
	struct attrs t;
	attrs_read(&t, b, 1u << A_EXPR_NAME | 1u << A_EXPR_DATA);
	const struct expr_row *row =
		attrs_has(&t, A_EXPR_NAME) ? expr_find(t.at[A_EXPR_NAME]) : NULL;
	if (!row)
		return frame_unknown(
			f, arena_printf(f->e->arena, "unknown expression %.32s",
				   attrs_str(f->e->arena, &t, A_EXPR_NAME)));
	struct bytes none = {0};
	struct bytes data = attrs_has(&t, A_EXPR_DATA) ? t.at[A_EXPR_DATA] : none;
	f->e->varies = f->e->varies || expr_varies(f->e, row, data);
	return row->eval(f, data);
}

static void frame_end(struct frame *f, enum step step)
{
	if (step == STEP_VERDICT)
		frame_verdict(f);
	else if (step != STEP_DONE)
		frame_break(f, f->w);
}

void frame_run(struct frame *f)
{
	enum step step = STEP_CONTINUE;
	struct attr at;
	if (f->chain->table->legacy) {
		xt_entry_rest(f);
		return;
	}
	while (step == STEP_CONTINUE && attr_next(&f->rest, &at))
		step = at.type == A_LIST_ELEM
			       ? run_expression(f, at.data)
			       : frame_unknown(f, "an attribute that is not known");
	if (step == STEP_CONTINUE && f->rest.bad)
		frame_unknown(f, "a rule that was cut off");
	frame_end(f, step);
}

void frame_branch(const struct frame *f, struct world w, const struct regs *regs,
	enum step step, int verdict, const char *jump)
{
	struct frame branch = *f;
	branch.w = w;
	if (regs)
		branch.regs = *regs;
	branch.verdict = verdict;
	branch.jump = jump;
	if (step == STEP_CONTINUE)
		frame_run(&branch);
	else
		frame_end(&branch, step);
}

static void rule_run(struct eval *e, const struct nf_chain *chain,
	const struct nf_rule *rule, const struct path_step *path, int depth,
	const struct world *w, struct sink *sink)
{
	struct frame f = {
		.e = e,
		.chain = chain,
		.rule = rule,
		.path = path,
		.depth = depth,
		.w = *w,
		.before = w->state,
		.before_reasons = w->reasons,
		.before_packet = w->packet,
		.before_touched = w->touched,
		.drop_as = FATE_DROP,
		.sink = sink,
	};
	if (++e->steps > STEPS_MAX || arena_used(e->arena) - e->memory > MEMORY_MAX)
		e->exhausted = true;
	else if (chain->table->legacy) {
		xt_entry_run(&f);
	} else {
		f.rest = attr_walk(rule->exprs);
		frame_run(&f);
	}
}

static bool passes_by(const struct guard *g, const struct worlds *worlds)
{
	for (size_t i = 0; i < worlds->n; i++)
		if (!guard_stops(g, &worlds->v[i].sources, worlds->v[i].state.port))
			return false;
	return true;
}

void chain_run(struct eval *e, const struct nf_chain *chain, const struct path_step *path,
	int depth, struct worlds *in, struct sink *sink)
{
	struct worlds active = *in;
	for (size_t r = 0; r < chain->rules_n && active.n && !e->exhausted; r++) {
		if (chain->ready && passes_by(&chain->ready->guards[r], &active))
			continue;
		sink->next.n = 0;
		/* the lists swap roles; both grow to what they need once */
		struct worlds now = active;
		for (size_t i = 0; i < now.n; i++)
			rule_run(
				e, chain, &chain->rules[r], path, depth, &now.v[i], sink);
		active = sink->next;
		sink->next = now;
	}
	for (size_t i = 0; i < active.n; i++)
		worlds_add(e, &sink->returned, active.v[i]);
}
