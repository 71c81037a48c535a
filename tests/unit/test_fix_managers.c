/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the rows of firewall managers share: times, and the timer that ends an opening. */
#include "fixes/managers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static struct arena *arena;
static struct host_file systemd;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	systemd = (struct host_file){.seen = SEEN_YES, .directory = true};
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const struct host_file *file(void *arg, const char *path)
{
	(void)arg;
	return strcmp(path, "/run/systemd/system") == 0 ? &systemd : NULL;
}

static void times_are_dates_of_the_calendar(void **state)
{
	(void)state;
	static const int64_t days[] = {0, 58, 59, 60, 364, 365, 789, 790, 11015, 11016,
		11017, 19782, 19783, 20787, 24855, 47540, 47541};
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		const time_t at = (time_t)(days[i] * 86400 + 3 * 3600 + 4 * 60 + 5);
		char want[32];
		struct tm tm;
		gmtime_r(&at, &tm);
		strftime(want, sizeof(want), "%Y-%m-%d %H:%M:%S UTC", &tm);
		assert_string_equal(managers_time(arena, at), want);
		want[10] = 'T';
		want[19] = '\0';
		assert_string_equal(managers_datestop(arena, at), want);
	}
}

struct timed { /* a plan with one step, and who asks for a timer */
	struct plan plan;
	struct fix_host host;
	struct ask_change ask;
	struct fixing f;
};

static void timed_init(struct timed *t)
{
	*t = (struct timed){.host = {.file = file, .self = "/usr/sbin/pkiready"}};
	plan_init(&t->plan, arena, "20261130-141203", 1796047923);
	plan_add(&t->plan, STEP_RUN, "open");
	t->f = (struct fixing){
		.arena = arena, .ask = &t->ask, .host = &t->host, .plan = &t->plan};
}

static void the_timer_stands_before_what_it_takes_back(void **state)
{
	(void)state;
	struct timed t;
	const char *why = NULL;
	timed_init(&t);
	t.host.state_dir = "/srv/state";
	assert_true(managers_timer(&t.f, 1796051523, &why));
	assert_true(managers_timer(&t.f, 1796051523, &why));
	assert_int_equal(t.plan.steps.n, 5);
	assert_string_equal(t.plan.steps.v[4]->title, "open");
	const struct put *service = &t.plan.steps.v[0]->put;
	assert_string_equal(
		service->path, "/etc/systemd/system/pkiready-20261130-141203.service");
	assert_non_null(strstr((const char *)service->bytes.p,
		"\nExecStart=/usr/sbin/pkiready undo 20261130-141203 --yes "
		"--state-dir /srv/state\n"));
	assert_non_null(strstr((const char *)t.plan.steps.v[1]->put.bytes.p,
		"\nOnCalendar=2026-11-30 15:12:03 UTC\n"));
	assert_true(t.plan.steps.v[2]->undo_last);
}

static void without_systemd_there_is_no_timer(void **state)
{
	(void)state;
	struct timed t;
	const char *why = NULL;
	timed_init(&t);
	systemd.directory = false;
	assert_false(managers_timer(&t.f, 1796051523, &why));
	assert_non_null(why);
	assert_int_equal(t.plan.steps.n, 1);
}

static void a_path_that_a_unit_would_read_otherwise_gets_no_timer(void **state)
{
	(void)state;
	static const char *const paths[] = {NULL, "", "pkiready",
		"/opt/my tools/pkiready", "/opt/100%/pkiready", "/opt/$HOME/pkiready",
		"/opt/a;b", "/opt/a\nb", "/opt/\"a\""};
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct timed t;
		const char *why = NULL;
		timed_init(&t);
		t.host.self = paths[i];
		assert_false(managers_timer(&t.f, 1796051523, &why));
		t.host.self = "/usr/sbin/pkiready";
		t.host.state_dir = paths[i];
		assert_true(managers_timer(&t.f, 1796051523, &why) == (i == 0));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			times_are_dates_of_the_calendar, setup, teardown),
		cmocka_unit_test_setup_teardown(
			the_timer_stands_before_what_it_takes_back, setup, teardown),
		cmocka_unit_test_setup_teardown(
			without_systemd_there_is_no_timer, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_path_that_a_unit_would_read_otherwise_gets_no_timer, setup,
			teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
