/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A fetch, hop by hop, as the profile's CA would go along it. */
#include "judge.h"

struct walk {
	const struct judging *j;
	const struct named *name;
	size_t before; /* redirects before this fetch's first hop */
	bool nested;   /* a target's other address: its own targets are not looked into */
};

bool hop_redirects(const struct hop *h)
{
	if (!obs_seen(&h->obs) || h->end != HOP_ANSWERED || h->location_raw.n == 0)
		return false;
	switch (h->status) {
	case 300:
	case 301:
	case 302:
	case 303:
	case 305:
	case 307:
	case 308:
		return true;
	default:
		return false;
	}
}

static void chain_from(
	const struct walk *w, const struct fetch *f, size_t i, struct ending *out);

/* Of one redirect target's addresses, those that the CA would ask. */
static bool asks_family(
	const struct judging *j, bool any6, bool any4, const struct ip *ip)
{
	switch (j->profile->addresses) {
	case ADDRESSES_V6_FALLBACK: /* boulder falls back on the first host alone (#8029)
				     */
	case ADDRESSES_FIRST:
		return ip->family == 6 || !any6;
	case ADDRESSES_V4:
		return ip->family == 4 || !any4;
	case ADDRESSES_ALL:
	case ADDRESSES_UNKNOWN:
		break;
	}
	return true;
}

static bool is_other_address(const struct fetch *f, const struct hop *h)
{
	/* what is asked of an examined name anyway is not asked again as a target */
	return (f->purpose == FETCH_TARGET || f->purpose == FETCH_VALIDATION) &&
	       strcmp(f->hops.v[0]->url, h->url) == 0 && !ip_equal(&f->ip, &h->ip);
}

static void say_target(const struct walk *w, const struct hop *h, struct ending *worse,
	struct ending *out)
{
	char buf[IP_TEXT_MAX];
	const struct hop *at = worse->hop ? worse->hop : h;
	bool unsure = w->j->profile->addresses == ADDRESSES_UNKNOWN;
	enum verdict v =
		worse->verdict == VERDICT_FAIL && unsure ? VERDICT_WARN : worse->verdict;
	struct ending said = {.redirects = worse->redirects};
	ending_set(w->j, &said, v, FINDING_REDIRECT_TARGET_FAILS, at,
		"the redirect leads to a host of several addresses, and not each answers "
		"well: at %s %s%s",
		ip_format(&at->ip, buf), worse->what ? worse->what : "it fails",
		unsure ? "; no source tells which one is asked" : "");
	said.outside_only = worse->outside_only;
	*out = said;
}

/* The addresses that the host of a redirect's target is known to have. */
struct others {
	bool any, any6, any4;
};

static struct others others_of(const struct url_entry *at, const struct hop *h)
{
	struct others o = {false, h->ip.family == 6, h->ip.family == 4};
	for (; at; at = at->next) {
		if (!is_other_address(at->fetch, h))
			continue;
		o.any = true;
		o.any6 = o.any6 || at->fetch->ip.family == 6;
		o.any4 = o.any4 || at->fetch->ip.family == 4;
	}
	return o;
}

/* The hop's host has other addresses: what would the CA find there? */
static void weigh_targets(
	const struct walk *w, const struct hop *h, size_t redirects, struct ending *out)
{
	const struct url_entry *at =
		h->url ? judge_fetches_of(judge_paths(w->j), h->url) : NULL;
	struct others o = others_of(at, h);
	struct ending good = *out, worst = *out;
	bool passes = out->verdict == VERDICT_PASS;
	if (!asks_family(w->j, o.any6, o.any4, &h->ip))
		worst.verdict = VERDICT_PASS;
	for (; o.any && at; at = at->next) {
		const struct fetch *f = at->fetch;
		if (!is_other_address(f, h) || !asks_family(w->j, o.any6, o.any4, &f->ip))
			continue;
		struct walk inner = {w->j, w->name, redirects, true};
		struct ending e = {.redirects = redirects};
		chain_from(&inner, f, 0, &e);
		if (e.verdict == VERDICT_PASS && !passes)
			good = e;
		passes = passes || e.verdict == VERDICT_PASS;
		if (e.verdict > worst.verdict)
			worst = e;
	}
	if (!o.any)
		return;
	if (worst.verdict <= VERDICT_WARN || !passes)
		*out = worst.verdict == VERDICT_PASS ? good : worst;
	else
		say_target(w, h, &worst, out);
}

static void cut_short(const struct walk *w, const struct hop *h, struct ending *out)
{
	ending_set(w->j, out, VERDICT_UNKNOWN, FINDING_REDIRECT_TARGET_FAILS, h,
		"answers with a redirect, and its target was not asked");
}

static void follow(
	const struct walk *w, const struct fetch *f, size_t i, struct ending *out)
{
	const struct hop *h = f->hops.v[i];
	struct ending risk = {.verdict = VERDICT_PASS, .redirects = w->before + i};
	if (!redirect_judge(w->j, w->name, h, w->before + i + 1, &risk, out))
		return;
	if (i + 1 < f->hops.n)
		chain_from(w, f, i + 1, out);
	else
		cut_short(w, h, out);
	if (out->verdict == VERDICT_PASS && risk.verdict == VERDICT_WARN) {
		risk.redirects = out->redirects;
		*out = risk;
	}
}

static void chain_from(
	const struct walk *w, const struct fetch *f, size_t i, struct ending *out)
{
	const struct hop *h = f->hops.v[i];
	size_t redirects = w->before + i;
	out->redirects = redirects;
	if (hop_redirects(h))
		follow(w, f, i, out);
	else
		final_judge(w->j, w->name, h, redirects, out);
	if (redirects > 0 && !w->nested)
		weigh_targets(w, h, redirects, out);
}

void chain_judge(const struct judging *j, const struct named *n, const struct fetch *f,
	struct ending *out)
{
	const struct walk w = {j, n, 0, false};
	if (f->hops.n)
		chain_from(&w, f, 0, out);
}
