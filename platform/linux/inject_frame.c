/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inject_parts.h"

#include "rtnl.h"
#include "verbs.h"
#include "verdict/engine.h"

#include <net/if.h>
#include <net/if_arp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { ETHER = 14, RST = 0x04 };

/* -- the interface ---------------------------------------------------------------- */

static bool ask_link(const char *name, struct inject_link *out)
{
	struct ifreq r = {0};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return false;
	memcpy(r.ifr_name, name, strnlen(name, sizeof(r.ifr_name) - 1));
	bool ok = ioctl(fd, SIOCGIFHWADDR, &r) == 0;
	/* a loopback's address is all zeros; a tunnel has none */
	if (ok && r.ifr_hwaddr.sa_family == ARPHRD_ETHER)
		memcpy(out->own, r.ifr_hwaddr.sa_data, sizeof(out->own));
	ok = ok && ioctl(fd, SIOCGIFFLAGS, &r) == 0;
	out->up = ok && r.ifr_flags & IFF_UP;
	close(fd);
	return ok;
}

struct neighbours {
	struct inject_link *link;
	struct ip gateway; /* family 0: any neighbour will do */
};

static int on_neighbour(const struct nlmsghdr *nlh, void *arg)
{
	struct neighbours *n = arg;
	const struct ndmsg *m = mnl_nlmsg_get_payload(nlh);
	const void *mac = NULL;
	struct ip ip = {0};
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m) ||
		m->ndm_ifindex != (int)n->link->index || m->ndm_flags & NTF_PROXY)
		return MNL_CB_OK;
	struct nl_attrs attrs = nl_attrs_of(nlh, sizeof(*m));
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));) {
		if (mnl_attr_get_type(attr) == NDA_DST)
			ip = rtnl_ip(m->ndm_family, attr);
		else if (mnl_attr_get_type(attr) == NDA_LLADDR &&
			 mnl_attr_get_payload_len(attr) == sizeof(n->link->gateway))
			mac = mnl_attr_get_payload(attr);
	}
	if (mac && (!n->gateway.family || ip_equal(&ip, &n->gateway)))
		memcpy(n->link->gateway, mac, sizeof(n->link->gateway));
	return MNL_CB_OK;
}

/* The router that the world's packets come by; family 0: none on this interface. */
static struct ip gateway_of(struct arena *a, const char *name)
{
	static const char *const far[] = {"1.0.0.1", "2000::1"};
	for (size_t i = 0; i < 2; i++) {
		struct ask_route q;
		struct route_look way = {0};
		if (ip_parse(far[i], &q.to) != ERR_OK)
			continue;
		route_ask(a, &q, &way);
		if (way.interface && strcmp(way.interface, name) == 0 &&
			way.gateway.family)
			return way.gateway;
	}
	return (struct ip){0};
}

/* Rules on Ethernet sources see the router's address, where it is known. */
static void find_neighbour(struct arena *a, struct inject_link *link)
{
	char buf[256] = {0};
	struct nl nl;
	struct neighbours n = {link, gateway_of(a, link->name)};
	static const uint8_t unknown[6] = {0x02, 0x70, 0x6b, 0x69, 0x72, 0x64};
	memcpy(link->gateway, unknown, sizeof(unknown));
	if (nl_open(a, &nl, NETLINK_ROUTE) != ERR_OK)
		return;
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = RTM_GETNEIGH;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	struct ndmsg *m = mnl_nlmsg_put_extra_header(nlh, sizeof(*m));
	m->ndm_ifindex = (int)link->index;
	(void)!nl_ask(&nl, nlh, on_neighbour, &n);
	nl_close(&nl);
}

bool inject_link_find(struct arena *a, const char *name, struct inject_link *out)
{
	static const uint8_t none[6];
	*out = (struct inject_link){.name = name, .index = if_nametoindex(name)};
	if (!out->index || !ask_link(name, out))
		return false;
	if (memcmp(out->own, none, sizeof(none)) != 0)
		find_neighbour(a, out);
	return true;
}

/* -- the frame -------------------------------------------------------------------- */

static uint32_t sum_of(const uint8_t *p, size_t n, uint32_t sum)
{
	for (size_t i = 0; i < n; i += 2)
		sum += (uint32_t)p[i] << 8 | (i + 1 < n ? p[i + 1] : 0);
	return sum;
}

static void put_sum(uint8_t *at, uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	at[0] = (uint8_t)(~sum >> 8);
	at[1] = (uint8_t)~sum;
}

static void put32(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> (24 - 8 * i));
}

/* What the SYN opened ends at its next sequence number (RFC 9293, 3.5.3). */
static void make_reset(struct packet *p, uint32_t seq)
{
	put32(p->transport + 4, seq + 1);
	p->transport_n = 20;
	p->transport[12] = 5 << 4;
	p->transport[13] = RST;
	p->transport[14] = p->transport[15] = 0;
	size_t n = p->family == 4 ? p->net_n + 20 : 20;
	uint8_t *at = p->net + (p->family == 4 ? 2 : 4);
	at[0] = (uint8_t)(n >> 8);
	at[1] = (uint8_t)n;
}

size_t inject_frame(uint8_t out[INJECT_FRAME_MAX], const struct inject_link *link,
	const struct inject_tuple *t, bool rst)
{
	struct packet p;
	const struct question q = {
		.to = t->to, .proto = 6, .port = t->port, .source_port = t->source_port};
	packet_model(&p, &q);
	put32(p.transport + 4, t->seq);
	if (rst)
		make_reset(&p, t->seq);
	size_t wide = p.family == 4 ? 4 : 16;
	memcpy(p.net + p.source_at, t->from.addr, wide);
	uint32_t sum = sum_of(p.net + p.source_at, 2 * wide, 6);
	sum += (uint32_t)p.transport_n;
	put_sum(p.transport + 16, sum_of(p.transport, p.transport_n, sum));
	if (p.family == 4)
		put_sum(p.net + 10, sum_of(p.net, p.net_n, 0));
	memcpy(out, link->own, 6);
	memcpy(out + 6, link->gateway, 6);
	out[12] = p.family == 4 ? 0x08 : 0x86;
	out[13] = p.family == 4 ? 0x00 : 0xdd;
	memcpy(out + ETHER, p.net, p.net_n);
	memcpy(out + ETHER + p.net_n, p.transport, p.transport_n);
	return ETHER + p.net_n + p.transport_n;
}
