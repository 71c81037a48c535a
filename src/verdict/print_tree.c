/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trees as nft writes them (nftables src/expression.c). */
#include "print.h"

static const char *const op_words[] = {
	[OP_AND_] = "&",
	[OP_OR_] = "|",
	[OP_XOR_] = "^",
	[OP_SHL_] = "<<",
	[OP_SHR_] = ">>",
	[OP_EQ_] = "==",
	[OP_NE_] = "!=",
	[OP_LT_] = "<",
	[OP_GT_] = ">",
	[OP_LE_] = "<=",
	[OP_GE_] = ">=",
	[OP_IMPLICIT_] = NULL,
	[OP_NOT_] = "!",
};

static void print_payload(struct text *t, const struct node *n)
{
	static const char *const bases[] = {"?", "ll", "nh", "th", "ih"};
	if (payload_known(n))
		text_printf(t, "%s %s", n->proto->name, n->field->word);
	else
		text_printf(t, "@%s,%u,%u", bases[n->base], n->offset, n->len);
}

static void print_tcp_option(struct text *t, const struct node *n)
{
	bool present = n->option_flags & FLAG_EXTHDR_PRESENT;
	if (!n->option && n->offset == 0 && present)
		text_printf(t, "tcp option %u", n->option_type);
	else if (!n->option)
		text_printf(t, "tcp option @%u,%u,%u", n->option_type, n->offset, n->len);
	else if (present)
		text_printf(t, "tcp option %s", n->option->name);
	else if (n->offset / 64)
		text_printf(t, "tcp option %s%u %s", n->option->name, n->offset / 64,
			n->field ? n->field->word : "unknown");
	else
		text_printf(t, "tcp option %s %s", n->option->name,
			n->field ? n->field->word : "unknown");
}

static void print_option(struct printer *p, struct text *t, const struct node *n)
{
	static const char *const heads[] = {"", "", "ip option ", "sctp chunk "};
	bool present = n->option_flags & FLAG_EXTHDR_PRESENT;
	if (n->option_op == OPTION_TCP) {
		print_tcp_option(t, n);
		return;
	}
	if (!n->option || (!present && !n->field)) {
		p->failed = true;
		return;
	}
	text_printf(t, "%s%s",
		present && n->option_op == OPTION_IP6 ? "exthdr " : heads[n->option_op],
		n->option->name);
	if (!present)
		text_printf(t, " %s", n->field->word);
}

static unsigned precedence(const struct node *n)
{
	if (n->kind != N_BINARY)
		return 0;
	return n->op == OP_SHL_ || n->op == OP_SHR_ ? 1
	       : n->op == OP_AND_                   ? 2
	       : n->op == OP_XOR_                   ? 3
						    : 4;
}

static void print_side(
	struct printer *p, struct text *t, const struct node *n, const struct node *side)
{
	bool parens = precedence(n) && precedence(n) < precedence(side);
	if (parens)
		text_add(t, "(");
	tree_print(p, t, side);
	if (parens)
		text_add(t, ")");
}

static void print_two(struct printer *p, struct text *t, const struct node *n)
{
	bool equal = n->op == OP_EQ_ && n->left->kind != N_BINARY &&
		     !(n->right->kind == N_VALUE && n->right->type->bitmask);
	print_side(p, t, n, n->left);
	if (equal || !op_words[n->op])
		text_add(t, " ");
	else
		text_printf(t, " %s ", op_words[n->op]);
	print_side(p, t, n, n->right);
}

static void print_items(
	struct printer *p, struct text *t, const struct node *n, const char *delim)
{
	for (const struct node *i = n->items; i; i = i->next) {
		tree_print(p, t, i);
		if (i->next)
			text_add(t, delim);
	}
}

/* The ends of a range have no names. */
static void print_end(struct printer *p, struct text *t, const struct node *n)
{
	if (n->kind == N_VALUE)
		type_print(t, p->rs, n->type, &n->value, n->len, true);
	else
		tree_print(p, t, n);
}

static void print_flags(struct printer *p, struct text *t, const struct node *n)
{
	tree_print(p, t, n->left);
	text_add(t, n->op == OP_NE_ ? " != " : " ");
	tree_print(p, t, n->items);
	text_add(t, " / ");
	tree_print(p, t, n->items->next);
}

static void print_map(struct printer *p, struct text *t, const struct node *n)
{
	tree_print(p, t, n->left);
	text_add(t, n->right->set->verdict_map ? " vmap " : " map ");
	set_print(p, t, n->right);
}

static void print_leaf(struct printer *p, struct text *t, const struct node *n)
{
	switch (n->kind) {
	case N_VALUE:
		type_print(t, p->rs, n->type, &n->value, n->len, false);
		break;
	case N_WORDS:
		text_add(t, n->words);
		break;
	case N_PAYLOAD:
		print_payload(t, n);
		break;
	case N_OPTION:
		print_option(p, t, n);
		break;
	case N_META:
		text_printf(t, "%s%s", meta_plain(n->key) ? "" : "meta ",
			meta_key(n->key)->word);
		break;
	case N_CT:
		ct_print(t, n->key, n->direction, n->nfproto);
		break;
	case N_SET:
		set_print(p, t, n);
		break;
	default:
		p->failed = true;
	}
}

void tree_print(struct printer *p, struct text *t, const struct node *n)
{
	if (p->failed)
		return;
	switch (n->kind) {
	case N_PREFIX:
		tree_print(p, t, n->left);
		text_printf(t, "/%u", n->bits);
		break;
	case N_RANGE:
		print_end(p, t, n->left);
		text_add(t, "-");
		print_end(p, t, n->right);
		break;
	case N_CONCAT:
		print_items(p, t, n, " . ");
		break;
	case N_LIST:
		print_items(p, t, n, ",");
		break;
	case N_UNARY:
		tree_print(p, t, n->left);
		break;
	case N_BINARY:
	case N_RELATION:
		print_two(p, t, n);
		break;
	case N_FLAGS:
		print_flags(p, t, n);
		break;
	case N_MAP:
		print_map(p, t, n);
		break;
	case N_HASH:
		text_add(t, n->left ? "jhash " : "symhash");
		if (n->left)
			tree_print(p, t, n->left);
		text_add(t, n->words);
		break;
	default:
		print_leaf(p, t, n);
	}
}

const char *tree_words(struct printer *p, const struct node *n)
{
	struct text t;
	text_init(&t, p->arena, TEXT_MAX);
	tree_print(p, &t, n);
	return text_str(&t);
}
