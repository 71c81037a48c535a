/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between cmd_firewall.c and its parts: from options to a question. */
#ifndef PKIREADY_CMD_FIREWALL_H
#define PKIREADY_CMD_FIREWALL_H

#include "options.h"
#include "profile.h"
#include "verdicts.h"

struct firewall_question {
	struct arena *arena;
	const struct options *options;
	const struct profile *profile;
	bool ca;                       /* the profile's lists are among the sources */
	struct ask_verdicts ask;
};

/* --port, --from, --to, --interface, --ca, -4 and -6. On failure one line was said. */
enum err firewall_question(struct firewall_question *q) MUST_USE;

#endif
