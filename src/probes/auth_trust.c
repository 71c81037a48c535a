/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/auth.h"
#include "probes/dns_answer.h"
#include "probes/trust.h"

#include <string.h>

/* One zone of the chain, its messages read. */
struct link {
	struct auth_zone *zone;
	struct link *parent;
	struct trusting t;
	ldns_rdf *apex;
	ldns_pkt *above; /* with DS: a referral, or the answer to a question for it */
	ldns_pkt *own;   /* with DNSKEY */
	ldns_rr_list *ds, *keys;
	enum dnssec state;
};

static bool broken(struct link *k, const char *why)
{
	k->state = DNSSEC_BOGUS;
	k->t.step->why = why;
	return false;
}

static ldns_pkt *packet(struct bytes b)
{
	ldns_pkt *pkt = NULL;
	if (b.n && ldns_wire2pkt(&pkt, b.p, b.n) == LDNS_STATUS_OK)
		return pkt;
	return NULL;
}

static const ldns_rr_list *section_above(const struct link *k)
{
	if (!k->above)
		return NULL;
	return k->zone->ds.n ? ldns_pkt_answer(k->above) : ldns_pkt_authority(k->above);
}

static int octet(const ldns_rdf *rdf)
{
	return rdf && ldns_rdf_size(rdf) == 1 ? *ldns_rdf_data(rdf) : -1;
}

/* -- what is there, for people ------------------------------------------------------- */
static void show_ds(struct link *k)
{
	struct arena *a = k->t.arena;
	for (size_t i = 0; i < ldns_rr_list_rr_count(k->ds); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(k->ds, i);
		if (ldns_rr_get_type(rr) == LDNS_RR_TYPE_DNSKEY)
			VEC_PUSH(a, &k->t.step->ds,
				arena_printf(a, "%d %d", (int)ldns_calc_keytag(rr),
					octet(ldns_rr_dnskey_algorithm(rr))));
		else if (ldns_rr_rd_count(rr) == 4)
			VEC_PUSH(a, &k->t.step->ds,
				arena_printf(a, "%d %d %d",
					ldns_rdf2native_int16(ldns_rr_rdf(rr, 0)),
					octet(ldns_rr_rdf(rr, 1)),
					octet(ldns_rr_rdf(rr, 2))));
	}
}

static void show_keys(struct link *k)
{
	struct arena *a = k->t.arena;
	for (size_t i = 0; i < ldns_rr_list_rr_count(k->keys); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(k->keys, i);
		if (ldns_rr_rd_count(rr) == 4)
			VEC_PUSH(a, &k->t.step->keys,
				arena_printf(a, "%d %d %d", (int)ldns_calc_keytag(rr),
					octet(ldns_rr_dnskey_algorithm(rr)),
					ldns_rdf2native_int16(ldns_rr_rdf(rr, 0))));
	}
}

static const char *joined(struct arena *a, const strs *list)
{
	const char *s = list->n ? list->v[0] : "none";
	for (size_t i = 1; i < list->n && i < 8; i++)
		s = arena_printf(a, "%s, %s", s, list->v[i]);
	return s;
}

/* -- no DS: the parent must prove it --------------------------------------------- */
static bool proved_unsigned(struct link *k)
{
	static const ldns_rr_type types[] = {LDNS_RR_TYPE_NSEC, LDNS_RR_TYPE_NSEC3};
	const ldns_rr_list *list = k->above ? ldns_pkt_authority(k->above) : NULL;
	const char *why = NULL;
	size_t n = ldns_rr_list_rr_count(list);
	for (size_t i = 0; i < n && i < TRUST_RECORDS; i++) {
		const ldns_rr *rr = ldns_rr_list_rr(list, i);
		ldns_rr_type type = ldns_rr_get_type(rr);
		if ((type != types[0] && type != types[1]) ||
			!trust_denies_ds(rr, k->apex))
			continue;
		ldns_rr_list *set = trust_set(list, ldns_rr_owner(rr), type);
		bool good = trust_verify(&k->t, set, list, &why);
		ldns_rr_list_free(set);
		if (good)
			return true;
	}
	return broken(k, arena_printf(k->t.arena,
				 "%s has no DS for %s, and no valid NSEC or NSEC3 record "
				 "proves it%s%s",
				 trust_zone_words(k->parent->zone->name), k->zone->name,
				 why ? ": " : "", why ? why : ""));
}

/* -- from DS to DNSKEY ------------------------------------------------------------ */
static bool usable_ds(const ldns_rr *rr)
{
	if (ldns_rr_get_type(rr) == LDNS_RR_TYPE_DNSKEY)
		return true;
	int digest = octet(ldns_rr_rdf(rr, 2));
	return ldns_rr_rd_count(rr) == 4 && trust_algorithm(octet(ldns_rr_rdf(rr, 1))) &&
	       (digest == 1 || digest == 2 || digest == 4);
}

static bool any_usable_ds(const struct link *k)
{
	for (size_t i = 0; i < ldns_rr_list_rr_count(k->ds); i++)
		if (usable_ds(ldns_rr_list_rr(k->ds, i)))
			return true;
	return false;
}

