/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rehearsed requests, grouped and judged, and how findings are worded from them. */
#ifndef PKIREADY_CHECKS_REHEARSAL_H
#define PKIREADY_CHECKS_REHEARSAL_H

#include "judge.h"

struct rehearsal_ask { /* one request, judged */
	const struct rehearsed *r;
	struct ending end;
};

struct rehearsal_group { /* of one name, scheme and address of this host */
	struct named *named;
	enum scheme scheme;
	struct ip ip;
	size_t all, passed, unknown;   /* from the CA's addresses */
	/* the first of the CA's that fails; that could not be told; r NULL: none */
	struct rehearsal_ask fails, unseen;
	struct rehearsal_ask anyone, browser; /* r NULL: not asked */
	bool firsthand;                /* one that fails is of a list of the CA's own */
	const struct obs *good;        /* of one that passed */
};

/* What fails from the CA's addresses and not from others; by its User-Agent and not by a
 * browser's; or from everywhere (UNKNOWN: what ends open). */
void rehearsal_say_address(
	const struct judging *j, const struct rehearsal_group *g, enum verdict v);
void rehearsal_say_agent(
	const struct judging *j, const struct rehearsal_group *g, enum verdict v);
void rehearsal_say_all(
	const struct judging *j, const struct rehearsal_group *g, enum verdict v);
/* A rule that other checks found stops it: what was computed of it is proved now. */
bool rehearsal_prove(const struct judging *j, const struct rehearsal_group *g);
/* All passed: what was read of a configuration is not what answers. */
void rehearsal_contradict(const struct judging *j, const struct rehearsal_group *g);

#endif
