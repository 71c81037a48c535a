/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/dns_view.h"
#include "probes/dns_answer.h"
#include "text.h"

#include <ldns/ldns.h>
#include <stdlib.h>
#include <string.h>

struct viewing {
	struct arena *arena;
	const ldns_rr_list *answers;
	struct dns_view *out;
	ldns_rr_type type;
	size_t bytes; /* of record data kept so far */
};

enum { BYTES_KEPT_MAX = 4 * RECORD_BYTES_MAX }; /* of one message: none is longer */

static bool same_name(const ldns_rdf *a, const ldns_rdf *b)
{
	return ldns_dname_compare(a, b) == 0;
}

static const char *record_text(struct arena *a, const ldns_rr *rr)
{
	struct text t;
	text_init(&t, a, VIEW_TEXT_MAX);
	for (size_t i = 0; i < ldns_rr_rd_count(rr) && !t.over; i++) {
		const char *s = dns_rdf_text(a, ldns_rr_rdf(rr, i));
		text_printf(&t, "%s%s", i ? " " : "", *s ? s : ".");
	}
	return t.over ? arena_printf(a, "%s...", text_str(&t)) : text_str(&t);
}

/* Character-strings joined (RFC 1035 section 3.3.14), without their lengths. */
static struct bytes strings_joined(struct arena *a, const ldns_rr *rr)
{
	size_t n = 0, at = 0;
	for (size_t i = 0; i < ldns_rr_rd_count(rr); i++)
		n += ldns_rdf_size(ldns_rr_rdf(rr, i));
	unsigned char *p = arena_alloc(a, n + 1);
	for (size_t i = 0; i < ldns_rr_rd_count(rr); i++) {
		const ldns_rdf *rdf = ldns_rr_rdf(rr, i);
		if (ldns_rdf_size(rdf) == 0)
			continue;
		memcpy(p + at, ldns_rdf_data(rdf) + 1, ldns_rdf_size(rdf) - 1);
		at += ldns_rdf_size(rdf) - 1;
	}
	return (struct bytes){.p = p, .n = at};
}

static struct bytes as_on_the_wire(struct arena *a, const ldns_rr *rr)
{
	size_t n = 0, at = 0;
	for (size_t i = 0; i < ldns_rr_rd_count(rr); i++)
		n += ldns_rdf_size(ldns_rr_rdf(rr, i));
	unsigned char *p = arena_alloc(a, n + 1);
	for (size_t i = 0; i < ldns_rr_rd_count(rr); i++) {
		const ldns_rdf *rdf = ldns_rr_rdf(rr, i);
		memcpy(p + at, ldns_rdf_data(rdf), ldns_rdf_size(rdf));
		at += ldns_rdf_size(rdf);
	}
	return (struct bytes){.p = p, .n = n};
}

/* RFC 8659 section 4.1. */
static void caa_parts(struct arena *a, const ldns_rr *rr, struct dns_record *out)
{
	const ldns_rdf *flags = ldns_rr_rdf(rr, 0), *tag = ldns_rr_rdf(rr, 1);
	const ldns_rdf *value = ldns_rr_rdf(rr, 2);
	out->flags = ldns_rdf_size(flags) == 1 ? *ldns_rdf_data(flags) : 0;
	if (ldns_rdf_size(tag) > 1)
		out->tag = arena_dup(a, ldns_rdf_data(tag) + 1, ldns_rdf_size(tag) - 1);
	else
		out->tag = "";
	out->data.n = ldns_rdf_size(value);
	out->data.p = arena_dup(a, ldns_rdf_data(value), out->data.n);
}

void dns_view_record(struct arena *a, const ldns_rr *rr, struct dns_record *out)
{
	out->owner = dns_rdf_text(a, ldns_rr_owner(rr));
	out->type = ldns_rr_get_type(rr);
	out->ttl = ldns_rr_ttl(rr);
	out->text = record_text(a, rr);
	switch (ldns_rr_get_type(rr)) {
	case LDNS_RR_TYPE_TXT:
		out->data = strings_joined(a, rr);
		out->strings = (int64_t)ldns_rr_rd_count(rr);
		break;
	case LDNS_RR_TYPE_CNAME:
	case LDNS_RR_TYPE_DNAME:
	case LDNS_RR_TYPE_NS:
		if (ldns_rr_rd_count(rr) == 1) {
			const char *s = dns_rdf_text(a, ldns_rr_rdf(rr, 0));
			out->data = (struct bytes){
				.p = (const unsigned char *)s, .n = strlen(s)};
		}
		break;
	case LDNS_RR_TYPE_CAA:
		if (ldns_rr_rd_count(rr) == 3) {
			caa_parts(a, rr, out);
			break;
		}
		out->data = as_on_the_wire(a, rr);
		break;
	default:
		out->data = as_on_the_wire(a, rr);
	}
}

