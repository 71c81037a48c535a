/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One redirect against the profile's rules (BR 3.2.2.4.18 and .19; boulder va/http.go).
 */
#include "judge.h"

struct step {
	const struct judging *j;
	const struct named *name;
	const struct hop *hop;
	size_t number; /* of this redirect, from 1 */
	const struct redirect_rule *rule;
	struct url to; /* host NULL when the target could not be read */
	struct ending *risk, *out;
};

enum { SHOWN_MAX = 160 };

static const char *shown_target(const struct step *s)
{
	const struct hop *h = s->hop;
	const char *to = h->location ? h->location
				     : arena_dup(judge_arena(s->j), h->location_raw.p,
					       h->location_raw.n);
	return judge_s(
		s->j, "%" PRId64 " to %s", h->status, judge_cut(s->j, to, SHOWN_MAX));
}

static bool fails(struct step *s, enum finding_id id, const char *what)
{
	ending_set(s->j, s->out, VERDICT_FAIL, id, s->hop, "%s", what);
	s->out->detail = shown_target(s);
	return false;
}

static bool unseen(struct step *s, enum finding_id id, const char *what)
{
	ending_set(s->j, s->out, VERDICT_UNKNOWN, id, s->hop, "%s", what);
	s->out->detail = shown_target(s);
	return false;
}

static void risks(struct step *s, enum finding_id id, const char *what)
{
	if (s->risk->verdict == VERDICT_WARN)
		return;
	ending_set(s->j, s->risk, VERDICT_WARN, id, s->hop, "%s", what);
	s->risk->detail = shown_target(s);
}

static bool is_followed(struct step *s)
{
	const char *who = judge_who(s->j);
	if (s->rule->followed == TRI_NO)
		return fails(s, FINDING_REDIRECTED,
			judge_s(s->j, "a redirect answers, and none is followed by %s",
				who));
	if (s->rule->followed == TRI_UNKNOWN)
		risks(s, FINDING_REDIRECTED,
			judge_s(s->j,
				"a redirect answers, and no source tells whether one is "
				"followed by %s",
				who));
	return true;
}

static bool has_good_code(struct step *s)
{
	static const int by_rule[] = {301, 302, 307, 308, 0};
	const int *codes = s->rule->codes[0] ? s->rule->codes : by_rule;
	for (size_t i = 0; i < sizeof(s->rule->codes) / sizeof(int) && codes[i]; i++)
		if (codes[i] == s->hop->status)
			return true;
	return fails(s, FINDING_REDIRECT_CODE,
		judge_s(s->j,
			"a redirect by status %" PRId64 " answers, which %s may not "
			"follow",
			s->hop->status, judge_who(s->j)));
}

static bool is_within_count(struct step *s)
{
	int max = s->rule->max;
	const char *who = judge_who(s->j);
	if (s->hop->next == NEXT_LIMIT)
		return fails(s, FINDING_REDIRECT_TOO_MANY,
			judge_s(s->j, "redirects without end: %d so far",
				(int)s->number));
	if (max >= 0 && s->number > (size_t)max)
		return fails(s, FINDING_REDIRECT_TOO_MANY,
			judge_s(s->j,
				"more redirects than the %d that are followed by %s", max,
				who));
	if (max < 0 && s->number > 1)
		risks(s, FINDING_REDIRECT_TOO_MANY,
			judge_s(s->j,
				"more than one redirect, and no source tells how many "
				"are followed by %s",
				who));
	return true;
}

/* "https://example.com.well-known/…": the slash behind the host is missing. */
static bool has_slash(struct step *s)
{
	if (!s->to.host || !judge_ends(s->to.host, ".well-known"))
		return true;
	return fails(s, FINDING_REDIRECT_OFF_DOMAIN,
		"a redirect leads to a host that ends in .well-known: a slash is missing "
		"between the host and the path");
}

static bool target_unresolved(struct step *s)
{
	const struct name_look *l =
		s->to.host ? evidence_name(s->j->evidence, s->to.host) : NULL;
	bool known = l && (obs_seen(&l->a.obs) || obs_seen(&l->aaaa.obs));
	if (!known)
		return unseen(s, FINDING_REDIRECT_TARGET_FAILS,
			"a redirect leads to a host whose address could not be looked "
			"up");
	return fails(s, FINDING_REDIRECT_TARGET_FAILS,
		"a redirect leads to a host that has no address");
}

