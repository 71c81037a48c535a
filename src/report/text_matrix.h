/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sources by ports: what becomes of a connection, for each address and interface. */
#ifndef PKIREADY_TEXT_MATRIX_H
#define PKIREADY_TEXT_MATRIX_H

#include "report/firewall.h"
#include "report/text_deciders.h"

struct sheet { /* one report under way */
	struct page *page;
	const struct firewall_report *report;
	struct deciders deciders;
};

const char *sheet_str(const struct sheet *s, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* A matrix for each address and interface that was judged. */
void matrices_put(struct sheet *s);

/* -- text_proof.c: what injected SYNs proved, and what they did not */
void proofs_put(struct sheet *s);

extern const char *const fate_said[FATE__MAX]; /* "accepted", "dropped", … */
enum tint fate_tint(enum fate f);

#endif
