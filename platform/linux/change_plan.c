/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A new change: planned, told, agreed to. */
#include "change.h"

#include "text.h"
#include "wire.h"

#include <string.h>
#include <time.h>

struct change_pending change_pending;

struct bytes change_packed(struct arena *a, const struct shape *shape, const void *s)
{
	struct text t;
	text_init(&t, a, WIRE_MAX);
	wire_pack(&t, shape, s);
	return (struct bytes){(const unsigned char *)text_str(&t), t.over ? 0 : t.n};
}

/* -- planning ---------------------------------------------------------------------- */

/* What the command line says goes before what the examiner asks. */
static struct ask_change allowed(const struct ask_change *q)
{
	struct ask_change out = *q;
	out.only_ca = change_allowed->only_ca;
	out.for_ms = change_allowed->for_ms;
	out.webroot = change_allowed->webroot;
	out.way.output = out.way.after_reboot = out.way.idle = out.way.anyway = false;
	out.way.interface = NULL;
	out.way.to.n = 0;
	return out;
}

static const struct ask_change *bound; /* NULL: not yet */
static struct arena *bound_arena;      /* its own: it stays as long as the process */

void change_bind(struct arena *a, const struct ask_change *q, struct change_look *out)
{
	if (!change_allowed->fix || bound) {
		change_fail(out, SEEN_DENIED, "the command line does not allow it");
		return;
	}
	const struct bytes packed = change_packed(a, &shape_ask_change, q);
	bound_arena = arena_new();
	struct ask_change *copy = ARENA_NEW(bound_arena, struct ask_change);
	bound = copy;
	if (wire_unpack(bound_arena, &shape_ask_change, packed.p, packed.n, copy) !=
		ERR_OK)
		*copy = (struct ask_change){.op = CHANGE_BIND};
	out->obs.seen = SEEN_YES;
}

struct change_host *change_make_plan(struct arena *a, const struct ask_change *q,
	const char *id, int64_t made, struct plan *out)
{
	struct change_host *h = change_host_look(a, q);
	struct fixing f = {.arena = a, .ask = q, .host = &h->host, .plan = out};
	plan_init(out, a, id, made);
	out->words = "pkiready diagnose --fix";
	fixing_plan(&f);
	return h;
}

/* In words, what no plan may hold. */
const char *change_unfit(struct arena *a, const struct plan *p)
{
	if (p->steps.n > PLAN_STEPS_MAX)
		return arena_printf(a, "it would take %zu steps: at most %d are made",
			p->steps.n, PLAN_STEPS_MAX);
	for (size_t i = 0; i < p->steps.n; i++) {
		const struct step *s = p->steps.v[i];
		const char *why = s->kind == STEP_PUT
					  ? place_blocked(s->put.path, s->put.below)
					  : NULL;
		const char *file = s->put.path;
		for (size_t k = 0; !why && s->kind == STEP_RUN && k < s->files.n; k++)
			why = place_blocked(file = s->files.v[k], NULL);
		if (why)
			return arena_printf(a, "%s can't be changed: %s", file, why);
	}
	return NULL;
}

void change_plan(struct arena *a, const struct ask_change *asked, struct change_look *out)
{
	struct change_store s;
	const char *why = NULL;
	const struct ask_change q = allowed(asked);
	if (!change_allowed->fix) {
		change_fail(out, SEEN_DENIED, "the command line does not allow it");
		return;
	}
	why = change_beyond(bound, &q);
	if (why) {
		change_fail(out, SEEN_DENIED, arena_printf(a, "refused: %s", why));
		return;
	}
	enum err err = store_open(a, change_state_dir(), false, &s, &why);
	if (err != ERR_OK && err != ERR_NOT_FOUND) {
		change_fail(out, SEEN_FAILED, why);
		return;
	}
	if (change_pending.arena)
		arena_reset(change_pending.arena);
	else
		change_pending.arena = arena_new();
	change_pending.made = (int64_t)time(NULL);
	change_pending.id =
		arena_str(change_pending.arena, store_new_id(a, &s, change_pending.made));
	store_close(&s);
	struct change *c = VEC_ADD(a, &out->all, struct change);
	c->state = "planned";
	change_make_plan(a, &q, change_pending.id, change_pending.made, &c->plan);
	change_pending.asked = change_packed(change_pending.arena, &shape_ask_change, &q);
	change_pending.told = change_packed(change_pending.arena, &shape_plan, &c->plan);
	out->obs.seen = c->plan.steps.n ? SEEN_YES : SEEN_NO;
	if (!c->plan.steps.n && c->plan.refused.n)
		c->state = "refused";
	else if (!c->plan.steps.n)
		out->all.n = 0;
	why = change_unfit(a, &c->plan);
	if (why) {
		c->state = "refused";
		c->detail = why;
		change_fail(out, SEEN_FAILED, why);
	}
}

/* -- agreeing ---------------------------------------------------------------------- */

static bool agreed_before(const char *consent)
{
	size_t n = strcspn(consent, ":");
	for (size_t i = 0; i < change_allowed->yes_to.n; i++)
		if (strncmp(change_allowed->yes_to.v[i], consent, n) == 0 &&
			change_allowed->yes_to.v[i][n] == '\0')
			return true;
	return false;
}

static enum consent_answer ask_each(struct arena *a, const struct plan *p)
{
	enum consent_answer answer = CONSENT_YES;
	for (size_t i = 0; i < p->consents.n && answer == CONSENT_YES; i++) {
		if (agreed_before(p->consents.v[i]))
			continue;
		answer = consent_ask(
			arena_printf(a, "%s\n", text_escaped(a, p->consents.v[i])),
			"Agree? [y/N] ", 0);
	}
	return answer;
}

/* " --yes-to WORD" of each that is not agreed to. */
static const char *words_left(struct arena *a, const struct plan *p)
{
	const char *all = "";
	for (size_t i = 0; i < p->consents.n; i++) {
		const char *c = p->consents.v[i];
		if (!agreed_before(c))
			all = arena_printf(
				a, "%s --yes-to %.*s", all, (int)strcspn(c, ":"), c);
	}
	return text_escaped(a, all);
}

static const char *no_terminal(struct arena *a, const struct plan *p)
{
	const char *words = words_left(a, p);
	if (!change_allowed->yes)
		return arena_printf(a,
			"there is no terminal to ask on: --yes%s makes the change "
			"without a question",
			words);
	return arena_printf(a,
		"this needs more than --yes, and there is no terminal to ask on; what "
		"--dry-run says behind \"asks\" is agreed to with%s",
		words);
}

bool change_agreed(struct arena *a, const struct plan *p, struct change_look *out)
{
	enum consent_answer answer = CONSENT_YES;
	const char *text = change_allowed->yes ? "" : plan_text(a, p);
	if (!text) {
		change_fail(out, SEEN_DENIED,
			"the plan is too long to be shown on the terminal: see "
			"--dry-run, and --yes");
		return false;
	}
	if (!change_allowed->yes)
		answer = consent_ask(text,
			arena_printf(a, "Make %s? [y/N] ",
				p->steps.n == 1 ? "this change" : "these changes"),
			0);
	if (answer == CONSENT_YES)
		answer = ask_each(a, p);
	if (answer == CONSENT_NO_TERMINAL)
		change_fail(out, SEEN_DENIED, no_terminal(a, p));
	else if (answer != CONSENT_YES)
		change_fail(out, SEEN_SKIPPED, "not agreed to: nothing was changed");
	return answer == CONSENT_YES;
}
