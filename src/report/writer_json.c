/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/writer.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { DEPTH_MAX = 64, BUFFER_MAX = 64 * 1024 };

struct json_writer {
	struct writer verbs;
	FILE *out;
	struct arena *own;  /* the writer itself lives here */
	struct arena *line; /* scratch, forgotten after each value */
	int depth;
	bool list[DEPTH_MAX];
	bool filled[DEPTH_MAX]; /* something was written at this depth */
	bool one_line;          /* all of it on one line */
	bool failed;
	size_t n; /* of buffer: not yet written */
	char buffer[BUFFER_MAX];
};

static void flush(struct json_writer *j)
{
	if (fwrite(j->buffer, 1, j->n, j->out) != j->n)
		j->failed = true;
	j->n = 0;
}

static void put_n(struct json_writer *j, const char *s, size_t n)
{
	while (n > 0) {
		if (j->n == BUFFER_MAX)
			flush(j);
		size_t part = n < BUFFER_MAX - j->n ? n : BUFFER_MAX - j->n;
		memcpy(j->buffer + j->n, s, part);
		j->n += part;
		s += part;
		n -= part;
	}
}

static void put(struct json_writer *j, const char *s)
{
	put_n(j, s, strlen(s));
}

/* Most text holds nothing to escape, neither here nor as text.h does. */
static bool is_plain(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] < 0x20 || p[i] >= 0x7F || p[i] == '"' || p[i] == '\\')
			return false;
	return true;
}

/* The escaped form inside a JSON string: the quote and the backslash are left to do. */
static void put_inner(struct json_writer *j, const void *p, size_t n)
{
	struct text t;
	if (is_plain(p, n)) {
		put_n(j, p, n);
		return;
	}
	text_init(&t, j->line, SIZE_MAX);
	text_add_escaped(&t, p, n);
	for (const char *s = text_str(&t); *s;) {
		size_t plain = strcspn(s, "\"\\");
		put_n(j, s, plain);
		s += plain;
		if (*s) {
			const char pair[] = {'\\', *s++, '\0'};
			put(j, pair);
		}
	}
	arena_reset(j->line);
}

static void put_bytes(struct json_writer *j, const void *p, size_t n)
{
	put(j, "\"");
	put_inner(j, p, n);
	put(j, "\"");
}

static void put_lines(struct json_writer *j, const char *s)
{
	put(j, "\"");
	for (;;) {
		size_t n = strcspn(s, "\n");
		put_inner(j, s, n);
		if (s[n] == '\0')
			break;
		put(j, "\\n");
		s += n + 1;
	}
	put(j, "\"");
}

static void indent(struct json_writer *j)
{
	char line[1 + 2 * DEPTH_MAX];
	if (j->one_line)
		return;
	memset(line, ' ', sizeof(line));
	line[0] = '\n';
	put_n(j, line, 1 + 2 * (size_t)j->depth);
}

static void put_number(struct json_writer *j, int64_t v)
{
	char digits[32];
	snprintf(digits, sizeof(digits), "%" PRId64, v);
	put(j, digits);
}

static void begin_value(struct json_writer *j, const char *name)
{
	if (j->depth > 0) {
		if (j->filled[j->depth])
			put(j, ",");
		j->filled[j->depth] = true;
		indent(j);
		if (!j->list[j->depth]) {
			put_bytes(j, name ? name : "", name ? strlen(name) : 0);
			put(j, ": ");
		}
	}
}

static void json_start(struct writer *w, const char *name, bool list)
{
	struct json_writer *j = (struct json_writer *)w;
	begin_value(j, name);
	put(j, list ? "[" : "{");
	if (j->depth + 1 >= DEPTH_MAX) {
		j->failed = true;
		return;
	}
	j->depth++;
	j->list[j->depth] = list;
	j->filled[j->depth] = false;
}

static void json_end(struct writer *w)
{
	struct json_writer *j = (struct json_writer *)w;
	if (j->depth == 0) {
		j->failed = true;
		return;
	}
	bool filled = j->filled[j->depth], list = j->list[j->depth];
	j->depth--;
	if (filled)
		indent(j);
	put(j, list ? "]" : "}");
}

static void json_attr(struct writer *w, const char *name, const struct value *v)
{
	struct json_writer *j = (struct json_writer *)w;
	begin_value(j, name);
	switch (v->kind) {
	case VALUE_STR:
		put_bytes(j, v->str, strlen(v->str));
		break;
	case VALUE_LINES:
		put_lines(j, v->str);
		break;
	case VALUE_INT:
		put_number(j, v->num);
		break;
	case VALUE_BOOL:
		put(j, v->num ? "true" : "false");
		break;
	case VALUE_NULL:
		put(j, "null");
		break;
	}
}

static void json_data(struct writer *w, const char *name, const void *p, size_t n)
{
	struct json_writer *j = (struct json_writer *)w;
	begin_value(j, name);
	put_bytes(j, p, n);
}

static bool json_finish(struct writer *w)
{
	struct json_writer *j = (struct json_writer *)w;
	struct arena *own = j->own;
	put(j, "\n");
	flush(j);
	bool ok = j->depth == 0 && fflush(j->out) == 0 && !ferror(j->out) && !j->failed;
	arena_free(j->line);
	arena_free(own);
	return ok;
}

static struct writer *new_writer(FILE *out, bool one_line)
{
	struct arena *own = arena_new();
	struct json_writer *j = ARENA_NEW(own, struct json_writer);
	*j = (struct json_writer){
		.verbs = {json_start, json_end, json_attr, json_data, json_finish},
		.out = out,
		.own = own,
		.line = arena_new(),
		.one_line = one_line,
	};
	return &j->verbs;
}

struct writer *writer_json(FILE *out)
{
	return new_writer(out, false);
}

struct writer *writer_json_line(FILE *out)
{
	return new_writer(out, true);
}
