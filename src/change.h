/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Changes of this host, as asked of the broker and as told by it. The examiner sends ids
 * and typed parameters alone; the broker makes every word of a command and every byte of
 * a file itself (fix.h), and asks for consent itself.
 */
#ifndef PKIREADY_CHANGE_H
#define PKIREADY_CHANGE_H

#include "evidence_obs.h"
#include "plan.h"
#include "shape.h"
#include "url.h"
#include "verdicts.h"

enum change_op {
	CHANGE_PLAN,    /* what would be done; nothing is touched */
	CHANGE_APPLY,   /* the plan by this id, once more, and done; asks for consent */
	CHANGE_SETTLE,  /* keep: it helped; else take it back */
	CHANGE_UNDO,    /* a change of an earlier run */
	CHANGE_HISTORY, /* all journals of this host */
	/* Once, before anything from outside was read: way.from, way.any4, way.any6 and
	 * files are all that a later PLAN may name. */
	CHANGE_BIND,
	CHANGE_OP__MAX
};

struct change_file { /* the validation file of these names */
	const char *name;    /* ascii */
	const char *path;    /* URL path, "/.well-known/…" */
	struct bytes bytes;  /* what it must hold; n 0: no file is to be placed */
	enum scheme scheme;  /* of the request that failed */
	struct ip ip;        /* the address of this host that was asked */
};

struct ask_change {
	enum change_op op;
	const char *id;           /* of APPLY, SETTLE, UNDO; NULL: the last */
	bool keep;                /* SETTLE */
	bool force;               /* UNDO: although somebody changed the same place */
	strs findings;            /* PLAN: ids to mend */
	struct ask_verdicts way;  /* PLAN: who shall come in, to which ports, where */
	bool only_ca;             /* open for way.from alone, never for anyone */
	int64_t for_ms;           /* openings expire after it; 0: they stay */
	const char *webroot;      /* given by the user; NULL */
	VEC(struct change_file) files;
};

struct change { /* one plan or journal, as told */
	struct plan plan;
	/* "planned", "applied", "undone", "interrupted", "refused" */
	const char *state;
	const char *detail;  /* why it was refused or rolled back; NULL */
	int64_t confirm_by;  /* UNIX s: undone then, unless confirmed; 0 */
	strs differs;        /* UNDO: what somebody changed since, as a diff */
};
struct change_look {
	struct obs obs;      /* NO: there is nothing to do; FAILED, DENIED: excerpt */
	VEC(struct change) all; /* one, but for HISTORY: the newest first */
	/* of APPLY: the same question before and after */
	struct verdicts before, after;
};

extern const struct shape shape_ask_change, shape_change, shape_change_look;
extern const char *const change_op_words[CHANGE_OP__MAX];

/* Why a PLAN goes beyond what was bound (NULL: nothing was), or beyond what any plan is
 * for: other ports than a validation's, findings that there are none of. NULL: it does
 * not. */
const char *change_beyond(const struct ask_change *bound, const struct ask_change *q);

#endif
