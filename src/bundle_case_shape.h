/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A diagnosis as the wire carries it: flat structs that shapes describe. */
#ifndef PKIREADY_BUNDLE_CASE_SHAPE_H
#define PKIREADY_BUNDLE_CASE_SHAPE_H

#include "bundle_case.h"
#include "change.h"
#include "shape.h"

struct flat_target { /* target.h, with numbers of one size */
	VEC(struct target_name) names;
	bool profile_given;
	enum method method;
	const char *path, *file_name;
	bool random, have_expect;
	struct bytes expect;
	const char *expect_source;
	int64_t issued;
	bool issued_given;
	struct csr *csr;
	const char *webroot;
	bool have_resolver;
	struct ip resolver;
	int64_t resolver_port;
	VEC(struct host_override) hosts;
	int64_t timeout_ms;
	bool v4, v6, require_outside, after_reboot, prove, inject_anyway;
	int64_t now;
	bool expect_lines, records_wanted;
	const char *record_host;
	int64_t record_type, wait_ms;
};
struct flat_case {
	int64_t at;
	const char *tool;
	bool redacted;
	const char *profile;
	VEC(struct case_profile) profiles;
	struct flat_target target;
	struct evidence evidence;
	struct change_look *changes; /* what evidence points to */
};

extern const struct shape shape_flat_case, shape_flat_target, shape_target_name,
	shape_host_override, shape_csr;

/* -- bundle_sound.c */
/* What the checks take for granted holds: strings that are always there are, numbers lie
 * within reason. */
bool bundle_case_sound(const struct flat_case *c);

#endif
