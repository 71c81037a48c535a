/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expressions that load a register, or set what they load. */
#include "print.h"

#include <inttypes.h>

/* -- headers ---------------------------------------------------------------------- */

static struct node *payload_node(struct printer *p, const struct attrs *t)
{
	uint32_t base = attrs_u32(t, A_PAYLOAD_BASE);
	uint32_t offset = attrs_u32(t, A_PAYLOAD_OFFSET),
		 len = attrs_u32(t, A_PAYLOAD_LEN);
	p->failed |= base > BASE_INNER || offset > 0xffff || len > NUM_BYTES || len == 0;
	if (p->failed)
		base = offset = len = 0;
	return node_payload(p, (enum base)(base + 1), offset * 8, len * 8);
}

/* The value of a field that was written with its neighbours: (x & mask) | value. */
static void payload_write(struct printer *p, struct node **field, struct node **value)
{
	struct node *v = *value, *payload = *field;
	if (v->kind != N_BINARY || v->right->kind != N_VALUE)
		return;
	struct node *inner = v->left, *mask = v->right;
	bool both = inner->kind == N_BINARY && v->op == OP_OR_ && inner->op == OP_AND_ &&
		    inner->right->kind == N_VALUE;
	bool zero = inner->kind == N_PAYLOAD && v->op == OP_AND_;
	if (!both && !zero && !(inner->kind == N_PAYLOAD && v->op == OP_OR_))
		return;
	if (both) {
		mask = inner->right;
		inner = inner->left;
	}
	if (inner->kind != N_PAYLOAD || inner->base != payload->base ||
		inner->offset != payload->offset)
		return;
	struct node *bits = node_copy(p, mask);
	struct num ones = num_ones(inner->len);
	if (both || zero)
		bits->value = num_xor(&ones, &bits->value);
	if (both)
		bits->value = num_xor(&bits->value, &v->right->value);
	unsigned shift;
	if (!payload_trim(p, inner, bits, &shift))
		return;
	struct node *cut = node_two(p, N_BINARY, OP_AND_, inner, bits);
	struct node *set =
		zero ? node_new(p, N_VALUE, &type_integer, ORDER_NONE, inner->len)
		     : node_copy(p, v->right);
	tidy_shift(cut, set, shift);
	payload_complete(p, inner);
	*field = inner;
	*value = set;
}

static void read_payload(struct printer *p, const struct attrs *t)
{
	struct node *n = payload_node(p, t), *value;
	if (attrs_has(t, A_PAYLOAD_DREG)) {
		reg_set(p, t, A_PAYLOAD_DREG, n);
		return;
	}
	value = reg_get(p, t, A_PAYLOAD_SREG);
	if (p->failed)
		return;
	payload_complete(p, n);
	if (!payload_known(n))
		payload_write(p, &n, &value);
	tidy(p, &n);
	node_type(value, n->type, n->order);
	tidy(p, &value);
	stmt_words(p, arena_printf(p->arena, "%s set %s", tree_words(p, n),
			      tree_words(p, value)));
}

static void read_option(struct printer *p, const struct attrs *t)
{
	uint32_t offset = attrs_u32(t, A_EXTHDR_OFFSET), len = attrs_u32(t, A_EXTHDR_LEN);
	p->failed |= offset > 0xffff || len > NUM_BYTES;
	if (p->failed)
		return;
	struct node *n = node_option(p, attrs_u32(t, A_EXTHDR_OP),
		(unsigned)attr_num(t, A_EXTHDR_TYPE), offset * 8, len * 8,
		attrs_u32(t, A_EXTHDR_FLAGS));
	if (p->failed)
		return;
	if (attrs_has(t, A_EXTHDR_DREG)) {
		reg_set(p, t, A_EXTHDR_DREG, n);
	} else if (attrs_has(t, A_EXTHDR_SREG)) {
		struct node *value = reg_get(p, t, A_EXTHDR_SREG);
		node_type(value, n->type, n->order);
		stmt_words(p, arena_printf(p->arena, "%s set %s", tree_words(p, n),
				      tree_words(p, value)));
	} else {
		n->option_flags |= FLAG_EXTHDR_PRESENT;
		stmt_words(p, arena_printf(p->arena, "reset %s", tree_words(p, n)));
	}
}

/* -- what the kernel knows of a packet -------------------------------------------- */

