/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ufw's user rules: in user.rules and user6.rules each rule is a line "### tuple ###
 * ACTION PROTO DPORT DST SPORT SRC [DAPP SAPP] DIRECTION [comment=HEX]" and the rules of
 * iptables that it became (ufw 0.36 src/backend_iptables.py). Pure.
 */
#ifndef PKIREADY_UFW_RULES_H
#define PKIREADY_UFW_RULES_H

#include "arena.h"

#include <stdbool.h>

enum { UFW_TUPLES_MAX = 4096 };

struct ufw_tuple {
	/* "allow" "deny" "reject" "limit"; "tcp", "any"; "80,443", "any"; an address or
	 * prefix, "0.0.0.0/0" or "::/0" for any */
	const char *action, *proto, *dport, *dst, *sport, *src;
	const char *dapp, *sapp; /* application profiles; NULL none */
	const char *direction;   /* "in", "out", "in_eth0", "in_eth0!out_eth1" */
	const char *log;         /* "log", "log-all"; NULL none */
	bool route, v6;
};
struct ufw_line { /* a rule of iptables */
	const char *chain, *text; /* "ufw-user-input", "-p tcp --dport 22 -j ACCEPT" */
	size_t tuple;             /* the number of its own, from 0 */
};
struct ufw_rules {
	VEC(struct ufw_tuple) tuples; /* IPv4 first; at most UFW_TUPLES_MAX */
	VEC(struct ufw_line) lines;
	size_t v4; /* tuples of IPv4 */
};

/* The two files; lines that are not understood are passed over. */
void ufw_rules_read(struct arena *a, const struct bytes *user, const struct bytes *user6,
	struct ufw_rules *out);
/* The tuple that the rule number `which` (from 0) of the chain came from, plus 1; 0: the
 * files have no such rule, or another one in its place (text: the live rule). */
size_t ufw_rules_find(
	const struct ufw_rules *r, const char *chain, size_t which, const char *text);
/* The number that `ufw status numbered` shows for the tuple: IPv4 first; of those that
 * one application profile made, only the first counts (get_status). */
size_t ufw_rules_number(const struct ufw_rules *r, size_t tuple);
/* "ufw rule [3]: 443/tcp DENY IN 203.0.113.0/24", as `ufw status numbered` writes it. */
const char *ufw_rules_words(struct arena *a, const struct ufw_rules *r, size_t tuple);

#endif
