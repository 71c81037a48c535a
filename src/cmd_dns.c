/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd.h"

#include "evidence.h"
#include "run.h"
#include "run_wait.h"
#include "terminal.h"

/* What the wait was for is looked at anew, whole: the report is of now. */
static void look_and_wait(
	struct arena *a, struct broker *b, const struct target *t, struct evidence *e)
{
	bool progress = terminal_is(stderr);
	run_look(a, b, t, progress, e);
	if (t->wait_ms == 0 || e->interrupted)
		return;
	int64_t began = loop_now();
	enum wait_end end = run_wait(t, e, progress);
	if (end == WAIT_INTERRUPTED)
		e->interrupted = true;
	else if (end == WAIT_TIME_UP || loop_now() - began > RUN_WAIT_FRESH_MS)
		run_look(a, b, t, progress, e);
}

static int dns(struct arena *a, const struct options *o, struct broker *b)
{
	const struct target *t = cmd_target_dns(a, o);
	struct evidence evidence = {0};
	if (!t)
		return EXIT_USAGE;
	look_and_wait(a, b, t, &evidence);
	return cmd_judge(a, o, t, &evidence, report_dns);
}

const struct cmd cmd_dns = {.needs_host = true, .run = dns};
