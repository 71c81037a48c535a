/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules as they would be, judged; legacy entries held against the system's headers. */
#include "verdict_rules.h"

#include "verdict/edit.h"

#include <stdio.h>

#include <linux/netfilter/xt_conntrack.h>
#include <linux/netfilter/xt_tcpudp.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>

static const int web[] = {80, 443};

static void drop_all(struct scene *s)
{
	rule(s);
	unsigned char *start = at;
	verdict(V_DROP, NULL);
	rule_end(s->chain, start);
}

/* What becomes of a packet by the edited rules. */
static enum fate edited(struct scene *s, const struct edit *e, const char *from, int port)
{
	const struct edit *all[] = {e};
	struct scene copy = *s;
	copy.rs = *edit_apply(s->arena, &s->rs, all, 1);
	return ask_from(&copy, from, port).fate;
}

static void an_accept_before_the_drop_lets_its_ports_in_and_no_others(void **state)
{
	(void)state;
	struct scene s;
	scene(&s);
	drop_all(&s);
	const struct edit e = {.chain = s.chain,
		.before = &s.chain->rules[0],
		.family = 4,
		.proto = 6,
		.ports = web,
		.ports_n = 2,
		.interface = "h0"};
	assert_int_equal(edited(&s, &e, "8.8.8.8", 443), FATE_ACCEPT);
	assert_int_equal(edited(&s, &e, "8.8.8.8", 80), FATE_ACCEPT);
	assert_int_equal(edited(&s, &e, "8.8.8.8", 22), FATE_DROP);
	sender_proto = 17;
	assert_int_equal(edited(&s, &e, "8.8.8.8", 443), FATE_DROP);
	sender_proto = 6;
	struct edit other = e;
	other.interface = "h1";
	assert_int_equal(edited(&s, &other, "8.8.8.8", 443), FATE_DROP);
	other = e;
	other.family = 6;
	assert_int_equal(edited(&s, &other, "8.8.8.8", 443), FATE_DROP);
	/* what was edited is a copy */
	assert_int_equal(ask_from(&s, "8.8.8.8", 443).fate, FATE_DROP);
	assert_int_equal(s.chain->rules_n, 1);
	arena_free(s.arena);
}

static void an_accept_behind_the_drop_does_nothing(void **state)
{
	(void)state;
	struct scene s;
	scene(&s);
	drop_all(&s);
	const struct edit e = {.chain = s.chain, .proto = 6, .ports = web, .ports_n = 2};
	assert_int_equal(edited(&s, &e, "8.8.8.8", 443), FATE_DROP);
	s.chain->rules_n = 0;
	s.chain->policy = V_DROP;
	assert_int_equal(edited(&s, &e, "8.8.8.8", 443), FATE_ACCEPT);
	arena_free(s.arena);
}

static void only_the_ranges_come_in(void **state)
{
	(void)state;
	struct scene s;
	struct range r[2];
	scene(&s);
	drop_all(&s);
	assert_int_equal(ip_parse("192.0.2.3", &r[0].lo), ERR_OK);
	assert_int_equal(ip_parse("192.0.2.9", &r[0].hi), ERR_OK);
	assert_int_equal(ip_parse("8.8.8.8", &r[1].lo), ERR_OK);
	r[1].hi = r[1].lo;
	for (int legacy = 0; legacy < 2; legacy++) {
		s.table->legacy = legacy;
		s.table->family = NF_IP;
		s.chain->rules_n = 0;
		s.chain->policy = V_DROP;
		const struct edit e = {.chain = s.chain,
			.family = 4,
			.proto = 6,
			.ports = web,
			.ports_n = 2,
			.from = r,
			.from_n = 2};
		assert_int_equal(edited(&s, &e, "192.0.2.2", 443), FATE_DROP);
		assert_int_equal(edited(&s, &e, "192.0.2.3", 443), FATE_ACCEPT);
		assert_int_equal(edited(&s, &e, "192.0.2.9", 443), FATE_ACCEPT);
		assert_int_equal(edited(&s, &e, "192.0.2.10", 443), FATE_DROP);
		assert_int_equal(edited(&s, &e, "8.8.8.8", 80), FATE_ACCEPT);
		assert_int_equal(edited(&s, &e, "8.8.8.9", 80), FATE_DROP);
	}
	arena_free(s.arena);
}

