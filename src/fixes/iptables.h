/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Openings by iptables: which program, which words; for its own row and for Docker's. */
#ifndef PKIREADY_FIXES_IPTABLES_H
#define PKIREADY_FIXES_IPTABLES_H

#include "opening.h"

/* True for a legacy table, and for one of nf_tables that iptables-nft would take for its
 * own: by its names, hooks and expressions (iptables 1.8.9, nft.c,
 * nft_is_table_compatible). */
bool iptables_table(const struct nf_table *t);
/* Steps that accept in this chain before that rule (NULL: at its end). */
void iptables_open(struct opening *o, const struct nf_chain *chain,
	const struct nf_rule *before);
void iptables_keep(struct opening *o);

#endif
