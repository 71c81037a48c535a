/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the network looks saw: hops of a fetch, connects, DNS answers. */
#ifndef PKIREADY_TEXT_LOOKS_H
#define PKIREADY_TEXT_LOOKS_H

#include "report/page.h"

/* The hops of one fetch, numbered: status, URL, address, time, TLS, Location. */
void text_hops(struct page *p, const struct fetch *f);
/* Every name's answers, connects and fetches (-v). */
void text_looks(struct page *p, const struct result *r);

#endif
