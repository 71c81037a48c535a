/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values of a profile's row as text, for the test that compares them with their
 * sources; included once, after the test's arena a. */

/* -- a row's value as text; "-" is "not known" or "not so": nothing that needs a
 * source */

static const char *int_at(const void *base, size_t offset)
{
	int v;
	memcpy(&v, (const char *)base + offset, sizeof(v));
	return v == PROFILE_UNKNOWN ? "-" : arena_printf(a, "%d", v);
}

static const char *words_at(const void *base, size_t offset, const char *between)
{
	const char *const *v;
	memcpy(&v, (const char *)base + offset, sizeof(v));
	const char *s = "";
	for (; v && *v; v++)
		s = arena_printf(a, "%s%s%s", s, *s ? between : "", *v);
	return *s ? s : "-";
}

static const char *codes_at(const void *base, size_t offset)
{
	const int *v = (const int *)(const void *)((const char *)base + offset);
	const char *s = "";
	for (; *v; v++)
		s = arena_printf(a, "%s%s%d", s, *s ? " " : "", *v);
	return *s ? s : "-";
}

/* "published 2026-02-24: a b; seed …": the kind is the first word of the list's name. */
static const char *lists_text(const struct address_list *l)
{
	const char *s = "";
	for (; l && l->name; l++)
		s = arena_printf(a, "%s%s%.*s %s: %s", s, *s ? "; " : "",
			(int)strcspn(l->name, " "), l->name, l->date ? l->date : "-",
			words_at(&l->prefixes, 0, " "));
	return *s ? s : "-";
}

/* "_dnsauth TXT; @ TXT": where and of which type; the rest is compared on its own. */
static const char *records_text(const struct record_form *r)
{
	const char *s = "";
	for (; r && (r->prefix || r->type); r++)
		s = arena_printf(a, "%s%s%s %s", s, *s ? "; " : "",
			r->prefix ? *r->prefix ? r->prefix : "@" : "-",
			r->type ? r->type : "-");
	return *s ? s : "-";
}

static const char *pointer_at(const void *base, size_t offset)
{
	const char *s;
	memcpy(&s, (const char *)base + offset, sizeof(s));
	return s ? s : "-";
}

static const char *value_text(const struct field *f, const void *base)
{
	const struct address_list *lists;
	const struct record_form *records;
	int v;
	bool b;
	switch (f->kind) {
	case FIELD_TRI:
		memcpy(&v, (const char *)base + f->offset, sizeof(v));
		return v ? tri_words[v] : "-";
	case FIELD_WORD:
		memcpy(&v, (const char *)base + f->offset, sizeof(v));
		return strcmp(f->words[v], "unknown") == 0 ? "-" : f->words[v];
	case FIELD_BOOL:
		memcpy(&b, (const char *)base + f->offset, sizeof(b));
		return b ? "true" : "false";
	case FIELD_NUMBER:
		return int_at(base, f->offset);
	case FIELD_CODES:
		return codes_at(base, f->offset);
	case FIELD_RECORDS:
		memcpy(&records, (const char *)base + f->offset, sizeof(records));
		return records_text(records);
	case FIELD_AGENTS:
	case FIELD_WORDS:
	case FIELD_HOSTS:
		return words_at(base, f->offset, ", ");
	case FIELD_LISTS:
		memcpy(&lists, (const char *)base + f->offset, sizeof(lists));
		return lists_text(lists);
	default:
		return pointer_at(base, f->offset);
	}
}

/* Texts for people are no facts to compare. */
static bool compared(const struct field *f)
{
	return f->kind != FIELD_TEXT && f->kind != FIELD_NAMES &&
	       f->kind != FIELD_REDIRECTS && f->kind != FIELD_CAA_RULES;
}
