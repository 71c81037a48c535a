/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A packet filter's tables as far as it takes to say who manages them and how much of
 * them stands on the path of an inbound SYN: tables, chains, and for each chain its
 * rules by number and the chains that they lead to. nf_tables and legacy iptables both
 * become this.
 */
#ifndef PKIREADY_LINUX_FWSET_H
#define PKIREADY_LINUX_FWSET_H

#include "arena.h"
#include "err.h"
#include "verdict/ruleset.h"

#include <stdbool.h>
#include <stdint.h>

enum fw_owner {
	OWNER_NFT,       /* nft(8) or another program that uses nf_tables directly */
	OWNER_IPTABLES,  /* iptables, by the shape of its tables: there is no mark */
	OWNER_FIREWALLD,
};

struct fw_table {
	size_t number;       /* in the order read */
	int family;          /* enum nf_family */
	const char *name;
	bool dormant;        /* loaded, but not hooked in */
	bool compat;         /* a rule holds an xtables match or target */
	enum fw_owner owner;
};

struct fw_chain {
	const struct fw_table *table;
	const char *name;
	bool base;           /* hangs at a hook */
	int hook;            /* enum nf_hook, of a base chain */
	int32_t priority;
	bool drops;          /* its policy is not to accept */
	int64_t rules;
	int64_t ufw_jumps;   /* of these, jumps to ufw's chains */
	VEC(struct fw_chain) to; /* chains that its rules jump or go to, once each */
	bool reached;        /* scratch of fwset_reach */
};

struct fwset {
	enum err err;        /* ERR_OK: the rest holds; NOT_FOUND: no such filter */
	const char *why;     /* of a failure, for people */
	bool legacy;         /* of iptables-legacy */
	VEC(struct fw_table) tables;
	VEC(struct fw_chain) chains;
	struct fw_chain **sorted; /* by table and name: fwset_index */
};

/* -- fwset_take.c: pure. What one ruleset says of nf_tables, or of legacy iptables. A
 * verdict map leads to chains as far as its elements were read. */
void fwset_take(
	struct arena *a, const struct ruleset *rs, bool legacy, struct fwset *out);

/* -- fwset.c: pure */
/* Makes fwset_find work, once all chains are there. */
void fwset_index(struct arena *a, struct fwset *n);
struct fw_chain *fwset_find(
	const struct fwset *n, const struct fw_table *t, const char *chain);
/* Notes that a rule of one chain leads to the other. */
void fwset_lead(struct arena *a, struct fw_chain *from, struct fw_chain *to);
/* Says of each table who owns it, once all is read. */
void fwset_attribute(struct fwset *n);
/* A base chain at ingress, prerouting or input of IPv4, IPv6 (or below them), not
 * dormant. */
bool fwset_inbound(const struct fw_chain *c);
/* Marks the chain and what it leads to; the rules in the chains not marked before. */
int64_t fwset_reach(struct fw_chain *c);
void fwset_unmark(struct fwset *n);
/* True for ufw's own chains: "ufw-…", "ufw6-…". */
bool fwset_is_ufw(const char *chain);

#endif
