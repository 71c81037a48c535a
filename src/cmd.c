/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd.h"

#include "broker.h"
#include "host.h"
#include "log.h"
#include "process.h"
#include "run.h"
#include "terminal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_DEFAULT = 80, COLUMNS_MIN = 40, COLUMNS_MAX = 1000 };

static const struct cmd *const commands[CMD__MAX] = {
	[CMD_DIAGNOSE] = &cmd_diagnose,
	[CMD_DNS] = &cmd_dns,
	[CMD_TRACE] = &cmd_trace,
	[CMD_FIREWALL] = &cmd_firewall,
	[CMD_REHEARSE] = &cmd_rehearse,
	[CMD_WATCH] = &cmd_watch,
	[CMD_UNDO] = &cmd_undo,
	[CMD_HISTORY] = &cmd_history,
	[CMD_EXPLAIN] = &cmd_explain,
	[CMD_LIST] = &cmd_list,
};

/* -- style ---------------------------------------------------------------------- */

static bool contains_utf8(const char *locale)
{
	for (; *locale; locale++) {
		if ((*locale == 'U' || *locale == 'u') && (locale[1] | 0x20) == 't' &&
			(locale[2] | 0x20) == 'f' &&
			(locale[3] == '8' || (locale[3] == '-' && locale[4] == '8')))
			return true;
	}
	return false;
}

static bool is_utf8(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return contains_utf8(value);
	}
	return false;
}

/* no-color.org: NO_COLOR counts when it is not empty; the option goes before it. */
static bool wants_color(const struct options *o)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
	if (o->color && strcmp(o->color, "auto") != 0)
		return strcmp(o->color, "always") == 0;
	return terminal_is(stdout) && !(no_color && *no_color) && term && *term &&
	       strcmp(term, "dumb") != 0;
}

static int columns(void)
{
	const char *text = getenv("COLUMNS");
	long n = text ? strtol(text, NULL, 10) : 0;
	if (n <= 0)
		n = terminal_columns(stdout);
	if (n <= 0)
		return COLUMNS_DEFAULT;
	return n < COLUMNS_MIN ? COLUMNS_MIN : n > COLUMNS_MAX ? COLUMNS_MAX : (int)n;
}

void cmd_style(const struct options *o, struct style *out)
{
	*out = (struct style){
		.utf8 = is_utf8(), .columns = columns(), .verbose = o->verbose};
	if (o->format && strcmp(o->format, "json") == 0)
		out->format = FORMAT_JSON;
	else if (o->format && strcmp(o->format, "kv") == 0)
		out->format = FORMAT_KV;
	else
		out->color = wants_color(o);
}

/* -- the end of a report -------------------------------------------------------- */

int cmd_finish(bool written, int status)
{
	if (written && fflush(stdout) == 0 && !ferror(stdout))
		return status;
	log_error("cannot write the report to standard output: %s", strerror(errno));
	return EXIT_TOOL;
}

int cmd_report(struct arena *a, const struct options *o, struct broker *b,
	const struct target *t,
	bool (*report)(FILE *out, const struct style *s, const struct result *r))
{
	struct evidence evidence = {0};
	run_look(a, b, t, terminal_is(stderr), &evidence);
	return cmd_judge(a, o, t, &evidence, report);
}

int cmd_judge(struct arena *a, const struct options *o, const struct target *t,
	const struct evidence *e,
	bool (*report)(FILE *out, const struct style *s, const struct result *r))
{
	struct result result = {0};
	struct style style;
	cmd_style(o, &style);
	run_result(a, t, e, &result);
	int status = e->interrupted ? EXIT_CANNOT_TELL : run_exit(&result);
	return cmd_finish(report(stdout, &style, &result), status);
}

/* -- dispatch ------------------------------------------------------------------- */

struct context {
	struct arena *arena;
	const struct options *options;
};

static int examine(struct broker *end, void *arg)
{
	struct context *c = arg;
	return commands[c->options->command]->run(c->arena, c->options, end);
}

/* Nothing of these commands needs a privilege, and they parse files too. */
static int run_alone(struct context *c, const struct host *host)
{
	if (host->drop_privileges() == ERR_IO) {
		log_error("this system does not let privileges be dropped: nothing was "
			  "done");
		return EXIT_TOOL;
	}
	return commands[c->options->command]->run(c->arena, c->options, NULL);
}

static int run_command(struct arena *a, struct options *o, const struct host *host)
{
	struct context c = {.arena = a, .options = o};
	if (o->version) {
		cmd_version(stdout, host);
		return cmd_finish(true, EXIT_READY);
	}
	if (o->help || o->command == CMD_HELP) {
		bool other = o->command == CMD_HELP && o->args.n > 0;
		options_help(stdout, other ? options_command(o->args.v[0]) : o->command);
		return cmd_finish(true, EXIT_READY);
	}
	if (cmd_read_inputs(a, o) != ERR_OK || cmd_open_bundle(a, o, host) != ERR_OK ||
		cmd_open_capture(a, o) != ERR_OK)
		return EXIT_USAGE;
	if (!commands[o->command]->needs_host)
		return run_alone(&c, host);
	struct consent consent;
	cmd_consent(o, &consent);
	if (host->allow)
		host->allow(&consent);
	int status = broker_run(host, examine, &c);
	bool kept = cmd_close_bundle(a, o, status <= EXIT_CANNOT_TELL);
	return kept ? status : EXIT_TOOL;
}

/* A descriptor 0, 1 or 2 that is closed would be taken by the next one that is opened,
 * and reports written into it. Opened for reading, writing to it still fails. */
static void fill_closed_streams(void)
{
	FILE *file;
	do {
		file = fopen("/dev/null", "r");
	} while (file && fileno(file) <= 2);
	if (file)
		fclose(file);
}

int cmd_run(int argc, char **argv, const struct host *host)
{
	struct options options;
	fill_closed_streams();
	process_clean_environment();
	struct arena *a = arena_new();
	int status = EXIT_USAGE;
	if (options_parse(a, argc, argv, &options) == ERR_OK) {
		log_level(options.verbose);
		status = run_command(a, &options, host);
	}
	arena_free(a);
	return status;
}
