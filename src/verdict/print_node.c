/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "print.h"

#include <string.h>

/* Trees grow from hostile bytes: past the ceilings they stop, and the rule is said to be
 * one that cannot be written. */
struct node *node_new(struct printer *p, enum kind kind, const struct type *type,
	enum order order, unsigned len)
{
	struct node *n = ARENA_NEW(p->arena, struct node);
	n->kind = kind;
	n->type = type;
	n->order = order;
	n->len = len;
	n->direction = -1;
	n->words = "";
	if (++p->nodes > NODES_MAX)
		p->failed = true;
	return n;
}

struct node *node_value(struct printer *p, struct bytes b)
{
	if (b.n > NUM_BYTES)
		p->failed = true;
	struct node *n = node_new(
		p, N_VALUE, &type_integer, ORDER_NONE, (unsigned)(b.n & 0xffff) * 8);
	n->value = num_of(b);
	return n;
}

struct node *node_words(struct printer *p, const struct type *type, enum order order,
	unsigned len, const char *words)
{
	struct node *n = node_new(p, N_WORDS, type, order, len);
	n->words = words;
	return n;
}

static unsigned deeper(const struct node *a, const struct node *b)
{
	unsigned x = a ? a->depth : 0, y = b ? b->depth : 0;
	return (x > y ? x : y) + 1;
}

struct node *node_two(struct printer *p, enum kind kind, enum op op, struct node *left,
	struct node *right)
{
	struct node *n = node_new(p, kind, left->type, left->order, left->len);
	n->op = op;
	n->left = left;
	n->right = right;
	n->depth = deeper(left, right);
	if (n->depth > TREE_DEPTH)
		p->failed = true;
	return n;
}

struct node *node_copy(struct printer *p, const struct node *from)
{
	struct node *n = node_new(p, from->kind, from->type, from->order, from->len);
	*n = *from;
	n->next = NULL;
	if (p->failed)
		return n;
	if (from->left)
		n->left = node_copy(p, from->left);
	if (from->right)
		n->right = node_copy(p, from->right);
	n->items = NULL;
	for (const struct node *i = from->items; i && !p->failed; i = i->next)
		node_add(n, node_copy(p, i));
	return n;
}

void node_add(struct node *list, struct node *item)
{
	struct node **at = &list->items;
	while (*at)
		at = &(*at)->next;
	*at = item;
	item->next = NULL;
	if (item->depth >= list->depth)
		list->depth = item->depth + 1;
}

void node_type(struct node *n, const struct type *type, enum order order)
{
	if (n->kind == N_RANGE) {
		node_type(n->left, type, order);
		node_type(n->right, type, order);
	} else if (n->kind == N_PREFIX) {
		node_type(n->left, type, order);
	} else {
		n->type = type;
		n->order = order;
	}
}
