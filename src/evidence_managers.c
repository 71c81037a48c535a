/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence_managers.h"

static const struct field firewalld_group_fields[] = {
	F_STR(struct firewalld_group, name),
	F_BOOL(struct firewalld_group, policy),
	F_STRS(struct firewalld_group, rich),
};
const struct shape shape_firewalld_group = SHAPE(firewalld_group, firewalld_group_fields);

static const struct field firewalld_direct_fields[] = {
	F_STR(struct firewalld_direct, rule),
	F_INT(struct firewalld_direct, priority),
};
const struct shape shape_firewalld_direct =
	SHAPE(firewalld_direct, firewalld_direct_fields);

static const struct field firewalld_facts_fields[] = {
	F_STRUCT(struct firewalld_facts, obs, shape_obs),
	F_BOOL(struct firewalld_facts, running),
	F_BOOL(struct firewalld_facts, panic),
	F_VEC(struct firewalld_facts, groups, shape_firewalld_group),
	F_VEC(struct firewalld_facts, direct, shape_firewalld_direct),
};
const struct shape shape_firewalld_facts = SHAPE(firewalld_facts, firewalld_facts_fields);
