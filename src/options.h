/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One option table: parsing, --help, the completions and the manual page's list all come
 * from it (check-docs proves it). */
#ifndef PKIREADY_OPTIONS_H
#define PKIREADY_OPTIONS_H

#include "arena.h"
#include "err.h"
#include "report/report.h"

#include <stdbool.h>

enum command {
	CMD_DIAGNOSE,
	CMD_TRACE,
	CMD_EXPLAIN,
	CMD_LIST,
	CMD_HELP,
	CMD__MAX
};
#define CMD_BIT(c) (1u << (c))

enum option_kind { /* of the argument: for completion and for checks at parse time */
	OPT_FLAG, OPT_FILE, OPT_DIR, OPT_TEXT, OPT_WORD, OPT_SECONDS, OPT_ADDRESS, OPT_PROFILE,
	OPT_COUNT /* a flag that counts: -vv */
};

struct options; /* parsed values: options.c's setters fill it in */

struct option_row {
	const char *name;          /* "ca" for --ca */
	char letter;               /* 'v', 0 none */
	enum option_kind kind;
	const char *arg;           /* "PROFILE" */
	const char *help;          /* one line */
	const char *const *words;  /* OPT_WORD: the values allowed, NULL-terminated */
	unsigned commands;         /* CMD_BITs it goes with */
	size_t offset;             /* of its value in struct options */
	bool repeat;               /* may be given more than once (a strs) */
};

struct command_row {
	const char *name;
	const char *args;          /* "[NAME...]" */
	const char *help;
	int min_args, max_args;    /* -1: no limit */
};

struct options {
	enum command command;
	strs args;                 /* what is not an option */
	const char *ca, *file, *expect, *issued, *csr, *path, *method, *token, *webroot;
	const char *resolver, *root_hints, *trust_anchor, *timeout, *format, *color;
	const char *profile_file;
	strs hosts;
	bool v4, v6, require_outside, help, version;
	int verbose;
};

extern const struct option_row option_rows[]; /* name NULL ends */
extern const struct command_row command_rows[CMD__MAX];

/* Parses; on failure one line was said, and the caller exits 3. */
enum err options_parse(struct arena *a, int argc, char **argv, struct options *out) MUST_USE;
/* --help for the tool (CMD_HELP) or for one command. */
void options_help(FILE *out, enum command c);
/* Shell completion: "bash", "zsh" or "fish", generated from the tables. */
enum err options_completion(FILE *out, const char *shell) MUST_USE;

#endif
