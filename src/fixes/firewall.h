/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside the fix that opens the firewall: the openings of one plan. */
#ifndef PKIREADY_FIXES_FIREWALL_H
#define PKIREADY_FIXES_FIREWALL_H

#include "ways.h"

enum { UNITS_MAX = 24 };

struct unit { /* one opening that was made */
	struct opening opening;
	const struct firewall *by;
	bool general;   /* it lets everyone in where only some were kept out */
	bool dropped;   /* not needed */
};

struct run {
	struct fixing *f;
	struct ways ways;
	VEC(struct unit) units;
	struct stop *stops; /* of each way, in this round */
	bool *stopped, *given_up;
};

/* -- firewall.c */
/* The edits of all openings but one (NULL: of all). */
const struct edit *const *run_edits(
	struct run *r, const struct unit *without, size_t *n);
/* A refusal, each once. */
void run_refuse(
	struct run *r, const char *finding, const char *why, const char *guide);
/* -- firewall_scope.c: what is opened where way number `at` ends */
void run_opening(struct run *r, size_t at, const struct ruleset *rs, struct fixing *f,
	struct opening *o);
/* The finding that is mended there, for refusals. */
const char *run_finding(const struct run *r, const struct stop *s);
bool run_has_port(const int *ports, size_t n, int port);
/* -- firewall_boot.c */
/* Appends what keeps open after a reboot what is open now, and would not be. */
void run_keep(struct run *r);

#endif
