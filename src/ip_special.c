/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ip.h"

/* clang-format off */
#define V4(a, b, c, d, n) {{4, {a, b, c, d}}, n}
#define HI(w) (uint8_t)((w) >> 8), (uint8_t)((w) & 0xff)
#define V6(a, b, c, d, e, f, g, h, n) \
	{{6, {HI(a), HI(b), HI(c), HI(d), HI(e), HI(f), HI(g), HI(h)}}, n}

/*
 * The IANA IPv4 and IPv6 Special-Purpose Address Registries, row by row. Where a
 * registry's "Globally Reachable" is N/A or empty (Teredo, 6to4, the deprecated blocks)
 * it is false here: reachability that no one warrants is not reachability for a CA. Below
 * them what the registries leave out: multicast, and the IPv6 space outside 2000::/3 that
 * the IANA IPv6 Address Space registry keeps for the IETF.
 */
static const struct ip_special rows[] = {
	{V4(0, 0, 0, 0, 8), "\"This network\"", "RFC 791", false},
	{V4(0, 0, 0, 0, 32), "\"This host on this network\"", "RFC 1122", false},
	{V4(10, 0, 0, 0, 8), "Private-Use", "RFC 1918", false},
	{V4(100, 64, 0, 0, 10), "Shared Address Space", "RFC 6598", false},
	{V4(127, 0, 0, 0, 8), "Loopback", "RFC 1122", false},
	{V4(169, 254, 0, 0, 16), "Link Local", "RFC 3927", false},
	{V4(172, 16, 0, 0, 12), "Private-Use", "RFC 1918", false},
	{V4(192, 0, 0, 0, 24), "IETF Protocol Assignments", "RFC 6890", false},
	{V4(192, 0, 0, 0, 29), "IPv4 Service Continuity Prefix", "RFC 7335", false},
	{V4(192, 0, 0, 8, 32), "IPv4 dummy address", "RFC 7600", false},
	{V4(192, 0, 0, 9, 32), "Port Control Protocol Anycast", "RFC 7723", true},
	{V4(192, 0, 0, 10, 32),
		"Traversal Using Relays around NAT Anycast", "RFC 8155", true},
	{V4(192, 0, 0, 170, 32), "NAT64/DNS64 Discovery", "RFC 8880", false},
	{V4(192, 0, 0, 171, 32), "NAT64/DNS64 Discovery", "RFC 8880", false},
	{V4(192, 0, 2, 0, 24), "Documentation (TEST-NET-1)", "RFC 5737", false},
	{V4(192, 31, 196, 0, 24), "AS112-v4", "RFC 7535", true},
	{V4(192, 52, 193, 0, 24), "AMT", "RFC 7450", true},
	{V4(192, 88, 99, 0, 24), "Deprecated (6to4 Relay Anycast)", "RFC 7526", false},
	{V4(192, 168, 0, 0, 16), "Private-Use", "RFC 1918", false},
	{V4(192, 175, 48, 0, 24), "Direct Delegation AS112 Service", "RFC 7534", true},
	{V4(198, 18, 0, 0, 15), "Benchmarking", "RFC 2544", false},
	{V4(198, 51, 100, 0, 24), "Documentation (TEST-NET-2)", "RFC 5737", false},
	{V4(203, 0, 113, 0, 24), "Documentation (TEST-NET-3)", "RFC 5737", false},
	{V4(240, 0, 0, 0, 4), "Reserved", "RFC 1112", false},
	{V4(255, 255, 255, 255, 32), "Limited Broadcast", "RFC 8190", false},

	{V6(0, 0, 0, 0, 0, 0, 0, 1, 128), "Loopback Address", "RFC 4291", false},
	{V6(0, 0, 0, 0, 0, 0, 0, 0, 128), "Unspecified Address", "RFC 4291", false},
	{V6(0, 0, 0, 0, 0, 0xffff, 0, 0, 96), "IPv4-mapped Address", "RFC 4291", false},
	{V6(0x64, 0xff9b, 0, 0, 0, 0, 0, 0, 96), "IPv4-IPv6 Translat.", "RFC 6052", true},
	{V6(0x64, 0xff9b, 1, 0, 0, 0, 0, 0, 48),
		"IPv4-IPv6 Translat.", "RFC 8215", false},
	{V6(0x100, 0, 0, 0, 0, 0, 0, 0, 64),
		"Discard-Only Address Block", "RFC 6666", false},
	{V6(0x100, 0, 0, 1, 0, 0, 0, 0, 64), "Dummy IPv6 Prefix", "RFC 9780", false},
	{V6(0x2001, 0, 0, 0, 0, 0, 0, 0, 23),
		"IETF Protocol Assignments", "RFC 2928", false},
	{V6(0x2001, 0, 0, 0, 0, 0, 0, 0, 32), "TEREDO", "RFC 4380", false},
	{V6(0x2001, 1, 0, 0, 0, 0, 0, 1, 128),
		"Port Control Protocol Anycast", "RFC 7723", true},
	{V6(0x2001, 1, 0, 0, 0, 0, 0, 2, 128),
		"Traversal Using Relays around NAT Anycast", "RFC 8155", true},
	{V6(0x2001, 1, 0, 0, 0, 0, 0, 3, 128),
		"DNS-SD Service Registration Protocol Anycast", "RFC 9665", true},
	{V6(0x2001, 2, 0, 0, 0, 0, 0, 0, 48), "Benchmarking", "RFC 5180", false},
	{V6(0x2001, 3, 0, 0, 0, 0, 0, 0, 32), "AMT", "RFC 7450", true},
	{V6(0x2001, 4, 0x112, 0, 0, 0, 0, 0, 48), "AS112-v6", "RFC 7535", true},
	{V6(0x2001, 0x10, 0, 0, 0, 0, 0, 0, 28),
		"Deprecated (previously ORCHID)", "RFC 4843", false},
	{V6(0x2001, 0x20, 0, 0, 0, 0, 0, 0, 28), "ORCHIDv2", "RFC 7343", true},
	{V6(0x2001, 0x30, 0, 0, 0, 0, 0, 0, 28),
		"Drone Remote ID Protocol Entity Tags (DETs) Prefix", "RFC 9374", true},
	{V6(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0, 32), "Documentation", "RFC 3849", false},
	{V6(0x2002, 0, 0, 0, 0, 0, 0, 0, 16), "6to4", "RFC 3056", false},
	{V6(0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0, 48),
		"Direct Delegation AS112 Service", "RFC 7534", true},
	{V6(0x3fff, 0, 0, 0, 0, 0, 0, 0, 20), "Documentation", "RFC 9637", false},
	{V6(0x5f00, 0, 0, 0, 0, 0, 0, 0, 16),
		"Segment Routing (SRv6) SIDs", "RFC 9602", false},
	{V6(0xfc00, 0, 0, 0, 0, 0, 0, 0, 7), "Unique-Local", "RFC 4193", false},
	{V6(0xfe80, 0, 0, 0, 0, 0, 0, 0, 10), "Link-Local Unicast", "RFC 4291", false},

	{V4(224, 0, 0, 0, 4), "Multicast", "RFC 5771", false},
	{V6(0xff00, 0, 0, 0, 0, 0, 0, 0, 8), "Multicast", "RFC 4291", false},

	{V6(0, 0, 0, 0, 0, 0, 0, 0, 8), "Reserved by IETF", "RFC 4291", false},
	{V6(0x100, 0, 0, 0, 0, 0, 0, 0, 8), "Reserved by IETF", "RFC 4291", false},
	{V6(0x200, 0, 0, 0, 0, 0, 0, 0, 7), "Reserved by IETF", "RFC 4048", false},
	{V6(0x400, 0, 0, 0, 0, 0, 0, 0, 6), "Reserved by IETF", "RFC 4291", false},
	{V6(0x800, 0, 0, 0, 0, 0, 0, 0, 5), "Reserved by IETF", "RFC 4291", false},
	{V6(0x1000, 0, 0, 0, 0, 0, 0, 0, 4), "Reserved by IETF", "RFC 4291", false},
	{V6(0x4000, 0, 0, 0, 0, 0, 0, 0, 3), "Reserved by IETF", "RFC 4291", false},
	{V6(0x6000, 0, 0, 0, 0, 0, 0, 0, 3), "Reserved by IETF", "RFC 4291", false},
	{V6(0x8000, 0, 0, 0, 0, 0, 0, 0, 3), "Reserved by IETF", "RFC 4291", false},
	{V6(0xa000, 0, 0, 0, 0, 0, 0, 0, 3), "Reserved by IETF", "RFC 4291", false},
	{V6(0xc000, 0, 0, 0, 0, 0, 0, 0, 3), "Reserved by IETF", "RFC 4291", false},
	{V6(0xe000, 0, 0, 0, 0, 0, 0, 0, 4), "Reserved by IETF", "RFC 4291", false},
	{V6(0xf000, 0, 0, 0, 0, 0, 0, 0, 5), "Reserved by IETF", "RFC 4291", false},
	{V6(0xf800, 0, 0, 0, 0, 0, 0, 0, 6), "Reserved by IETF", "RFC 4291", false},
	{V6(0xfe00, 0, 0, 0, 0, 0, 0, 0, 9), "Reserved by IETF", "RFC 4291", false},
	{V6(0xfec0, 0, 0, 0, 0, 0, 0, 0, 10),
		"Deprecated (Site-Local)", "RFC 3879", false},
};
/* clang-format on */

const struct ip_special *ip_special_rows(size_t *n)
{
	*n = sizeof(rows) / sizeof(rows[0]);
	return rows;
}

const struct ip_special *ip_special(const struct ip *ip)
{
	const struct ip_special *best = NULL;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (ip_in_cidr(ip, &rows[i].prefix) &&
			(!best || rows[i].prefix.bits > best->prefix.bits))
			best = &rows[i];
	return best;
}

bool ip_reserved(const struct ip *ip)
{
	static const struct cidr nat64 = V6(0x64, 0xff9b, 0, 0, 0, 0, 0, 0, 96);
	const struct ip_special *s = ip_special(ip);
	if (s && !s->global)
		return true;
	if (!ip_in_cidr(ip, &nat64))
		return false;
	/* a translator would carry it to the IPv4 address inside (RFC 6052 section
	 * 3.1) */
	struct ip inside = ip_from4(ip->addr + 12);
	return ip_reserved(&inside);
}

bool ip_carrier_nat(const struct ip *ip)
{
	static const struct cidr shared = V4(100, 64, 0, 0, 10);
	struct ip plain = ip_unmapped(*ip);
	return ip_in_cidr(&plain, &shared);
}
