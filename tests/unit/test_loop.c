/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "loop.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

static int order[16];
static int ran;

static void note(void *arg)
{
	order[ran++] = *(int *)arg;
}

static void timers_run_in_the_order_of_their_moments(void **state)
{
	(void)state;
	struct loop *l = loop_new();
	int v[] = {1, 2, 3, 4};
	ran = 0;
	loop_after(l, 30, note, &v[2]);
	loop_after(l, 10, note, &v[0]);
	loop_after(l, 10, note, &v[1]);
	struct loop_timer *never = loop_after(l, 5, note, &v[3]);
	loop_cancel(never);
	for (int64_t end = loop_now() + 1000; ran < 3 && loop_now() < end;)
		loop_turn(l, 50);
	assert_int_equal(ran, 3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(order[i], i + 1);
	loop_free(l);
}

struct chain {
	struct loop *loop;
	int left;
};

static void again(void *arg)
{
	struct chain *c = arg;
	if (--c->left)
		loop_after(c->loop, 0, again, c);
	else
		loop_stop(c->loop);
}

static void a_timer_may_set_another(void **state)
{
	(void)state;
	struct chain c = {.loop = loop_new(), .left = 100};
	loop_after(c.loop, 0, again, &c);
	loop_run(c.loop);
	assert_int_equal(c.left, 0);
	loop_free(c.loop);
}

static void many_timers_keep_their_order_when_some_are_cancelled(void **state)
{
	(void)state;
	enum { N = 500 };
	static int v[N];
	static struct loop_timer *t[N];
	struct loop *l = loop_new();
	struct chain end = {.loop = l, .left = 1};
	unsigned seed = 7;
	for (int i = 0; i < N; i++) {
		seed = seed * 1103515245u + 12345u;
		v[i] = i;
		t[i] = loop_after(l, 1 + (int64_t)(seed >> 16) % 20, note, &v[i]);
	}
	ran = 0;
	for (int i = 0; i < N; i++)
		if (i % 50 != 0)
			loop_cancel(t[i]);
	loop_after(l, 40, again, &end);
	loop_run(l);
	assert_int_equal(ran, 10);
	loop_free(l);
}

struct two {
	struct loop_fd *mine, *other;
	int calls;
};

static void unwatch_both(void *arg, int fd, int events)
{
	struct two *t = arg;
	(void)fd;
	assert_true(events & LOOP_READ);
	t->calls++;
	loop_unwatch(t->mine);
	loop_unwatch(t->other);
}

static void an_unwatched_descriptor_is_not_called_even_in_the_same_batch(void **state)
{
	(void)state;
	struct loop *l = loop_new();
	int a[2], b[2];
	assert_int_equal(pipe(a), 0);
	assert_int_equal(pipe(b), 0);
	struct two t = {0};
	t.mine = loop_watch(l, a[0], LOOP_READ, unwatch_both, &t);
	t.other = loop_watch(l, b[0], LOOP_READ, unwatch_both, &t);
	assert_int_equal(write(a[1], "x", 1), 1);
	assert_int_equal(write(b[1], "x", 1), 1);
	for (int i = 0; i < 3; i++)
		loop_turn(l, 10);
	assert_int_equal(t.calls, 1);
	loop_free(l);
	for (int i = 0; i < 2; i++) {
		close(a[i]);
		close(b[i]);
	}
}

static void writable_once(void *arg, int fd, int events)
{
	struct two *t = arg;
	(void)fd;
	if (events & LOOP_WRITE)
		t->calls++;
	loop_rewatch(t->mine, LOOP_READ);
}

static void a_watch_may_change_its_events(void **state)
{
	(void)state;
	struct loop *l = loop_new();
	int a[2];
	assert_int_equal(pipe(a), 0);
	struct two t = {0};
	t.mine = loop_watch(l, a[1], LOOP_WRITE, writable_once, &t);
	for (int i = 0; i < 3; i++)
		loop_turn(l, 5);
	assert_int_equal(t.calls, 1);
	loop_unwatch(t.mine);
	loop_free(l);
	close(a[0]);
	close(a[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(timers_run_in_the_order_of_their_moments),
		cmocka_unit_test(a_timer_may_set_another),
		cmocka_unit_test(many_timers_keep_their_order_when_some_are_cancelled),
		cmocka_unit_test(
			an_unwatched_descriptor_is_not_called_even_in_the_same_batch),
		cmocka_unit_test(a_watch_may_change_its_events),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
