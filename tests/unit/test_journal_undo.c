/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Undoing that was cut off, or met what others did. */
#include "journal.h"
#include "world_journal.h"

#include <string.h>

static void a_directory_that_can_t_be_taken_away_is_no_end(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct journal j;
	const struct journal_world w = world_of(a);
	struct journal_note made = {.step = 2, .state = STEP_BEGUN};
	VEC_PUSH(a, &made.dirs, "/a");
	start();
	begin(a, &j);
	assert_true(journal_apply(&j, &w, 0));
	assert_true(journal_add(&j, &made));
	f.dir_fails = true;
	assert_false(journal_undo(&j, &w, "asked"));
	assert_int_equal(j.life, LIFE_STUCK);
	assert_non_null(strstr(j.detail, "/a: it could not be removed"));
	/* what is undone last waits for it */
	assert_true(f.stands[0]);
	f.dir_fails = false;
	assert_true(journal_undo(&j, &w, "asked again"));
	assert_int_equal(j.life, LIFE_UNDONE);
	assert_as_it_was();
	arena_free(a);
}

static void what_a_later_step_did_when_it_was_cut_off_is_nobody_else_s(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct journal j;
	strs differs = {0};
	const struct journal_world w = world_of(a);
	static struct journal_note cut = {.step = 4, .state = STEP_BEGUN};
	start();
	begin(a, &j);
	assert_true(journal_apply(&j, &w, 0));
	struct kept_file *same = ARENA_NEW(a, struct kept_file);
	*same = *journal_file_of(&j, 2, j.head.plan.steps.v[1]->put.path)->after;
	const struct journal_note kept = {.step = 4, .before = same};
	assert_true(journal_add(&j, &kept));
	assert_true(journal_add(&j, &cut));
	f.files[0] = "half of it";
	journal_differs(&j, &w, &differs);
	assert_int_equal(differs.n, 0);
	cut.state = STEP_UNDONE;
	assert_true(journal_add(&j, &cut));
	journal_differs(&j, &w, &differs);
	assert_int_equal(differs.n, 1);
	arena_free(a);
}

static void a_step_that_is_undone_late_leaves_the_files_of_earlier_ones(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct journal j;
	const struct journal_world w = world_of(a);
	static const struct journal_note stuck = {.step = 4, .state = STEP_UNDOING},
					 undone = {.step = 2, .state = STEP_UNDONE};
	start();
	begin(a, &j);
	const char *was = f.files[0];
	assert_true(journal_apply(&j, &w, 0));
	const char *path = j.head.plan.steps.v[1]->put.path;
	struct journal_note kept = {
		.step = 4, .before = journal_file_of(&j, 2, path)->after};
	assert_true(journal_add(&j, &kept));
	assert_true(journal_add(&j, &stuck));
	assert_true(journal_add(&j, &undone));
	f.files[0] = was;
	assert_true(journal_undo(&j, &w, "asked again"));
	assert_as_it_was();
	arena_free(a);
}

static void what_is_back_already_is_nobody_s_change(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct journal j;
	strs differs = {0};
	const struct journal_world w = world_of(a);
	start();
	begin(a, &j);
	const char *was = f.files[0];
	assert_true(journal_apply(&j, &w, 0));
	f.files[0] = was;
	f.files[1] = NULL;
	journal_differs(&j, &w, &differs);
	assert_int_equal(differs.n, 0);
	assert_true(journal_undo(&j, &w, "asked"));
	assert_as_it_was();
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_directory_that_can_t_be_taken_away_is_no_end),
		cmocka_unit_test(
			what_a_later_step_did_when_it_was_cut_off_is_nobody_else_s),
		cmocka_unit_test(
			a_step_that_is_undone_late_leaves_the_files_of_earlier_ones),
		cmocka_unit_test(what_is_back_already_is_nobody_s_change),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
