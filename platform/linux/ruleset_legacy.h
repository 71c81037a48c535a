/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Legacy iptables tables by getsockopt, for the verdict engine. Asks only for tables
 * that /proc/net/ip_tables_names and ip6_tables_names list: asking for another would
 * create it. */
#ifndef PKIREADY_LINUX_RULESET_LEGACY_H
#define PKIREADY_LINUX_RULESET_LEGACY_H

#include "err.h"
#include "verdict/ruleset.h"

/* Appends all tables of both families. ERR_NOT_FOUND: not loaded. */
enum err ruleset_read_legacy(
	struct arena *a, struct ruleset *out, const char **why) MUST_USE;

#endif
