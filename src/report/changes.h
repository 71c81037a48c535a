/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changes of this host: what is planned, what was made, what became of it. */
#ifndef PKIREADY_REPORT_CHANGES_H
#define PKIREADY_REPORT_CHANGES_H

#include "change.h"
#include "report/page.h"
#include "report/writer.h"

/* The change of this run, of --fix; nothing when it is NULL or has no step. */
void text_change(struct page *p, const struct change_look *look);
/* One member "change": an object, or null. */
void write_change(struct writer *w, const struct change_look *look);
/* Of undo and history: a page, or a document of its own. */
bool report_changes(FILE *out, const struct style *s, const char *command,
	const struct change_look *look);

#endif
