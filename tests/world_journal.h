/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A world made of data for the journal, which ends at any moment: for test_journal.c. */
#ifndef PKIREADY_WORLD_JOURNAL_H
#define PKIREADY_WORLD_JOURNAL_H

#include "journal.h"
#include "world.h"

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
	bool dir_fails;           /* none can be taken away */
	bool faster, gone;        /* somebody else made the file; no program undoes */
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
		if (f.faster)
			f.files[1] = "of somebody";
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
	tick();
	*why = "there is no program";
	if (f.gone)
		return ERR_NOT_FOUND;
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

static enum err take_dir(void *arg, const char *path, const char *below)
{
	(void)arg;
	(void)path;
	(void)below;
	return f.dir_fails ? ERR_IO : ERR_OK;
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
		.rmdir = take_dir,
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

static void assert_as_it_was(void)
{
	for (int i = 0; i < STEPS; i++)
		assert_false(f.stands[i]);
	assert_string_equal(f.files[0], "old \\ \x01");
	assert_null(f.files[1]);
}

#endif
