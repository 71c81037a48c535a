/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of this host itself: listeners, firewalls, addresses, the cloud. */
#ifndef PKIREADY_TEXT_HOST_H
#define PKIREADY_TEXT_HOST_H

#include "report/page.h"

void text_host(struct page *p, const struct evidence *e);
/* "not allowed (needs root)", "the look failed: …": why a look shows nothing; NULL when
 * it was seen. */
const char *text_unseen(struct page *p, const struct obs *o);

/* The managers, what state each is in, and what decides. */
void text_firewalls(struct page *p, const struct firewalls *f);

#endif
