/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Matches: loads that are split into header fields, masks that they imply, ranges that
 * were two comparisons (nftables src/netlink_delinearize.c: relational_binop_postprocess,
 * payload_match_postprocess, expr_postprocess_range). */
#include "print.h"

/* -- masks ------------------------------------------------------------------------ */

void tidy_shift(struct node *binary, struct node *right, unsigned shift)
{
	switch (right->kind) {
	case N_VALUE:
		right->value = num_right(&right->value, shift);
		right->len = binary->left->len;
		break;
	case N_SET:
		right->shift = shift;
		right->cut = binary->left->len;
		break;
	case N_RANGE:
		tidy_shift(binary, right->left, shift);
		tidy_shift(binary, right->right, shift);
		break;
	default:
		break;
	}
}

static void payload_match(
	struct printer *p, struct stmt *s, struct node *relation, struct node *payload);

/* A mask that only cuts out a field is left out, and the other side shifted to it. */
void binary_trim(struct printer *p, struct stmt *s, struct node *whole,
	struct node *right, struct node **at)
{
	struct node *binary = *at, *left = binary->left;
	unsigned shift = 0;
	bool payload = left->kind == N_PAYLOAD;
	if (binary->right->kind != N_VALUE)
		return;
	if (payload ? !payload_trim(p, left, binary->right, &shift)
		    : left->kind != N_OPTION || !option_trim(left, binary->right, &shift))
		return;
	if (right)
		tidy_shift(binary, right, shift);
	*at = left;
	if (payload)
		payload_match(p, s, whole, left);
	else if (right)
		node_type(right, left->type, left->order);
}

/* a | b | c as items of a list; anything else as it is. */
static void or_items(struct node *list, struct node *n)
{
	if (n->kind == N_BINARY && n->op == OP_OR_) {
		or_items(list, n->left);
		or_items(list, n->right);
	} else {
		node_add(list, n);
	}
}

static struct node *or_list(struct printer *p, struct node *n)
{
	if (n->kind != N_BINARY || n->op != OP_OR_)
		return node_copy(p, n);
	struct node *list = node_new(p, N_LIST, n->type, n->order, n->len);
	or_items(list, node_copy(p, n));
	return list;
}

/* flags & mask == value */
static void flags_match(struct printer *p, struct node *r)
{
	struct node *binary = r->left, *right = r->right;
	if (right->kind == N_VALUE && num_is_zero(&right->value)) {
		r->op = r->op == OP_NE_ ? OP_IMPLICIT_ : OP_NOT_;
		r->left = binary->left;
		r->right = or_list(p, binary->right);
		return;
	}
	bool same = right->kind == N_VALUE && binary->right->kind == N_VALUE &&
		    num_cmp(&right->value, &binary->right->value) == 0;
	if (same || (right->kind != N_VALUE && right->kind != N_BINARY))
		return;
	r->kind = N_FLAGS;
	node_add(r, right->kind == N_VALUE ? node_copy(p, right) : or_list(p, right));
	node_add(r, or_list(p, binary->right));
	r->left = binary->left;
	r->right = NULL;
}

static bool mask_is_prefix(const struct node *mask)
{
	unsigned low = num_scan1(&mask->value, 0);
	if (low == NUM_BITS)
		return true;
	unsigned high = num_scan0(&mask->value, low + 1);
	return high >= mask->len;
}

static unsigned mask_to_prefix(const struct node *mask)
{
	unsigned low = num_scan1(&mask->value, 0);
	return low == NUM_BITS ? 0 : num_scan0(&mask->value, low + 1) - low;
}

static void binary_match(struct printer *p, struct stmt *s, struct node *r)
{
	struct node *b = r->left, *right = r->right;
	if (b->op == OP_AND_ && (r->op == OP_NE_ || r->op == OP_EQ_) && right->type &&
		right->type->bitmask && right->kind != N_SET) {
		flags_match(p, r);
	} else if (b->left->type && b->left->type->prefix && b->op == OP_AND_ &&
		   right->kind == N_VALUE && b->right->kind == N_VALUE &&
		   mask_is_prefix(b->right)) {
		struct node *prefix =
			node_new(p, N_PREFIX, right->type, right->order, right->len);
		prefix->left = right;
		prefix->bits = mask_to_prefix(b->right);
		r->left = b->left;
		r->right = prefix;
	} else if (b->op == OP_AND_ && b->right->kind == N_VALUE) {
		binary_trim(p, s, r, right, &r->left);
	} else if (b->op == OP_SHR_ && b->left->kind == N_BINARY &&
		   b->left->op == OP_AND_ && b->right->kind == N_VALUE &&
		   b->left->right->kind == N_VALUE) {
		binary_trim(p, NULL, b, b->right, &b->left);
		if (num_is_zero(&b->right->value))
			r->left = b->left;
	}
}

/* -- header fields ---------------------------------------------------------------- */

static struct node *splice(
	struct printer *p, const struct node *v, unsigned *left, unsigned len)
{
	struct node *part = node_new(p, N_VALUE, &type_invalid, ORDER_NONE, len);
	struct num ones = num_ones(len);
	len = len < *left ? len : *left;
	*left -= len;
	part->value = num_right(&v->value, *left);
	part->value = num_and(&part->value, &ones);
	return part;
}

