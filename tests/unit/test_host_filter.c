/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packet filters: whose they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "linux/firewall.h"
#include "linux/fwset.h"

#include <linux/netfilter.h>

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* -- whose it is
 * ----------------------------------------------------------------------- */

static struct fw_table *add_table(struct fwset *n, int family, const char *name)
{
	const size_t number = n->tables.n;
	struct fw_table *t = VEC_ADD(arena, &n->tables, struct fw_table);
	*t = (struct fw_table){.number = number, .family = family, .name = name};
	return t;
}

static struct fw_chain *add_chain(struct fwset *n, const struct fw_table *t,
	const char *name, int hook, int64_t rules)
{
	struct fw_chain *c = VEC_ADD(arena, &n->chains, struct fw_chain);
	*c = (struct fw_chain){.table = t,
		.name = name,
		.base = hook >= 0,
		.hook = hook,
		.rules = rules};
	return c;
}

static void a_table_of_iptables_is_known_by_its_shape(void **state)
{
	(void)state;
	struct fwset n = {0};
	struct fw_table *ipt = add_table(&n, NFPROTO_IPV4, "filter");
	struct fw_table *lower = add_table(&n, NFPROTO_IPV6, "filter");
	struct fw_table *inet = add_table(&n, NFPROTO_INET, "filter");
	struct fw_table *mixed = add_table(&n, NFPROTO_IPV4, "nat");
	struct fw_table *other = add_table(&n, NFPROTO_IPV4, "site");
	struct fw_table *fwd = add_table(&n, NFPROTO_INET, "firewalld");
	struct fw_table *direct = add_table(&n, NFPROTO_IPV4, "mangle");
	add_chain(&n, ipt, "INPUT", NF_INET_LOCAL_IN, 1);
	add_chain(&n, ipt, "web", -1, 1);
	add_chain(&n, lower, "input", NF_INET_LOCAL_IN, 1);
	add_chain(&n, inet, "INPUT", NF_INET_LOCAL_IN, 1);
	add_chain(&n, mixed, "PREROUTING", NF_INET_PRE_ROUTING, 1);
	add_chain(&n, mixed, "INPUT", NF_INET_PRE_ROUTING, 1);
	add_chain(&n, other, "INPUT", NF_INET_LOCAL_IN, 1);
	add_chain(&n, direct, "INPUT", NF_INET_LOCAL_IN, 1);
	add_chain(&n, direct, "INPUT_direct", -1, 1);
	fwset_attribute(&n);
	assert_int_equal(ipt->owner, OWNER_IPTABLES);
	assert_int_equal(lower->owner, OWNER_NFT);
	assert_int_equal(inet->owner, OWNER_NFT);
	assert_int_equal(mixed->owner, OWNER_NFT);
	assert_int_equal(other->owner, OWNER_NFT);
	assert_int_equal(fwd->owner, OWNER_FIREWALLD);
	assert_int_equal(direct->owner, OWNER_FIREWALLD);
}

static void the_inbound_path_is_ingress_prerouting_and_input(void **state)
{
	(void)state;
	struct fwset n = {0};
	struct fw_table *ip = add_table(&n, NFPROTO_IPV4, "a");
	struct fw_table *netdev = add_table(&n, NFPROTO_NETDEV, "b");
	struct fw_table *arp = add_table(&n, NFPROTO_ARP, "c");
	struct fw_table *off = add_table(&n, NFPROTO_INET, "d");
	off->dormant = true;
	assert_true(fwset_inbound(add_chain(&n, ip, "x", NF_INET_PRE_ROUTING, 1)));
	assert_true(fwset_inbound(add_chain(&n, ip, "x", NF_INET_LOCAL_IN, 1)));
	assert_false(fwset_inbound(add_chain(&n, ip, "x", NF_INET_FORWARD, 1)));
	assert_false(fwset_inbound(add_chain(&n, ip, "x", NF_INET_LOCAL_OUT, 1)));
	assert_false(fwset_inbound(add_chain(&n, ip, "x", -1, 1)));
	assert_true(fwset_inbound(add_chain(&n, netdev, "x", HOOK_INGRESS, 1)));
	assert_false(fwset_inbound(add_chain(&n, netdev, "x", HOOK_INGRESS + 1, 1)));
	assert_false(fwset_inbound(add_chain(&n, arp, "x", NF_INET_LOCAL_IN, 1)));
	assert_false(fwset_inbound(add_chain(&n, off, "x", NF_INET_LOCAL_IN, 1)));
}

