/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * This host's rulesets, read once a run: all verbs share what one of them has read, for
 * as long as nf_tables says the same generation. Loads no module.
 */
#ifndef PKIREADY_LINUX_RULES_ONCE_H
#define PKIREADY_LINUX_RULES_ONCE_H

#include "err.h"
#include "verdict/ruleset.h"

struct rules_once {
	struct arena *arena; /* of nf_tables' rules, and of what is read of them later */
	struct ruleset rs;   /* both kinds: those of legacy iptables stand last */
	enum err nft, legacy;             /* ERR_NOT_FOUND: this kernel has none loaded */
	const char *nft_why, *legacy_why; /* of a failure, for people */
};

/*
 * Valid until the next call. Legacy iptables has no generation, and is read anew each
 * time. Sets keep the elements that were read, but for those that packets and clocks
 * change.
 */
struct rules_once *rules_once(void);
/* What was read is of another network namespace: the next call reads anew. */
void rules_once_forget(void);
/* Reads the names that rules know by number, for their texts. */
void rules_once_names(struct rules_once *r);
/* Reads the elements of each verdict map: where rules lead to. False when one could not
 * be read, or the rules changed meanwhile: then rules_once tells them anew. */
bool rules_once_maps(struct rules_once *r);

#endif
