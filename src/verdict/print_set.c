/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets in a rule: by name, or an anonymous one with its elements (nftables src/netlink.c,
 * segtree.c, mergesort.c). */
#include "print.h"

#include <stdlib.h>
#include <string.h>

enum { TYPE_BITS_ = 6, FIELDS_MAX = 16 };
enum { /* of a set's user data: libnftnl's udata.h */
	UDATA_KEY_ORDER = 0,
	UDATA_DATA_ORDER = 1,
	UDATA_DATA_INTERVAL = 6,
};

/* A number that nft noted for itself; 0 none. */
static uint32_t udata_u32(const struct nf_set *s, unsigned type)
{
	struct bytes u = s->userdata;
	uint32_t v = 0;
	for (size_t at = 0; at + 2 <= u.n && u.p[at + 1] <= u.n - at - 2;
		at += 2 + (size_t)u.p[at + 1])
		if (u.p[at] == type && u.p[at + 1] == sizeof(v))
			memcpy(&v, u.p + at + 2, sizeof(v));
	return v;
}

size_t set_types(const struct nf_set *s, bool data, const struct type *out[16])
{
	uint32_t id = data ? s->data_type : s->key_type;
	size_t n = 0;
	for (int at = 30; at >= 0; at -= TYPE_BITS_) {
		uint32_t one = id >> at & ((1u << TYPE_BITS_) - 1);
		if (!one && n == 0)
			continue;
		out[n] = type_of_id(one);
		if (!out[n])
			return 0;
		n++;
	}
	return n;
}

/* -- one key or datum ------------------------------------------------------------- */

struct layout { /* of a key, or of data */
	const struct type *type[FIELDS_MAX];
	enum order order[FIELDS_MAX];
	unsigned len[FIELDS_MAX]; /* bits */
	size_t n;
	bool swap; /* host order is that of memory */
};

/* Integers have the order and length of what is looked up. */
static void layout_like(struct layout *l, const struct node *like)
{
	const struct node *i = like && like->kind == N_CONCAT ? like->items : like;
	bool known = l->n != 0;
	for (size_t k = 0; i && k < FIELDS_MAX && (!known || k < l->n); k++) {
		if (!known) {
			l->type[k] = i->type;
			l->n = k + 1;
		}
		if (!known || l->type[k] == &type_integer) {
			l->order[k] = i->order;
			l->len[k] = i->len;
			/* a raw load is written in hexadecimal */
			if (i->kind == N_PAYLOAD && !payload_known(i))
				l->type[k] = i->type;
		}
		i = like->kind == N_CONCAT ? i->next : NULL;
	}
}

static bool layout_of(struct layout *l, const struct nf_set *s, bool data, size_t bytes,
	const struct node *like)
{
	memset(l, 0, sizeof(*l));
	l->swap = data || !(s->flags & SET_INTERVAL);
	l->n = set_types(s, data, l->type);
	for (size_t i = 0; i < l->n; i++) {
		l->order[i] = l->type[i]->order;
		l->len[i] = l->type[i]->size;
		if (l->type[i] == &type_integer)
			l->order[i] = (enum order)udata_u32(
				s, data ? UDATA_DATA_ORDER : UDATA_KEY_ORDER);
	}
	layout_like(l, data ? NULL : like);
	if (l->n == 1)
		l->len[0] = (unsigned)bytes * 8;
	size_t sum = 0;
	for (size_t i = 0; i < l->n; i++) {
		if (!l->len[i] || !l->type[i])
			return false;
		sum += l->n == 1 ? bytes : (l->len[i] + 31) / 32 * 4;
	}
	return l->n && sum == bytes && bytes <= NUM_BYTES;
}

static struct num field_num(const struct layout *l, size_t i, const unsigned char *p)
{
	struct bytes b = {.p = p, .n = (l->len[i] + 7) / 8};
	struct num v = num_of(b);
	if (l->swap && l->order[i] == ORDER_HOST && l->type[i]->form != FORM_STRING)
		v = num_swap(&v, b.n);
	return v;
}

static struct node *field_node(
	struct printer *p, const struct layout *l, size_t i, const struct num *v)
{
	struct node *n = node_new(p, N_VALUE, l->type[i], ORDER_NONE, l->len[i]);
	n->value = *v;
	return tidy_bits(p, n);
}

/* Names that begin alike: eth* */
static void print_names(struct text *t, const struct num *lo, unsigned len)
{
	const char *s = (const char *)num_bytes(lo, len / 8);
	text_add(t, "\"");
	text_add_n(t, s, strnlen(s, len / 8));
	text_add(t, "*\"");
}

static void print_range(struct printer *p, struct text *t, const struct layout *l,
	size_t i, const struct num *lo, const struct num *hi)
{
	struct num range = num_sub(hi, lo), both = num_and(lo, &range);
	unsigned ones = num_scan0(&range, 0);
	bool prefix = num_popcount(&range) == ones && num_is_zero(&both);
	if (num_is_zero(&range)) {
		tree_print(p, t, field_node(p, l, i, lo));
	} else if (prefix && l->type[i]->prefix && ones <= l->len[i]) {
		tree_print(p, t, field_node(p, l, i, lo));
		text_printf(t, "/%u", l->len[i] - ones);
	} else if (prefix && l->type[i]->form == FORM_STRING && ones % 8 == 0) {
		print_names(t, lo, l->len[i]);
	} else {
		type_print(t, p->rs, l->type[i], lo, l->len[i], true);
		text_add(t, "-");
		type_print(t, p->rs, l->type[i], hi, l->len[i], true);
	}
}

