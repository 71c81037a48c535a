/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The known word that a mistyped one most likely meant. */
#ifndef PKIREADY_NEAREST_H
#define PKIREADY_NEAREST_H

enum { NEAREST_MAX = 48 }; /* words longer than this have no nearest one */

/*
 * Edits (insert, delete, replace, swap of neighbours; ASCII case aside) from a to b: the
 * optimal string alignment distance. NEAREST_MAX + 1 when either is longer than
 * NEAREST_MAX.
 */
int nearest_distance(const char *a, const char *b);

struct nearest { /* zero: begin */
	const char *word; /* the best so far, NULL none near enough */
	int distance;
};

/* Offers a candidate: it is taken when it is nearer than what was offered before and at
 * most a third of the typed word's letters (at least one, at most three) away, or begins
 * with the typed word. */
void nearest_offer(struct nearest *n, const char *typed, const char *candidate);

#endif
