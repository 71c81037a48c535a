/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/dns_answer.h"
#include "text.h"

#include <ldns/ldns.h>
#include <stdlib.h>
#include <string.h>

struct reading {
	struct arena *arena;
	const ldns_rr_list *answers;
	struct dns_answer *out;
	ldns_rr_type type;
};

static bool printable(const char *s)
{
	for (; *s; s++)
		if (*s < ' ' || *s > '~')
			return false;
	return true;
}

const char *dns_rdf_text(struct arena *a, const ldns_rdf *rdf)
{
	char *s = ldns_rdf2str(rdf);
	if (!s || !printable(s)) {
		free(s);
		return "?";
	}
	size_t n = strlen(s);
	if (ldns_rdf_get_type(rdf) == LDNS_RDF_TYPE_DNAME && n > 0 && s[n - 1] == '.')
		n--;
	const char *copy = arena_dup(a, s, n);
	free(s);
	return copy;
}

/* For an excerpt: the root has its dot. */
static const char *rdf_text(struct arena *a, const ldns_rdf *rdf)
{
	const char *s = dns_rdf_text(a, rdf);
	return *s ? s : ".";
}

const char *dns_rcode_text(struct arena *a, int64_t rcode)
{
	const ldns_lookup_table *row = ldns_lookup_by_id(ldns_rcodes, (int)rcode);
	return row ? row->name : arena_printf(a, "RCODE%d", (int)rcode);
}

static bool same_name(const ldns_rdf *a, const ldns_rdf *b)
{
	return ldns_dname_compare(a, b) == 0;
}

/* The target of the CNAME that owner has, or NULL. */
static const ldns_rdf *cname_of(const struct reading *r, const ldns_rdf *owner)
{
	for (size_t i = 0; i < ldns_rr_list_rr_count(r->answers); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(r->answers, i);
		if (ldns_rr_get_type(rr) == LDNS_RR_TYPE_CNAME &&
			ldns_rr_rd_count(rr) == 1 && same_name(ldns_rr_owner(rr), owner))
			return ldns_rr_rdf(rr, 0);
	}
	return NULL;
}

/* The end of the chain that begins at owner; NULL when it has none. */
static const ldns_rdf *follow(struct reading *r, const ldns_rdf *owner)
{
	const ldns_rdf *passed[DNS_CHAIN_MAX];
	size_t n = 0;
	for (;;) {
		const ldns_rdf *next = cname_of(r, owner);
		if (!next)
			return owner;
		if (n == DNS_CHAIN_MAX)
			return NULL;
		passed[n++] = owner;
		VEC_PUSH(r->arena, &r->out->chain, rdf_text(r->arena, next));
		for (size_t i = 0; i < n; i++)
			if (same_name(passed[i], next))
				return NULL;
		owner = next;
	}
}

static void add_address(struct reading *r, const ldns_rr *rr)
{
	const ldns_rdf *rdf = ldns_rr_rd_count(rr) == 1 ? ldns_rr_rdf(rr, 0) : NULL;
	struct ip ip = {0};
	if (rdf && r->type == LDNS_RR_TYPE_A && ldns_rdf_size(rdf) == 4)
		ip = ip_from4(ldns_rdf_data(rdf));
	if (rdf && r->type == LDNS_RR_TYPE_AAAA && ldns_rdf_size(rdf) == 16)
		ip = ip_from6(ldns_rdf_data(rdf));
	if (!ip.family || r->out->addresses.n == DNS_ADDRESSES_MAX)
		return;
	for (size_t i = 0; i < r->out->addresses.n; i++)
		if (ip_equal(r->out->addresses.v[i], &ip))
			return;
	*VEC_ADD(r->arena, &r->out->addresses, struct ip) = ip;
	int64_t ttl = ldns_rr_ttl(rr);
	if (r->out->ttl < 0 || ttl < r->out->ttl)
		r->out->ttl = ttl;
}

static void read_addresses(struct reading *r, const ldns_rdf *owner)
{
	for (size_t i = 0; i < ldns_rr_list_rr_count(r->answers); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(r->answers, i);
		if (ldns_rr_get_type(rr) == r->type &&
			same_name(ldns_rr_owner(rr), owner))
			add_address(r, rr);
	}
}

