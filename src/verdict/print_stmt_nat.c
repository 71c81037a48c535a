/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements that take addresses, ports and keys from registers (nftables src/
 * statement.c). */
#include "print.h"

#include <string.h>

/* -- addresses and ports ---------------------------------------------------------- */

static const struct type *address_type(uint32_t family)
{
	return family == NF_IP6 ? &type_ip6 : &type_ip4;
}

static void address_range(struct printer *p, struct node **addr, struct node *to)
{
	struct node *from = *addr;
	struct num range, both;
	unsigned ones;
	*addr = node_two(p, N_RANGE, 0, from, to);
	if (from->kind != N_VALUE || to->kind != N_VALUE)
		return;
	range = num_xor(&from->value, &to->value);
	both = num_and(&from->value, &range);
	ones = num_scan0(&range, 0);
	if (ones == 0 || !num_is_zero(&both) || num_popcount(&range) != ones ||
		ones > from->len)
		return;
	struct node *prefix = node_new(p, N_PREFIX, from->type, from->order, from->len);
	prefix->left = from;
	prefix->bits = from->len - ones;
	*addr = prefix;
}

/* From one register to another; NULL: none is given. */
static struct node *reg_range(struct printer *p, const struct attrs *t, int min, int max,
	const struct type *type)
{
	struct node *n = NULL;
	uint32_t a = attrs_u32(t, min), b = attrs_u32(t, max);
	if (a) {
		n = reg_get(p, t, min);
		node_type(n, type, ORDER_BIG);
	}
	if (b && b != a) {
		struct node *to = reg_get(p, t, max);
		node_type(to, type, ORDER_BIG);
		if (n && type == &type_service)
			n = node_two(p, N_RANGE, 0, n, to);
		else if (n)
			address_range(p, &n, to);
		else
			n = to;
	}
	return n;
}

static void print_address(
	struct printer *p, struct text *t, const struct node *n, bool port)
{
	bool v6 = (n->kind == N_RANGE ? n->left : n)->type == &type_ip6;
	if (port && v6 && n->kind == N_VALUE)
		text_printf(t, "[%s]", tree_words(p, n));
	else if (port && v6 && n->kind == N_RANGE)
		text_printf(
			t, "[%s]-[%s]", tree_words(p, n->left), tree_words(p, n->right));
	else
		text_add(t, tree_words(p, n));
}

static void print_to(struct printer *p, struct text *t, const struct node *addr,
	const struct node *port)
{
	text_add(t, " ");
	if (addr)
		print_address(p, t, addr, port != NULL);
	if (port)
		text_printf(t, ":%s", tree_words(p, port));
}

static void print_flags(struct text *t, uint32_t flags)
{
	const char *delim = " ";
	if (flags & 4) {
		text_printf(t, "%srandom", delim);
		delim = ",";
	}
	if (flags & 16) {
		text_printf(t, "%sfully-random", delim);
		delim = ",";
	}
	if (flags & 8)
		text_printf(t, "%spersistent", delim);
}

/* -- nat -------------------------------------------------------------------------- */

static const struct nf_set *map_of(const struct node *n)
{
	return n && n->kind == N_MAP ? n->right->set : NULL;
}

/* The map's data are an address and a port, or ranges of them. */
static bool map_has_more(const struct node *addr, uint32_t family)
{
	const struct nf_set *set = map_of(addr);
	return set && set->data_len > (family == NF_IP6 ? 16u : 4u);
}

void stmt_nat(struct printer *p, const struct attrs *t)
{
	enum { NETMAP = 64 };
	uint32_t family = attrs_u32(t, A_NAT_FAMILY), flags = attrs_u32(t, A_NAT_FLAGS);
	struct node *port = NULL;
	struct text words;
	struct node *addr = NULL;
	if (attrs_u32(t, A_NAT_ADDR_MIN))
		addr = reg_get(p, t, A_NAT_ADDR_MIN);
	/* then the end of the range and the ports are in the map as well */
	bool more = map_has_more(addr, family);
	if (!more)
		addr = reg_range(
			p, t, A_NAT_ADDR_MIN, A_NAT_ADDR_MAX, address_type(family));
	if (addr)
		tidy(p, &addr);
	if (!more)
		port = reg_range(p, t, A_NAT_PROTO_MIN, A_NAT_PROTO_MAX, &type_service);
	if (port) {
		dep_reset(p);
		tidy(p, &port);
	}
	text_init(&words, p->arena, TEXT_MAX);
	text_add(&words, attrs_u32(t, A_NAT_TYPE) ? "dnat" : "snat");
	if (addr || port) {
		if (p->family == NF_INET || more)
			text_add(&words, family == NF_IP    ? " ip"
					 : family == NF_IP6 ? " ip6"
							    : "");
		text_printf(&words, "%s to", flags & NETMAP ? " prefix" : "");
		print_to(p, &words, addr, port);
	}
	print_flags(&words, flags);
	stmt_words(p, text_str(&words));
}

