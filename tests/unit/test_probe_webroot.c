/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "broker.h"
#include "fake_host.h"
#include "probe.h"

#include <stdlib.h>
#include <string.h>

enum { SAME = 7 };

struct wanted { /* what the probe must leave in the evidence */
	struct target target;
	bool stop_at_once, interrupt;
	enum seen seen;
	const char *path, *excerpt;
	int64_t size, user_uid;
};

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* In the examiner: asserts of cmocka would not reach the parent, an exit status does. */
static int examine(struct broker *b, void *arg)
{
	const struct wanted *w = arg;
	struct arena *a = arena_new();
	struct evidence e = {.interrupted = w->interrupt};
	struct look l = {.arena = a,
		.loop = loop_new(),
		.broker = b,
		.target = &w->target,
		.evidence = &e,
		.began = loop_now()};
	look_begin(&l);
	probe_webroot.start(&l);
	for (int i = 0; l.pending > 1 && i < 100 && !w->stop_at_once; i++)
		loop_turn(l.loop, 50);
	l.stopped = true;
	probe_webroot.finish(&l);
	const struct webroot_look *r = &e.webroot;
	bool good = r->obs.seen == w->seen && same(r->path, w->path) &&
		    same(r->obs.excerpt, w->excerpt) && r->size == w->size &&
		    r->user_uid == w->user_uid;
	broker_end_looks(b);
	loop_free(l.loop);
	arena_free(a);
	_Exit(good ? SAME : 1); /* the child must not go on as a second test program */
}

static void expect(struct wanted w)
{
	assert_int_equal(broker_run(&fake_host, examine, &w), SAME);
}

static void the_hosts_answer_is_the_evidence(void **state)
{
	(void)state;
	fake.webroot_look = (struct webroot_look){
		.obs = {.seen = SEEN_YES, .source = "web root", .excerpt = "there"},
		.path = "/srv/www/x.txt",
		.size = 42,
		.user_uid = 33};
	expect((struct wanted){.target = {.webroot = "/srv/www", .path = "/x.txt"},
		.seen = SEEN_YES,
		.path = "/srv/www/x.txt",
		.excerpt = "there",
		.size = 42,
		.user_uid = 33});
}

static void without_a_web_root_or_a_path_nothing_is_asked(void **state)
{
	(void)state;
	expect((struct wanted){.target = {.path = "/x.txt"}});
	expect((struct wanted){.target = {.webroot = "/srv/www"}});
}

static void no_answer_before_the_end_is_a_failed_look(void **state)
{
	(void)state;
	expect((struct wanted){.target = {.webroot = "/srv/www", .path = "/x.txt"},
		.stop_at_once = true,
		.seen = SEEN_FAILED,
		.excerpt = "no answer before the look ended",
		.user_uid = -1});
}

static void an_interrupted_look_is_a_skipped_one(void **state)
{
	(void)state;
	expect((struct wanted){.target = {.webroot = "/srv/www", .path = "/x.txt"},
		.stop_at_once = true,
		.interrupt = true,
		.seen = SEEN_SKIPPED,
		.excerpt = "no answer before the look ended",
		.user_uid = -1});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_hosts_answer_is_the_evidence),
		cmocka_unit_test(without_a_web_root_or_a_path_nothing_is_asked),
		cmocka_unit_test(no_answer_before_the_end_is_a_failed_look),
		cmocka_unit_test(an_interrupted_look_is_a_skipped_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
