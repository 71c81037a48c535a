/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "print_type.h"

#define END             \
	{               \
		NULL, 0 \
	}

/* clang-format off */
static const struct symbol nfproto_words[] = {{"ipv4", 2}, {"ipv6", 10}, END};
static const struct symbol boolean_words[] = {{"exists", 1}, {"missing", 0}, END};
static const struct symbol ethertype_words[] = {
	{"ip", 0x0800}, {"arp", 0x0806}, {"ip6", 0x86dd}, {"8021q", 0x8100},
	{"8021ad", 0x88a8}, END};
static const struct symbol arpop_words[] = {
	{"request", 1}, {"reply", 2}, {"rrequest", 3}, {"rreply", 4}, {"inrequest", 8},
	{"inreply", 9}, {"nak", 10}, END};
static const struct symbol icmp_type_words[] = {
	{"echo-reply", 0}, {"destination-unreachable", 3}, {"source-quench", 4},
	{"redirect", 5}, {"echo-request", 8}, {"router-advertisement", 9},
	{"router-solicitation", 10}, {"time-exceeded", 11}, {"parameter-problem", 12},
	{"timestamp-request", 13}, {"timestamp-reply", 14}, {"info-request", 15},
	{"info-reply", 16}, {"address-mask-request", 17}, {"address-mask-reply", 18},
	END};
static const struct symbol icmp6_type_words[] = {
	{"destination-unreachable", 1}, {"packet-too-big", 2}, {"time-exceeded", 3},
	{"parameter-problem", 4}, {"echo-request", 128}, {"echo-reply", 129},
	{"mld-listener-query", 130}, {"mld-listener-report", 131},
	{"mld-listener-done", 132}, {"nd-router-solicit", 133},
	{"nd-router-advert", 134}, {"nd-neighbor-solicit", 135},
	{"nd-neighbor-advert", 136}, {"nd-redirect", 137}, {"router-renumbering", 138},
	{"ind-neighbor-solicit", 141}, {"ind-neighbor-advert", 142},
	{"mld2-listener-report", 143}, END};
static const struct symbol igmp_words[] = {
	{"membership-query", 0x11}, {"membership-report-v1", 0x12},
	{"membership-report-v2", 0x16}, {"membership-report-v3", 0x22},
	{"leave-group", 0x17}, END};
static const struct symbol tcp_flag_words[] = {
	{"fin", 1}, {"syn", 2}, {"rst", 4}, {"psh", 8}, {"ack", 16}, {"urg", 32},
	{"ecn", 64}, {"cwr", 128}, END};
static const struct symbol dccp_words[] = {
	{"request", 0}, {"response", 1}, {"data", 2}, {"ack", 3}, {"dataack", 4},
	{"closereq", 5}, {"close", 6}, {"reset", 7}, {"sync", 8}, {"syncack", 9}, END};
static const struct symbol mh_words[] = {
	{"binding-refresh-request", 0}, {"home-test-init", 1}, {"careof-test-init", 2},
	{"home-test", 3}, {"careof-test", 4}, {"binding-update", 5},
	{"binding-acknowledgement", 6}, {"binding-error", 7},
	{"fast-binding-update", 8}, {"fast-binding-acknowledgement", 9},
	{"fast-binding-advertisement", 10}, {"experimental-mobility-header", 11},
	{"home-agent-switch-message", 12}, END};
static const struct symbol arphrd_words[] = {
	{"ether", 1}, {"ppp", 512}, {"ipip", 768}, {"ipip6", 769}, {"loopback", 772},
	{"sit", 776}, {"ipgre", 778}, END};
/* as iproute2 ships /etc/iproute2/group and rt_realms */
static const struct symbol group_words[] = {{"default", 0}, END};
static const struct symbol realm_words[] = {{"cosmos", 0}, END};
static const struct symbol ct_state_words[] = {
	{"invalid", 1}, {"new", 8}, {"established", 2}, {"related", 4},
	{"untracked", 64}, END};
static const struct symbol ct_dir_words[] = {{"original", 0}, {"reply", 1}, END};
static const struct symbol ct_status_words[] = {
	{"expected", 1}, {"seen-reply", 2}, {"assured", 4}, {"confirmed", 8},
	{"snat", 16}, {"dnat", 32}, {"dying", 512}, END};