static void port_nat(
	struct printer *p, const char *word, struct node *port, uint32_t flags)
{
	struct text words;
	if (port) {
		dep_reset(p);
		tidy(p, &port);
	}
	text_init(&words, p->arena, TEXT_MAX);
	text_add(&words, word);
	if (port)
		text_printf(&words, " to :%s", tree_words(p, port));
	print_flags(&words, flags);
	stmt_words(p, text_str(&words));
}

void stmt_masq(struct printer *p, const struct attrs *t)
{
	enum { FLAGS = 1, MIN, MAX };
	port_nat(p, "masquerade", reg_range(p, t, MIN, MAX, &type_service),
		attrs_u32(t, FLAGS));
}

void stmt_redir(struct printer *p, const struct attrs *t)
{
	port_nat(p, "redirect",
		reg_range(p, t, A_REDIR_PROTO_MIN, A_REDIR_PROTO_MAX, &type_service),
		attrs_u32(t, A_REDIR_FLAGS));
}

void stmt_tproxy(struct printer *p, const struct attrs *t)
{
	uint32_t family = attrs_u32(t, A_TPROXY_FAMILY);
	struct node *addr = NULL, *port = NULL;
	struct text words;
	if (attrs_u32(t, A_TPROXY_REG_ADDR)) {
		addr = reg_get(p, t, A_TPROXY_REG_ADDR);
		node_type(addr, address_type(family), ORDER_BIG);
		tidy(p, &addr);
	}
	if (attrs_u32(t, A_TPROXY_REG_PORT)) {
		port = reg_get(p, t, A_TPROXY_REG_PORT);
		node_type(port, &type_service, ORDER_BIG);
		dep_reset(p);
		tidy(p, &port);
	}
	text_init(&words, p->arena, TEXT_MAX);
	text_add(&words, "tproxy");
	if (p->family == NF_INET && family)
		text_add(&words, family == NF_IP6 ? " ip6" : " ip");
	text_add(&words, " to");
	if (addr) {
		text_add(&words, " ");
		print_address(p, &words, addr, addr->kind == N_VALUE);
	}
	if (port && port->kind == N_VALUE)
		text_printf(&words, "%s:%s", addr ? "" : " ", tree_words(p, port));
	stmt_words(p, text_str(&words));
}

/* -- copies and queues ------------------------------------------------------------ */

static struct node *typed(
	struct printer *p, const struct attrs *t, int attr, const struct type *type)
{
	if (!attrs_u32(t, attr))
		return NULL;
	struct node *n = reg_get(p, t, attr);
	node_type(n, type, type->order);
	tidy(p, &n);
	return n;
}

void stmt_dup(struct printer *p, const struct attrs *t)
{
	enum { ADDR = 1, DEV };
	struct node *to = typed(p, t, ADDR, address_type((uint32_t)p->family));
	struct node *dev = typed(p, t, DEV, &type_ifindex);
	struct text words;
	text_init(&words, p->arena, TEXT_MAX);
	text_add(&words, "dup");
	if (to || dev)
		text_printf(&words, " to %s", tree_words(p, to ? to : dev));
	if (to && dev)
		text_printf(&words, " device %s", tree_words(p, dev));
	stmt_words(p, text_str(&words));
}

void stmt_fwd(struct printer *p, const struct attrs *t)
{
	enum { DEV = 1, ADDR, NFPROTO };
	uint32_t family = attrs_u32(t, NFPROTO);
	struct node *dev = typed(p, t, DEV, &type_ifindex);
	struct node *addr = typed(p, t, ADDR, address_type(family));
	if (!dev) {
		p->failed = true;
		return;
	}
	stmt_words(p, addr ? arena_printf(p->arena, "fwd %s to %s device %s",
				     family == NF_IP6 ? "ip6" : "ip", tree_words(p, addr),
				     tree_words(p, dev))
			   : arena_printf(p->arena, "fwd to %s", tree_words(p, dev)));
}

void stmt_queue(struct printer *p, const struct attrs *t)
{
	uint64_t flags = attr_num(t, A_QUEUE_FLAGS), num = attr_num(t, A_QUEUE_NUM);
	uint64_t total = attr_num(t, A_QUEUE_TOTAL);
	struct text words;
	text_init(&words, p->arena, TEXT_MAX);
	text_printf(&words, "queue%s%s", flags & 1 ? " flags bypass" : "",
		!(flags & 2) ? ""
		: flags & 1  ? ",fanout"
			     : " flags fanout");
	if (attrs_u32(t, A_QUEUE_SREG)) {
		struct node *n = reg_get(p, t, A_QUEUE_SREG);
		tidy(p, &n);
		text_printf(&words, " to %s", tree_words(p, n));
	} else {
		text_printf(&words, " to %u", (unsigned)num);
		if (total > 1)
			text_printf(&words, "-%u", (unsigned)(num + total - 1));
	}
	stmt_words(p, text_str(&words));
}