static bool leads_on(struct step *s)
{
	bool lax = s->rule->reserved_ok == TRI_YES;
	switch (s->hop->next) {
	case NEXT_LOOP:
		return fails(s, FINDING_REDIRECT_LOOP,
			"redirects lead in a circle: a URL comes twice");
	case NEXT_BAD_LOCATION:
		return fails(s, FINDING_REDIRECT_TARGET_FAILS,
			"a redirect's Location is no usable URL");
	case NEXT_SCHEME:
		return fails(s, FINDING_REDIRECT_SCHEME,
			"a redirect leads to neither http nor https");
	case NEXT_PORT:
		return s->rule->any_port ? unseen(s, FINDING_REDIRECT_PORT,
						   "a redirect leads to a port that was "
						   "not connected to: only 80 and 443 "
						   "are")
					 : fails(s, FINDING_REDIRECT_PORT,
						   "a redirect leads to a port other "
						   "than 80 and 443, which no CA may "
						   "follow");
	case NEXT_RESERVED:
		return lax ? unseen(s, FINDING_REDIRECT_RESERVED,
				     "a redirect leads to a reserved address, which was "
				     "not connected to")
			   : fails(s, FINDING_REDIRECT_RESERVED,
				     "a redirect leads to an address that no CA can "
				     "reach");
	case NEXT_UNRESOLVED:
		return target_unresolved(s);
	case NEXT_ELSEWHERE:
		return unseen(s, FINDING_REDIRECT_TARGET_FAILS,
			"a redirect leads to another machine, which is not rehearsed");
	case NEXT_FINAL:
	case NEXT_FOLLOWED:
	case NEXT_LIMIT:
	case NEXT__MAX:
		break;
	}
	return true;
}

static bool stays_in_domain(struct step *s)
{
	const char *base = s->name->name->registrable;
	if (!base)
		base = s->name->name->ascii;
	if (!s->to.host || s->rule->same_base == TRI_NO || judge_under(s->to.host, base))
		return true;
	if (s->rule->same_base == TRI_YES)
		return fails(s, FINDING_REDIRECT_OFF_DOMAIN,
			judge_s(s->j,
				"a redirect leaves the domain, and %s follows it only "
				"within",
				judge_who(s->j)));
	risks(s, FINDING_REDIRECT_OFF_DOMAIN,
		judge_s(s->j,
			"a redirect leaves the domain, and no source tells whether %s "
			"follows it there",
			judge_who(s->j)));
	return true;
}

/* Names that end in no top-level domain of ICANN's (RFC 6761, 6762, 7686, 9476, 8375). */
static bool is_public_host(const struct url *to)
{
	static const char *const local[] = {"local", "localhost", "test", "invalid",
		"example", "onion", "alt", "internal", "lan", "home", "corp",
		"localdomain", "home.arpa", NULL};
	const char *dot = strrchr(to->host, '.');
	if (to->ip.family)
		return true;
	for (size_t i = 0; local[i]; i++)
		if (judge_under(to->host, local[i]))
			return false;
	return dot && dot[1] != '\0';
}

static bool has_good_host(struct step *s)
{
	if (!s->to.host || s->rule->icann_tld != TRI_YES || is_public_host(&s->to))
		return true;
	return fails(s, FINDING_REDIRECT_OFF_DOMAIN,
		judge_s(s->j,
			"a redirect leads to a host without a public top-level domain, "
			"which %s refuses",
			judge_who(s->j)));
}

static bool has_short_path(struct step *s)
{
	int max = s->rule->path_max;
	if (!s->to.host || max <= 0 || strlen(s->to.path) <= (size_t)max)
		return true;
	return fails(s, FINDING_REDIRECT_TARGET_FAILS,
		judge_s(s->j,
			"a redirect leads to a path of %d bytes, where %d are taken by "
			"%s",
			(int)strlen(s->to.path), max, judge_who(s->j)));
}

bool redirect_judge(const struct judging *j, const struct named *n, const struct hop *h,
	size_t number, struct ending *risk, struct ending *out)
{
	struct step s = {.j = j,
		.name = n,
		.hop = h,
		.number = number,
		.rule = &j->profile->redirects,
		.risk = risk,
		.out = out};
	if (!h->location || url_parse(judge_arena(j), h->location, &s.to) != ERR_OK)
		s.to.host = NULL;
	return is_followed(&s) && has_good_code(&s) && is_within_count(&s) &&
	       has_slash(&s) && leads_on(&s) && stays_in_domain(&s) &&
	       has_good_host(&s) && has_short_path(&s);
}