/* The keys that a DS fits: they alone vouch for the whole set. */
static ldns_rr_list *entry_keys(const struct link *k)
{
	ldns_rr_list *out = ldns_rr_list_new();
	for (size_t i = 0; i < ldns_rr_list_rr_count(k->keys); i++)
		for (size_t j = 0; j < ldns_rr_list_rr_count(k->ds); j++) {
			ldns_rr *key = ldns_rr_list_rr(k->keys, i);
			if (!usable_ds(ldns_rr_list_rr(k->ds, j)) ||
				!ldns_rr_compare_ds(ldns_rr_list_rr(k->ds, j), key))
				continue;
			ldns_rr_list_push_rr(out, key);
			break;
		}
	return out;
}

static bool keys_hold(struct link *k)
{
	struct arena *a = k->t.arena;
	struct trust_step *step = k->t.step;
	const char *zone = trust_zone_words(k->zone->name), *why = NULL;
	const char *above =
		k->parent ? trust_zone_words(k->parent->zone->name) : "the trust anchor";
	if (ldns_rr_list_rr_count(k->keys) == 0)
		return broken(k,
			arena_printf(a, "%s has a DS in %s (%s), but publishes no DNSKEY",
				zone, above, joined(a, &step->ds)));
	ldns_rr_list *entry = entry_keys(k);
	step->ds_matches = ldns_rr_list_rr_count(entry) > 0;
	k->t.keys = entry;
	bool good = step->ds_matches &&
		    trust_verify(&k->t, k->keys, ldns_pkt_answer(k->own), &why);
	k->t.keys = k->keys;
	ldns_rr_list_free(entry);
	if (good)
		return true;
	if (!step->ds_matches)
		why = arena_printf(a,
			"no DNSKEY of %s fits what %s has for it: %s there, %s here (key "
			"tag, algorithm, digest or flags)",
			zone, above, joined(a, &step->ds), joined(a, &step->keys));
	return broken(k, why);
}

static bool ds_holds(struct link *k)
{
	const char *why = NULL;
	if (!k->parent) /* trust anchors need no signature */
		return true;
	k->t.keys = k->parent->keys;
	if (trust_verify(&k->t, k->ds, section_above(k), &why))
		return true;
	return broken(k, why);
}

/* False: the zone is not secure; k->state says what it is. */
static bool zone_holds(struct link *k)
{
	struct arena *a = k->t.arena;
	enum dnssec above = k->parent ? k->parent->state : DNSSEC_SECURE;
	k->state = above;
	if (above == DNSSEC_BOGUS)
		return broken(k, arena_printf(a, "the zone above it, %s, is bogus",
					 trust_zone_words(k->parent->zone->name)));
	if (above != DNSSEC_SECURE)
		return false;
	if (k->parent && !k->above) {
		k->state = DNSSEC_UNKNOWN;
		k->t.step->why = "no answer about its DS came";
		return false;
	}
	if (ldns_rr_list_rr_count(k->ds) == 0) {
		k->t.keys = k->parent ? k->parent->keys : NULL;
		if (k->parent && proved_unsigned(k))
			k->state = DNSSEC_INSECURE;
		return false;
	}
	if (!ds_holds(k))
		return false;
	if (!any_usable_ds(k)) {
		k->state = DNSSEC_INSECURE;
		return false;
	}
	if (!k->own) {
		k->state = DNSSEC_UNKNOWN;
		k->t.step->why = "no answer about its DNSKEY came";
		return false;
	}
	return keys_hold(k);
}

/* -- what was asked --------------------------------------------------------------- */
static bool made_of_dname(const ldns_rr_list *list, const ldns_rr *rr)
{
	if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_CNAME)
		return false;
	for (size_t i = 0; i < ldns_rr_list_rr_count(list); i++)
		if (ldns_rr_get_type(ldns_rr_list_rr(list, i)) == LDNS_RR_TYPE_DNAME &&
			ldns_dname_is_subdomain(ldns_rr_owner(rr),
				ldns_rr_owner(ldns_rr_list_rr(list, i))))
			return true;
	return false;
}

/* Each set of the section that the zone holds is signed. */
static bool sets_hold(struct link *k, const ldns_rr_list *list)
{
	const char *why = NULL;
	size_t n = ldns_rr_list_rr_count(list);
	for (size_t i = 0; i < n && i < TRUST_RECORDS; i++) {
		const ldns_rr *rr = ldns_rr_list_rr(list, i);
		const ldns_rdf *owner = ldns_rr_owner(rr);
		ldns_rr_type type = ldns_rr_get_type(rr);
		if (type == LDNS_RR_TYPE_RRSIG || made_of_dname(list, rr) ||
			(!ldns_dname_is_subdomain(owner, k->apex) &&
				ldns_dname_compare(owner, k->apex) != 0))
			continue;
		bool before = false;
		for (size_t j = 0; j < i && !before; j++) {
			const ldns_rr *other = ldns_rr_list_rr(list, j);
			before = ldns_rr_get_type(other) == type &&
				 ldns_dname_compare(ldns_rr_owner(other), owner) == 0;
		}
		if (before || type == LDNS_RR_TYPE_NS)
			continue;
		ldns_rr_list *set = trust_set(list, owner, type);
		bool good = trust_verify(&k->t, set, list, &why);
		ldns_rr_list_free(set);
		if (!good)
			return broken(k, why);
	}
	return true;
}

