/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands. cmd_run parses, dispatches and gives the exit code (design section 5). */
#ifndef PKIREADY_CMD_H
#define PKIREADY_CMD_H

#include "options.h"

struct host;
struct consent;
struct broker;
struct evidence;
struct result;
struct target;

enum exit_code {
	EXIT_READY = 0,
	EXIT_NOT_READY = 1,
	EXIT_CANNOT_TELL = 2,
	EXIT_USAGE = 3,
	EXIT_TOOL = 4
};

int cmd_run(int argc, char **argv, const struct host *host);

/* Each command's file exports its descriptor. */
struct cmd {
	/* False: runs in this process alone, its privilege given up; true: in the
	 * examiner, beside the broker. */
	bool needs_host;
	int (*run)(struct arena *a, const struct options *o, struct broker *b);
};
extern const struct cmd cmd_diagnose, cmd_dns, cmd_trace, cmd_firewall, cmd_watch,
	cmd_rehearse, cmd_undo, cmd_history, cmd_explain, cmd_list;

/* How to write to standard output: --format, --color, -v, NO_COLOR, TERM, COLUMNS,
 * locale. */
void cmd_style(const struct options *o, struct style *out);
/* Ends a report on standard output: status, or EXIT_TOOL when it could not all be written
 * (said here). written: what the report function returned. */
int cmd_finish(bool written, int status);
/* What diagnose and trace end with: judges, reports by this function, gives the exit
 * code. */
int cmd_report(struct arena *a, const struct options *o, struct broker *b,
	const struct target *t,
	bool (*report)(FILE *out, const struct style *s, const struct result *r));
/* The same with evidence that is there already. */
int cmd_judge(struct arena *a, const struct options *o, const struct target *t,
	const struct evidence *e,
	bool (*report)(FILE *out, const struct style *s, const struct result *r));

enum { CMD_INPUT_MAX = 1024 * 1024 };
/* Reads the files that options name, before any process is split or privilege dropped. On
 * failure one line was said. */
enum err cmd_read_inputs(struct arena *a, struct options *o) MUST_USE;
/* Opens what --save writes and reads what --ruleset names, while the user's own privilege
 * is there. On failure one line was said. */
enum err cmd_open_bundle(
	struct arena *a, struct options *o, const struct host *host) MUST_USE;
/* Opens what --write names: a new file for this user alone. On failure one line was
 * said. */
enum err cmd_open_capture(struct arena *a, struct options *o) MUST_USE;
/* Takes an empty file away again; with keep gives the files of --save their names. False:
 * that failed, which was said. */
bool cmd_close_bundle(struct arena *a, struct options *o, bool keep);
/* Takes over --profile-file, when given. On failure one line was said. */
enum err cmd_read_profiles(struct arena *a, const struct options *o) MUST_USE;
/* What the options mean; names and files are parsed here, in the examiner. NULL: it was
 * said what is wrong, and the caller exits 3. */
const struct target *cmd_target(struct arena *a, const struct options *o);
const struct target *cmd_target_dns(struct arena *a, const struct options *o);
const struct target *cmd_target_trace(struct arena *a, const struct options *o);
const struct target *cmd_target_rehearse(struct arena *a, const struct options *o);
/* --prove and --inject-anyway: false when they do not go with the rest (one line was
 * said); else says in one line what will be touched. */
bool cmd_may_prove(const struct options *o, const struct broker *b);
/* --fix and what goes with it: false when it does not go together (one line was said). */
bool cmd_may_fix(const struct options *o);
/* diagnose --fix: looks, plans, changes, looks again, reports. */
int cmd_fix(struct arena *a, const struct options *o, struct broker *b,
	const struct target *t);
/* What the command line allows the broker to change. */
void cmd_consent(const struct options *o, struct consent *out);
/* The versions of the tool and of the libraries that it runs with. */
void cmd_version(FILE *out, const struct host *host);

#endif
