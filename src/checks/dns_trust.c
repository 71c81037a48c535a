/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The chain of trust (RFC 4034, RFC 4035): where it breaks, in words with the dates. */
#include "dns.h"

enum { WORDS_MAX = 600, SIGS_SHOWN = 3 };

static const struct trust_step *deepest(const struct judging *j, const char *name)
{
	const struct dns_looks *d = &j->evidence->dns;
	const struct trust_step *best = NULL;
	for (size_t i = 0; i < d->trust.n; i++) {
		const struct trust_step *s = d->trust.v[i];
		if (s->zone && obs_seen(&s->obs) && dns_under(name, s->zone) &&
			(!best || strlen(s->zone) >= strlen(best->zone)))
			best = s;
	}
	return best;
}

enum dnssec dns_trust_of(const struct judging *j, const char *name)
{
	const struct trust_step *s = deepest(j, name);
	return s ? s->dnssec : DNSSEC_UNKNOWN;
}

static const char *type_word(const struct judging *j, int64_t type)
{
	static const struct {
		int64_t type;
		const char *word;
	} words[] = {{RR_A, "A"}, {RR_NS, "NS"}, {RR_CNAME, "CNAME"}, {RR_SOA, "SOA"},
		{RR_TXT, "TXT"}, {RR_AAAA, "AAAA"}, {RR_DNAME, "DNAME"}, {RR_DS, "DS"},
		{RR_DNSKEY, "DNSKEY"}, {RR_CAA, "CAA"}, {47, "NSEC"}, {50, "NSEC3"}};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (words[i].type == type)
			return words[i].word;
	return judge_s(j, "TYPE%" PRId64, type);
}

static bool is_broken(const struct trust_sig *g)
{
	return g->state != SIG_UNKNOWN && g->state != SIG_GOOD && g->state < SIG__MAX;
}

static const char *sig_words(const struct judging *j, const struct trust_sig *g)
{
	const char *what = judge_s(j,
		"the RRSIG over %s of %s (key tag %" PRId64 ", algorithm %" PRId64 ")",
		type_word(j, g->covers), g->owner && *g->owner ? g->owner : ".",
		g->key_tag, g->algorithm);
	int64_t now = j->target->now;
	switch (g->state) {
	case SIG_EXPIRED:
		return judge_s(j, "%s expired on %s, %s ago", what,
			dns_date(j, g->expiration), dns_wait(j, now - g->expiration));
	case SIG_NOT_YET:
		return judge_s(j, "%s is valid from %s only, in %s: check the clocks",
			what, dns_date(j, g->inception), dns_wait(j, g->inception - now));
	case SIG_NO_KEY:
		return judge_s(j, "%s was made with a key that no DNSKEY of %s holds",
			what, g->signer && *g->signer ? g->signer : "the root");
	case SIG_UNSUPPORTED:
		return judge_s(j, "%s uses an algorithm that is not supported", what);
	case SIG_BAD:
	case SIG_UNKNOWN:
	case SIG_GOOD:
	case SIG__MAX:
		break;
	}
	return judge_s(j, "%s does not verify", what);
}

static const char *ds_words(const struct judging *j, const struct trust_step *s)
{
	if (s->ds.n == 0 || s->ds_matches)
		return NULL;
	if (s->keys.n == 0)
		return judge_s(j,
			"the parent has a DS (%s), and %s has no DNSKEY that could be "
			"read",
			dns_list(j, &s->ds, 3), s->zone);
	return judge_s(j,
		"no DS of the parent (%s) fits a DNSKEY of %s (%s): key tag, algorithm, "
		"then digest type or flags",
		dns_list(j, &s->ds, 3), s->zone, dns_list(j, &s->keys, 3));
}

static const char *words_of(const struct judging *j, const struct trust_step *s)
{
	struct text t;
	size_t n = 0;
	const char *ds = ds_words(j, s);
	text_init(&t, judge_arena(j), WORDS_MAX);
	text_printf(
		&t, "the chain of trust breaks at %s: ", *s->zone ? s->zone : "the root");
	if (ds)
		text_add(&t, ds);
	for (size_t i = 0; i < s->sigs.n && n < SIGS_SHOWN && !ds; i++)
		if (is_broken(s->sigs.v[i]))
			text_printf(
				&t, "%s%s", n++ ? "; " : "", sig_words(j, s->sigs.v[i]));
	if (!ds && n == 0)
		text_add(&t, s->why ? judge_cut(j, s->why, 300) : "why is not known");
	return text_str(&t);
}

const struct trust_step *dns_broken(
	const struct judging *j, const char *name, const char **why)
{
	const struct dns_looks *d = &j->evidence->dns;
	const struct trust_step *best = NULL;
	for (size_t i = 0; i < d->trust.n; i++) {
		const struct trust_step *s = d->trust.v[i];
		if (s->zone && obs_seen(&s->obs) && s->dnssec == DNSSEC_BOGUS &&
			dns_under(name, s->zone) &&
			(!best || strlen(s->zone) < strlen(best->zone)))
			best = s;
	}
	*why = best ? words_of(j, best) : NULL;
	return best;
}

const char *dns_trust_advice(const struct judging *j, const struct trust_step *s)
{
	if (s->ds.n > 0 && !s->ds_matches)
		return judge_s(j,
			"Correct the DS of %s at the registrar so that it fits the "
			"zone's key, or remove it to switch DNSSEC off; the old DS is "
			"cached for its TTL. Look: delv %s SOA",
			s->zone, s->zone);
	for (size_t i = 0; i < s->sigs.n; i++)
		if (is_broken(s->sigs.v[i]))
			return judge_s(j,
				"Sign %s anew on its primary name server, see that the "
				"signer runs by itself, and that its clock and those of "
				"the others are right. Look: delv %s SOA",
				*s->zone ? s->zone : "the root",
				*s->zone ? s->zone : ".");
	return finding_table[FINDING_DNSSEC_BOGUS].advice;
}
