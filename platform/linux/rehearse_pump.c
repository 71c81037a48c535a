/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The pump: a process without privilege between the two network namespaces. What the TUN
 * gives is put into an interface of this host, what the queue has of the answers is put
 * into the TUN. Only packets of this run's connections pass.
 */
#include "rehearse.h"

#include "privileges.h"
#include "rehearse_fork.h"

#include <linux/capability.h>
#include <linux/if_ether.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	IP4_HEADER = 20,
	IP6_HEADER = 40,
	TCP_HEADER = 20,
	ETHER = 14,
	PACKET_MAX = 65535,
	QUEUE_MAX = PACKET_MAX + 4096,
	BATCH = 64,
	FLAG_FIN = 1,
	FLAG_SYN = 2,
};

static unsigned get16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

/* The TCP header of a whole packet without options and extensions; NULL: not of ours. */
static const uint8_t *tcp_of(const uint8_t *p, size_t n, struct ip *from, struct ip *to)
{
	if (n >= IP4_HEADER + TCP_HEADER && p[0] == 0x45 && p[9] == IPPROTO_TCP &&
		get16(p + 2) == n && !(get16(p + 6) & 0x3fff)) {
		*from = ip_from4(p + 12);
		*to = ip_from4(p + 16);
		return p + IP4_HEADER;
	}
	if (n >= IP6_HEADER + TCP_HEADER && p[0] >> 4 == 6 && p[6] == IPPROTO_TCP &&
		get16(p + 4) + (size_t)IP6_HEADER == n) {
		*from = ip_from6(p + 8);
		*to = ip_from6(p + 24);
		return p + IP6_HEADER;
	}
	return NULL;
}

static size_t index_of(const struct ip *all, size_t n, const struct ip *ip)
{
	size_t i = 0;
	while (i < n && !ip_equal(&all[i], ip))
		i++;
	return i;
}

struct rehearse_slot *rehearse_pump_slot(
	const struct rehearse_world *w, const uint8_t *packet, size_t n, size_t *to)
{
	struct ip source, dest;
	const uint8_t *tcp = tcp_of(packet, n, &source, &dest);
	if (!tcp)
		return NULL;
	size_t from = index_of(w->from, w->from_n, &source);
	*to = index_of(w->to, w->to_n, &dest);
	unsigned at = get16(tcp) - (unsigned)w->port, port = get16(tcp + 2);
	size_t header = (size_t)(tcp[12] >> 4) * 4, ip = (size_t)(tcp - packet);
	if (from == w->from_n || *to == w->to_n || at >= REHEARSE_PORTS ||
		(port != 80 && port != 443) || header < TCP_HEADER || ip + header > n)
		return NULL;
	struct rehearse_slot *s = &w->slots[from * REHEARSE_PORTS + at];
	bool begins = tcp[13] & FLAG_SYN;
	/* a connection has one destination, and is not made anew */
	if (s->port && (s->port != port || s->to != *to))
		return NULL;
	if (!s->port && !begins)
		return NULL;
	uint32_t next = get32(tcp + 4) + (uint32_t)(n - ip - header) +
			((tcp[13] & FLAG_FIN) != 0) + begins;
	/* what is sent again counts once */
	if (!s->port || (int32_t)(next - s->next) > 0)
		s->next = next;
	s->to = (uint8_t)*to;
	__atomic_store_n(&s->port, (uint16_t)port, __ATOMIC_RELEASE);
	return s;
}

/* -- the two ways ------------------------------------------------------------------ */

struct pumping {
	struct rehearse_world *w;
	int alive;      /* the guardian's pipe */
	uint8_t *frame; /* an Ethernet header, and room for a packet */
	uint8_t *queue;
};

