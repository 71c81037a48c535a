/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For tests/net/test_names: each rule of this network namespace as pkiready writes it,
 * one a line: "family table chain handle raw text", with legacy tables as "legacy-ip".
 */
#include "linux/ruleset_legacy.h"
#include "linux/ruleset_nft.h"
#include "verdict/names.h"

#include <stdio.h>
#include <string.h>

static void read_anonymous(struct arena *a, struct nf_table *t)
{
	for (size_t i = 0; i < t->sets.n; i++) {
		const char *why;
		struct nf_set *s = t->sets.v[i];
		if (s->flags & SET_ANONYMOUS && !(s->flags & SET_EVAL) &&
			ruleset_read_set(a, s, &why) != ERR_OK)
			fprintf(stderr, "%s: %s\n", s->name, why);
	}
}

static void show(struct arena *a, const struct ruleset *rs, const struct nf_chain *c)
{
	for (size_t i = 0; i < c->rules_n; i++) {
		bool raw;
		const char *text = rule_text(a, rs, c, &c->rules[i], &raw);
		const char *comment = rule_comment(a, c, &c->rules[i]);
		printf("%s%s\t%s\t%s\t%llu\t%d\t%s\t%s\t%s\n",
			c->table->legacy ? "legacy-" : "",
			nf_family_word(c->table->family), c->table->name, c->name,
			(unsigned long long)c->rules[i].handle, raw, text,
			comment ? comment : "", rule_owner(a, c, &c->rules[i]));
	}
}

int main(void)
{
	struct arena *a = arena_new();
	struct ruleset rs = {0};
	const char *why = "";
	if (ruleset_read_nft(a, &rs, &why) != ERR_OK) {
		fprintf(stderr, "nftables: %s\n", why);
		return 1;
	}
	enum err err = ruleset_read_legacy(a, &rs, &why);
	if (err != ERR_OK && err != ERR_NOT_FOUND) {
		fprintf(stderr, "legacy: %s\n", why);
		return 1;
	}
	ruleset_read_names(a, &rs);
	for (size_t t = 0; t < rs.tables.n; t++) {
		if (!rs.tables.v[t]->legacy)
			read_anonymous(a, rs.tables.v[t]);
		for (size_t c = 0; c < rs.tables.v[t]->chains.n; c++)
			show(a, &rs, rs.tables.v[t]->chains.v[c]);
	}
	arena_free(a);
	return 0;
}
