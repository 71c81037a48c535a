/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd.h"

#include "report/result_json.h"

#include <string.h>

/* The fixes that are built in: an open set as checks are, and empty as yet. */
static bool report_fixes(FILE *out, const struct style *s)
{
	if (s->format == FORMAT_TEXT)
		return fputs("FIX  RISK  WHAT IT CHANGES\n"
			     "(none: this version changes nothing, it says what to "
			     "change)\n",
			       out) != EOF;
	struct writer *w = report_writer(out, s);
	write_head(w, "list");
	w->start(w, "fixes", true);
	w->end(w);
	w->end(w);
	return w->finish(w);
}

static int list(struct arena *a, const struct options *o, struct broker *b)
{
	struct style style;
	const char *what = o->args.v[0];
	(void)b;
	cmd_style(o, &style);
	if (cmd_read_profiles(a, o) != ERR_OK)
		return EXIT_USAGE;
	if (strcmp(what, "checks") == 0)
		return cmd_finish(report_checks(stdout, &style), EXIT_READY);
	if (strcmp(what, "profiles") == 0)
		return cmd_finish(report_profiles(stdout, &style), EXIT_READY);
	return cmd_finish(report_fixes(stdout, &style), EXIT_READY);
}

const struct cmd cmd_list = {.needs_host = false, .run = list};
