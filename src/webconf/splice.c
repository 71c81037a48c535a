/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "webconf/splice.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

enum { INDENT_MAX = 64 };

void splice_add(struct arena *a, struct splices *e, const struct conf_file *f, size_t at,
	size_t cut, const char *put)
{
	struct splice *s = VEC_ADD(a, &e->all, struct splice);
	*s = (struct splice){.path = f->path, .at = at, .cut = cut, .put = put};
}

/* By place; those at one place stay in the order in which they were added. */
static void sort(struct splice **v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && v[k]->at < v[k - 1]->at; k--) {
			struct splice *s = v[k];
			v[k] = v[k - 1];
			v[k - 1] = s;
		}
}

static bool fit(const struct splice *const *v, size_t n, size_t length, size_t *grown)
{
	size_t behind = 0;
	*grown = length;
	for (size_t i = 0; i < n; i++) {
		if (v[i]->at < behind || v[i]->at > length ||
			v[i]->cut > length - v[i]->at)
			return false;
		behind = v[i]->at + v[i]->cut;
		*grown += strlen(v[i]->put) - v[i]->cut;
	}
	return true;
}

bool splice_bytes(struct arena *a, const struct conf_file *f, const struct splices *e,
	struct bytes *out)
{
	struct splice *mine[SPLICES_MAX];
	size_t n = 0, at = 0, k = 0, grown;
	for (size_t i = 0; i < e->all.n; i++) {
		if (strcmp(e->all.v[i]->path, f->path) != 0)
			continue;
		if (n == SPLICES_MAX)
			return false;
		mine[n++] = e->all.v[i];
	}
	sort(mine, n);
	if (!fit((const struct splice *const *)mine, n, f->bytes.n, &grown))
		return false;
	unsigned char *p = arena_alloc(a, grown + 1);
	for (size_t i = 0; i < n; i++) {
		size_t same = mine[i]->at - at, more = strlen(mine[i]->put);
		memcpy(p + k, f->bytes.p + at, same);
		memcpy(p + k + same, mine[i]->put, more);
		k += same + more;
		at = mine[i]->at + mine[i]->cut;
	}
	if (f->bytes.n > at)
		memcpy(p + k, f->bytes.p + at, f->bytes.n - at);
	*out = (struct bytes){p, grown};
	return true;
}

static bool touches(const struct splices *e, const char *path)
{
	for (size_t i = 0; i < e->all.n; i++)
		if (strcmp(e->all.v[i]->path, path) == 0)
			return true;
	return false;
}

bool splice_apply(struct arena *a, const struct conf_set *set, const struct splices *e,
	struct conf_set *out)
{
	*out = *set;
	out->files.n = 0;
	out->files.v = NULL;
	for (size_t i = 0; i < e->all.n; i++)
		if (!conf_find(set, e->all.v[i]->path))
			goto out;
	for (size_t i = 0; i < set->files.n; i++) {
		struct conf_file *f = set->files.v[i];
		if (touches(e, f->path)) {
			struct bytes b;
			if (!splice_bytes(a, f, e, &b))
				goto out;
			struct conf_file *edited = ARENA_NEW(a, struct conf_file);
			*edited = (struct conf_file){.path = f->path, .bytes = b};
			f = edited;
		}
		VEC_PUSH(a, &out->files, f);
	}
	return true;
out:
	*out = *set;
	return false;
}

/* -- layout -------------------------------------------------------------------- */
struct layout {
	const char *eol, *unit;
	const char *indent; /* of the line; NULL: something else stands before */
};

static bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\t';
}

static const char *line_end(const struct conf_file *f)
{
	const unsigned char *p = f->bytes.p;
	const unsigned char *nl = f->bytes.n ? memchr(p, '\n', f->bytes.n) : NULL;
	return nl && nl > p && nl[-1] == '\r' ? "\r\n" : "\n";
}

/* The white space of the first line that begins with some. */
static const char *unit_of(struct arena *a, const struct conf_file *f)
{
	const unsigned char *p = f->bytes.p;
	for (size_t i = 0; i < f->bytes.n; i++) {
		size_t k = i;
		if (i && p[i - 1] != '\n')
			continue;
		while (k < f->bytes.n && is_blank(p[k]))
			k++;
		bool text = k < f->bytes.n && p[k] != '\n' && p[k] != '\r' && p[k] != '#';
		if (k == i || !text)
			continue;
		return p[i] == '\t' ? "\t" : arena_dup(a, p + i, k - i > 8 ? 8 : k - i);
	}
	return "\t";
}

