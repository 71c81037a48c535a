/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each row of the table of targets: it goes on to the next rule, or it ends there. */
#include "verdict_rules.h"

struct row {
	const char *name;
	int rev;
	enum fate fate;
	uint64_t handle;  /* of the rule that decides: 1 the target's, 2 the one behind */
	uint8_t at, byte; /* one byte of its blob */
};
#define ON FATE_DROP, 2
#define ENDS FATE_DROP, 1

static const struct row rows[] = {
	{"LOG", 0, ON, 0, 0},
	{"NFLOG", 0, ON, 0, 0},
	{"ULOG", 0, ON, 0, 0},
	{"AUDIT", 1, ON, 0, 0},
	{"TRACE", 0, ON, 0, 0},
	{"MARK", 2, ON, 0, 0},
	{"CONNMARK", 1, ON, 0, 0},
	{"CONNMARK", 2, ON, 0, 0},
	{"CONNMARK", 1, FATE_UNKNOWN, 1, 12, 9},
	{"CT", 2, ON, 0, 0},
	{"NOTRACK", 0, ON, 0, 0},
	{"CLASSIFY", 0, ON, 0, 0},
	{"DSCP", 0, ON, 0, 0},
	{"TOS", 0, ON, 0, 0},
	{"TOS", 1, ON, 0, 0},
	{"TTL", 0, ON, 0, 0},
	{"TTL", 0, FATE_UNKNOWN, 1, 0, 7},
	{"HL", 0, ON, 0, 0},
	{"TCPMSS", 0, ON, 0, 0},
	{"TCPOPTSTRIP", 0, ON, 0, 0},
	{"ECN", 0, ON, 0, 0},
	{"TEE", 1, ON, 0, 0},
	{"SET", 3, ON, 0, 0},
	{"SECMARK", 1, ON, 0, 0},
	{"CONNSECMARK", 0, ON, 0, 0},
	{"CHECKSUM", 0, ON, 0, 0},
	{"RATEEST", 0, ON, 0, 0},
	{"IDLETIMER", 1, ON, 0, 0},
	{"LED", 0, ON, 0, 0},
	{"HMARK", 0, ON, 0, 0},
	{"REJECT", 0, FATE_REJECT, 1, 0, 0},
	{"TARPIT", 0, ENDS, 0, 0},
	{"DELUDE", 0, ENDS, 0, 0},
	{"NFQUEUE", 0, ENDS, 0, 0},
	{"NFQUEUE", 3, FATE_ACCEPT, 1, 4, 1},
	{"SYNPROXY", 0, FATE_MAYBE, 0, 0, 0},
	{"TPROXY", 1, FATE_UNKNOWN, 1, 0, 0},
	{"MARK", 9, FATE_UNKNOWN, 1, 0, 0},
	{"NOSUCH", 0, FATE_UNKNOWN, 1, 0, 0},
};

static void write_target(const struct row *r)
{
	unsigned char blob[256] = {0}, *data, *expr = expression("target", &data);
	blob[r->at] = r->byte;
	put(A_XT_NAME, r->name, strlen(r->name) + 1);
	put32(A_XT_REV, (uint32_t)r->rev);
	put(A_XT_INFO, blob, sizeof(blob));
	end(data);
	end(expr);
}

static void each_target_goes_on_or_ends_as_in_the_kernel(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scene s;
		scene(&s);
		rule(&s);
		unsigned char *start = at;
		write_target(&rows[i]);
		rule_end(s.chain, start);
		rule(&s);
		start = at;
		verdict(V_DROP, NULL);
		rule_end(s.chain, start);
		struct verdict_part p = ask_from(&s, "8.8.8.8", 443);
		uint64_t want = rows[i].handle ? rows[i].handle : p.by->rule->handle;
		if (p.fate != rows[i].fate || p.by->rule->handle != want)
			print_error("row %d: %s\n", (int)i, rows[i].name);
		assert_int_equal(p.fate, rows[i].fate);
		assert_int_equal(p.by->rule->handle, want);
		arena_free(s.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_target_goes_on_or_ends_as_in_the_kernel),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
