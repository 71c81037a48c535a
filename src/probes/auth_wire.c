/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/auth_wire.h"

#include <ldns/ldns.h>
#include <string.h>

enum { HEAD = 12, OPT = 41, CLASS_IN = 1, OPTION_SUBNET = 8, FAMILY_4 = 1 };

static size_t put16(unsigned char *out, size_t at, unsigned v)
{
	out[at] = (unsigned char)(v >> 8);
	out[at + 1] = (unsigned char)v;
	return at + 2;
}

static unsigned get16(const unsigned char *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static bool letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t put_name(
	unsigned char *out, size_t at, const char *name, const uint8_t caps[32])
{
	ldns_rdf *rdf = ldns_dname_new_frm_str(*name ? name : ".");
	if (!rdf)
		return 0;
	size_t n = ldns_rdf_size(rdf);
	const unsigned char *p = ldns_rdf_data(rdf);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = p[i];
		if (letter(c))
			c = (unsigned char)((c | 0x20) ^
					    (caps[i / 8] >> i % 8 & 1 ? 0x20 : 0));
		out[at + i] = c;
	}
	/* a length octet is below 64 and never a letter's */
	ldns_rdf_deep_free(rdf);
	return at + n;
}

static size_t put_subnet(unsigned char *out, size_t at, const struct cidr *subnet)
{
	size_t octets = ((size_t)subnet->bits + 7) / 8;
	at = put16(out, at, OPTION_SUBNET);
	at = put16(out, at, (unsigned)(4 + octets));
	at = put16(out, at, FAMILY_4);
	out[at++] = (unsigned char)subnet->bits;
	out[at++] = 0;
	memcpy(out + at, subnet->ip.addr, octets);
	return at + octets;
}

size_t auth_wire_query(const struct auth_question *q, uint16_t id, const uint8_t caps[32],
	unsigned char *out)
{
	memset(out, 0, HEAD);
	(void)put16(out, 0, id);
	out[5] = 1;  /* one question */
	out[11] = 1; /* OPT */
	size_t at = put_name(out, HEAD, q->name, caps);
	if (at == 0)
		return 0;
	at = put16(out, at, (unsigned)q->type);
	at = put16(out, at, CLASS_IN);
	out[at++] = 0; /* OPT's owner */
	at = put16(out, at, OPT);
	at = put16(out, at, AUTH_EDNS);
	at = put16(out, at, 0);
	at = put16(out, at, q->dnssec ? 0x8000 : 0);
	size_t length = at;
	at = put16(out, at, 0);
	if (q->subnet) {
		at = put_subnet(out, at, q->subnet);
		(void)put16(out, length, (unsigned)(at - length - 2));
	}
	return at;
}

/* Octets of the question section of a query of ours. */
static size_t question_length(const unsigned char *query, size_t n)
{
	size_t at = HEAD;
	while (at < n && query[at])
		at += 1u + query[at];
	return at + 5 - HEAD;
}

static bool same_question(const unsigned char *a, const unsigned char *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (a[i] == b[i])
			continue;
		if (!letter(a[i]) || !letter(b[i]) || (a[i] ^ b[i]) != 0x20)
			return false;
	}
	return true;
}

enum auth_fit auth_wire_fits(const unsigned char *query, size_t query_n,
	const unsigned char *p, size_t n, struct auth_head *out)
{
	size_t length = question_length(query, query_n);
	*out = (struct auth_head){.words = "fewer octets than a header has"};
	if (n < HEAD)
		return AUTH_NO_ANSWER;
	out->authoritative = p[2] & 0x04;
	out->cut = p[2] & 0x02;
	out->rcode = p[3] & 0x0f;
	out->words = "no response, but a query";
	if (!(p[2] & 0x80))
		return AUTH_NO_ANSWER;
	out->words = "a response to another kind of question (opcode)";
	if (p[2] & 0x78)
		return AUTH_NO_ANSWER;
	out->words = "an answer with another id than the question's";
	if (get16(p) != get16(query))
		return AUTH_OTHER_ID;
	out->words = "an answer to another question";
	if (get16(p + 4) == 0 && out->rcode != 0) {
		out->case_kept = true;
		return AUTH_FITS;
	}
	if (get16(p + 4) != 1 || n < HEAD + length ||
		!same_question(query + HEAD, p + HEAD, length))
		return AUTH_OTHER_QUESTION;
	out->words = NULL;
	out->case_kept = memcmp(query + HEAD, p + HEAD, length) == 0;
	return AUTH_FITS;
}

void auth_wire_lower(const unsigned char *query, size_t query_n, unsigned char *p)
{
	size_t length = question_length(query, query_n);
	if (get16(p + 4) != 1 || length < 5)
		return;
	for (size_t i = HEAD; i < HEAD + length - 4; i++)
		if (letter(p[i]))
			p[i] |= 0x20;
}

size_t auth_wire_plain(unsigned char *query, size_t query_n)
{
	query[11] = 0;
	return HEAD + question_length(query, query_n);
}

bool auth_wire_refuses_edns(const unsigned char *query, const unsigned char *p)
{
	int rcode = p[3] & 0x0f;
	return query[11] && (rcode == LDNS_RCODE_FORMERR || rcode == LDNS_RCODE_NOTIMPL);
}

int auth_wire_scope(const ldns_pkt *pkt, const struct cidr *sent)
{
	const ldns_rdf *edns = ldns_pkt_edns_data(pkt);
	size_t n = edns ? ldns_rdf_size(edns) : 0, at = 0;
	const unsigned char *p = edns ? ldns_rdf_data(edns) : NULL;
	size_t octets = ((size_t)sent->bits + 7) / 8;
	while (n - at >= 4) {
		unsigned option = get16(p + at), length = get16(p + at + 2);
		at += 4;
		if (length > n - at)
			return -1;
		if (option == OPTION_SUBNET && length == 4 + octets &&
			get16(p + at) == FAMILY_4 && p[at + 2] == sent->bits &&
			p[at + 3] <= 32 && memcmp(p + at + 4, sent->ip.addr, octets) == 0)
			return p[at + 3];
		at += length;
	}
	return -1;
}
