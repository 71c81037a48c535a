/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence.h"

#include <string.h>

const char *const seen_words[SEEN__MAX] = {
	[SEEN_SKIPPED] = "skipped",
	[SEEN_YES] = "yes",
	[SEEN_NO] = "no",
	[SEEN_DENIED] = "denied",
	[SEEN_FAILED] = "failed",
};
const char *const manager_state_words[MANAGER__MAX] = {
	[MANAGER_UNKNOWN] = "unknown",
	[MANAGER_ABSENT] = "absent",
	[MANAGER_INSTALLED] = "installed",
	[MANAGER_ACTIVE] = "active",
};
const char *const where_words[WHERE__MAX] = {
	[WHERE_UNKNOWN] = "unknown",
	[WHERE_HERE] = "here",
	[WHERE_NAT] = "nat",
	[WHERE_ELSEWHERE] = "elsewhere",
	[WHERE_RESERVED] = "reserved",
};
const char *const address_origin_words[ORIGIN__MAX] = {
	[ORIGIN_RECURSION] = "recursion",
	[ORIGIN_HOST_RESOLVER] = "host-resolver",
	[ORIGIN_HOSTS_OPTION] = "hosts-option",
	[ORIGIN_LITERAL] = "literal",
};
const char *const connect_words[CONNECT__MAX] = {
	[CONNECT_NONE] = "none",
	[CONNECT_OPEN] = "open",
	[CONNECT_REFUSED] = "refused",
	[CONNECT_TIMEOUT] = "timeout",
	[CONNECT_RESET] = "reset",
	[CONNECT_UNREACHABLE] = "unreachable",
	[CONNECT_DENIED] = "denied",
	[CONNECT_ERROR] = "error",
};
const char *const path_words[PATH__MAX] = {
	[PATH_UNKNOWN] = "unknown",
	[PATH_LOOPBACK] = "loopback",
	[PATH_LOCAL] = "local",
	[PATH_ROUTER] = "router",
};
const char *const hop_end_words[HOP__MAX] = {
	[HOP_NONE] = "none",
	[HOP_ANSWERED] = "answered",
	[HOP_CONNECT] = "connect",
	[HOP_TLS] = "tls",
	[HOP_NOT_HTTP] = "not-http",
	[HOP_TIMEOUT] = "timeout",
	[HOP_RESET] = "reset",
	[HOP_HEADERS_LIMIT] = "headers-limit",
};
const char *const hop_next_words[NEXT__MAX] = {
	[NEXT_FINAL] = "final",
	[NEXT_FOLLOWED] = "followed",
	[NEXT_LOOP] = "loop",
	[NEXT_LIMIT] = "limit",
	[NEXT_BAD_LOCATION] = "bad-location",
	[NEXT_SCHEME] = "scheme",
	[NEXT_PORT] = "port",
	[NEXT_RESERVED] = "reserved",
	[NEXT_UNRESOLVED] = "unresolved",
	[NEXT_ELSEWHERE] = "elsewhere",
};
const char *const fetch_purpose_words[FETCH__MAX] = {
	[FETCH_VALIDATION] = "validation",
	[FETCH_BROWSER] = "browser",
	[FETCH_TARGET] = "target",
	[FETCH_TRACE] = "trace",
	[FETCH_REHEARSAL] = "rehearsal",
};
const char *const name_role_words[ROLE__MAX] = {
	[ROLE_EXAMINED] = "examined",
	[ROLE_SIBLING] = "sibling",
	[ROLE_HOP] = "hop",
};
const char *const scheme_words[SCHEME__MAX] = {
	[SCHEME_HTTP] = "http",
	[SCHEME_HTTPS] = "https",
	[SCHEME_OTHER] = "other",
};

struct name_look *evidence_name(const struct evidence *e, const char *ascii)
{
	for (size_t i = 0; i < e->names.n; i++)
		if (strcmp(e->names.v[i]->ascii, ascii) == 0)
			return e->names.v[i];
	return NULL;
}

const char *hop_header(const struct hop *h, const char *name)
{
	for (size_t i = 0; i < h->headers.n; i++)
		if (strcmp(h->headers.v[i]->name, name) == 0)
			return h->headers.v[i]->value;
	return NULL;
}

const struct hop *fetch_last(const struct fetch *f)
{
	return f->hops.n ? f->hops.v[f->hops.n - 1] : NULL;
}

static const struct field obs_fields[] = {
	F_ENUM(struct obs, seen, seen_words),
	F_STR(struct obs, source),
	F_STR(struct obs, excerpt),
	F_INT(struct obs, at),
};
const struct shape shape_obs = SHAPE(obs, obs_fields);

