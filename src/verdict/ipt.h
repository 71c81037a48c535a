/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules of iptables as iptables-save writes them, without "-A CHAIN": legacy entries
 * whole, those of iptables-nft from nf_tables' expressions (iptables 1.8.9
 * nft-shared.c). What is not known stands in brackets.
 */
#ifndef PKIREADY_IPT_H
#define PKIREADY_IPT_H

#include "print.h"
#include "xt.h"

struct ipt { /* one rule being written */
	struct arena *arena;
	const struct ruleset *rs;
	int family;            /* NF_IP, NF_IP6 */
	bool raw;              /* something stands in brackets */
	struct text source, dest, in, out, proto, frag, matches, target;
	unsigned proto_number;
};

typedef void ipt_fn(struct ipt *r, int rev, struct bytes info);
struct ipt_row {
	const char *name;
	int rev_min, rev_max;
	size_t size;           /* least bytes of it */
	ipt_fn *write;
};
/* ipt_match.c: " -m tcp --dport 80" appended to r->matches. */
void ipt_match(struct ipt *r, const char *name, int rev, struct bytes info);
/* ipt_target.c: " -j REJECT --reject-with …" as r->target. */
void ipt_target(struct ipt *r, const char *name, int rev, struct bytes info);
extern const struct ipt_row ipt_more_matches[], ipt_rare_matches[];
ipt_fn ipt_hashlimit, ipt_time, ipt_u32, ipt_dnat, ipt_snat, ipt_ports_nat, ipt_netmap;
/* ipt_native.c: what iptables-nft writes with nf_tables' own expressions. */
void ipt_native(struct ipt *r, const struct nf_chain *chain, const struct nf_rule *rule);

/* " -s 192.0.2.0/24"; nothing when the mask is empty and not inverted. */
void ipt_address(struct text *t, const char *option, int family, const uint8_t *addr,
	const uint8_t *mask, bool invert);
/* " --name value", quoted where a shell needs it. */
void ipt_string(struct text *t, const uint8_t *p, size_t n);
void ipt_ip(struct text *t, int family, const uint8_t *addr);
/* "0x1" or "0x1/0xff". */
void ipt_mark(struct text *t, uint32_t mark, uint32_t mask);
/* " -p tcp" */
void ipt_proto(struct ipt *r, unsigned proto, bool invert);
/* The name of the ipset whose index stands there, with its directions. */
void ipt_set(struct ipt *r, struct text *t, const char *option, struct bytes info,
	size_t at);
/* " NEW,RELATED": the words of the bits that are set. */
void ipt_words(struct text *t, unsigned bits, const struct symbol *words);
unsigned ipt_be16(struct bytes b, size_t at);
void ipt_ports(struct text *t, const char *option, unsigned lo, unsigned hi, bool invert);
void ipt_tcp_flags(struct text *t, unsigned mask, unsigned cmp, bool invert);
/* "5/min" of a period in units of scale a second. */
uint64_t ipt_rate(struct text *t, uint64_t period, uint64_t scale);

#endif
