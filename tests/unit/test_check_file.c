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

/* -- age
 * ------------------------------------------------------------------------------------------
 */
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

/* -- the disk
 * ----------------------------------------------------------------------------------------
 */
static void disk(struct world *w, enum seen seen, int64_t status)
{
	world_open4(w, "strict");
	w->t.webroot = "/srv/www";
	w->e.webroot.obs = (struct obs){.seen = seen, .source = "web root"};
	w->e.webroot.path = "/srv/www/.well-known/pki-validation/fileauth.txt";
	w->e.webroot.body = w->t.expect;
	w->e.webroot.readable = SEEN_YES;
	w->e.webroot.user = "www-data";
	if (status)
		set_status(w, NULL, SCHEME__MAX, NULL, status, "");
}

static void the_disk_tells_why_it_is_404(void **state)
{
	(void)state;
	struct world w;
	disk(&w, SEEN_NO, 404);
	EXPECT(&w, "fail:file-not-on-disk");
	expect_advice(&w, FINDING_FILE_NOT_ON_DISK,
		"mkdir -p '/srv/www/.well-known/pki-validation'");
	VEC_PUSH(w.a, &w.e.webroot.beside, "index.html");
	EXPECT(&w, "fail:file-not-on-disk");
	world_close(&w);
	disk(&w, SEEN_YES, 404);
	EXPECT(&w, "fail:file-not-served");
	w.e.webroot.readable = SEEN_NO;
	w.e.webroot.blocked_at = "/srv/www/.well-known";
	EXPECT(&w, "fail:file-unreadable");
	expect_message(&w, FINDING_FILE_UNREADABLE, VERDICT_FAIL, "stopped at /srv/www/");
	world_close(&w);
}

static void a_near_name_beside_it(void **state)
{
	static const char *const near[] = {"fileauth.txt.txt", "FileAuth.txt", "fileauth",
		"fileauth.txt.html", "fileauth (1).txt", "fileauth.txt~"};
	(void)state;
	for (size_t i = 0; i < sizeof(near) / sizeof(*near); i++) {
		struct world w;
		disk(&w, SEEN_NO, 404);
		VEC_PUSH(w.a, &w.e.webroot.beside, near[i]);
		EXPECT(&w, "fail:file-renamed");
		expect_message(&w, FINDING_FILE_RENAMED, VERDICT_FAIL, near[i]);
		world_close(&w);
	}
}

static void what_is_served_well_needs_no_disk(void **state)
{
	(void)state;
	struct world w;
	disk(&w, SEEN_NO, 0);
	EXPECT(&w, "");
	w.e.webroot.obs.seen = SEEN_DENIED;
	EXPECT(&w, "");
	set_status(&w, NULL, SCHEME__MAX, NULL, 404, "");
	EXPECT(&w, "fail:http-status unknown:file-not-on-disk");
	world_close(&w);
	disk(&w, SEEN_YES, 0);
	EXPECT(&w, "");
	expect_message(
		&w, FINDING_FILE_NOT_ON_DISK, VERDICT_PASS, "is the expected file");
	expect_message(&w, FINDING_FILE_UNREADABLE, VERDICT_PASS, "by www-data");
	world_close(&w);
}

static void another_machine_has_another_disk(void **state)
{
	(void)state;
	struct world w;
	world_empty(&w, "letsencrypt");
	add_host(&w);
	add_name(&w, APEX, ROLE_EXAMINED);
	add_address(&w, APEX, OTHER4, WHERE_ELSEWHERE);
	w.e.webroot.obs.seen = SEEN_NO;
	set_status(&w, NULL, SCHEME__MAX, NULL, 404, "");
	EXPECT(&w, "fail:address-elsewhere");
	world_close(&w);
}

/* -- CDN
 * ---------------------------------------------------------------------------------------------
 */
static void behind_cdn(struct world *w, int64_t status, const char *body)
{
	world_empty(w, "letsencrypt");
	add_host(w);
	add_name(w, APEX, ROLE_EXAMINED);
	add_address(w, APEX, OTHER4, WHERE_ELSEWHERE);
	set_status(w, NULL, SCHEME__MAX, NULL, status, body);
}

