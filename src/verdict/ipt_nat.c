/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Targets that rewrite addresses and ports (iptables extensions/libxt_NAT.c). */
#include "ipt.h"

#include <string.h>

struct nat { /* nf_nat_range of any revision */
	uint32_t flags;
	const uint8_t *min, *max;
	unsigned port_min, port_max, port_base;
};

/* IPv4 at first had ranges of its own, behind their number. */
static struct nat nat_read(const struct ipt *r, int rev, struct bytes b)
{
	if (rev == 0 && r->family == NF_IP)
		return (struct nat){xt_u32(b, 4), b.p + 8, b.p + 12, ipt_be16(b, 16),
			ipt_be16(b, 18), 0};
	return (struct nat){xt_u32(b, 0), b.p + 4, b.p + 20, ipt_be16(b, 36),
		ipt_be16(b, 38), rev == 2 ? ipt_be16(b, 40) : 0};
}

enum { MAP_IPS = 1, PORTS = 2, RANDOM = 4, PERSISTENT = 8, FULLY = 16, OFFSET = 32 };

static void nat_addresses(struct ipt *r, const struct nat *n)
{
	bool brackets = r->family == NF_IP6 && n->flags & PORTS;
	size_t size = r->family == NF_IP6 ? 16 : 4;
	text_add(&r->target, brackets ? "[" : "");
	ipt_ip(&r->target, r->family, n->min);
	if (memcmp(n->min, n->max, size) != 0) {
		text_add(&r->target, "-");
		ipt_ip(&r->target, r->family, n->max);
	}
	text_add(&r->target, brackets ? "]" : "");
}

static void nat_write(struct ipt *r, const struct nat *n, const char *option)
{
	struct text *t = &r->target;
	bool to_ports = strcmp(option, "--to-ports") == 0;
	if (n->flags & (MAP_IPS | PORTS))
		text_printf(t, " %s ", option);
	if (n->flags & MAP_IPS)
		nat_addresses(r, n);
	if (n->flags & PORTS) {
		text_printf(t, "%s%u", to_ports ? "" : ":", n->port_min);
		if (n->port_max != n->port_min)
			text_printf(t, "-%u", n->port_max);
		if (n->flags & OFFSET)
			text_printf(t, "/%u", n->port_base);
	}
	if (n->flags & RANDOM)
		text_add(t, " --random");
	if (n->flags & FULLY)
		text_add(t, " --random-fully");
	if (n->flags & PERSISTENT)
		text_add(t, " --persistent");
}

void ipt_dnat(struct ipt *r, int rev, struct bytes b)
{
	struct nat n = nat_read(r, rev, b);
	nat_write(r, &n, "--to-destination");
}

void ipt_snat(struct ipt *r, int rev, struct bytes b)
{
	struct nat n = nat_read(r, rev, b);
	nat_write(r, &n, "--to-source");
}

void ipt_ports_nat(struct ipt *r, int rev, struct bytes b)
{
	struct nat n = nat_read(r, rev, b);
	n.flags &= ~(uint32_t)MAP_IPS;
	nat_write(r, &n, "--to-ports");
}

void ipt_netmap(struct ipt *r, int rev, struct bytes b)
{
	struct nat n = nat_read(r, rev, b);
	size_t size = r->family == NF_IP6 ? 16 : 4;
	uint8_t mask[16];
	struct text t;
	for (size_t i = 0; i < size; i++)
		mask[i] = (uint8_t) ~(n.min[i] ^ n.max[i]);
	text_init(&t, r->arena, TEXT_MAX);
	ipt_address(&t, "--to", r->family, n.min, mask, false);
	text_add(&r->target, text_str(&t));
}
