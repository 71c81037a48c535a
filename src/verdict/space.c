/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "space.h"

#include <stdint.h>
#include <string.h>

/*
 * A treap: a search tree by lo, a heap by a pseudo-random priority that makes it balanced
 * whatever the order of the rules. Splitting and joining reuse the nodes.
 */
struct space_node {
	struct range range;
	struct space_node *left, *right;
	uint32_t priority;
};

static size_t width(int family)
{
	return family == 4 ? 4 : 16;
}

static uint32_t number(const struct ip *ip)
{
	return (uint32_t)ip->addr[0] << 24 | (uint32_t)ip->addr[1] << 16 |
	       (uint32_t)ip->addr[2] << 8 | ip->addr[3];
}

static int order(const struct ip *a, const struct ip *b)
{
	if (a->family != 4)
		return memcmp(a->addr, b->addr, sizeof(a->addr));
	const uint32_t x = number(a), y = number(b);
	return x < y ? -1 : x > y;
}

bool ip_next(const struct ip *ip, struct ip *out)
{
	*out = *ip;
	for (size_t i = width(ip->family); i-- > 0;)
		if (++out->addr[i] != 0)
			return true;
	return false;
}

bool ip_previous(const struct ip *ip, struct ip *out)
{
	*out = *ip;
	for (size_t i = width(ip->family); i-- > 0;)
		if (out->addr[i]-- != 0)
			return true;
	return false;
}

struct range range_of_cidr(const struct cidr *c)
{
	struct range r = {.lo = c->ip, .hi = c->ip};
	int bits = (int)width(c->ip.family) * 8;
	for (int i = c->bits; i < bits; i++)
		r.hi.addr[i / 8] |= (uint8_t)(0x80 >> (i % 8));
	return r;
}

/* A hash of the node's low end: the same rules give the same tree, run after run. */
static uint32_t priority_of(const struct ip *ip)
{
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < width(ip->family); i++)
		h = (h ^ ip->addr[i]) * 16777619u;
	h ^= h >> 16;
	h *= 0x7feb352du;
	return h ^ (h >> 15);
}

static struct space_node *node_new(struct arena *a, const struct range *r)
{
	struct space_node *n = ARENA_NEW(a, struct space_node);
	n->range = *r;
	n->priority = priority_of(&r->lo);
	return n;
}

/* All of left before all of right. */
static struct space_node *merge(struct space_node *left, struct space_node *right)
{
	if (!left || !right)
		return left ? left : right;
	if (left->priority >= right->priority) {
		left->right = merge(left->right, right);
		return left;
	}
	right->left = merge(left, right->left);
	return right;
}

/* Addresses below at go to *low, the rest to *high; a range across it is cut in two. */
static void split(struct arena *a, struct space_node *n, const struct ip *at,
	struct space_node **low, struct space_node **high)
{
	if (!n) {
		*low = *high = NULL;
	} else if (order(&n->range.hi, at) < 0) {
		split(a, n->right, at, &n->right, high);
		*low = n;
	} else if (order(&n->range.lo, at) >= 0) {
		struct space_node *rest;
		split(a, n->left, at, low, &rest);
		n->left = NULL;
		/* the piece that was cut off may stand above n in the heap */
		*high = merge(rest, n);
	} else {
		struct range upper = {.lo = *at, .hi = n->range.hi};
		*high = merge(node_new(a, &upper), n->right);
		n->right = NULL;
		(void)ip_previous(at, &n->range.hi);
		*low = n;
	}
}

struct space space_none(int family)
{
	return (struct space){.family = family};
}

struct space space_of(struct arena *a, const struct range *r)
{
	return (struct space){.family = r->lo.family, .root = node_new(a, r)};
}

struct space space_all(struct arena *a, int family)
{
	struct range r = {.lo = {.family = family}, .hi = {.family = family}};
	memset(r.hi.addr, 0xff, width(family));
	return space_of(a, &r);
}

struct space space_one(struct arena *a, const struct ip *ip)
{
	struct range r = {.lo = *ip, .hi = *ip};
	return space_of(a, &r);
}

