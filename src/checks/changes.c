/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changes of this host: what an earlier run left, and what became of this one's. */
#include "change.h"
#include "judge.h"

static struct finding *say(const struct judging *j, enum finding_id id, enum verdict v,
	const struct change_look *look, const char *words)
{
	return findings_add(
		j->findings, id, v, CERTAINTY_PROVED, &look->obs, "%s", words);
}

static bool is(const struct change *c, const char *state)
{
	return c->state && strcmp(c->state, state) == 0;
}

/* The step that was under way, in words; "" where none was. */
static const char *last_step(struct arena *a, const struct plan *p)
{
	for (size_t i = p->steps.n; i-- > 0;) {
		const struct step *s = p->steps.v[i];
		if (s->state != STEP_PLANNED && s->state != STEP_UNDONE)
			return arena_printf(a, " at step %d of %d (%s)", (int)i + 1,
				(int)p->steps.n,
				s->title ? s->title : step_kind_words[s->kind]);
	}
	return "";
}

/* -- earlier runs ------------------------------------------------------------------ */

static void judge_interrupted(
	const struct judging *j, const struct change_look *look, const struct change *c)
{
	struct arena *a = j->findings->arena;
	const struct plan *p = &c->plan;
	struct finding *x = say(j, FINDING_FIX_INTERRUPTED, VERDICT_WARN, look,
		arena_printf(a, "change %s was not finished%s%s%s", p->id,
			last_step(a, p), c->detail ? ": " : "",
			c->detail ? c->detail : ""));
	x->subject.thing = p->id;
	finding_advise(j->findings, x, "Undo it: pkiready undo %s", p->id);
}

/* The validation file that the step placed; NULL: it placed none. */
static const char *placed(const struct step *s)
{
	return s->kind == STEP_PUT && s->put.below && s->put.path &&
			       !judge_ends(s->put.path, "/.htaccess")
		       ? s->put.path
		       : NULL;
}

/* What of a change was for one validation alone. */
struct leavings {
	strs files;
	bool opening; /* --for or --only-ca: all of the change is */
	bool other;   /* steps that are meant to stay */
};

static struct leavings leavings(const struct judging *j, const struct plan *p)
{
	struct leavings out = {0};
	for (size_t i = 0; i < p->steps.n; i++) {
		const struct step *s = p->steps.v[i];
		const bool over = s->expires && s->expires <= j->target->now;
		if (s->state != STEP_DONE || over)
			continue;
		if (placed(s))
			VEC_PUSH(judge_arena(j), &out.files, placed(s));
		else if (p->passing)
			out.opening = true;
		else
			out.other = true;
	}
	return out;
}

/* Undoing a change that opened for good would close what is in use. */
static const char *remove_files(
	const struct judging *j, const strs *files, const char *id)
{
	const char *out = "Remove the file:";
	for (size_t i = 0; i < files->n; i++)
		out = judge_s(j, "%s rm '%s';", out, files->v[i]);
	return judge_s(j,
		"%s pkiready undo %s would take back the rest of that change, too.", out,
		id);
}

/* Openings and files for a validation whose certificate is there. */
static void judge_issued_since(
	const struct judging *j, const struct change_look *look, const struct change *c)
{
	const struct plan *p = &c->plan;
	const struct leavings l = leavings(j, p);
	if (!l.opening && !l.files.n)
		return;
	const struct issuance i = judge_issued(j, &p->names, p->made);
	if (!i.name)
		return;
	struct finding *x = say(j, FINDING_FIX_LEFT_BEHIND, VERDICT_WARN, look,
		judge_s(j, "%s of change %s still stands, and %s",
			l.opening ? "what was opened for the validation"
				  : "the validation file",
			p->id, judge_issued_words(j, &i)));
	finding_because(j->findings, x, i.obs);
	x->subject.name = i.name;
	x->subject.thing = p->id;
	x->advice = judge_s(j,
		"%s If another certificate is still to be issued, wait for that one.",
		l.other ? remove_files(j, &l.files, p->id)
			: judge_s(j, "Remove it: pkiready undo %s.", p->id));
}

