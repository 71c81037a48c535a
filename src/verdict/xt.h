/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xtables: matches and targets as their binary blobs, the same for nft's compat
 * expressions and for legacy tables (kernel include/uapi/linux/netfilter/xt_*.h,
 * net/netfilter/xt_*.c). Blobs are read by offset, so that no OS header is needed;
 * tests/unit/test_xt_abi.c holds the offsets against the system's headers.
 */
#ifndef PKIREADY_XT_H
#define PKIREADY_XT_H

#include "engine.h"

/* Little or big as this machine: the kernel's structs are in host order unless said. */
uint16_t xt_u16(struct bytes b, size_t at);
uint32_t xt_u32(struct bytes b, size_t at);
uint64_t xt_u64(struct bytes b, size_t at);
/* 0 past the end. */
uint8_t xt_u8(struct bytes b, size_t at);

/* CONTINUE: it matches. rev: the extension's revision. */
typedef enum step xt_match_fn(struct frame *f, int rev, struct bytes info);
struct xt_match_row {
	const char *name;
	int rev_min, rev_max;
	size_t size; /* least size of the blob */
	xt_match_fn *match;
};
/* NULL: not known in that revision. */
const struct xt_match_row *xt_match_find(const char *name, int rev);
/* Runs one match; unknown ones as unknown. */
enum step xt_match(struct frame *f, const char *name, int rev, struct bytes info);
/* Runs a target: what it does to the packet and how the rule ends. */
enum step xt_target(struct frame *f, const char *name, int rev, struct bytes info);

struct xt_elem {               /* one match of a rule */
	size_t size, at;       /* of an entry: its bytes, and where the next one begins */
	struct attr_walk rest; /* of nft's expressions: what is still to come */
	bool begun;
	char name[32];
	int rev;
	struct bytes info;
};
/* The next match of a rule, of a legacy table or of nftables; m is zero at first. */
bool xt_rule_next(
	const struct nf_table *t, const struct nf_rule *rule, struct xt_elem *m);

/* xt_write.c */
typedef enum step xt_target_fn(struct frame *f, int rev, struct bytes info);
xt_target_fn xt_set_dscp, xt_set_tos, xt_set_ttl, xt_set_ecn, xt_set_mss,
	xt_strip_options, xt_classify;

/* xt_match_*.c, xt_program.c */
xt_match_fn xt_tcp, xt_udp, xt_multiport, xt_comment, xt_conntrack, xt_state, xt_mark,
	xt_connmark, xt_iprange, xt_addrtype, xt_mac, xt_pkttype, xt_length, xt_ttl,
	xt_dscp, xt_tos, xt_tcpmss, xt_devgroup, xt_set, xt_recent, xt_hashlimit,
	xt_limit, xt_statistic, xt_connlimit, xt_quota, xt_time, xt_string, xt_rpfilter,
	xt_policy, xt_never, xt_maybe, xt_u32_match, xt_ecn, xt_physdev, xt_socket_match,
	xt_connbytes, xt_absent, xt_cluster, xt_connlabel, xt_ipv6header, xt_bpf;

/* Forks or goes on for the sources inside [lo, hi]; a helper of several matches. */
enum step xt_source_between(
	struct frame *f, const uint8_t *lo, const uint8_t *hi, bool invert);
/* Whether the source & mask equals value. */
enum step xt_source_masked(
	struct frame *f, const uint8_t *value, const uint8_t *mask, bool invert);

#endif
