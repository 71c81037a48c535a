/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The firewall managers as an open set, for the fix that opens a way in: who made the
 * deciding rule says in its own language how the packet is let past it. One round
 * evaluates the rules, finds the manager of what drops, lets it append steps and make the
 * same edit to the model of the rules, and evaluates again, until the packet is accepted
 * in every hook. Then each opening is left out once: what is not needed goes.
 */
#ifndef PKIREADY_FIXES_OPENING_H
#define PKIREADY_FIXES_OPENING_H

#include "fix.h"
#include "verdict/edit.h"

struct ways; /* ways.h */

struct opening { /* one adverse decision that is to be got past */
	struct fixing *fixing;
	const struct ruleset *rules;    /* those in force */
	const struct ruleset *model;    /* as they would be after the openings so far */
	const struct packet_verdict *verdict; /* of the model, with its decider told */
	const struct decision *by;      /* the same in the model's own structs */
	/* the same in `rules`: what edits are told by. NULL where it is not of netfilter;
	 * rule NULL: the chain's policy */
	const struct nf_chain *chain;
	const struct nf_rule *rule;
	const char *finding;            /* that is mended: for plan_refuse */
	/* what is let in: one family (0: both), these ports of one protocol, from
	 * everywhere (n 0) or from these ranges, all of that family */
	int family;                     /* 4, 6, 0 */
	int proto;                      /* 6, 17 */
	const int *ports;
	size_t ports_n;
	bool original;      /* NAT changed the port before: ports are conntrack's */
	VEC(struct range) from;
	const char *interface;          /* narrowed to it; NULL: any */
	int64_t expires;                /* UNIX s; 0: it stays */
	/* what open made: see opening_accept and opening_step */
	VEC(struct edit) edits;
	const char *comment;            /* of its rules: "pkiready ID.N" */
	/* keep: what would drop it after a reboot, where that is known already; NULL */
	const struct decider *at_boot;
	/* what came before it, for opening_helps and opening_number */
	const struct ways *ways;
	const struct edit *const *earlier;
	size_t earlier_n;
	size_t at;                      /* which of the ways */
};

enum open_result {
	OPEN_EDITED,   /* steps were appended and the model's edit told */
	OPEN_REFUSED,  /* it must not be done: plan_refuse was called */
};

struct firewall {
	const char *name;    /* "firewalld" */
	/* True when the decision is this manager's own. */
	bool (*owns)(const struct opening *o);
	/* May be called several times for one opening, with one plan each time. */
	enum open_result (*open)(struct opening *o);
	/* Appends what keeps the opening over a restart; NULL: open did. */
	void (*keep)(struct opening *o);
};

/* -- for the rows of the open set */
/* The step's edit of the model: accept what the opening lets in, before that rule (NULL:
 * at the end) of a chain of o->rules or o->model. May be changed; more may be added. */
struct edit *opening_accept(struct opening *o, const struct nf_chain *chain,
	const struct nf_rule *before);
/* Fills in what an edit takes: family, protocol, ports, sources, interface. */
void opening_scope(const struct opening *o, struct edit *e);
/* Another edit, for instance EDIT_REMOVE. */
struct edit *opening_edit(struct opening *o, enum edit_kind kind,
	const struct nf_chain *chain, const struct nf_rule *rule);
/* A RUN step at the end of the plan, with why and expires filled in; the first one of an
 * opening gives o->comment. */
struct step *opening_step(struct opening *o, const char *title);
/* Whether with this edit the way no longer ends here. */
bool opening_helps(struct opening *o, const struct edit *e);
/* plan_refuse for the opening's finding; OPEN_REFUSED. */
enum open_result opening_refuse(struct opening *o, const char *why, const char *guide);
/* Where to accept so that it counts and no earlier rule is passed by: before the deciding
 * rule, or before the jump to a chain that only drops; of a policy the last place that
 * the packet reaches. In o->rules. False: there is none. */
bool opening_place(struct opening *o, const struct nf_chain **chain,
	const struct nf_rule **before);
/* The last place in this chain that the way reaches. */
bool opening_last_place(struct opening *o, const struct nf_chain *chain,
	const struct nf_rule **before);
/* The number that `insert` takes for a rule before that one, in the ruleset as it will be
 * when the step runs: rules that edits made count as often as edit.made says. */
size_t opening_number(const struct opening *o, const struct nf_chain *chain,
	const struct nf_rule *before);
/* "tcp", "udp". */
const char *opening_proto(const struct opening *o);
/* "80, 443" with that between them. */
const char *opening_ports(const struct opening *o, const char *between);
/* "192.0.2.0/24,192.0.2.9" with that between them, as nft and iptables read them; *n: how
 * many. */
const char *opening_sources(const struct opening *o, const char *between, size_t *n);
/* "accept TCP 80 and 443" and, where narrowed, " from the CA", " (IPv4)", " on eth0". */
const char *opening_title(const struct opening *o);
/* The owner begins with this word: "firewalld zone public" with "firewalld". */
bool opening_owner_is(const struct opening *o, const char *word);

/* The open set, the most particular first: the last two take what nobody else owns. */
#define FIREWALLS(X) \
	X(firewalld) X(ufw) X(banned) X(docker) X(foreign) X(iptables) X(nftables)

#define X(name) extern const struct firewall opener_##name;
FIREWALLS(X)
#undef X
extern const struct firewall *const firewalls[]; /* NULL-terminated */

#endif
