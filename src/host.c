/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host.h"

static const struct field ask_ports_fields[] = {
	F_INT(struct ask_ports, first),
	F_INT(struct ask_ports, second),
};
const struct shape shape_ask_ports = SHAPE(ask_ports, ask_ports_fields);

static const struct field ask_webroot_fields[] = {
	F_STR(struct ask_webroot, root),
	F_STR(struct ask_webroot, path),
	F_INT(struct ask_webroot, uid),
};
const struct shape shape_ask_webroot = SHAPE(ask_webroot, ask_webroot_fields);

static const struct field ask_route_fields[] = {
	F_IP(struct ask_route, to),
};
const struct shape shape_ask_route = SHAPE(ask_route, ask_route_fields);

static const struct field route_look_fields[] = {
	F_STRUCT(struct route_look, obs, shape_obs),
	F_ENUM(struct route_look, path, path_words),
	F_STR(struct route_look, interface),
	F_IP(struct route_look, source),
	F_IP(struct route_look, gateway),
	F_STR(struct route_look, refused),
};
const struct shape shape_route_look = SHAPE(route_look, route_look_fields);

static const struct field bundle_look_fields[] = {
	F_STRUCT(struct bundle_look, obs, shape_obs),
	F_BYTES(struct bundle_look, file),
};
const struct shape shape_bundle_look = SHAPE(bundle_look, bundle_look_fields);

static const struct field ask_capture_fields[] = {
	F_STR(struct ask_capture, interface),
	F_STRS(struct ask_capture, ports),
};
const struct shape shape_ask_capture = SHAPE(ask_capture, ask_capture_fields);

static const struct field capture_look_fields[] = {
	F_STRUCT(struct capture_look, obs, shape_obs),
	F_INT(struct capture_look, buffer),
};
const struct shape shape_capture_look = SHAPE(capture_look, capture_look_fields);

static const struct field ask_rehearse_fields[] = {
	F_BOOL(struct ask_rehearse, end),
	F_IPS(struct ask_rehearse, from),
	F_IPS(struct ask_rehearse, to),
	F_INT(struct ask_rehearse, limit_ms),
	F_BOOL(struct ask_rehearse, anyway),
};
const struct shape shape_ask_rehearse = SHAPE(ask_rehearse, ask_rehearse_fields);

static const struct field rehearse_way_fields[] = {
	F_IP(struct rehearse_way, to),
	F_STR(struct rehearse_way, interface),
	F_STR(struct rehearse_way, why),
};
static const struct shape shape_rehearse_way = SHAPE(rehearse_way, rehearse_way_fields);
static const struct field rehearse_look_fields[] = {
	F_STRUCT(struct rehearse_look, obs, shape_obs),
	F_STR(struct rehearse_look, method),
	F_INT(struct rehearse_look, port),
	F_VEC(struct rehearse_look, ways, shape_rehearse_way),
	F_STRS(struct rehearse_look, watchers),
	F_IPS(struct rehearse_look, left_out),
	F_STRS(struct rehearse_look, left_why),
	F_INT(struct rehearse_look, away),
	F_STRS(struct rehearse_look, unbanned),
	F_STRS(struct rehearse_look, banned),
};
const struct shape shape_rehearse_look = SHAPE(rehearse_look, rehearse_look_fields);

static const struct field webconf_server_fields[] = {
	F_STRUCT(struct webconf_server, obs, shape_obs),
	F_STR(struct webconf_server, kind),
	F_INT(struct webconf_server, pid),
	F_STR(struct webconf_server, exe),
	F_STRS(struct webconf_server, args),
	F_BOOL(struct webconf_server, apart),
	F_STRUCT(struct webconf_server, set, shape_conf_set),
	F_STRS(struct webconf_server, unread),
	F_STRS(struct webconf_server, changed),
};
const struct shape shape_webconf_server = SHAPE(webconf_server, webconf_server_fields);
static const struct field webconf_look_fields[] = {
	F_STRUCT(struct webconf_look, obs, shape_obs),
	F_VEC(struct webconf_look, servers, shape_webconf_server),
};
const struct shape shape_webconf_look = SHAPE(webconf_look, webconf_look_fields);
