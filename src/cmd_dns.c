/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd.h"

static int dns(struct arena *a, const struct options *o, struct broker *b)
{
	const struct target *t = cmd_target_dns(a, o);
	return t ? cmd_report(a, o, b, t, report_dns) : EXIT_USAGE;
}

const struct cmd cmd_dns = {.needs_host = true, .run = dns};
