/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A change of this host as data: steps that can be read, pasted, made, tested and taken
 * back. What a fix proposes, what the dry run shows, and what the journal keeps are this
 * one form.
 */
#ifndef PKIREADY_PLAN_H
#define PKIREADY_PLAN_H

#include "arena.h"
#include "ip.h"
#include "shape.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	PLAN_STEPS_MAX = 64,
	PLAN_FILE_MAX = 4 * 1024 * 1024, /* bytes of one file that is written or kept */
};

/*
 * A command of a manager: no shell. argv[0] is the program's name alone, found in a fixed
 * PATH. The word "{handle}" stands for the handle of the step's own rule (rule_mark),
 * read when the command is run.
 */
struct command {
	strs argv;           /* n 0: there is none */
	const char *input;   /* its standard input; NULL: nothing */
	int64_t code;        /* it ends with this when it went well; of a test: while the
	                      * effect stands */
};

/* An nftables rule that a step makes, known again by its comment: no other has it. */
struct rule_mark {
	const char *family, *table, *chain; /* "inet" "filter" "input"; NULL: no mark */
	const char *comment; /* "pkiready 20261130-141203.2" */
};

/* A file as it shall be. Links are resolved before it is planned; written beside it and
 * renamed, in the same directory. */
struct put {
	const char *path;    /* absolute, no link in it; NULL: none */
	struct bytes bytes;
	/* as the file has them now; of a new file: as its neighbours (-1: the default) */
	int64_t mode, uid, gid;
	const char *label;   /* SELinux's; NULL: the directory's default */
	/* below this directory (a web root) no link is followed; a file that is replaced
	 * has one name and still the owner uid; NULL: root's own configuration */
	const char *below;
	/* what it must hold before, byte for byte; absent: it must not be there */
	bool absent;
	struct bytes before;
	bool make_dirs;      /* missing directories below `below`: made, and taken back */
};

enum step_kind { STEP_RUN, STEP_PUT, STEP__MAX };
enum step_state { /* of the journal */
	STEP_PLANNED,  /* not begun */
	STEP_BEGUN,    /* it may have happened or not: test tells */
	STEP_DONE,     /* it happened, and was tested */
	STEP_UNDOING,
	STEP_UNDONE,
	STEP_FAILED,   /* it did not happen; detail says why */
	STEP_STATE__MAX
};

struct step {
	enum step_kind kind;
	const char *title;   /* "accept TCP 443 before the rule that drops it" */
	const char *why;     /* the rule, line or byte that made it necessary */
	const char *risk;    /* what else it changes; NULL nothing */
	bool runtime;        /* acts on what is in force; false: keeps it over restarts */
	/* RUN: undo and test come from the same hand as redo; test ends with 0 while the
	 * effect stands, else with another code. With a mark, test and "{handle}" are by
	 * it. */
	struct command redo, undo, test;
	/* RUN: after redo and undo, so long at most until test tells; without a test
	 * (a graceful reload) all of it */
	int64_t settles_ms;
	struct rule_mark mark;
	/* RUN: files that redo or undo rewrite: kept, and put back as they were unless
	 * others changed them since; then undo alone takes out what is its own */
	strs files;
	/* RUN: a trial that must end with 0 before anything is changed ("nft -c", "nginx
	 * -t" of a copy); n 0: none */
	struct command trial;
	/* RUN: undone behind all others: a reload, which must come when files are back */
	bool undo_last;
	struct put put;      /* PUT */
	int64_t expires;     /* UNIX s when the effect goes by itself; 0: it stays */
	/* the journal's, when there is one */
	enum step_state state;
	const char *detail;
};

struct refusal { /* of a finding that a fix mends, but not here */
	const char *finding; /* "firewall-drops" */
	const char *fix;     /* "open-firewall" */
	const char *why;     /* one sentence */
	const char *guide;   /* what an admin does, lines of commands and words; NULL */
};

struct plan {
	struct arena *arena;
	const char *id;      /* "20261130-141203"; the journal's file bears it */
	int64_t made;        /* UNIX s */
	const char *words;   /* the command line it is for, for people */
	strs mends;          /* ids of findings that its steps are for */
	strs names;          /* whose validation it is for (ascii); n 0: any */
	bool passing;        /* what it opens is for one validation: --for, --only-ca */
	VEC(struct step) steps;
	VEC(struct refusal) refused;
	strs notes;          /* what an admin must know and no step says */
	/* needs more than --yes: each is "WORD: sentence" and one question; --yes-to WORD
	 * answers it */
	strs consents;
};

void plan_init(struct plan *p, struct arena *a, const char *id, int64_t made);
/* A new step at the end; mode, uid and gid of its PUT are -1. More than PLAN_STEPS_MAX
 * are refused when the plan is applied. */
struct step *plan_add(struct plan *p, enum step_kind kind, const char *title);
/* Words of argv, up to a NULL. */
void plan_argv(struct arena *a, struct command *c, ...) __attribute__((sentinel));
/* It mends the finding of this id; once each. */
void plan_mends(struct plan *p, const char *finding);
void plan_refuse(struct plan *p, const char *finding, const char *fix, const char *why,
	const char *guide);
/* The comment that marks rules of the step that is added next: "pkiready ID.N". */
const char *plan_comment(const struct plan *p);
/* As a person would type it: words quoted for a POSIX shell where they need it, standard
 * input as a here-document; of a PUT the lines that change ("-" and "+"). */
const char *plan_command_text(struct arena *a, const struct command *c);
/* How a person learns what "{handle}" of the step's undo is; NULL: it has none. */
const char *plan_handle_text(struct arena *a, const struct step *s);
const char *plan_put_text(struct arena *a, const struct put *p);
/* The same of any two files, as `diff -u` prints it; a name of NULL: it is not there.
 * Without changes the two lines of names alone. */
const char *plan_diff_text(struct arena *a, const char *from, struct bytes before,
	const char *to, struct bytes after);

/* Lines as a terminal shows them: tabs as blanks, to each eighth column. */
const char *plan_shown(struct arena *a, const char *s);
/* The whole plan for people, lines that end in a line feed: what each step does, why, how
 * it is undone. Bytes from outside are harmless in it (text.h). NULL: it is too long to
 * be shown whole, and nobody can agree to it. */
const char *plan_text(struct arena *a, const struct plan *p);

extern const struct shape shape_command, shape_rule_mark, shape_put, shape_step,
	shape_refusal, shape_plan;
extern const char *const step_kind_words[STEP__MAX];
extern const char *const step_state_words[STEP_STATE__MAX];

#endif
