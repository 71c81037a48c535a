/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd.h"

static int trace(struct arena *a, const struct options *o, struct broker *b)
{
	const struct target *t = cmd_target_trace(a, o);
	return t ? cmd_report(a, o, b, t, report_trace) : EXIT_USAGE;
}

const struct cmd cmd_trace = {.needs_host = true, .run = trace};
