/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence_config.h"

#include "evidence.h"

const char *const config_end_words[CONFIG__MAX] = {
	[CONFIG_UNKNOWN] = "unknown",
	[CONFIG_FILE] = "file",
	[CONFIG_REDIRECT] = "redirect",
	[CONFIG_STATUS] = "status",
	[CONFIG_DENIED] = "denied",
	[CONFIG_HANDLER] = "handler",
	[CONFIG_CLOSED] = "closed",
	[CONFIG_NO_SERVER] = "no-server",
};

static const struct field config_place_fields[] = {
	F_STR(struct config_place, file),
	F_INT(struct config_place, line),
	F_INT(struct config_place, begin),
	F_INT(struct config_place, end),
	F_STR(struct config_place, text),
};
const struct shape shape_config_place = SHAPE(config_place, config_place_fields);

static const struct field config_access_fields[] = {
	F_BOOL(struct config_access, allow),
	F_STR(struct config_access, who),
	F_STRUCT(struct config_access, place, shape_config_place),
};
const struct shape shape_config_access = SHAPE(config_access, config_access_fields);

static const struct field config_route_fields[] = {
	F_STRUCT(struct config_route, obs, shape_obs),
	F_STR(struct config_route, server),
	F_STR(struct config_route, name),
	F_ENUM(struct config_route, scheme, scheme_words),
	F_IP(struct config_route, ip),
	F_STRUCT(struct config_route, block, shape_config_place),
	F_BOOL(struct config_route, by_name),
	F_STRUCT(struct config_route, named, shape_config_place),
	F_STRUCT(struct config_route, location, shape_config_place),
	F_STRUCT(struct config_route, by, shape_config_place),
	F_ENUM(struct config_route, end, config_end_words),
	F_INT(struct config_route, status),
	F_STR(struct config_route, target),
	F_STR(struct config_route, root),
	F_STR(struct config_route, path),
	F_STRUCT(struct config_route, fallback, shape_config_place),
	F_VEC(struct config_route, access, shape_config_access),
	F_VEC(struct config_route, unsure, shape_config_place),
};
const struct shape shape_config_route = SHAPE(config_route, config_route_fields);

static const struct field config_server_fields[] = {
	F_STRUCT(struct config_server, obs, shape_obs),
	F_STR(struct config_server, kind),
	F_STR(struct config_server, main),
	F_INT(struct config_server, pid),
	F_INT(struct config_server, files),
	F_STRS(struct config_server, unread),
	F_STRS(struct config_server, errors),
	F_STRS(struct config_server, changed),
};
const struct shape shape_config_server = SHAPE(config_server, config_server_fields);

static const struct field config_look_fields[] = {
	F_STRUCT(struct config_look, obs, shape_obs),
	F_VEC(struct config_look, servers, shape_config_server),
	F_VEC(struct config_look, routes, shape_config_route),
};
const struct shape shape_config_look = SHAPE(config_look, config_look_fields);