static void add_record(struct arena *a, struct text *t, const ldns_rr *rr)
{
	char *type = ldns_rr_type2str(ldns_rr_get_type(rr));
	struct text rdata;
	text_init(&rdata, a, DNS_RDATA_TEXT_MAX);
	for (size_t i = 0; i < ldns_rr_rd_count(rr) && !rdata.over; i++)
		text_printf(&rdata, " %s", rdf_text(a, ldns_rr_rdf(rr, i)));
	text_printf(t, "%s%s%s%s", t->n ? ", " : "", type ? type : "?", text_str(&rdata),
		rdata.over ? "..." : "");
	free(type);
}

static const char *list_text(struct arena *a, const ldns_rr_list *answers)
{
	struct text t;
	int left_out = 0;
	text_init(&t, a, DNS_EXCERPT_MAX);
	for (size_t i = 0; i < ldns_rr_list_rr_count(answers); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(answers, i);
		if (ldns_rr_get_type(rr) == LDNS_RR_TYPE_RRSIG ||
			ldns_rr_rd_count(rr) == 0)
			continue;
		if (t.n + DNS_RDATA_TEXT_MAX + 64 > DNS_EXCERPT_MAX)
			left_out++;
		else
			add_record(a, &t, rr);
	}
	if (left_out)
		text_printf(&t, ", and %d more", left_out);
	return text_str(&t);
}

static void conclude(struct reading *r, const ldns_pkt *pkt, bool chained)
{
	struct dns_answer *out = r->out;
	const char *records = list_text(r->arena, r->answers);
	const char *comma = *records ? ", " : "";
	const char *type = r->type == LDNS_RR_TYPE_AAAA ? "AAAA" : "A";
	out->rcode = ldns_pkt_get_rcode(pkt);
	out->nxdomain = out->rcode == LDNS_RCODE_NXDOMAIN;
	if (out->rcode != LDNS_RCODE_NOERROR && !out->nxdomain) {
		out->obs.seen = SEEN_FAILED;
		out->obs.excerpt = dns_rcode_text(r->arena, out->rcode);
	} else if (!chained) {
		out->obs.seen = SEEN_FAILED;
		out->obs.excerpt = arena_printf(
			r->arena, "%s: the chain of CNAMEs does not end", records);
	} else if (out->addresses.n) {
		out->obs.seen = SEEN_YES;
		out->obs.excerpt = records;
	} else {
		out->obs.seen = SEEN_NO;
		out->obs.excerpt =
			out->nxdomain
				? arena_printf(r->arena, "%s%sNXDOMAIN", records, comma)
				: arena_printf(r->arena, "%s%sno %s record", records,
					  comma, type);
	}
}

void dns_answer_read(struct arena *a, const char *name, int type, const void *packet,
	size_t n, struct dns_answer *out)
{
	struct reading r = {.arena = a, .out = out, .type = (ldns_rr_type)type};
	ldns_pkt *pkt = NULL;
	ldns_rdf *owner = ldns_dname_new_frm_str(name);
	out->rcode = out->ttl = -1;
	ldns_status status = ldns_wire2pkt(&pkt, packet, n);
	if (status != LDNS_STATUS_OK || !owner) {
		out->obs.seen = SEEN_FAILED;
		out->obs.excerpt = arena_printf(a, "not a DNS message: %s",
			status == LDNS_STATUS_OK ? "no name"
						 : ldns_get_errorstr_by_id(status));
	} else {
		r.answers = ldns_pkt_answer(pkt);
		const ldns_rdf *last = follow(&r, owner);
		if (last && ldns_pkt_get_rcode(pkt) == LDNS_RCODE_NOERROR)
			read_addresses(&r, last);
		conclude(&r, pkt, last != NULL);
		ldns_pkt_free(pkt);
	}
	ldns_rdf_deep_free(owner);
}

const char *dns_answer_text(struct arena *a, const void *packet, size_t n)
{
	ldns_pkt *pkt = NULL;
	if (ldns_wire2pkt(&pkt, packet, n) != LDNS_STATUS_OK)
		return "not a DNS message";
	const char *s = list_text(a, ldns_pkt_answer(pkt));
	ldns_pkt_free(pkt);
	return s;
}
