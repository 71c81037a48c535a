/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "capture.h"

#include <string.h>

enum {
	ETHERTYPE_V4 = 0x0800,
	ETHERTYPE_V6 = 0x86dd,
	ETHERTYPE_VLAN = 0x8100,
	ETHERTYPE_QINQ = 0x88a8,
	TAGS_MAX = 4,
	HEADERS_MAX = 8, /* extension headers of one packet */
	TCP = 6,
	ICMP = 1,
	ICMP6 = 58,
	V4_HEADER = 20,
	V6_HEADER = 40,
	TCP_HEADER = 20,
	TCP_PORTS = 8, /* what an ICMP error quotes at least: ports and number */
};

struct view { /* bytes not yet read */
	const unsigned char *p;
	size_t n;
	size_t missing; /* by the headers, bytes that were cut off behind */
};

static bool skip(struct view *v, size_t n)
{
	if (v->n < n)
		return false;
	v->p += n;
	v->n -= n;
	return true;
}

static unsigned u16(const unsigned char *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static uint32_t u32(const unsigned char *p)
{
	return (uint32_t)u16(p) << 16 | u16(p + 2);
}

/* -- TCP --------------------------------------------------------------------------- */

static enum capture_kind read_ports(const struct view *v, struct segment *out)
{
	if (v->n < TCP_PORTS)
		return CAPTURE_CUT;
	out->from_port = (uint16_t)u16(v->p);
	out->to_port = (uint16_t)u16(v->p + 2);
	out->seq = u32(v->p + 4);
	return CAPTURE_SEGMENT;
}

static enum capture_kind read_tcp(struct view v, struct segment *out)
{
	if (v.n < TCP_HEADER || read_ports(&v, out) != CAPTURE_SEGMENT)
		return CAPTURE_CUT;
	size_t header = (size_t)(v.p[12] >> 4) * 4;
	out->ack = u32(v.p + 8);
	out->flags = v.p[13];
	if (header < TCP_HEADER)
		return CAPTURE_CUT;
	if (!skip(&v, header)) { /* the options are cut off, and what is behind them */
		size_t lacks = header - v.n;
		out->whole = v.missing > lacks ? v.missing - lacks : 0;
		return CAPTURE_SEGMENT;
	}
	out->data = v.p;
	out->n = v.n;
	out->whole = v.n + v.missing;
	return CAPTURE_SEGMENT;
}

/* -- IP ---------------------------------------------------------------------------- */

static enum capture_kind read_ip(struct view v, bool quoted, struct segment *out);

/* What was sent is quoted: the segment is read as it was sent, by whom it was. */
static enum capture_kind read_icmp(struct view v, bool v6, struct segment *out)
{
	enum { ICMP_HEADER = 8, UNREACHABLE4 = 3, UNREACHABLE6 = 1 };
	if (v.n < ICMP_HEADER)
		return CAPTURE_NONE;
	uint8_t type = v.p[0], code = v.p[1];
	if (type != (v6 ? UNREACHABLE6 : UNREACHABLE4))
		return CAPTURE_NONE;
	if (!skip(&v, ICMP_HEADER) || read_ip(v, true, out) != CAPTURE_SEGMENT)
		return CAPTURE_NONE;
	out->unreachable = true;
	out->icmp_type = type;
	out->icmp_code = code;
	return CAPTURE_SEGMENT;
}

static enum capture_kind read_inner(
	struct view v, unsigned protocol, bool v6, bool quoted, struct segment *out)
{
	if (protocol == TCP)
		return quoted ? read_ports(&v, out) : read_tcp(v, out);
	if (protocol == (v6 ? ICMP6 : ICMP) && !quoted)
		return read_icmp(v, v6, out);
	return CAPTURE_NONE;
}

/* Takes the length that the header gives; what a link padded goes. */
static void fit(struct view *v, size_t length)
{
	if (length <= v->n) {
		v->n = length;
		v->missing = 0;
	} else {
		v->missing = length - v->n;
	}
}

static enum capture_kind read_v4(struct view v, bool quoted, struct segment *out)
{
	if (v.n < V4_HEADER)
		return CAPTURE_NONE;
	size_t header = (size_t)(v.p[0] & 15) * 4, total = u16(v.p + 2);
	unsigned protocol = v.p[9], offset = u16(v.p + 6) & 0x1fff;
	out->from = ip_from4(v.p + 12);
	out->to = ip_from4(v.p + 16);
	/* segmentation offload may leave it 0: then it is all that is there */
	if (total == 0)
		total = v.n;
	if (header < V4_HEADER || total < header)
		return CAPTURE_NONE;
	fit(&v, total);
	if (!skip(&v, header))
		return CAPTURE_NONE;
	if (offset)
		return protocol == TCP ? CAPTURE_FRAGMENT : CAPTURE_NONE;
	return read_inner(v, protocol, false, quoted, out);
}

/* Behind the extension headers; false: none of ours. */
static bool skip_headers(struct view *v, unsigned *next, bool *fragment)
{
	enum { HOP = 0, ROUTING = 43, FRAGMENT = 44, AUTH = 51, OPTIONS = 60 };
	for (int i = 0; i < HEADERS_MAX; i++) {
		size_t n;
		if (*next == HOP || *next == ROUTING || *next == OPTIONS)
			n = v->n < 8 ? 0 : (size_t)(v->p[1] + 1) * 8;
		else if (*next == FRAGMENT)
			n = 8;
		else if (*next == AUTH)
			n = v->n < 8 ? 0 : (size_t)(v->p[1] + 2) * 4;
		else
			return true;
		if (n == 0 || v->n < n)
			return false;
		if (*next == FRAGMENT && u16(v->p + 2) & 0xfff8)
			*fragment = true;
		*next = v->p[0];
		(void)skip(v, n);
		if (*fragment)
			return true;
	}
	return false;
}

static enum capture_kind read_v6(struct view v, bool quoted, struct segment *out)
{
	bool fragment = false;
	if (v.n < V6_HEADER)
		return CAPTURE_NONE;
	size_t length = u16(v.p + 4);
	unsigned next = v.p[6];
	out->from = ip_from6(v.p + 8);
	out->to = ip_from6(v.p + 24);
	if (length == 0) /* a jumbogram, or offload: all that is there */
		length = v.n - V6_HEADER;
	(void)skip(&v, V6_HEADER);
	fit(&v, length);
	if (!skip_headers(&v, &next, &fragment))
		return CAPTURE_NONE;
	if (fragment)
		return next == TCP ? CAPTURE_FRAGMENT : CAPTURE_NONE;
	return read_inner(v, next, true, quoted, out);
}

static enum capture_kind read_ip(struct view v, bool quoted, struct segment *out)
{
	if (v.n == 0)
		return CAPTURE_NONE;
	switch (v.p[0] >> 4) {
	case 4:
		return read_v4(v, quoted, out);
	case 6:
		return read_v6(v, quoted, out);
	default:
		return CAPTURE_NONE;
	}
}

/* -- links ------------------------------------------------------------------------- */

static bool is_ip(unsigned type)
{
	return type == ETHERTYPE_V4 || type == ETHERTYPE_V6;
}

/* From the EtherType on, through the tags. */
static bool skip_tags(struct view *v, unsigned type)
{
	for (int i = 0; i < TAGS_MAX; i++) {
		if (type != ETHERTYPE_VLAN && type != ETHERTYPE_QINQ)
			break;
		if (v->n < 4)
			return false;
		type = u16(v->p + 2);
		(void)skip(v, 4);
	}
	return is_ip(type);
}

static bool skip_ethernet(struct view *v)
{
	enum { HEADER = 14 };
	if (v->n < HEADER)
		return false;
	unsigned type = u16(v->p + 12);
	return skip(v, HEADER) && skip_tags(v, type);
}

static bool skip_sll2(struct view *v)
{
	enum { HEADER = 20 };
	if (v->n < HEADER)
		return false;
	unsigned type = u16(v->p);
	return skip(v, HEADER) && skip_tags(v, type);
}

/* AF_INET is 2 everywhere, AF_INET6 10, 24, 28 or 30; the IP header tells the rest. */
static bool skip_loop(struct view *v)
{
	return skip(v, 4);
}

static bool no_link(struct view *v)
{
	return v->n > 0;
}

enum capture_kind capture_segment(
	enum capture_link link, const void *p, size_t n, struct segment *out)
{
	static bool (*const skips[CAPTURE_LINK__MAX])(struct view * v) = {
		[CAPTURE_RAW] = no_link,
		[CAPTURE_ETHERNET] = skip_ethernet,
		[CAPTURE_SLL2] = skip_sll2,
		[CAPTURE_LOOP] = skip_loop,
	};
	struct view v = {.p = p, .n = n};
	memset(out, 0, sizeof(*out));
	if (!skips[link](&v))
		return CAPTURE_NONE;
	return read_ip(v, false, out);
}
