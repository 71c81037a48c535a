/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The headers that nft knows, with its words (nftables src/proto.c). */
#include "print.h"

/* clang-format off */
#define NUM(w, at, n) {w, &type_integer, at, n, DEP_NONE}
#define ICMP(w, at, n, dep) {w, &type_integer, at, n, dep}
#define TYPED(w, t, at, n) {w, &type_##t, at, n, DEP_NONE}
#define PORTS TYPED("sport", service, 0, 16), TYPED("dport", service, 16, 16)
#define END {NULL, NULL, 0, 0, DEP_NONE}
#define END_LINK {0, NULL}

static const struct field ah_fields[] = {TYPED("nexthdr", proto, 0, 8),
	NUM("hdrlength", 8, 8), NUM("reserved", 16, 16), NUM("spi", 32, 32),
	NUM("sequence", 64, 32), END};
static const struct field esp_fields[] = {NUM("spi", 0, 32),
	NUM("sequence", 32, 32), END};
static const struct field comp_fields[] = {TYPED("nexthdr", proto, 0, 8),
	TYPED("flags", bitmask, 8, 8), NUM("cpi", 16, 16), END};
static const struct field icmp_fields[] = {TYPED("type", icmp_type, 0, 8),
	TYPED("code", icmp_code, 8, 8), ICMP("checksum", 16, 16, DEP_ANY),
	ICMP("id", 32, 16, DEP_ECHO), ICMP("sequence", 48, 16, DEP_ECHO),
	ICMP("gateway", 32, 32, DEP_ADDRESS), ICMP("mtu", 48, 16, DEP_MTU), END};
static const struct field icmp6_fields[] = {TYPED("type", icmp6_type, 0, 8),
	TYPED("code", icmpv6_code, 8, 8), ICMP("checksum", 16, 16, DEP_ANY),
	ICMP("parameter-problem", 32, 32, DEP6_POINTER), ICMP("mtu", 32, 32, DEP6_MTU),
	ICMP("id", 32, 16, DEP6_ECHO), ICMP("sequence", 48, 16, DEP6_ECHO),
	ICMP("max-delay", 32, 16, DEP6_QUERY), END};
static const struct field igmp_fields[] = {TYPED("type", igmp_type, 0, 8),
	NUM("mrt", 8, 8), NUM("checksum", 16, 16), NUM("group", 32, 32), END};
static const struct field udp_fields[] = {PORTS, NUM("length", 32, 16),
	NUM("checksum", 48, 16), END};
static const struct field udplite_fields[] = {PORTS, NUM("csumcov", 32, 16),
	NUM("checksum", 48, 16), END};
static const struct field tcp_fields[] = {PORTS, NUM("sequence", 32, 32),
	NUM("ackseq", 64, 32), NUM("doff", 96, 4), NUM("reserved", 100, 4),
	TYPED("flags", tcp_flag, 104, 8), NUM("window", 112, 16),
	NUM("checksum", 128, 16), NUM("urgptr", 144, 16), END};
static const struct field dccp_fields[] = {PORTS, TYPED("type", dccp_type, 67, 4), END};
static const struct field sctp_fields[] = {PORTS, NUM("vtag", 32, 32),
	NUM("checksum", 64, 32), END};
static const struct field th_fields[] = {PORTS, END};
static const struct field ip_fields[] = {NUM("version", 0, 4), NUM("hdrlength", 4, 4),
	TYPED("dscp", dscp, 8, 6), TYPED("ecn", ecn, 14, 2), NUM("length", 16, 16),
	NUM("id", 32, 16), NUM("frag-off", 48, 16), NUM("ttl", 64, 8),
	TYPED("protocol", proto, 72, 8), NUM("checksum", 80, 16),
	TYPED("saddr", ip4, 96, 32), TYPED("daddr", ip4, 128, 32), END};
static const struct field ip6_fields[] = {NUM("version", 0, 4),
	TYPED("dscp", dscp, 4, 6), TYPED("ecn", ecn, 10, 2), NUM("flowlabel", 12, 20),
	NUM("length", 32, 16), TYPED("nexthdr", proto, 48, 8), NUM("hoplimit", 56, 8),
	TYPED("saddr", ip6, 64, 128), TYPED("daddr", ip6, 192, 128), END};
static const struct field arp_fields[] = {NUM("htype", 0, 16),
	TYPED("ptype", ethertype, 16, 16), NUM("hlen", 32, 8), NUM("plen", 40, 8),
	TYPED("operation", arpop, 48, 16), TYPED("saddr ether", ether, 64, 48),
	TYPED("saddr ip", ip4, 112, 32), TYPED("daddr ether", ether, 144, 48),
	TYPED("daddr ip", ip4, 192, 32), END};
