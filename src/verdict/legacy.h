/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Legacy iptables tables: the entry blob of IPT_SO_GET_ENTRIES or IP6T_SO_GET_ENTRIES
 * (kernel include/uapi/linux/netfilter_ipv4/ip_tables.h,
 * net/ipv4/netfilter/ip_tables.c) as a table of chains, pure. Offsets that lead nowhere
 * are refused.
 */
#ifndef PKIREADY_VERDICT_LEGACY_H
#define PKIREADY_VERDICT_LEGACY_H

#include "err.h"
#include "ruleset.h"

struct legacy_blob_in { /* struct ipt_getinfo and the entries */
	bool v6;
	const char *table;          /* "filter" */
	uint32_t valid_hooks;       /* a bit per hook 0..4 */
	uint32_t hook_entry[5], underflow[5];
	struct bytes entries;
};

/* Appends the table to the ruleset; its rules point into blob->entries. Nothing is
 * appended on failure. order: of its chains among those at the same hook and priority. */
enum err legacy_take(struct arena *a, const struct legacy_blob_in *blob, size_t order,
	struct ruleset *out) MUST_USE;

#endif