static const struct symbol ct_event_words[] = {
	{"new", 1}, {"related", 2}, {"destroy", 4}, {"reply", 8}, {"assured", 16},
	{"protoinfo", 32}, {"helper", 64}, {"mark", 128}, {"seqadj", 256},
	{"secmark", 512}, {"label", 1024}, END};
static const struct symbol pkttype_words[] = {
	{"host", 0}, {"broadcast", 1}, {"multicast", 2}, {"other", 3}, END};
static const struct symbol icmp_code_words[] = {
	{"net-unreachable", 0}, {"host-unreachable", 1}, {"prot-unreachable", 2},
	{"port-unreachable", 3}, {"net-prohibited", 9}, {"host-prohibited", 10},
	{"admin-prohibited", 13}, {"frag-needed", 4}, END};
static const struct symbol icmpv6_code_words[] = {
	{"no-route", 0}, {"admin-prohibited", 1}, {"addr-unreachable", 3},
	{"port-unreachable", 4}, {"policy-fail", 5}, {"reject-route", 6}, END};
static const struct symbol icmpx_code_words[] = {
	{"port-unreachable", 1}, {"admin-prohibited", 3}, {"no-route", 0},
	{"host-unreachable", 2}, END};
static const struct symbol dscp_words[] = {
	{"cs0", 0x00}, {"cs1", 0x08}, {"cs2", 0x10}, {"cs3", 0x18}, {"cs4", 0x20},
	{"cs5", 0x28}, {"cs6", 0x30}, {"cs7", 0x38}, {"lephb", 0x01}, {"af11", 0x0a},
	{"af12", 0x0c}, {"af13", 0x0e}, {"af21", 0x12}, {"af22", 0x14}, {"af23", 0x16},
	{"af31", 0x1a}, {"af32", 0x1c}, {"af33", 0x1e}, {"af41", 0x22}, {"af42", 0x24},
	{"af43", 0x26}, {"va", 0x2c}, {"ef", 0x2e}, END};
static const struct symbol ecn_words[] = {
	{"not-ect", 0}, {"ect1", 1}, {"ect0", 2}, {"ce", 3}, END};
static const struct symbol fib_words[] = {
	{"unspec", 0}, {"unicast", 1}, {"local", 2}, {"broadcast", 3}, {"anycast", 4},
	{"multicast", 5}, {"blackhole", 6}, {"unreachable", 7}, {"prohibit", 8}, END};
static const struct symbol day_words[] = {
	{"Sunday", 0}, {"Monday", 1}, {"Tuesday", 2}, {"Wednesday", 3},
	{"Thursday", 4}, {"Friday", 5}, {"Saturday", 6}, END};

#define NUMBER(o, bits, words) \
	{.form = FORM_DEC, .order = (o), .size = (bits), .symbols = (words)}
#define BITS(o, bits, words) \
	{.form = FORM_HEX, .order = (o), .size = (bits), .bitmask = true, \
		.symbols = (words)}

const struct type type_invalid = {.form = FORM_INVALID};
const struct type type_verdict = {.form = FORM_DEC};
const struct type type_nfproto = NUMBER(ORDER_NONE, 8, nfproto_words);
const struct type type_bitmask = {.form = FORM_HEX};
const struct type type_integer = {.form = FORM_DEC};
const struct type type_xinteger = {.form = FORM_HEX};
const struct type type_string = {.form = FORM_STRING, .order = ORDER_HOST};
const struct type type_lladdr = {.form = FORM_LLADDR, .order = ORDER_BIG};
const struct type type_ip4 =
	{.form = FORM_IP4, .order = ORDER_BIG, .size = 32, .prefix = true};
const struct type type_ip6 =
	{.form = FORM_IP6, .order = ORDER_BIG, .size = 128, .prefix = true};
const struct type type_ether = {.form = FORM_LLADDR, .order = ORDER_BIG, .size = 48};
const struct type type_ethertype = {.form = FORM_HEX, .order = ORDER_BIG, .size = 16,
	.digits = 4, .symbols = ethertype_words};
const struct type type_arpop = NUMBER(ORDER_BIG, 16, arpop_words);
const struct type type_proto = {.form = FORM_PROTO, .size = 8};
const struct type type_service = NUMBER(ORDER_BIG, 16, NULL);
const struct type type_icmp_type = NUMBER(ORDER_BIG, 8, icmp_type_words);
const struct type type_tcp_flag = BITS(ORDER_BIG, 8, tcp_flag_words);
const struct type type_dccp_type = NUMBER(ORDER_NONE, 4, dccp_words);
const struct type type_mh_type = NUMBER(ORDER_BIG, 8, mh_words);
const struct type type_time = {.form = FORM_TIME, .order = ORDER_HOST, .size = 32};
const struct type type_mark =
	{.form = FORM_HEX, .digits = 8, .order = ORDER_HOST, .size = 32, .prefix = true};
