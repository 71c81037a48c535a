/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The firewall managers as an open set, for the fix that opens a way in: who made the
 * deciding rule says in its own language how the packet is let past it. One round
 * evaluates the rules, finds the manager of what drops, lets it append steps and make the
 * same edit to the model of the rules, and evaluates again, until the packet is accepted
 * in every hook.
 */
#ifndef PKIREADY_FIXES_OPENING_H
#define PKIREADY_FIXES_OPENING_H

#include "fix.h"

struct opening { /* one adverse decision that is to be got past */
	struct fixing *fixing;
	struct ruleset *model;          /* the rules as they would be; edited */
	const struct packet_verdict *verdict; /* of the model, with its decider */
	const struct decision *by;      /* the same in the model's own structs */
	/* what is let in: one family, these ports of one protocol, from everywhere (n 0)
	 * or from these prefixes */
	int family;                     /* 4, 6 */
	int proto;                      /* 6, 17 */
	const int *ports;
	size_t ports_n;
	VEC(struct range) from;
	const char *interface;          /* narrowed to it; NULL: any */
	int64_t expires;                /* UNIX s; 0: it stays */
};

enum open_result {
	OPEN_EDITED,   /* steps were appended and the model edited */
	OPEN_REFUSED,  /* it must not be done: plan_refuse was called */
};

struct firewall {
	const char *name;    /* "firewalld" */
	/* True when the decision is this manager's own. */
	bool (*owns)(const struct opening *o);
	enum open_result (*open)(struct opening *o);
	/* Appends what keeps the opening over a restart; NULL: open did. */
	void (*keep)(struct opening *o);
};

/* The open set, the most particular first: the last two take what nobody else owns. */
#define FIREWALLS(X)

#define X(name) extern const struct firewall firewall_##name;
FIREWALLS(X)
#undef X
extern const struct firewall *const firewalls[]; /* NULL-terminated */

#endif
