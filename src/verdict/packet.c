/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The modelled packet: what a client's system sends first (RFC 9293, RFC 7323, RFC
 * 3168). */
#include "engine.h"

#include <string.h>

enum {
	EPHEMERAL = 40383,
	TTL = 57,
	DONT_FRAGMENT = 0x40,
	FLAG_SYN = 0x02,
	FLAGS_ECN_SETUP = 0xc2,
};

static void put16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

/* MSS, SACK permitted, timestamps, NOP, window scale 7: as Linux sends them. */
static const uint8_t options_linux[] = {
	2, 4, 0x05, 0xb4, 4, 2, 8, 10, 0x11, 0x22, 0x33, 0x44, 0, 0, 0, 0, 1, 3, 3, 7};
/* MSS 1400, NOP, window scale 8, NOP NOP SACK permitted: as Windows sends them. */
static const uint8_t options_other[] = {2, 4, 0x05, 0x78, 1, 3, 3, 8, 1, 1, 4, 2};

static void model_tcp(struct packet *p, const struct question *q)
{
	const uint8_t *options = q->variant ? options_other : options_linux;
	size_t n = q->variant ? sizeof(options_other) : sizeof(options_linux);
	p->transport_n = 20 + n;
	memcpy(p->transport + 4, "\x5a\x17\xc3\x09", 4); /* sequence number */
	p->transport[12] = (uint8_t)(p->transport_n / 4 << 4);
	p->transport[13] = q->variant ? FLAGS_ECN_SETUP : FLAG_SYN;
	put16(p->transport + 14, q->variant ? 65535 : 64240);
	memcpy(p->transport + 20, options, n);
}

static void model_udp(struct packet *p)
{
	p->transport_n = 8;
	put16(p->transport + 4, 8);
}

static void model_ip4(struct packet *p, const struct question *q)
{
	p->net_n = 20;
	p->source_at = 12;
	p->net[0] = 0x45;
	put16(p->net + 2, (unsigned)(p->net_n + p->transport_n));
	put16(p->net + 4, 0x3c1d);
	p->net[6] = DONT_FRAGMENT;
	p->net[8] = TTL;
	p->net[9] = (uint8_t)q->proto;
	memcpy(p->net + 16, q->to.addr, 4);
}

static void model_ip6(struct packet *p, const struct question *q)
{
	p->net_n = 40;
	p->source_at = 8;
	p->net[0] = 0x60;
	put16(p->net + 4, (unsigned)p->transport_n);
	p->net[6] = (uint8_t)q->proto;
	p->net[7] = TTL;
	memcpy(p->net + 24, q->to.addr, 16);
}

void packet_model(struct packet *p, const struct question *q)
{
	memset(p, 0, sizeof(*p));
	p->family = q->to.family;
	int from = q->source_port ? q->source_port : q->variant ? 1024 : EPHEMERAL;
	put16(p->transport, (unsigned)from);
	put16(p->transport + 2, (unsigned)q->port);
	if (q->proto == 6)
		model_tcp(p, q);
	else
		model_udp(p);
	if (p->family == 4)
		model_ip4(p, q);
	else
		model_ip6(p, q);
	p->length = p->net_n + p->transport_n;
}
