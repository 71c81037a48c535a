/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_findings.h"

#include "report/picture.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

enum {
	CAUSES_MAX = 12,
	CONSEQUENCES_MAX = 4,
	OBSERVATIONS_MAX = 2,
	NAMES_SHOWN = 4,
	MARGIN = 2,
	HANG = 8,       /* where the text behind "Seen" and "Do" stands */
	MARGIN_MAX = 8, /* deeper consequences are only counted */
	SUBJECT_MAX = 4096,
};

/* Closing words: not what is wrong, but what to do next. */
static bool is_closing(const struct finding *x)
{
	return x->verdict == VERDICT_PASS &&
	       (x->id == FINDING_KEEP_UNTIL_ISSUED || x->id == FINDING_CONSOLE_LAGS ||
		       x->id == FINDING_METHOD_OTHER_FITS);
}

bool text_is_unproved(const struct finding *x)
{
	return x->verdict == VERDICT_UNKNOWN && x->outside_only;
}

static bool is_cause(const struct finding *x)
{
	return !x->cause && x->verdict != VERDICT_PASS && !is_closing(x) &&
	       !text_is_unproved(x);
}

const struct finding *text_first_cause(const struct result *r)
{
	const struct finding *worst = NULL;
	for (size_t i = 0; i < r->findings.all.n; i++) {
		const struct finding *x = r->findings.all.v[i];
		if (is_cause(x) && (!worst || x->verdict > worst->verdict))
			worst = x;
	}
	return worst;
}

size_t text_cause_count(const struct result *r, enum verdict v)
{
	size_t n = 0;
	for (size_t i = 0; i < r->findings.all.n; i++) {
		const struct finding *x = r->findings.all.v[i];
		n += is_cause(x) && x->verdict == v;
	}
	return n;
}

/* "203.0.113.5:80", "[2001:db8::5]:443", or what of it is known. */
static void add_endpoint(struct text *t, const struct subject *s)
{
	char buf[IP_TEXT_MAX];
	const char *ip = ip_format(&s->ip, buf), *join = t->n ? ", " : "";
	if (s->ip.family && s->port)
		text_printf(t, s->ip.family == 6 ? "%s[%s]:%" PRId64 : "%s%s:%" PRId64,
			join, ip, s->port);
	else if (s->ip.family)
		text_printf(t, "%s%s", join, ip);
	else if (s->port)
		text_printf(t, "%sport %" PRId64, join, s->port);
}

static void add_names(
	struct page *p, struct text *t, const struct result *r, const struct finding *x)
{
	const strs *names = &x->names;
	for (size_t i = 0; i < names->n && i < NAMES_SHOWN; i++)
		text_printf(t, "%s%s", i ? ", " : "",
			picture_name(p, r->target, names->v[i]));
	if (names->n > NAMES_SHOWN)
		text_printf(t, " and %d more names", (int)(names->n - NAMES_SHOWN));
	if (names->n == 0 && x->subject.name)
		text_add(t, picture_name(p, r->target, x->subject.name));
}

/* A URL has the name and the port in it: the address is left to say. */
static const char *url_subject(struct page *p, const struct subject *s)
{
	char buf[IP_TEXT_MAX];
	const char *url = page_cut(p, s->url);
	if (!s->ip.family)
		return url;
	return arena_printf(p->arena, "%s at %s", url, ip_format(&s->ip, buf));
}

const char *text_subject(struct page *p, const struct result *r, const struct finding *x)
{
	const struct subject *s = &x->subject;
	struct text t;
	text_init(&t, p->arena, SUBJECT_MAX);
	if (s->url) {
		text_add(&t, url_subject(p, s));
	} else {
		add_names(p, &t, r, x);
		add_endpoint(&t, s);
	}
	if (s->thing)
		text_printf(&t, "%s%s", t.n ? ", " : "", page_cut(p, s->thing));
	return text_str(&t);
}

/* "✗ FAIL no-listener (proved, from this host): example.com, port 80"; a consequence has
 * the mark alone. */
