/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "world_break.h"

static void host_alone(struct world *w)
{
	world_empty(w, "strict");
	add_host(w);
	w->e.firewalls.all.n = 0;
}

static void two_managers_with_base_chains(void **state)
{
	(void)state;
	struct world w;
	host_alone(&w);
	add_manager(&w, "ufw", MANAGER_ACTIVE, 2, 40);
	EXPECT(&w, "");
	expect_message(&w, FINDING_TWO_FIREWALLS, VERDICT_PASS, "ufw (2 base chains)");
	add_manager(&w, "nftables", MANAGER_ACTIVE, 1, 4);
	EXPECT(&w, "warn:two-firewalls");
	expect_message(&w, FINDING_TWO_FIREWALLS, VERDICT_WARN,
		"ufw (2 base chains), nftables (1 base chain)");
	assert_int_equal(find(&w, FINDING_TWO_FIREWALLS, VERDICT_WARN)->because.n, 2);
	world_close(&w);
}

static void a_second_manager_that_decides_nothing_is_no_second(void **state)
{
	(void)state;
	struct world w;
	host_alone(&w);
	add_manager(&w, "firewalld", MANAGER_ACTIVE, 6, 90);
	add_manager(&w, "ufw", MANAGER_INSTALLED, 0, 0);
	add_manager(&w, "nftables", MANAGER_ACTIVE, 0, 3); /* output path alone */
	EXPECT(&w, "");
	world_close(&w);
}

static void both_backends_of_iptables(void **state)
{
	(void)state;
	struct world w;
	host_alone(&w);
	add_manager(&w, "iptables-nft", MANAGER_ACTIVE, 1, 4);
	struct manager *legacy = add_manager(&w, "iptables-legacy", MANAGER_ACTIVE, 1, 7);
	EXPECT(&w, "warn:wrong-backend");
	legacy->rules = 0; /* a policy alone is no rule */
	EXPECT(&w, "warn:two-firewalls");
	legacy->state = MANAGER_INSTALLED;
	EXPECT(&w, "");
	legacy->state = MANAGER_ACTIVE;
	legacy->rules = 7;
	add_manager(&w, "firewalld", MANAGER_ACTIVE, 6, 90);
	EXPECT(&w, "warn:two-firewalls warn:wrong-backend");
	world_close(&w);
}

static void what_cannot_be_read_is_unknown(void **state)
{
	(void)state;
	struct world w;
	host_alone(&w);
	struct manager *m = add_manager(&w, "nftables", MANAGER_UNKNOWN, -1, -1);
	m->obs.seen = SEEN_DENIED;
	EXPECT(&w, "unknown:firewall-unreadable");
	assert_null(find(&w, FINDING_TWO_FIREWALLS, VERDICT_PASS));
	expect_advice(&w, FINDING_FIREWALL_UNREADABLE, "as root");
	m->state = MANAGER_ABSENT;
	m->obs.seen = SEEN_NO;
	EXPECT(&w, "");
	w.e.firewalls.obs.seen = SEEN_SKIPPED;
	EXPECT(&w, "unknown:firewall-unreadable");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_managers_with_base_chains),
		cmocka_unit_test(a_second_manager_that_decides_nothing_is_no_second),
		cmocka_unit_test(both_backends_of_iptables),
		cmocka_unit_test(what_cannot_be_read_is_unknown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