static bool denial_is_there(struct link *k, const struct auth_kept *kept, ldns_pkt *pkt)
{
	const ldns_rr_list *list = ldns_pkt_authority(pkt);
	if (ldns_rr_list_rr_count(ldns_pkt_answer(pkt)))
		return true;
	for (size_t i = 0; i < ldns_rr_list_rr_count(list); i++) {
		ldns_rr_type type = ldns_rr_get_type(ldns_rr_list_rr(list, i));
		if (type == LDNS_RR_TYPE_NSEC || type == LDNS_RR_TYPE_NSEC3)
			return true;
	}
	return broken(k,
		arena_printf(k->t.arena,
			"%s says that there is no %s of %s, and no NSEC or NSEC3 "
			"record proves it",
			k->zone->name, trust_type(k->t.arena, (ldns_rr_type)kept->type),
			kept->owner));
}

static void answers_hold(struct link *k)
{
	for (size_t i = 0; i < k->zone->kept.n && k->state == DNSSEC_SECURE; i++) {
		const struct auth_kept *kept = k->zone->kept.v[i];
		ldns_pkt *pkt = packet(kept->packet);
		if (!pkt)
			continue;
		if (sets_hold(k, ldns_pkt_answer(pkt)) && denial_is_there(k, kept, pkt))
			(void)sets_hold(k, ldns_pkt_authority(pkt));
		ldns_pkt_free(pkt);
	}
}

/* -- the chain -------------------------------------------------------------------- */
static ldns_rr_list *anchors(const struct auth *w)
{
	ldns_rr_list *out = ldns_rr_list_new();
	for (size_t i = 0; i < w->s->roots.anchors.n; i++) {
		ldns_rr *rr = NULL;
		if (ldns_rr_new_frm_str(&rr, w->s->roots.anchors.v[i], 0, NULL, NULL) ==
			LDNS_STATUS_OK)
			ldns_rr_list_push_rr(out, rr);
	}
	return out;
}

static void take_step(struct auth *w, struct link *k)
{
	struct auth_zone *z = k->zone;
	struct trust_step *step =
		VEC_ADD(w->arena, &w->look->evidence->dns.trust, struct trust_step);
	step->zone = z->name;
	k->t = (struct trusting){
		.arena = w->arena, .now = w->look->target->now, .step = step};
	k->apex = ldns_dname_new_frm_str(*z->name ? z->name : ".");
	k->above = packet(z->ds.n ? z->ds : z->referral);
	k->own = packet(z->dnskey);
	k->ds = k->parent ? trust_set(section_above(k), k->apex, LDNS_RR_TYPE_DS)
			  : anchors(w);
	k->keys = trust_set(
		k->own ? ldns_pkt_answer(k->own) : NULL, k->apex, LDNS_RR_TYPE_DNSKEY);
	show_ds(k);
	show_keys(k);
	bool secure = zone_holds(k);
	enum dnssec state = k->state;
	if (secure) {
		k->t.keys = k->keys;
		answers_hold(k);
	}
	step->dnssec = k->state;
	k->state = state; /* a bad answer of this zone breaks none below it */
	step->obs.seen = step->dnssec == DNSSEC_UNKNOWN ? SEEN_FAILED : SEEN_YES;
	step->obs.excerpt = step->why;
	step->obs.source = "DS, DNSKEY and RRSIG records as the servers give them";
	step->obs.at = look_at(w->look);
}

static void free_link(struct link *k)
{
	if (k->parent)
		ldns_rr_list_free(k->ds);
	else
		ldns_rr_list_deep_free(k->ds);
	ldns_rr_list_free(k->keys);
	ldns_pkt_free(k->above);
	ldns_pkt_free(k->own);
	ldns_rdf_deep_free(k->apex);
}

/* Parents stand before their children: no zone is known before the one that refers. */
void auth_trust(struct auth *w)
{
	struct link *links = arena_array(w->arena, w->zones.n, sizeof(*links));
	size_t n = 0;
	for (size_t i = 0; i < w->zones.n && w->heard; i++) {
		struct auth_zone *z = w->zones.v[i];
		struct link *k = &links[n];
		if (z->look && z->look->obs.seen != SEEN_YES)
			continue;
		k->zone = z;
		for (size_t j = 0; j < n; j++)
			if (links[j].zone == z->parent)
				k->parent = &links[j];
		if (z->parent && !k->parent)
			continue;
		take_step(w, k);
		n++;
	}
	for (size_t i = 0; i < n; i++)
		free_link(&links[i]);
}