static void read_meta(struct printer *p, const struct attrs *t)
{
	uint32_t key = attrs_u32(t, A_META_KEY);
	struct node *n = node_meta(p, key);
	if (p->failed)
		return;
	if (attrs_has(t, A_META_DREG)) {
		reg_set(p, t, A_META_DREG, n);
		return;
	}
	struct node *value = reg_get(p, t, A_META_SREG);
	node_type(value, n->type, n->order);
	tidy(p, &value);
	stmt_words(
		p, arena_printf(p->arena, "%s%s set %s", meta_plain(key) ? "" : "meta ",
			   meta_key(key)->word, tree_words(p, value)));
}

static void set_ct(struct printer *p, const struct attrs *t, uint32_t key, int direction)
{
	const struct key_row *row = ct_key(key);
	struct node *value = reg_get(p, t, A_CT_SREG);
	struct text what;
	node_type(value, row->type, row->order);
	tidy(p, &value);
	if (key == CT_EVENTMASK && value->kind == N_BINARY && value->op == OP_OR_) {
		struct node *list = node_new(p, N_LIST, row->type, row->order, row->len);
		struct node *n = value;
		/* a | b | c leans to the left */
		for (; n->kind == N_BINARY && n->op == OP_OR_; n = n->left) {
			n->right->next = list->items;
			list->items = n->right;
		}
		n->next = list->items;
		list->items = n;
		value = list;
	}
	text_init(&what, p->arena, TEXT_MAX);
	ct_print(&what, key, direction, 0);
	text_printf(&what, " set %s", tree_words(p, value));
	stmt_words(p, text_str(&what));
}

static void read_ct(struct printer *p, const struct attrs *t)
{
	uint32_t key = attrs_u32(t, A_CT_KEY);
	int direction =
		attrs_has(t, A_CT_DIRECTION) ? (int)attr_num(t, A_CT_DIRECTION) : -1;
	struct node *n = node_ct(p, key, direction);
	if (p->failed)
		return;
	if (attrs_has(t, A_CT_DREG))
		reg_set(p, t, A_CT_DREG, n);
	else
		set_ct(p, t, key, direction);
}

static void read_fib(struct printer *p, const struct attrs *t)
{
	static const char *const parts[] = {"saddr", "daddr", "mark", "iif", "oif"};
	static const char *const results[] = {NULL, "oif", "oifname", "type"};
	static const struct type *const types[] = {
		NULL, &type_ifindex, &type_string, &type_fib_addr};
	uint32_t flags = attrs_u32(t, A_FIB_FLAGS), result = attrs_u32(t, A_FIB_RESULT);
	bool present = flags & FIB_F_PRESENT;
	struct text words;
	if (result < 1 || result > 3) {
		p->failed = true;
		return;
	}
	text_init(&words, p->arena, TEXT_MAX);
	text_add(&words, "fib ");
	flags &= ~(uint32_t)FIB_F_PRESENT;
	for (size_t i = 0; i < 5; i++) {
		if (!(flags >> i & 1))
			continue;
		flags &= ~((uint32_t)1 << i);
		text_printf(&words, "%s%s", parts[i], flags ? " . " : "");
	}
	if (flags)
		text_printf(&words, "0x%x", flags);
	text_printf(&words, " %s", results[result]);
	reg_set(p, t, A_FIB_DREG,
		node_words(p, present ? &type_boolean : types[result], ORDER_HOST,
			result == FIB_OIFNAME ? 128 : 32, text_str(&words)));
}

static void read_rt(struct printer *p, const struct attrs *t)
{
	static const struct key_row rows[] = {
		{"rt classid", &type_realm, ORDER_HOST, 32},
		{"rt ip nexthop", &type_ip4, ORDER_BIG, 32},
		{"rt ip6 nexthop", &type_ip6, ORDER_BIG, 128},
		{"rt mtu", &type_integer, ORDER_HOST, 16},
		{"rt ipsec", &type_boolean, ORDER_HOST, 8},
	};
	uint32_t key = attrs_u32(t, A_RT_KEY);
	if (key >= sizeof(rows) / sizeof(rows[0])) {
		p->failed = true;
		return;
	}
	reg_set(p, t, A_RT_DREG,
		node_words(p, rows[key].type, rows[key].order, rows[key].len,
			rows[key].word));
}

static void read_socket(struct printer *p, const struct attrs *t)
{
	static const struct key_row rows[] = {
		{"socket transparent", &type_integer, ORDER_HOST, 8},
		{"socket mark", &type_mark, ORDER_HOST, 32},
		{"socket wildcard", &type_integer, ORDER_HOST, 8},
		{"socket cgroupv2 level", &type_cgroup, ORDER_HOST, 64},
	};
	uint32_t key = attrs_u32(t, A_SOCKET_KEY);
	if (key >= sizeof(rows) / sizeof(rows[0])) {
		p->failed = true;
		return;
	}
	const char *words = rows[key].word;
	if (key == 3)
		words = arena_printf(
			p->arena, "%s %u", words, attrs_u32(t, A_SOCKET_LEVEL));
	reg_set(p, t, A_SOCKET_DREG,
		node_words(p, rows[key].type, rows[key].order, rows[key].len, words));
}

