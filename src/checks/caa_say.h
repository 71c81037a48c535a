/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a CAA decision is called, and the smallest record that mends it. */
#ifndef PKIREADY_CHECKS_CAA_SAY_H
#define PKIREADY_CHECKS_CAA_SAY_H

#include "caa.h"

struct caa_words {
	enum finding_id id;
	enum verdict verdict;
	enum certainty certainty;
	bool outside_only;
	const char *message; /* without the name: equal ones are one cause */
	const char *advice;  /* NULL none */
};
/* In words for one look; message fits behind "NAME: ". */
void caa_words(const struct judging *j, const struct caa_look *l,
	const struct caa_decision *d, struct caa_words *out);
/* The owner of the set that counts: the alias's target where one was followed. */
const char *caa_owner(const struct dns_view *v);
/* For CAA_FAILED: who may go on all the same, and which server is to blame. */
void caa_say_failed(
	const struct judging *j, const struct caa_decision *d, struct caa_words *out);
/* The profile's name. */
const char *caa_say_ca(const struct judging *j);

#endif
