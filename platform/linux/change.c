/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The change verb: what the examiner may ask, and what the command line allowed. */
#include "change.h"

#include "privileges.h"
#include "verbs.h"

const char *change_state_dir(void)
{
	return change_allowed->state_dir ? change_allowed->state_dir
					 : "/var/lib/pkiready";
}

void change_fail(struct change_look *out, enum seen seen, const char *why)
{
	out->obs.seen = seen;
	out->obs.excerpt = why;
}

void change_ask(struct arena *a, const struct ask_change *q, struct change_look *out)
{
	out->obs.source = arena_printf(a, "journals in %s", change_state_dir());
	if (!privileges_full()) {
		change_fail(out, SEEN_DENIED, "needs root");
		return;
	}
	switch (q->op) {
	case CHANGE_PLAN:
		change_plan(a, q, out);
		break;
	case CHANGE_APPLY:
		change_apply(a, q, out);
		break;
	case CHANGE_SETTLE:
		change_settle(a, q, out);
		break;
	case CHANGE_UNDO:
		change_undo(a, q, out);
		break;
	case CHANGE_HISTORY:
		change_history(a, out);
		break;
	case CHANGE_BIND:
		change_bind(a, q, out);
		break;
	case CHANGE_OP__MAX:
		break;
	}
}
