/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a rule leaves behind: marks, rewritten headers and bindings that a later rule
 * sees, and what it tells others about the packet. */
#include "verdict_rules.h"

#include <stdbool.h>

enum { BLOB = 256, TOS_AT = 1, HOPS_AT = 7, FLAGS_AT = 13, MSS_AT = 22 };

struct byte {
	uint8_t at, v;
};

/* bytes NULL: a target without options. */
static void target(const char *name, int rev, const struct byte *bytes, size_t n)
{
	unsigned char blob[BLOB] = {0}, *data, *expr = expression("target", &data);
	for (size_t i = 0; i < n; i++)
		blob[bytes[i].at] |= bytes[i].v;
	put(A_XT_NAME, name, strlen(name) + 1);
	put32(A_XT_REV, (uint32_t)rev);
	put(A_XT_INFO, blob, bytes ? sizeof(blob) : 0);
	end(data);
	end(expr);
}

static void load_meta(uint32_t key)
{
	unsigned char *data, *expr = expression("meta", &data);
	put32(A_META_DREG, 1);
	put32(A_META_KEY, key);
	end(data);
	end(expr);
}

/* Register 1 becomes a property of the packet. */
static void store(const char *name, int key_type, uint32_t key, int sreg_type)
{
	unsigned char *data, *expr = expression(name, &data);
	put32(key_type, key);
	put32(sreg_type, 1);
	end(data);
	end(expr);
}

/* -- seen by the next rule -------------------------------------------------------- */

enum look { AT_MARK, AT_CT_MARK, AT_PRIORITY, AT_NETWORK, AT_TRANSPORT, AT_CT_STATE };

struct change {
	const char *name;
	int rev;
	struct byte blob[6];
	enum look look;
	uint8_t offset, n, bytes[4]; /* what the next rule finds there, and drops */
	bool v6;
	enum fate fate;
};

static const struct change changes[] = {
	{"MARK", 2, {{0, 7}, {4, 255}}, AT_MARK, 0, 4, {7}, false, FATE_DROP},
	{"CONNMARK", 1, {{0, 7}, {4, 255}}, AT_CT_MARK, 0, 4, {7}, false, FATE_DROP},
	{"CONNMARK", 2, {{0, 7}, {4, 255}}, AT_CT_MARK, 0, 4, {7}, false, FATE_DROP},
	{"CLASSIFY", 0, {{0, 7}}, AT_PRIORITY, 0, 4, {7}, false, FATE_DROP},
	{"DSCP", 0, {{0, 10}}, AT_NETWORK, TOS_AT, 1, {40}, false, FATE_DROP},
	{"TOS", 0, {{0, 16}}, AT_NETWORK, TOS_AT, 1, {16}, false, FATE_DROP},
	{"TOS", 1, {{0, 16}, {1, 255}}, AT_NETWORK, TOS_AT, 1, {16}, false, FATE_DROP},
	{"TTL", 0, {{1, 9}}, AT_NETWORK, 8, 1, {9}, false, FATE_DROP},
	{"HL", 0, {{1, 9}}, AT_NETWORK, HOPS_AT, 1, {9}, true, FATE_DROP},
	{"ECN", 0, {{0, 1}, {1, 3}}, AT_NETWORK, TOS_AT, 1, {3}, false, FATE_DROP},
	{"ECN", 0, {{0, 0x30}, {2, 3}}, AT_TRANSPORT, FLAGS_AT, 1, {0xc2}, false,
		FATE_DROP},
	{"TCPMSS", 0, {{0, 0xe8}, {1, 3}}, AT_TRANSPORT, MSS_AT, 2, {3, 0xe8}, false,
		FATE_DROP},
	{"TCPOPTSTRIP", 0, {{0, 1 << 2}}, AT_TRANSPORT, 20, 4, {1, 1, 1, 1}, false,
		FATE_DROP},
	{"HMARK", 0, {{0, 0}}, AT_MARK, 0, 4, {7}, false, FATE_MAYBE},
	{"LOG", 0, {{0, 0}}, AT_MARK, 0, 4, {7}, false, FATE_ACCEPT},
};

