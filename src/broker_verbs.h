/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What both ends of the broker's talk share: the envelope, and the table of verbs. */
#ifndef PKIREADY_BROKER_VERBS_H
#define PKIREADY_BROKER_VERBS_H

#include "arena.h"
#include "host.h"
#include "shape.h"

#include <stdint.h>

/* Before each message, both ways: the verb and the length of what follows. */
struct envelope {
	uint32_t verb;
	uint32_t n;
};

struct verb_row {
	const char *name;
	const struct shape *question, *answer;
	void (*run)(const struct host *h, struct arena *a, const void *q, void *out);
};

extern const struct verb_row broker_verbs[HOST__MAX];

/* The place of the answer's n-th descriptor, which is passed beside it and is 0 without
 * one; NULL: the verb has no more. */
int *broker_descriptor(enum host_verb verb, void *answer, size_t n);
/* The broker's part: answers until the other end is gone. */
void broker_serve(const struct host *host, int fd);

#endif
