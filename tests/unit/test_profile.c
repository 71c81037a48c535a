/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *a;

static const struct profile *find(const char *name)
{
	const struct profile *p;
	const char *nearest;
	enum err err = profile_find(a, name, &p, &nearest);
	if (err)
		fail_msg("%s: %s", name, err_str(err));
	assert_null(nearest);
	return p;
}

static void expect_unknown(const char *name, const char *nearest_name)
{
	const struct profile *p;
	const char *nearest;
	assert_int_equal(profile_find(a, name, &p, &nearest), ERR_NOT_FOUND);
	assert_null(p);
	if (nearest_name) {
		assert_non_null(nearest);
		assert_string_equal(nearest, nearest_name);
	} else {
		assert_null(nearest);
	}
}

static void every_row_is_found_by_its_id_and_its_aliases(void **state)
{
	(void)state;
	size_t n;
	const struct profile *rows = profile_rows(&n);
	assert_string_equal(rows[0].id, "strict");
	assert_string_equal(rows[n - 1].id, "pebble");
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(find(rows[i].id), &rows[i]);
		for (const char *const *s = rows[i].aliases; s && *s; s++)
			assert_ptr_equal(find(*s), &rows[i]);
	}
}

static void the_promised_names_lead_to_their_rows(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {{"geotrust", "geotrust"},
		{"rapidssl", "rapidssl"}, {"thawte", "thawte"},
		{"alphassl", "globalsign"}, {"comodo", "sectigo"}, {"le", "letsencrypt"},
		{"lets-encrypt", "letsencrypt"}, {"google-trust-services", "google"},
		{"gts", "google"}, {"ssl-com", "ssl.com"}, {"acm", "amazon"},
		{"DigiCert", "digicert"}, {"aliyun", "alibaba"}};
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		assert_string_equal(find(pairs[i][0])->id, pairs[i][1]);
}

static void a_brand_has_its_cas_rules_under_its_own_name(void **state)
{
	(void)state;
	const struct profile *ca = find("digicert"), *brand = find("geotrust");
	assert_string_equal(brand->name, "GeoTrust (DigiCert)");
	assert_string_equal(brand->file_name, "fileauth.txt");
	assert_ptr_equal(brand->lists, ca->lists);
	assert_int_equal(brand->redirects.same_base, TRI_YES);
	assert_int_equal(brand->dns_token_hours, 720);
}

static void a_provider_lays_its_own_limits_over_the_cas_row(void **state)
{
	(void)state;
	const struct profile *p = find("alibaba/digicert");
	assert_string_equal(p->id, "alibaba/digicert");
	assert_string_equal(p->name, "DigiCert at Alibaba Cloud");
	assert_string_equal(p->documents, "DigiCert at Alibaba Cloud (S0, S1, S2)");
	assert_string_equal(p->provider, "alibaba");
	assert_int_equal(p->token_hours, 72);
	assert_int_equal(p->redirects.followed, TRI_NO);
	assert_int_equal(p->redirects.codes[0], 0);
	assert_int_equal(p->schemes, SCHEMES_BOTH_OR_REFUSED);
	assert_int_equal(p->names, NAMES_APEX_AND_WWW);
	assert_int_equal(p->body, BODY_EXACT);
	/* the CA's own stays */
	assert_string_equal(p->file_name, "fileauth.txt");
	assert_string_equal(p->user_agents[0], "DigiCert DCV Bot/1.1");
	assert_int_equal(p->body_max, 5000);
	assert_string_equal(p->lists[0].name, "published");
	assert_non_null(strstr(p->sources, "DC_LIB"));
	assert_non_null(strstr(p->sources, "SEED001"));
}

static void at_alibaba_digicert_values_live_24_hours_geotrust_ones_for_ever(void **state)
{
	(void)state;
	assert_int_equal(find("alibaba/digicert")->dns_token_hours, 24);
	assert_int_equal(find("alibaba/geotrust")->dns_token_hours, 0);
	assert_string_equal(find("alibaba/geotrust")->id, "alibaba/geotrust");
	assert_int_equal(find("alibaba/rapidssl")->dns_token_hours, 720);
	assert_int_equal(find("digicert")->dns_token_hours, 720);
	assert_int_equal(find("huawei/digicert")->dns_token_hours, 720);
}

static void tencent_follows_two_redirects_and_huawei_adds_only_its_waits(void **state)
{
	(void)state;
	const struct profile *t = find("tencent/sectigo"), *h = find("huawei/digicert");
	assert_int_equal(t->redirects.followed, TRI_YES);
	assert_int_equal(t->redirects.max, 2);
	assert_int_equal(t->redirects.same_base, TRI_YES);
	assert_int_equal(t->names, NAMES_APEX_AND_WWW);
	assert_int_equal(t->tls_verified, TRI_NO);
	assert_int_equal(t->body, BODY_LINES);
	assert_true(t->file_by_csr);
	assert_int_equal(h->redirects.followed, TRI_YES);
	assert_int_equal(h->names, NAMES_EXACT);
	assert_int_equal(h->token_hours, 720);
	assert_non_null(strstr(h->console_wait, "3 to 5 minutes"));
}

