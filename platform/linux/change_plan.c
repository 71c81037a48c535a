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
	out.way.output = out.way.after_reboot = out.way.idle = false;
	return out;
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

bool change_agreed(struct arena *a, const struct plan *p, struct change_look *out)
{
	enum consent_answer answer = CONSENT_YES;
	if (!change_allowed->yes)
		answer = consent_ask(plan_text(a, p),
			arena_printf(a, "Make %s? [y/N] ",
				p->steps.n == 1 ? "this change" : "these changes"),
			0);
	const bool plain = answer == CONSENT_NO_TERMINAL;
	if (answer == CONSENT_YES)
		answer = ask_each(a, p);
	if (answer == CONSENT_NO_TERMINAL)
		change_fail(out, SEEN_DENIED,
			plain ? "there is no terminal to ask on: --yes makes the change "
				"without a question"
			      : "this needs more than --yes, and there is no terminal to "
				"ask on: see --yes-to");
	else if (answer != CONSENT_YES)
		change_fail(out, SEEN_SKIPPED, "not agreed to: nothing was changed");
	return answer == CONSENT_YES;
}
