/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bundle_case_shape.h"

static const struct field target_name_fields[] = {
	F_STR(struct target_name, given),
	F_STR(struct target_name, ascii),
	F_STR(struct target_name, unicode),
	F_STR(struct target_name, registrable),
	F_BOOL(struct target_name, wildcard),
	F_BOOL(struct target_name, public_suffix),
	F_BOOL(struct target_name, in_csr),
	F_ENUM(struct target_name, role, name_role_words),
};
const struct shape shape_target_name = SHAPE(target_name, target_name_fields);

static const struct field host_override_fields[] = {
	F_STR(struct host_override, name),
	F_IP(struct host_override, ip),
};
const struct shape shape_host_override = SHAPE(host_override, host_override_fields);

static const struct field csr_fields[] = {
	F_STRS(struct csr, names),
	F_STR(struct csr, md5),
	F_STR(struct csr, sha256),
};
const struct shape shape_csr = SHAPE(csr, csr_fields);

static const struct field target_fields[] = {
	F_VEC(struct flat_target, names, shape_target_name),
	F_BOOL(struct flat_target, profile_given),
	F_ENUM(struct flat_target, method, method_words),
	F_STR(struct flat_target, path),
	F_STR(struct flat_target, file_name),
	F_BOOL(struct flat_target, random),
	F_BOOL(struct flat_target, have_expect),
	F_BYTES(struct flat_target, expect),
	F_STR(struct flat_target, expect_source),
	F_INT(struct flat_target, issued),
	F_BOOL(struct flat_target, issued_given),
	F_PTR(struct flat_target, csr, shape_csr),
	F_STR(struct flat_target, webroot),
	F_BOOL(struct flat_target, have_resolver),
	F_IP(struct flat_target, resolver),
	F_INT(struct flat_target, resolver_port),
	F_VEC(struct flat_target, hosts, shape_host_override),
	F_INT(struct flat_target, timeout_ms),
	F_BOOL(struct flat_target, v4),
	F_BOOL(struct flat_target, v6),
	F_BOOL(struct flat_target, require_outside),
	F_BOOL(struct flat_target, after_reboot),
	F_BOOL(struct flat_target, prove),
	F_BOOL(struct flat_target, inject_anyway),
	F_INT(struct flat_target, now),
	F_BOOL(struct flat_target, expect_lines),
	F_BOOL(struct flat_target, records_wanted),
	F_STR(struct flat_target, record_host),
	F_INT(struct flat_target, record_type),
	F_INT(struct flat_target, wait_ms),
};
const struct shape shape_flat_target = SHAPE(flat_target, target_fields);

static const struct field case_profile_fields[] = {
	F_STR(struct case_profile, id),
	F_STR(struct case_profile, digest),
	F_STR(struct case_profile, date),
};
static const struct shape shape_case_profile = SHAPE(case_profile, case_profile_fields);

static const struct field case_fields[] = {
	F_INT(struct flat_case, at),
	F_STR(struct flat_case, tool),
	F_BOOL(struct flat_case, redacted),
	F_STR(struct flat_case, profile),
	F_VEC(struct flat_case, profiles, shape_case_profile),
	F_STRUCT(struct flat_case, target, shape_flat_target),
	F_STRUCT(struct flat_case, evidence, shape_evidence),
	F_PTR(struct flat_case, changes, shape_change_look),
};
const struct shape shape_flat_case = SHAPE(flat_case, case_fields);