static void to_host(struct pumping *g)
{
	struct rehearse_world *w = g->w;
	uint8_t *packet = g->frame + ETHER;
	for (int i = 0; i < BATCH; i++) {
		size_t to;
		ssize_t n = read(w->tun, packet, PACKET_MAX);
		if (n <= 0)
			return;
		if (!rehearse_pump_slot(w, packet, (size_t)n, &to))
			continue;
		const struct inject_link *link = &w->links[to];
		unsigned type = packet[0] >> 4 == 4 ? ETH_P_IP : ETH_P_IPV6;
		memcpy(g->frame, link->own, ETH_ALEN);
		memcpy(g->frame + ETH_ALEN, link->gateway, ETH_ALEN);
		g->frame[12] = (uint8_t)(type >> 8);
		g->frame[13] = (uint8_t)type;
		inject_way_send(&w->way, to, link, g->frame, ETHER + (size_t)n);
	}
}

/* The kernel finished its checksum and split it to the size of a packet. */
static void take_answer(struct pumping *g, const struct nlmsghdr *nlh)
{
	if (nlh->nlmsg_type != (NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_PACKET))
		return;
	struct nl_attrs attrs = nl_attrs_of(nlh, sizeof(struct nfgenmsg));
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));) {
		if (mnl_attr_get_type(attr) != NFQA_PAYLOAD)
			continue;
		ssize_t written = write(g->w->tun, mnl_attr_get_payload(attr),
			mnl_attr_get_payload_len(attr));
		(void)written; /* what is lost is sent again */
	}
}

/* The guardian takes them out of the queue, for which privilege is needed. */
static void poke_guardian(const struct pumping *g)
{
	ssize_t written = write(g->alive, "", 1);
	(void)written; /* a full pipe pokes as well */
}

static void to_world(struct pumping *g)
{
	for (int i = 0; i < BATCH; i++) {
		ssize_t n = recv(g->w->queue, g->queue, QUEUE_MAX, MSG_DONTWAIT);
		if (n <= 0)
			break;
		int left = (int)n;
		for (const struct nlmsghdr *nlh = (const void *)g->queue;
			mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left))
			take_answer(g, nlh);
	}
	poke_guardian(g);
}

/* -- the process ------------------------------------------------------------------- */

/* Before 6.4 a kernel that bars unprivileged bpf(2) bars running what is loaded, too. */
static bool runs_without_privilege(const struct rehearse_world *w)
{
	int status = 1;
	pid_t child = fork();
	if (child == 0) {
		enum err err = privileges_drop();
		_exit((err == ERR_OK || err == ERR_DENIED) && inject_way_try(&w->way)
				? 0
				: 1);
	}
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static bool drop(const struct rehearse_world *w)
{
	enum err err = runs_without_privilege(w) ? privileges_drop()
						 : privileges_drop_but(1ULL << CAP_BPF);
	return err == ERR_OK || err == ERR_DENIED;
}

static _Noreturn void be_pump(struct rehearse_world *w, int stop, int alive)
{
	struct pumping g = {w, alive, malloc(ETHER + PACKET_MAX), malloc(QUEUE_MAX)};
	struct pollfd p[] = {{.fd = stop, .events = POLLIN},
		{.fd = w->tun, .events = POLLIN}, {.fd = w->queue, .events = POLLIN}};
	if (!drop(w) || !rehearse_bind_to_parent(w->broker) || !g.frame || !g.queue)
		_exit(1);
	while (poll(p, 3, -1) >= 0) {
		if (p[0].revents || p[1].revents & (POLLERR | POLLHUP | POLLNVAL))
			break;
		if (p[2].revents)
			to_world(&g);
		if (p[1].revents)
			to_host(&g);
	}
	_exit(0);
}

bool rehearse_pump_start(struct rehearse_world *w, int stop, int alive)
{
	w->pump = fork();
	if (w->pump != 0)
		return w->pump > 0;
	int keep[INJECT_INTERFACES_MAX + 5] = {stop, alive, w->tun, w->queue, w->way.xdp};
	memcpy(keep + 5, w->way.fd, sizeof(w->way.fd));
	rehearse_keep_only(keep, sizeof(keep) / sizeof(keep[0]));
	be_pump(w, stop, alive);
}
