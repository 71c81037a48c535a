/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far a record has come, by the servers' answers. */
#include "run_wait.h"

#include "report_dns_scenes.h"

#include <setjmp.h>
#include <cmocka.h>

static struct arena *a;
static struct world w;

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static struct spread spread(void)
{
	return run_spread(a, &w.target, &w.evidence.dns);
}

static void a_record_that_stands_everywhere_is_whole(void **state)
{
	(void)state;
	world_dns_ready(&w, a);
	struct spread s = spread();
	assert_int_equal(s.all, 7); /* six addresses and this host's resolver */
	assert_int_equal(s.held, 7);
	assert_null(s.missing);
}

static void who_has_it_not_is_named_and_strangers_do_not_count(void **state)
{
	(void)state;
	world_dns_differs(&w, a);
	struct spread s = spread();
	assert_int_equal(s.all, 7);
	assert_int_equal(s.held, 3); /* ns1, ns5, the resolver */
	assert_string_equal(s.missing, "ns2.example.net");
}

static void a_server_that_was_not_asked_has_it_not(void **state)
{
	(void)state;
	world_dns_blocked(&w, a);
	struct spread s = spread();
	assert_int_equal(s.all, 2);
	assert_int_equal(s.held, 0);
	assert_string_equal(s.missing, "ns1.example.net");
}

static void the_value_beside_another_counts(void **state)
{
	(void)state;
	world_dns_ready(&w, a);
	struct server_look *first = w.evidence.dns.zones.v[0]->servers.v[0];
	world_record(&w, &first->answers.v[0]->answer, "_dnsauth.example.com", RR_TXT,
		DNS_OLD);
	assert_int_equal(spread().held, 7);
}

static void without_a_server_there_is_nothing_to_wait_for(void **state)
{
	(void)state;
	world_dns_begin(&w, a);
	assert_int_equal(spread().all, 0);
	w.target.wait_ms = 60000;
	assert_int_equal(run_wait(&w.target, &w.evidence, false), WAIT_NOTHING);
}

static void what_stands_everywhere_is_not_waited_for(void **state)
{
	(void)state;
	world_dns_ready(&w, a);
	w.target.wait_ms = 60000;
	assert_int_equal(run_wait(&w.target, &w.evidence, false), WAIT_EVERYWHERE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_that_stands_everywhere_is_whole),
		cmocka_unit_test(who_has_it_not_is_named_and_strangers_do_not_count),
		cmocka_unit_test(a_server_that_was_not_asked_has_it_not),
		cmocka_unit_test(the_value_beside_another_counts),
		cmocka_unit_test(without_a_server_there_is_nothing_to_wait_for),
		cmocka_unit_test(what_stands_everywhere_is_not_waited_for),
	};
	return cmocka_run_group_tests_name("run_wait", tests, setup, teardown);
}