bool space_empty(const struct space *s)
{
	return s->root == NULL;
}

bool space_single(const struct space *s, struct ip *out)
{
	const struct space_node *n = s->root;
	if (!n || n->left || n->right || order(&n->range.lo, &n->range.hi) != 0)
		return false;
	*out = n->range.lo;
	return true;
}

bool space_meets(const struct space *s, const struct range *r)
{
	const struct space_node *n = s->root;
	while (n) {
		if (order(&r->hi, &n->range.lo) < 0)
			n = n->left;
		else if (order(&r->lo, &n->range.hi) > 0)
			n = n->right;
		else
			return true;
	}
	return false;
}

bool space_holds(const struct space *s, const struct ip *ip)
{
	struct range r = {.lo = *ip, .hi = *ip};
	return space_meets(s, &r);
}

struct ip space_lowest(const struct space *s)
{
	const struct space_node *n = s->root;
	while (n && n->left)
		n = n->left;
	return n ? n->range.lo : (struct ip){.family = 0};
}

struct space space_take(struct arena *a, struct space *s, const struct range *r)
{
	struct space_node *low, *middle, *high = NULL;
	struct ip after;
	split(a, s->root, &r->lo, &low, &middle);
	if (ip_next(&r->hi, &after))
		split(a, middle, &after, &middle, &high);
	s->root = merge(low, high);
	return (struct space){.family = s->family, .root = middle};
}

/* Puts one node (without children) where it belongs. */
static struct space_node *insert(
	struct arena *a, struct space_node *root, struct space_node *n)
{
	struct space_node *low, *high;
	split(a, root, &n->range.lo, &low, &high);
	n->left = n->right = NULL;
	return merge(merge(low, n), high);
}

static struct space_node *insert_all(
	struct arena *a, struct space_node *root, struct space_node *part)
{
	if (!part)
		return root;
	struct space_node *left = part->left, *right = part->right;
	root = insert(a, root, part);
	root = insert_all(a, root, left);
	return insert_all(a, root, right);
}

static const struct space_node *outermost(const struct space_node *n, bool last)
{
	while (n && (last ? n->right : n->left))
		n = last ? n->right : n->left;
	return n;
}

void space_join(struct arena *a, struct space *s, struct space part)
{
	if (!part.root || !s->root) {
		s->root = s->root ? s->root : part.root;
		return;
	}
	/* parts mostly come back in order: then the two trees merge as they are */
	if (order(&outermost(s->root, true)->range.hi,
		    &outermost(part.root, false)->range.lo) < 0)
		s->root = merge(s->root, part.root);
	else if (order(&outermost(part.root, true)->range.hi,
			 &outermost(s->root, false)->range.lo) < 0)
		s->root = merge(part.root, s->root);
	else
		s->root = insert_all(a, s->root, part.root);
}

static struct space_node *copy_node(struct arena *a, const struct space_node *n)
{
	if (!n)
		return NULL;
	struct space_node *c = ARENA_NEW(a, struct space_node);
	*c = *n;
	c->left = copy_node(a, n->left);
	c->right = copy_node(a, n->right);
	return c;
}

struct space space_copy(struct arena *a, const struct space *s)
{
	return (struct space){.family = s->family, .root = copy_node(a, s->root)};
}

static size_t count(const struct space_node *n)
{
	return n ? 1 + count(n->left) + count(n->right) : 0;
}

static void collect(const struct space_node *n, struct range *out, size_t *used)
{
	if (!n)
		return;
	collect(n->left, out, used);
	struct ip next;
	struct range *last = *used ? &out[*used - 1] : NULL;
	if (last && ip_next(&last->hi, &next) && order(&next, &n->range.lo) == 0)
		last->hi = n->range.hi;
	else
		out[(*used)++] = n->range;
	collect(n->right, out, used);
}

struct range *space_ranges(struct arena *a, const struct space *s, size_t *n)
{
	struct range *out = arena_array(a, count(s->root), sizeof(*out));
	*n = 0;
	collect(s->root, out, n);
	return out;
}