static struct layout layout_at(struct arena *a, const struct conf_file *f, size_t at)
{
	struct layout l = {.eol = line_end(f), .unit = unit_of(a, f)};
	size_t k = at;
	while (k > 0 && is_blank(f->bytes.p[k - 1]))
		k--;
	bool begins = k == 0 || f->bytes.p[k - 1] == '\n' ||
		      (k == 3 && memcmp(f->bytes.p, "\xef\xbb\xbf", 3) == 0);
	if (begins && at - k <= INDENT_MAX)
		l.indent = arena_dup(a, f->bytes.p + k, at - k);
	return l;
}

static const char *lay_out(struct arena *a, const struct layout *l, const char *text)
{
	struct text out;
	text_init(&out, a, CONF_WORD_MAX);
	for (const char *p = text; *p; p++) {
		if (*p == '\n') {
			text_add(&out, l->indent ? l->eol : " ");
			text_add(&out, l->indent ? l->indent : "");
		} else if (*p == '\t') {
			text_add(&out, l->indent ? l->unit : "");
		} else {
			text_add_n(&out, p, 1);
		}
	}
	return text_str(&out);
}

void splice_put(struct arena *a, struct splices *e, const struct conf_file *f, size_t at,
	const char *text)
{
	struct layout l = layout_at(a, f, at);
	splice_add(a, e, f, at, 0, lay_out(a, &l, text));
}

void splice_before(struct arena *a, struct splices *e, const struct conf_file *f,
	size_t at, const char *text)
{
	splice_put(a, e, f, at, arena_printf(a, "%s\n", text));
}

void splice_behind(struct arena *a, struct splices *e, const struct conf_file *f,
	size_t from, size_t at, const char *text)
{
	struct layout l = layout_at(a, f, from);
	splice_add(a, e, f, at, 0, lay_out(a, &l, arena_printf(a, "\n%s", text)));
}

void splice_inside(struct arena *a, struct splices *e, const struct conf_file *f,
	size_t at, const char *text)
{
	struct layout l = layout_at(a, f, at);
	struct text out;
	text_init(&out, a, CONF_WORD_MAX);
	text_add(&out, "\t");
	for (const char *p = text; *p; p++)
		text_add(&out, *p == '\n' ? "\n\t" : (char[]){*p, '\0'});
	text_add(&out, "\n");
	const char *laid = lay_out(a, &l, text_str(&out));
	bool parted = l.indent || (at && is_blank(f->bytes.p[at - 1]));
	splice_add(a, e, f, at, 0, parted ? laid : arena_printf(a, " %s", laid));
}

void splice_end(
	struct arena *a, struct splices *e, const struct conf_file *f, const char *text)
{
	struct layout l = {.eol = line_end(f), .unit = unit_of(a, f), .indent = ""};
	bool ended = f->bytes.n && f->bytes.p[f->bytes.n - 1] == '\n';
	const char *whole = ended ? arena_printf(a, "%s\n", text)
				  : arena_printf(a, "%s%s", f->bytes.n ? "\n" : "", text);
	splice_add(a, e, f, f->bytes.n, 0, lay_out(a, &l, whole));
}

/* -- where things stand -------------------------------------------------------- */
static size_t skip_blank(const unsigned char *p, size_t at, size_t end)
{
	for (;; at++) {
		bool joined = at + 1 < end && p[at] == '\\' &&
			      (p[at + 1] == '\n' || p[at + 1] == '\r');
		if (at >= end ||
			!(joined || is_blank(p[at]) || p[at] == '\n' || p[at] == '\r'))
			return at;
	}
}

bool splice_word(const struct conf_node *n, size_t k, size_t *begin, size_t *end)
{
	const unsigned char *p = n->file->bytes.p;
	size_t at = n->begin, last = n->block ? n->body : n->end;
	for (size_t i = 0;; i++) {
		at = skip_blank(p, at, last);
		if (at >= last)
			return false;
		unsigned char quote = p[at] == '"' || p[at] == '\'' ? p[at] : 0;
		size_t from = at += quote != 0;
		while (at < last &&
			(quote ? p[at] != quote
			       : !is_blank(p[at]) && p[at] != '\n' && p[at] != '\r'))
			at += p[at] == '\\' && at + 1 < last ? 2 : 1;
		at = at > last ? last : at;
		if (i == k) {
			*begin = from;
			*end = at;
			return true;
		}
		at += quote != 0;
	}
}

const struct conf_node *splice_find(
	const struct conf_node *within, const char *file, int64_t begin)
{
	for (size_t i = 0; file && i < within->kids.n; i++) {
		const struct conf_node *k = within->kids.v[i], *found;
		if (k->file && (int64_t)k->begin == begin &&
			strcmp(k->file->path, file) == 0)
			return k;
		found = splice_find(k, file, begin);
		if (found)
			return found;
	}
	return NULL;
}
