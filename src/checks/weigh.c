/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an ending means for the whole: which addresses, schemes and names the CA needs. */
#include "judge.h"

struct tally {                 /* of one name and scheme */
	size_t usable, v6, v4; /* addresses that are not reserved */
	enum verdict v4_worst;
	bool v6_undialled;      /* a connect to an IPv6 address does not stand */
	bool any_pass;          /* of the usable */
	bool pass[2], other[2]; /* [family == 6]: some pass; some do not */
};

static bool good(const struct place *p)
{
	return p->end.verdict <= VERDICT_WARN;
}

static struct tally count(const struct judging *j, const struct named *n, enum scheme s)
{
	struct tally t = {0};
	for (size_t i = 0; i < n->places.n; i++) {
		const struct place *p = n->places.v[i];
		bool six = p->addr->ip.family == 6;
		if (p->scheme != s || (p->reserved && j->profile->reserved_ok != TRI_YES))
			continue;
		t.usable++;
		t.v6 += six;
		t.v4 += !six;
		if (!six && p->end.verdict > t.v4_worst)
			t.v4_worst = p->end.verdict;
		t.v6_undialled = t.v6_undialled || (six && p->dial && !good(p));
		t.any_pass = t.any_pass || good(p);
		t.pass[six] = t.pass[six] || good(p);
		t.other[six] = t.other[six] || !good(p);
	}
	return t;
}

/* It is not needed: a failure is a risk, and what was not seen does not matter. */
static enum verdict lesser(enum verdict v)
{
	return v == VERDICT_FAIL ? VERDICT_WARN : v == VERDICT_UNKNOWN ? VERDICT_PASS : v;
}

static enum verdict spared(const struct judging *j, struct place *p, const char *why)
{
	p->note = judge_s(j, "%s %s", judge_who(j), why);
	return lesser(p->end.verdict);
}

/* The other family fails by the same fault: mending it means mending both. */
static bool same_fault(const struct place *p, int family)
{
	const struct named *n = p->named;
	for (size_t i = 0; i < n->places.n; i++) {
		const struct place *q = n->places.v[i];
		if (q->scheme == p->scheme && q->addr->ip.family == family &&
			!q->reserved && q->end.verdict == p->end.verdict &&
			q->end.id == p->end.id)
			return true;
	}
	return false;
}

/* Boulder: an AAAA first, an A when that one cannot be connected to. */
static enum verdict by_fallback(
	const struct judging *j, const struct tally *t, struct place *p)
{
	bool six = p->addr->ip.family == 6;
	if (!six)
		return t->v6 == 0 || t->v6_undialled || same_fault(p, 6)
			       ? p->end.verdict
			       : spared(j, p, "asks the IPv6 address first");
	if (!p->dial || good(p) || p->end.verdict != VERDICT_FAIL || t->v4 == 0)
		return p->end.verdict;
	if (t->v4_worst == VERDICT_FAIL && same_fault(p, 4))
		return VERDICT_FAIL;
	return t->v4_worst == VERDICT_UNKNOWN
		       ? VERDICT_UNKNOWN
		       : spared(j, p, "falls back to IPv4 when IPv6 takes no connection");
}

static enum verdict by_first(
	const struct judging *j, const struct tally *t, struct place *p)
{
	bool six = p->addr->ip.family == 6;
	if (six != (t->v6 > 0) && !same_fault(p, 6))
		return spared(j, p, "asks the IPv6 address first and no other");
	if (t->pass[six] && t->other[six] && p->end.verdict == VERDICT_FAIL) {
		p->note = judge_s(
			j, "%s asks one address, and which one is chance", judge_who(j));
		return VERDICT_UNKNOWN;
	}
	return p->end.verdict;
}

static enum verdict of_reserved(
	const struct judging *j, const struct tally *t, struct place *p)
{
	if (t->usable == 0 || j->profile->addresses == ADDRESSES_ALL)
		return p->end.verdict;
	if (j->profile->reserved_ok == TRI_NO)
		p->note = judge_s(j, "%s leaves it out", judge_who(j));
	else
		p->note = judge_s(
			j, "no source tells whether %s leaves it out", judge_who(j));
	return lesser(p->end.verdict);
}

