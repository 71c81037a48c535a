/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file on disk, a CDN in front, and what comes next. */
#include "world_break.h"

/* -- the disk -------------------------------------------------------------- */
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

/* -- CDN ------------------------------------------------------------------- */
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
	expect_message(&w, FINDING_CDN_STALE, VERDICT_FAIL, "with an old copy");
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
