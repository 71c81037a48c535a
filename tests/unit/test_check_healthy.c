/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A host where all is well: nothing is bad, and each stage says that it is fine. */
#include "world.h"

static void a_healthy_host_is_clean_under(const char *profile)
{
	struct world w;
	world_open(&w, profile);
	EXPECT(&w, "");
	assert_int_equal(findings_answer(&w.f), ANSWER_READY);
	world_close(&w);
}

static void a_healthy_host_is_clean_under_every_profile(void **state)
{
	(void)state;
	size_t n;
	const struct profile *rows = profile_rows(&n);
	for (size_t i = 0; i < n; i++)
		a_healthy_host_is_clean_under(rows[i].id);
}

static void only_the_outside_stays_unproved(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	judge_by(&w, w.t.profile);
	size_t unknown = 0;
	for (size_t i = 0; i < w.f.all.n; i++)
		unknown += w.f.all.v[i]->verdict == VERDICT_UNKNOWN;
	assert_int_equal(unknown, 1);
	const struct finding *x = find(&w, FINDING_UPSTREAM_UNPROVED, VERDICT_UNKNOWN);
	assert_non_null(x);
	assert_true(x->outside_only);
	world_close(&w);
}

static void each_stage_that_is_fine_says_so(void **state)
{
	static const enum finding_id stages[] = {FINDING_NO_ADDRESS,
		FINDING_ADDRESS_ELSEWHERE, FINDING_SELF_PROBE_LOCAL,
		FINDING_TWO_FIREWALLS, FINDING_NO_LISTENER, FINDING_CONNECT_TIMEOUT,
		FINDING_HTTPS_BROKEN, FINDING_HTTP_STATUS, FINDING_REDIRECTED,
		FINDING_FILE_DIFFERS, FINDING_FILE_EXPIRED, FINDING_KEEP_UNTIL_ISSUED,
		FINDING_RECURSION_BLOCKED};
	(void)state;
	struct world w;
	world_open(&w, "strict");
	judge_by(&w, w.t.profile);
	for (size_t i = 0; i < sizeof(stages) / sizeof(*stages); i++)
		if (!find(&w, stages[i], VERDICT_PASS))
			fail_msg("no pass of %s", finding_table[stages[i]].id);
	world_close(&w);
}

static void every_finding_has_grounds_and_a_message(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	judge_by(&w, w.t.profile);
	for (size_t i = 0; i < w.f.all.n; i++) {
		assert_true(w.f.all.v[i]->because.n > 0);
		assert_true(strlen(w.f.all.v[i]->message) > 10);
		assert_true(
			w.f.all.v[i]->certainty <= finding_table[w.f.all.v[i]->id].proof);
	}
	world_close(&w);
}

static void a_profile_of_another_path_cannot_be_told(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	judge_by(&w, profile_of(&w, "letsencrypt"));
	assert_string_equal(bad(&w), "unknown:file-not-served");
	expect_message(&w, FINDING_FILE_NOT_SERVED, VERDICT_UNKNOWN,
		"/.well-known/acme-challenge/");
	judge_by(&w, profile_of(&w, "digicert"));
	assert_string_equal(bad(&w), "");
	world_close(&w);
}

static void a_pass_of_the_connect_says_what_it_does_not_prove(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	judge_by(&w, w.t.profile);
	expect_message(&w, FINDING_SELF_PROBE_LOCAL, VERDICT_PASS, "not the way in");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_healthy_host_is_clean_under_every_profile),
		cmocka_unit_test(only_the_outside_stays_unproved),
		cmocka_unit_test(each_stage_that_is_fine_says_so),
		cmocka_unit_test(every_finding_has_grounds_and_a_message),
		cmocka_unit_test(a_profile_of_another_path_cannot_be_told),
		cmocka_unit_test(a_pass_of_the_connect_says_what_it_does_not_prove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
