/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/writer.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { DEPTH_MAX = 64 };

struct level {
	const char *name; /* of the container in its parent; NULL in a list */
	size_t at;        /* its index in the list above */
	bool list;
	size_t n; /* members so far */
};

struct kv_writer {
	struct writer verbs;
	FILE *out;
	struct arena *own;              /* the writer itself lives here */
	struct arena *line;             /* scratch, forgotten after each line */
	struct level levels[DEPTH_MAX]; /* levels[1] is the document */
	int depth;
	bool failed;
};

static void put(struct kv_writer *k, const char *s)
{
	if (fputs(s, k->out) == EOF)
		k->failed = true;
}

static void put_step(struct kv_writer *k, const char *name, size_t at)
{
	if (name)
		put(k, name);
	else if (fprintf(k->out, "%" PRIu64, (uint64_t)at) < 0)
		k->failed = true;
}

/* "findings.0.id=" */
static void put_key(struct kv_writer *k, const char *name)
{
	for (int i = 2; i <= k->depth; i++) {
		put_step(k, k->levels[i].name, k->levels[i].at);
		put(k, ".");
	}
	put_step(k, name, k->levels[k->depth].n - 1);
	put(k, "=");
}

/* Counts the member that begins; names stand only in objects. */
static const char *next_member(struct kv_writer *k, const char *name)
{
	struct level *l = &k->levels[k->depth];
	l->n++;
	return l->list ? NULL : name;
}

static void kv_start(struct writer *w, const char *name, bool list)
{
	struct kv_writer *k = (struct kv_writer *)w;
	name = next_member(k, name);
	size_t at = k->levels[k->depth].n - 1;
	if (k->depth + 1 >= DEPTH_MAX) {
		k->failed = true;
		return;
	}
	k->levels[++k->depth] = (struct level){.name = name, .at = at, .list = list};
}

static void kv_end(struct writer *w)
{
	struct kv_writer *k = (struct kv_writer *)w;
	if (k->depth == 0)
		k->failed = true;
	else
		k->depth--;
}

static void kv_data(struct writer *w, const char *name, const void *p, size_t n)
{
	struct kv_writer *k = (struct kv_writer *)w;
	struct text t;
	put_key(k, next_member(k, name));
	text_init(&t, k->line, SIZE_MAX);
	text_add_escaped(&t, p, n);
	put(k, text_str(&t));
	put(k, "\n");
	arena_reset(k->line);
}

static void kv_attr(struct writer *w, const char *name, const struct value *v)
{
	struct kv_writer *k = (struct kv_writer *)w;
	char number[32];
	switch (v->kind) {
	case VALUE_STR:
	case VALUE_LINES:
		kv_data(w, name, v->str, strlen(v->str));
		break;
	case VALUE_INT:
		snprintf(number, sizeof(number), "%" PRId64, v->num);
		kv_data(w, name, number, strlen(number));
		break;
	case VALUE_BOOL:
		kv_data(w, name, v->num ? "true" : "false", v->num ? 4 : 5);
		break;
	case VALUE_NULL:
		next_member(k, name);
		break;
	}
}

static bool kv_finish(struct writer *w)
{
	struct kv_writer *k = (struct kv_writer *)w;
	struct arena *own = k->own;
	bool ok = k->depth == 0 && fflush(k->out) == 0 && !ferror(k->out) && !k->failed;
	arena_free(k->line);
	arena_free(own);
	return ok;
}

struct writer *writer_kv(FILE *out)
{
	struct arena *own = arena_new();
	struct kv_writer *k = ARENA_NEW(own, struct kv_writer);
	*k = (struct kv_writer){
		.verbs = {kv_start, kv_end, kv_attr, kv_data, kv_finish},
		.out = out,
		.own = own,
		.line = arena_new(),
	};
	return &k->verbs;
}
