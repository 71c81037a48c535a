/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Captured packets, read. Pure; all bytes are hostile. A packet that is cut off, broken
 * or of another kind is none of ours, never an error of the tool.
 */
#ifndef PKIREADY_CAPTURE_H
#define PKIREADY_CAPTURE_H

#include "ip.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum packet_way { PACKET_IN, PACKET_OUT, PACKET_OTHER /* for another machine */ };

/* What a packet begins with (pcap-linktype). */
enum capture_link {
	CAPTURE_RAW,      /* the IP header: cooked sockets, tun */
	CAPTURE_ETHERNET, /* 14 bytes, then maybe tags (IEEE 802.1Q, 802.1ad) */
	CAPTURE_SLL2,     /* Linux cooked header, version 2 */
	CAPTURE_LOOP,     /* address family in 4 bytes, of either byte order (BSD) */
	CAPTURE_LINK__MAX
};

struct packet {
	const unsigned char *p;
	size_t n;              /* bytes that are here */
	size_t whole;          /* bytes that it had */
	int64_t at;            /* UNIX time, ns */
	enum packet_way way;
	unsigned ifindex;
	uint16_t protocol;     /* EtherType, as the socket told; 0 unknown */
	uint16_t hardware;     /* ARPHRD_*, for files */
	bool loopback;         /* it is a loopback interface */
};

enum { SEGMENT_FIN = 1, SEGMENT_SYN = 2, SEGMENT_RST = 4, SEGMENT_ACK = 16 };

struct segment { /* of TCP */
	struct ip from, to;
	uint16_t from_port, to_port;
	uint32_t seq, ack;
	uint8_t flags;         /* SEGMENT_*, other bits as they are */
	const unsigned char *data;
	size_t n;              /* bytes of data that are here */
	size_t whole;          /* bytes of data that it had */
	/* an ICMP error about this segment, which says why; not the segment itself */
	bool unreachable;
	uint8_t icmp_type, icmp_code;
};

enum capture_kind {
	CAPTURE_NONE,     /* not ours: no TCP, no ICMP error about TCP */
	CAPTURE_SEGMENT,
	CAPTURE_FRAGMENT, /* a part of a datagram without its TCP header */
	CAPTURE_CUT,      /* TCP, but too short to be read */
};

/*
 * IPv4 (RFC 791), IPv6 with its extension headers (RFC 8200) and TCP (RFC 9293), also as
 * quoted by an ICMP destination unreachable (RFC 792, RFC 4443). Checksums are not
 * looked at: those of packets that leave are not made yet.
 */
enum capture_kind capture_segment(
	enum capture_link link, const void *p, size_t n, struct segment *out);

#endif