const struct type type_ifindex = {.form = FORM_IFINDEX, .order = ORDER_HOST, .size = 32};
const struct type type_arphrd = NUMBER(ORDER_HOST, 16, arphrd_words);
const struct type type_realm = {.form = FORM_DEC, .order = ORDER_HOST, .size = 32,
	.prefix = true, .symbols = realm_words, .quoted = true};
const struct type type_classid = {.form = FORM_CLASSID, .order = ORDER_HOST, .size = 32};
const struct type type_uid = NUMBER(ORDER_HOST, 32, NULL);
const struct type type_gid = NUMBER(ORDER_HOST, 32, NULL);
const struct type type_ct_state = BITS(ORDER_HOST, 32, ct_state_words);
const struct type type_ct_dir = NUMBER(ORDER_NONE, 8, ct_dir_words);
const struct type type_ct_status = BITS(ORDER_HOST, 32, ct_status_words);
const struct type type_icmp6_type = NUMBER(ORDER_BIG, 8, icmp6_type_words);
const struct type type_ct_label =
	{.form = FORM_LABEL, .order = ORDER_HOST, .size = 128, .bitmask = true};
const struct type type_pkttype = NUMBER(ORDER_HOST, 8, pkttype_words);
const struct type type_icmp_code = NUMBER(ORDER_BIG, 8, icmp_code_words);
const struct type type_icmpv6_code = NUMBER(ORDER_BIG, 8, icmpv6_code_words);
const struct type type_icmpx_code = NUMBER(ORDER_BIG, 8, icmpx_code_words);
const struct type type_devgroup = {.form = FORM_DEC, .order = ORDER_HOST, .size = 32,
	.prefix = true, .symbols = group_words, .quoted = true};
const struct type type_dscp =
	{.form = FORM_HEX, .digits = 2, .order = ORDER_BIG, .size = 6,
		.symbols = dscp_words};
const struct type type_ecn =
	{.form = FORM_HEX, .digits = 1, .order = ORDER_BIG, .size = 2,
		.symbols = ecn_words};
const struct type type_fib_addr = NUMBER(ORDER_HOST, 32, fib_words);
const struct type type_boolean = NUMBER(ORDER_NONE, 1, boolean_words);
const struct type type_ct_event = BITS(ORDER_HOST, 32, ct_event_words);
const struct type type_ifname = {.form = FORM_STRING, .order = ORDER_HOST, .size = 128};
const struct type type_igmp_type = NUMBER(ORDER_BIG, 8, igmp_words);
const struct type type_date = {.form = FORM_DATE, .order = ORDER_HOST, .size = 64};
const struct type type_hour = {.form = FORM_HOUR, .order = ORDER_HOST, .size = 32};
const struct type type_day = {.form = FORM_DEC, .order = ORDER_HOST, .size = 8,
	.symbols = day_words, .quoted = true};
const struct type type_cgroup = NUMBER(ORDER_HOST, 64, NULL);

/* In the order of nft's enum datatypes, which is what the kernel keeps of a set. */
static const struct type *const by_id[] = {
	&type_invalid, &type_verdict, &type_nfproto, &type_bitmask, &type_integer,
	&type_string, &type_lladdr, &type_ip4, &type_ip6, &type_ether, &type_ethertype,
	&type_arpop, &type_proto, &type_service, &type_icmp_type, &type_tcp_flag,
	&type_dccp_type, &type_mh_type, &type_time, &type_mark, &type_ifindex,
	&type_arphrd, &type_realm, &type_classid, &type_uid, &type_gid, &type_ct_state,
	&type_ct_dir, &type_ct_status, &type_icmp6_type, &type_ct_label, &type_pkttype,
	&type_icmp_code, &type_icmpv6_code, &type_icmpx_code, &type_devgroup, &type_dscp,
	&type_ecn, &type_fib_addr, &type_boolean, &type_ct_event, &type_ifname,
	&type_igmp_type, &type_date, &type_hour, &type_day, &type_cgroup,
};
/* clang-format on */

const struct type *type_of_id(unsigned id)
{
	return id < sizeof(by_id) / sizeof(by_id[0]) ? by_id[id] : NULL;
}
