/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the evaluator would find out about a chain again for each question, worked out
 * once: whether its rules need conntrack, and for each rule the conditions on source and
 * destination port without which it cannot match. Only conditions that come before
 * anything that could fork, be unknown, or change the packet: a packet that fails one
 * passes the rule by as if it had been evaluated.
 */
#ifndef PKIREADY_READY_H
#define PKIREADY_READY_H

#include "ruleset.h"
#include "space.h"

#include <stdbool.h>
#include <stdint.h>

struct guard { /* what a packet must be for a rule to match */
	uint8_t family;     /* 4 or 6; 0 any */
	uint8_t source_of;  /* 4 or 6: an address in this prefix; 0 any */
	uint8_t source_bits;
	bool has_port;
	uint16_t port;      /* destination */
	uint8_t source[16];
};

struct chain_ready {
	const struct guard *guards; /* one a rule */
	bool conntrack4, conntrack6; /* a rule makes the kernel load conntrack */
};

/* Fills in nf_chain.ready of every chain that lacks it. Whoever changes a chain's rules
 * afterwards clears it. */
void ruleset_ready(struct arena *a, struct ruleset *rs);
struct guard guard_of(const struct nf_chain *chain, const struct nf_rule *rule);
/* True when no packet of these sources to this port can match. */
bool guard_stops(const struct guard *g, const struct space *sources, uint32_t port);

#endif
