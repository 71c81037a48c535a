/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host probe between a fake host's broker and the evidence. */
#include "broker.h"
#include "fake_host.h"
#include "probe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void look_around(struct broker *b, struct look *l, int64_t ms)
{
	l->broker = b;
	l->loop = loop_new();
	l->began = loop_now();
	look_begin(l);
	probe_host.start(l);
	look_end(l);
	while (l->pending > 0 && look_at(l) < ms)
		loop_turn(l->loop, 50);
	l->stopped = true;
	probe_host.finish(l);
}

/* Which expectation failed; 0: none. */
static int expect_all(struct broker *b, void *arg)
{
	struct arena *a = arena_new();
	struct target t = {0};
	struct evidence e = {0};
	struct look l = {.arena = a, .target = &t, .evidence = &e};
	(void)arg;
	look_around(b, &l, 5000);
	if (l.pending != 0)
		return 1;
	if (e.listeners.obs.seen != SEEN_YES || e.listeners.all.n != 2)
		return 2;
	if (e.addresses.obs.seen != SEEN_YES || e.addresses.defaults.n != 1)
		return 3;
	if (e.cloud.obs.seen != SEEN_NO || strcmp(e.cloud.obs.source, "DMI") != 0)
		return 4;
	if (e.firewalls.obs.seen != SEEN_YES || e.firewalls.all.n != 1)
		return 5;
	if (e.firewalls.all.v[0]->obs.at != e.firewalls.obs.at)
		return 6;
	if (e.firewalls.obs.at < e.cloud.obs.at)
		return 7;
	return 0;
}

/* The examiner is a child: cmocka must not go on in it, its exit status tells. */
static int examine_all(struct broker *b, void *arg)
{
	_exit(expect_all(b, arg));
}

static void all_answers_come_into_the_evidence(void **state)
{
	(void)state;
	assert_int_equal(broker_run(&fake_host, examine_all, NULL), 0);
}

static int expect_none(struct broker *b, void *arg)
{
	const bool interrupted = *(const bool *)arg;
	const enum seen want = interrupted ? SEEN_SKIPPED : SEEN_FAILED;
	struct arena *a = arena_new();
	struct target t = {0};
	struct evidence e = {.interrupted = interrupted};
	struct look l = {.arena = a, .target = &t, .evidence = &e};
	look_around(b, &l, 0);
	const struct obs *all[] = {
		&e.listeners.obs, &e.addresses.obs, &e.cloud.obs, &e.firewalls.obs};
	for (int i = 0; i < 4; i++)
		if (all[i]->seen != want || !all[i]->source ||
			strcmp(all[i]->excerpt, "no answer before the look ended") != 0)
			return 1 + i;
	return 0;
}

static int examine_none(struct broker *b, void *arg)
{
	_exit(expect_none(b, arg));
}

static void what_did_not_answer_in_time_is_failed(void **state)
{
	(void)state;
	bool interrupted = false;
	fake.hang_ms = 300;
	assert_int_equal(broker_run(&fake_host, examine_none, &interrupted), 0);
	fake.hang_ms = 0;
}

static void what_did_not_answer_before_ctrl_c_is_skipped(void **state)
{
	(void)state;
	bool interrupted = true;
	fake.hang_ms = 300;
	assert_int_equal(broker_run(&fake_host, examine_none, &interrupted), 0);
	fake.hang_ms = 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_answers_come_into_the_evidence),
		cmocka_unit_test(what_did_not_answer_in_time_is_failed),
		cmocka_unit_test(what_did_not_answer_before_ctrl_c_is_skipped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