/* A load of several fields, compared at once: a statement for each. */
static void payload_expand_match(
	struct printer *p, struct stmt *s, struct node *r, struct node *payload)
{
	struct node *fields = payload_expand(p, payload), *next;
	enum base base = payload->base;
	unsigned left = r->right->len;
	for (struct node *f = fields->items; f; f = next) {
		next = f->next;
		struct node *v = splice(p, r->right, &left, f->len);
		node_type(v, f->type, f->order);
		if (f->field && f->proto != &proto_unknown && f->len < f->field->len) {
			struct node *prefix =
				node_new(p, N_PREFIX, f->type, f->order, f->field->len);
			v->value = num_left(&v->value, f->field->len - f->len);
			v->len = f->field->len;
			prefix->left = v;
			prefix->bits = f->len;
			v = prefix;
		}
		struct node *one = node_two(p, N_RELATION, r->op, f, v);
		if (r->op == OP_EQ_)
			context_update(p, one);
		struct stmt *add = s;
		if (s->match != r) {
			add = ARENA_NEW(p->arena, struct stmt);
			add->next = s->next;
			s->next = add;
			if (p->last == s)
				p->last = add;
		}
		add->match = one;
		s = add;
		if (payload_stacked(p, base, one) && base > ON_NONE)
			base--;
		dep_kill_payload(p, f);
		if (r->op == OP_EQ_ && f->protocol)
			dep_store(p, add, base);
	}
}

/* An anonymous set of ICMP types tells as much as a single one. */
static void icmp_check(struct printer *p, struct node *payload, const struct nf_set *set)
{
	const struct proto *on = p->on[ON_TRANSPORT];
	if (payload->base != ON_TRANSPORT || payload->len != 8 || p->icmp_type ||
		(on != &proto_icmp && on != &proto_icmp6) || payload->offset != 0 ||
		!(set->flags & SET_ANONYMOUS) || set->key_len != 1 || !set->elems.n)
		return;
	payload->proto = on;
	payload->field = on->key;
	p->icmp_type = set->elems.lo[0];
}

static void payload_match(
	struct printer *p, struct stmt *s, struct node *r, struct node *payload)
{
	if (r->kind == N_RELATION && (r->op == OP_EQ_ || r->op == OP_NE_)) {
		if (r->right->kind == N_VALUE && s) {
			payload_expand_match(p, s, r, payload);
			p->expanded = true;
			return;
		}
		if (r->right->kind == N_SET)
			icmp_check(p, payload, r->right->set);
	}
	payload_complete(p, payload);
	if (r->right && r->right->kind != N_SET)
		node_type(r->right, payload->type, payload->order);
	dep_kill_payload(p, payload);
}

/* -- whole matches ---------------------------------------------------------------- */

static void context_match(struct printer *p, struct stmt *s, struct node *r)
{
	enum base base = r->left->base;
	if (r->op != OP_EQ_ || r->right->kind == N_RANGE || r->right->kind == N_SET)
		return;
	context_update(p, r);
	if (base >= ON_TRANSPORT)
		return;
	if (dep_exists(p, base) && dep_meta_may_kill(p, r))
		dep_release(p, base);
	if (r->left->protocol)
		dep_store(p, s, base);
}

static void type_right(struct node *right, const struct node *left)
{
	if (right->kind == N_SET)
		return;
	if (right->kind != N_CONCAT) {
		node_type(right, left->type, left->order);
		return;
	}
	const struct node *l = left->items;
	for (struct node *i = right->items; i && l; i = i->next, l = l->next)
		node_type(i, l->type, l->type->order);
}

static void relation_match(struct printer *p, struct stmt *s)
{
	struct node *r = s->match;
	if (r->left->kind == N_PAYLOAD) {
		payload_match(p, s, r, r->left);
		return;
	}
	tidy(p, &r->left);
	type_right(r->right, r->left);
	tidy(p, &r->right);
	if (p->failed)
		return;
	if (r->left->kind == N_CT || r->left->kind == N_META)
		context_match(p, s, r);
	else if (r->left->kind == N_BINARY)
		binary_match(p, s, r);
}

static const struct node *without_order(const struct node *n)
{
	return n->kind == N_UNARY ? n->left : n;
}

/* x >= 1 and x <= 5 is x 1-5. */
static void merge_range(struct stmt *before, struct stmt *s, struct printer *p)
{
	struct node *a = before->match, *b = s->match;
	if (a->kind != N_RELATION || b->kind != N_RELATION ||
		without_order(a->left)->kind != without_order(b->left)->kind)
		return;
	bool inside = b->op == OP_LE_ && a->op == OP_GE_;
	if (!inside && !(b->op == OP_GT_ && a->op == OP_LT_))
		return;
	struct node *range = node_two(p, N_RANGE, 0, a->right, b->right);
	b->op = inside ? OP_EQ_ : OP_NE_;
	b->right = range;
	before->gone = true;
}

void tidy_match(struct printer *p, struct stmt *s)
{
	p->expanded = false;
	if (s->match->kind == N_RELATION)
		relation_match(p, s);
	else
		tidy(p, &s->match);
	if (p->expanded) {
		p->previous = NULL;
		return;
	}
	if (p->previous && p->previous->match && !p->failed)
		merge_range(p->previous, s, p);
	p->previous = s;
}
