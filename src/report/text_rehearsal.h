/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rehearsal for people: one row an address that was asked from. */
#ifndef PKIREADY_TEXT_REHEARSAL_H
#define PKIREADY_TEXT_REHEARSAL_H

#include "report/page.h"

/* The table; nothing where none was asked for. */
void text_rehearsal(struct page *p, const struct result *r);
/* In a diagnosis: that it passed, or why there was none; nothing where none was asked
 * for, or where a finding says it. */
void text_rehearsed(struct page *p, const struct result *r);
/* One sentence: what it comes to. */
void text_rehearsal_verdict(struct page *p, const struct result *r);

#endif
