/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A look in a process of its own: its answer, its end, and its time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "host.h"
#include "linux/apart.h"
#include "linux/file.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void answer_pid(struct arena *a, const void *q, void *answer)
{
	struct webroot_look *out = answer;
	out->uid = getpid();
	out->obs.excerpt = arena_printf(a, "asked %d", *(const int *)q);
}

static void hang(struct arena *a, const void *q, void *answer)
{
	(void)a;
	(void)q;
	((struct webroot_look *)answer)->uid = 1;
	for (;;)
		pause();
}

static void die(struct arena *a, const void *q, void *answer)
{
	(void)a;
	(void)q;
	(void)answer;
	raise(SIGKILL);
}

static void hang_deaf(struct arena *a, const void *q, void *answer)
{
	signal(SIGTERM, SIG_IGN);
	hang(a, q, answer);
}

static bool no_child_left(void)
{
	return waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD;
}

static void the_answer_comes_from_another_process(void **state)
{
	(void)state;
	struct webroot_look out = {0};
	int q = 7;
	assert_int_equal(
		apart_run(arena, &shape_webroot_look, answer_pid, &q, &out, 2000),
		ERR_OK);
	assert_true(out.uid > 0 && out.uid != getpid());
	assert_string_equal(out.obs.excerpt, "asked 7");
	assert_true(no_child_left());
}

static void a_look_that_hangs_is_killed_in_time(void **state)
{
	(void)state;
	struct webroot_look out = {0};
	const int64_t began = file_now();
	assert_int_equal(
		apart_run(arena, &shape_webroot_look, hang_deaf, NULL, &out, 200),
		ERR_TIMEOUT);
	const int64_t took = file_now() - began;
	assert_true(took >= 190 && took < 1000);
	assert_int_equal(out.uid, 0);
	assert_true(no_child_left());
}

static void a_look_that_dies_is_a_protocol_error(void **state)
{
	(void)state;
	struct webroot_look out = {0};
	assert_int_equal(apart_run(arena, &shape_webroot_look, die, NULL, &out, 2000),
		ERR_PROTOCOL);
	assert_true(no_child_left());
}

static void a_file_over_the_ceiling_gives_its_beginning(void **state)
{
	(void)state;
	struct bytes b;
	char path[] = "/tmp/pkiready-test-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(write(fd, "0123456789", 10), 10);
	close(fd);
	assert_int_equal(file_read(arena, path, 10000, &b), ERR_OK);
	assert_int_equal(b.n, 10000);
	assert_int_equal(file_read(arena, path, 9999, &b), ERR_LIMIT);
	assert_int_equal(b.n, 9999);
	assert_memory_equal(b.p + 9990, "012345678", 10); /* with its NUL */
	unlink(path);
	assert_int_equal(file_read(arena, path, 10, &b), ERR_NOT_FOUND);
	assert_int_equal(file_read(arena, "/dev/zero", 10, &b), ERR_IO);
	assert_int_equal(file_read(arena, "/tmp", 10, &b), ERR_IO);
}

static void lines_come_without_their_newline_to_the_last_one(void **state)
{
	(void)state;
	const struct bytes b = {.p = (const unsigned char *)"a\n\nbc", .n = 5};
	size_t at = 0, n;
	const char *s = file_next_line(&b, &at, &n);
	assert_true(n == 1 && *s == 'a');
	assert_non_null(file_next_line(&b, &at, &n));
	assert_int_equal(n, 0);
	s = file_next_line(&b, &at, &n);
	assert_true(n == 2 && memcmp(s, "bc", 2) == 0);
	assert_null(file_next_line(&b, &at, &n));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_answer_comes_from_another_process),
		cmocka_unit_test(a_look_that_hangs_is_killed_in_time),
		cmocka_unit_test(a_look_that_dies_is_a_protocol_error),
		cmocka_unit_test(a_file_over_the_ceiling_gives_its_beginning),
		cmocka_unit_test(lines_come_without_their_newline_to_the_last_one),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
