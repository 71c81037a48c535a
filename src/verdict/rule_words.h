/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules of iptables as their words: what a manager asked for, and what became of it. */
#ifndef PKIREADY_RULE_WORDS_H
#define PKIREADY_RULE_WORDS_H

#include "ruleset.h"

/* Both are one rule in iptables' words: their order does not count, nor what
 * iptables-save adds by itself (-m tcp, /32). */
bool rule_words_same(const char *live, const char *line);
/* The number (from 1) of the rule among firewalld's direct rules, each "ipv4 filter INPUT
 * -p tcp --dport 80 -j DROP"; 0: it is none of them. */
size_t rule_words_direct(
	const strs *direct, const struct nf_chain *chain, const char *text);

#endif
