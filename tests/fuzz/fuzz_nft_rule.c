/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The payload of an nf_tables rule message, and what the managers' counts make of it. */
#include "linux/fwset.h"
#include "verdict/attr.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { HEAD = 4, RULE_EXPRESSIONS = 4 }; /* struct nfgenmsg, NFTA_RULE_EXPRESSIONS */

static void take(struct arena *a, struct bytes exprs)
{
	struct nf_rule rule = {.exprs = exprs};
	struct nf_table table = {.family = NF_INET, .name = "t"};
	struct nf_chain base = {.name = "input",
		.table = &table,
		.hook = HOOK_INPUT,
		.rules = &rule,
		.rules_n = 1};
	struct nf_chain web = {.name = "web", .table = &table, .hook = HOOK_NONE};
	struct nf_chain *chains[] = {&base, &web};
	struct nf_table *tables[] = {&table};
	struct ruleset rs = {0};
	struct fwset out;
	table.chains.v = chains;
	table.chains.n = 2;
	rs.tables.v = tables;
	rs.tables.n = 1;
	fwset_take(a, &rs, false, &out);
	if (out.chains.n != 2 || out.chains.v[0]->to.n > 2 ||
		fwset_reach(out.chains.v[0]) != 1)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new();
	struct attrs t;
	/* exactly as long as it is: one byte beyond is found */
	unsigned char *exact = malloc(n ? n : 1);
	memcpy(exact, p, n);
	if (n >= HEAD) {
		attrs_read(&t, (struct bytes){.p = exact + HEAD, .n = n - HEAD},
			1u << RULE_EXPRESSIONS);
		if (attrs_has(&t, RULE_EXPRESSIONS))
			take(a, t.at[RULE_EXPRESSIONS]);
	}
	free(exact);
	arena_free(a);
	return 0;
}