/* -- sets and objects ------------------------------------------------------------- */

static void inner_stmts(struct printer *p, struct text *t, const struct attrs *d)
{
	struct attr_walk w;
	struct attr at;
	const char *words;
	if (attrs_has(d, A_DYNSET_EXPR)) {
		words = inner_stmt(p, d->at[A_DYNSET_EXPR]);
		p->failed |= !words;
		text_printf(t, " %s", words ? words : "?");
	} else if (attrs_has(d, A_DYNSET_EXPRESSIONS)) {
		w = attr_walk(d->at[A_DYNSET_EXPRESSIONS]);
		while (attr_next(&w, &at)) {
			words = inner_stmt(p, at.data);
			p->failed |= !words;
			text_printf(t, " %s", words ? words : "?");
		}
	}
}

/* Concatenated keys get the types that the set gives them. */
static void type_keys(struct node *key, const struct nf_set *set, bool data)
{
	const struct type *types[16];
	size_t n = set_types(set, data, types), k = 0;
	for (struct node *i = key->items; key->kind == N_CONCAT && i && k < n;
		i = i->next)
		node_type(i, types[k], types[k]->order), k++;
}

void stmt_dynset(struct printer *p, const struct attrs *t)
{
	static const char *const ops[] = {"add", "update", "delete"};
	const struct type *types[16];
	const struct nf_set *set =
		table_set(p->chain->table, attrs_str(p->arena, t, A_DYNSET_SET_NAME));
	uint32_t op = attrs_u32(t, A_DYNSET_OP);
	struct text words;
	if (!set || op > 2) {
		p->failed = true;
		return;
	}
	struct node *key = reg_get_len(
		p, t, A_DYNSET_SREG_KEY, (unsigned)(set->key_len & 0xffff) * 8);
	type_keys(key, set, false);
	tidy(p, &key);
	bool meter = set->flags & SET_ANONYMOUS;
	text_init(&words, p->arena, TEXT_MAX);
	if (meter)
		text_printf(&words, "meter %s size %u { ", set->name, set->size);
	else
		text_printf(&words, "%s @%s { ", ops[op], set->name);
	text_add(&words, tree_words(p, key));
	if (attrs_u64(t, A_DYNSET_TIMEOUT)) {
		text_add(&words, " timeout ");
		time_print(&words, attrs_u64(t, A_DYNSET_TIMEOUT));
	}
	inner_stmts(p, &words, t);
	if (attrs_u32(t, A_DYNSET_SREG_DATA)) {
		struct node *data = reg_get_len(
			p, t, A_DYNSET_SREG_DATA, (unsigned)(set->data_len & 0xffff) * 8);
		if (set_types(set, true, types) == 1)
			node_type(data, types[0], types[0]->order);
		type_keys(data, set, true);
		tidy(p, &data);
		text_printf(&words, " : %s", tree_words(p, data));
	}
	text_add(&words, " }");
	stmt_words(p, text_str(&words));
}

void stmt_objref(struct printer *p, const struct attrs *t)
{
	static const char *const words[] = {
		[OBJ_COUNTER] = "counter name",
		[OBJ_QUOTA] = "quota name",
		[OBJ_CT_HELPER] = "ct helper set",
		[OBJ_LIMIT] = "limit name",
		[OBJ_CT_TIMEOUT] = "ct timeout set",
		[OBJ_SECMARK] = "meta secmark set",
		[OBJ_CT_EXPECT] = "ct expectation set",
		[OBJ_SYNPROXY] = "synproxy name",
	};
	uint32_t type = attrs_u32(t, A_OBJREF_TYPE);
	const char *what;
	if (attrs_has(t, A_OBJREF_NAME)) {
		what = arena_printf(
			p->arena, "\"%s\"", attrs_str(p->arena, t, A_OBJREF_NAME));
	} else {
		const struct nf_set *set = table_set(
			p->chain->table, attrs_str(p->arena, t, A_OBJREF_SET_NAME));
		if (!set) {
			p->failed = true;
			return;
		}
		type = set->obj_type;
		struct node *key = reg_get_len(
			p, t, A_OBJREF_SET_SREG, (unsigned)(set->key_len & 0xffff) * 8);
		struct node *right = node_new(p, N_SET, &type_invalid, ORDER_NONE, 0);
		right->set = set;
		right->like = key;
		struct node *map = node_two(p, N_MAP, 0, key, right);
		tidy(p, &map);
		what = tree_words(p, map);
	}
	if (type >= sizeof(words) / sizeof(words[0]) || !words[type])
		p->failed = true;
	else
		stmt_words(p, arena_printf(p->arena, "%s %s", words[type], what));
}
