/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the change verb is made of: root's own journals, and the hands that act. */
#ifndef PKIREADY_LINUX_CHANGE_H
#define PKIREADY_LINUX_CHANGE_H

#include "arena.h"
#include "err.h"
#include "fix.h"
#include "host.h"
#include "journal.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	CHANGE_COMMAND_MS = 30000, /* one command of a manager */
	CHANGE_LOCK_MS = 5000,     /* another's acting is waited for */
	CHANGE_SAID_MAX = 4096,    /* bytes of what a command says that are kept */
	CHANGE_ID_MAX = 24,
};

/* -- change_store.c: the directory of journals, root's alone */
struct change_store {
	const char *path;
	int dir, lock;        /* -1: not open, not held */
};
struct change_file_open { /* one journal that is written to */
	int fd;
	int64_t size;         /* of its whole lines */
};
/*
 * Opens the directory, and makes its last component with make. ERR_NOT_FOUND: it is not
 * there. ERR_DENIED: it must not be used, or the system refuses it: *why is one sentence
 * with the path in it.
 */
enum err store_open(struct arena *a, const char *path, bool make,
	struct change_store *out, const char **why) MUST_USE;
void store_close(struct change_store *s);
/* Alone from now on, until store_close. ERR_TIMEOUT: *why names the other process. */
enum err store_lock(struct arena *a, struct change_store *s, int64_t ms,
	const char **why) MUST_USE;
/* A new id after the time; no journal bears it. */
const char *store_new_id(struct arena *a, const struct change_store *s, int64_t now);
/* Digits and hyphens, not longer than ids are. */
bool store_is_id(const char *id);
/* Ids of all journals, the newest first. */
void store_list(struct arena *a, const struct change_store *s, strs *out);
/* Reads one. ERR_NOT_FOUND also where not even its first line is whole. */
enum err store_read(struct arena *a, const struct change_store *s, const char *id,
	struct journal *out, const char **why) MUST_USE;
/* A new journal with its first line, on disk with its name. */
enum err store_create(struct arena *a, const struct change_store *s,
	const struct journal_head *h, struct change_file_open *out,
	const char **why) MUST_USE;
/* To go on with one; a last line that was cut off is taken away. */
enum err store_reopen(struct arena *a, const struct change_store *s, const char *id,
	struct change_file_open *out, const char **why) MUST_USE;
/* On disk, whole or not at all. */
enum err store_append(struct change_file_open *f, struct bytes line) MUST_USE;

/* -- change_owner.c: whose change it is */
void owner_mark(struct arena *a, struct journal_head *h);
/* The process that makes it still runs. */
bool owner_lives(const struct journal_head *h);

/* -- change_run.c: one command. Without a shell, with PATH and locale alone, in a session
 * of its own. */
struct command_end {
	bool missing;        /* there is no such program */
	int status;          /* exit code; 128 + signal; -1: not run, or ended here */
	/* the line that tells why, else its last, or why it could not be run; "" */
	const char *said;
};
/* handle: what the word "{handle}" stands for; NULL: none may be there. */
void command_run(struct arena *a, const struct command *c, const char *handle, int64_t ms,
	struct command_end *out);

/* -- change_place.c: directories, through no link */
/* The directory that holds path, and its last component's name. below: path must lie
 * below it. -1 and errno. */
int place_parent(const char *path, const char *below, const char **name);
/* Why a file that stands there could not be replaced, or a new one not made: "immutable",
 * "a mount"; NULL: nothing is known to be in the way. */
const char *place_blocked(const char *path, const char *below);
/* Missing directories on the way to path, the outermost first. */
void place_missing(struct arena *a, const char *path, const char *below, strs *dirs);
/* Makes them, each with its parent's owner and mode. */
enum err place_make(struct arena *a, const char *path, const char *below,
	const char **why) MUST_USE;
/* ERR_OK also where it is not there, or others put something in it. */
enum err place_rmdir(const char *path, const char *below) MUST_USE;

/* -- change_put.c: files, whole or not at all */
enum err file_look(struct arena *a, const char *path, const char *below,
	struct kept_file *out, const char **why) MUST_USE;
/* Puts the file there: written beside it, on disk, renamed. fresh: only where none is. */
enum err file_put(struct arena *a, const struct kept_file *f, const char *below,
	bool fresh, const char **why) MUST_USE;
/* The same as it was, with its time; or takes it away. */
enum err file_restore(struct arena *a, const struct kept_file *f, const char *below,
	const char **why) MUST_USE;

/* What file_put left when it was killed. */
void file_tidy(const char *path, const char *below);

/* -- change_rule.c */
/* The handle of the marked rule in decimal. ERR_NOT_FOUND: it is not there. */
enum err rule_find(struct arena *a, const struct rule_mark *m,
	const char **handle) MUST_USE;

/* Rules of firewalld stand, whether it runs or not. */
bool rule_left_by_firewalld(void);

/* -- change_act.c: the world of journal.h */
struct change_acting {
	struct arena *arena;
	struct change_file_open *file; /* NULL: only looks */
	struct journal_world world;
};
void acting_init(struct change_acting *x, struct arena *a, struct change_file_open *f);
/* INT, TERM or HUP came while a change was being made. */
void acting_watch_signals(bool on);
bool acting_stopped(void *arg);

