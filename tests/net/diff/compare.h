/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DIFF_COMPARE_H
#define DIFF_COMPARE_H

#include "lab.h"

enum status { STATUS_OK, STATUS_VAGUE, STATUS_WRONG_FATE, STATUS_WRONG_RULE,
	STATUS_WRONG_REPLY, STATUS_NO_ANSWER, STATUS_SEVERAL, STATUS_WRONG_WAY,
	STATUS__MAX };
enum any_status { ANY_OK, ANY_VAGUE, ANY_WRONG, ANY__MAX };

struct legacy_counts { /* the tables before and after the packet, for their counters */
	const struct ruleset *before, *after;
};

/* VAGUE: the engine gives no definite verdict, but the kernel's is one of its ways;
 * WRONG_WAY: it is none. SEVERAL: the kernel decided by one of the rules that can. */
enum status compare(const struct verdict_part *p, const struct kernel_says *k,
	const struct legacy_counts *legacy);
/* What the whole address space's answer says of the same source. */
enum any_status compare_any(
	const struct verdict_part *one, const struct verdict_part *all);
/* One JSON object. */
void compare_print(enum status status, enum any_status any,
	const struct verdict_part *one, const struct verdict_part *all,
	const struct kernel_says *k);

#endif
