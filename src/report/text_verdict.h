/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verdict in one sentence, and what the other profiles would say. */
#ifndef PKIREADY_TEXT_VERDICT_H
#define PKIREADY_TEXT_VERDICT_H

#include "report/page.h"

/* "READY under DigiCert as far as this host can prove; not proved: …" */
void text_verdict(struct page *p, const struct result *r);
/* One paragraph: which profiles would pass, fail, or can't be told. */
void text_profiles(struct page *p, const struct result *r);

/* Says so when the run was; nothing else. */
void text_interrupted(struct page *p, const struct result *r);

#endif
