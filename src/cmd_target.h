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
/* A name for --ca, or the one that method and path imply, or strict. */
enum err cmd_target_profile(struct targeting *g) MUST_USE;

#endif
