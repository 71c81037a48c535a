/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd.h"

static int diagnose(struct arena *a, const struct options *o, struct broker *b)
{
	const struct target *t = cmd_target(a, o);
	if (t && (!cmd_may_prove(o) || !cmd_may_fix(o)))
		return EXIT_USAGE;
	if (t && o->fix)
		return cmd_fix(a, o, b, t);
	return t ? cmd_report(a, o, b, t, report_result) : EXIT_USAGE;
}

const struct cmd cmd_diagnose = {.needs_host = true, .run = diagnose};
