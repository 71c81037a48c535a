/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a rehearsal got its addresses banned: the sets of nf_tables and ipset that hold
 * single addresses, before and after. */
#ifndef PKIREADY_LINUX_REHEARSE_BANS_H
#define PKIREADY_LINUX_REHEARSE_BANS_H

#include "host.h"

struct rehearse_bans;

/* Which sets hold which of the addresses now. */
struct rehearse_bans *rehearse_bans_read(const struct ip *from, size_t n);
/* Takes out what came in since, and tells it; frees b. NULL is fine. */
void rehearse_bans_undo(
	struct arena *a, struct rehearse_bans *b, struct rehearse_look *out);

#endif
