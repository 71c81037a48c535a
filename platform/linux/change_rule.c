/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"

#include "rules_once.h"
#include "verdict/names.h"

#include <inttypes.h>
#include <string.h>

static int family_of(const char *word)
{
	static const struct {
		const char *word;
		int family;
	} rows[] = {{"inet", NF_INET}, {"ip", NF_IP}, {"ip6", NF_IP6}, {"arp", NF_ARP},
		{"netdev", NF_NETDEV}, {"bridge", NF_BRIDGE}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].word, word) == 0)
			return rows[i].family;
	return -1;
}

enum err rule_find(struct arena *a, const struct rule_mark *m, const char **handle)
{
	*handle = NULL;
	const struct rules_once *r = rules_once();
	if (r->nft != ERR_OK && r->nft != ERR_NOT_FOUND)
		return r->nft;
	const struct nf_table *t =
		ruleset_table(&r->rs, family_of(m->family), m->table, false);
	const struct nf_chain *c = t ? table_chain(t, m->chain) : NULL;
	for (size_t i = 0; c && i < c->rules_n; i++) {
		const char *comment = rule_comment(a, c, &c->rules[i]);
		if (comment && strcmp(comment, m->comment) == 0) {
			*handle = arena_printf(a, "%" PRIu64, c->rules[i].handle);
			return ERR_OK;
		}
	}
	return ERR_NOT_FOUND;
}

bool rule_left_by_firewalld(void)
{
	const struct rules_once *r = rules_once();
	return r->nft != ERR_NOT_FOUND &&
	       (r->nft != ERR_OK || ruleset_table(&r->rs, NF_INET, "firewalld", false));
}
