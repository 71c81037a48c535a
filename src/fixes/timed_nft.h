/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Openings in nf_tables that end by themselves: the rule asks a set of its own for the
 * sender, whose elements the kernel forgets in time. Nothing of it is in any file. */
#ifndef PKIREADY_FIXES_TIMED_NFT_H
#define PKIREADY_FIXES_TIMED_NFT_H

#include "opening.h"

/* Steps that accept in this chain before that rule (NULL: at its end), until
 * o->expires. */
enum open_result timed_nft_open(struct opening *o, const struct nf_chain *chain,
	const struct nf_rule *before);

#endif