static void a_provider_alone_is_its_documents_without_a_ca(void **state)
{
	(void)state;
	const struct profile *p = find("alibaba"), *s = find("strict");
	assert_string_equal(p->documents, "these documents (S0, S1, S2)");
	assert_int_equal(p->schemes, s->schemes);
	assert_int_equal(p->token_hours, s->token_hours);
	assert_non_null(p->waits);
	assert_null(s->waits);
	assert_string_equal(s->documents, "these documents (S0, S2)");
}

static void what_no_provider_sells_has_no_overlay(void **state)
{
	(void)state;
	expect_unknown("alibaba/letsencrypt", "letsencrypt");
	expect_unknown("alibaba/strict", "strict");
	expect_unknown("alibaba/huawei", "huawei");
	expect_unknown("tencent/pebble", "pebble");
	expect_unknown("digicert/alibaba", "alibaba");
	expect_unknown("digicert/geotrust", "geotrust");
}

static void an_unknown_name_gets_the_nearest_one(void **state)
{
	(void)state;
	expect_unknown("digcert", "digicert");
	expect_unknown("letsencript", "letsencrypt");
	expect_unknown("geotrst", "geotrust");
	expect_unknown("commodo", "comodo");
	expect_unknown("alibaba/digcert", "alibaba/digicert");
	expect_unknown("alibab/digicert", "alibaba/digicert");
	expect_unknown("alibaba/", "alibaba");
	expect_unknown("xyzzy-plugh", NULL);
	expect_unknown("", NULL);
	expect_unknown("/", NULL);
}

static void a_name_beyond_all_names_is_unknown(void **state)
{
	(void)state;
	char *s = arena_alloc(a, 100000);
	memset(s, 'a', 99999);
	expect_unknown(s, NULL);
	memset(s, '/', 64);
	s[64] = '\0';
	expect_unknown(s, NULL);
}

static void a_user_agent_is_the_cas_first_or_the_tools_own(void **state)
{
	(void)state;
	assert_string_equal(profile_user_agent(find("digicert")), "DigiCert DCV Bot/1.1");
	assert_string_equal(profile_user_agent(find("letsencrypt")),
		"Mozilla/5.0 (compatible; Let's Encrypt validation server; "
		"+https://www.letsencrypt.org)");
	assert_string_equal(
		profile_user_agent(find("strict")), "pkiready/" PKIREADY_VERSION);
}

static void the_words_stand_in_the_order_of_the_enums(void **state)
{
	(void)state;
	assert_string_equal(tri_words[TRI_NO], "no");
	assert_string_equal(
		scheme_rule_words[SCHEMES_BOTH_OR_REFUSED], "both-or-refused");
	assert_string_equal(names_rule_words[NAMES_APEX_AND_WWW], "apex-and-www");
	assert_string_equal(body_rule_words[BODY_LINES], "lines");
	assert_string_equal(address_rule_words[ADDRESSES_FIRST], "first");
	assert_null(body_rule_words[BODY_LINES + 1]);
}

static void no_ca_with_several_vantage_points_has_a_complete_list(void **state)
{
	(void)state;
	size_t n;
	const struct profile *rows = profile_rows(&n);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(rows[i].lists_complete, TRI_NO);
		assert_int_equal(rows[i].test_only, strcmp(rows[i].id, "pebble") == 0);
	}
	assert_null(find("letsencrypt")->lists);
}

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_found_by_its_id_and_its_aliases),
		cmocka_unit_test(the_promised_names_lead_to_their_rows),
		cmocka_unit_test(a_brand_has_its_cas_rules_under_its_own_name),
		cmocka_unit_test(a_provider_lays_its_own_limits_over_the_cas_row),
		cmocka_unit_test(
			at_alibaba_digicert_values_live_24_hours_geotrust_ones_for_ever),
		cmocka_unit_test(
			tencent_follows_two_redirects_and_huawei_adds_only_its_waits),
		cmocka_unit_test(a_provider_alone_is_its_documents_without_a_ca),
		cmocka_unit_test(what_no_provider_sells_has_no_overlay),
		cmocka_unit_test(an_unknown_name_gets_the_nearest_one),
		cmocka_unit_test(a_name_beyond_all_names_is_unknown),
		cmocka_unit_test(a_user_agent_is_the_cas_first_or_the_tools_own),
		cmocka_unit_test(the_words_stand_in_the_order_of_the_enums),
		cmocka_unit_test(no_ca_with_several_vantage_points_has_a_complete_list),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
