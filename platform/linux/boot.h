/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What this host's firewalls would be after a reboot: the commands that the enabled units
 * run at boot, and a private world where they run and change nothing of this host.
 */
#ifndef PKIREADY_LINUX_BOOT_H
#define PKIREADY_LINUX_BOOT_H

#include "arena.h"
#include "err.h"
#include "verdicts.h"

#include <stdbool.h>
#include <sys/types.h>

enum {
	BOOT_STEPS_MAX = 32,
	BOOT_WORDS_MAX = 24,
	BOOT_STEP_MS = 8000,   /* for one command; firewalld takes 1 to 3 s */
	BOOT_STEPS_MS = 12000, /* for all of them */
	BOOT_ALL_MS = 18000,   /* with the judging: below the broker's patience */
};

struct boot_step { /* a command that runs at boot */
	struct boot_load *load;
	const char *argv[BOOT_WORDS_MAX + 1];
	const char *input; /* a file on its standard input; NULL: nothing */
	bool firewalld;    /* it stays, and wants a D-Bus of its own */
	int rank;          /* lower ones first */
};
struct boot_plan {
	struct arena *arena;
	struct verdicts *out; /* its loads: each step's, and what is not loaded */
	VEC(struct boot_step) steps;
};

/* -- boot_plan.c: which commands. ERR_UNSUPPORTED: not started by units of systemd. */
enum err boot_plan_make(struct boot_plan *p) MUST_USE;

/* -- boot_unit.c: pure. One unit of systemd (systemd.service(5), systemd.syntax(7)) */
struct boot_command {
	const char *argv[BOOT_WORDS_MAX + 1];
	size_t words;
	bool variables; /* it holds $NAME or %x, which only systemd knows */
};
struct boot_unit {
	VEC(struct boot_command) commands; /* ExecStartPre= and ExecStart=, in order */
	const char *input;                 /* StandardInput=file:…; NULL */
};
/* Adds what a unit file or a drop-in of it says: an empty ExecStart= takes back all. */
void boot_unit_read(struct arena *a, const struct bytes *text, struct boot_unit *u);
/* A line of a shell script as one command of a program that loads rules, with the file
 * that is redirected into it; false when it is none, or more than that. */
bool boot_shell_line(struct arena *a, const char *line, size_t n,
	struct boot_command *c, const char **input);
/* The line speaks of iptables or nft at all, comments aside. */
bool boot_shell_mentions(const char *line, size_t n);

/* -- boot_world.c */
struct boot_world {
	pid_t init; /* its first process; all in it end with this one */
	int net;    /* its network namespace */
	int end;    /* closed, it ends */
};
/*
 * A fresh network, mount, PID and IPC namespace that holds this host's interfaces by name
 * and number, sees its files read-only (writes go to /run, /tmp and /var/log of its own),
 * and runs the plan's steps there with no capability beyond the network's; sets each
 * load's state. ERR_DENIED: this process may make no namespaces. *why: one phrase.
 */
enum err boot_world_start(struct boot_plan *p, struct boot_world *w,
	const char **why) MUST_USE;
void boot_world_end(struct boot_world *w);

/* -- boot_links.c: in the new network namespace, stand-ins for these interfaces */
struct boot_link {
	unsigned index;
	const char *name;
};
enum { BOOT_LINKS_MAX = 256 };
size_t boot_links_read(struct arena *a, struct boot_link *out);
enum err boot_links_make(
	struct arena *a, const struct boot_link *links, size_t n) MUST_USE;

/* -- boot_run.c: in the world, as its first process */
/* Runs the steps one after the other, until `deadline` (file_now); firewalld stays. */
void boot_run(struct boot_plan *p, int64_t deadline);

#endif
