/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/trust.h"
#include "probes/dns_answer.h"

#include <stdlib.h>

enum { SIGS_MAX = 64 }; /* of one step that are shown */

const char *trust_zone_words(const char *zone)
{
	return *zone ? zone : "the root";
}

/* Days to a date: the Gregorian calendar from 0000-03-01 on. */
const char *trust_date(struct arena *a, int64_t unix_s)
{
	int64_t days = unix_s / 86400, s = unix_s % 86400;
	int64_t z = days + 719468, era = z / 146097, doe = z % 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	int64_t day = doy - (153 * mp + 2) / 5 + 1, month = mp < 10 ? mp + 3 : mp - 9;
	return arena_printf(a, "%04d-%02d-%02d %02d:%02d:%02d UTC",
		(int)(yoe + era * 400 + (month <= 2)), (int)month, (int)day,
		(int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
}

const char *trust_type(struct arena *a, ldns_rr_type type)
{
	char *s = ldns_rr_type2str(type);
	const char *copy = arena_str(a, s ? s : "?");
	free(s);
	return copy;
}

bool trust_algorithm(int algorithm)
{
	switch (algorithm) {
	case LDNS_RSASHA1:
	case LDNS_RSASHA1_NSEC3:
	case LDNS_RSASHA256:
	case LDNS_RSASHA512:
	case LDNS_ECDSAP256SHA256:
	case LDNS_ECDSAP384SHA384:
	case LDNS_ED25519:
	case LDNS_ED448:
		return true;
	default:
		return false;
	}
}

ldns_rr_list *trust_set(
	const ldns_rr_list *list, const ldns_rdf *owner, ldns_rr_type type)
{
	ldns_rr_list *out = ldns_rr_list_new();
	bool four = type == LDNS_RR_TYPE_DS || type == LDNS_RR_TYPE_DNSKEY;
	for (size_t i = 0; i < ldns_rr_list_rr_count(list); i++) {
		ldns_rr *rr = ldns_rr_list_rr(list, i);
		if (four && (ldns_rr_rd_count(rr) != 4 ||
				    ldns_rr_list_rr_count(out) == TRUST_KEYS))
			continue;
		if (ldns_rr_get_type(rr) == type &&
			(!owner || ldns_dname_compare(ldns_rr_owner(rr), owner) == 0))
			ldns_rr_list_push_rr(out, rr);
	}
	return out;
}

static int64_t number(const ldns_rdf *rdf)
{
	switch (ldns_rdf_size(rdf)) {
	case 1:
		return ldns_rdf2native_int8(rdf);
	case 2:
		return ldns_rdf2native_int16(rdf);
	default:
		return ldns_rdf2native_int32(rdf);
	}
}

/* RFC 4034 section 3.1.5: 32 bits of seconds around now, by serial arithmetic. */
static int64_t moment(int64_t now, const ldns_rdf *rdf)
{
	uint32_t then = (uint32_t)ldns_rdf2native_int32(rdf);
	return now + (int32_t)(then - (uint32_t)now);
}

static int keys_of(const struct trusting *t, const struct trust_sig *sig)
{
	int n = 0;
	for (size_t i = 0; i < ldns_rr_list_rr_count(t->keys); i++) {
		const ldns_rr *key = ldns_rr_list_rr(t->keys, i);
		if (ldns_calc_keytag(key) == sig->key_tag &&
			number(ldns_rr_dnskey_algorithm(key)) == sig->algorithm)
			n++;
	}
	return n;
}

static enum sig_state state_of(struct trusting *t, const struct trust_sig *sig,
	const ldns_rr_list *set, const ldns_rr *rrsig)
{
	if (!trust_algorithm((int)sig->algorithm))
		return SIG_UNSUPPORTED;
	int tries = keys_of(t, sig);
	if (tries == 0)
		return SIG_NO_KEY;
	t->spent += tries;
	if (t->spent > TRUST_TRIES)
		return SIG_UNKNOWN;
	ldns_rr_list *good = ldns_rr_list_new();
	ldns_status status = ldns_verify_rrsig_keylist_notime(
		(ldns_rr_list *)set, (ldns_rr *)rrsig, t->keys, good);
	ldns_rr_list_free(good);
	if (status != LDNS_STATUS_OK)
		return SIG_BAD;
	if (t->now > sig->expiration)
		return SIG_EXPIRED;
	return t->now < sig->inception ? SIG_NOT_YET : SIG_GOOD;
}

static struct trust_sig read_sig(
	struct trusting *t, const ldns_rr_list *set, const ldns_rr *rr)
{
	struct trust_sig sig = {
		.owner = dns_rdf_text(t->arena, ldns_rr_owner(rr)),
		.covers = number(ldns_rr_rrsig_typecovered(rr)),
		.algorithm = number(ldns_rr_rrsig_algorithm(rr)),
		.key_tag = number(ldns_rr_rrsig_keytag(rr)),
		.inception = moment(t->now, ldns_rr_rrsig_inception(rr)),
		.expiration = moment(t->now, ldns_rr_rrsig_expiration(rr)),
		.signer = dns_rdf_text(t->arena, ldns_rr_rrsig_signame(rr)),
	};
	sig.state = state_of(t, &sig, set, rr);
	return sig;
}

static const char *words_of(const struct trusting *t, const struct trust_sig *sig)
{
	struct arena *a = t->arena;
	const char *what = arena_printf(a, "the RRSIG over %s of %s by key %d",
		trust_type(a, (ldns_rr_type)sig->covers), trust_zone_words(sig->owner),
		(int)sig->key_tag);
	switch (sig->state) {
	case SIG_EXPIRED:
		return arena_printf(
			a, "%s expired on %s", what, trust_date(a, sig->expiration));
	case SIG_NOT_YET:
		return arena_printf(a, "%s is not valid before %s", what,
			trust_date(a, sig->inception));
	case SIG_NO_KEY:
		return arena_printf(a, "%s, algorithm %d: %s publishes no such DNSKEY",
			what, (int)sig->algorithm, trust_zone_words(sig->signer));
	case SIG_UNSUPPORTED:
		return arena_printf(a, "%s is of algorithm %d, which is not supported",
			what, (int)sig->algorithm);
	default:
		return arena_printf(a,
			"%s does not verify: the records are not those that were signed",
			what);
	}
}

/* Of several bad ones the one that is nearest to good is worth telling. */
static int nearness(enum sig_state state)
{
	static const int rank[SIG__MAX] = {[SIG_UNSUPPORTED] = 1,
		[SIG_NO_KEY] = 2,
		[SIG_BAD] = 3,
		[SIG_NOT_YET] = 4,
		[SIG_EXPIRED] = 5,
		[SIG_GOOD] = 6};
	return rank[state];
}

bool trust_verify(struct trusting *t, const ldns_rr_list *set, const ldns_rr_list *sigs,
	const char **why)
{
	const ldns_rr *first = ldns_rr_list_rr(set, 0);
	struct trust_sig best = {0};
	if (!first)
		return false;
	for (size_t i = 0; i < ldns_rr_list_rr_count(sigs); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(sigs, i);
		if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_RRSIG ||
			ldns_rr_rd_count(rr) != 9 ||
			number(ldns_rr_rrsig_typecovered(rr)) !=
				(int64_t)ldns_rr_get_type(first) ||
			ldns_dname_compare(ldns_rr_owner(rr), ldns_rr_owner(first)) != 0)
			continue;
		struct trust_sig sig = read_sig(t, set, rr);
		if (t->step->sigs.n < SIGS_MAX)
			*VEC_ADD(t->arena, &t->step->sigs, struct trust_sig) = sig;
		if (nearness(sig.state) > nearness(best.state))
			best = sig;
	}
	if (best.state == SIG_GOOD)
		return true;
	*why = t->spent > TRUST_TRIES
		       ? "it has more keys and signatures than a validator tries"
	       : best.state == SIG_UNKNOWN
		       ? arena_printf(t->arena, "there is no RRSIG over %s of %s",
				 trust_type(t->arena, ldns_rr_get_type(first)),
				 trust_zone_words(
					 dns_rdf_text(t->arena, ldns_rr_owner(first))))
		       : words_of(t, &best);
	return false;
}

bool trust_denies_ds(const ldns_rr *rr, const ldns_rdf *zone)
{
	const ldns_rdf *bits = ldns_nsec_get_bitmap(rr);
	bool match;
	if (ldns_rr_rd_count(rr) < 2)
		return false;
	if (ldns_rr_get_type(rr) == LDNS_RR_TYPE_NSEC) {
		match = ldns_dname_compare(ldns_rr_owner(rr), zone) == 0;
	} else if (ldns_rr_rd_count(rr) < 5 ||
		   ldns_nsec3_iterations(rr) > TRUST_ITERATIONS) {
		return ldns_rr_rd_count(rr) >= 5;
	} else {
		ldns_rdf *hashed = ldns_nsec3_hash_name_frm_nsec3(rr, zone);
		ldns_rdf *parent = ldns_dname_left_chop(ldns_rr_owner(rr));
		if (!hashed || !parent ||
			ldns_dname_cat(hashed, parent) != LDNS_STATUS_OK) {
			ldns_rdf_deep_free(hashed);
			ldns_rdf_deep_free(parent);
			return false;
		}
		match = ldns_dname_compare(ldns_rr_owner(rr), hashed) == 0;
		bool skipped = !match && ldns_nsec3_optout(rr) &&
			       ldns_nsec_covers_name(rr, hashed);
		ldns_rdf_deep_free(hashed);
		ldns_rdf_deep_free(parent);
		if (skipped)
			return true;
	}
	return match && bits && !ldns_nsec_bitmap_covers_type(bits, LDNS_RR_TYPE_DS);
}
