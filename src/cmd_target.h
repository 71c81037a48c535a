/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between cmd_target.c and its parts: from options to the target. */
#ifndef PKIREADY_CMD_TARGET_H
#define PKIREADY_CMD_TARGET_H

#include "options.h"
#include "target.h"

struct targeting {
	struct arena *arena;
	const struct options *options;
	struct target *target;
};

/* Method, URL path and what is expected there, with names and profile known. On failure
 * one line was said. */
enum err cmd_target_path(struct targeting *g) MUST_USE;
/* Resolver, roots, families, limits, profile file. */
enum err cmd_target_common(struct targeting *g) MUST_USE;
/* Examined names; what: how a bad one is introduced. */
enum err cmd_target_names(
	struct targeting *g, const char *what, const strs *given) MUST_USE;
enum err cmd_target_issued(struct targeting *g) MUST_USE;
/* Host, type and value of the DNS record, with names and profile known. */
enum err cmd_target_record(struct targeting *g) MUST_USE;
/* What only goes with a record was not given. */
enum err cmd_target_no_record(const struct targeting *g) MUST_USE;
/* A name for --ca, or the one that method and path imply, or strict. */
enum err cmd_target_profile(struct targeting *g) MUST_USE;

#endif
