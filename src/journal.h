/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The journal of one change: a file of JSON lines, written ahead. The first line holds
 * the whole plan, each further one what happened next; a line counts once its line feed
 * is there. What it says and the world together tell how far the change came, whenever
 * and wherever it was cut off.
 */
#ifndef PKIREADY_JOURNAL_H
#define PKIREADY_JOURNAL_H

#include "arena.h"
#include "err.h"
#include "plan.h"
#include "shape.h"

#include <stdbool.h>
#include <stdint.h>

enum { JOURNAL_MAX = 64 * 1024 * 1024, JOURNAL_VERSION = 1 }; /* bytes of one file */

struct kept_attr { /* an extended attribute */
	const char *name;
	struct bytes value;
};
struct kept_file { /* a file as it was at some time */
	const char *path;
	bool absent;         /* it was not there */
	struct bytes bytes;
	int64_t mode, uid, gid;
	int64_t mtime;       /* UNIX ns */
	VEC(struct kept_attr) attrs;
};

enum life {
	LIFE_APPLYING, /* from the first line on */
	LIFE_APPLIED,  /* every step is done; whether it helped is not settled */
	LIFE_KEPT,
	LIFE_UNDOING,
	LIFE_UNDONE,   /* detail: why */
	LIFE_STUCK,    /* it could not be undone whole; detail: why */
	LIFE__MAX
};
extern const char *const life_words[LIFE__MAX];

struct journal_head {
	int64_t version;
	/* who makes the change: a process, its start in clock ticks since boot, and which
	 * boot: together they name it for good */
	int64_t pid, started;
	const char *boot;
	struct plan plan;
};
struct journal_note { /* what happened */
	int64_t at;          /* UNIX s */
	int64_t step;        /* from 1; 0: the whole */
	enum step_state state; /* of the step, from now on */
	enum life life;      /* step 0: of the whole */
	const char *detail;
	/* a file of the step, before it and after it */
	struct kept_file *before, *after;
	strs dirs;           /* directories that it made, the outermost first */
	int64_t confirm_by;  /* APPLIED, KEPT: undone then, unless confirmed; 0 */
};

struct journal_file { /* of one step */
	int64_t step;        /* from 1 */
	struct kept_file *before, *after; /* after NULL: not known */
};
struct journal { /* the notes, added up */
	struct arena *arena;
	struct journal_head head; /* its steps bear their states */
	enum life life;
	const char *detail;
	int64_t confirm_by;
	int64_t ended;       /* UNIX s of the last note */
	VEC(struct journal_file) files;
	VEC(struct journal_note) dirs; /* notes that tell of directories */
};

/* One line, with its line feed. */
struct bytes journal_head_line(struct arena *a, const struct journal_head *h);
struct bytes journal_note_line(struct arena *a, const struct journal_note *n);
/*
 * Reads a whole file. *used: the bytes that count; what stands behind them is a line that
 * was cut off. ERR_SYNTAX: it is no journal, or a whole line makes no sense;
 * ERR_UNSUPPORTED: it is of another version.
 */
enum err journal_read(struct arena *a, struct bytes file, struct journal *out,
	size_t *used) MUST_USE;
/* Adds one note up. False: it makes no sense here. */
bool journal_add(struct journal *j, const struct journal_note *n);
/* It is neither kept nor undone. */
bool journal_open(const struct journal *j);
/* The step's file; NULL. */
struct journal_file *journal_file_of(
	const struct journal *j, int64_t step, const char *path);

/* -- journal_act.c: the order of things, over a world that acts */
enum effect {
	EFFECT_UNKNOWN, /* why says why */
	EFFECT_STANDS,
	EFFECT_GONE,
};
struct journal_world {
	void *arg;
	/* Writes the note behind the others, for good. */
	enum err (*append)(void *arg, const struct journal_note *n);
	/* The file as it is now; below: see struct put. */
	enum err (*look)(void *arg, const char *path, const char *below,
		struct kept_file *out, const char **why);
	/* Adds the directories that the step will have to make, the outermost first. */
	void (*missing)(void *arg, const struct step *s, strs *dirs);
	/* Makes the step happen. */
	enum err (*redo)(void *arg, const struct step *s, const char **why);
	/* ERR_NOT_FOUND: its program is not there, or the daemon that it asks. */
	enum err (*undo)(void *arg, const struct step *s, const char **why);
	enum effect (*test)(void *arg, const struct step *s, const char **why);
	/* The file back as it was kept; below: see struct put. */
	enum err (*restore)(void *arg, const struct kept_file *f, const char *below,
		const char **why);
	/* Takes away what a process that was killed left beside the file. */
	void (*tidy)(void *arg, const char *path, const char *below);
	/* Takes a directory away, if it is there and empty. */
	enum err (*rmdir)(void *arg, const char *path, const char *below);
	/* What no program or directory is there any more to undo with (ERR_NOT_FOUND) is
	 * left as it is, and counts as undone; the step's detail says so. */
	bool leave;
	/* Somebody wants it to end: what was done is taken back. */
	bool (*stopped)(void *arg);
	int64_t (*now)(void *arg);
};

/*
 * Makes the steps, one after the other: what is kept of the files is on disk before a
 * step begins, and its end before the next one begins. The first that fails, and all
 * before it, are undone strictly backwards. True: every step stands, life is APPLIED.
 */
bool journal_apply(struct journal *j, const struct journal_world *w, int64_t confirm_by);
/*
 * Takes back what was begun, strictly backwards, whatever the journal's life: life is
 * UNDONE then, else STUCK, and detail says why. why: what the journal says of it.
 */
bool journal_undo(struct journal *j, const struct journal_world *w, const char *why);

/* -- journal_since.c */
bool journal_same_bytes(struct bytes a, struct bytes b);
/* The same bytes, owner, mode and attributes; or both are not there. */
bool journal_same_file(const struct kept_file *a, const struct kept_file *b);
/* A command with a way back of its own: what others changed in the same files since is
 * not in its way. */
bool journal_by_itself(const struct step *s);
/* How files differ from what the change left, as diffs: somebody changed them since. */
void journal_differs(struct journal *j, const struct journal_world *w, strs *out);
/* Notes that the change stays. */
enum err journal_keep(struct journal *j, const struct journal_world *w,
	int64_t confirm_by) MUST_USE;

extern const struct shape shape_journal_head, shape_journal_note;

#endif
