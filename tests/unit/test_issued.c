/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "issued.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>

static const int64_t now = INT64_C(1795290000); /* 2026-11-21 19:40:00 UTC */

struct row {
	const char *text;
	int64_t want;
};

static void check_rows(const struct row *rows)
{
	for (; rows->text; rows++) {
		int64_t got = -1;
		enum err err = issued_parse(rows->text, now, &got);
		if (err != ERR_OK || got != rows->want)
			fail_msg("\"%s\": %s, %lld, want %lld", rows->text, err_str(err),
				(long long)got, (long long)rows->want);
	}
}

static void iso_times_are_read_with_their_offset(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{"2026-11-20T10:00:00Z", 1795168800},
		{"2026-11-20 10:00Z", 1795168800},
		{"2026-11-20t10:00:30z", 1795168830},
		{"2026-11-20 18:00 +08:00", 1795168800},
		{"2026-11-20T18:00+0800", 1795168800},
		{"2026-11-20T18:00+08", 1795168800},
		{"2026-11-20T04:30-05:30", 1795168800},
		{"2024-02-29T00:00:00Z", 1709164800},
		{"2000-01-01T00:00:00Z", 946684800},
		{"@1795168800", 1795168800},
		{NULL, 0},
	};
	check_rows(rows);
}

static void a_time_without_offset_is_local(void **state)
{
	(void)state;
	static const struct row shanghai[] = {
		{"2026-11-20", 1795104000},
		{"2026-11-20 10:00", 1795140000},
		{NULL, 0},
	};
	static const struct row utc[] = {
		{"2026-11-20", 1795132800},
		{"2026-11-20 10:00", 1795168800},
		{NULL, 0},
	};
	setenv("TZ", "CST-8", 1);
	tzset();
	check_rows(shanghai);
	setenv("TZ", "UTC0", 1);
	tzset();
	check_rows(utc);
}

static void ago_is_counted_from_now(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{"3d ago", 1795290000 - 3 * 86400},
		{"36h", 1795290000 - 36 * 3600},
		{"1d 12h ago", 1795290000 - 36 * 3600},
		{"1d12h", 1795290000 - 36 * 3600},
		{"90 minutes ago", 1795290000 - 90 * 60},
		{"1 week", 1795290000 - 7 * 86400},
		{"2w", 1795290000 - 14 * 86400},
		{"45s", 1795290000 - 45},
		{"5 min", 1795290000 - 300},
		{"now", 1795290000},
		{"0d", 1795290000},
		{NULL, 0},
	};
	check_rows(rows);
}

static void what_is_no_moment_is_refused(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum err want;
	} rows[] = {
		{"", ERR_SYNTAX},
		{"yesterday", ERR_SYNTAX},
		{"3", ERR_SYNTAX},
		{"3 fortnights", ERR_SYNTAX},
		{"3d later", ERR_SYNTAX},
		{"ago", ERR_SYNTAX},
		{"3dd", ERR_SYNTAX},
		{"20-11-2026", ERR_SYNTAX},
		{"2026-1-2", ERR_SYNTAX},
		{"2026-11-20 10", ERR_SYNTAX},
		{"2026-11-20 10:00:00.5", ERR_SYNTAX},
		{"2026-11-20T", ERR_SYNTAX},
		{"2026-11-20x", ERR_SYNTAX},
		{"@", ERR_SYNTAX},
		{"@12x", ERR_SYNTAX},
		{"2026-02-30", ERR_RANGE},
		{"2026-13-01", ERR_RANGE},
		{"2026-00-01", ERR_RANGE},
		{"2026-11-20 24:00", ERR_RANGE},
		{"2026-11-20 10:60", ERR_RANGE},
		{"2025-02-29", ERR_RANGE},
		{"1999-12-31T23:59:59Z", ERR_RANGE},
		{"2026-11-23T00:00:00Z", ERR_RANGE},
		{"@99999999999999999999", ERR_RANGE},
		{"99999999999d ago", ERR_RANGE},
		{"99999999w", ERR_RANGE},
		{"@0", ERR_RANGE},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t got;
		enum err err = issued_parse(rows[i].text, now, &got);
		if (err != rows[i].want)
			fail_msg("\"%s\": %s, want %s", rows[i].text, err_str(err),
				err_str(rows[i].want));
	}
}

static void a_clock_in_another_zone_may_be_ahead(void **state)
{
	(void)state;
	int64_t got;
	assert_int_equal(issued_parse("2026-11-22T19:40:00Z", now, &got), ERR_OK);
	assert_int_equal(issued_parse("2026-11-22T19:40:01Z", now, &got), ERR_RANGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(iso_times_are_read_with_their_offset),
		cmocka_unit_test(a_time_without_offset_is_local),
		cmocka_unit_test(ago_is_counted_from_now),
		cmocka_unit_test(what_is_no_moment_is_refused),
		cmocka_unit_test(a_clock_in_another_zone_may_be_ahead),
	};
	return cmocka_run_group_tests_name("issued", tests, NULL, NULL);
}
