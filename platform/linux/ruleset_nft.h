/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The nf_tables ruleset over netlink, whole and raw, for the verdict engine. Attributes
 * are walked directly: nothing that a library does not know is lost. Reads only; loads
 * no module.
 */
#ifndef PKIREADY_LINUX_RULESET_NFT_H
#define PKIREADY_LINUX_RULESET_NFT_H

#include "err.h"
#include "nl.h"
#include "verdict/facts.h"
#include "verdict/ruleset.h"

/* Appends all tables with chains, rules, sets (without elements) and objects. Consistent:
 * read again when the generation changed meanwhile. ERR_NOT_FOUND: no nf_tables here. On
 * failure *why says it and nothing was appended. */
enum err ruleset_read_nft(
	struct arena *a, struct ruleset *out, const char **why) MUST_USE;
/* The generation id now: another than ruleset.generation means that the rules changed. */
enum err ruleset_generation(uint32_t *out) MUST_USE;
/* Reads every element into the set (set_take_elems). */
enum err ruleset_read_set(struct arena *a, struct nf_set *set, const char **why) MUST_USE;
/* Asks the kernel for the element that a key hits; fills in the fact (known, value, data,
 * verdict, chain, stateful). A catch-all element counts, as in the kernel. */
void ruleset_ask_set(struct arena *a, const struct nf_set *set, struct bytes key,
	struct fact *out);
/* The names of this host's interfaces and ipsets, for rules that know them by number. */
void ruleset_read_names(struct arena *a, struct ruleset *out);

#endif
