/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rulesets as plain data: what a platform read, or what a saved bundle holds.
 * Expressions stay the bytes that the kernel gave (NFTA_RULE_EXPRESSIONS, or struct
 * ipt_entry for legacy iptables): nothing that this program does not know is lost on
 * the way.
 */
#ifndef PKIREADY_RULESET_H
#define PKIREADY_RULESET_H

#include "arena.h"
#include "nft_abi.h"
#include "space.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nf_table;

struct nf_rule {
	uint64_t handle;       /* nft: to cite; legacy: the number in its chain, from 1 */
	struct bytes exprs; /* NFTA_RULE_EXPRESSIONS' payload; legacy: the whole entry */
	struct bytes userdata; /* NFTA_RULE_USERDATA: TLVs, the comment among them */
};

struct nf_chain {
	const char *name;
	const struct nf_table *table;
	const char *type;      /* "filter", "nat", "route"; NULL: not a base chain */
	int hook;              /* enum nf_hook; HOOK_NONE: not a base chain */
	int32_t priority;
	int policy;            /* V_ACCEPT or V_DROP */
	strs devices;          /* of a netdev or inet ingress chain */
	uint64_t handle;
	size_t order; /* of creation among all chains, as far as the dump tells */
	struct nf_rule *rules;
	size_t rules_n;
	const struct chain_ready *ready; /* ready.h; NULL: not worked out */
};

/*
 * The elements of a set, normalised: inclusive ranges, sorted by lo. Element i covers
 * lo[i*key_len] .. hi[i*key_len], field by field for a concatenation.
 */
struct nf_elems {
	size_t n;
	/* n * key_len bytes each; the same for exact keys */
	const unsigned char *lo, *hi;
	const unsigned char *data;     /* n * data_len bytes; NULL without */
	const int *verdicts;           /* of a verdict map; NULL without */
	const char *const *chains; /* of its jumps, or its objects; NULL without */
	/* 1: a limit or the like hangs on it; NULL: on none */
	const unsigned char *stateful;
	const uint32_t *timeouts; /* s, all of it; 0: the set's default; NULL: of none */
};

struct nf_set {
	const char *name;
	const struct nf_table *table;
	uint32_t flags;        /* SET_* */
	size_t key_len, data_len;
	bool verdict_map;
	size_t fields[16];     /* of a concatenation: field lengths, unpadded; 0 ends */
	bool has_exprs;        /* each element carries a stateful expression */
	bool all_known;        /* elems holds every element */
	struct nf_elems elems;
	bool catch_all;        /* it has a catch-all element, */
	const unsigned char *catch_all_data; /* with this data, */
	int catch_all_verdict;               /* or this verdict */
	const char *catch_all_chain;
	/* limit (0 none) and count, for dynset; used 0 when unknown */
	uint32_t size, used;
	/* how nft writes it: NFTA_SET_KEY_TYPE and DATA_TYPE (nft's data types, six bits
	 * each), NFTA_SET_USERDATA (byte orders and more); 0 unknown */
	uint32_t key_type, data_type;
	uint32_t obj_type;     /* of a map to objects: OBJ_* */
	struct bytes userdata;
};

struct nf_obj {
	const char *name;
	const struct nf_table *table;
	uint32_t type;         /* OBJ_* */
	struct bytes data;     /* NFTA_OBJ_DATA */
};

struct nf_table {
	int family;            /* enum nf_family */
	const char *name;
	uint32_t flags;        /* TABLE_* */
	uint32_t owner;        /* netlink port id with TABLE_OWNER */
	bool legacy;           /* an xtables table: the rules are struct ipt_entry */
	VEC(struct nf_chain) chains;
	VEC(struct nf_set) sets;
	VEC(struct nf_obj) objs;
};

struct nf_named { /* what rules know by its number */
	uint32_t index;
	const char *name;
};

struct ruleset {
	VEC(struct nf_table) tables;
	uint32_t generation;   /* nftables' at the time of reading */
	const struct nf_named *interfaces; /* for iif and oif in rule texts */
	size_t interfaces_n;
	const struct nf_named *ipsets;         /* and of iptables' -m set */
	size_t ipsets_n;
};

const struct nf_table *ruleset_table(
	const struct ruleset *rs, int family, const char *name, bool legacy);
const struct nf_chain *table_chain(const struct nf_table *t, const char *name);
const struct nf_set *table_set(const struct nf_table *t, const char *name);
const struct nf_obj *table_obj(const struct nf_table *t, uint32_t type, const char *name);

/* -- building a set's elements ---------------------------------------------------- */

struct raw_elem { /* one element as NFTA_SET_ELEM_* gives it */
	struct bytes key, key_end; /* key_end n 0: none */
	bool interval_end; /* NFT_SET_ELEM_INTERVAL_END: key is the exclusive end */
	bool catch_all;
	struct bytes data;
	int verdict;
	uint32_t timeout;  /* s; 0 none of its own */
	const char *chain; /* or the object of a map to objects */
	bool stateful;
};
/* Copies raw elements (but not the names of chains) into set->elems (and the catch-all),
 * and sets all_known. Elements whose key has another length than key_len make it
 * false. */
bool set_take_elems(
	struct arena *a, struct nf_set *set, const struct raw_elem *raw, size_t n);

#endif
