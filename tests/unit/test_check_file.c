/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The validation file: served, on disk, behind a CDN; and what comes next. */
#include "world_break.h"

static void serve(struct world *w, const char *body)
{
	set_status(w, NULL, SCHEME__MAX, NULL, 200, body);
}

static void expect_body(const char *body, const char *strict, const char *digicert,
	const char *letsencrypt, const char *pebble)
{
	const char *const rows[][2] = {{"strict", strict}, {"digicert", digicert},
		{"letsencrypt", letsencrypt}, {"pebble", pebble}};
	for (size_t i = 0; i < 4; i++) {
		struct world w;
		world_open4(&w, rows[i][0]);
		serve(&w, body);
		judge_by(&w, w.t.profile);
		if (strcmp(bad(&w), rows[i][1]) != 0)
			fail_msg("%s: \"%s\", expected \"%s\"", rows[i][0], bad(&w),
				rows[i][1]);
		world_close(&w);
	}
}

static void each_ca_compares_in_its_own_way(void **state)
{
	(void)state;
	expect_body(TOKEN, "", "", "", "");
	expect_body(TOKEN "\n", "fail:file-edited", "", "", "");
	expect_body(TOKEN "\r\n", "fail:file-edited", "", "", "");
	expect_body(TOKEN " ", "fail:file-edited", "", "", "fail:file-edited");
	expect_body("\xEF\xBB\xBF" TOKEN, "fail:file-edited", "", "fail:file-edited",
		"fail:file-edited");
	expect_body("\n" TOKEN, "fail:file-edited", "", "fail:file-edited",
		"fail:file-edited");
	expect_body("xyz" TOKEN, "fail:file-differs", "", "fail:file-differs",
		"fail:file-differs");
	expect_body("", "fail:file-differs", "fail:file-differs", "fail:file-differs",
		"fail:file-differs");
}

static void lines_are_compared_line_by_line(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "sectigo");
	w.t.expect = bytes_of("HASH\nsectigo.com\n");
	serve(&w, "HASH\r\nsectigo.com");
	EXPECT(&w, "");
	serve(&w, "HASH\nother.com\n");
	EXPECT(&w, "fail:file-differs");
	serve(&w, "HASH\n");
	EXPECT(&w, "fail:file-differs");
	world_close(&w);
}

static void an_unknown_body_rule_is_a_risk(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "globalsign");
	serve(&w, TOKEN "\n");
	EXPECT(&w, "warn:file-edited");
	expect_message(&w, FINDING_FILE_EDITED, VERDICT_WARN, "no source tells");
	serve(&w, TOKEN);
	EXPECT(&w, "");
	world_close(&w);
}

static void a_web_page_instead(void **state)
{
	(void)state;
	expect_body("<!DOCTYPE html><html><body>Shop</body></html>", "fail:html-instead",
		"fail:html-instead", "fail:html-instead", "fail:html-instead");
	expect_body("<!DOCTYPE html><html><body>" TOKEN "</body></html>",
		"fail:html-instead", "", "fail:html-instead", "fail:html-instead");
}

static void an_answer_cut_short_by_the_connection(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	hop_of(&w, APEX, SCHEME_HTTP, NULL, 0)->body_complete = false;
	EXPECT(&w, "fail:connect-reset");
	world_close(&w);
}

/* -- places that do not answer alike
 * ------------------------------------------------------- */
static void a_stale_file_on_one_of_two_addresses(void **state)
{
	static const struct {
		const char *profile, *want;
	} rows[] = {
		{"strict", "fail:file-address-differs"},
		{"letsencrypt", "fail:file-address-differs"},
		{"digicert", "warn:file-address-differs"},
		{"pebble", "unknown:file-address-differs"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world w;
		world_open4(&w, rows[i].profile);
		add_address(&w, APEX, OTHER4, WHERE_ELSEWHERE);
		set_status(&w, NULL, SCHEME__MAX, OTHER4, 200, "an older file");
		EXPECT(&w, rows[i].want);
		world_close(&w);
	}
}

static void a_404_over_ipv6_has_no_fallback(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "letsencrypt");
	set_status(&w, NULL, SCHEME__MAX, HERE6, 404, "");
	EXPECT(&w, "fail:file-address-differs");
	world_close(&w);
	world_open(&w, "letsencrypt"); /* near: over IPv4 it is never asked */
	set_status(&w, NULL, SCHEME__MAX, HERE4, 404, "");
	EXPECT(&w, "warn:file-address-differs");
	world_close(&w);
}

