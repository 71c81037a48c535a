/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Opens what packets are read from, and hands it over. The socket is cooked, so that what
 * is read begins with the network header whatever the link; libpcap compiles its filter.
 */
#include "verbs.h"

#include "kmod.h"
#include "text.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER = 32 * 1024 * 1024, FILTER_TEXT_MAX = 4096 };

static void fail(struct arena *a, struct capture_look *out, const char *what)
{
	bool denied = errno == EPERM || errno == EACCES;
	out->obs.seen = denied ? SEEN_DENIED : SEEN_FAILED;
	out->obs.excerpt = denied ? "needs root (CAP_NET_RAW)"
				  : arena_printf(a, "%s: %s", what, strerror(errno));
}

/* -- the filter ---------------------------------------------------------------------- */

static bool add_ports(struct text *t, const strs *ports)
{
	if (ports->n == 0 || ports->n > CAPTURE_PORTS_MAX)
		return false;
	for (size_t i = 0; i < ports->n; i++) {
		char *end;
		long port = strtol(ports->v[i], &end, 10);
		if (*ports->v[i] < '0' || *ports->v[i] > '9' || *end || port < 1 ||
			port > 65535)
			return false;
		text_printf(t, "%sport %ld", i ? " or " : "", port);
	}
	return true;
}

/* What the language does not reach (headers before TCP in IPv6) is let through, as are
 * the ICMP errors, which quote what they are about. */
static const char *filter_text(struct arena *a, const strs *ports)
{
	struct text t;
	text_init(&t, a, FILTER_TEXT_MAX);
	text_add(&t, "(tcp and (");
	if (!add_ports(&t, ports))
		return NULL;
	text_add(&t, ")) or (ip6 and (ip6[6] = 0 or ip6[6] = 43 or ip6[6] = 44 or "
		     "ip6[6] = 51 or ip6[6] = 60)) or (icmp and icmp[0] = 3) or "
		     "(ip6 and ip6[6] = 58 and ip6[40] = 1)");
	return t.over ? NULL : text_str(&t);
}

static bool attach(int fd, const char *text)
{
	pcap_t *dead = pcap_open_dead(DLT_RAW, CAPTURE_SNAP);
	struct bpf_program program;
	if (!dead)
		return false;
	bool good = pcap_compile(dead, &program, text, 1, PCAP_NETMASK_UNKNOWN) == 0;
	errno = EINVAL;
	if (good) {
		/* the same eight bytes an instruction */
		struct sock_fprog filter = {.len = (unsigned short)program.bf_len,
			.filter = (struct sock_filter *)(void *)program.bf_insns};
		good = setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter,
			       sizeof(filter)) == 0;
		int error = errno;
		pcap_freecode(&program);
		errno = error;
	}
	pcap_close(dead);
	return good;
}

/* -- the socket ---------------------------------------------------------------------- */

static bool prepare(int fd, const char *filter, unsigned index)
{
	const int buffer = BUFFER / 2, on = 1; /* the kernel doubles it */
	struct sockaddr_ll to = {.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = (int)index};
	return attach(fd, filter) &&
	       setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof(buffer)) == 0 &&
	       setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)) == 0 &&
	       bind(fd, (struct sockaddr *)&to, sizeof(to)) == 0;
}

/* Without it verdicts grow old by time alone. Asking for the group would load the
 * module. */
static int open_changes(void)
{
	const int group = NFNLGRP_NFTABLES;
	if (!kmod_present("nf_tables", "nf_tables_newtable"))
		return 0;
	int fd = socket(
		AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_NETFILTER);
	if (fd < 0)
		return 0;
	/* without a name of its own it would be left out: the kernel leaves out 0 */
	const struct sockaddr_nl any = {.nl_family = AF_NETLINK};
	if (bind(fd, (const struct sockaddr *)&any, sizeof(any)) == 0 &&
		setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group,
			sizeof(group)) == 0)
		return fd;
	close(fd);
	return 0;
}

static void open_packets(
	struct arena *a, const char *filter, unsigned index, struct capture_look *out)
{
	int fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0) {
		fail(a, out, "no socket for packets");
		return;
	}
	if (!prepare(fd, filter, index)) {
		fail(a, out, "the socket for packets");
		close(fd);
		return;
	}
	out->obs.seen = SEEN_YES;
	out->buffer = BUFFER;
	out->packets = fd;
	out->changes = open_changes();
}

void capture_ask(struct arena *a, const struct ask_capture *q, struct capture_look *out)
{
	const char *filter = filter_text(a, &q->ports);
	unsigned index = q->interface ? if_nametoindex(q->interface) : 0;
	out->obs.source = q->interface ? arena_printf(a, "capture on %s", q->interface)
				       : "capture on every interface";
	if (!filter) {
		out->obs.seen = SEEN_FAILED;
		out->obs.excerpt = "no ports to look for";
	} else if (q->interface && index == 0) {
		out->obs.seen = SEEN_NO;
		out->obs.excerpt =
			arena_printf(a, "this host has no interface %s", q->interface);
	} else {
		open_packets(a, filter, index, out);
	}
}
