/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd.h"

#include "bundle_case.h"
#include "cmd_save.h"
#include "log.h"
#include "run.h"
#include "terminal.h"

static int judge_saved(struct arena *a, const struct options *o)
{
	const struct bundle_case *c = cmd_case_read(a, o);
	return c ? cmd_judge(a, o, &c->target, &c->evidence, report_result) : EXIT_USAGE;
}

/* Ctrl-C leaves no bundle: what was seen is reported, and is not all. */
static int look_and_save(
	struct arena *a, const struct options *o, struct broker *b, struct target *t)
{
	struct evidence e = {0};
	t->capture_file = cmd_save_stream(o, SAVE_PACKETS);
	t->redact = o->redact;
	run_look(a, b, t, terminal_is(stderr), &e);
	if (e.interrupted)
		log_note("--save: interrupted, so nothing is written");
	else if (!cmd_case_write(a, o, b, t, &e))
		return EXIT_TOOL;
	return cmd_judge(a, o, t, &e, report_result);
}

static int diagnose(struct arena *a, const struct options *o, struct broker *b)
{
	if (!cmd_may_fix(o))
		return EXIT_USAGE;
	if (o->ruleset)
		return judge_saved(a, o);
	const struct target *t = cmd_target(a, o);
	if (!t || !cmd_may_prove(o, b))
		return EXIT_USAGE;
	if (o->fix)
		return cmd_fix(a, o, b, t);
	if (!o->saving)
		return cmd_report(a, o, b, t, report_result);
	struct target *own = ARENA_NEW(a, struct target);
	*own = *t;
	return look_and_save(a, o, b, own);
}

const struct cmd cmd_diagnose = {.needs_host = true, .run = diagnose};
