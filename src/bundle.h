/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A host's rulesets as one file, to be judged anew elsewhere: the rules, every set
 * whole, what else the engine asked for, addresses and managers. The reading side trusts
 * nothing.
 */
#ifndef PKIREADY_BUNDLE_H
#define PKIREADY_BUNDLE_H

#include "err.h"
#include "evidence.h"
#include "verdict/facts.h"
#include "verdict/ruleset.h"

#include <stddef.h>

#define BUNDLE_FILE "pkiready.ruleset" /* its name in the directory that is given */
enum { BUNDLE_MAX = 48 * 1024 * 1024 };

struct bundle {
	int64_t at;                   /* when it was read, UNIX s */
	struct ruleset rs;
	struct facts facts;
	struct addresses addresses;
	struct firewalls managers;
	VEC(struct packet_program) programs;
	int64_t rules;
	strs unread;
};

/* The bytes of it; n 0 when they are more than BUNDLE_MAX. */
struct bytes bundle_pack(struct arena *a, const struct bundle *b);
/* On failure *why is one phrase. */
enum err bundle_unpack(struct arena *a, struct bytes file, struct bundle *out,
	const char **why) MUST_USE;
/* -- bundle_redact.c */
/* Takes out of comments of rules and sets what may be secret: words that look like a
 * CA's token, host names and mail addresses; letters and digits become x. Nothing that a
 * verdict depends on: names, addresses and files stay. */
void bundle_redact(struct arena *a, struct bundle *b);
/* The same for one text of n bytes, in place; true when it was changed. */
bool bundle_redact_text(char *s, size_t n);

/* Answers from the bundle alone: an answer for every source holds for one of them. What
 * it does not hold is answered as not known. arg: struct bundle. */
void bundle_answer(void *arg, const struct need *n);

#endif
