/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known of a packet's headers on the way through a rule, and the matches that nft
 * adds for a field (meta l4proto tcp before tcp dport): those are left out again, where
 * nft leaves them out (nftables src/payload.c, proto.c).
 */
#include "print.h"

#include <string.h>

enum {
	ARPHRD_ETHER_ = 1,
	ETH_P_IP_ = 0x0800,
	ETH_P_IPV6_ = 0x86dd,
	ETH_P_8021Q_ = 0x8100
};

/* The header where the family's hooks stand. */
static const struct proto *hook_proto(int family)
{
	switch (family) {
	case NF_BRIDGE:
		return &proto_eth;
	case NF_NETDEV:
		return &proto_netdev;
	case NF_INET:
		return &proto_inet;
	case NF_IP:
		return &proto_ip;
	case NF_IP6:
		return &proto_ip6;
	case NF_ARP:
		return &proto_arp;
	default:
		return &proto_unknown;
	}
}

void context_init(struct printer *p)
{
	const struct proto *h = hook_proto(p->family);
	p->on[h->base] = h;
}

static const struct proto *or_unknown(const struct proto *proto)
{
	return proto ? proto : &proto_unknown;
}

static void update_meta(struct printer *p, const struct node *left, unsigned v)
{
	const struct proto *hook = hook_proto(p->family);
	switch (left->key) {
	case META_IIFTYPE:
		if (p->family == NF_BRIDGE)
			return;
		p->on[ON_LINK] = v == ARPHRD_ETHER_ ? &proto_eth : &proto_unknown;
		break;
	case META_NFPROTO:
		p->on[ON_NETWORK] =
			(int)v == p->family ? hook : or_unknown(proto_upper(hook, v));
		break;
	case META_L4PROTO:
		p->on[ON_TRANSPORT] = or_unknown(proto_upper(&proto_inet_service, v));
		break;
	case META_PROTOCOL:
		if (p->family == NF_NETDEV || p->family == NF_BRIDGE)
			p->on[ON_NETWORK] = or_unknown(proto_upper(hook, v));
		break;
	default:
		break;
	}
}

static void update_icmp(struct printer *p, const struct proto *on, unsigned v)
{
	enum { ECHO = 8, ECHO6 = 128, REPLY6 = 129 };
	if (on == &proto_icmp)
		p->icmp_type = v ? v : ECHO;
	else if (on == &proto_icmp6)
		p->icmp_type = v == REPLY6 ? ECHO6 : v;
}

static void update_payload(struct printer *p, const struct node *left, unsigned v)
{
	const struct proto *on = p->on[left->base];
	const struct proto *upper = on ? proto_upper(on, v) : NULL;
	if (!upper) {
		update_icmp(p, on, v);
		return;
	}
	if (upper->base == on->base && upper->base == ON_LINK &&
		p->stacked_n < sizeof(p->stacked) / sizeof(p->stacked[0]))
		p->stacked[p->stacked_n++] = on;
	p->on[upper->base] = upper;
}

static void update_ct(struct printer *p, const struct node *left, unsigned v)
{
	const struct proto *on = p->on[left->base];
	const struct proto *upper = on ? proto_upper(on, v) : NULL;
	if (upper && left->base < ON_INNER)
		p->on[upper->base] = upper;
}

void context_update(struct printer *p, const struct node *relation)
{
	const struct node *left = relation->left, *right = relation->right;
	if (!left->protocol || right->kind != N_VALUE)
		return;
	unsigned v = (unsigned)(num_low(&right->value) & 0xffffffff);
	if (left->kind == N_META)
		update_meta(p, left, v);
	else if (left->kind == N_PAYLOAD)
		update_payload(p, left, v);
	else if (left->kind == N_CT)
		update_ct(p, left, v);
}

bool payload_stacked(const struct printer *p, enum base base, const struct node *relation)
{
	const struct node *left = relation->left;
	if (left->kind != N_PAYLOAD || !left->protocol || relation->op != OP_EQ_ ||
		relation->right->kind != N_VALUE || !p->on[base])
		return false;
	const struct proto *next = proto_upper(
		p->on[base], (unsigned)(num_low(&relation->right->value) & 0xffff));
	return next && next->base == p->on[base]->base;
}

/* -- implied matches -------------------------------------------------------------- */

/* An ICMP type is remembered, and one of echo never left out. */
static bool store_icmp(struct printer *p, const struct node *dep)
{
	if (dep->left->kind != N_PAYLOAD || dep->right->kind != N_VALUE ||
		dep->right->len != 8)
		return false;
	unsigned type = (unsigned)(num_low(&dep->right->value) & 0xff);
	if (dep->left->proto == &proto_icmp) {
		p->dep_icmp_type = type ? type : 8;
		return p->dep_icmp_type == 8;
	}
	if (dep->left->proto == &proto_icmp6) {
		p->dep_icmp_type = type;
		return type == 128 || type == 129;
	}
	return false;
}