static const struct field vlan_fields[] = {NUM("pcp", 0, 3), NUM("dei", 3, 1),
	NUM("cfi", 3, 1), NUM("id", 4, 12), TYPED("type", ethertype, 16, 16), END};
static const struct field eth_fields[] = {TYPED("daddr", ether, 0, 48),
	TYPED("saddr", ether, 48, 48), TYPED("type", ethertype, 96, 16), END};
static const struct field no_fields[] = {END};

#define ALL_HAVE \
	{50, &proto_esp}, {51, &proto_ah}, {108, &proto_comp}, {17, &proto_udp}, \
	{136, &proto_udplite}, {6, &proto_tcp}, {33, &proto_dccp}, {132, &proto_sctp}
static const struct proto proto_esp, proto_ah, proto_comp, proto_udp, proto_udplite,
	proto_tcp, proto_dccp, proto_sctp, proto_igmp;
static const struct proto_link ah_upper[] = {ALL_HAVE, END_LINK};
static const struct proto_link ip_upper[] = {ALL_HAVE, {1, &proto_icmp},
	{2, &proto_igmp}, {58, &proto_icmp6}, END_LINK};
static const struct proto_link link_upper[] = {{0x0800, &proto_ip}, {0x0806, &proto_arp},
	{0x86dd, &proto_ip6}, {0x8100, &proto_vlan}, {0x88a8, &proto_vlan}, END_LINK};
static const struct proto_link inet_upper[] = {{NF_IP, &proto_ip}, {NF_IP6, &proto_ip6},
	END_LINK};

static const struct proto proto_ah = {"ah", ON_TRANSPORT, ah_fields, ah_upper,
	&ah_fields[0], 0};
static const struct proto proto_esp = {"esp", ON_TRANSPORT, esp_fields, NULL, NULL, 0};
static const struct proto proto_comp = {"comp", ON_TRANSPORT, comp_fields, ah_upper,
	&comp_fields[0], 0};
const struct proto proto_icmp = {"icmp", ON_TRANSPORT, icmp_fields, NULL,
	&icmp_fields[0], 0};
const struct proto proto_icmp6 = {"icmpv6", ON_TRANSPORT, icmp6_fields, NULL,
	&icmp6_fields[0], 0};
static const struct proto proto_igmp = {"igmp", ON_TRANSPORT, igmp_fields, NULL, NULL, 0};
static const struct proto proto_udp = {"udp", ON_TRANSPORT, udp_fields, NULL, NULL, 0};
static const struct proto proto_udplite = {"udplite", ON_TRANSPORT, udplite_fields, NULL,
	NULL, 0};
static const struct proto proto_tcp = {"tcp", ON_TRANSPORT, tcp_fields, NULL, NULL, 0};
static const struct proto proto_dccp = {"dccp", ON_TRANSPORT, dccp_fields, NULL, NULL, 0};
static const struct proto proto_sctp = {"sctp", ON_TRANSPORT, sctp_fields, NULL, NULL, 0};
const struct proto proto_th = {"th", ON_TRANSPORT, th_fields, NULL, NULL, 0};
const struct proto proto_ip = {"ip", ON_NETWORK, ip_fields, ip_upper, &ip_fields[8], 0};
const struct proto proto_ip6 = {"ip6", ON_NETWORK, ip6_fields, ip_upper, &ip6_fields[5],
	0};
const struct proto proto_arp = {"arp", ON_NETWORK, arp_fields, NULL, NULL, 0};
const struct proto proto_vlan = {"vlan", ON_LINK, vlan_fields, link_upper,
	&vlan_fields[4], 32};
const struct proto proto_eth = {"ether", ON_LINK, eth_fields, link_upper, &eth_fields[2],
	112};
const struct proto proto_inet = {"inet", ON_LINK, no_fields, inet_upper, NULL, 0};
const struct proto proto_netdev = {"netdev", ON_LINK, no_fields, link_upper, NULL, 0};
const struct proto proto_inet_service = {"inet-service", ON_TRANSPORT, no_fields,
	ip_upper, NULL, 0};
const struct proto proto_unknown = {"unknown", ON_NONE, no_fields, NULL, NULL, 0};
/* clang-format on */

const struct proto *proto_upper(const struct proto *p, unsigned number)
{
	for (const struct proto_link *l = p->upper; l && l->proto; l++)
		if (l->number == number)
			return l->proto;
	return NULL;
}

unsigned icmp_dep_type(enum icmp_dep d)
{
	static const unsigned types[] = {
		[DEP_ECHO] = 8,
		[DEP_MTU] = 3,
		[DEP_ADDRESS] = 5,
		[DEP6_ECHO] = 128,
		[DEP6_MTU] = 2,
		[DEP6_QUERY] = 130,
		[DEP6_POINTER] = 4,
	};
	return types[d];
}
