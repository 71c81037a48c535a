/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What --fix does for a finding. */
#ifndef PKIREADY_REPORT_EXPLAIN_FIX_H
#define PKIREADY_REPORT_EXPLAIN_FIX_H

#include "arena.h"
#include "finding.h"
#include "report/writer.h"

/* In words; "" for a finding that is no fault. */
const char *explain_fixes(struct arena *a, enum finding_id id);
/* The member "fixes": their ids. */
void explain_write_fixes(struct writer *w, enum finding_id id);

#endif
