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

#include <stdbool.h>
#include <stdint.h>

enum fw_owner {
	OWNER_NFT,       /* nft(8) or another program that uses nf_tables directly */
	OWNER_IPTABLES,  /* iptables, by the shape of its tables: there is no mark */
	OWNER_FIREWALLD,
};

struct fw_table {
	size_t number;       /* in the order read */
	int family;          /* NFPROTO_* */
	const char *name;
	bool dormant;        /* loaded, but not hooked in */
	bool compat;         /* a rule holds an xtables match or target */
	enum fw_owner owner;
};

struct fw_chain {
	const struct fw_table *table;
	const char *name;
	bool base;           /* hangs at a hook */
	uint32_t hook;       /* NF_INET_* or NF_NETDEV_*, of a base chain */
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
	bool incomplete;     /* not all that leads to chains was read */
	VEC(struct fw_table) tables;
	VEC(struct fw_chain) chains;
	struct fw_chain **sorted; /* by table and name: fwset_index */
};

/* -- nft.c, nft_rule.c. Reads nf_tables, consistently: again when it changed
 * meanwhile. Loads no module. */
void nft_read(struct arena *a, struct fwset *out);

struct nft_rule {
	const char *table, *chain;
	int family;
	bool compat;         /* holds a "match" or "target" expression */
	strs to;             /* chains that its immediate verdicts lead to */
};
/* The attributes walked by hand: an expression that libnftnl does not know must not
 * hide the others. payload begins with struct nfgenmsg. False when it is no whole
 * rule message. */
bool nft_rule_parse(struct arena *a, const void *payload, size_t n, struct nft_rule *out);

/* -- legacy.c, legacy_parse.c. Reads legacy iptables. The names of the tables first:
 * asking for a table that is not there would create it. */
void legacy_read(struct arena *a, struct fwset *out);

enum { LEGACY_HOOKS = 5 }; /* NF_INET_NUMHOOKS without ingress */
struct legacy_blob { /* of IPT_SO_GET_INFO and IPT_SO_GET_ENTRIES */
	bool v6;
	uint32_t valid_hooks, hook_entry[LEGACY_HOOKS], underflow[LEGACY_HOOKS];
	const unsigned char *entries;
	size_t size;
};
/* Adds the table's chains. ERR_PROTOCOL when an offset leads out of the entries. */
enum err legacy_parse(struct arena *a, const struct legacy_blob *blob,
	const struct fw_table *table, struct fwset *out) MUST_USE;

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
/* "inet", "ip", … */
const char *fwset_family(int family);
/* True for ufw's own chains: "ufw-…", "ufw6-…". */
bool fwset_is_ufw(const char *chain);

#endif
