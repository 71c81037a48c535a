/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packets made by hand, for the tests of the capture. */
#ifndef PACKET_BYTES_H
#define PACKET_BYTES_H

#include "capture.h"

#include <stdint.h>
#include <string.h>

struct made { /* a packet as it is put together */
	unsigned char p[8192];
	size_t n;
};

static inline void put(struct made *m, const void *p, size_t n)
{
	memcpy(m->p + m->n, p, n);
	m->n += n;
}

static inline void put16(struct made *m, unsigned v)
{
	const unsigned char b[] = {(unsigned char)(v >> 8), (unsigned char)v};
	put(m, b, 2);
}

static inline void put32(struct made *m, uint32_t v)
{
	put16(m, v >> 16);
	put16(m, v & 0xffff);
}

struct tcp { /* of a segment to make */
	uint16_t from, to;
	uint32_t seq, ack;
	uint8_t flags;
	const char *data;
	size_t n; /* of data; 0: strlen */
};

static inline size_t tcp_n(const struct tcp *t)
{
	return t->n ? t->n : t->data ? strlen(t->data) : 0;
}

static inline void put_tcp(struct made *m, const struct tcp *t)
{
	const unsigned char rest[] = {0x50, t->flags, 0xff, 0xff, 0, 0, 0, 0};
	put16(m, t->from);
	put16(m, t->to);
	put32(m, t->seq);
	put32(m, t->ack);
	put(m, rest, sizeof(rest));
	if (t->data)
		put(m, t->data, tcp_n(t));
}

static inline void put_v4(struct made *m, const char *from, const char *to,
	unsigned protocol, unsigned fragment, size_t payload)
{
	struct ip a = {0}, b = {0};
	(void)!ip_parse(from, &a);
	(void)!ip_parse(to, &b);
	const unsigned char first[] = {0x45, 0};
	put(m, first, 2);
	put16(m, (unsigned)(20 + payload));
	put16(m, 1);
	put16(m, fragment);
	const unsigned char ttl[] = {64, (unsigned char)protocol, 0, 0};
	put(m, ttl, 4);
	put(m, a.addr, 4);
	put(m, b.addr, 4);
}

static inline void put_v6(struct made *m, const char *from, const char *to,
	unsigned next, size_t payload)
{
	struct ip a = {0}, b = {0};
	(void)!ip_parse(from, &a);
	(void)!ip_parse(to, &b);
	const unsigned char first[] = {0x60, 0, 0, 0};
	put(m, first, 4);
	put16(m, (unsigned)payload);
	const unsigned char hop[] = {(unsigned char)next, 64};
	put(m, hop, 2);
	put(m, a.addr, 16);
	put(m, b.addr, 16);
}

static inline struct made tcp4(const char *from, const char *to, struct tcp t)
{
	struct made m = {.n = 0};
	put_v4(&m, from, to, 6, 0, 20 + tcp_n(&t));
	put_tcp(&m, &t);
	return m;
}

static inline struct made tcp6(const char *from, const char *to, struct tcp t)
{
	struct made m = {.n = 0};
	put_v6(&m, from, to, 6, 20 + tcp_n(&t));
	put_tcp(&m, &t);
	return m;
}

#endif
