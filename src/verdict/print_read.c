/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From expressions to trees: registers, loads and comparisons (nftables src/
 * netlink_delinearize.c). */
#include "print.h"

#include <string.h>

/* -- registers -------------------------------------------------------------------- */

/* 1..16(20) in words of four bytes; 0: the verdict; PRINT_REGS: none. */
static unsigned reg_number(const struct attrs *t, int attr)
{
	unsigned r = attrs_u32(t, attr);
	if (r == 0)
		return 0;
	if (r >= 1 && r <= 4)
		return 1 + (r - 1) * 4;
	return r >= 8 && r - 8 < PRINT_REGS - 1 ? 1 + r - 8 : PRINT_REGS;
}

static struct node *reg_take(struct printer *p, unsigned r)
{
	if (r == 0 || r >= PRINT_REGS || !p->regs[r]) {
		p->failed = true;
		return node_words(p, &type_integer, ORDER_NONE, 32, "?");
	}
	return node_copy(p, p->regs[r]);
}

struct node *reg_get(struct printer *p, const struct attrs *t, int attr)
{
	return reg_take(p, reg_number(t, attr));
}

void reg_set(struct printer *p, const struct attrs *t, int attr, struct node *n)
{
	unsigned r = reg_number(t, attr);
	if (r == 0 || r >= PRINT_REGS)
		p->failed = true;
	else
		p->regs[r] = n;
}

static struct node *reg_concat(struct printer *p, unsigned r, unsigned bits)
{
	struct node *concat = node_new(p, N_CONCAT, &type_invalid, ORDER_NONE, bits);
	while (bits && !p->failed) {
		struct node *n = reg_take(p, r);
		unsigned words = (n->len + 31) / 32;
		node_add(concat, n);
		if (words == 0 || words * 32 > bits) {
			p->failed = words == 0 || n->len > bits;
			break;
		}
		bits -= words * 32;
		r += words;
	}
	return concat;
}

struct node *reg_get_len(
	struct printer *p, const struct attrs *t, int attr, unsigned bits)
{
	struct node *n = reg_get(p, t, attr);
	return n->len < bits && !p->failed ? reg_concat(p, reg_number(t, attr), bits) : n;
}

uint64_t attr_num(const struct attrs *t, int attr)
{
	uint64_t v = 0;
	for (size_t i = 0; attrs_has(t, attr) && i < t->at[attr].n && i < 8; i++)
		v = v << 8 | t->at[attr].p[i];
	return v;
}

struct node *attr_value(struct printer *p, const struct attrs *t, int attr)
{
	struct attrs inner;
	struct bytes none = {0};
	if (!attrs_has(t, attr)) {
		p->failed = true;
		return node_value(p, none);
	}
	attrs_read(&inner, t->at[attr], ~0u);
	if (!attrs_has(&inner, A_DATA_VALUE))
		p->failed = true;
	return node_value(
		p, attrs_has(&inner, A_DATA_VALUE) ? inner.at[A_DATA_VALUE] : none);
}

/* -- statements ------------------------------------------------------------------- */

struct stmt *stmt_add(struct printer *p)
{
	struct stmt *s = ARENA_NEW(p->arena, struct stmt);
	s->words = "";
	if (p->last)
		p->last->next = s;
	else
		p->first = s;
	p->last = s;
	return s;
}

/* What has an effect stands between a match and what would imply it. */
struct stmt *stmt_words(struct printer *p, const char *words)
{
	struct stmt *s = stmt_add(p);
	s->words = words;
	dep_reset(p);
	return s;
}

struct stmt *stmt_match(struct printer *p, struct node *relation)
{
	struct stmt *s = stmt_add(p);
	s->match = relation;
	if (!p->failed)
		tidy_match(p, s);
	return s;
}

/* -- matches ---------------------------------------------------------------------- */