static void a_cdn_that_fails_is_the_cause(void **state)
{
	(void)state;
	struct world w;
	behind_cdn(&w, 403, "");
	VEC_PUSH(w.a, &look_of(&w, APEX)->a.chain, "example.com.cdn.cloudflare.net");
	EXPECT(&w, "fail:cdn-serves");
	expect_message(
		&w, FINDING_CDN_SERVES, VERDICT_FAIL, "Cloudflare (known by the CNAME");
	assert_non_null(find(&w, FINDING_METHOD_OTHER_FITS, VERDICT_PASS));
	world_close(&w);
	behind_cdn(&w, 200, "an older file");
	add_header(&w, hop_of(&w, APEX, SCHEME_HTTP, NULL, 0), "eagleid", "2ff6");
	EXPECT(&w, "fail:cdn-serves");
	add_header(&w, hop_of(&w, APEX, SCHEME_HTTP, NULL, 0), "age", "3600");
	EXPECT(&w, "fail:cdn-stale");
	world_close(&w);
	behind_cdn(&w, 200, "an older file"); /* the origin's disk is right */
	add_header(&w, hop_of(&w, APEX, SCHEME_HTTP, NULL, 0), "cf-ray", "8c1f-FRA");
	w.e.webroot.obs.seen = SEEN_YES;
	w.e.webroot.body = w.t.expect;
	EXPECT(&w, "fail:cdn-stale");
	world_close(&w);
}

static void a_cdn_that_serves_well_leaves_its_other_edges_unproved(void **state)
{
	(void)state;
	struct world w;
	behind_cdn(&w, 200, TOKEN);
	EXPECT(&w, "");
	assert_null(find(&w, FINDING_CDN_SERVES, VERDICT_UNKNOWN));
	add_header(&w, hop_of(&w, APEX, SCHEME_HTTP, NULL, 0), "x-amz-cf-id", "abc");
	EXPECT(&w, "");
	const struct finding *x = find(&w, FINDING_CDN_SERVES, VERDICT_UNKNOWN);
	assert_non_null(x);
	assert_true(x->outside_only);
	assert_string_equal(x->subject.thing, "Amazon CloudFront");
	world_close(&w);
}

static void this_host_is_no_cdn(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	add_header(&w, hop_of(&w, APEX, SCHEME_HTTP, NULL, 0), "via", "1.1 varnish");
	EXPECT(&w, "");
	assert_null(find(&w, FINDING_CDN_SERVES, VERDICT_UNKNOWN));
	world_close(&w);
}

static void known_ranges_tell_a_cdn(void **state)
{
	(void)state;
	struct world w;
	world_empty(&w, "letsencrypt");
	add_host(&w);
	add_name(&w, APEX, ROLE_EXAMINED);
	add_address(&w, APEX, "104.16.5.5", WHERE_ELSEWHERE);
	EXPECT(&w, "");
	expect_message(&w, FINDING_CDN_SERVES, VERDICT_UNKNOWN, "104.16.0.0/13");
	world_close(&w);
}

/* -- what comes next
 * ------------------------------------------------------------------------------------ */
static void what_to_keep_is_said_when_ready_alone(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	EXPECT(&w, "");
	assert_non_null(find(&w, FINDING_KEEP_UNTIL_ISSUED, VERDICT_PASS));
	assert_null(find(&w, FINDING_CONSOLE_LAGS, VERDICT_PASS));
	set_status(&w, NULL, SCHEME__MAX, NULL, 404, "");
	EXPECT(&w, "fail:http-status");
	assert_null(find(&w, FINDING_KEEP_UNTIL_ISSUED, VERDICT_PASS));
	assert_null(find(&w, FINDING_METHOD_OTHER_FITS, VERDICT_PASS));
	world_close(&w);
	world_open4(&w, "alibaba");
	EXPECT(&w, "");
	assert_non_null(find(&w, FINDING_CONSOLE_LAGS, VERDICT_PASS));
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
		cmocka_unit_test(the_disk_tells_why_it_is_404),
		cmocka_unit_test(a_near_name_beside_it),
		cmocka_unit_test(what_is_served_well_needs_no_disk),
		cmocka_unit_test(another_machine_has_another_disk),
		cmocka_unit_test(a_cdn_that_fails_is_the_cause),
		cmocka_unit_test(a_cdn_that_serves_well_leaves_its_other_edges_unproved),
		cmocka_unit_test(this_host_is_no_cdn),
		cmocka_unit_test(known_ranges_tell_a_cdn),
		cmocka_unit_test(what_to_keep_is_said_when_ready_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