static void reaching_counts_a_chain_once_even_in_a_circle(void **state)
{
	(void)state;
	struct fwset n = {0};
	struct fw_table *t = add_table(&n, NFPROTO_INET, "t");
	struct fw_chain *a = add_chain(&n, t, "a", NF_INET_LOCAL_IN, 1);
	struct fw_chain *b = add_chain(&n, t, "b", -1, 10);
	struct fw_chain *c = add_chain(&n, t, "c", -1, 100);
	add_chain(&n, t, "d", -1, 1000);
	fwset_index(arena, &n);
	fwset_lead(arena, a, b);
	fwset_lead(arena, a, b);
	fwset_lead(arena, a, c);
	fwset_lead(arena, b, c);
	fwset_lead(arena, c, a);
	assert_int_equal(a->to.n, 2);
	assert_int_equal(fwset_reach(a), 111);
	assert_int_equal(fwset_reach(b), 0);
	fwset_unmark(&n);
	assert_int_equal(fwset_reach(b), 111);
	assert_ptr_equal(fwset_find(&n, t, "c"), c);
	assert_null(fwset_find(&n, t, "e"));
}

/* -- the managers' states, on facts
 * --------------------------------------------------- */

static void a_ruleset_that_could_not_be_read_makes_no_manager_absent(void **state)
{
	(void)state;
	struct firewall_facts f = {
		.nft = {.err = ERR_DENIED, .why = "needs root"},
		.legacy = {.err = ERR_IO, .why = "broken"},
		.bus = {.seen = SEEN_NO},
		.ufw = UFW_YES,
	};
	struct manager nft = {0}, ipt = {0}, legacy = {0}, ufw = {0};
	firewall_nftables(arena, &f, &nft);
	firewall_iptables_nft(arena, &f, &ipt);
	firewall_iptables_legacy(arena, &f, &legacy);
	firewall_ufw(arena, &f, &ufw);
	assert_int_equal(nft.state, MANAGER_UNKNOWN);
	assert_int_equal(nft.obs.seen, SEEN_DENIED);
	assert_int_equal(nft.rules, -1);
	assert_int_equal(ipt.state, MANAGER_UNKNOWN);
	assert_int_equal(legacy.state, MANAGER_UNKNOWN);
	assert_int_equal(legacy.obs.seen, SEEN_FAILED);
	assert_int_equal(ufw.state, MANAGER_UNKNOWN);
	assert_string_equal(
		ufw.detail, "ENABLED=yes; whether its chains are loaded: needs root");
}

static void a_hung_bus_is_failed_and_loaded_tables_are_still_active(void **state)
{
	(void)state;
	struct firewall_facts f = {
		.bus = {.seen = SEEN_FAILED, .why = "D-Bus did not answer within 2 s"},
	};
	struct manager m = {0};
	firewall_firewalld(arena, &f, &m);
	assert_int_equal(m.state, MANAGER_UNKNOWN);
	assert_int_equal(m.obs.seen, SEEN_FAILED);
	assert_string_equal(m.obs.excerpt, "D-Bus did not answer within 2 s");
	struct fw_table *t = add_table(&f.nft, NFPROTO_INET, "firewalld");
	add_chain(&f.nft, t, "filter_INPUT", NF_INET_LOCAL_IN, 3);
	fwset_attribute(&f.nft);
	m = (struct manager){0};
	firewall_firewalld(arena, &f, &m);
	assert_int_equal(m.state, MANAGER_ACTIVE);
	assert_int_equal(m.obs.seen, SEEN_FAILED);
	assert_int_equal(m.rules, 3);
	assert_int_equal(m.base_chains, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_of_iptables_is_known_by_its_shape),
		cmocka_unit_test(the_inbound_path_is_ingress_prerouting_and_input),
		cmocka_unit_test(reaching_counts_a_chain_once_even_in_a_circle),
		cmocka_unit_test(
			a_ruleset_that_could_not_be_read_makes_no_manager_absent),
		cmocka_unit_test(a_hung_bus_is_failed_and_loaded_tables_are_still_active),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