/* -- change_trial.c */
/* Runs each step's trial where the plan's files are as they would be, for it alone. NULL:
 * all ended well; else why not. */
const char *trial_run(struct arena *a, const struct plan *p, const char *scratch);

/* -- change_host.c: the broker's own look */
struct change_host {
	struct fix_host host;
	struct verdicts verdicts; /* of the way that was asked for */
	struct verdicts boot;
	struct addresses addresses;
	struct listeners listeners;
	struct firewalls firewalls;
	struct firewalld_facts firewalld;
	struct webconf_look webconf;
	struct host_sockets sockets;
};
struct change_host *change_host_look(struct arena *a, const struct ask_change *q);
/* -- change_sockets.c */
void change_sockets(struct arena *a, struct host_sockets *out);

/* -- change_consent.c: what was allowed on the command line, and on the terminal */
extern const struct consent *change_allowed; /* never NULL */
void change_allow(const struct consent *c);
enum consent_answer { CONSENT_YES, CONSENT_NO, CONSENT_NO_TERMINAL, CONSENT_LATE };
/* Shows text on the terminal, asks, and waits; ms 0: without end. */
enum consent_answer consent_ask(const char *text, const char *question, int64_t ms);
bool consent_terminal(void);

/* -- change_compare.c: verdicts before and after */
/* Asks what becomes of everybody's packets to all that listens here, and of those who are
 * connected. */
struct compared; /* answers, one for each question */
struct compared *compare_look(struct arena *a, const struct host_sockets *s);
/* An accept that is none any more, in words; NULL: there is none. */
const char *compare_worse(
	struct arena *a, const struct compared *before, const struct compared *after);
/* A SYN that the engine says is accepted, and the kernel did not let in; NULL: none. */
const char *compare_unproved(struct arena *a, const struct verdicts *v);

/* -- change_confirm.c: undone unless confirmed */
/* Arms it: at `by` (UNIX s) the change is undone by a process of its own, which outlives
 * this one and its session. */
enum err confirm_arm(struct arena *a, const char *state_dir, const char *id, int64_t by,
	const char **why) MUST_USE;
void confirm_disarm(struct arena *a, const char *id);
/* The journal says another time by now. */
void confirm_rearm(struct arena *a, const char *state_dir, const char *id, int64_t by);
/* This process is below an SSH server's. */
bool confirm_over_ssh(void);

/* -- change_undo.c: changes that are there already */
void change_undo(struct arena *a, const struct ask_change *q, struct change_look *out);
void change_history(struct arena *a, struct change_look *out);
/* What change_undo does behind its question: confirms or undoes the change of q->id, and
 * notes why. */
void change_end(struct arena *a, const struct ask_change *q, const char *reason,
	struct change_look *out);
void change_undo_unconfirmed(struct arena *a, const char *state_dir, const char *id);
/* The default, or what the command line names. */
const char *change_state_dir(void);
/* What the verb tells of a journal; without the bytes of files. */
void change_tell(struct arena *a, struct journal *j, struct change_look *out);
/* A word for its state: "running", "interrupted", "applied", "kept", "unconfirmed",
 * "left-behind", "undone", "stuck". */
const char *change_state_word(struct arena *a, struct journal *j);

/* -- change_plan.c: a new one */
struct change_pending { /* the plan that was told last, in an arena of its own */
	struct arena *arena;
	struct bytes asked, told; /* question and plan, as the wire packs them */
	const char *id;
	int64_t made;
	bool applied;             /* and not settled */
};
extern struct change_pending change_pending;
void change_plan(struct arena *a, const struct ask_change *q, struct change_look *out);
/* What later plans may name; only the first counts. */
void change_bind(struct arena *a, const struct ask_change *q, struct change_look *out);
struct change_host *change_make_plan(struct arena *a, const struct ask_change *q,
	const char *id, int64_t made, struct plan *out);
/* Why no such plan can be made, in words; NULL. */
const char *change_unfit(struct arena *a, const struct plan *p);
/* On the command line or on the terminal; if not, out says so. */
bool change_agreed(struct arena *a, const struct plan *p, struct change_look *out);
struct bytes change_packed(struct arena *a, const struct shape *shape, const void *s);

/* -- change_fix.c */
struct change_making {
	struct arena *arena;
	struct ask_change q;
	struct change_host *host;
	struct plan plan;
	struct change_store store;
	struct change_file_open file;
	struct change_acting act;
	struct journal journal;
	struct change_look *out;
	int64_t confirm_ms, confirm_by; /* 0: it is not to be confirmed */
};
/* How long the change waits to be confirmed; 0: it does not. */
int64_t change_confirm_ms(const struct plan *p);
void change_apply(struct arena *a, const struct ask_change *q, struct change_look *out);

/* -- change_restart.c: of a change that was made, what a restart leaves of it, as a note;
 * NULL: nothing of it meets packets after a restart. */
const char *change_restart(struct change_making *m);

/* -- change_settle.c */
void change_settle(struct arena *a, const struct ask_change *q, struct change_look *out);
/* Undoes what was made and not settled. False: that failed. */
bool change_settle_rest(void);
/* -- change.c: what came of it, as the answer's obs */
void change_fail(struct change_look *out, enum seen seen, const char *why);

#endif