static void print_fields(struct printer *p, struct text *t, const struct layout *l,
	const unsigned char *lo, const unsigned char *hi, const struct node *set)
{
	size_t at = 0;
	for (size_t i = 0; i < l->n; i++) {
		struct layout one = *l;
		struct num a = field_num(l, i, lo + at), b = field_num(l, i, hi + at);
		if (set && set->cut) {
			a = num_right(&a, set->shift);
			b = num_right(&b, set->shift);
			one.len[i] = set->cut;
		}
		if (i)
			text_add(t, " . ");
		print_range(p, t, &one, i, &a, &b);
		at += (l->len[i] + 31) / 32 * 4;
	}
}

/* -- data ------------------------------------------------------------------------- */

static void print_verdict(struct printer *p, struct text *t, int code, const char *chain)
{
	switch (code) {
	case V_JUMP:
	case V_GOTO:
		text_printf(t, "%s %s", code == V_JUMP ? "jump" : "goto",
			chain ? chain : "?");
		break;
	case V_ACCEPT:
		text_add(t, "accept");
		break;
	case V_DROP:
		text_add(t, "drop");
		break;
	case V_RETURN:
		text_add(t, "return");
		break;
	case V_CONTINUE:
		text_add(t, "continue");
		break;
	default:
		p->failed = true;
	}
}

static void print_data(struct printer *p, struct text *t, const struct nf_set *s,
	const unsigned char *data)
{
	struct layout l;
	size_t len = s->data_len;
	bool ranges = udata_u32(s, UDATA_DATA_INTERVAL);
	if (ranges)
		len /= 2;
	if (!layout_of(&l, s, true, len, NULL))
		p->failed = true;
	else
		print_fields(p, t, &l, data, ranges ? data + len : data, NULL);
}

/* -- elements --------------------------------------------------------------------- */

struct element {
	const struct nf_set *set;
	const struct layout *layout;
	size_t at;
};

/* By number; several flags by their lowest one. */
static int by_number(const struct type *type, const struct num *v, const struct num *w)
{
	if (type->bitmask) {
		unsigned a = num_scan1(v, 0), b = num_scan1(w, 0);
		if (a != b)
			return a < b ? -1 : 1;
		return -num_cmp(v, w);
	}
	return num_cmp(v, w);
}

/* Strings and concatenations go by the bytes from the last one, as nft reads them. */
static int by_value(const void *a, const void *b)
{
	const struct element *x = a, *y = b;
	const struct layout *l = x->layout;
	size_t len = x->set->key_len;
	const unsigned char *p = x->set->elems.lo + x->at * len;
	const unsigned char *q = y->set->elems.lo + y->at * len;
	if (l->n == 1 && l->type[0]->form != FORM_STRING) {
		struct num v = field_num(l, 0, p), w = field_num(l, 0, q);
		return by_number(l->type[0], &v, &w);
	}
	for (size_t i = len; i-- > 0;)
		if (p[i] != q[i])
			return p[i] < q[i] ? -1 : 1;
	return 0;
}

static struct element *sorted(
	struct printer *p, const struct nf_set *s, const struct layout *l)
{
	struct element *v = arena_array(p->arena, s->elems.n, sizeof(*v));
	for (size_t i = 0; i < s->elems.n; i++)
		v[i] = (struct element){.set = s, .layout = l, .at = i};
	if (!(s->flags & SET_INTERVAL) && s->elems.n)
		qsort(v, s->elems.n, sizeof(*v), by_value);
	return v;
}

static void print_element(struct printer *p, struct text *t, const struct node *n,
	const struct layout *l, size_t i)
{
	const struct nf_set *s = n->set;
	size_t len = s->key_len;
	print_fields(p, t, l, s->elems.lo + i * len, s->elems.hi + i * len, n);
	if (s->verdict_map) {
		text_add(t, " : ");
		print_verdict(p, t, s->elems.verdicts[i], s->elems.chains[i]);
	} else if (s->elems.data) {
		text_add(t, " : ");
		print_data(p, t, s, s->elems.data + i * s->data_len);
	}
}

static void print_catch_all(
	struct printer *p, struct text *t, const struct nf_set *s, bool first)
{
	text_add(t, first ? "*" : ", *");
	if (s->verdict_map) {
		text_add(t, " : ");
		print_verdict(p, t, s->catch_all_verdict, s->catch_all_chain);
	} else if (s->catch_all_data) {
		text_add(t, " : ");
		print_data(p, t, s, s->catch_all_data);
	}
}

void set_print(struct printer *p, struct text *t, const struct node *n)
{
	const struct nf_set *s = n->set;
	struct layout l;
	if (!(s->flags & SET_ANONYMOUS)) {
		text_printf(t, "@%s", s->name);
		return;
	}
	if (!s->all_known || s->elems.stateful || s->flags & SET_OBJECT ||
		(s->elems.n && !layout_of(&l, s, false, s->key_len, n->like))) {
		text_printf(t, "{ [%s] }", s->name);
		p->partly = true;
		return;
	}
	const struct element *v = sorted(p, s, &l);
	text_add(t, "{ ");
	for (size_t i = 0; i < s->elems.n && !t->over && !p->failed; i++) {
		if (i)
			text_add(t, ", ");
		print_element(p, t, n, &l, v[i].at);
	}
	if (s->catch_all)
		print_catch_all(p, t, s, s->elems.n == 0);
	text_add(t, " }");
}