/* The bytes of a comparison with a concatenation, field by field. */
static struct node *concat_value(
	struct printer *p, const struct node *left, struct node *v)
{
	struct node *concat = node_new(p, N_CONCAT, &type_invalid, ORDER_NONE, v->len);
	unsigned rest = v->len;
	for (const struct node *i = left->items; i && !p->failed; i = i->next) {
		unsigned padded = (i->len + 31) / 32 * 32;
		if (i->len > rest) {
			p->failed = true;
			break;
		}
		struct node *part =
			node_new(p, N_VALUE, &type_invalid, ORDER_NONE, i->len);
		struct num ones = num_ones(i->len);
		part->value = num_right(&v->value, rest - i->len);
		part->value = num_and(&part->value, &ones);
		node_add(concat, part);
		rest -= padded < rest ? padded : rest;
	}
	return concat;
}

static void read_cmp(struct printer *p, const struct attrs *t)
{
	static const enum op ops[] = {
		[OP_EQ] = OP_EQ_,
		[OP_NEQ] = OP_NE_,
		[OP_LT] = OP_LT_,
		[OP_LTE] = OP_LE_,
		[OP_GT] = OP_GT_,
		[OP_GTE] = OP_GE_,
	};
	struct node *left = reg_get(p, t, A_CMP_SREG);
	struct node *right = attr_value(p, t, A_CMP_DATA);
	uint32_t op = attrs_u32(t, A_CMP_OP);
	if (p->failed || op >= sizeof(ops) / sizeof(ops[0])) {
		p->failed = true;
		return;
	}
	if (left->len > right->len && left->type->form != FORM_STRING) {
		struct node *prefix =
			node_new(p, N_PREFIX, &type_invalid, ORDER_NONE, left->len);
		prefix->bits = right->len;
		right->value = num_left(&right->value, left->len - right->len);
		right->len = left->len;
		prefix->left = right;
		right = prefix;
	} else if (left->len && left->len < right->len) {
		left = reg_get_len(p, t, A_CMP_SREG, right->len);
		right = concat_value(p, left, right);
	}
	stmt_match(p, node_two(p, N_RELATION, ops[op], left, right));
}

static void read_range(struct printer *p, const struct attrs *t)
{
	struct node *left = reg_get(p, t, A_RANGE_SREG);
	struct node *from = attr_value(p, t, A_RANGE_FROM);
	struct node *to = attr_value(p, t, A_RANGE_TO);
	struct node *range = node_two(p, N_RANGE, 0, from, to);
	enum op op = attrs_u32(t, A_RANGE_OP) ? OP_NE_ : OP_EQ_;
	stmt_match(p, node_two(p, N_RELATION, op, left, range));
}

static void read_lookup(struct printer *p, const struct attrs *t)
{
	const struct nf_set *set =
		table_set(p->chain->table, attrs_str(p->arena, t, A_LOOKUP_SET));
	bool inverted = attrs_u32(t, A_LOOKUP_FLAGS) & FLAG_LOOKUP_INV;
	if (!set) {
		p->failed = true;
		return;
	}
	struct node *left =
		reg_get_len(p, t, A_LOOKUP_SREG, (unsigned)(set->key_len & 0xffff) * 8);
	struct node *right = node_new(p, N_SET, &type_invalid, ORDER_NONE, 0);
	right->set = set;
	right->like = left;
	if (!attrs_has(t, A_LOOKUP_DREG)) {
		stmt_match(p,
			node_two(p, N_RELATION, inverted ? OP_NE_ : OP_EQ_, left, right));
		return;
	}
	struct node *map = node_two(p, N_MAP, 0, left, right);
	map->len = 0;
	map->type = &type_invalid;
	if (reg_number(t, A_LOOKUP_DREG) == 0)
		stmt_match(p, map);
	else
		reg_set(p, t, A_LOOKUP_DREG, map);
}

/* -- arithmetic ------------------------------------------------------------------- */

