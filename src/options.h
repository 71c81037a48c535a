/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One option table: parsing, --help, the completions and the manual page's list all come
 * from it (check-docs proves it). */
#ifndef PKIREADY_OPTIONS_H
#define PKIREADY_OPTIONS_H

#include "arena.h"
#include "err.h"
#include "report/report.h"

#include <stdbool.h>
#include <stdint.h>

enum cmd_id {
	CMD_DIAGNOSE,
	CMD_DNS,
	CMD_TRACE,
	CMD_FIREWALL,
	CMD_REHEARSE,
	CMD_WATCH,
	CMD_UNDO,
	CMD_HISTORY,
	CMD_EXPLAIN,
	CMD_LIST,
	CMD_HELP,
	CMD__MAX
};
#define CMD_BIT(c) (1u << (c))

enum option_kind { /* of the value: for completion, and for checks at parse time */
	OPT_FLAG,    /* none; bool */
	OPT_COUNT,   /* none, counts: -vv; int */
	OPT_FILE,    /* a file that is read before privilege is dropped; struct input */
	OPT_DIR,     /* a directory; const char * */
	OPT_TEXT,    /* anything but nothing; const char * */
	OPT_WORD,    /* one of words; const char * */
	OPT_PROFILE, /* a profile's id; const char * */
	OPT_ADDRESS, /* an address, or NAME=ADDR; const char * */
	OPT_SECONDS, /* OPTIONS_TIMEOUT_MIN_MS..MAX_MS, fractions allowed; int64_t ms */
	OPT_WAIT,    /* OPTIONS_WAIT_MIN_MS..MAX_MS, likewise */
	OPT_SPAN,    /* "90", "30m", "12h", "3d", up to OPTIONS_SPAN_MAX_MS; int64_t ms */
};
enum {
	OPTIONS_TIMEOUT_MS = 10000, /* when none is given */
	OPTIONS_TIMEOUT_MIN_MS = 100,
	OPTIONS_TIMEOUT_MAX_MS = 300000,
	OPTIONS_WAIT_MIN_MS = 1000,
	OPTIONS_WAIT_MAX_MS = 172800000 /* 48 h: the longest wait of any document */
};
#define OPTIONS_SPAN_MAX_MS (INT64_C(366) * 86400 * 1000)

struct option_row {
	const char *name;          /* "ca" for --ca */
	char letter;               /* 'v', 0 none */
	enum option_kind kind;
	const char *arg;           /* "PROFILE"; NULL without a value */
	const char *help;          /* one line */
	const char *const *words;  /* OPT_WORD: the values allowed, NULL-terminated */
	unsigned commands;         /* CMD_BITs it goes with */
	size_t offset;             /* of its value in struct options */
	int64_t least;             /* OPT_SPAN: ms */
	bool repeat;               /* may be given more than once: the value is a strs */
};

struct command_row {
	const char *name;
	const char *args;          /* "[NAME...]"; "" none */
	const char *help;          /* one line */
	const char *about;         /* a few lines, for its own --help */
	const char *const *words; /* what its argument may be, NULL-terminated; or NULL */
	int min_args, max_args;    /* -1: no limit */
};

struct input { /* a file named by an option */
	const char *path;   /* as typed; NULL not given */
	struct bytes bytes; /* by cmd_read_inputs; n 0 before */
	int64_t mtime;      /* UNIX s */
};

struct options {
	enum cmd_id command;
	strs args;                 /* what is not an option */
	const char *ca, *expect, *issued, *path, *method, *token, *webroot;
	const char *resolver, *format, *color;
	const char *record, *type;
	const char *port, *from, *to, *interface, *save, *ruleset;
	struct saving *saving;     /* cmd_save.h; opened by cmd_open_bundle */
	const char *write, *as;
	FILE *write_file;          /* opened by cmd_open_capture */
	int64_t seconds_ms;        /* 0: until interrupted */
	struct bytes bundle;       /* read by it */
	struct input file, csr, root_hints, trust_anchor, profile_file;
	int64_t timeout_ms;        /* the default when not given */
	int64_t wait_ms;           /* 0 when not given */
	strs hosts;
	bool v4, v6, require_outside, after_reboot, redact, prove, inject_anyway;
	/* -- changes */
	bool fix, yes, dry_run, only_ca, force, keep, unconfirmed;
	const char *state_dir;
	strs yes_to;
	int64_t for_ms;            /* 0 when not given */
	int64_t confirm_ms;        /* -1 when not given */
	bool help, version;
	int verbose;
};

extern const struct option_row option_rows[]; /* name NULL ends */
extern const struct command_row command_rows[CMD__MAX];

/*
 * Long options take "=VALUE" or the next word and may be cut short where that is
 * unambiguous; letters may be joined; "--" ends the options, which may stand anywhere.
 * On failure one line was said, and the caller exits 3.
 */
enum err options_parse(struct arena *a, int argc, char **argv,
	struct options *out) MUST_USE;
/* --help for the tool (CMD_HELP) or for one command. */
void options_help(FILE *out, enum cmd_id c);
/* CMD__MAX when there is no such command. */
enum cmd_id options_command(const char *word);
/* Says that word is not one of words (NULL-terminated) for what, with the nearest one. */
void options_say_unknown(struct arena *a, const char *what, const char *word,
	const char *const *words);

/* Shell completion: "bash", "zsh" or "fish", generated from the tables; ERR_NOT_FOUND for
 * another shell. profiles and findings: the words for --ca and explain,
 * NULL-terminated. */
enum err options_completion(FILE *out, const char *shell, const char *const *profiles,
	const char *const *findings) MUST_USE;

#endif
