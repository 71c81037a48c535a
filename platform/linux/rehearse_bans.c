/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rehearse_bans.h"

struct rehearse_bans *rehearse_bans_read(const struct ip *from, size_t n)
{
	(void)from;
	(void)n;
	return NULL;
}

void rehearse_bans_undo(
	struct arena *a, struct rehearse_bans *b, struct rehearse_look *out)
{
	(void)a;
	(void)b;
	(void)out;
}
