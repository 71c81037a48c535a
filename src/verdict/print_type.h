/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The data types of nft (nftables src/datatype.c and where each is used), and how it
 * writes a value of each. */
#ifndef PKIREADY_PRINT_TYPE_H
#define PKIREADY_PRINT_TYPE_H

#include "print_num.h"
#include "ruleset.h"

enum order { ORDER_NONE, ORDER_HOST, ORDER_BIG };

enum form { /* how a value without a name is written */
	FORM_DEC,
	FORM_HEX,     /* with digits at least */
	FORM_STRING,
	FORM_LLADDR,
	FORM_IP4,
	FORM_IP6,
	FORM_PROTO,   /* the name in /etc/protocols */
	FORM_TIME,    /* milliseconds as 1d2h */
	FORM_CLASSID,
	FORM_IFINDEX,
	FORM_LABEL,   /* the number of the bit */
	FORM_DATE,
	FORM_HOUR,
	FORM_INVALID,
};

struct symbol {
	const char *word;
	uint64_t value;
};
struct type {
	enum form form;
	enum order order;
	unsigned size;     /* bits */
	unsigned digits;   /* of FORM_HEX */
	bool bitmask;      /* several bits are written as a | b */
	bool prefix;       /* ranges are written as /n where they can be */
	bool quoted;       /* the symbols are */
	const struct symbol *symbols; /* NULL none; ends with word NULL */
};

extern const struct type type_invalid, type_verdict, type_nfproto, type_bitmask,
	type_integer, type_xinteger, type_string, type_lladdr, type_ip4, type_ip6,
	type_ether, type_ethertype, type_arpop, type_proto, type_service, type_icmp_type,
	type_tcp_flag, type_dccp_type, type_mh_type, type_time, type_mark, type_ifindex,
	type_arphrd, type_realm, type_classid, type_uid, type_gid, type_ct_state,
	type_ct_dir, type_ct_status, type_icmp6_type, type_ct_label, type_pkttype,
	type_icmp_code, type_icmpv6_code, type_icmpx_code, type_devgroup, type_dscp,
	type_ecn, type_fib_addr, type_boolean, type_ct_event, type_ifname, type_igmp_type,
	type_date, type_hour, type_day, type_cgroup;

/* By the number that nft gives to the kernel for a set's key; NULL unknown. */
const struct type *type_of_id(unsigned id);
/* The name of a protocol in /etc/protocols; NULL none. */
const char *proto_name(unsigned number);
/* A number (already in the order of numbers; a string in that of memory) of len bits.
 * numeric: no names, as in ranges. */
void type_print(struct text *t, const struct ruleset *rs, const struct type *type,
	const struct num *v, unsigned len, bool numeric);
void time_print(struct text *t, uint64_t ms);
/* A string in memory order, with what nft puts around it. */
void string_print(struct text *t, const uint8_t *p, size_t n);

#endif
