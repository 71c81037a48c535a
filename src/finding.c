/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "finding.h"

#include <string.h>

void findings_init(struct findings *f, struct arena *a, const struct profile *p)
{
	memset(f, 0, sizeof(*f));
	f->arena = a;
	f->profile = p;
}

enum finding_id finding_by_id(const char *id)
{
	for (int i = 0; i < FINDING__MAX; i++)
		if (strcmp(finding_table[i].id, id) == 0)
			return (enum finding_id)i;
	return FINDING__MAX;
}

struct finding *findings_add(struct findings *f, enum finding_id id, enum verdict v,
	enum certainty c, const struct obs *because, const char *message, ...)
{
	struct finding *x = VEC_ADD(f->arena, &f->all, struct finding);
	enum certainty most = finding_table[id].proof;
	va_list ap;
	va_start(ap, message);
	x->message = arena_vprintf(f->arena, message, ap);
	va_end(ap);
	x->id = id;
	x->verdict = v;
	x->certainty = c < most ? c : most;
	x->vantage = VANTAGE_HOST;
	if (because)
		finding_because(f, x, because);
	return x;
}

void finding_because(struct findings *f, struct finding *x, const struct obs *o)
{
	VEC_PUSH(f->arena, &x->because, o);
}

void finding_advise(struct findings *f, struct finding *x, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	x->advice = arena_vprintf(f->arena, fmt, ap);
	va_end(ap);
}

enum answer findings_answer(const struct findings *f)
{
	enum answer answer = ANSWER_READY;
	for (size_t i = 0; i < f->all.n; i++) {
		const struct finding *x = f->all.v[i];
		if (x->verdict == VERDICT_FAIL)
			return ANSWER_NOT_READY;
		if (x->verdict == VERDICT_UNKNOWN && !x->outside_only)
			answer = ANSWER_UNKNOWN;
	}
	return answer;
}

const char *const verdict_words[VERDICT__MAX] = {
	[VERDICT_PASS] = "pass",
	[VERDICT_WARN] = "warn",
	[VERDICT_UNKNOWN] = "unknown",
	[VERDICT_FAIL] = "fail",
};
const char *const certainty_words[CERTAINTY__MAX] = {
	[CERTAINTY_ASSUMED] = "assumed",
	[CERTAINTY_COMPUTED] = "computed",
	[CERTAINTY_PROVED] = "proved",
};
const char *const vantage_words[VANTAGE__MAX] = {
	[VANTAGE_HOST] = "host",
	[VANTAGE_OUTSIDE] = "outside",
};
const char *const answer_words[ANSWER__MAX] = {
	[ANSWER_READY] = "ready",
	[ANSWER_NOT_READY] = "not-ready",
	[ANSWER_UNKNOWN] = "unknown",
};

const struct finding_info finding_table[FINDING__MAX] = {
#define FINDING(symbol, text, section_, title_, why_, advice_, proof_) \
	[FINDING_##symbol] = {.id = (text),                            \
		.section = (section_),                                 \
		.title = (title_),                                     \
		.why = (why_),                                         \
		.advice = (advice_),                                   \
		.proof = (proof_)},
#include "finding_list.h"
#undef FINDING
};
