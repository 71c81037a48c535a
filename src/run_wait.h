/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `pkiready dns --wait`: asks again until the record stands everywhere. */
#ifndef PKIREADY_RUN_WAIT_H
#define PKIREADY_RUN_WAIT_H

#include "evidence.h"
#include "target.h"

enum wait_end {
	WAIT_EVERYWHERE,  /* all hold the value */
	WAIT_TIME_UP,
	WAIT_INTERRUPTED, /* Ctrl-C */
	WAIT_NOTHING,     /* no server can be asked again: nothing to wait for */
};

/* How far it has come: addresses of delegated servers, and this host's resolver. */
struct spread {
	size_t held, all;
	const char *missing; /* one of those that have it not: its name; NULL none */
};
/* Counted over all examined names. Pure. */
struct spread run_spread(
	struct arena *a, const struct target *t, const struct dns_looks *d);

enum { RUN_WAIT_FRESH_MS = 1000 }; /* a look as old as this is not taken again */

/* Rounds, each in an arena of its own, until target->wait_ms are over; before: the first
 * look. progress: a line on standard error. */
enum wait_end run_wait(
	const struct target *t, const struct evidence *before, bool progress);

#endif
