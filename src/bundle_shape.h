/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bundle as the wire carries it: flat structs that shapes describe. */
#ifndef PKIREADY_BUNDLE_SHAPE_H
#define PKIREADY_BUNDLE_SHAPE_H

#include "evidence.h"
#include "shape.h"

struct flat_rule {
	int64_t handle;
	struct bytes exprs, userdata;
};
struct flat_chain {
	const char *name, *type;
	int64_t hook, priority, policy, handle, order;
	strs devices;
	VEC(struct flat_rule) rules;
};
struct flat_set {
	const char *name;
	int64_t flags, key_len, data_len, n, size, used, key_type, data_type, obj_type;
	bool verdict_map, has_exprs, all_known, catch_all;
	struct bytes fields; /* one byte a field */
	struct bytes lo, hi, data, stateful, userdata, catch_all_data;
	struct bytes verdicts; /* 4 bytes each, little end first */
	strs chains;           /* "" none */
	int64_t catch_all_verdict;
	const char *catch_all_chain;
};
struct flat_obj {
	const char *name;
	int64_t type;
	struct bytes data;
};
struct flat_table {
	const char *name;
	int64_t family, flags, owner;
	bool legacy;
	VEC(struct flat_chain) chains;
	VEC(struct flat_set) sets;
	VEC(struct flat_obj) objs;
};
struct flat_named {
	int64_t index;
	const char *name;
};
struct flat_range {
	struct ip lo, hi;
	int64_t value;
};
struct flat_fact { /* a need and its answer */
	int64_t kind, port, number, mark;
	struct bytes key;
	const char *name, *iif;
	struct ip ip, to;
	bool known, has_values;
	const char *why, *text;
	int64_t value, group, type;
	struct ip own;
	VEC(struct flat_range) ranges;
};
struct flat_bundle {
	int64_t version, at, rules, generation;
	VEC(struct flat_table) tables;
	VEC(struct flat_named) interfaces, ipsets;
	VEC(struct flat_fact) facts;
	struct addresses addresses;
	struct firewalls managers;
	VEC(struct packet_program) programs;
	strs unread;
};
enum { BUNDLE_VERSION = 1 };

extern const struct shape shape_flat_bundle;

#endif
