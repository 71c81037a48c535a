/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bundle_hide.h"

#include "bundle_case.h"
#include "bundle_case_shape.h"

#include <string.h>

enum { /* of the words that are expected: with digits, plain, beside a dot */
	WORD_DIGITS_MIN = 6,
	WORD_MIN = 8,
	WORD_DOTTED_MIN = 16,
};

/* -- bytes --------------------------------------------------------------------------- */

/* Every other byte of UTF-16 is the text, as far as it is Latin. */
static void hide_wide(const struct hider *h, unsigned char *p, size_t n)
{
	size_t half = (n - 2) / 2, first = p[0] == 0xff ? 2 : 3;
	unsigned char *text = arena_alloc(h->arena, half + 1);
	for (size_t i = 0; i < half; i++)
		text[i] = p[first + 2 * i];
	hide_plain(h, text, half);
	for (size_t i = 0; i < half; i++)
		p[first + 2 * i] = text[i];
}

/* Of what is no text the head says what it is. */
static void hide_bytes(const struct hider *h, unsigned char *p, size_t n)
{
	enum { HEAD = 8 };
	bool wide = n >= 4 &&
		    ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff));
	bool packed = n > HEAD && p[0] == 0x1f && p[1] == 0x8b; /* gzip, RFC 1952 */
	if (wide)
		hide_wide(h, p, n);
	else if (packed)
		memset(p + HEAD, 'x', n - HEAD);
	else
		hide_plain(h, p, n);
}

/* -- everywhere ---------------------------------------------------------------------- */

static const char *hidden(const struct hider *h, const char *s)
{
	size_t n = s ? strlen(s) : 0;
	if (!n)
		return s;
	unsigned char *copy = arena_dup(h->arena, s, n);
	hide_plain(h, copy, n);
	return (const char *)copy;
}

static void hide_struct(const struct hider *h, const struct shape *shape, void *s);

static void hide_vec(const struct hider *h, const struct field *f, struct vec *v)
{
	for (size_t i = 0; i < v->n; i++) {
		if (f->kind == FIELD_STRS)
			v->v[i] = (void *)(uintptr_t)hidden(h, v->v[i]);
		else if (f->kind == FIELD_VEC)
			hide_struct(h, f->shape, v->v[i]);
	}
}

static void hide_field(const struct hider *h, const struct field *f, void *at)
{
	struct bytes *b = at;
	switch (f->kind) {
	case FIELD_STR:
		*(const char **)at = hidden(h, *(const char **)at);
		break;
	case FIELD_BYTES: {
		unsigned char *copy =
			arena_dup(h->arena, b->n ? (const void *)b->p : "", b->n);
		hide_bytes(h, copy, b->n);
		b->p = copy;
		break;
	}
	case FIELD_STRUCT:
		hide_struct(h, f->shape, at);
		break;
	case FIELD_PTR:
		if (*(void **)at)
			hide_struct(h, f->shape, *(void **)at);
		break;
	case FIELD_VEC:
	case FIELD_STRS:
		hide_vec(h, f, at);
		break;
	case FIELD_BOOL:
	case FIELD_INT:
	case FIELD_ENUM:
	case FIELD_IP:
	case FIELD_IPS:
		break;
	}
}

static void hide_struct(const struct hider *h, const struct shape *shape, void *s)
{
	for (size_t i = 0; i < shape->fields_n; i++)
		hide_field(h, &shape->fields[i], (char *)s + shape->fields[i].offset);
}

/* -- what is secret ------------------------------------------------------------------ */

static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static bool is_inner(unsigned char c) /* of a word */
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) ||
	       c == '-' || c == '_';
}

/* Not a CA's own name, which stands in some files: without digits and beside a dot. */
static bool is_secret(struct bytes b, size_t from, size_t end)
{
	bool digits = false, dotted = (from > 0 && b.p[from - 1] == '.') ||
				      (end < b.n && b.p[end] == '.');
	for (size_t i = from; i < end; i++)
		digits = digits || is_digit(b.p[i]);
	return end - from >= (digits          ? WORD_DIGITS_MIN
				     : dotted ? WORD_DOTTED_MIN
					      : WORD_MIN);
}

