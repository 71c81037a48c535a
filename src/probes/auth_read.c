/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/auth.h"
#include "probes/dns_answer.h"
#include "probes/dns_view.h"

#include <ldns/ldns.h>

void auth_answer_init(const struct auth_question *q, struct server_answer *out)
{
	out->answer = dns_view_none(q->name, q->type, SEEN_SKIPPED, NULL);
	out->answer.ms = -1;
	out->udp = out->tcp = SERVER_NOT_ASKED;
	out->scope = -1;
	out->region = q->region;
}

static bool refers(const ldns_pkt *pkt)
{
	const ldns_rr_list *authority = ldns_pkt_authority(pkt);
	if (ldns_pkt_aa(pkt) || ldns_rr_list_rr_count(ldns_pkt_answer(pkt)))
		return false;
	for (size_t i = 0; i < ldns_rr_list_rr_count(authority); i++)
		if (ldns_rr_get_type(ldns_rr_list_rr(authority, i)) == LDNS_RR_TYPE_NS)
			return true;
	return false;
}

/* What the message that came by a transport makes of it. */
static enum server_fault fault_of(const struct server_answer *out)
{
	if (out->answer.rcode != LDNS_RCODE_NOERROR && !out->answer.nxdomain)
		return SERVER_RCODE;
	return out->authoritative ? SERVER_OK : SERVER_LAME;
}

static void read_message(struct arena *a, const struct auth_question *q,
	const struct auth_result *r, const ldns_pkt *pkt, struct server_answer *out)
{
	dns_view_packet(a, q->name, q->type, pkt, &out->answer);
	out->authoritative = ldns_pkt_aa(pkt);
	out->referral = refers(pkt);
	out->case_kept = r->head.case_kept;
	out->edns = ldns_pkt_edns(pkt);
	out->bytes = (int64_t)r->packet.n;
	if (q->subnet)
		out->scope = auth_wire_scope(pkt, q->subnet);
	if (out->udp == SERVER_OK)
		out->udp = fault_of(out);
	if (out->tcp == SERVER_OK)
		out->tcp = fault_of(out);
	if (fault_of(out) == SERVER_LAME) {
		out->answer.obs.seen = SEEN_FAILED;
		out->answer.obs.excerpt =
			arena_printf(a, "an answer without authority (no AA)%s: %s",
				out->referral ? ", which refers elsewhere" : "",
				out->answer.obs.excerpt);
	}
}

static void malformed(struct server_answer *out)
{
	if (out->udp == SERVER_OK && !out->cut)
		out->udp = SERVER_MALFORMED;
	if (out->tcp == SERVER_OK)
		out->tcp = SERVER_MALFORMED;
	out->answer.obs.seen = SEEN_FAILED;
}

bool auth_read(struct arena *a, const struct auth_question *q,
	const struct auth_result *r, struct server_answer *out)
{
	ldns_pkt *pkt = NULL;
	char text[IP_TEXT_MAX];
	auth_answer_init(q, out);
	out->udp = r->udp;
	out->tcp = r->tcp;
	out->cut = r->cut;
	out->edns_refused = r->no_edns;
	if (q->subnet)
		out->subnet = arena_str(a, cidr_format(q->subnet, text));
	if (r->packet.n == 0) {
		bool asked = r->udp != SERVER_NOT_ASKED || r->tcp != SERVER_NOT_ASKED;
		out->answer.obs.seen = asked ? SEEN_FAILED : SEEN_SKIPPED;
		out->answer.obs.excerpt = r->words;
	} else {
		ldns_status status = ldns_wire2pkt(&pkt, r->packet.p, r->packet.n);
		if (status == LDNS_STATUS_OK) {
			read_message(a, q, r, pkt, out);
			ldns_pkt_free(pkt);
		} else {
			malformed(out);
			out->answer.obs.excerpt = arena_printf(a, "not a DNS message: %s",
				ldns_get_errorstr_by_id(status));
		}
	}
	/* ours, not a copy: auth_forget knows it again */
	out->answer.owner = q->name;
	out->answer.ms = r->ms;
	return pkt != NULL;
}