static void a_rule_taken_away_no_longer_drops(void **state)
{
	(void)state;
	struct scene s;
	scene(&s);
	drop_all(&s);
	const struct edit e = {
		.kind = EDIT_REMOVE, .chain = s.chain, .before = &s.chain->rules[0]};
	assert_int_equal(edited(&s, &e, "8.8.8.8", 443), FATE_ACCEPT);
	arena_free(s.arena);
}

static void a_return_leaves_the_chain_before_the_drop(void **state)
{
	(void)state;
	struct scene s;
	scene(&s);
	struct nf_chain *sub = chain(&s, "sub", HOOK_NONE, 0);
	rule(&s);
	unsigned char *start = at;
	verdict(V_JUMP, "sub");
	rule_end(s.chain, start);
	rule(&s);
	start = at;
	verdict(V_DROP, NULL);
	rule_end(sub, start);
	const struct edit e = {.kind = EDIT_RETURN,
		.chain = sub,
		.before = &sub->rules[0],
		.proto = 6,
		.ports = web,
		.ports_n = 2};
	assert_int_equal(edited(&s, &e, "8.8.8.8", 443), FATE_ACCEPT);
	assert_int_equal(edited(&s, &e, "8.8.8.8", 22), FATE_DROP);
	arena_free(s.arena);
}

static void rules_are_found_again_in_the_other_ruleset(void **state)
{
	(void)state;
	struct scene s;
	scene(&s);
	drop_all(&s);
	drop_all(&s);
	const struct edit e = {.chain = s.chain,
		.before = &s.chain->rules[1],
		.proto = 6,
		.ports = web,
		.ports_n = 2};
	const struct edit *all[] = {&e};
	const struct ruleset *rs = edit_apply(s.arena, &s.rs, all, 1);
	const struct nf_chain *c = edit_chain(rs, s.chain);
	assert_int_equal(c->rules_n, 4);
	assert_ptr_equal(edit_rule(c, &s.chain->rules[1]), &c->rules[3]);
	assert_ptr_equal(edit_rule(s.chain, &c->rules[3]), &s.chain->rules[1]);
	assert_null(edit_rule(s.chain, &c->rules[1]));
	assert_int_equal(edit_number(s.chain, &s.chain->rules[1]), 2);
	assert_int_equal(edit_number(s.chain, NULL), 3);
	arena_free(s.arena);
}

static void ranges_are_split_into_prefixes(void **state)
{
	(void)state;
	static const struct {
		const char *lo, *hi, *want;
	} rows[] = {
		{"192.0.2.1", "192.0.2.6",
			"192.0.2.1/32 192.0.2.2/31 192.0.2.4/31 "
			"192.0.2.6/32 "},
		{"10.0.0.0", "10.255.255.255", "10.0.0.0/8 "},
		{"0.0.0.0", "255.255.255.255", "0.0.0.0/0 "},
		{"255.255.255.255", "255.255.255.255", "255.255.255.255/32 "},
		{"2001:db8::", "2001:db8::1:ffff", "2001:db8::/111 "},
		{"2001:db8::ffff", "2001:db8::1:0",
			"2001:db8::ffff/128 "
			"2001:db8::1:0/128 "},
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct range r;
		edit_prefixes all = {0};
		char got[200] = "", buf[IP_TEXT_MAX];
		assert_int_equal(ip_parse(rows[i].lo, &r.lo), ERR_OK);
		assert_int_equal(ip_parse(rows[i].hi, &r.hi), ERR_OK);
		edit_split(a, &r, &all);
		for (size_t k = 0; k < all.n; k++)
			(void)snprintf(got + strlen(got), sizeof(got) - strlen(got),
				"%s ", cidr_format(all.v[k], buf));
		assert_string_equal(got, rows[i].want);
	}
	arena_free(a);
}

/* -- struct ipt_entry, ip6t_entry ---------------------------------------------------- */

static struct edit of(const struct nf_chain *c)
{
	return (struct edit){.chain = c, .proto = 6, .interface = "eth0"};
}

