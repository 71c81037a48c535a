/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ip.h"

#include <stdio.h>
#include <string.h>

static const uint8_t mapped_prefix[12] = {[10] = 0xff, [11] = 0xff};
static const uint8_t nat64_prefix[12] = {0x00, 0x64, 0xff, 0x9b};

static size_t addr_len(int family)
{
	return family == 4 ? 4 : family == 6 ? 16 : 0;
}

/* One decimal number up to max without leading zeros; NULL when there is none. */
static const char *decimal(const char *s, unsigned max, unsigned *out)
{
	unsigned v = 0;
	const char *p = s;
	for (; *p >= '0' && *p <= '9'; p++) {
		v = v * 10 + (unsigned)(*p - '0');
		if (v > max)
			return NULL;
	}
	if (p == s || (*s == '0' && p - s > 1))
		return NULL;
	*out = v;
	return p;
}

/* Exactly a dotted quad, to the end of the string. */
static bool parse4(const char *s, uint8_t *out)
{
	for (int i = 0; i < 4; i++) {
		unsigned v;
		s = decimal(s, 255, &v);
		if (!s || *s != (i < 3 ? '.' : '\0'))
			return false;
		out[i] = (uint8_t)v;
		s++;
	}
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* One group of one to four hex digits; NULL when there is none. */
static const char *group(const char *s, uint8_t *out)
{
	unsigned v = 0;
	int n = 0;
	for (; hex_digit(*s) >= 0; s++, n++) {
		if (n == 4)
			return NULL;
		v = v << 4 | (unsigned)hex_digit(*s);
	}
	if (n == 0)
		return NULL;
	out[0] = (uint8_t)(v >> 8);
	out[1] = (uint8_t)v;
	return s;
}

/*
 * The groups up to the end of the string or up to "::", which is left in *rest. The
 * number of bytes written (at most 16), or -1.
 */
static int groups(const char *s, uint8_t *out, const char **rest)
{
	int n = 0;
	while (n < 16) {
		if (n <= 12 && parse4(s, out + n)) {
			*rest = "";
			return n + 4;
		}
		s = group(s, out + n);
		if (!s)
			return -1;
		n += 2;
		if (*s == '\0' || (s[0] == ':' && s[1] == ':')) {
			*rest = s;
			return n;
		}
		if (*s++ != ':')
			return -1;
	}
	return -1;
}

static bool parse6(const char *s, uint8_t *out)
{
	uint8_t head[16], tail[16];
	int nhead = 0, ntail = 0;
	if (s[0] != ':' || s[1] != ':') {
		nhead = groups(s, head, &s);
		if (nhead < 0 || (*s == '\0' && nhead != 16))
			return false;
	}
	if (*s != '\0') {
		s += 2;
		if (*s != '\0')
			ntail = groups(s, tail, &s);
		/* "::" stands for at least one group, and only once */
		if (ntail < 0 || *s != '\0' || nhead + ntail > 14)
			return false;
	}
	memset(out, 0, 16);
	memcpy(out, head, (size_t)nhead);
	memcpy(out + 16 - ntail, tail, (size_t)ntail);
	return true;
}

enum err ip_parse(const char *s, struct ip *out)
{
	memset(out, 0, sizeof(*out));
	if (parse4(s, out->addr)) {
		out->family = 4;
		return ERR_OK;
	}
	memset(out->addr, 0, sizeof(out->addr));
	if (!parse6(s, out->addr))
		return ERR_SYNTAX;
	out->family = 6;
	return ERR_OK;
}

struct ip ip_from4(const void *four_bytes)
{
	struct ip ip = {.family = 4};
	memcpy(ip.addr, four_bytes, 4);
	return ip;
}

struct ip ip_from6(const void *sixteen_bytes)
{
	struct ip ip = {.family = 6};
	memcpy(ip.addr, sixteen_bytes, 16);
	return ip;
}

static unsigned word(const uint8_t *a, int i)
{
	return (unsigned)a[2 * i] << 8 | a[2 * i + 1];
}

/* The longest run of zero groups, the first of equals; a single group is none. */
static void zero_run(const uint8_t *a, int groups_n, int *at, int *len)
{
	*at = -1;
	*len = 1;
	for (int i = 0; i < groups_n; i++) {
		int n = 0;
		while (i + n < groups_n && word(a, i + n) == 0)
			n++;
		if (n > *len) {
			*at = i;
			*len = n;
		}
		if (n > 0)
			i += n - 1;
	}
}

static void format4(const uint8_t *a, char *buf, size_t max)
{
	snprintf(buf, max, "%u.%u.%u.%u", a[0], a[1], a[2], a[3]);
}

static void format6(const uint8_t *a, char *buf)
{
	/* RFC 5952 section 5: dotted where a well-known prefix tells */
	bool dotted =
		memcmp(a, mapped_prefix, 12) == 0 || memcmp(a, nat64_prefix, 12) == 0;
	int n = dotted ? 6 : 8, at, len;
	zero_run(a, n, &at, &len);
	char *p = buf, *end = buf + IP_TEXT_MAX;
	for (int i = 0; i < n; i++) {
		if (i == at) {
			*p++ = ':';
			i += len - 1;
			if (i == n - 1)
				*p++ = ':';
			continue;
		}
		if (i > 0)
			*p++ = ':';
		p += snprintf(p, (size_t)(end - p), "%x", word(a, i));
	}
	*p = '\0';
	if (dotted) {
		if (at + len != n)
			*p++ = ':';
		format4(a + 12, p, (size_t)(end - p));
	}
}

const char *ip_format(const struct ip *ip, char *buf)
{
	buf[0] = '\0';
	if (ip->family == 4)
		format4(ip->addr, buf, IP_TEXT_MAX);
	else if (ip->family == 6)
		format6(ip->addr, buf);
	return buf;
}

int ip_compare(const struct ip *a, const struct ip *b)
{
	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	return memcmp(a->addr, b->addr, addr_len(a->family));
}

bool ip_equal(const struct ip *a, const struct ip *b)
{
	return ip_compare(a, b) == 0;
}

struct ip ip_unmapped(struct ip ip)
{
	if (ip.family == 6 && memcmp(ip.addr, mapped_prefix, sizeof(mapped_prefix)) == 0)
		return ip_from4(ip.addr + 12);
	return ip;
}

bool ip_is_any(const struct ip *ip)
{
	static const uint8_t zero[16];
	return ip->family && memcmp(ip->addr, zero, addr_len(ip->family)) == 0;
}

bool ip_is_loopback(const struct ip *ip)
{
	static const uint8_t one[16] = {[15] = 1};
	if (ip->family == 4)
		return ip->addr[0] == 127;
	return ip->family == 6 && memcmp(ip->addr, one, 16) == 0;
}

/* Compares the first bits of two addresses. */
static bool same_bits(const uint8_t *a, const uint8_t *b, int bits)
{
	int whole = bits / 8, rest = bits % 8;
	if (memcmp(a, b, (size_t)whole) != 0)
		return false;
	if (rest == 0)
		return true;
	return (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}

enum err cidr_parse(const char *s, struct cidr *out)
{
	char addr[IP_TEXT_MAX];
	const char *slash = strchr(s, '/');
	size_t n = slash ? (size_t)(slash - s) : strlen(s);
	memset(out, 0, sizeof(*out));
	if (n >= sizeof(addr))
		return ERR_SYNTAX;
	memcpy(addr, s, n);
	addr[n] = '\0';
	enum err err = ip_parse(addr, &out->ip);
	if (err)
		return err;
	unsigned full = (unsigned)addr_len(out->ip.family) * 8, bits = full;
	if (slash) {
		const char *end = decimal(slash + 1, 999, &bits);
		if (!end || *end != '\0')
			return ERR_SYNTAX;
	}
	if (bits > full)
		return ERR_RANGE;
	out->bits = (int)bits;
	for (unsigned i = bits; i < full; i++)
		if (out->ip.addr[i / 8] & 0x80u >> i % 8)
			return ERR_RANGE;
	return ERR_OK;
}

const char *cidr_format(const struct cidr *c, char *buf)
{
	ip_format(&c->ip, buf);
	size_t n = strlen(buf);
	snprintf(buf + n, IP_TEXT_MAX - n, "/%d", c->bits);
	return buf;
}

struct ip cidr_last(const struct cidr *c)
{
	struct ip out = c->ip;
	for (int bit = c->bits; bit < (out.family == 4 ? 32 : 128); bit++)
		out.addr[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
	return out;
}

bool ip_in_cidr(const struct ip *ip, const struct cidr *c)
{
	return ip->family == c->ip.family && same_bits(ip->addr, c->ip.addr, c->bits);
}
