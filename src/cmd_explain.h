/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages that were recognised, for people and for programs. */
#ifndef PKIREADY_CMD_EXPLAIN_H
#define PKIREADY_CMD_EXPLAIN_H

#include "messages.h"
#include "report/report.h"

/* Each is false when writing failed. text is what was asked, as typed. */
bool explain_text(FILE *out, const struct style *s, const struct message_found *f);
bool explain_structured(FILE *out, const struct style *s, const char *text,
	const struct message_found *f);

extern const char *const message_how_words[]; /* "holds" "part" "near" */

#endif