static const struct field listener_fields[] = {
	F_IP(struct listener, ip),
	F_INT(struct listener, port),
	F_BOOL(struct listener, v6only),
	F_STR(struct listener, program),
	F_INT(struct listener, pid),
	F_INT(struct listener, uid),
	F_STR(struct listener, unit),
	F_STR(struct listener, interface),
	F_INT(struct listener, queue),
	F_INT(struct listener, backlog),
	F_INT(struct listener, drops),
};
static const struct shape shape_listener = SHAPE(listener, listener_fields);
static const struct field listeners_fields[] = {
	F_STRUCT(struct listeners, obs, shape_obs),
	F_VEC(struct listeners, all, shape_listener),
	F_BOOL(struct listeners, programs_known),
	F_STRS(struct listeners, stopped_web_units),
};
const struct shape shape_listeners = SHAPE(listeners, listeners_fields);

static const struct field local_address_fields[] = {
	F_IP(struct local_address, ip),
	F_INT(struct local_address, bits),
	F_STR(struct local_address, interface),
	F_BOOL(struct local_address, up),
	F_BOOL(struct local_address, loopback),
	F_BOOL(struct local_address, temporary),
	F_BOOL(struct local_address, deprecated),
	F_BOOL(struct local_address, tentative),
};
static const struct shape shape_local_address =
	SHAPE(local_address, local_address_fields);
static const struct field default_route_fields[] = {
	F_INT(struct default_route, family),
	F_STR(struct default_route, interface),
	F_IP(struct default_route, gateway),
	F_INT(struct default_route, metric),
};
static const struct shape shape_default_route =
	SHAPE(default_route, default_route_fields);
static const struct field addresses_fields[] = {
	F_STRUCT(struct addresses, obs, shape_obs),
	F_VEC(struct addresses, all, shape_local_address),
	F_VEC(struct addresses, defaults, shape_default_route),
};
const struct shape shape_addresses = SHAPE(addresses, addresses_fields);

static const struct field cloud_fields[] = {
	F_STRUCT(struct cloud, obs, shape_obs),
	F_STR(struct cloud, id),
	F_STR(struct cloud, name),
	F_STR(struct cloud, by),
	F_STR(struct cloud, security_group),
};
const struct shape shape_cloud = SHAPE(cloud, cloud_fields);

static const struct field manager_fields[] = {
	F_STRUCT(struct manager, obs, shape_obs),
	F_STR(struct manager, name),
	F_ENUM(struct manager, state, manager_state_words),
	F_STR(struct manager, detail),
	F_INT(struct manager, base_chains),
	F_INT(struct manager, rules),
};
static const struct shape shape_manager = SHAPE(manager, manager_fields);
static const struct field firewalls_fields[] = {
	F_STRUCT(struct firewalls, obs, shape_obs),
	F_VEC(struct firewalls, all, shape_manager),
	F_INT(struct firewalls, base_chains),
};
const struct shape shape_firewalls = SHAPE(firewalls, firewalls_fields);

static const struct field dns_answer_fields[] = {
	F_STRUCT(struct dns_answer, obs, shape_obs),
	F_INT(struct dns_answer, rcode),
	F_BOOL(struct dns_answer, nxdomain),
	F_ENUM(struct dns_answer, dnssec, dnssec_words),
	F_STR(struct dns_answer, why_bogus),
	F_STRS(struct dns_answer, chain),
	F_IPS(struct dns_answer, addresses),
	F_INT(struct dns_answer, ttl),
	F_INT(struct dns_answer, ms),
};
static const struct shape shape_dns_answer = SHAPE(dns_answer, dns_answer_fields);
static const struct field name_address_fields[] = {
	F_IP(struct name_address, ip),
	F_ENUM(struct name_address, where, where_words),
	F_ENUM(struct name_address, origin, address_origin_words),
	F_STR(struct name_address, reserved_as),
};
static const struct shape shape_name_address = SHAPE(name_address, name_address_fields);
static const struct field name_look_fields[] = {
	F_STR(struct name_look, ascii),
	F_STR(struct name_look, unicode),
	F_ENUM(struct name_look, role, name_role_words),
	F_STRUCT(struct name_look, a, shape_dns_answer),
	F_STRUCT(struct name_look, aaaa, shape_dns_answer),
	F_STRUCT(struct name_look, host_a, shape_dns_answer),
	F_STRUCT(struct name_look, host_aaaa, shape_dns_answer),
	F_VEC(struct name_look, addresses, shape_name_address),
};
const struct shape shape_name_look = SHAPE(name_look, name_look_fields);
static const struct field recursion_fields[] = {
	F_STRUCT(struct recursion, obs, shape_obs),
	F_BOOL(struct recursion, replaced),
	F_STR(struct recursion, shown),
};
const struct shape shape_recursion = SHAPE(recursion, recursion_fields);

static const struct field reach_fields[] = {
	F_STRUCT(struct reach, obs, shape_obs),
	F_STR(struct reach, name),
	F_IP(struct reach, ip),
	F_INT(struct reach, port),
	F_ENUM(struct reach, result, connect_words),
	F_INT(struct reach, ms),
	F_ENUM(struct reach, path, path_words),
	F_STR(struct reach, interface),
};
const struct shape shape_reach = SHAPE(reach, reach_fields);