static void add_words(struct hider *h, struct bytes expect)
{
	for (size_t i = 0; i < expect.n;) {
		size_t from = i;
		while (i < expect.n && is_inner(expect.p[i]))
			i++;
		if (i > from && is_secret(expect, from, i))
			VEC_PUSH(h->arena, &h->words,
				arena_dup(h->arena, expect.p + from, i - from));
		i += i == from;
	}
}

static size_t labels_in(const char *s)
{
	size_t n = 1;
	for (; *s; s++)
		n += *s == '.';
	return n;
}

/* The last labels of a name, so many. */
static const char *tail_of(const char *name, size_t labels)
{
	const char *p = name + strlen(name);
	while (p > name && (p[-1] != '.' || --labels > 0))
		p--;
	return p;
}

static void add_domain(struct hider *h, const char *domain)
{
	const char *dot = strchr(domain, '.');
	if (!dot || !dot[1])
		return;
	size_t *suffix = VEC_ADD(h->arena, &h->suffixes, size_t);
	*suffix = strlen(dot);
	VEC_PUSH(h->arena, &h->domains, domain);
}

static void add_name(struct hider *h, const struct target_name *n)
{
	const char *apex = n->registrable ? n->registrable : tail_of(n->ascii, 2);
	add_domain(h, apex);
	if (n->unicode && strcmp(n->unicode, n->ascii) != 0)
		add_domain(h, tail_of(n->unicode, labels_in(apex)));
}

/* A CNAME's target is made of its halves, each a label (record_name.c). */
static void hide_csr(const struct hider *h, struct csr *csr, const char *sha256)
{
	enum { HALF = 32 };
	if (!sha256 || strlen(sha256) != 2 * HALF)
		return;
	csr->sha256 = arena_printf(h->arena, "%s%s",
		hidden(h, arena_dup(h->arena, sha256, HALF)), hidden(h, sha256 + HALF));
}

static void hide_change(const struct hider *h, const struct change_look *c)
{
	if (c)
		hide_struct(h, &shape_change_look, (void *)(uintptr_t)c);
}

bool bundle_case_hide(
	struct arena *a, const unsigned char key[HIDE_KEY], struct bundle_case *c)
{
	struct hider h = {.arena = a};
	struct bundle_case copy = *c;
	const char *why;
	struct bytes own = bundle_case_pack(a, c);
	SHA256(key, HIDE_KEY, h.start);
	for (size_t i = 0; i < c->target.names.n; i++)
		add_name(&h, c->target.names.v[i]);
	add_words(&h, c->target.expect);
	/* what is shared with the caller's own evidence stays as it is */
	if (!own.n || bundle_case_unpack(a, own, &copy, &why) != ERR_OK)
		return false;
	struct flat_target t = {.path = copy.target.path,
		.file_name = copy.target.file_name,
		.expect = copy.target.expect,
		.expect_source = copy.target.expect_source,
		.csr = (struct csr *)(uintptr_t)copy.target.csr,
		.webroot = copy.target.webroot,
		.record_host = copy.target.record_host};
	memcpy(&t.names, &copy.target.names, sizeof(t.names));
	memcpy(&t.hosts, &copy.target.hosts, sizeof(t.hosts));
	const char *sha256 = t.csr ? t.csr->sha256 : NULL;
	hide_struct(&h, &shape_flat_target, &t);
	hide_struct(&h, &shape_evidence, &copy.evidence);
	hide_change(&h, copy.evidence.changes);
	if (t.csr)
		hide_csr(&h, t.csr, sha256);
	copy.target.path = t.path;
	copy.target.file_name = t.file_name;
	copy.target.expect = t.expect;
	copy.target.expect_source = t.expect_source;
	copy.target.webroot = t.webroot;
	copy.target.record_host = t.record_host;
	copy.redacted = true;
	*c = copy;
	return true;
}
