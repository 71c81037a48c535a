/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The journal over a world made of data, which ends at any moment. */
#include "journal.h"
#include "text.h"
#include "world.h"

#include <stdlib.h>
#include <string.h>

enum { STEPS = 4, FILES = 2, DISK = 1 << 20 };

static const char *const paths[FILES] = {"/etc/a", "/etc/b"};

static struct fake_world {
	char disk[DISK]; /* the journal's file */
	size_t disk_n;
	bool stands[STEPS];       /* what a RUN step does */
	const char *files[FILES]; /* NULL: not there */
	char order[64];           /* of what was undone: steps' numbers */
	int calls, die_at;        /* 0: never */
	int torn;                 /* this much of the last line is on disk when it dies */
	int fail_step;            /* its redo fails; 0: none */
	bool stop, full;          /* full: nothing can be appended */
	jmp_buf end;
} f;

static void tick(void)
{
	if (++f.calls == f.die_at)
		longjmp(f.end, 1);
}

static int number_of(const struct step *s)
{
	return s->title[0] - '0';
}

static int file_of(const char *path)
{
	return strcmp(path, paths[0]) == 0 ? 0 : 1;
}

static enum err append(void *arg, const struct journal_note *n)
{
	struct bytes line = journal_note_line(arg, n);
	if (f.full)
		return ERR_IO;
	if (f.calls + 1 == f.die_at && f.torn) {
		size_t part = line.n * (size_t)f.torn / 100;
		memcpy(f.disk + f.disk_n, line.p, part);
		f.disk_n += part;
	}
	tick();
	assert_true(f.disk_n + line.n < DISK);
	memcpy(f.disk + f.disk_n, line.p, line.n);
	f.disk_n += line.n;
	return ERR_OK;
}

static enum err look(void *arg, const char *path, const char *below,
	struct kept_file *out, const char **why)
{
	(void)arg;
	(void)below;
	(void)why;
	const char *now = f.files[file_of(path)];
	*out = (struct kept_file){.path = path, .absent = !now, .mode = 0644};
	if (now)
		out->bytes = (struct bytes){(const unsigned char *)now, strlen(now)};
	return ERR_OK;
}

static void missing(void *arg, const struct step *s, strs *dirs)
{
	(void)arg;
	(void)s;
	(void)dirs;
}

static enum err redo(void *arg, const struct step *s, const char **why)
{
	(void)arg;
	tick();
	if (number_of(s) == f.fail_step) {
		*why = "no such luck";
		return ERR_IO;
	}
	if (s->kind == STEP_PUT)
		f.files[file_of(s->put.path)] = (const char *)s->put.bytes.p;
	else
		f.stands[number_of(s) - 1] = true;
	tick();
	return ERR_OK;
}

static enum err undo(void *arg, const struct step *s, const char **why)
{
	(void)arg;
	(void)why;
	tick();
	f.stands[number_of(s) - 1] = false;
	size_t n = strlen(f.order);
	snprintf(f.order + n, sizeof(f.order) - n, "%s", s->title);
	tick();
	return ERR_OK;
}

static enum effect test(void *arg, const struct step *s, const char **why)
{
	(void)arg;
	*why = "gone";
	if (s->kind == STEP_PUT) {
		const char *now = f.files[file_of(s->put.path)];
		return now && strcmp(now, (const char *)s->put.bytes.p) == 0
			       ? EFFECT_STANDS
			       : EFFECT_GONE;
	}
	return f.stands[number_of(s) - 1] ? EFFECT_STANDS : EFFECT_GONE;
}

static enum err restore(
	void *arg, const struct kept_file *k, const char *below, const char **why)
{
	(void)arg;
	(void)below;
	(void)why;
	tick();
	f.files[file_of(k->path)] =
		k->absent ? NULL : arena_dup(arg, k->bytes.p, k->bytes.n);
	return ERR_OK;
}

static void no_file(void *arg, const char *path, const char *below)
{
	(void)arg;
	(void)path;
	(void)below;
}

static bool stopped(void *arg)
{
	(void)arg;
	return f.stop;
}

static int64_t now(void *arg)
{
	(void)arg;
	return 1796047923;
}

static struct journal_world world_of(struct arena *a)
{
	return (struct journal_world){.arg = a,
		.append = append,
		.look = look,
		.missing = missing,
		.redo = redo,
		.undo = undo,
		.test = test,
		.restore = restore,
		.tidy = no_file,
		.rmdir = no_file,
		.stopped = stopped,
		.now = now};
}

/* Two commands and two files, one of them new; the first command is undone last. */
static void make_plan(struct arena *a, struct plan *p)
{
	plan_init(p, a, "20261130-141203", 1796047923);
	for (int i = 0; i < STEPS; i++) {
		struct step *s = plan_add(
			p, i % 2 ? STEP_PUT : STEP_RUN, arena_printf(a, "%d", i + 1));
		if (i % 2) {
			s->put.path = paths[i / 2];
			s->put.bytes = (struct bytes){(const unsigned char *)"new", 3};
			s->put.absent = i == 3;
			if (!s->put.absent)
				s->put.before = (struct bytes){
					(const unsigned char *)"old \\ \x01", 7};
			continue;
		}
		s->undo_last = i == 0;
		plan_argv(a, &s->redo, "do", s->title, NULL);
		plan_argv(a, &s->undo, "undo", s->title, NULL);
		plan_argv(a, &s->test, "test", s->title, NULL);
	}
}

static void start(void)
{
	memset(&f, 0, sizeof(f));
	f.files[0] = "old \\ \x01";
}

static void begin(struct arena *a, struct journal *j)
{
	*j = (struct journal){.arena = a, .head = {.version = JOURNAL_VERSION}};
	make_plan(a, &j->head.plan);
	struct bytes line = journal_head_line(a, &j->head);
	memcpy(f.disk, line.p, line.n);
	f.disk_n = line.n;
}

static enum err read_disk(struct arena *a, struct journal *j)
{
	size_t used;
	enum err err = journal_read(
		a, (struct bytes){(const unsigned char *)f.disk, f.disk_n}, j, &used);
	f.disk_n = used;
	return err;
}

static void assert_as_it_was(void)
{
	for (int i = 0; i < STEPS; i++)
		assert_false(f.stands[i]);
	assert_string_equal(f.files[0], "old \\ \x01");
	assert_null(f.files[1]);
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
		cmocka_unit_test(lines_that_make_no_sense_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
