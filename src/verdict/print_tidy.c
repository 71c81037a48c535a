/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The types of trees that were read, and their values in the order of numbers (nftables
 * src/netlink_delinearize.c: expr_postprocess). */
#include "print.h"

#include <string.h>

/* -- values ----------------------------------------------------------------------- */

struct node *tidy_bits(struct printer *p, struct node *n)
{
	struct node *tree = NULL;
	if (n->kind != N_VALUE || !n->type->bitmask || num_popcount(&n->value) < 2)
		return n;
	for (unsigned b = 0; (b = num_scan1(&n->value, b)) < NUM_BITS; b++) {
		struct num one = num_ones(1);
		struct node *flag = node_new(p, N_VALUE, n->type, n->order, n->len);
		flag->value = num_left(&one, b);
		tree = tree ? node_two(p, N_BINARY, OP_OR_, tree, flag) : flag;
	}
	return tree;
}

/* A name that does not end in NUL is the beginning of names: "eth*". */
static struct node *tidy_string(struct printer *p, struct node *n)
{
	size_t len = (n->len + 7) / 8;
	const char *s = (const char *)num_bytes(&n->value, len);
	struct text t;
	text_init(&t, p->arena, TEXT_MAX);
	text_add(&t, "\"");
	if (len > NUM_BYTES || len == 0) {
		p->failed = true;
	} else if (s[len - 1]) {
		text_add_n(&t, s, strnlen(s, len));
		text_add(&t, "*");
	} else {
		size_t used = strlen(s);
		bool star = used && s[used - 1] == '*';
		text_add_n(&t, s, star ? used - 1 : used);
		text_add(&t, star ? "\\*" : "");
	}
	text_add(&t, "\"");
	return node_words(p, n->type, n->order, n->len, text_str(&t));
}

static struct node *tidy_value(struct printer *p, struct node *n)
{
	if (n->type->form == FORM_STRING)
		return tidy_string(p, n);
	if (n->order == ORDER_HOST)
		n->value = num_swap(&n->value, n->len / 8);
	return tidy_bits(p, n);
}

static void tidy_ct(const struct printer *p, struct node *n)
{
	const struct proto *on = p->on[n->base];
	bool source = n->key == CT_SRC || n->key == CT_DST;
	if (source && (on == &proto_ip || on == &proto_ip6)) {
		n->type = on == &proto_ip ? &type_ip4 : &type_ip6;
		n->nfproto = on == &proto_ip ? NF_IP : NF_IP6;
	}
	if (source)
		n->len = n->type->size;
	if ((n->key == CT_PROTO_SRC || n->key == CT_PROTO_DST) && on)
		n->type = &type_service;
}

/* -- trees ------------------------------------------------------------------------ */

static void tidy_binary(struct printer *p, struct node **at)
{
	struct node *n = *at;
	tidy(p, &n->left);
	if (n->op == OP_SHL_ || n->op == OP_SHR_) {
		node_type(n->right, &type_integer, ORDER_HOST);
	} else {
		node_type(n->right, n->left->type, n->left->order);
		if (n->op == OP_AND_ && p->in_concat && n->left->kind == N_PAYLOAD &&
			n->right->kind == N_VALUE) {
			binary_trim(p, NULL, n, n->right, at);
			return;
		}
	}
	tidy(p, &n->right);
	node_type(n, n->left->type, n->left->order);
}

static void tidy_items(struct printer *p, struct node *n)
{
	bool before = p->in_concat;
	p->in_concat = n->kind == N_CONCAT;
	for (struct node **i = &n->items; *i && !p->failed; i = &(*i)->next) {
		struct node *next = (*i)->next;
		tidy(p, i);
		(*i)->next = next;
	}
	p->in_concat = before;
}

void tidy(struct printer *p, struct node **at)
{
	struct node *n = *at;
	if (p->failed)
		return;
	switch (n->kind) {
	case N_VALUE:
		*at = tidy_value(p, n);
		break;
	case N_MAP:
		if (n->left->kind == N_BINARY && n->left->op == OP_AND_ &&
			n->left->left->kind == N_PAYLOAD)
			binary_trim(p, NULL, n, n->right, &n->left);
		tidy(p, &n->left);
		break;
	case N_CONCAT:
		tidy_items(p, n);
		break;
	case N_UNARY:
		tidy(p, &n->left);
		node_type(n, n->left->type,
			n->left->order == ORDER_NONE ? ORDER_HOST : ORDER_NONE);
		break;
	case N_BINARY:
		tidy_binary(p, at);
		break;
	case N_RANGE:
		tidy(p, &n->right);
		tidy(p, &n->left);
		break;
	case N_PREFIX:
	case N_HASH:
		if (n->left)
			tidy(p, &n->left);
		break;
	case N_PAYLOAD:
		payload_complete(p, n);
		dep_kill_payload(p, n);
		break;
	case N_OPTION:
		dep_kill_option(p, n);
		break;
	case N_CT:
		tidy_ct(p, n);
		break;
	default:
		break;
	}
}