static void judge_earlier(const struct judging *j)
{
	const struct change_look *look = j->evidence->changes;
	struct arena *a = j->findings->arena;
	for (size_t i = 0; look && i < look->all.n; i++) {
		const struct change *c = look->all.v[i];
		const char *id = c->plan.id;
		if (is(c, "interrupted") || is(c, "stuck"))
			judge_interrupted(j, look, c);
		if (is(c, "unconfirmed")) {
			struct finding *x = say(j, FINDING_FIX_EXPIRES, VERDICT_WARN,
				look,
				arena_printf(a,
					"change %s is undone by itself unless it is "
					"confirmed",
					id));
			finding_advise(
				j->findings, x, "Keep it: pkiready undo --keep %s", id);
		}
		if (is(c, "left-behind")) {
			struct finding *x =
				say(j, FINDING_FIX_LEFT_BEHIND, VERDICT_WARN, look,
					arena_printf(a,
						"what change %s opened for a time still "
						"stands after it",
						id));
			finding_advise(j->findings, x, "Remove it: pkiready undo %s", id);
		}
		if (is(c, "kept"))
			judge_issued_since(j, look, c);
	}
}

/* -- this run ---------------------------------------------------------------------- */

static void judge_refused(
	const struct judging *j, const struct change_look *look, const struct plan *p)
{
	struct arena *a = j->findings->arena;
	for (size_t i = 0; i < p->refused.n; i++) {
		const struct refusal *r = p->refused.v[i];
		struct finding *x = say(j, FINDING_FIX_REFUSED, VERDICT_WARN, look,
			arena_printf(a, "%s is not mended by --fix: %s", r->finding,
				r->why ? r->why : ""));
		x->subject.thing = r->finding;
		if (r->guide)
			finding_advise(j->findings, x, "%s", r->guide);
	}
}

static void judge_made(
	const struct judging *j, const struct change_look *look, const struct plan *p)
{
	struct arena *a = j->findings->arena;
	int64_t expires = 0;
	for (size_t i = 0; i < p->steps.n; i++) {
		const struct step *s = p->steps.v[i];
		struct finding *x = say(j, FINDING_FIX_APPLIED, VERDICT_PASS, look,
			arena_printf(a, "change %s, step %d: %s", p->id, (int)i + 1,
				s->title ? s->title : ""));
		x->subject.thing = p->id;
		if (s->expires && (!expires || s->expires < expires))
			expires = s->expires;
	}
	say(j, FINDING_FIX_VERIFIED, VERDICT_PASS, look,
		arena_printf(a,
			"change %s helped: it was looked at again, and nobody who came "
			"in "
			"before is kept out",
			p->id));
	if (expires)
		say(j, FINDING_FIX_EXPIRES, VERDICT_PASS, look,
			arena_printf(a, "change %s ends by itself %" PRId64 " s from now",
				p->id, expires - j->target->now));
}

static void judge_own(const struct judging *j)
{
	const struct change_look *look = j->evidence->change;
	const struct change *c = look && look->all.n ? look->all.v[0] : NULL;
	struct arena *a = j->findings->arena;
	if (!look)
		return;
	if (c)
		judge_refused(j, look, &c->plan);
	if (c && (is(c, "kept") || is(c, "unconfirmed") || is(c, "applied")))
		judge_made(j, look, &c->plan);
	else if (c && (is(c, "undone") || is(c, "stuck")))
		say(j,
			is(c, "undone") ? FINDING_FIX_ROLLED_BACK
					: FINDING_FIX_INTERRUPTED,
			VERDICT_WARN, look,
			arena_printf(a, "change %s was %s: %s", c->plan.id,
				is(c, "undone") ? "taken back" : "not taken back whole",
				c->detail ? c->detail : ""));
	else if (look->obs.seen == SEEN_FAILED || look->obs.seen == SEEN_DENIED)
		say(j, FINDING_FIX_REFUSED, VERDICT_WARN, look,
			look->obs.excerpt ? look->obs.excerpt : "nothing was changed");
}

static void judge(const struct judging *j)
{
	judge_earlier(j);
	judge_own(j);
}

static const struct probe *const needs[] = {&probe_changes, NULL};
const struct check check_changes = {
	.id = "changes",
	.title = "Changes made by this tool",
	.why = "A change that was not finished, or should have ended, is no state to "
	       "validate in.",
	.needs = needs,
	.judge = judge,
};
