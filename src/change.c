/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"

const char *const change_op_words[CHANGE_OP__MAX] = {
	[CHANGE_PLAN] = "plan",
	[CHANGE_APPLY] = "apply",
	[CHANGE_SETTLE] = "settle",
	[CHANGE_UNDO] = "undo",
	[CHANGE_HISTORY] = "history",
};

static const char *const scheme_names[SCHEME__MAX] = {
	[SCHEME_HTTP] = "http",
	[SCHEME_HTTPS] = "https",
	[SCHEME_OTHER] = "other",
};

static const struct field change_file_fields[] = {
	F_STR(struct change_file, name),
	F_STR(struct change_file, path),
	F_BYTES(struct change_file, bytes),
	F_ENUM(struct change_file, scheme, scheme_names),
	F_IP(struct change_file, ip),
};
static const struct shape shape_change_file = SHAPE(change_file, change_file_fields);

static const struct field ask_change_fields[] = {
	F_ENUM(struct ask_change, op, change_op_words),
	F_STR(struct ask_change, id),
	F_BOOL(struct ask_change, keep),
	F_BOOL(struct ask_change, force),
	F_STRS(struct ask_change, findings),
	F_STRUCT(struct ask_change, way, shape_ask_verdicts),
	F_BOOL(struct ask_change, only_ca),
	F_INT(struct ask_change, for_ms),
	F_STR(struct ask_change, webroot),
	F_VEC(struct ask_change, files, shape_change_file),
};
const struct shape shape_ask_change = SHAPE(ask_change, ask_change_fields);

static const struct field change_fields[] = {
	F_STRUCT(struct change, plan, shape_plan),
	F_STR(struct change, state),
	F_STR(struct change, detail),
	F_INT(struct change, confirm_by),
	F_STRS(struct change, differs),
};
const struct shape shape_change = SHAPE(change, change_fields);

static const struct field change_look_fields[] = {
	F_STRUCT(struct change_look, obs, shape_obs),
	F_VEC(struct change_look, all, shape_change),
	F_STRUCT(struct change_look, before, shape_verdicts),
	F_STRUCT(struct change_look, after, shape_verdicts),
};
const struct shape shape_change_look = SHAPE(change_look, change_look_fields);
