/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence_dns.h"

const char *const dnssec_words[DNSSEC__MAX] = {
	[DNSSEC_UNKNOWN] = "unknown",
	[DNSSEC_SECURE] = "secure",
	[DNSSEC_INSECURE] = "insecure",
	[DNSSEC_BOGUS] = "bogus",
};
const char *const server_fault_words[SERVER__MAX] = {
	[SERVER_OK] = "ok",
	[SERVER_NOT_ASKED] = "not-asked",
	[SERVER_SILENT] = "silent",
	[SERVER_REFUSED_RST] = "refused",
	[SERVER_UNREACHABLE] = "unreachable",
	[SERVER_LAME] = "lame",
	[SERVER_RCODE] = "rcode",
	[SERVER_MALFORMED] = "malformed",
};
const char *const sig_state_words[SIG__MAX] = {
	[SIG_UNKNOWN] = "unknown",
	[SIG_GOOD] = "good",
	[SIG_EXPIRED] = "expired",
	[SIG_NOT_YET] = "not-yet",
	[SIG_NO_KEY] = "no-key",
	[SIG_BAD] = "bad",
	[SIG_UNSUPPORTED] = "unsupported",
};
const char *const record_place_words[PLACE__MAX] = {
	[PLACE_WANTED] = "wanted",
	[PLACE_DOUBLED] = "doubled",
	[PLACE_NAME] = "name",
	[PLACE_WWW] = "www",
	[PLACE_REGISTRABLE] = "registrable",
	[PLACE_PREFIX] = "prefix",
	[PLACE_TARGET] = "target",
};

static const struct field dns_record_fields[] = {
	F_STR(struct dns_record, owner),
	F_INT(struct dns_record, type),
	F_INT(struct dns_record, ttl),
	F_STR(struct dns_record, text),
	F_BYTES(struct dns_record, data),
	F_INT(struct dns_record, strings),
	F_INT(struct dns_record, flags),
	F_STR(struct dns_record, tag),
};
const struct shape shape_dns_record = SHAPE(dns_record, dns_record_fields);

static const struct field dns_view_fields[] = {
	F_STRUCT(struct dns_view, obs, shape_obs),
	F_STR(struct dns_view, owner),
	F_INT(struct dns_view, type),
	F_INT(struct dns_view, rcode),
	F_BOOL(struct dns_view, nxdomain),
	F_BOOL(struct dns_view, truncated),
	F_ENUM(struct dns_view, dnssec, dnssec_words),
	F_STR(struct dns_view, why_bogus),
	F_VEC(struct dns_view, chain, shape_dns_record),
	F_VEC(struct dns_view, records, shape_dns_record),
	F_STR(struct dns_view, end),
	F_STR(struct dns_view, soa),
	F_INT(struct dns_view, negative_ttl),
	F_INT(struct dns_view, ms),
};
const struct shape shape_dns_view = SHAPE(dns_view, dns_view_fields);

static const struct field server_answer_fields[] = {
	F_STRUCT(struct server_answer, answer, shape_dns_view),
	F_ENUM(struct server_answer, udp, server_fault_words),
	F_ENUM(struct server_answer, tcp, server_fault_words),
	F_BOOL(struct server_answer, authoritative),
	F_BOOL(struct server_answer, cut),
	F_BOOL(struct server_answer, referral),
	F_BOOL(struct server_answer, case_kept),
	F_BOOL(struct server_answer, edns),
	F_BOOL(struct server_answer, edns_refused),
	F_INT(struct server_answer, bytes),
	F_STR(struct server_answer, subnet),
	F_STR(struct server_answer, region),
	F_INT(struct server_answer, scope),
};
const struct shape shape_server_answer = SHAPE(server_answer, server_answer_fields);

static const struct field server_look_fields[] = {
	F_STR(struct server_look, name),
	F_IP(struct server_look, ip),
	F_STRUCT(struct server_look, obs, shape_obs),
	F_BOOL(struct server_look, in_parent),
	F_BOOL(struct server_look, in_child),
	F_BOOL(struct server_look, glue),
	F_STR(struct server_look, not_delegated),
	F_INT(struct server_look, serial),
	F_VEC(struct server_look, answers, shape_server_answer),
};
const struct shape shape_server_look = SHAPE(server_look, server_look_fields);

static const struct field zone_look_fields[] = {
	F_STRUCT(struct zone_look, obs, shape_obs),
	F_STR(struct zone_look, name),
	F_STR(struct zone_look, parent),
	F_STRUCT(struct zone_look, parent_ns, shape_dns_view),
	F_STRUCT(struct zone_look, child_ns, shape_dns_view),
	F_STRUCT(struct zone_look, ds, shape_dns_view),
	F_STRUCT(struct zone_look, dnskey, shape_dns_view),
	F_STRUCT(struct zone_look, soa, shape_dns_view),
	F_VEC(struct zone_look, glue, shape_dns_record),
	F_VEC(struct zone_look, servers, shape_server_look),
	F_STRS(struct zone_look, unresolved),
};
const struct shape shape_zone_look = SHAPE(zone_look, zone_look_fields);

static const struct field trust_sig_fields[] = {
	F_STR(struct trust_sig, owner),
	F_INT(struct trust_sig, covers),
	F_STR(struct trust_sig, signer),
	F_INT(struct trust_sig, algorithm),
	F_INT(struct trust_sig, key_tag),
	F_INT(struct trust_sig, inception),
	F_INT(struct trust_sig, expiration),
	F_ENUM(struct trust_sig, state, sig_state_words),
};
const struct shape shape_trust_sig = SHAPE(trust_sig, trust_sig_fields);

static const struct field trust_step_fields[] = {
	F_STR(struct trust_step, zone),
	F_STRUCT(struct trust_step, obs, shape_obs),
	F_ENUM(struct trust_step, dnssec, dnssec_words),
	F_STRS(struct trust_step, ds),
	F_STRS(struct trust_step, keys),
	F_BOOL(struct trust_step, ds_matches),
	F_VEC(struct trust_step, sigs, shape_trust_sig),
	F_STR(struct trust_step, why),
};
const struct shape shape_trust_step = SHAPE(trust_step, trust_step_fields);

static const struct field record_look_fields[] = {
	F_STR(struct record_look, name),
	F_STR(struct record_look, host),
	F_ENUM(struct record_look, place, record_place_words),
	F_STRUCT(struct record_look, txt, shape_dns_view),
	F_STRUCT(struct record_look, cname, shape_dns_view),
	F_STRUCT(struct record_look, host_txt, shape_dns_view),
};
const struct shape shape_record_look = SHAPE(record_look, record_look_fields);

static const struct field caa_look_fields[] = {
	F_STR(struct caa_look, name),
	F_BOOL(struct caa_look, wildcard),
	F_VEC(struct caa_look, climb, shape_dns_view),
};
const struct shape shape_caa_look = SHAPE(caa_look, caa_look_fields);

static const struct field dns_looks_fields[] = {
	F_STRUCT(struct dns_looks, obs, shape_obs),
	F_VEC(struct dns_looks, zones, shape_zone_look),
	F_VEC(struct dns_looks, trust, shape_trust_step),
	F_VEC(struct dns_looks, records, shape_record_look),
	F_VEC(struct dns_looks, caa, shape_caa_look),
};
const struct shape shape_dns_looks = SHAPE(dns_looks, dns_looks_fields);