void dep_store(struct printer *p, struct stmt *s, enum base base)
{
	if (!store_icmp(p, s->match))
		p->deps[base + 1] = s;
}

bool dep_exists(const struct printer *p, enum base base)
{
	return p->deps[base] || (base == ON_TRANSPORT && p->deps[ON_INNER]);
}

struct node *dep_get(const struct printer *p, enum base base)
{
	if (p->deps[base])
		return p->deps[base]->match;
	return base == ON_TRANSPORT && p->deps[ON_INNER] ? p->deps[ON_INNER]->match
							 : NULL;
}

void dep_release(struct printer *p, enum base base)
{
	if (!p->deps[base] && base == ON_TRANSPORT)
		base = ON_INNER;
	if (!p->deps[base])
		return;
	p->deps[base]->gone = true;
	if (p->previous == p->deps[base])
		p->previous = NULL;
	p->deps[base] = NULL;
}

void dep_reset(struct printer *p)
{
	memset(p->deps, 0, sizeof(p->deps));
	p->dep_icmp_type = 0;
	p->previous = NULL;
}

static bool kills_icmp(
	const struct printer *p, const struct node *dep, const struct node *n)
{
	return n->field && n->field->dep > DEP_ANY && dep->left->proto == n->proto &&
	       p->dep_icmp_type == icmp_dep_type(n->field->dep);
}

static bool kills_link(const struct node *dep)
{
	if (dep->left->proto == &proto_vlan)
		return false;
	if (dep->left->proto == &proto_eth && dep->right->kind == N_VALUE &&
		dep->right->len == 16)
		return num_low(&dep->right->value) == ETH_P_8021Q_;
	return true;
}

static bool mixed(const struct printer *p)
{
	return p->family == NF_BRIDGE || p->family == NF_NETDEV || p->family == NF_INET;
}

static bool may_kill(const struct printer *p, const struct node *n)
{
	const struct node *dep = dep_get(p, n->base), *left = dep->left;
	if (mixed(p) && left->kind == N_PAYLOAD) {
		if (left->base == ON_NETWORK && n->base == ON_TRANSPORT &&
			(left->proto == &proto_ip || left->proto == &proto_ip6))
			return false;
		if (dep->op == OP_EQ_ && n->base == left->base) {
			if (n->protocol)
				return false;
			if (n->base == ON_LINK)
				return kills_link(dep);
		}
	}
	if (n->base != ON_TRANSPORT || left->kind != N_PAYLOAD ||
		left->base != ON_TRANSPORT)
		return true;
	if (left->proto == &proto_icmp || left->proto == &proto_icmp6)
		return kills_icmp(p, dep, n);
	return true;
}

void dep_kill_payload(struct printer *p, const struct node *n)
{
	if (n->proto && n->proto != &proto_unknown && dep_exists(p, n->base) &&
		may_kill(p, n))
		dep_release(p, n->base);
}

void dep_kill_option(struct printer *p, const struct node *n)
{
	if (n->option_op == OPTION_TCP)
		dep_release(p, ON_TRANSPORT);
	else if (n->option_op == OPTION_IP6 || n->option_op == OPTION_IP4)
		dep_release(p, ON_NETWORK);
}

static int ether_family(unsigned type)
{
	return type == ETH_P_IP_ ? NF_IP : type == ETH_P_IPV6_ ? NF_IP6 : 0;
}

/* The family that a match at the network's base tells of; -1: it is none of that kind. */
static int dep_family(const struct node *dep)
{
	const struct node *left = dep->left;
	unsigned v = (unsigned)(num_low(&dep->right->value) & 0xffff);
	if (left->kind == N_META && left->key == META_NFPROTO)
		return (int)v;
	if ((left->kind == N_META && left->key == META_PROTOCOL) ||
		(left->kind == N_PAYLOAD && left->base == ON_LINK &&
			left->type == &type_ethertype))
		return ether_family(v);
	return -1;
}

bool dep_meta_may_kill(struct printer *p, const struct node *relation)
{
	enum { ICMP = 1, ICMP6 = 58 };
	const struct node *dep = dep_get(p, ON_NETWORK);
	if (!dep || dep->right->kind != N_VALUE)
		return true;
	int family = dep_family(dep);
	if (family < 0)
		return true;
	if (p->family == NF_IP || p->family == NF_IP6)
		return p->family == family;
	if (!mixed(p) || relation->left->kind != N_META ||
		relation->left->key != META_L4PROTO || relation->right->kind != N_VALUE)
		return true;
	unsigned l4 = (unsigned)(num_low(&relation->right->value) & 0xff);
	if (l4 != ICMP && l4 != ICMP6)
		return false;
	return !(family == NF_IP && l4 == ICMP6) && !(family == NF_IP6 && l4 == ICMP);
}
