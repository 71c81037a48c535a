/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A rule of a legacy table: struct ipt_entry or ip6t_entry with its matches and a
 * standard target (kernel include/uapi/linux/netfilter_ipv4/ip_tables.h, xt_tcpudp.h,
 * xt_conntrack.h). Offsets are held against the system's headers by
 * tests/unit/test_edit.c. */
#include "edit.h"

#include <string.h>

enum {
	NAME = 16,
	ELEM = 32,  /* struct xt_entry_match and xt_entry_target, without their data */
	PORTS = 48, /* a match tcp or udp */
	CONNTRACK = 200,
	TARGET = 40,
	F6_PROTO = 1,
	BY_ORIGINAL_PORT = 1 << 9, /* XT_CONNTRACK_ORIGDST_PORT */
	BY_PROTO = 1 << 1,
	FOREVER = -1,
};

struct layout { /* of the entry's head */
	size_t src, smask, in, inmask, proto, flags, target, next, size, addr;
};
static const struct layout layouts[] = {
	{0, 8, 16, 48, 80, 82, 88, 90, 112, 4},
	{0, 32, 64, 96, 128, 131, 140, 142, 168, 16},
};

static void put16(unsigned char *p, unsigned v)
{
	const uint16_t x = (uint16_t)v;
	memcpy(p, &x, sizeof(x));
}

static unsigned char *element(
	unsigned char *p, const char *name, unsigned revision, size_t size)
{
	put16(p, (unsigned)size);
	memcpy(p + 2, name, strlen(name));
	p[ELEM - 1] = (unsigned char)revision;
	return p + ELEM;
}

/* struct xt_tcp, xt_udp: source and destination ports from..to, in host order. */
static void match_port(unsigned char *p, int proto, int port)
{
	unsigned char *d = element(p, proto == 17 ? "udp" : "tcp", 0, PORTS);
	put16(d + 2, 0xffff);
	put16(d + 4, (unsigned)port);
	put16(d + 6, (unsigned)port);
}

/* struct xt_conntrack_mtinfo3 */
static void match_original(unsigned char *p, int proto, int port)
{
	unsigned char *d = element(p, "conntrack", 3, CONNTRACK);
	put16(d + 136, (unsigned)proto);
	put16(d + 140, (unsigned)port);
	put16(d + 146, BY_ORIGINAL_PORT | (proto ? BY_PROTO : 0));
	put16(d + 156, (unsigned)port);
}

static void ones(unsigned char *p, int bits)
{
	memset(p, 0xff, (size_t)bits / 8);
	if (bits % 8)
		p[bits / 8] = (unsigned char)(0xff << (8 - bits % 8));
}

static void head(unsigned char *p, const struct layout *l, const struct edit *e,
	const struct cidr *from)
{
	if (from) {
		memcpy(p + l->src, from->ip.addr, l->addr);
		ones(p + l->smask, from->bits);
	}
	if (e->interface) {
		size_t n = strnlen(e->interface, NAME - 1);
		memcpy(p + l->in, e->interface, n);
		memset(p + l->inmask, 0xff, n + 1);
	}
	put16(p + l->proto, (unsigned)e->proto);
	if (e->proto && l->addr == 16)
		p[l->flags] = F6_PROTO;
}

struct nf_rule edit_legacy_rule(struct arena *a, const struct nf_chain *chain,
	const struct edit *e, int port, const struct cidr *from, int verdict)
{
	const struct layout *l = &layouts[chain->table->family == NF_IP6];
	const size_t match = !port ? 0 : e->original ? CONNTRACK : PORTS;
	const size_t target = l->size + match, n = target + TARGET;
	unsigned char *p = arena_alloc(a, n);
	const int32_t code = -verdict - 1;
	head(p, l, e, from);
	if (port && e->original)
		match_original(p + l->size, e->proto, port);
	else if (port)
		match_port(p + l->size, e->proto, port);
	element(p + target, "", 0, TARGET);
	/* RETURN is NF_REPEAT (4) to xtables, and -5 to nf_tables */
	const int32_t back = -4 - 1;
	memcpy(p + target + ELEM, verdict == V_RETURN ? &back : &code, sizeof(code));
	put16(p + l->target, (unsigned)target);
	put16(p + l->next, (unsigned)n);
	return (struct nf_rule){.exprs = {.p = p, .n = n}};
}
