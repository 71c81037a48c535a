/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names for what decides: a rule's text as `nft -s list ruleset` or iptables-save shows
 * it, its comment, and who made it. Pure.
 */
#ifndef PKIREADY_NAMES_H
#define PKIREADY_NAMES_H

#include "ruleset.h"

/*
 * The rule's text: for native rules byte-equal to `nft -s list ruleset` without
 * indentation; for compat and legacy rules in iptables-save's words ("-p tcp --dport
 * 443 -j DROP" without -A CHAIN). What cannot be written so is given raw, in brackets,
 * never left out; *raw (may be NULL) tells that. Never NULL.
 */
const char *rule_text(struct arena *a, const struct ruleset *rs,
	const struct nf_chain *chain, const struct nf_rule *rule, bool *raw);
/* Its comment (NFTA_RULE_USERDATA, or -m comment), NULL none. */
const char *rule_comment(
	struct arena *a, const struct nf_chain *chain, const struct nf_rule *rule);
/* Who made it, by table and chain names (firewall.md 1.6): "ufw", "Docker", "firewalld
 * zone public", "fail2ban jail sshd", …; "hand-added" where nothing tells. rule NULL: the
 * chain's policy. */
const char *rule_owner(
	struct arena *a, const struct nf_chain *chain, const struct nf_rule *rule);
/* The jail of a rule of fail2ban, by its chain or set; NULL unknown. */
const char *rule_jail(
	struct arena *a, const struct nf_chain *chain, const struct nf_rule *rule);
/* "inet", "ip", "ip6", "netdev", "bridge", "arp"; "?" otherwise. */
const char *nf_family_word(int family);

#endif