static struct node *binary(
	struct printer *p, enum op op, struct node *left, struct num *v, unsigned len)
{
	struct node *right = node_new(p, N_VALUE, &type_integer, ORDER_NONE, len);
	right->value = *v;
	return node_two(p, N_BINARY, op, left, right);
}

/* (x & mask) ^ xor as x & m ^ x' | o, each part left out where it does nothing. */
static struct node *bitwise_bool(
	struct printer *p, const struct attrs *t, struct node *left)
{
	struct node *mask = attr_value(p, t, A_BITWISE_MASK);
	struct node * xor = attr_value(p, t, A_BITWISE_XOR);
	struct num m = mask->value, x = xor->value, o = num_and(&m, &x);
	o = num_xor(&o, &x);
	x = num_and(&x, &m);
	m = num_or(&m, &o);
	unsigned len = left->len;
	struct node *n = left;
	if (len == 0 || num_scan0(&m, 0) != len)
		n = binary(p, OP_AND_, n, &m, mask->len);
	if (!num_is_zero(&x))
		n = binary(p, OP_XOR_, n, &x, mask->len);
	if (!num_is_zero(&o))
		n = binary(p, OP_OR_, n, &o, mask->len);
	n->len = len;
	return n;
}

static void read_bitwise(struct printer *p, const struct attrs *t)
{
	uint32_t op = attrs_u32(t, A_BITWISE_OP);
	struct node *left = reg_get(p, t, A_BITWISE_SREG), *n;
	if (op == BITWISE_BOOL) {
		n = bitwise_bool(p, t, left);
	} else if (op == BITWISE_LSHIFT || op == BITWISE_RSHIFT) {
		struct node *by = attr_value(p, t, A_BITWISE_DATA);
		n = node_two(
			p, N_BINARY, op == BITWISE_LSHIFT ? OP_SHL_ : OP_SHR_, left, by);
	} else {
		p->failed = true;
		return;
	}
	reg_set(p, t, A_BITWISE_DREG, n);
}

static void read_byteorder(struct printer *p, const struct attrs *t)
{
	struct node *left = reg_get(p, t, A_BYTEORDER_SREG);
	struct node *n = node_new(p, N_UNARY, &type_invalid, ORDER_NONE, left->len);
	n->left = left;
	n->depth = left->depth + 1;
	p->failed |= n->depth > TREE_DEPTH;
	reg_set(p, t, A_BYTEORDER_DREG, n);
}

/* -- one expression --------------------------------------------------------------- */

static const struct stmt_row match_rows[] = {
	{"cmp", read_cmp},
	{"range", read_range},
	{"lookup", read_lookup},
	{"bitwise", read_bitwise},
	{"byteorder", read_byteorder},
	{NULL, NULL},
};

static stmt_fn *find(const struct stmt_row *rows, struct bytes name)
{
	for (; rows->name; rows++)
		if (attr_is(name, rows->name))
			return rows->read;
	return NULL;
}

static void read_expr(struct printer *p, struct bytes expr)
{
	struct attrs e, t;
	struct bytes none = {0};
	attrs_read(&e, expr, ~0u);
	if (!attrs_has(&e, A_EXPR_NAME)) {
		p->failed = true;
		return;
	}
	stmt_fn *fn = find(match_rows, e.at[A_EXPR_NAME]);
	if (!fn)
		fn = find(load_rows, e.at[A_EXPR_NAME]);
	if (!fn)
		fn = find(stmt_rows, e.at[A_EXPR_NAME]);
	attrs_read(&t, attrs_has(&e, A_EXPR_DATA) ? e.at[A_EXPR_DATA] : none, ~0u);
	if (fn && !t.bad)
		fn(p, &t);
	else
		p->failed = true;
}

void read_exprs(struct printer *p, struct bytes exprs)
{
	struct attr_walk w = attr_walk(exprs);
	struct attr at;
	while (!p->failed && attr_next(&w, &at))
		read_expr(p, at.data);
	p->failed |= w.bad;
}
