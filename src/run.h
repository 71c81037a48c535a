/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine: looks, then judges the same evidence by every profile. */
#ifndef PKIREADY_RUN_H
#define PKIREADY_RUN_H

#include "arena.h"
#include "evidence.h"
#include "finding.h"
#include "loop.h"
#include "profile.h"
#include "target.h"

struct broker;

/* One profile's judgement, short: for the line that says which would pass. */
struct profile_answer {
	const struct profile *profile;
	enum answer answer;
	enum answer caa; /* by the CAA records alone: READY: it may issue */
	const struct finding *first; /* the worst cause; NULL when ready */
};

struct result {
	const struct target *target;
	const struct evidence *evidence;
	/* of --fix: the same before the change; NULL: nothing was changed */
	const struct result *before;
	struct findings findings;           /* by target->profile, grouped */
	enum answer answer;
	strs unproved; /* what only an outside look can prove, in words */
	VEC(struct profile_answer) profiles; /* every built-in and read profile */
};

/* Runs the probes that the target needs to the end (bounded by its time-out and Ctrl-C).
 * progress: a line on a terminal's standard error while looks are in flight. */
void run_look(struct arena *a, struct broker *b, const struct target *t, bool progress,
	struct evidence *out);
/* Judges by one profile: all checks, grouped and sorted. Pure. */
void run_judge(struct arena *a, const struct target *t, const struct evidence *e,
	const struct profile *p, struct findings *out);
/* Judges by all profiles. Pure. */
void run_result(struct arena *a, const struct target *t, const struct evidence *e,
	struct result *out);
/* Exit code of a result (design section 5): 0 ready, 1 not ready, 2 cannot tell; with
 * require_outside, ready but unproved is 2. */
int run_exit(const struct result *r);

#endif
