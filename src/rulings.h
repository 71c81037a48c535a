/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A ruleset asked for every source, port, address and interface of a question, and its
 * answers told as evidence. Pure: what the engine needs beyond the rules is answered by
 * whoever holds it, the running host or a saved bundle.
 */
#ifndef PKIREADY_RULINGS_H
#define PKIREADY_RULINGS_H

#include "verdict/facts.h"
#include "verdict/ruleset.h"
#include "verdict/verdict.h"
#include "verdicts.h"

struct addresses; /* evidence.h */

enum {
	RULINGS_PAIRS_MAX = 64,    /* addresses × interfaces */
	RULINGS_SOURCES_MAX = 512, /* of one question */
	RULINGS_LAST = 8,
	RULINGS_KEPT = 4096,       /* ranges of a map that can be proved */
};

struct rulings_pair { /* where a packet arrives, and for which address */
	struct ip to;
	const char *interface; /* of an own look: where it leaves */
	struct ip source;      /* of an own look: its source address */
};

struct told_rule { /* what was found out about a rule, or about a chain's policy */
	const struct nf_chain *chain;
	const struct nf_rule *rule;
	const char *text, *comment, *owner;
};

struct ruling { /* behind one packet_verdict */
	const struct verdict_part *part; /* NULL: there was no answer */
	bool learns;                     /* a rule on the way learns from packets */
};

struct ruling_map {
	VEC(struct ruling) ranges;
};

struct rulings {
	struct arena *arena;
	struct arena *scratch; /* of one question while judging; afterwards the run's */
	const struct ask_verdicts *q;
	const struct ruleset *rs;
	struct facts *facts;
	/* Adds the fact that answers the need, known or not. */
	void (*answer)(void *arg, const struct need *n);
	void *arg;
	/* Who made a rule (NULL: set the policy), where more than names tells it: the
	 * owner by names, or a better one. NULL: names must do. */
	const char *(*owner)(void *arg, const struct nf_chain *chain,
		const struct nf_rule *rule, const char *text, const char *by_names);
	void *owner_arg;
	struct verdicts *out;
	struct rulings_pair pairs[RULINGS_PAIRS_MAX];
	size_t pairs_n;
	int source_port; /* of the packets; 0: the usual one */
	bool blind; /* the rules could not be read: all is unknown; why: out->unread */
	/* questions for rules that nearly matched, and rules looked at, so far */
	size_t nearly_asked, nearly_walked;
	struct told_rule last[RULINGS_LAST]; /* told last: many sources end alike */
	size_t last_n;
	/* for rulings_prove: of each of out->all, and of each of out->spaces one for each
	 * range, as far as RULINGS_KEPT */
	bool keep;
	VEC(struct ruling) all;
	VEC(struct ruling_map) maps;
	size_t told; /* bytes that the maps take on the wire, so far */
	/* rules evaluated so far, and those of them for the times to come */
	size_t steps, clock_steps;
};

/* Adds the pairs of an address: with interface NULL, those where it is held and those of
 * the default routes of its family. */
void rulings_add_pairs(struct rulings *r, const struct addresses *host,
	const struct ip *to, const char *interface);
/* Fills in r->pairs by the question, or by each global address of the host. */
void rulings_find_pairs(struct rulings *r, const struct addresses *host);
/* Appends to out->all, out->spaces and out->idle: the question's sources and whole
 * spaces, for each pair and port. */
void rulings_judge(struct rulings *r);

/* -- rulings_prove.c: the kernel's word on injected SYNs, held against the engine's */
struct kernel_seen { /* of one SYN */
	enum fate fate;            /* ACCEPT, DROP or REJECT */
	enum stage stage;          /* where it ended */
	bool traced;               /* rules of nf_tables could be named, */
	int family;                /* and this one was; 0: none */
	const char *table, *chain;
	uint64_t handle;           /* 0: the policy */
	const char *legacy_table;  /* whose chain lies where it ended; NULL: none's */
	const char *where;         /* the same in words */
	const char *listener;      /* as in struct proof */
};
/* What outlives the question, for rulings_prove. */
const struct verdict_part *rulings_keep(
	struct rulings *r, const struct verdict_part *part);
/* The engine's answer for one SYN with this source port: of it alone. */
bool rulings_ask_syn(struct rulings *r, const struct packet_verdict *v, int source_port,
	struct verdict_answer *out);
/* Fills in v->proof, and where the kernel says otherwise, v->verdict and v->by. part: the
 * engine's answer for this very SYN. */
void rulings_prove(struct rulings *r, struct packet_verdict *v,
	const struct verdict_part *part, const struct kernel_seen *k);
/* -- rulings_egress.c: of a question with output */
/* Appends to out->all: what becomes of this host's own packets to each pair's address and
 * port. MAYBE where the packet gets out and the rules drop its answer. */
void rulings_egress(struct rulings *r);

/* -- rulings_ask.c: between rulings.c and its parts */
/* Asks until the engine needs nothing more; from.family 0: every source. False when the
 * rules ask for more than can be answered. */
bool rulings_ask(struct rulings *r, const struct ruleset *rs,
	const struct rulings_pair *p, const struct ask_port *port,
	const struct range *from, struct verdict_answer *out);
/* The set that an nf_tables expression looks up; NULL: it is no lookup, or the set is not
 * there. */
const struct nf_set *rulings_lookup(
	struct arena *a, const struct nf_chain *chain, struct bytes expr);
/* What decided, in words. */
void rulings_tell(struct rulings *r, const struct decision *d, struct decider *out);
/* -- rulings_clock.c: of rules that read the clock */
/* "the clock: so until 17:59:59 UTC on 2026-11-30, then dropped"; NULL: no rule reads it,
 * or nothing changes within a week. from: as in rulings_ask. */
const char *rulings_clock(struct rulings *r, const struct rulings_pair *p,
	const struct ask_port *port, const struct range *from,
	const struct verdict_answer *now);
/* -- rulings_nearly.c: for what a policy or a last rule drops */
/* The rule that would accept but for one of its conditions; NULL none. */
struct decider *rulings_nearly(struct rulings *r, const struct rulings_pair *p,
	const struct ask_port *port, const struct ip *from, const struct decision *by);
/* -- rulings_idle.c: rules that accept the port and are never reached */
void rulings_idle(struct rulings *r, const struct rulings_pair *p,
	const struct ask_port *port, const struct decision *by);

#endif
