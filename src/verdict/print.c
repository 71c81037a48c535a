/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "print.h"

#include "names.h"

/* The names of the expressions: all that can be said of them. */
static void raw_exprs(struct text *t, struct arena *a, struct bytes exprs)
{
	struct attr_walk w = attr_walk(exprs);
	struct attr at;
	bool first = true;
	text_add(t, "[");
	while (attr_next(&w, &at) && !t->over) {
		struct attrs e;
		attrs_read(&e, at.data, ~0u);
		text_printf(t, "%s%s", first ? "" : " ", attrs_str(a, &e, A_EXPR_NAME));
		first = false;
	}
	text_add(t, "]");
}

static void add_comment(struct printer *p, struct text *t, const struct nf_rule *rule)
{
	const char *comment = rule_comment(p->arena, p->chain, rule);
	if (comment)
		text_printf(t, " comment \"%s\"", comment);
}

const char *rule_native(struct printer *p, const struct nf_rule *rule)
{
	struct text t;
	bool first = true;
	context_init(p);
	read_exprs(p, rule->exprs);
	text_init(&t, p->arena, TEXT_MAX);
	for (const struct stmt *s = p->first; s && !p->failed; s = s->next) {
		if (s->gone)
			continue;
		if (!first)
			text_add(&t, " ");
		first = false;
		if (s->match)
			tree_print(p, &t, s->match);
		else
			text_add(&t, s->words);
	}
	if (p->failed) {
		text_init(&t, p->arena, TEXT_MAX);
		raw_exprs(&t, p->arena, rule->exprs);
	}
	add_comment(p, &t, rule);
	p->failed |= t.over;
	return text_str(&t);
}

/* What is made on the way is of no use behind it, and many rules may be told. */
const char *rule_text(struct arena *a, const struct ruleset *rs,
	const struct nf_chain *chain, const struct nf_rule *rule, bool *raw)
{
	bool ignored;
	const char *words;
	struct arena *scratch = arena_new();
	if (!raw)
		raw = &ignored;
	if (chain->table->legacy || ipt_is(chain, rule)) {
		words = ipt_text(scratch, rs, chain, rule, raw);
	} else {
		struct printer p = {.arena = scratch,
			.rs = rs,
			.chain = chain,
			.family = chain->table->family};
		words = rule_native(&p, rule);
		*raw = p.failed || p.partly;
	}
	words = arena_str(a, words);
	arena_free(scratch);
	return words;
}