static void put_title(
	struct page *p, const struct result *r, const struct finding *x, size_t margin)
{
	static const char *const words[VERDICT__MAX] = {
		" PASS", " WARN", " UNKNOWN", " FAIL"};
	enum mark m = mark_of_verdict(x->verdict);
	const char *subject = text_subject(p, r, x);
	const struct para para = {
		.margin = margin,
		.hang = margin + MARGIN,
		.label = arena_printf(
			p->arena, "%s%s", mark_str(m), margin ? "" : words[x->verdict]),
		.tint = mark_tint(m),
		.text = arena_printf(p->arena, "%s (%s, from %s)%s%s",
			finding_table[x->id].id, certainty_words[x->certainty],
			x->vantage == VANTAGE_HOST ? "this host" : "outside",
			*subject ? ": " : "", subject),
	};
	page_para(p, &para);
}

static const char *observation(struct page *p, const struct obs *o)
{
	static const char *const prefix[SEEN__MAX] = {
		[SEEN_SKIPPED] = "not looked at: ",
		[SEEN_YES] = "",
		[SEEN_NO] = "",
		[SEEN_DENIED] = "not allowed: ",
		[SEEN_FAILED] = "the look failed: ",
	};
	const char *source = o->source ? o->source : "";
	const char *excerpt = o->excerpt ? o->excerpt : "";
	return arena_printf(p->arena, "%s%s%s%s", prefix[o->seen], page_cut(p, source),
		*source && *excerpt ? ": " : "", page_cut(p, excerpt));
}

static void put_labelled(struct page *p, size_t margin, const char *label, const char *s)
{
	const struct para para = {.margin = margin + MARGIN,
		.hang = margin + HANG,
		.label = label,
		.tint = TINT_DIM,
		.text = s};
	page_para(p, &para);
}

static void put_advice(struct page *p, size_t margin, const char *advice)
{
	const struct para para = {.margin = margin + MARGIN,
		.hang = margin + HANG,
		.label = "Do",
		.tint = TINT_BOLD,
		.text = advice,
		.lines = true};
	if (advice && *advice)
		page_para(p, &para);
}

static void put_observations(
	struct page *p, const struct finding *x, size_t margin, size_t max)
{
	max = p->style->verbose ? x->because.n : max;
	for (size_t i = 0; i < x->because.n && i < max; i++)
		put_labelled(p, margin, i ? "" : "Seen", observation(p, x->because.v[i]));
	if (x->because.n > max)
		put_labelled(p, margin, "",
			arena_printf(p->arena, "and %d more; -v shows all",
				(int)(x->because.n - max)));
}

/* True when y is told before x: worse, or as bad and listed earlier. */
static bool is_told_before(
	const struct result *r, const struct finding *y, const struct finding *x)
{
	if (y->verdict != x->verdict)
		return y->verdict > x->verdict;
	for (size_t i = 0; i < r->findings.all.n && r->findings.all.v[i] != x; i++)
		if (r->findings.all.v[i] == y)
			return true;
	return false;
}

static bool same_advice(const struct finding *x, const struct finding *y)
{
	return y->advice && strcmp(x->advice, y->advice) == 0;
}

/* An advice that stands above in full needs no second telling. */
static void put_what_to_do(
	struct page *p, const struct result *r, const struct finding *x, size_t margin)
{
	if (!x->advice || !*x->advice || (x->cause && same_advice(x, x->cause)))
		return;
	for (size_t i = 0; i < r->findings.all.n; i++) {
		const struct finding *y = r->findings.all.v[i];
		if (is_cause(y) && same_advice(x, y) && is_told_before(r, y, x)) {
			put_advice(p, margin,
				arena_printf(p->arena, "as for %s above",
					finding_table[y->id].id));
			return;
		}
	}
	put_advice(p, margin, x->advice);
}

static void put_finding(
	struct page *p, const struct result *r, const struct finding *x, size_t margin);

static void put_consequences(
	struct page *p, const struct result *r, const struct finding *x, size_t margin)
{
	size_t n = x->consequences.n, max = p->style->verbose ? n : CONSEQUENCES_MAX;
	if (margin >= MARGIN_MAX)
		max = 0;
	if (n && max)
		page_text(p, margin + MARGIN, "What follows from it:");
	for (size_t i = 0; i < n && i < max; i++)
		put_finding(p, r, x->consequences.v[i], margin + 2 * MARGIN);
	if (n > max)
		page_text(p, margin + 2 * MARGIN,
			arena_printf(p->arena, "and %d more; --format json has all",
				(int)(n - max)));
}