/* The record of this type that owner has, or that a DNAME above it is. */
static const ldns_rr *record_of(
	const struct viewing *v, ldns_rr_type type, const ldns_rdf *owner)
{
	for (size_t i = 0; i < ldns_rr_list_rr_count(v->answers); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(v->answers, i);
		if (ldns_rr_get_type(rr) != type || ldns_rr_rd_count(rr) != 1)
			continue;
		if (type == LDNS_RR_TYPE_DNAME
				? ldns_dname_is_subdomain(owner, ldns_rr_owner(rr))
				: same_name(ldns_rr_owner(rr), owner))
			return rr;
	}
	return NULL;
}

static void add_link(struct viewing *v, const ldns_rr *rr)
{
	dns_view_record(
		v->arena, rr, VEC_ADD(v->arena, &v->out->chain, struct dns_record));
}

/* The end of the chain that begins at owner; NULL when it has none. */
static const ldns_rdf *follow(struct viewing *v, const ldns_rdf *owner)
{
	const ldns_rdf *passed[DNS_CHAIN_MAX];
	size_t n = 0;
	if (v->type == LDNS_RR_TYPE_CNAME || v->type == LDNS_RR_TYPE_DNAME)
		return owner;
	for (;;) {
		const ldns_rr *dname = record_of(v, LDNS_RR_TYPE_DNAME, owner);
		const ldns_rr *cname = record_of(v, LDNS_RR_TYPE_CNAME, owner);
		if (!cname)
			return owner;
		if (n == DNS_CHAIN_MAX)
			return NULL;
		if (dname)
			add_link(v, dname);
		add_link(v, cname);
		passed[n++] = owner;
		owner = ldns_rr_rdf(cname, 0);
		for (size_t i = 0; i < n; i++)
			if (same_name(passed[i], owner))
				return NULL;
	}
}

static void take(struct viewing *v, const ldns_rr *rr)
{
	if (v->out->records.n == RECORDS_KEPT || v->bytes > BYTES_KEPT_MAX) {
		v->out->truncated = true;
		return;
	}
	struct dns_record *r = VEC_ADD(v->arena, &v->out->records, struct dns_record);
	dns_view_record(v->arena, rr, r);
	v->bytes += r->data.n;
}

static void take_all(struct viewing *v, const ldns_rr_list *list, const ldns_rdf *owner)
{
	for (size_t i = 0; i < ldns_rr_list_rr_count(list); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(list, i);
		if (ldns_rr_get_type(rr) == v->type &&
			(!owner || same_name(ldns_rr_owner(rr), owner)))
			take(v, rr);
	}
}

/* RFC 2308 section 5: the lesser of the SOA's own TTL and its MINIMUM field. */
static void read_soa(struct viewing *v, const ldns_rr_list *authority)
{
	for (size_t i = 0; i < ldns_rr_list_rr_count(authority); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(authority, i);
		if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_SOA || ldns_rr_rd_count(rr) != 7)
			continue;
		uint32_t minimum = ldns_rdf2native_int32(ldns_rr_rdf(rr, 6));
		uint32_t ttl = ldns_rr_ttl(rr);
		v->out->soa = dns_rdf_text(v->arena, ldns_rr_owner(rr));
		v->out->negative_ttl = minimum < ttl ? minimum : ttl;
		return;
	}
}

static const char *type_text(struct arena *a, ldns_rr_type type)
{
	char *s = ldns_rr_type2str(type);
	const char *copy = arena_str(a, s ? s : "?");
	free(s);
	return copy;
}

