/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names themselves: may they be validated this way, and are they the request's? */
#include "judge.h"

static const struct obs *ground(const struct judging *j, const struct named *n)
{
	static const struct obs typed = {.seen = SEEN_YES, .source = "the command line"};
	(void)j;
	return n->look ? &n->look->a.obs : &typed;
}

static void judge_wildcard(const struct judging *j, const struct named *n)
{
	if (!n->name->wildcard || !judge_by_http(j))
		return;
	struct finding *x = say_named(j, n, FINDING_WILDCARD_NEEDS_DNS, VERDICT_FAIL,
		CERTAINTY_PROVED, ground(j, n),
		"*.%s is a wildcard: no CA may validate it by a file or by http-01, only "
		"by a DNS record",
		n->name->ascii);
	x->advice = finding_table[x->id].advice;
}

static void judge_suffix(const struct judging *j, const struct named *n)
{
	const struct target_name *t = n->name;
	if (t->registrable && !t->public_suffix)
		return;
	struct finding *x = say_named(j, n, FINDING_PUBLIC_SUFFIX, VERDICT_FAIL,
		CERTAINTY_PROVED, ground(j, n), "%s%s", t->ascii,
		t->public_suffix
			? " is a public suffix, under which others register names: no CA "
			  "issues for it"
			: " has no part that can be registered: no public CA issues for "
			  "it");
	x->advice = finding_table[x->id].advice;
}

/* -- the certificate request ------------------------------------------------------- */
static bool request_holds(const struct csr *csr, const struct target_name *t)
{
	for (size_t i = 0; i < csr->names.n; i++) {
		const char *name = csr->names.v[i];
		bool wild = judge_starts(name, "*.");
		if (wild == t->wildcard && strcmp(wild ? name + 2 : name, t->ascii) == 0)
			return true;
	}
	return t->in_csr;
}

static bool is_examined(const struct target *t, const char *name)
{
	bool wild = judge_starts(name, "*.");
	for (size_t i = 0; i < t->names.n; i++) {
		const struct target_name *x = t->names.v[i];
		if (x->role == ROLE_EXAMINED && x->wildcard == wild &&
			strcmp(wild ? name + 2 : name, x->ascii) == 0)
			return true;
	}
	return false;
}

static const char *list_missing(const struct judging *j, size_t *n)
{
	const struct csr *csr = j->target->csr;
	struct text t;
	text_init(&t, judge_arena(j), 300);
	*n = 0;
	for (size_t i = 0; i < csr->names.n; i++) {
		if (is_examined(j->target, csr->names.v[i]))
			continue;
		if (++*n <= 3)
			text_printf(&t, "%s%s", t.n ? ", " : "", csr->names.v[i]);
	}
	if (*n > 3)
		text_printf(&t, " and %d more", (int)*n - 3);
	return text_str(&t);
}

static void judge_request(const struct judging *j, const struct paths *p)
{
	static const struct obs csr = {
		.seen = SEEN_YES, .source = "the certificate request"};
	size_t n;
	if (!j->target->csr)
		return;
	for (size_t i = 0; i < p->names.n; i++) {
		const struct named *x = p->names.v[i];
		if (x->name->role != ROLE_EXAMINED ||
			request_holds(j->target->csr, x->name))
			continue;
		say_named(j, x, FINDING_NAME_NOT_IN_REQUEST, VERDICT_WARN,
			CERTAINTY_PROVED, &csr, "%s%s is not in the certificate request",
			x->name->wildcard ? "*." : "", x->name->ascii)
			->advice = finding_table[FINDING_NAME_NOT_IN_REQUEST].advice;
	}
	const char *missing = list_missing(j, &n);
	if (n == 0)
		return;
	struct finding *x = findings_add(j->findings, FINDING_NAME_NOT_IN_REQUEST,
		VERDICT_WARN, CERTAINTY_PROVED, &csr,
		"the certificate request holds names that were not examined: %s",
		missing);
	x->advice = "Examine them too: the CA validates every name of the request.";
}

/* -- apex and www ------------------------------------------------------------------ */
static void judge_sibling(const struct judging *j, const struct named *n)
{
	const char *twin = target_sibling(judge_arena(j), n->name);
	if (judge_is_trace(j) || !judge_by_http(j) ||
		j->profile->names != NAMES_APEX_AND_WWW ||
		n->name->role != ROLE_EXAMINED || n->name->wildcard || !twin || n->twin)
		return;
	struct finding *x = say_named(j, n, FINDING_SIBLING_MISSING, VERDICT_UNKNOWN,
		CERTAINTY_COMPUTED, ground(j, n),
		"%s is asked for too by %s, and was not looked at", twin, judge_who(j));
	x->subject.thing = twin;
	x->advice =
		judge_s(j, "Examine both: pkiready diagnose %s %s", n->name->ascii, twin);
}

static void judge(const struct judging *j)
{
	const struct paths *p = judge_paths(j);
	for (size_t i = 0; i < p->names.n; i++) {
		judge_wildcard(j, p->names.v[i]);
		judge_suffix(j, p->names.v[i]);
		judge_sibling(j, p->names.v[i]);
	}
	judge_request(j, p);
}

static const struct probe *const needs[] = {&probe_dns, NULL};

const struct check check_names = {
	.id = "names",
	.title = "Names: wildcards, public suffixes, the certificate request",
	.why = "A CA refuses some names whatever the server answers.",
	.needs = needs,
	.judge = judge,
};
