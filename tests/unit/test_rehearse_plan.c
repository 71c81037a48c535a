/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which requests are rehearsed: from where, to where, and what is left out. */
#include "host.h"
#include "probes/rehearse_plan.h"
#include "world.h"

static size_t count(const struct rehearse_plan *p, enum rehearsed_as as, enum scheme s)
{
	size_t n = 0;
	for (size_t i = 0; i < p->asks.n; i++)
		n += p->asks.v[i]->as == as && p->asks.v[i]->scheme == s;
	return n;
}

static bool asks_from(const struct rehearse_plan *p, const char *text)
{
	struct ip ip = ip_of(text);
	for (size_t i = 0; i < p->asks.n; i++)
		if (ip_equal(&p->asks.v[i]->from, &ip))
			return true;
	return false;
}

static void each_address_of_the_ca_asks_by_both_schemes(void **state)
{
	struct world w;
	struct rehearse_plan p;
	(void)state;
	world_open4(&w, "digicert");
	w.e.names.n = 1;
	rehearse_plan_make(w.a, &w.t, &w.e, &p);
	size_t n = count(&p, REHEARSED_CA, SCHEME_HTTP);
	assert_true(n >= 20);
	assert_int_equal(count(&p, REHEARSED_CA, SCHEME_HTTPS), n);
	assert_int_equal(count(&p, REHEARSED_ANYONE, SCHEME_HTTP), 1);
	assert_int_equal(count(&p, REHEARSED_BROWSER, SCHEME_HTTP), 1);
	assert_int_equal(p.from.n, n + 1);
	assert_int_equal(p.to.n, 1);
	assert_true(asks_from(&p, "216.168.247.9"));
	assert_true(asks_from(&p, "216.168.240.1")); /* for 216.168.240.0/20 */
	world_close(&w);
}

static void where_the_ca_publishes_none_anyone_stands_for_it(void **state)
{
	struct world w;
	struct rehearse_plan p;
	(void)state;
	world_open(&w, "letsencrypt");
	rehearse_plan_make(w.a, &w.t, &w.e, &p);
	assert_int_equal(count(&p, REHEARSED_CA, SCHEME_HTTP), 4);
	assert_int_equal(count(&p, REHEARSED_CA, SCHEME_HTTPS), 0);
	assert_int_equal(count(&p, REHEARSED_ANYONE, SCHEME_HTTP), 0);
	world_close(&w);
}

static void one_address_asks_alone_beside_a_neutral_one(void **state)
{
	struct world w;
	struct rehearse_plan p;
	(void)state;
	world_open(&w, "digicert");
	w.t.as = ip_of("203.0.113.77");
	rehearse_plan_make(w.a, &w.t, &w.e, &p);
	assert_int_equal(p.from.n, 2);
	assert_true(asks_from(&p, "203.0.113.77"));
	assert_int_equal(p.to.n, 1); /* of its family */
	world_close(&w);
}

static void an_address_elsewhere_is_left_out(void **state)
{
	struct world w;
	struct rehearse_plan p;
	(void)state;
	world_open4(&w, "digicert");
	w.e.names.n = 1;
	add_address(&w, APEX, OTHER4, WHERE_ELSEWHERE);
	rehearse_plan_make(w.a, &w.t, &w.e, &p);
	assert_int_equal(p.to.n, 1);
	assert_int_equal(p.aside.n, 1);
	assert_non_null(strstr(p.aside.v[0], OTHER4 " is no address of this host"));
	world_close(&w);
}

static void behind_nat_the_address_that_packets_arrive_with_is_asked(void **state)
{
	struct world w;
	struct rehearse_plan p;
	(void)state;
	world_open4(&w, "digicert");
	w.e.addresses.all.v[0]->ip = ip_of("10.0.0.5");
	for (size_t i = 0; i < w.e.names.n; i++)
		w.e.names.v[i]->addresses.v[0]->where = WHERE_NAT;
	rehearse_plan_make(w.a, &w.t, &w.e, &p);
	struct ip here = ip_of("10.0.0.5"), asked = ip_of(HERE4), other = ip_of(OTHER4);
	assert_int_equal(p.to.n, 1);
	assert_true(ip_equal(p.to.v[0], &here));
	assert_true(ip_equal(rehearse_plan_here(&p, &w.e, &asked), &here));
	assert_null(rehearse_plan_here(&p, &w.e, &other));
	world_close(&w);
}

static void never_more_addresses_than_one_world_takes(void **state)
{
	struct world w;
	struct rehearse_plan p;
	static char text[200][IP_TEXT_MAX];
	static const char *prefixes[201];
	static const struct address_list lists[] = {
		{"many", prefixes, NULL, NULL}, {NULL, NULL, NULL, NULL}};
	(void)state;
	for (int i = 0; i < 200; i++) {
		snprintf(text[i], sizeof(text[i]), "51.15.0.%d", i + 1);
		prefixes[i] = text[i];
	}
	world_open4(&w, "digicert");
	struct profile *many = profile_copy(&w, "digicert");
	many->lists = lists;
	w.t.profile = many;
	rehearse_plan_make(w.a, &w.t, &w.e, &p);
	assert_true(p.from.n <= REHEARSE_FROM_MAX);
	assert_int_equal(count(&p, REHEARSED_ANYONE, SCHEME_HTTP), 2);
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_address_of_the_ca_asks_by_both_schemes),
		cmocka_unit_test(where_the_ca_publishes_none_anyone_stands_for_it),
		cmocka_unit_test(one_address_asks_alone_beside_a_neutral_one),
		cmocka_unit_test(an_address_elsewhere_is_left_out),
		cmocka_unit_test(
			behind_nat_the_address_that_packets_arrive_with_is_asked),
		cmocka_unit_test(never_more_addresses_than_one_world_takes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
