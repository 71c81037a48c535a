/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages that were recognised, for people and for programs. */
#ifndef PKIREADY_CMD_EXPLAIN_H
#define PKIREADY_CMD_EXPLAIN_H

#include "fix.h"
#include "messages.h"
#include "report/report.h"

/* Each is false when writing failed. text is what was asked, as typed. */
bool explain_text(FILE *out, const struct style *s, const struct message_found *f);
bool explain_structured(FILE *out, const struct style *s, const char *text,
	const struct message_found *f);

bool explain_fix(FILE *out, const struct style *s, const struct fix *fix);
/* What --fix does for a finding, "" for one that is no fault; adds the fixes' ids. */
const char *explain_fixes(struct arena *a, enum finding_id id, strs *ids);

extern const char *const message_how_words[]; /* "holds" "part" "near" */

#endif
