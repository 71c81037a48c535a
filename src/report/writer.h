/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where structured output goes: five verbs, one file a format. The model is walked once
 * (report.c); JSON and kv are two sinks of the same walk, kv being the flattened JSON.
 * Every string is written in the escaped form (text.h).
 */
#ifndef PKIREADY_WRITER_H
#define PKIREADY_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum value_kind {
	VALUE_STR,
	VALUE_INT,
	VALUE_BOOL,
	VALUE_NULL,  /* kv leaves it out */
	VALUE_LINES, /* a STR whose line feeds are its own: \n in JSON, \x0a in kv */
};

struct value {
	enum value_kind kind;
	const char *str;
	int64_t num; /* INT; BOOL as 0 or 1 */
};

struct writer {
	/* Opens an object (list false) or an array under name; NULL inside an array. */
	void (*start)(struct writer *w, const char *name, bool list);
	void (*end)(struct writer *w);
	/* One value under name; name NULL inside an array. */
	void (*attr)(struct writer *w, const char *name, const struct value *v);
	/* Bytes: escaped text, as attr. */
	void (*data)(struct writer *w, const char *name, const void *p, size_t n);
	/* Ends the document and frees the writer; false when writing failed. */
	bool (*finish)(struct writer *w);
};

/* JSON (RFC 8259), two blanks a level. */
struct writer *writer_json(FILE *out);
/* The same on one line, for a stream of documents (JSON Lines). */
struct writer *writer_json_line(FILE *out);
/* One line a value, in the order of the JSON: "findings.0.id=no-listener". Empty lists
 * and null have no line. */
struct writer *writer_kv(FILE *out);

void write_str(struct writer *w, const char *name, const char *s); /* NULL writes null */
void write_lines(struct writer *w, const char *name, const char *s); /* VALUE_LINES */
void write_int(struct writer *w, const char *name, int64_t n);
void write_bool(struct writer *w, const char *name, bool b);
void write_null(struct writer *w, const char *name);

#endif
