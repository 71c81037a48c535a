/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Asks the kernel itself: forged SYNs, put into the receive path of a real interface of
 * this network namespace, and what became of each. Nothing leaves the host: an own
 * nf_tables table drops every answer at output (and at the interface's egress), the SYN
 * itself just before conntrack confirms it. Nothing stays: the table is owned by a
 * netlink socket and goes with it, and a guardian process that holds the socket resets
 * what a SYN opened when the other processes die.
 *
 * Side effects that remain: rules' counters, limits' tokens, log lines, entries that the
 * rules on the SYN's way make.
 */
#ifndef PKIREADY_LINUX_INJECT_H
#define PKIREADY_LINUX_INJECT_H

#include "arena.h"
#include "err.h"
#include "fate.h"
#include "ip.h"

#include <stdbool.h>
#include <stdint.h>

#define INJECT_TABLE "pkiready-" /* what the own table's name begins with */

enum {
	INJECT_MAX = 1024,     /* SYNs in one run */
	INJECT_LIMIT_MS = 2500 /* for one run; what is left over is not injected */
};

/* The own chains and counters that a SYN and its answers meet, in order. */
enum inject_mark {
	INJECT_INGRESS,  /* netdev ingress, first of all */
	INJECT_PRE0,     /* prerouting, first */
	INJECT_PRE1,     /* behind raw (-300) */
	INJECT_PRE2,     /* behind conntrack (-200) and mangle (-150) */
	INJECT_PRE3,     /* behind dstnat (-100): routing follows */
	INJECT_IN0,      /* input, first: it was routed to this host */
	INJECT_IN1,      /* behind mangle (-150) */
	INJECT_IN2,      /* behind filter (0) */
	INJECT_IN3,      /* behind security (50) */
	INJECT_IN9,      /* last: accepted */
	INJECT_FW0,      /* forward: routed on, to a container say */
	INJECT_FW1,
	INJECT_FW2,
	INJECT_FW3,
	INJECT_FW9,
	INJECT_SYNACK,   /* answers, caught before they leave */
	INJECT_RST,
	INJECT_ICMP,
	INJECT_COPY,     /* the SYN itself on its way out: a rule copied it */
	INJECT__MAX,
	INJECT_NOWHERE = -1
};

enum inject_answer { /* of the listener */
	INJECT_NOT_ASKED,
	INJECT_ANSWER_SYNACK,
	INJECT_ANSWER_RST,     /* nothing listens there */
	INJECT_ANSWER_ICMP,
	INJECT_ANSWER_SILENCE,
};

struct inject_rule { /* of nf_tables, as the kernel's trace names it */
	int family;          /* NFPROTO_*; 0: none was named */
	const char *table, *chain;
	uint64_t handle;     /* 0: the chain's policy */
};

struct inject_probe {
	/* what is asked */
	struct ip from, to;
	int port;
	const char *interface;
	int source_port;     /* 0: a random one, told here */
	bool fenced; /* a known program may take it before the first own chain */
	bool early_reject; /* its answer is made below the output hook */
	bool listener;       /* let it reach the listener, if it is accepted */
	/* what the kernel did */
	bool done;           /* false: why says why it was not injected, or not seen */
	const char *why;
	enum fate fate;      /* ACCEPT, DROP or REJECT */
	int last;            /* enum inject_mark: the last that saw it; INJECT_NOWHERE */
	bool forward;        /* it went to the forward hook, not to input */
	struct inject_rule by;
	enum inject_answer answer;
};

struct inject_run {
	struct arena *arena;
	struct inject_probe *probes;
	size_t n;
	bool live_frames;    /* go the second way in, as where the first is missing */
	/* what was told of the whole */
	const char *method;  /* "clone_redirect", "XDP live frames" */
	bool traced4, traced6; /* nftrace was on: rules could be named */
	uint32_t generation; /* of nf_tables at the start; 0: do not look */
	bool changed;        /* its rules changed since */
	const char *why;     /* NULL, or why nothing was injected: one line */
};

/* Injects each probe, fills in what the kernel did, and takes everything back before it
 * returns. ERR_DENIED, ERR_UNSUPPORTED: it cannot be done here; run->why says why. */
enum err inject_run(struct inject_run *run) MUST_USE;

#endif