static void www_serves_another_file(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	set_status(&w, WWW, SCHEME__MAX, NULL, 404, "");
	EXPECT(&w, "fail:file-sibling-differs");
	expect_advice(&w, FINDING_FILE_SIBLING_DIFFERS, "server_name www.example.com");
	world_close(&w);
	world_open4(&w, "digicert");
	set_status(&w, WWW, SCHEME__MAX, NULL, 404, "");
	EXPECT(&w, "");
	world_close(&w);
}

static void https_lacks_the_file(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	set_status(&w, NULL, SCHEME_HTTPS, NULL, 404, "");
	EXPECT(&w, "fail:file-scheme-differs");
	judge_by(&w, profile_of(&w, "digicert"));
	assert_string_equal(bad(&w), "warn:file-scheme-differs");
	world_close(&w);
	world_open4(&w, "letsencrypt");
	set_status(&w, NULL, SCHEME_HTTPS, NULL, 404, "");
	EXPECT(&w, "");
	world_close(&w);
}

/* -- without an expectation
 * -------------------------------------------------------------------- */
static void a_name_made_up_by_chance(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	w.t.have_expect = false;
	w.t.random = true;
	set_status(&w, NULL, SCHEME__MAX, NULL, 404, "");
	EXPECT(&w, "unknown:file-not-served");
	expect_message(
		&w, FINDING_FILE_NOT_SERVED, VERDICT_UNKNOWN, "the path can be reached");
	expect_advice(&w, FINDING_FILE_NOT_SERVED, "--file");
	serve(&w, "<html>every path</html>");
	EXPECT(&w, "fail:html-instead");
	serve(&w, "ok");
	EXPECT(&w, "fail:html-instead");
	set_status(&w, NULL, SCHEME__MAX, NULL, 403, "");
	EXPECT(&w, "fail:http-status");
	world_close(&w);
}

static void a_named_file_of_unknown_content(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	w.t.have_expect = false;
	serve(&w, "something");
	EXPECT(&w, "unknown:file-differs");
	set_status(&w, NULL, SCHEME__MAX, NULL, 404, "");
	EXPECT(&w, "fail:http-status");
	world_close(&w);
}

/* -- age ------------------------------------------------------------------- */
static void older_than_it_is_good_for(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	w.t.issued = w.t.now - 72 * 3600 + 1;
	w.t.issued_given = true;
	EXPECT(&w, "");
	w.t.issued = w.t.now - 72 * 3600;
	EXPECT(&w, "fail:file-expired");
	judge_by(&w, profile_of(&w, "digicert")); /* 30 days */
	assert_string_equal(bad(&w), "");
	w.t.issued_given = false; /* a time stamp proves little */
	EXPECT(&w, "warn:file-expired");
	w.t.issued = 0;
	EXPECT(&w, "");
	w.e.webroot.obs.seen = SEEN_YES;
	w.e.webroot.body = w.t.expect;
	w.e.webroot.mtime = w.t.now - 100 * 3600;
	EXPECT(&w, "warn:file-expired");
	world_close(&w);
}

static void an_unknown_life_is_that_of_the_rules(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	struct profile *p = profile_copy(&w, "strict");
	p->token_hours = PROFILE_UNKNOWN;
	w.t.profile = p;
	w.t.issued_given = true;
	w.t.issued = w.t.now - 29 * 24 * 3600;
	EXPECT(&w, "");
	w.t.issued = w.t.now - 30 * 24 * 3600;
	EXPECT(&w, "warn:file-expired");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_ca_compares_in_its_own_way),
		cmocka_unit_test(lines_are_compared_line_by_line),
		cmocka_unit_test(an_unknown_body_rule_is_a_risk),
		cmocka_unit_test(a_web_page_instead),
		cmocka_unit_test(an_answer_cut_short_by_the_connection),
		cmocka_unit_test(a_stale_file_on_one_of_two_addresses),
		cmocka_unit_test(a_404_over_ipv6_has_no_fallback),
		cmocka_unit_test(www_serves_another_file),
		cmocka_unit_test(https_lacks_the_file),
		cmocka_unit_test(a_name_made_up_by_chance),
		cmocka_unit_test(a_named_file_of_unknown_content),
		cmocka_unit_test(older_than_it_is_good_for),
		cmocka_unit_test(an_unknown_life_is_that_of_the_rules),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
