/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What --save writes: files that are there all, or not at all. */
#ifndef PKIREADY_CMD_SAVE_H
#define PKIREADY_CMD_SAVE_H

#include "options.h"

struct host;
struct result;

enum save_part { /* in the order in which they get their names: the last one tells that
		  * all are there */
	SAVE_VERSIONS,
	SAVE_PACKETS,
	SAVE_HOPS,
	SAVE_REPORT,
	SAVE_RULESET,
	SAVE_EVIDENCE,
	SAVE__MAX
};

/* Opened while the user's own privilege is there, for diagnose or firewall. On failure
 * one line was said. */
enum err cmd_save_open(struct arena *a, struct options *o, const struct host *h) MUST_USE;
/* To write into, from the examiner too; NULL: not of this command. */
FILE *cmd_save_stream(const struct options *o, enum save_part part);
/* Behind the command: with keep what was written gets its names. False: it could not, and
 * nothing is left; it was said. */
bool cmd_save_close(struct arena *a, struct options *o, bool keep);

/* -- cmd_case.c: a diagnosis */
struct broker;
/* --ruleset: the target and evidence that the bundle holds, to be judged. NULL: it was
 * said what is wrong. */
struct bundle_case;
const struct bundle_case *cmd_case_read(struct arena *a, const struct options *o);
/* --save: writes all parts. False: it was said what is wrong. */
bool cmd_case_write(struct arena *a, const struct options *o, struct broker *b,
	const struct target *t, const struct evidence *e);

/* The bundle of a ruleset without what may be secret. False: it was said. */
bool cmd_redact_ruleset(struct arena *a, struct bytes *file);

#endif
