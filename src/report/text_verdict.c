/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_verdict.h"

#include "profile.h"
#include "report/stage.h"
#include "report/text_findings.h"
#include "text.h"

#include <stdint.h>
#include <string.h>

enum { SENTENCE_MAX = 4096, PART_MAX = 160, GROUP_MAX = 6 };

static const char *const answer_phrases[ANSWER__MAX] = {
	"would pass", "would fail", "can't be told"};

/* The stage that it leaves open; the finding's id where it is on none. */
static const char *open_stage(const struct finding *x)
{
	enum stage s = stage_of(x->id);
	return s < STAGE__MAX ? stage_names[s] : finding_table[x->id].id;
}

/* Each open stage once: the findings themselves are told further down. */
static void add_unproved(struct text *t, const struct result *r)
{
	const char *last = NULL;
	for (size_t i = 0; i < r->findings.all.n; i++) {
		const struct finding *x = r->findings.all.v[i];
		if (!text_is_unproved(x) || (last && strcmp(last, open_stage(x)) == 0))
			continue;
		text_add(t, last ? ", " : "; not proved: ");
		last = open_stage(x);
		text_add(t, last);
	}
	text_add(t, ".");
	if (r->unproved.n && r->target->require_outside)
		text_add(t, " --require-outside asks for that proof: exit 2.");
}

static void add_first_cause(struct page *p, struct text *t, const struct result *r)
{
	const struct finding *x = text_first_cause(r);
	if (!x) {
		text_add(t, ".");
		return;
	}
	size_t n = text_cause_count(r, x->verdict);
	text_add(t, ": ");
	text_add(t, page_brief(p, x->message, PART_MAX));
	if (n > 1)
		text_printf(t, " (the worst of %d causes)", (int)n);
	if (n > 1 || strlen(x->message) <= PART_MAX)
		text_add(t, ".");
}

static void add_verdict(struct page *p, struct text *t, const struct result *r)
{
	const struct profile *q = r->target->profile;
	bool fails = r->answer == ANSWER_NOT_READY && q->documents;
	text_printf(t, "%sunder %s", fails ? "fails " : "",
		q->documents ? q->documents : q->name);
	if (r->answer != ANSWER_READY) {
		add_first_cause(p, t, r);
		return;
	}
	text_add(t, " as far as this host can prove");
	if (r->target->names.n == 0)
		text_add(t, " (no name was examined)");
	add_unproved(t, r);
}

/* Which documents these are: the verdict names them by letter and number alone. */
static void put_documents(struct page *p, const struct profile *q)
{
	struct text t;
	text_init(&t, p->arena, SENTENCE_MAX);
	for (const char *s = q->documents && q->sources ? q->sources : ""; *s;) {
		size_t n = strcspn(s, " ");
		const char *key = arena_dup(p->arena, s, n);
		const char *words =
			strncmp(key, "SEED", 4) == 0 ? profile_source(key) : NULL;
		if (words)
			text_printf(&t, "%s%s", t.n ? "; " : "", words);
		s += n + strspn(s + n, " ");
	}
	const struct para para = {.hang = 2, .label = "Documents:", .text = text_str(&t)};
	if (t.n)
		page_para(p, &para);
}

void text_verdict(struct page *p, const struct result *r)
{
	static const char *const words[ANSWER__MAX] = {
		"READY", "NOT READY", "CANNOT TELL"};
	static const enum tint tints[ANSWER__MAX] = {TINT_GREEN, TINT_RED, TINT_YELLOW};
	struct text t;
	text_init(&t, p->arena, SENTENCE_MAX);
	add_verdict(p, &t, r);
	bool fails = r->answer == ANSWER_NOT_READY && r->target->profile->documents;
	const struct para para = {.hang = 2,
		.label = fails ? "NOT READY:" : words[r->answer],
		.tint = tints[r->answer],
		.text = text_str(&t)};
	page_para(p, &para);
	if (r->answer != ANSWER_READY || p->style->verbose)
		put_documents(p, r->target->profile);
}

void text_interrupted(struct page *p, const struct result *r)
{
	const struct para para = {.hang = 2,
		.label = "Interrupted:",
		.tint = TINT_YELLOW,
		.text = "what is missing was not looked at; run it again to the end."};
	if (r->evidence->interrupted)
		page_para(p, &para);
}

static bool counts(const struct result *r, const struct profile_answer *a, enum answer w)
{
	bool useless = a->profile->test_only && a->profile != r->target->profile;
	return a->answer == w && !useless;
}

static size_t count(const struct result *r, enum answer w)
{
	size_t n = 0;
	for (size_t i = 0; i < r->profiles.n; i++)
		n += counts(r, r->profiles.v[i], w);
	return n;
}

static void add_group(struct text *t, const struct result *r, enum answer w)
{
	bool first = true;
	if (count(r, w) == 0)
		return;
	text_printf(t, "%s%s", t->n ? "; " : "", answer_phrases[w]);
	for (size_t i = 0; i < r->profiles.n; i++)
		if (counts(r, r->profiles.v[i], w)) {
			text_printf(t, "%s%s", first ? ": " : ", ",
				r->profiles.v[i]->profile->id);
			first = false;
		}
}

/* Those that answer as the verdict does are only counted where they are many. */
void text_profiles(struct page *p, const struct result *r)
{
	struct text t;
	text_init(&t, p->arena, SENTENCE_MAX);
	size_t total = 0, same = count(r, r->answer);
	for (int w = 0; w < ANSWER__MAX; w++)
		total += count(r, (enum answer)w);
	if (total < 2)
		return;
	bool counted = !p->style->verbose && (same > GROUP_MAX || same == total);
	for (int w = 0; w < ANSWER__MAX; w++)
		if (!counted || w != (int)r->answer)
			add_group(&t, r, (enum answer)w);
	if (counted)
		text_printf(&t, "%s%s: %s %d", t.n ? "; " : "", answer_phrases[r->answer],
			t.n ? "the other" : "all", (int)same);
	text_add(&t, ".");
	const struct para para = {
		.hang = 2, .label = "By profile:", .text = text_str(&t)};
	page_para(p, &para);
}