/* What was seen, in the same breath: a consequence is told in few lines. */
static void put_briefly(struct page *p, const struct finding *x, size_t margin)
{
	const char *seen = x->because.n ? observation(p, x->because.v[0]) : "";
	page_text(p, margin + MARGIN,
		arena_printf(p->arena, "%s%s%s%s", page_cut(p, x->message),
			*seen ? " (" : "", seen, *seen ? ")" : ""));
}

static void put_finding(
	struct page *p, const struct result *r, const struct finding *x, size_t margin)
{
	put_title(p, r, x, margin);
	if (margin && !p->style->verbose) {
		put_briefly(p, x, margin);
	} else {
		page_text(p, margin + MARGIN, page_cut(p, x->message));
		put_observations(p, x, margin, OBSERVATIONS_MAX);
	}
	put_what_to_do(p, r, x, margin);
	put_consequences(p, r, x, margin);
}

void text_causes(struct page *p, const struct result *r)
{
	size_t n = 0, shown = 0, max = p->style->verbose ? SIZE_MAX : CAUSES_MAX;
	for (int v = VERDICT_FAIL; v > VERDICT_PASS; v--)
		for (size_t i = 0; i < r->findings.all.n; i++) {
			const struct finding *x = r->findings.all.v[i];
			if (!is_cause(x) || (int)x->verdict != v || n++ >= max)
				continue;
			page_gap(p);
			put_finding(p, r, x, 0);
			shown++;
		}
	if (n > shown) {
		page_gap(p);
		page_text(p, 0,
			arena_printf(p->arena, "and %d more; --format json has all",
				(int)(n - shown)));
	}
}

/* The cloud's own words for its outer firewall, unless the finding has them already. True
 * when they were told. */
static bool put_security_group(
	struct page *p, const struct result *r, const struct finding *x)
{
	const struct cloud *c = &r->evidence->cloud;
	bool upstream = x->id == FINDING_UPSTREAM_UNPROVED;
	if (!upstream || !c->security_group ||
		(x->advice && strstr(x->advice, c->security_group)))
		return upstream;
	put_labelled(p, 0, x->advice && *x->advice ? "" : "Do",
		arena_printf(p->arena, "%s: %s", c->name ? c->name : "the cloud",
			c->security_group));
	return true;
}

void text_unproved(struct page *p, const struct result *r)
{
	size_t n = 0, max = p->style->verbose ? SIZE_MAX : CONSEQUENCES_MAX;
	bool told = false;
	for (size_t i = 0; i < r->findings.all.n; i++) {
		const struct finding *x = r->findings.all.v[i];
		if (!text_is_unproved(x) || n++ >= max)
			continue;
		if (n == 1)
			page_gap(p);
		const struct para para = {.hang = MARGIN,
			.label = "? Not proved from this host:",
			.tint = mark_tint(MARK_UNKNOWN),
			.text = page_cut(p, x->message)};
		page_para(p, &para);
		put_advice(p, 0, x->advice);
		told = told || put_security_group(p, r, x);
	}
	if (n > max)
		page_text(p, MARGIN,
			arena_printf(p->arena, "and %d more; --format json has all",
				(int)(n - max)));
}

/* Where the message says what to do, the id's general advice adds nothing. */
static bool says_enough(const struct page *p, const struct finding *x)
{
	return !p->style->verbose && x->id != FINDING_METHOD_OTHER_FITS && x->advice &&
	       strcmp(x->advice, finding_table[x->id].advice) == 0;
}

void text_closing(struct page *p, const struct result *r)
{
	bool any = false;
	for (size_t i = 0; i < r->findings.all.n; i++) {
		const struct finding *x = r->findings.all.v[i];
		if (!is_closing(x))
			continue;
		if (!any)
			page_gap(p);
		any = true;
		const struct para para = {
			.hang = MARGIN, .label = "→", .text = x->message};
		page_para(p, &para);
		if (!says_enough(p, x))
			put_advice(p, 0, x->advice);
	}
}

void text_passes(struct page *p, const struct result *r)
{
	bool any = false;
	for (size_t i = 0; i < r->findings.all.n; i++) {
		const struct finding *x = r->findings.all.v[i];
		if (x->verdict != VERDICT_PASS || is_closing(x))
			continue;
		if (!any) {
			page_gap(p);
			page_head(p, "Passed");
		}
		any = true;
		put_title(p, r, x, 0);
		page_text(p, MARGIN, page_cut(p, x->message));
		put_observations(p, x, 0, SIZE_MAX);
	}
}
