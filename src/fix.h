/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fixes propose, the journal acts. A fix is pure: from the broker's own look at the host
 * and the typed question it appends steps to a plan, or says why not. It includes no
 * system or library header; what it needs to know and was not given, it asks for by
 * fixing_file.
 */
#ifndef PKIREADY_FIX_H
#define PKIREADY_FIX_H

#include "change.h"
#include "evidence.h"
#include "evidence_managers.h"
#include "finding.h"
#include "host.h"
#include "plan.h"
#include "rulings.h"

struct host_file { /* a file of this host's configuration, or a web root's */
	const char *path;    /* as asked */
	const char *real;    /* links resolved */
	enum seen seen;      /* YES, NO, DENIED, FAILED */
	const char *why;     /* it can't be written: "a link", "a mount", "immutable" */
	struct bytes bytes;  /* at most PLAN_FILE_MAX */
	bool directory;
	strs names;          /* of a directory, sorted */
	int64_t mode, uid, gid, mtime;
	const char *label;   /* SELinux's; NULL none */
};

struct host_socket { /* TCP that listens or is connected, UDP that is bound */
	int proto;           /* 6, 17 */
	struct ip ip;        /* unspecified: each address of its family; of IPv6, as the
	                      * system is set, IPv4's too */
	int port;
	struct ip peer;      /* family 0: it waits for anybody */
	int peer_port;
};
struct host_sockets {
	enum seen seen;      /* YES: all of them */
	VEC(struct host_socket) all;
};

/* The broker's look at this host, made anew for each plan. */
struct fix_host {
	const struct ruleset *rules; /* in force, NULL: could not be read */
	struct facts *facts;
	void (*answer)(void *arg, const struct need *n); /* see struct rulings */
	void *answer_arg;
	const char *(*owner)(void *arg, const struct nf_chain *chain,
		const struct nf_rule *rule, const char *text, const char *by_names);
	void *owner_arg;
	/* what becomes of the packets that were asked for (struct ask_change's way) */
	const struct verdicts *verdicts;
	const struct addresses *addresses;
	const struct listeners *listeners; /* on TCP 80 and 443, with their programs */
	const struct host_sockets *sockets;
	const struct firewalls *firewalls;
	const struct firewalld_facts *firewalld; /* NULL: it was not asked */
	const char *self; /* this program's path, for timers; NULL: not known */
	const char *state_dir; /* of the journals, when it is not the usual one */
	const struct webconf_look *webconf;
	const struct verdicts *boot; /* loads: what loads rules at boot, and its files */
	const struct host_file *(*file)(void *arg, const char *path);
	void *file_arg;
};

struct fixing {
	struct arena *arena;
	const struct ask_change *ask;
	const struct fix_host *host;
	struct plan *plan;
};

/* Lets every fix plan that mends one of the findings that the question names. */
void fixing_plan(struct fixing *f);
/* Never NULL. */
const struct host_file *fixing_file(struct fixing *f, const char *path);
/* The question names this finding. */
bool fixing_wants(const struct fixing *f, enum finding_id id);

struct fix {
	const char *id;      /* "open-firewall" */
	const char *title;   /* "Let the CA's connections in" */
	const char *risk;    /* one sentence */
	const enum finding_id *mends; /* FINDING__MAX ends */
	void (*plan)(struct fixing *f);
};

/* The open set: one file in src/fixes and one row here, in the order of the path. */
#define FIXES(X) \
	X(reverse_path) \
	X(firewall) \
	X(one_firewall) \
	X(webserver) \
	X(file)

#define X(name) extern const struct fix fix_##name;
FIXES(X)
#undef X
extern const struct fix *const fixes[]; /* NULL-terminated */
/* The fix that mends this finding; NULL: none does. */
const struct fix *fix_of(enum finding_id id);

#endif
