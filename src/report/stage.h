/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The path of a CA's request, stage by stage, and how far each name gets along it. */
#ifndef PKIREADY_STAGE_H
#define PKIREADY_STAGE_H

#include "finding.h"
#include "run.h"

enum stage {
	STAGE_DNS,
	STAGE_ADDRESS,
	STAGE_UPSTREAM,
	STAGE_FIREWALL,
	STAGE_LISTENER,
	STAGE_TLS,
	STAGE_HTTP,
	STAGE_REDIRECT,
	STAGE_FILE,
	STAGE__MAX /* of a finding: on no stage of the path */
};

enum mark {
	MARK_NONE,    /* not needed, or not reached because an earlier stage fails */
	MARK_OK,
	MARK_WARN,
	MARK_UNKNOWN,
	MARK_FAIL,
	MARK__MAX
};

extern const char *const stage_names[STAGE__MAX]; /* "DNS", "address", … */

/* The stage that a finding is about. */
enum stage stage_of(enum finding_id id);
/*
 * The marks of one name (ascii): the worst finding about it at each stage (by its name,
 * its address, or about the whole host); where there is none, what the evidence shows.
 */
void stage_marks(const struct result *r, const char *name, enum mark out[STAGE__MAX]);

#endif