static void a_legacy_entry_is_the_kernel_s_struct(void **state)
{
	(void)state;
	struct scene s;
	scene(&s);
	s.table->family = NF_IP;
	s.table->legacy = true;
	struct cidr net;
	assert_int_equal(cidr_parse("192.0.2.0/25", &net), ERR_OK);
	const struct edit e = of(s.chain);
	const struct nf_rule r =
		edit_legacy_rule(s.arena, s.chain, &e, 443, &net, V_ACCEPT);
	struct ipt_entry entry;
	struct xt_tcp tcp;
	struct xt_standard_target target;
	const size_t match = sizeof(struct xt_entry_match);
	assert_int_equal(r.exprs.n,
		sizeof(entry) + XT_ALIGN(match + sizeof(tcp)) + sizeof(target));
	memcpy(&entry, r.exprs.p, sizeof(entry));
	memcpy(&tcp, r.exprs.p + sizeof(entry) + match, sizeof(tcp));
	memcpy(&target, r.exprs.p + entry.target_offset, sizeof(target));
	assert_int_equal(entry.next_offset, r.exprs.n);
	assert_memory_equal(&entry.ip.src, net.ip.addr, 4);
	assert_memory_equal(&entry.ip.smsk, "\xff\xff\xff\x80", 4);
	assert_string_equal(entry.ip.iniface, "eth0");
	assert_memory_equal(entry.ip.iniface_mask, "\xff\xff\xff\xff\xff\0", 6);
	assert_int_equal(entry.ip.proto, 6);
	assert_int_equal(tcp.dpts[0], 443);
	assert_int_equal(tcp.dpts[1], 443);
	assert_int_equal(tcp.spts[0], 0);
	assert_int_equal(tcp.spts[1], 0xffff);
	assert_int_equal(target.verdict, -NF_ACCEPT - 1);
	arena_free(s.arena);
}

static void a_legacy_entry_of_ipv6_is_the_kernel_s_struct(void **state)
{
	(void)state;
	struct scene s;
	scene(&s);
	s.table->family = NF_IP6;
	s.table->legacy = true;
	struct edit e = of(s.chain);
	e.original = true;
	const struct nf_rule r =
		edit_legacy_rule(s.arena, s.chain, &e, 443, NULL, V_RETURN);
	struct ip6t_entry entry;
	struct xt_conntrack_mtinfo3 ct;
	struct xt_standard_target target;
	memcpy(&entry, r.exprs.p, sizeof(entry));
	memcpy(&ct, r.exprs.p + sizeof(entry) + sizeof(struct xt_entry_match),
		sizeof(ct));
	memcpy(&target, r.exprs.p + entry.target_offset, sizeof(target));
	assert_int_equal(entry.ipv6.proto, 6);
	assert_int_equal(entry.ipv6.flags, IP6T_F_PROTO);
	assert_int_equal(entry.next_offset, r.exprs.n);
	assert_int_equal(entry.target_offset,
		sizeof(entry) + XT_ALIGN(sizeof(struct xt_entry_match) + sizeof(ct)));
	assert_int_equal(ct.origdst_port, 443);
	assert_int_equal(ct.origdst_port_high, 443);
	assert_int_equal(ct.l4proto, 6);
	assert_int_equal(ct.match_flags, XT_CONNTRACK_ORIGDST_PORT | XT_CONNTRACK_PROTO);
	assert_int_equal(target.verdict, XT_RETURN);
	arena_free(s.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			an_accept_before_the_drop_lets_its_ports_in_and_no_others),
		cmocka_unit_test(an_accept_behind_the_drop_does_nothing),
		cmocka_unit_test(only_the_ranges_come_in),
		cmocka_unit_test(a_rule_taken_away_no_longer_drops),
		cmocka_unit_test(a_return_leaves_the_chain_before_the_drop),
		cmocka_unit_test(rules_are_found_again_in_the_other_ruleset),
		cmocka_unit_test(ranges_are_split_into_prefixes),
		cmocka_unit_test(a_legacy_entry_is_the_kernel_s_struct),
		cmocka_unit_test(a_legacy_entry_of_ipv6_is_the_kernel_s_struct),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
