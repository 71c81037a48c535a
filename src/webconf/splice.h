/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Edits of configuration files as splices: some bytes go, some come, all others stay as
 * they are. Text is laid out as the file itself is: its line ends, its indentation.
 */
#ifndef PKIREADY_WEBCONF_SPLICE_H
#define PKIREADY_WEBCONF_SPLICE_H

#include "webconf/conf.h"

enum { SPLICES_MAX = 64 };

struct splice {
	const char *path;    /* of a file of the set */
	size_t at, cut;      /* bytes at..at+cut go */
	const char *put;     /* and these come */
};
struct splices {
	VEC(struct splice) all;
};

/* Adds one. */
void splice_add(struct arena *a, struct splices *e, const struct conf_file *f, size_t at,
	size_t cut, const char *put);
/* The set with the splices made; out shares every file that is not touched. False, and
 * out is the set as it was: they overlap, lie outside of their file, or name none of the
 * set's. */
bool splice_apply(struct arena *a, const struct conf_set *set, const struct splices *e,
	struct conf_set *out);
/* The bytes of one file with its splices made; no other file's count. */
bool splice_bytes(struct arena *a, const struct conf_file *f, const struct splices *e,
	struct bytes *out);

/* -- layout --------------------------------------------------------------------
 * In these texts '\n' is a line end and '\t' one level of indentation. Where something
 * other than white space stands before `at` on its line, the text stays on that line. */

/* At byte `at`. */
void splice_put(struct arena *a, struct splices *e, const struct conf_file *f, size_t at,
	const char *text);
/* As lines before the directive that begins at `at`. */
void splice_before(struct arena *a, struct splices *e, const struct conf_file *f,
	size_t at, const char *text);
/* As lines at byte `at`, behind a directive, or a block's head, that begins at `from`. */
void splice_behind(struct arena *a, struct splices *e, const struct conf_file *f,
	size_t from, size_t at, const char *text);
/* As the last lines of a block whose closing brace or tag begins at `at`. */
void splice_inside(struct arena *a, struct splices *e, const struct conf_file *f,
	size_t at, const char *text);
/* As the last lines of the file. */
void splice_end(
	struct arena *a, struct splices *e, const struct conf_file *f, const char *text);

/* Where the k-th word of a directive stands, its quotes aside (0: its name), in a
 * language where words are parted by blanks and quotes stand around a whole word. */
bool splice_word(const struct conf_node *n, size_t k, size_t *begin, size_t *end);
/* The node below this one that begins there; NULL: none does. */
const struct conf_node *splice_find(
	const struct conf_node *within, const char *file, int64_t begin);

#endif
