/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The journal over a world made of data, which ends at any moment. */
#include "journal.h"
#include "text.h"
#include "world_journal.h"

#include <stdlib.h>
#include <string.h>

static enum err read_disk(struct arena *a, struct journal *j)
{
	size_t used;
	enum err err = journal_read(
		a, (struct bytes){(const unsigned char *)f.disk, f.disk_n}, j, &used);
	f.disk_n = used;
	return err;
}

static void steps_are_made_and_undone_backwards(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct journal j, again;
	const struct journal_world w = world_of(a);
	start();
	begin(a, &j);
	assert_true(journal_apply(&j, &w, 0));
	assert_true(f.stands[0] && f.stands[2]);
	assert_string_equal(f.files[1], "new");
	assert_int_equal(read_disk(a, &again), ERR_OK);
	assert_int_equal(again.life, LIFE_APPLIED);
	for (int i = 0; i < STEPS; i++)
		assert_int_equal(again.head.plan.steps.v[i]->state, STEP_DONE);
	assert_int_equal(journal_keep(&again, &w, 0), ERR_OK);
	assert_false(journal_open(&again));
	assert_true(journal_undo(&again, &w, "asked"));
	assert_as_it_was();
	assert_string_equal(f.order, "31"); /* a reload comes last */
	arena_free(a);
}

static void the_first_failure_undoes_what_came_before(void **state)
{
	(void)state;
	for (int step = 1; step <= STEPS; step++) {
		struct arena *a = arena_new();
		struct journal j;
		const struct journal_world w = world_of(a);
		start();
		f.fail_step = step;
		begin(a, &j);
		assert_false(journal_apply(&j, &w, 0));
		assert_int_equal(j.life, LIFE_UNDONE);
		assert_non_null(strstr(j.detail, "no such luck"));
		assert_as_it_was();
		arena_free(a);
	}
}

/* Dies at its n-th call, on the way there or on the way back; true when it got so far. */
static bool die_at(struct arena *a, int n, int torn, bool back)
{
	struct journal j, again;
	const struct journal_world w = world_of(a);
	volatile bool died = false;
	start();
	begin(a, &j);
	f.torn = torn;
	f.die_at = back ? 0 : n;
	if (setjmp(f.end)) {
		died = true;
	} else {
		journal_apply(&j, &w, 0);
		f.calls = 0;
		f.die_at = n;
		if (back)
			journal_undo(&j, &w, "asked");
	}
	f.die_at = 0;
	assert_int_equal(read_disk(a, &again), ERR_OK);
	assert_true(died || !back || again.life == LIFE_UNDONE);
	assert_true(journal_undo(&again, &w, "found"));
	assert_as_it_was();
	return died;
}

static void it_may_die_at_any_moment(void **state)
{
	(void)state;
	int points = 0;
	for (int back = 0; back < 2; back++)
		for (int torn = 0; torn < 100; torn += 33) {
			bool died = true;
			for (int n = 1; died; n++) {
				struct arena *a = arena_new();
				died = die_at(a, n, torn, back);
				points += died;
				arena_free(a);
			}
		}
	print_message("died at %d points\n", points);
	assert_true(points > 100);
}

static void a_full_disk_stops_the_way_there_and_not_the_way_back(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct journal j, again;
	const struct journal_world w = world_of(a);
	start();
	begin(a, &j);
	f.full = true;
	assert_false(journal_apply(&j, &w, 0));
	assert_as_it_was();
	f.full = false;
	begin(a, &j);
	assert_true(journal_apply(&j, &w, 0));
	f.full = true;
	assert_false(journal_undo(&j, &w, "asked"));
	assert_as_it_was();
	f.full = false;
	assert_int_equal(read_disk(a, &again), ERR_OK);
	assert_true(journal_open(&again));
	assert_true(journal_undo(&again, &w, "found"));
	assert_as_it_was();
	arena_free(a);
}

static void what_others_changed_since_is_told(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct journal j;
	strs differs = {0};
	const struct journal_world w = world_of(a);
	start();
	begin(a, &j);
	assert_true(journal_apply(&j, &w, 0));
	journal_differs(&j, &w, &differs);
	assert_int_equal(differs.n, 0);
	f.files[1] = "newer";
	journal_differs(&j, &w, &differs);
	assert_int_equal(differs.n, 1);
	assert_non_null(strstr(differs.v[0], "+newer"));
	arena_free(a);
}

