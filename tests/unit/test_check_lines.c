/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file of which only the first lines are known, by the certificate request. */
#include "checks/judge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct bytes text(const char *s)
{
	return (struct bytes){(const unsigned char *)s, strlen(s)};
}

static bool passes(enum body_rule rule, bool lines, const char *served)
{
	const struct profile profile = {.id = "x", .name = "X", .body = rule};
	const struct target target = {.have_expect = true,
		.expect_lines = lines,
		.expect = text("ab12\nca.example\n")};
	const struct judging j = {.target = &target, .profile = &profile};
	struct bytes body = text(served);
	return body_passes(&j, &body);
}

static void lines_may_follow_those_that_are_known(void **state)
{
	(void)state;
	assert_true(passes(BODY_LINES, true, "ab12\nca.example\nunique"));
	assert_true(passes(BODY_UNKNOWN, true, "ab12\nca.example\nunique\n"));
	assert_true(passes(BODY_LINES, true, "ab12\nca.example"));
	assert_true(passes(BODY_LINES, true, "ab12\r\nca.example\r\n"));
	assert_false(passes(BODY_LINES, false, "ab12\nca.example\nunique"));
}

static void the_known_lines_must_be_there_and_whole(void **state)
{
	(void)state;
	assert_false(passes(BODY_LINES, true, ""));
	assert_false(passes(BODY_LINES, true, "ab12"));
	assert_false(passes(BODY_LINES, true, "ab12\nca.example.net"));
	assert_false(passes(BODY_LINES, true, "ab12\nother.example\nca.example"));
	assert_false(passes(BODY_LINES, true, "x\nab12\nca.example"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_may_follow_those_that_are_known),
		cmocka_unit_test(the_known_lines_must_be_there_and_whole),
	};
	return cmocka_run_group_tests_name("check_lines", tests, NULL, NULL);
}