static void read_osf(struct printer *p, const struct attrs *t)
{
	static const char *const ttls[] = {"", "ttl loose ", "ttl skip "};
	uint64_t ttl = attr_num(t, A_OSF_TTL);
	const char *what = attrs_u32(t, A_OSF_FLAGS) & 1 ? "version" : "name";
	reg_set(p, t, A_OSF_DREG,
		node_words(p, &type_string, ORDER_HOST, 128,
			arena_printf(
				p->arena, "osf %s%s", ttl < 3 ? ttls[ttl] : "", what)));
}

static void read_xfrm(struct printer *p, const struct attrs *t)
{
	enum { DREG = 1, KEY, DIR, SPNUM };
	static const struct key_row rows[] = {
		{NULL, NULL, ORDER_NONE, 0},
		{" ip daddr", &type_ip4, ORDER_BIG, 32},
		{" ip6 daddr", &type_ip6, ORDER_BIG, 128},
		{" ip saddr", &type_ip4, ORDER_BIG, 32},
		{" ip6 saddr", &type_ip6, ORDER_BIG, 128},
		{" reqid", &type_integer, ORDER_HOST, 32},
		{" spi", &type_integer, ORDER_BIG, 32},
	};
	uint32_t key = attrs_u32(t, KEY), num = attrs_u32(t, SPNUM);
	uint64_t dir = attr_num(t, DIR);
	if (key < 1 || key >= sizeof(rows) / sizeof(rows[0]) || dir > 1) {
		p->failed = true;
		return;
	}
	reg_set(p, t, DREG,
		node_words(p, rows[key].type, rows[key].order, rows[key].len,
			arena_printf(p->arena, "ipsec %s%s%s", dir ? "out" : "in",
				num ? arena_printf(p->arena, " spnum %u", num) : "",
				rows[key].word)));
}

/* -- numbers ---------------------------------------------------------------------- */

static void read_numgen(struct printer *p, const struct attrs *t)
{
	uint32_t type = attrs_u32(t, A_NG_TYPE), offset = attrs_u32(t, A_NG_OFFSET);
	struct text words;
	text_init(&words, p->arena, TEXT_MAX);
	p->failed |= type > 1;
	text_printf(&words, "numgen %s mod %u", type ? "random" : "inc",
		attrs_u32(t, A_NG_MODULUS));
	if (offset)
		text_printf(&words, " offset %u", offset);
	reg_set(p, t, A_NG_DREG,
		node_words(p, &type_integer, ORDER_HOST, 32, text_str(&words)));
}

static void read_hash(struct printer *p, const struct attrs *t)
{
	uint32_t len = attrs_u32(t, A_HASH_LEN), offset = attrs_u32(t, A_HASH_OFFSET);
	bool sym = attrs_u32(t, A_HASH_TYPE) == 1;
	struct node *n = node_new(p, N_HASH, &type_integer, ORDER_HOST, 32);
	struct text words;
	text_init(&words, p->arena, TEXT_MAX);
	if (!sym && len <= NUM_BYTES) {
		n->left = reg_get_len(p, t, A_HASH_SREG, len * 8);
		n->depth = n->left->depth + 1;
		p->failed |= n->depth > TREE_DEPTH;
	}
	p->failed |= !sym && len > NUM_BYTES;
	text_printf(&words, " mod %u", attrs_u32(t, A_HASH_MODULUS));
	if (attrs_has(t, A_HASH_SEED))
		text_printf(&words, " seed 0x%x", attrs_u32(t, A_HASH_SEED));
	if (offset)
		text_printf(&words, " offset %u", offset);
	n->words = text_str(&words);
	reg_set(p, t, A_HASH_DREG, n);
}

const struct stmt_row load_rows[] = {
	{"payload", read_payload},
	{"exthdr", read_option},
	{"tcpopt", read_option},
	{"meta", read_meta},
	{"ct", read_ct},
	{"fib", read_fib},
	{"rt", read_rt},
	{"socket", read_socket},
	{"osf", read_osf},
	{"xfrm", read_xfrm},
	{"numgen", read_numgen},
	{"hash", read_hash},
	{NULL, NULL},
};