static void look_at(const struct change *c)
{
	switch (c->look) {
	case AT_MARK:
		load_meta(META_MARK);
		break;
	case AT_CT_MARK:
		load_ct(CT_MARK);
		break;
	case AT_CT_STATE:
		load_ct(CT_STATE);
		break;
	case AT_PRIORITY:
		load_meta(META_PRIORITY);
		break;
	case AT_NETWORK:
		load_payload(BASE_NETWORK, c->offset, c->n);
		break;
	case AT_TRANSPORT:
		load_payload(BASE_TRANSPORT, c->offset, c->n);
		break;
	}
	compare(OP_EQ, c->bytes, c->n);
}

static void what_a_target_changed_is_seen_by_the_next_rule(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		const struct change *c = &changes[i];
		struct scene s;
		scene(&s);
		rule(&s);
		unsigned char *start = at;
		target(c->name, c->rev, c->blob, sizeof(c->blob) / sizeof(c->blob[0]));
		rule_end(s.chain, start);
		rule(&s);
		start = at;
		look_at(c);
		verdict(V_DROP, NULL);
		rule_end(s.chain, start);
		enum fate fate =
			ask_from(&s, c->v6 ? "2001:db8::1" : "8.8.8.8", 443).fate;
		if (fate != c->fate)
			print_error("row %d: %s\n", (int)i, c->name);
		assert_int_equal(fate, c->fate);
		arena_free(s.arena);
	}
}

static void what_an_expression_sets_is_seen_by_the_next_rule(void **state)
{
	static const uint32_t seven = 7;
	static const struct {
		const char *name;
		int key_type, sreg_type;
		uint32_t key;
	} rows[] = {{"meta", A_META_KEY, A_META_SREG, META_MARK},
		{"meta", A_META_KEY, A_META_SREG, META_PRIORITY},
		{"meta", A_META_KEY, A_META_SREG, META_SECMARK},
		{"ct", A_CT_KEY, A_CT_SREG, CT_MARK}};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scene s;
		scene(&s);
		rule(&s);
		unsigned char *start = at;
		constant(1, &seven, sizeof(seven));
		store(rows[i].name, rows[i].key_type, rows[i].key, rows[i].sreg_type);
		rule_end(s.chain, start);
		rule(&s);
		start = at;
		if (*rows[i].name == 'm')
			load_meta(rows[i].key);
		else
			load_ct(rows[i].key);
		compare(OP_EQ, &seven, sizeof(seven));
		verdict(V_DROP, NULL);
		rule_end(s.chain, start);
		assert_int_equal(ask_from(&s, "8.8.8.8", 443).fate, FATE_DROP);
		arena_free(s.arena);
	}
}

static void notrack_of_iptables_leaves_a_packet_untracked(void **state)
{
	static const uint32_t untracked = CTS_UNTRACKED;
	struct scene s;
	(void)state;
	scene(&s);
	struct nf_chain *raw = chain(&s, "raw", HOOK_PREROUTING, -300);
	rule(&s);
	unsigned char *start = at;
	target("NOTRACK", 0, NULL, 0);
	rule_end(raw, start);
	rule(&s);
	start = at;
	load_ct(CT_STATE);
	compare(OP_EQ, &untracked, sizeof(untracked));
	verdict(V_DROP, NULL);
	rule_end(s.chain, start);
	assert_int_equal(ask_from(&s, "8.8.8.8", 443).fate, FATE_DROP);
	arena_free(s.arena);
}

/* -- bindings --------------------------------------------------------------------- */

static void write_binding(const char *name)
{
	static const struct byte port_8080[] = {
		{4, 2}, {16, 0x1f}, {17, 0x90}, {18, 0x1f}, {19, 0x90}};
	if (strcmp(name, "masq") == 0)
		plain("masq");
	else if (strcmp(name, "DNAT") == 0)
		target(name, 0, port_8080, sizeof(port_8080) / sizeof(port_8080[0]));
	else
		target(name, 0, NULL, 0);
}

