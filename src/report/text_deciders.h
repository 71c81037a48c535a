/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What decides, numbered, so that a cell of a table can refer to it. */
#ifndef PKIREADY_TEXT_DECIDERS_H
#define PKIREADY_TEXT_DECIDERS_H

#include "report/page.h"
#include "verdicts.h"

struct decided {
	enum fate fate;
	const struct decider *by;
	const strs *reasons;
};
struct deciders {
	struct page *page;
	VEC(struct decided) all;
};

/* Its number, from 1; the same for the same rule, fate and reasons. */
int deciders_add(struct deciders *d, enum fate f, const struct decider *by,
	const strs *reasons);
/* All of them: place, text, owner, jump path, comment, reasons. */
void deciders_put(const struct deciders *d);

#endif
