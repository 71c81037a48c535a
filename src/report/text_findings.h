/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Findings as paragraphs: causes and what follows, what is unproved, what passed. */
#ifndef PKIREADY_TEXT_FINDINGS_H
#define PKIREADY_TEXT_FINDINGS_H

#include "report/page.h"

/* Worst first, consequences indented under their cause; nothing when there is none. */
void text_causes(struct page *p, const struct result *r);
/* What only an outside look can settle, with the cloud's own steps. */
void text_unproved(struct page *p, const struct result *r);
/* What to do next when nothing stands in the way: what to keep, how long to wait. */
void text_closing(struct page *p, const struct result *r);
/* All that passed (-v). */
void text_passes(struct page *p, const struct result *r);
/* The first cause, the worst; NULL when there is none. */
const struct finding *text_first_cause(const struct result *r);
size_t text_cause_count(const struct result *r, enum verdict v);
/* An UNKNOWN that only an outside look can settle: told by text_unproved. */
bool text_is_unproved(const struct finding *x);
/* "example.com, 203.0.113.5:80, nginx.service"; "" when it is about the whole host. */
const char *text_subject(struct page *p, const struct result *r, const struct finding *x);

#endif
