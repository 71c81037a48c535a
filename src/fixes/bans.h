/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists of banned senders, and how an address is taken out of them: by the hand that put
 * it there where that is known, never by deleting the list or its rule. */
#ifndef PKIREADY_FIXES_BANS_H
#define PKIREADY_FIXES_BANS_H

#include "opening.h"

enum { BANS_MAX = 32 }; /* addresses of one opening */

enum ban_kind {
	BAN_NONE,  /* it can't be read what the rule bans */
	BAN_SET,   /* a named set of nf_tables */
	BAN_IPSET,
	BAN_RULE,  /* a rule of iptables for each address */
};
struct ban_list { /* what the deciding rule bans */
	enum ban_kind kind;
	const struct nf_set *set;
	const char *name;  /* of the set or ipset */
	strs words;        /* BAN_RULE: of the rule, in iptables' words */
	strs who;          /* asked senders in it: addresses, prefixes */
	uint32_t seconds[BANS_MAX]; /* their timeouts in a set; 0: the set's, or none */
	/* an entry is wider than what was asked, or there are more than BANS_MAX */
	const char *wide;
};

/* The named set that o->rule looks the sender up in; NULL: none. */
const struct nf_set *bans_set(struct arena *a, const struct opening *o);
/* The list of o->rule, with who of the asked senders stands in it. */
void bans_read(const struct opening *o, struct ban_list *out);
/* "fail2ban-client set JAIL unbanip ADDRESS" and the like; false: nothing here can. */
bool bans_lift(struct opening *o, const struct ban_list *list);

#endif
