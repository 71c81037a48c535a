/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bundle_shape.h"

/* clang-format off */
static const struct field rule_fields[] = {
	F_INT(struct flat_rule, handle), F_BYTES(struct flat_rule, exprs),
	F_BYTES(struct flat_rule, userdata),
};
static const struct shape shape_rule = SHAPE(flat_rule, rule_fields);
static const struct field chain_fields[] = {
	F_STR(struct flat_chain, name), F_STR(struct flat_chain, type),
	F_INT(struct flat_chain, hook), F_INT(struct flat_chain, priority),
	F_INT(struct flat_chain, policy), F_INT(struct flat_chain, handle),
	F_INT(struct flat_chain, order), F_STRS(struct flat_chain, devices),
	F_VEC(struct flat_chain, rules, shape_rule),
};
static const struct shape shape_chain = SHAPE(flat_chain, chain_fields);
static const struct field set_fields[] = {
	F_STR(struct flat_set, name), F_INT(struct flat_set, flags),
	F_INT(struct flat_set, key_len), F_INT(struct flat_set, data_len),
	F_INT(struct flat_set, n), F_INT(struct flat_set, size),
	F_INT(struct flat_set, used), F_INT(struct flat_set, key_type),
	F_INT(struct flat_set, data_type), F_INT(struct flat_set, obj_type),
	F_BOOL(struct flat_set, verdict_map), F_BOOL(struct flat_set, has_exprs),
	F_BOOL(struct flat_set, all_known), F_BOOL(struct flat_set, catch_all),
	F_BYTES(struct flat_set, fields), F_BYTES(struct flat_set, lo),
	F_BYTES(struct flat_set, hi), F_BYTES(struct flat_set, data),
	F_BYTES(struct flat_set, stateful), F_BYTES(struct flat_set, userdata),
	F_BYTES(struct flat_set, catch_all_data), F_BYTES(struct flat_set, verdicts),
	F_STRS(struct flat_set, chains), F_INT(struct flat_set, catch_all_verdict),
	F_STR(struct flat_set, catch_all_chain),
};
static const struct shape shape_set = SHAPE(flat_set, set_fields);
static const struct field obj_fields[] = {
	F_STR(struct flat_obj, name), F_INT(struct flat_obj, type),
	F_BYTES(struct flat_obj, data),
};
static const struct shape shape_obj = SHAPE(flat_obj, obj_fields);
static const struct field table_fields[] = {
	F_STR(struct flat_table, name), F_INT(struct flat_table, family),
	F_INT(struct flat_table, flags), F_INT(struct flat_table, owner),
	F_BOOL(struct flat_table, legacy), F_VEC(struct flat_table, chains, shape_chain),
	F_VEC(struct flat_table, sets, shape_set),
	F_VEC(struct flat_table, objs, shape_obj),
};
static const struct shape shape_table = SHAPE(flat_table, table_fields);
static const struct field named_fields[] = {
	F_INT(struct flat_named, index), F_STR(struct flat_named, name),
};
static const struct shape shape_named = SHAPE(flat_named, named_fields);
static const struct field range_fields[] = {
	F_IP(struct flat_range, lo), F_IP(struct flat_range, hi),
	F_INT(struct flat_range, value),
};
static const struct shape shape_range = SHAPE(flat_range, range_fields);
static const struct field fact_fields[] = {
	F_INT(struct flat_fact, kind), F_INT(struct flat_fact, port),
	F_INT(struct flat_fact, number), F_INT(struct flat_fact, mark),
	F_BYTES(struct flat_fact, key), F_STR(struct flat_fact, name),
	F_STR(struct flat_fact, iif), F_IP(struct flat_fact, ip),
	F_IP(struct flat_fact, to), F_BOOL(struct flat_fact, known),
	F_BOOL(struct flat_fact, has_values), F_STR(struct flat_fact, why),
	F_STR(struct flat_fact, text), F_INT(struct flat_fact, value),
	F_INT(struct flat_fact, group), F_INT(struct flat_fact, type),
	F_IP(struct flat_fact, own), F_VEC(struct flat_fact, ranges, shape_range),
};
static const struct shape shape_fact = SHAPE(flat_fact, fact_fields);
static const struct field program_fields[] = {
	F_STR(struct packet_program, kind), F_STR(struct packet_program, where),
	F_STR(struct packet_program, detail),
};
static const struct shape shape_program = SHAPE(packet_program, program_fields);
static const struct field bundle_fields[] = {
	F_INT(struct flat_bundle, version), F_INT(struct flat_bundle, at),
	F_INT(struct flat_bundle, rules), F_INT(struct flat_bundle, generation),
	F_VEC(struct flat_bundle, tables, shape_table),
	F_VEC(struct flat_bundle, interfaces, shape_named),
	F_VEC(struct flat_bundle, ipsets, shape_named),
	F_VEC(struct flat_bundle, facts, shape_fact),
	F_STRUCT(struct flat_bundle, addresses, shape_addresses),
	F_STRUCT(struct flat_bundle, managers, shape_firewalls),
	F_VEC(struct flat_bundle, programs, shape_program),
	F_STRS(struct flat_bundle, unread),
};
/* clang-format on */
const struct shape shape_flat_bundle = SHAPE(flat_bundle, bundle_fields);
