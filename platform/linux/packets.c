/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "packets.h"

#include "host.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { NAMES_MAX = 64 };

struct control {
	_Alignas(struct cmsghdr) unsigned char room[CMSG_SPACE(sizeof(struct timespec))];
};

struct packets {
	unsigned char bytes[PACKETS_BATCH][CAPTURE_SNAP];
	struct iovec vec[PACKETS_BATCH];
	struct sockaddr_ll from[PACKETS_BATCH];
	struct control control[PACKETS_BATCH];
	struct mmsghdr messages[PACKETS_BATCH];
	struct packet out[PACKETS_BATCH];
	struct {
		unsigned index;
		char name[PACKETS_NAME_MAX];
	} names[NAMES_MAX];
	size_t names_n;
};

struct packets *packets_new(void)
{
	struct packets *p = calloc(1, sizeof(*p));
	if (!p)
		exit(4);
	return p;
}

void packets_free(struct packets *p)
{
	free(p);
}

static int64_t stamp(struct msghdr *m)
{
	struct timespec t;
	for (struct cmsghdr *h = CMSG_FIRSTHDR(m); h; h = CMSG_NXTHDR(m, h)) {
		if (h->cmsg_level != SOL_SOCKET || h->cmsg_type != SCM_TIMESTAMPNS)
			continue;
		memcpy(&t, CMSG_DATA(h), sizeof(t));
		return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
	}
	return packets_now();
}

static enum packet_way way_of(const struct sockaddr_ll *from)
{
	if (from->sll_pkttype == PACKET_OUTGOING)
		return PACKET_OUT;
	return from->sll_pkttype == PACKET_HOST ? PACKET_IN : PACKET_OTHER;
}

static void take(struct packets *p, size_t i)
{
	struct msghdr *m = &p->messages[i].msg_hdr;
	struct sockaddr_ll *from = &p->from[i];
	size_t whole = p->messages[i].msg_len;
	if (m->msg_namelen < sizeof(*from) || from->sll_family != AF_PACKET)
		memset(from, 0, sizeof(*from)); /* a socket that tells nothing more */
	p->out[i] = (struct packet){.p = p->bytes[i],
		.n = whole > CAPTURE_SNAP ? CAPTURE_SNAP : whole,
		.whole = whole,
		.at = stamp(m),
		.way = way_of(from),
		.ifindex = (unsigned)from->sll_ifindex,
		.protocol = ntohs(from->sll_protocol),
		.hardware = from->sll_hatype,
		.loopback = from->sll_hatype == ARPHRD_LOOPBACK};
}

size_t packets_read(struct packets *p, int fd, const struct packet **out)
{
	for (size_t i = 0; i < PACKETS_BATCH; i++) {
		p->vec[i] = (struct iovec){p->bytes[i], CAPTURE_SNAP};
		p->messages[i].msg_hdr = (struct msghdr){.msg_name = &p->from[i],
			.msg_namelen = sizeof(p->from[i]),
			.msg_iov = &p->vec[i],
			.msg_iovlen = 1,
			.msg_control = &p->control[i],
			.msg_controllen = sizeof(p->control[i])};
	}
	int got =
		recvmmsg(fd, p->messages, PACKETS_BATCH, MSG_DONTWAIT | MSG_TRUNC, NULL);
	for (int i = 0; i < got; i++)
		take(p, (size_t)i);
	*out = p->out;
	return got > 0 ? (size_t)got : 0;
}

void packets_counted(int fd, struct packets_count *sum)
{
	struct tpacket_stats s = {0};
	socklen_t n = sizeof(s);
	if (getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &s, &n) < 0)
		return;
	sum->seen += s.tp_packets;
	sum->dropped += s.tp_drops;
}

int64_t packets_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

const char *packets_interface(struct packets *p, unsigned index)
{
	for (size_t i = 0; i < p->names_n; i++)
		if (p->names[i].index == index)
			return p->names[i].name;
	if (p->names_n == NAMES_MAX) /* they come and go: look anew */
		p->names_n = 0;
	char *name = p->names[p->names_n].name, buf[IF_NAMESIZE];
	if (if_indextoname(index, buf))
		snprintf(name, PACKETS_NAME_MAX, "%s", buf);
	else
		snprintf(name, PACKETS_NAME_MAX, "if%u", index);
	p->names[p->names_n++].index = index;
	return name;
}

bool packets_drain(int fd)
{
	char buf[8192];
	bool any = false;
	for (int i = 0; i < 64; i++) {
		ssize_t n = recv(fd, buf, sizeof(buf), MSG_DONTWAIT);
		if (n < 0 && errno != ENOBUFS)
			break;
		any = true;
	}
	return any;
}
