/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What came in while it was listened for the CA (--wait). */
#ifndef PKIREADY_TEXT_ARRIVALS_H
#define PKIREADY_TEXT_ARRIVALS_H

#include "report/page.h"

/* A heading and one line an arrival; nothing without --wait. */
void text_arrivals(struct page *p, const struct evidence *e);

#endif