static const char *found_text(struct viewing *v)
{
	struct text t;
	size_t all = v->out->chain.n + v->out->records.n;
	text_init(&t, v->arena, VIEW_EXCERPT_MAX);
	for (size_t i = 0; i < all && !t.over; i++) {
		const struct dns_record *r =
			i < v->out->chain.n ? v->out->chain.v[i]
					    : v->out->records.v[i - v->out->chain.n];
		text_printf(&t, "%s%s %s", i ? ", " : "",
			type_text(v->arena, (ldns_rr_type)r->type), r->text);
	}
	return t.over ? arena_printf(v->arena, "%s...", text_str(&t)) : text_str(&t);
}

static void conclude(struct viewing *v, bool chained)
{
	struct dns_view *out = v->out;
	const char *found = found_text(v);
	const char *comma = *found ? ", " : "";
	if (out->rcode != LDNS_RCODE_NOERROR && !out->nxdomain) {
		out->obs.seen = SEEN_FAILED;
		out->obs.excerpt = dns_rcode_text(v->arena, out->rcode);
	} else if (!chained) {
		out->obs.seen = SEEN_FAILED;
		out->obs.excerpt = arena_printf(
			v->arena, "%s: the chain of CNAMEs does not end", found);
	} else if (out->records.n) {
		out->obs.seen = SEEN_YES;
		out->obs.excerpt = found;
	} else {
		out->obs.seen = SEEN_NO;
		out->obs.excerpt =
			out->nxdomain
				? arena_printf(v->arena, "%s%sNXDOMAIN", found, comma)
				: arena_printf(v->arena, "%s%sno %s record", found, comma,
					  type_text(v->arena, v->type));
	}
}

struct dns_view dns_view_none(
	const char *owner, int type, enum seen seen, const char *excerpt)
{
	return (struct dns_view){.owner = owner,
		.type = type,
		.rcode = -1,
		.negative_ttl = -1,
		.obs = {.seen = seen, .excerpt = excerpt}};
}

void dns_view_packet(struct arena *a, const char *name, int type, const ldns_pkt *pkt,
	struct dns_view *out)
{
	struct viewing v = {.arena = a,
		.out = out,
		.type = (ldns_rr_type)type,
		.answers = ldns_pkt_answer(pkt)};
	ldns_rdf *owner = ldns_dname_new_frm_str(*name ? name : ".");
	*out = dns_view_none(arena_str(a, name), type, SEEN_FAILED, "no name");
	if (!owner)
		return;
	out->rcode = ldns_pkt_get_rcode(pkt);
	out->nxdomain = out->rcode == LDNS_RCODE_NXDOMAIN;
	const ldns_rdf *last = follow(&v, owner);
	if (last) {
		out->end = dns_rdf_text(a, last);
		if (out->rcode == LDNS_RCODE_NOERROR)
			take_all(&v, v.answers, last);
	}
	if (out->records.n == 0)
		read_soa(&v, ldns_pkt_authority(pkt));
	conclude(&v, last != NULL);
	ldns_rdf_deep_free(owner);
}

void dns_view_read(struct arena *a, const char *name, int type, const void *packet,
	size_t n, struct dns_view *out)
{
	ldns_pkt *pkt = NULL;
	ldns_status status = ldns_wire2pkt(&pkt, packet, n);
	if (status == LDNS_STATUS_OK) {
		dns_view_packet(a, name, type, pkt, out);
		ldns_pkt_free(pkt);
		return;
	}
	*out = dns_view_none(arena_str(a, name), type, SEEN_FAILED,
		arena_printf(
			a, "not a DNS message: %s", ldns_get_errorstr_by_id(status)));
}

void dns_view_referral(struct arena *a, const char *zone, int type, const ldns_pkt *pkt,
	struct dns_view *out)
{
	struct viewing v = {.arena = a, .out = out, .type = (ldns_rr_type)type};
	ldns_rdf *owner = ldns_dname_new_frm_str(*zone ? zone : ".");
	*out = dns_view_none(arena_str(a, zone), type, SEEN_FAILED, "no name");
	if (!owner)
		return;
	out->rcode = ldns_pkt_get_rcode(pkt);
	out->end = out->owner;
	take_all(&v, ldns_pkt_authority(pkt), owner);
	conclude(&v, true);
	ldns_rdf_deep_free(owner);
}
