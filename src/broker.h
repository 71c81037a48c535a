/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two processes from the start (design: privilege is a broker, not a moment). The
 * broker keeps the privilege, serves the closed table of host verbs, and parses nothing
 * that came from the network. The examiner has none and does the rest.
 */
#ifndef PKIREADY_BROKER_H
#define PKIREADY_BROKER_H

#include "arena.h"
#include "err.h"
#include "host.h"
#include "loop.h"

struct broker; /* the examiner's end */

/*
 * Forks. The parent becomes the broker: it serves until the examiner is gone, and
 * returns the examiner's exit status (128 + signal when it was killed, as 4). The child
 * drops every privilege, runs examine(end, arg) and exits with what that returns.
 * Signals for the terminal (INT, TERM) reach the examiner; the broker outlives it, by
 * moments.
 */
int broker_run(const struct host *host, int (*examine)(struct broker *end, void *arg),
	void *arg);

/* Whether the broker may look at what needs root. */
bool broker_privileged(const struct broker *b);

typedef void (*broker_fn)(void *arg, void *answer);
/*
 * Asks a verb; fn is called once on the loop with the answer struct (in the arena), or
 * with one whose obs says FAILED when the broker is gone or its time is up. Questions
 * are answered in order; the caller asks slow ones last.
 */
void broker_ask(struct broker *b, struct loop *l, struct arena *a, enum host_verb verb,
	const void *question, broker_fn fn, void *arg);

/* Forgets the questions under way: their fn is never called. For the end of a look. */
void broker_end_looks(struct broker *b);

#endif
