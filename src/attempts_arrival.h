/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A connection that came in, as evidence: all of it copied. */
#ifndef PKIREADY_ATTEMPTS_ARRIVAL_H
#define PKIREADY_ATTEMPTS_ARRIVAL_H

#include "attempts.h"
#include "profile_known.h"

void attempts_arrival(struct arena *a, const struct profile_known *known,
	const struct attempt *x, const char *interface, struct arrival *out);

#endif
