/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From an offset and a length to a header's field (nftables src/payload.c). */
#include "print.h"

bool payload_known(const struct node *n)
{
	return n->proto && n->proto != &proto_unknown && n->field;
}

struct node *node_payload(
	struct printer *p, enum base base, unsigned offset, unsigned len)
{
	struct node *n = node_new(p, N_PAYLOAD, &type_xinteger, ORDER_NONE, len);
	n->base = base;
	n->offset = offset;
	n->proto = &proto_unknown;
	if (base == ON_TRANSPORT && len == 16 && (offset == 0 || offset == 16)) {
		n->proto = &proto_th;
		n->field = &proto_th.fields[offset / 16];
		n->type = &type_service;
	}
	return n;
}

static struct node *field_node(
	struct printer *p, const struct proto *proto, const struct field *f)
{
	struct node *n = node_new(p, N_PAYLOAD, f->type, ORDER_BIG, f->len);
	n->base = proto->base;
	n->offset = f->offset;
	n->proto = proto;
	n->field = f;
	n->protocol = proto->key == f;
	return n;
}

/* The header that the offset lies in, of those stacked on the link layer; *skip: the bits
 * before it. */
static const struct proto *stacked(const struct printer *p, const struct proto *top,
	const struct node *n, unsigned *skip)
{
	unsigned offset = n->offset;
	*skip = 0;
	if (n->base != ON_LINK || offset < top->length)
		return top;
	for (size_t i = 0; i < p->stacked_n; i++) {
		if (offset < p->stacked[i]->length)
			return p->stacked[i];
		offset -= p->stacked[i]->length;
		*skip += p->stacked[i]->length;
	}
	return top;
}

/* A field of another ICMP type than the one that was matched. */
static bool other_icmp(const struct printer *p, const struct field *f)
{
	return f->dep > DEP_ANY && p->icmp_type && p->icmp_type != icmp_dep_type(f->dep);
}

void payload_complete(struct printer *p, struct node *n)
{
	const struct proto *proto = p->on[n->base];
	unsigned skip;
	if (!proto || proto == &proto_inet)
		return;
	proto = stacked(p, proto, n, &skip);
	for (const struct field *f = proto->fields; f->word; f++) {
		if (f->offset + skip != n->offset || f->len != n->len || other_icmp(p, f))
			continue;
		n->type = f->type;
		n->proto = proto;
		n->field = f;
		return;
	}
}

struct node *payload_expand(struct printer *p, struct node *n)
{
	struct node *list = node_new(p, N_LIST, n->type, n->order, n->len);
	const struct proto *proto = p->on[n->base];
	unsigned offset = n->offset, len = n->len, skip = 0;
	if (proto && proto != &proto_unknown) {
		proto = stacked(p, proto, n, &skip);
		offset -= skip;
		for (const struct field *f = proto->fields; f->word && len; f++) {
			if (f->offset != offset || other_icmp(p, f))
				continue;
			struct node *part = field_node(p, proto, f);
			node_add(list, part);
			if (f->len > len) {
				part->len = len;
				return list;
			}
			len -= f->len;
			offset += f->len;
		}
	}
	if (len)
		node_add(list, node_payload(p, n->base, offset, len));
	return list;
}

unsigned mask_low(const struct node *mask)
{
	return num_scan1(&mask->value, 0);
}

unsigned mask_high(const struct node *mask)
{
	return num_scan0(&mask->value, mask_low(mask) + 1);
}

bool payload_trim(
	struct printer *p, struct node *n, const struct node *mask, unsigned *shift)
{
	const struct proto *proto = p->on[n->base];
	unsigned low = mask_low(mask), high = mask_high(mask), skip;
	unsigned whole = (mask->len + 7) / 8 * 8, left = n->len, len = 0;
	if (!proto || low >= NUM_BITS || high > whole)
		return false;
	proto = stacked(p, proto, n, &skip);
	unsigned off = whole - high, at = n->offset - skip + off;
	for (const struct field *f = proto->fields; f->word; f++) {
		if (f->offset != at)
			continue;
		if (f->len > left)
			return false;
		left -= f->len;
		at += f->len;
		len += f->len;
		if (left == 0)
			return false;
		if (low + len == high) {
			n->offset += off;
			n->len = len;
			*shift = low;
			return true;
		}
	}
	return false;
}

/* -- options ---------------------------------------------------------------------- */

static void option_set(struct node *n, unsigned offset, unsigned len)
{
	n->field = n->option ? option_field(n->option_op, &n->option, offset, len) : NULL;
	n->offset = offset;
	n->len = len;
	n->type = n->option_flags & FLAG_EXTHDR_PRESENT ? &type_boolean
		  : n->field                            ? n->field->type
		  : n->option_op == OPTION_TCP          ? &type_integer
							: &type_invalid;
}

struct node *node_option(struct printer *p, unsigned op, unsigned type, unsigned offset,
	unsigned len, unsigned flags)
{
	struct node *n = node_new(p, N_OPTION, &type_integer, ORDER_BIG, len);
	n->option_op = op;
	n->option_type = type;
	n->option_flags = flags;
	n->option = option_find(op, type);
	option_set(n, offset, len);
	if (!n->option && op != OPTION_TCP)
		p->failed = true;
	return n;
}

bool option_trim(struct node *n, const struct node *mask, unsigned *shift)
{
	unsigned low = mask_low(mask), high = mask_high(mask);
	unsigned whole = (mask->len + 7) / 8 * 8;
	if (!n->option || (n->field && n->option_op != OPTION_IP6) || low >= NUM_BITS ||
		high > whole || high < low)
		return false;
	const struct field *before = n->field;
	const struct option *option = n->option;
	unsigned offset = n->offset, len = n->len;
	option_set(n, offset + whole - high, high - low);
	if (n->field) {
		*shift = low;
		return true;
	}
	n->option = option;
	option_set(n, offset, len);
	n->field = before;
	return false;
}