static void a_file_that_somebody_else_made_meanwhile_stays(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct journal j;
	const struct journal_world w = world_of(a);
	start();
	f.fail_step = STEPS;
	f.faster = true;
	begin(a, &j);
	assert_false(journal_apply(&j, &w, 0));
	assert_int_equal(j.life, LIFE_UNDONE);
	assert_string_equal(f.files[1], "of somebody");
	f.files[1] = NULL;
	assert_as_it_was();
	arena_free(a);
}

static void what_no_program_can_undo_is_stuck_until_it_is_to_be_left(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct journal j;
	struct journal_world w = world_of(a);
	start();
	begin(a, &j);
	assert_true(journal_apply(&j, &w, 0));
	f.gone = true;
	assert_false(journal_undo(&j, &w, "asked"));
	assert_int_equal(j.life, LIFE_STUCK);
	assert_non_null(strstr(j.detail, "there is no program"));
	assert_null(f.files[1]); /* what could be undone was */
	w.leave = true;
	assert_true(journal_undo(&j, &w, "asked"));
	assert_int_equal(j.life, LIFE_UNDONE);
	assert_true(f.stands[0]);
	assert_string_equal(
		j.head.plan.steps.v[0]->detail, "left as it is: there is no program");
	arena_free(a);
}

/* A manager's command that rewrites a file, in which others have lines, too. */
static void what_others_added_to_a_managers_file_stays(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct journal j;
	strs differs = {0};
	const struct journal_world w = world_of(a);
	start();
	j = (struct journal){.arena = a, .head = {.version = JOURNAL_VERSION}};
	plan_init(&j.head.plan, a, "20261130-141203", 1796047923);
	struct step *s = plan_add(&j.head.plan, STEP_RUN, "1");
	plan_argv(a, &s->redo, "do", NULL);
	plan_argv(a, &s->undo, "undo", NULL);
	plan_argv(a, &s->test, "test", NULL);
	VEC_PUSH(a, &s->files, paths[0]);
	assert_true(journal_apply(&j, &w, 0));
	f.files[0] = "and a line of somebody";
	f.stands[0] = false; /* gone from what is in force: saved it may be */
	journal_differs(&j, &w, &differs);
	assert_int_equal(differs.n, 0);
	assert_true(journal_undo(&j, &w, "asked"));
	assert_string_equal(f.order, "1");
	assert_string_equal(f.files[0], "and a line of somebody");
	arena_free(a);
}

static void lines_that_make_no_sense_are_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {"{\"step\":9,\"state\":\"done\"}\n",
		"{\"step\":-1}\n", "{\"state\":\"gone\"}\n", "[]\n", "{\n", "\n",
		"{\"step\":1,\"after\":{\"path\":\"/etc/x\"}}\n",
		"{\"step\":1,\"before\":{\"mode\":1}}\n", "{\"detail\":\"\\\\q\"}\n",
		"{\"life\":\"kept\",\"before\":{\"path\":\"/x\"}}\n"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct arena *a = arena_new();
		struct journal j, again;
		start();
		begin(a, &j);
		memcpy(f.disk + f.disk_n, bad[i], strlen(bad[i]));
		f.disk_n += strlen(bad[i]);
		assert_int_equal(read_disk(a, &again), ERR_SYNTAX);
		arena_free(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps_are_made_and_undone_backwards),
		cmocka_unit_test(the_first_failure_undoes_what_came_before),
		cmocka_unit_test(it_may_die_at_any_moment),
		cmocka_unit_test(a_full_disk_stops_the_way_there_and_not_the_way_back),
		cmocka_unit_test(what_others_changed_since_is_told),
		cmocka_unit_test(a_file_that_somebody_else_made_meanwhile_stays),
		cmocka_unit_test(
			what_no_program_can_undo_is_stuck_until_it_is_to_be_left),
		cmocka_unit_test(what_others_added_to_a_managers_file_stays),
		cmocka_unit_test(lines_that_make_no_sense_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