static enum verdict of_address(
	const struct judging *j, const struct tally *t, struct place *p)
{
	bool six = p->addr->ip.family == 6;
	if (p->reserved && p->end.verdict == VERDICT_FAIL)
		return of_reserved(j, t, p);
	switch (j->profile->addresses) {
	case ADDRESSES_ALL:
		break;
	case ADDRESSES_V6_FALLBACK:
		return by_fallback(j, t, p);
	case ADDRESSES_V4:
		return six ? spared(j, p, "asks IPv4 addresses alone") : p->end.verdict;
	case ADDRESSES_FIRST:
		return by_first(j, t, p);
	case ADDRESSES_UNKNOWN:
		if (!t->any_pass || p->end.verdict == VERDICT_PASS)
			break;
		p->note =
			judge_s(j, "no source tells which address %s asks", judge_who(j));
		return lesser(p->end.verdict);
	}
	return p->end.verdict;
}

/* -- schemes ----------------------------------------------------------------------- */
struct side { /* http or https of one name */
	enum verdict worst;
	bool only_refused; /* whatever fails is refused or has no listener */
	bool closed;       /* every place is refused: the scheme is not served */
};

static bool is_refused(const struct place *p)
{
	return p->dial && p->connect == CONNECT_REFUSED;
}

static struct side side_of(const struct named *n, enum scheme s)
{
	struct side x = {VERDICT_PASS, true, true};
	for (size_t i = 0; i < n->places.n; i++) {
		const struct place *p = n->places.v[i];
		if (p->scheme != s)
			continue;
		if (p->verdict > x.worst)
			x.worst = p->verdict;
		x.closed = x.closed && is_refused(p);
		if (p->verdict > VERDICT_WARN && !is_refused(p))
			x.only_refused = false;
	}
	return x;
}

/* http fails with this, too: one cause, said once. */
static bool fails_alike(const struct place *p)
{
	const struct named *n = p->named;
	for (size_t i = 0; i < n->places.n; i++) {
		const struct place *q = n->places.v[i];
		if (q->scheme == SCHEME_HTTP && q->end.id == p->end.id &&
			q->verdict == VERDICT_FAIL)
			return true;
	}
	return false;
}

/* Both fail, and mending http would do: https is a risk beside it, unless by the same
 * fault. */
static enum verdict of_both_failing(const struct judging *j, const struct place *p,
	const struct side *own, const struct side *other)
{
	if (j->profile->schemes != SCHEMES_EITHER || p->scheme != SCHEME_HTTPS ||
		p->verdict != VERDICT_FAIL)
		return p->verdict;
	if (own->only_refused && !other->only_refused)
		return VERDICT_PASS;
	return fails_alike(p) ? VERDICT_FAIL : VERDICT_WARN;
}

/* One of the two suffices: what becomes of the other? */
static enum verdict of_either(const struct judging *j, struct place *p,
	const struct side *own, const struct side *other)
{
	bool either = j->profile->schemes == SCHEMES_EITHER;
	if (other->worst == VERDICT_FAIL)
		return of_both_failing(j, p, own, other);
	if (either && own->closed)
		return VERDICT_PASS;
	if (p->verdict == VERDICT_UNKNOWN && other->worst == VERDICT_UNKNOWN)
		return VERDICT_UNKNOWN;
	if (p->verdict == VERDICT_FAIL)
		p->note = judge_s(j,
			either ? "%s takes the other scheme's answer"
			       : "no source tells which scheme %s asks here: it may be "
				 "the other",
			judge_who(j));
	return lesser(p->verdict);
}

static void weigh_schemes(const struct judging *j, struct named *n)
{
	struct side sides[2] = {side_of(n, SCHEME_HTTP), side_of(n, SCHEME_HTTPS)};
	for (size_t i = 0; i < n->places.n; i++) {
		struct place *p = n->places.v[i];
		bool tls = p->scheme == SCHEME_HTTPS;
		if (judge_is_trace(j))
			continue;
		switch (j->profile->schemes) {
		case SCHEMES_HTTP:
			p->verdict = tls ? VERDICT_PASS : p->verdict;
			break;
		case SCHEMES_BOTH_OR_REFUSED:
			break;
		case SCHEMES_EITHER:
		case SCHEMES_ORDER:
		case SCHEMES_UNKNOWN:
			p->verdict = of_either(j, p, &sides[tls], &sides[!tls]);
			break;
		}
	}
}

void weigh_name(const struct judging *j, struct named *n)
{
	struct tally tallies[2] = {count(j, n, SCHEME_HTTP), count(j, n, SCHEME_HTTPS)};
	for (size_t i = 0; i < n->places.n; i++) {
		struct place *p = n->places.v[i];
		p->verdict = of_address(j, &tallies[p->scheme == SCHEME_HTTPS], p);
	}
	weigh_schemes(j, n);
	for (size_t i = 0; n->optional && i < n->places.n; i++) {
		struct place *p = n->places.v[i];
		p->note = judge_s(
			j, "no source tells whether %s asks this name too", judge_who(j));
		p->verdict = lesser(p->verdict);
	}
}
