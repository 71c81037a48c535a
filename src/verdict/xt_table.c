/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The matches that are known, with the revisions and sizes of their blobs, and the
 * targets. */
#include "xt.h"

#include <string.h>

/* clang-format off */
static const struct xt_match_row matches[] = {
	{"tcp", 0, 0, 12, xt_tcp},
	{"udp", 0, 0, 9, xt_udp},
	{"udplite", 0, 0, 0, xt_absent},
	{"multiport", 0, 0, 32, xt_multiport},
	{"multiport", 1, 1, 48, xt_multiport},
	{"comment", 0, 0, 0, xt_comment},
	{"conntrack", 1, 1, 152, xt_conntrack},
	{"conntrack", 2, 2, 154, xt_conntrack},
	{"conntrack", 3, 3, 162, xt_conntrack},
	{"state", 0, 0, 4, xt_state},
	{"mark", 1, 1, 9, xt_mark},
	{"connmark", 1, 1, 9, xt_connmark},
	{"iprange", 1, 1, 65, xt_iprange},
	{"addrtype", 0, 0, 12, xt_addrtype},
	{"addrtype", 1, 1, 8, xt_addrtype},
	{"mac", 0, 0, 8, xt_mac},
	{"pkttype", 0, 0, 8, xt_pkttype},
	{"length", 0, 0, 5, xt_length},
	{"ttl", 0, 0, 2, xt_ttl},
	{"hl", 0, 0, 2, xt_ttl},
	{"dscp", 0, 0, 2, xt_dscp},
	{"tos", 0, 0, 2, xt_tos},
	{"tos", 1, 1, 3, xt_tos},
	{"ecn", 0, 0, 3, xt_ecn},
	{"tcpmss", 0, 0, 5, xt_tcpmss},
	{"devgroup", 0, 0, 20, xt_devgroup},
	{"set", 1, 4, 4, xt_set},
	{"recent", 0, 1, 211, xt_recent},
	{"hashlimit", 1, 3, 4, xt_hashlimit},
	{"limit", 0, 0, 4, xt_limit},
	{"statistic", 0, 0, 4, xt_statistic},
	{"connlimit", 0, 1, 24, xt_connlimit},
	{"quota", 0, 0, 8, xt_quota},
	{"time", 0, 0, 22, xt_time},
	{"string", 0, 1, 150, xt_string},
	{"rpfilter", 0, 0, 1, xt_rpfilter},
	{"policy", 0, 0, 308, xt_policy},
	{"owner", 0, 1, 0, xt_never},
	{"cgroup", 0, 2, 0, xt_never},
	{"helper", 0, 0, 0, xt_never},
	/* of other protocols, or of extension headers that the SYN does not carry:
	 * without the header they match nothing, inverted or not (ip6t_rt.c,
	 * ip6t_frag.c, …) */
	{"icmp", 0, 0, 0, xt_absent},
	{"icmp6", 0, 0, 0, xt_absent},
	{"sctp", 0, 0, 0, xt_absent},
	{"dccp", 0, 0, 0, xt_absent},
	{"socket", 0, 3, 0, xt_socket_match},
	{"physdev", 0, 0, 66, xt_physdev},
	{"u32", 0, 0, 1982, xt_u32_match},
	{"bpf", 0, 0, 516, xt_bpf},
	{"bpf", 1, 1, 520, xt_bpf},
	{"osf", 0, 0, 0, xt_maybe},
	{"geoip", 0, 1, 0, xt_maybe},
	{"cpu", 0, 0, 0, xt_maybe},
	{"cluster", 0, 0, 16, xt_cluster},
	{"nfacct", 0, 1, 0, xt_maybe},
	{"rateest", 0, 0, 0, xt_maybe},
	{"connbytes", 0, 0, 18, xt_connbytes},
	{"realm", 0, 0, 0, xt_maybe},
	{"frag", 0, 0, 0, xt_absent},
	{"rt", 0, 0, 0, xt_absent},
	{"hbh", 0, 0, 0, xt_absent},
	{"dst", 0, 0, 0, xt_absent},
	{"ah", 0, 0, 0, xt_absent},
	{"esp", 0, 0, 0, xt_absent},
	{"mh", 0, 0, 0, xt_absent},
	{"srh", 0, 1, 0, xt_absent},
	{"ipv6header", 0, 0, 3, xt_ipv6header},
	{"connlabel", 0, 0, 4, xt_connlabel},
};
/* clang-format on */

const struct xt_match_row *xt_match_find(const char *name, int rev)
{
	for (size_t i = 0; i < sizeof(matches) / sizeof(matches[0]); i++)
		if (rev >= matches[i].rev_min && rev <= matches[i].rev_max &&
			strcmp(matches[i].name, name) == 0)
			return &matches[i];
	return NULL;
}
