/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "names.h"

#include "attr.h"
#include "text.h"

#include <string.h>

enum { TEXT_MAX = 4096 };

/* The names of the expressions, in order: all that is said of a rule in raw form. */
static void raw_exprs(struct text *t, struct arena *a, struct bytes exprs)
{
	struct attr_walk w = attr_walk(exprs);
	struct attr at;
	while (attr_next(&w, &at)) {
		struct attrs e;
		attrs_read(&e, at.data, 1u << A_EXPR_NAME | 1u << A_EXPR_DATA);
		text_printf(
			t, "%s%s", t->n > 1 ? " " : "", attrs_str(a, &e, A_EXPR_NAME));
	}
}

const char *rule_text(struct arena *a, const struct ruleset *rs,
	const struct nf_chain *chain, const struct nf_rule *rule, bool *raw)
{
	struct text t;
	(void)rs;
	text_init(&t, a, TEXT_MAX);
	text_add(&t, "[");
	if (chain->table->legacy)
		text_printf(&t, "rule %llu", (unsigned long long)rule->handle);
	else
		raw_exprs(&t, a, rule->exprs);
	text_add(&t, "]");
	if (raw)
		*raw = true;
	return text_str(&t);
}