/* A chain in which the first rule binds and the second drops: no one comes there. */
static void bind_then_drop(struct scene *s, const char *name, int hook)
{
	struct nf_chain *nat =
		chain(s, "nat", hook, hook == HOOK_PREROUTING ? -100 : 100);
	nat->type = "nat";
	rule(s);
	unsigned char *start = at;
	write_binding(name);
	rule_end(nat, start);
	rule(s);
	start = at;
	verdict(V_DROP, NULL);
	rule_end(nat, start);
}

static void a_binding_of_the_source_ends_the_nat_chain(void **state)
{
	static const char *const names[] = {"masq", "SNAT", "MASQUERADE"};
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct scene s;
		struct verdict_answer ans;
		struct question q = {
			.proto = 6, .port = 443, .output = true, .oif = "h0"};
		assert_int_equal(ip_parse("8.8.8.8", &q.to), ERR_OK);
		scene(&s);
		bind_then_drop(&s, names[i], HOOK_POSTROUTING);
		answer_to(&s, &q, "203.0.113.10", &ans);
		assert_int_equal(ans.parts_n, 1);
		if (ans.parts[0].fate != FATE_ACCEPT)
			print_error("%s\n", names[i]);
		assert_int_equal(ans.parts[0].fate, FATE_ACCEPT);
		arena_free(s.arena);
	}
}

/* struct nf_nat_ipv4_multi_range_compat, as iptables before 1.8 wrote it. */
static void the_first_revision_of_dnat_rewrites_the_port(void **state)
{
	static const uint8_t port[2] = {0x1f, 0x90};
	struct scene s;
	(void)state;
	scene(&s);
	s.table->family = NF_IP;
	bind_then_drop(&s, "DNAT", HOOK_PREROUTING);
	rule(&s);
	unsigned char *start = at;
	load_payload(BASE_TRANSPORT, 2, 2);
	compare(OP_NEQ, port, sizeof(port));
	verdict(V_DROP, NULL);
	rule_end(s.chain, start);
	struct verdict_part p = ask_from(&s, "8.8.8.8", 443);
	assert_int_equal(p.fate, FATE_ACCEPT);
	assert_int_equal(p.by->port, 8080);
	arena_free(s.arena);
}

/* -- the packet's way out --------------------------------------------------------- */

static enum fate sent(struct scene *s)
{
	struct verdict_answer ans;
	struct question q = {.proto = 6, .port = 443, .output = true, .oif = "h0"};
	assert_int_equal(ip_parse("8.8.8.8", &q.to), ERR_OK);
	struct nf_chain *out = chain(s, "output", HOOK_OUTPUT, 0);
	out->rules = s->chain->rules;
	out->rules_n = s->chain->rules_n;
	answer_to(s, &q, "203.0.113.10", &ans);
	assert_int_equal(ans.parts_n, 1);
	return ans.parts[0].fate;
}

static void who_sends_it_decides_on_the_way_out_alone(void **state)
{
	static const uint32_t root = 0;
	struct scene s;
	(void)state;
	for (int xt = 0; xt < 2; xt++) {
		scene(&s);
		rule(&s);
		unsigned char *start = at, *data, *expr;
		if (xt) {
			static const unsigned char blob[BLOB];
			expr = expression("match", &data);
			put(A_XT_NAME, "owner", sizeof("owner"));
			put32(A_XT_REV, 1);
			put(A_XT_INFO, blob, sizeof(blob));
			end(data);
			end(expr);
		} else {
			load_meta(META_SKUID);
			compare(OP_EQ, &root, sizeof(root));
		}
		verdict(V_DROP, NULL);
		rule_end(s.chain, start);
		assert_int_equal(ask_from(&s, "8.8.8.8", 443).fate, FATE_ACCEPT);
		assert_int_equal(sent(&s), FATE_MAYBE);
		arena_free(s.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_target_changed_is_seen_by_the_next_rule),
		cmocka_unit_test(what_an_expression_sets_is_seen_by_the_next_rule),
		cmocka_unit_test(notrack_of_iptables_leaves_a_packet_untracked),
		cmocka_unit_test(a_binding_of_the_source_ends_the_nat_chain),
		cmocka_unit_test(the_first_revision_of_dnat_rewrites_the_port),
		cmocka_unit_test(who_sends_it_decides_on_the_way_out_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
