/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whole reports against tests/fixtures/report. REPORT_UPDATE=1 in the environment writes
 * them anew; look at the difference before you commit it. @VERSION@ is the version.
 */
#include "report_drawn.h"

#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

enum { GOLDEN_MAX = 1 << 20 };

static struct arena *a;

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

static const char *replaced(const char *s, const char *from, const char *to)
{
	const char *at = strstr(s, from);
	if (!at)
		return s;
	return arena_printf(a, "%.*s%s%s", (int)(at - s), s, to, at + strlen(from));
}

static const char *quoted_version(const char *version)
{
	return arena_printf(a, "\"version\": \"%s\"", version);
}

static const char *line_version(const char *version)
{
	return arena_printf(a, "tool.version=%s\n", version);
}

static void update(const char *path, const char *s)
{
	s = replaced(s, quoted_version(PKIREADY_VERSION), quoted_version("@VERSION@"));
	s = replaced(s, line_version(PKIREADY_VERSION), line_version("@VERSION@"));
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_not_equal(fputs(s, f), EOF);
	assert_int_equal(fclose(f), 0);
}

static const char *committed(const char *path)
{
	char *s = arena_alloc(a, GOLDEN_MAX);
	FILE *f = fopen(path, "r");
	if (!f)
		fail_msg("%s is missing: REPORT_UPDATE=1 writes it", path);
	size_t n = fread(s, 1, GOLDEN_MAX - 1, f);
	fclose(f);
	assert_int_not_equal(n, GOLDEN_MAX - 1);
	const char *t = replaced(
		s, quoted_version("@VERSION@"), quoted_version(PKIREADY_VERSION));
	return replaced(t, line_version("@VERSION@"), line_version(PKIREADY_VERSION));
}

static void golden(
	scene_fn *scene, report_fn *report, const struct style *s, const char *file)
{
	const char *is = drawn(a, scene, report, s);
	const char *path = arena_printf(a, "tests/fixtures/report/%s", file);
	assert_non_null(is);
	if (getenv("REPORT_UPDATE"))
		update(path, is);
	assert_string_equal(is, committed(path));
}

/* clang-format off */
#define GOLDEN(test, scene, report, style, file) \
	static void test(void **state) \
	{ \
		(void)state; \
		golden(scene, report, &style, file); \
	}
#define GOLDENS(X) \
	X(a_healthy_host_is_ready_on_one_screen, \
		world_healthy, report_result, style_text, "healthy.txt") \
	X(verbose_adds_passes_and_looks, \
		world_healthy, report_result, style_verbose, "healthy-verbose.txt") \
	X(a_healthy_host_in_json, \
		world_healthy, report_result, style_json, "healthy.json") \
	X(a_healthy_host_in_kv, \
		world_healthy, report_result, style_kv, "healthy.kv") \
	X(a_cloud_customer_has_it_all_on_one_screen, \
		world_cloud, report_result, style_text, "cloud.txt") \
	X(a_wide_terminal_has_a_roomy_picture, \
		world_healthy, report_result, style_wide, "healthy-wide.txt") \
	X(an_ascii_locale_has_an_ascii_picture, \
		world_no_listener, report_result, style_ascii, "no-listener-ascii.txt") \
	X(a_redirect_fails_under_the_documents, \
		world_redirect, report_result, style_text, "redirect.txt") \
	X(a_redirect_in_json, \
		world_redirect, report_result, style_json, "redirect.json") \
	X(a_dead_aaaa_is_one_cause, \
		world_dead_aaaa, report_result, style_text, "dead-aaaa.txt") \
	X(a_dead_aaaa_in_json, \
		world_dead_aaaa, report_result, style_json, "dead-aaaa.json") \
	X(no_listener_has_its_consequences_below, \
		world_no_listener, report_result, style_text, "no-listener.txt") \
	X(a_narrow_terminal_wraps_it_all, world_no_listener, \
		report_result, style_narrow, "no-listener-narrow.txt") \
	X(without_a_name_the_host_is_shown, \
		world_host_only, report_result, style_text, "host-only.txt") \
	X(without_a_name_in_json, \
		world_host_only, report_result, style_json, "host-only.json") \
	X(hostile_bytes_are_shown_and_not_obeyed, \
		world_hostile, report_result, style_verbose, "hostile.txt") \
	X(hostile_bytes_in_json, \
		world_hostile, report_result, style_json, "hostile.json") \
	X(a_denied_look_cannot_tell, \
		world_denied, report_result, style_text, "denied.txt") \
	X(a_denied_look_in_json, \
		world_denied, report_result, style_json, "denied.json") \
	X(many_names_are_bounded, \
		world_many, report_result, style_text, "many.txt") \
	X(idn_names_have_their_own_letters, \
		world_idn, report_result, style_text, "idn.txt") \
	X(a_trace_goes_hop_by_hop, \
		world_trace, report_trace, style_text, "trace.txt") \
	X(a_trace_in_json, \
		world_trace, report_trace, style_json, "trace.json") \
	X(a_record_that_all_hold_is_one_screen, \
		world_dns_ready, report_dns, style_text, "dns-ready.txt") \
	X(each_server_says_how_it_differs, \
		world_dns_differs, report_dns, style_text, "dns-differs.txt") \
	X(a_narrow_terminal_wraps_servers, \
		world_dns_differs, report_dns, style_narrow, "dns-differs-narrow.txt") \
	X(the_dns_report_in_ascii, \
		world_dns_ready, report_dns, style_ascii, "dns-ready-ascii.txt") \
	X(the_dns_report_in_json, \
		world_dns_differs, report_dns, style_json, "dns-differs.json") \
	X(the_dns_report_in_kv, \
		world_dns_differs, report_dns, style_kv, "dns-differs.kv") \
	X(a_blocked_resolver_is_not_known, \
		world_dns_blocked, report_dns, style_text, "dns-blocked.txt") \
	X(fifty_names_are_a_line_each, \
		world_dns_many, report_dns, style_text, "dns-many.txt")

GOLDENS(GOLDEN)
#define ROW(test, ...) cmocka_unit_test(test),

int main(void)
{
	const struct CMUnitTest tests[] = {GOLDENS(ROW)};
	return cmocka_run_group_tests(tests, setup, teardown);
}
