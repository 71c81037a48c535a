/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the verdicts verb shares between the rules in force and those of a reboot. */
#ifndef PKIREADY_LINUX_JUDGING_H
#define PKIREADY_LINUX_JUDGING_H

#include "verdicts.h"

/* Judges the rules of the network namespace `world` (-1: this one) with the routes,
 * addresses and sockets of this one. */
void judging_run(struct arena *a, const struct ask_verdicts *q, struct verdicts *out,
	int world);
/* -- verdicts_boot.c */
void verdicts_boot(struct arena *a, const struct ask_verdicts *q, struct verdicts *out);

#endif
