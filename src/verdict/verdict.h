/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The question that pkiready exists for: would a fresh SYN (or UDP datagram) from these
 * sources, arriving on this interface for this address and port, be accepted by this
 * host; and which rule decides? Answered as the kernel's nf_hook_slow and nft_do_chain
 * would (net/netfilter/core.c, nf_tables_core.c), purely, on plain data.
 *
 * Three-valued: an expression that the SYN does not decide (a rate limit, a random
 * number) forks; where all forks agree the verdict is definite. What is not understood
 * is unknown, never skipped.
 */
#ifndef PKIREADY_VERDICT_H
#define PKIREADY_VERDICT_H

#include "facts.h"
#include "fate.h"
#include "ruleset.h"
#include "space.h"

enum stage { /* where on the way in it was decided */
	STAGE_INGRESS,
	STAGE_PREROUTING,
	STAGE_ROUTING,
	STAGE_RPF,
	STAGE_INPUT,
	STAGE_FORWARD,
	STAGE_OUTPUT,
	STAGE_BACK,
	STAGE_CONNTRACK,
	STAGE_PACKET_PROGRAM,
	STAGE__MAX
};
extern const char *const stage_words[STAGE__MAX];

struct question {
	struct space sources;  /* one address, several, or all of a family */
	struct ip to; /* the address that the packet carries when it reaches us */
	int proto;             /* 6 or 17 */
	int port;              /* destination port */
	int source_port;       /* 0: the model's ephemeral one */
	const char *iif;       /* arriving interface; for output: NULL */
	bool output;           /* judge the output path of this host's own look instead */
	const char *oif;       /* output: leaving interface */
	/* the modelled SYN (firewall.md 1.6); 0: the usual one */
	int variant; /* 1: ECN-setup, no timestamps, MSS 1400, source port 1024 */
};

/* The jump path to a rule: innermost first. */
struct path_step {
	const struct path_step *up;
	const struct nf_chain *chain;
	const struct nf_rule *rule; /* the jumping one; NULL for the base chain's own */
};

enum reason_class {
	/* the kernel's state or chance decides: limit, quota, random, time */
	REASON_MAYBE,
	REASON_UNKNOWN, /* this program does not understand it, or could not look */
};
struct reason {
	const struct reason *next;
	enum reason_class class;
	/* "limit", "unknown expression inner", "set bl could not be read" */
	const char *what;
	const struct nf_chain *chain;
	const struct nf_rule *rule;
};

struct decision { /* one way that it can end */
	enum fate fate; /* ACCEPT, DROP or REJECT here; UNKNOWN never reached an end */
	enum stage stage;
	const struct nf_chain *chain;   /* NULL outside netfilter */
	const struct nf_rule *rule;     /* NULL: the chain's policy */
	const struct path_step *path;
	const char *detail;             /* outside netfilter: "rp_filter=1 on eth0" */
	struct ip to;                   /* where it went after DNAT */
	int port;
	const struct reason *reasons;   /* on the way to it */
};

struct verdict_part { /* what holds for one range of sources */
	struct range range;
	enum fate fate;                 /* joined over all forks */
	const struct decision *by; /* the one that decides; for MAYBE the adverse one */
	const struct reason *reasons;   /* why it is not definite; NULL when it is */
	/* all ways end alike, but not by one rule: by is one */
	bool several;
	/* every way that it can end, for the range's first address */
	const struct decision *const *ways;
	size_t ways_n;
};

enum learn { /* what a rule does with a packet beside deciding about it */
	LEARN_SOURCE, /* keeps its source: recent, a dynamic set, an ipset */
	LEARN_LOG,    /* writes it to a log that another program may read */
	LEARN_AWAY,   /* hands it out of this host's rules: a queue, a copy */
};
struct learner { /* a rule that the packet reaches, or may */
	enum learn kind;
	const char *what;               /* "the list of recent sources" */
	const struct nf_chain *chain;
	const struct nf_rule *rule;
};

struct verdict_answer {
	VEC(struct learner) learners;   /* each rule once for each kind */
	VEC(struct need) needs;         /* not empty: answer these and ask again */
	struct verdict_part *parts; /* in order of address, adjacent equal ones merged */
	size_t parts_n;
	bool varies; /* another sender's packet may fare otherwise */
	bool clocked; /* a rule read the clock: it holds for NEED_TIME's answer */
	size_t steps; /* rules evaluated; all that may be, when a bound was reached */
};

/* Bounded in time and memory whatever the ruleset; out is in the arena. q->sources is
 * used up: make it anew for each call. */
void verdict_ask(struct arena *a, const struct ruleset *rs, const struct facts *facts,
	struct question *q, struct verdict_answer *out);

/* The same for the two modelled packets (variant 0 and 1): where one is let in and the
 * other is not, the verdict is maybe. Asks for variant 0 alone when q says which
 * packet it is. */
void verdict_ask_both(struct arena *a, const struct ruleset *rs,
	const struct facts *facts, struct question *q, struct verdict_answer *out);

#endif