static const struct field tls_look_fields[] = {
	F_BOOL(struct tls_look, ok),
	F_STR(struct tls_look, version),
	F_STR(struct tls_look, error),
	F_BOOL(struct tls_look, plain_http),
	F_STRS(struct tls_look, names),
	F_STR(struct tls_look, issuer),
	F_INT(struct tls_look, not_before),
	F_INT(struct tls_look, not_after),
	F_INT(struct tls_look, issued),
	F_BOOL(struct tls_look, chain_ok),
	F_STR(struct tls_look, chain_error),
	F_BOOL(struct tls_look, name_ok),
};
static const struct shape shape_tls_look = SHAPE(tls_look, tls_look_fields);
static const struct field header_fields[] = {
	F_STR(struct header, name),
	F_STR(struct header, value),
};
static const struct shape shape_header = SHAPE(header, header_fields);
static const struct field hop_fields[] = {
	F_STRUCT(struct hop, obs, shape_obs),
	F_STR(struct hop, url),
	F_ENUM(struct hop, scheme, scheme_words),
	F_STR(struct hop, host),
	F_INT(struct hop, port),
	F_IP(struct hop, ip),
	F_ENUM(struct hop, path, path_words),
	F_ENUM(struct hop, connect, connect_words),
	F_ENUM(struct hop, end, hop_end_words),
	F_INT(struct hop, status),
	F_BOOL(struct hop, http2),
	F_BOOL(struct hop, tls_on_plain),
	F_BYTES(struct hop, location_raw),
	F_STR(struct hop, location),
	F_ENUM(struct hop, next, hop_next_words),
	F_VEC(struct hop, headers, shape_header),
	F_BYTES(struct hop, body),
	F_INT(struct hop, body_bytes),
	F_BOOL(struct hop, body_truncated),
	F_BOOL(struct hop, body_complete),
	F_INT(struct hop, connect_ms),
	F_INT(struct hop, ms),
	F_PTR(struct hop, tls, shape_tls_look),
	F_STR(struct hop, error),
	F_STR(struct hop, user_agent),
};
const struct shape shape_hop = SHAPE(hop, hop_fields);
static const struct field fetch_fields[] = {
	F_ENUM(struct fetch, purpose, fetch_purpose_words),
	F_STR(struct fetch, name),
	F_ENUM(struct fetch, scheme, scheme_words),
	F_IP(struct fetch, ip),
	F_STR(struct fetch, user_agent),
	F_VEC(struct fetch, hops, shape_hop),
};
const struct shape shape_fetch = SHAPE(fetch, fetch_fields);

static const struct field webroot_look_fields[] = {
	F_STRUCT(struct webroot_look, obs, shape_obs),
	F_STR(struct webroot_look, path),
	F_BYTES(struct webroot_look, body),
	F_INT(struct webroot_look, size),
	F_INT(struct webroot_look, mtime),
	F_INT(struct webroot_look, mode),
	F_INT(struct webroot_look, uid),
	F_INT(struct webroot_look, gid),
	F_STR(struct webroot_look, user),
	F_INT(struct webroot_look, user_uid),
	F_ENUM(struct webroot_look, readable, seen_words),
	F_STR(struct webroot_look, blocked_at),
	F_STRS(struct webroot_look, beside),
};
const struct shape shape_webroot_look = SHAPE(webroot_look, webroot_look_fields);

static const struct field evidence_fields[] = {
	F_STRUCT(struct evidence, listeners, shape_listeners),
	F_STRUCT(struct evidence, addresses, shape_addresses),
	F_STRUCT(struct evidence, cloud, shape_cloud),
	F_STRUCT(struct evidence, firewalls, shape_firewalls),
	F_STRUCT(struct evidence, recursion, shape_recursion),
	F_VEC(struct evidence, names, shape_name_look),
	F_VEC(struct evidence, reach, shape_reach),
	F_VEC(struct evidence, fetches, shape_fetch),
	F_STRUCT(struct evidence, webroot, shape_webroot_look),
	F_BOOL(struct evidence, interrupted),
	F_INT(struct evidence, elapsed),
	F_STRUCT(struct evidence, verdicts, shape_verdicts),
	F_STRUCT(struct evidence, egress, shape_verdicts),
	F_STRUCT(struct evidence, after_reboot, shape_verdicts),
	F_STRUCT(struct evidence, capture, shape_capture_seen),
	F_STRUCT(struct evidence, counters, shape_counters_seen),
	F_STRUCT(struct evidence, dns, shape_dns_looks),
	F_STRUCT(struct evidence, config, shape_config_look),
	F_STRUCT(struct evidence, rehearsal, shape_rehearsal),
};
const struct shape shape_evidence = SHAPE(evidence, evidence_fields);
