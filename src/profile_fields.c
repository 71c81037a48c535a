/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile_read.h"

#include "ip.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

static_assert(sizeof(enum tri) == sizeof(int) &&
		      sizeof(enum scheme_rule) == sizeof(int) &&
		      sizeof(enum names_rule) == sizeof(int) &&
		      sizeof(enum body_rule) == sizeof(int) &&
		      sizeof(enum address_rule) == sizeof(int) &&
		      sizeof(enum level_rule) == sizeof(int) &&
		      sizeof(enum method) == sizeof(int),
	"put_int stores enums");

static bool put_int(void *base, const struct field *f, int v)
{
	memcpy((char *)base + f->offset, &v, sizeof(v));
	return true;
}

static bool put_pointer(void *base, const struct field *f, const void *p)
{
	memcpy((char *)base + f->offset, &p, sizeof(p));
	return true;
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

static bool is_name(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!is_name_char(s[i]))
			return false;
	}
	return n > 0 && n <= 64 && s[0] != '.' && s[0] != '-';
}

/* A domain name; CAA issuers are compared as such. */
static bool is_host(const char *s, size_t n)
{
	return is_name(s, n) && memchr(s, '.', n) && s[n - 1] != '.';
}

/* Valid UTF-8 is what jansson gives; control characters (C0, DEL, C1) are refused. */
static bool is_line(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		bool c1 = c == 0xc2 && i + 1 < n && (unsigned char)s[i + 1] < 0xa0;
		if (c < 0x20 || c == 0x7f || c1)
			return false;
	}
	return n > 0;
}

static bool is_visible(const char *s, size_t n, const char *but)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] <= 0x20 || s[i] >= 0x7f || strchr(but, s[i]))
			return false;
	}
	return n > 0 && n <= 255;
}

static bool is_agent(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] < 0x20 || s[i] >= 0x7f)
			return false;
	}
	return n > 0 && n <= 255;
}

static bool is_dir(const char *s, size_t n)
{
	return is_visible(s, n, "?#%\\\"<>") && s[0] == '/' && s[n - 1] == '/' &&
	       !strstr(s, "/../") && !strstr(s, "//");
}

static bool is_file(const char *s, size_t n)
{
	return is_visible(s, n, "/?#%\\\"<>") && strcmp(s, ".") != 0 &&
	       strcmp(s, "..") != 0;
}

static bool is_date(const char *s, size_t n)
{
	if (n != 10 || s[4] != '-' || s[7] != '-')
		return false;
	for (size_t i = 0; i < n; i++) {
		if (i != 4 && i != 7 && (s[i] < '0' || s[i] > '9'))
			return false;
	}
	int month = (s[5] - '0') * 10 + s[6] - '0', day = (s[8] - '0') * 10 + s[9] - '0';
	return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static bool is_prefix(const char *s, size_t n)
{
	struct cidr c;
	(void)n;
	return cidr_parse(s, &c) == ERR_OK;
}

/* The labels in front of a name: none, "_dnsauth", "_<md5>" or "_<token>". */
static bool is_record_prefix(const char *s, size_t n)
{
	if (strcmp(s, "_<md5>") == 0 || strcmp(s, "_<token>") == 0)
		return true;
	return n == 0 || (is_visible(s, n, "\"\\()@;$:/<>,*") && s[0] != '.' &&
				 s[n - 1] != '.' && !strstr(s, ".."));
}

static bool is_record_type(const char *s, size_t n)
{
	(void)n;
	return strcmp(s, "TXT") == 0 || strcmp(s, "CNAME") == 0;
}

/* Domain names with a blank between them. */
static bool is_targets(const char *s, size_t n)
{
	while (n > 0) {
		size_t one = strcspn(s, " ");
		if (!is_name(s, one) || !memchr(s, '.', one))
			return false;
		if (one == n)
			return true;
		s += one + 1;
		n -= one + 1;
	}
	return false;
}

struct text_rule {
	bool (*ok)(const char *s, size_t n);
	const char *expected;
};

static const struct text_rule *text_rule(enum field_kind kind)
{
	static const struct text_rule rules[] = {
		[FIELD_TEXT] = {is_line, "a line of text without control characters"},
		[FIELD_NAME] = {is_name,
			"a name of lower-case letters, digits, '.' and '-'"},
		[FIELD_DIR] = {is_dir, "a URL path with \"/\" at both ends"},
		[FIELD_FILE] = {is_file, "a file name without \"/\""},
		[FIELD_DATE] = {is_date, "a date as 2026-02-24"},
		[FIELD_RECORD_PREFIX] = {is_record_prefix,
			"the labels in front of the name, as \"_dnsauth\", or \"\""},
		[FIELD_RECORD_TYPE] = {is_record_type, "\"TXT\" or \"CNAME\""},
		[FIELD_TARGETS] = {is_targets, "domain names with a blank between them"},
		[FIELD_WORDS] = {is_name,
			"a name of lower-case letters, digits, '.' and '-'"},
		[FIELD_NAMES] = {is_name,
			"a name of lower-case letters, digits, '.' and '-'"},
		[FIELD_AGENTS] = {is_agent, "a User-Agent of visible ASCII characters"},
		[FIELD_HOSTS] = {is_host, "a domain name in lower case"},
		[FIELD_PREFIXES] = {is_prefix,
			"an address or a CIDR prefix whose host bits are zero"},
	};
	return &rules[kind];
}

/* A checked copy, NULL after a complaint. */
static const char *read_text(struct profile_reader *r, const char *place,
	const json_t *value, enum field_kind kind)
{
	const struct text_rule *rule = text_rule(kind);
	const char *s = json_string_value(value);
	size_t n = json_string_length(value);
	if (s && n <= PROFILE_TEXT_MAX && rule->ok(s, n))
		return arena_dup(r->arena, s, n);
	profile_complain(r, place, value, rule->expected);
	return NULL;
}

const char *profile_name_value(
	struct profile_reader *r, const char *place, const json_t *value)
{
	return read_text(r, place, value, FIELD_NAME);
}

static bool read_number(struct profile_reader *r, const char *place, const json_t *value,
	const struct field *f, int *out)
{
	json_int_t v = json_integer_value(value);
	if (json_is_integer(value) && v >= f->min && v <= f->max) {
		*out = (int)v;
		return true;
	}
	return profile_complain(r, place, value,
		arena_printf(r->arena, "a whole number from %d to %d%s", f->min, f->max,
			f->nullable ? ", or null" : ""));
}

static bool read_word(struct profile_reader *r, const char *place, const json_t *value,
	const struct field *f, void *base)
{
	const char *s = json_string_value(value);
	const char *all = "";
	for (int i = 0; f->words[i]; i++) {
		if (s && strcmp(s, f->words[i]) == 0)
			return put_int(base, f, i);
		all = arena_printf(
			r->arena, "%s%s\"%s\"", all, i ? ", " : "", f->words[i]);
	}
	return profile_complain(
		r, place, value, arena_printf(r->arena, "one of %s", all));
}

static bool read_tri(struct profile_reader *r, const char *place, const json_t *value,
	const struct field *f, void *base)
{
	if (json_is_boolean(value))
		return put_int(base, f, json_is_true(value) ? TRI_YES : TRI_NO);
	if (json_is_null(value))
		return put_int(base, f, TRI_UNKNOWN);
	return profile_complain(r, place, value, "true, false or null");
}

static bool read_bool(struct profile_reader *r, const char *place, const json_t *value,
	const struct field *f, void *base)
{
	if (!json_is_boolean(value))
		return profile_complain(r, place, value, "true or false");
	bool v = json_is_true(value);
	memcpy((char *)base + f->offset, &v, sizeof(v));
	return true;
}

/* Checks that it is an array of at most max; the size into *n. */
static bool read_array(struct profile_reader *r, const char *place, const json_t *value,
	size_t max, size_t *n)
{
	*n = json_array_size(value);
	if (json_is_array(value) && *n <= max)
		return true;
	return profile_complain(r, place, value,
		arena_printf(r->arena, "an array of at most %d members", (int)max));
}

static bool read_codes(struct profile_reader *r, const char *place, const json_t *value,
	const struct field *f, void *base)
{
	int codes[8] = {0};
	size_t n;
	if (!read_array(r, place, value, f->count, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		const char *at = arena_printf(r->arena, "%s[%d]", place, (int)i);
		if (!read_number(r, at, json_array_get(value, i), f, &codes[i]))
			return false;
	}
	memcpy((char *)base + f->offset, codes, (f->count + 1) * sizeof(int));
	return true;
}

static bool read_strings(struct profile_reader *r, const char *place, const json_t *value,
	const struct field *f, void *base)
{
	size_t n, max = f->kind == FIELD_PREFIXES ? PROFILE_PREFIXES_MAX
						  : PROFILE_WORDS_MAX;
	if (!read_array(r, place, value, max, &n))
		return false;
	const char **v = arena_array(r->arena, n + 1, sizeof(*v));
	for (size_t i = 0; i < n; i++) {
		const char *at = arena_printf(r->arena, "%s[%d]", place, (int)i);
		v[i] = read_text(r, at, json_array_get(value, i), f->kind);
		if (!v[i])
			return false;
	}
	return put_pointer(base, f, n || f->kind == FIELD_PREFIXES ? v : NULL);
}

static bool read_lists(struct profile_reader *r, const char *place, const json_t *value,
	const struct field *f, void *base)
{
	size_t n;
	if (!read_array(r, place, value, PROFILE_LISTS_MAX, &n))
		return false;
	struct address_list *v = arena_array(r->arena, n + 1, sizeof(*v));
	for (size_t i = 0; i < n; i++) {
		const char *at = arena_printf(r->arena, "%s[%d]", place, (int)i);
		const json_t *list = json_array_get(value, i);
		if (!profile_members(r, at, list, list_fields, NULL, &v[i]))
			return false;
		if (!v[i].name || !v[i].prefixes)
			return profile_complain(
				r, at, list, "a list with \"name\" and \"prefixes\"");
	}
	return put_pointer(base, f, n ? v : NULL);
}

static bool read_records(struct profile_reader *r, const char *place, const json_t *value,
	const struct field *f, void *base)
{
	size_t n;
	if (!read_array(r, place, value, PROFILE_RECORDS_MAX, &n))
		return false;
	struct record_form *v = arena_array(r->arena, n + 1, sizeof(*v));
	for (size_t i = 0; i < n; i++) {
		const char *at = arena_printf(r->arena, "%s[%d]", place, (int)i);
		const json_t *form = json_array_get(value, i);
		if (!profile_members(r, at, form, record_fields, NULL, &v[i]))
			return false;
		if (!v[i].prefix && !v[i].type)
			return profile_complain(
				r, at, form, "a record with \"prefix\" or \"type\"");
	}
	return put_pointer(base, f, n ? v : NULL);
}

static bool read_null(struct profile_reader *r, const char *place, const json_t *value,
	const struct field *f, void *base)
{
	if (f->kind == FIELD_NUMBER && f->nullable)
		return put_int(base, f, PROFILE_UNKNOWN);
	if (f->nullable)
		return put_pointer(base, f, NULL);
	return profile_complain(
		r, place, value, "allowed here: leave the member out instead");
}

bool profile_value(struct profile_reader *r, const char *place, const json_t *value,
	const struct field *f, void *base)
{
	int number;
	const char *s;
	if (json_is_null(value) && f->kind != FIELD_TRI)
		return read_null(r, place, value, f, base);
	switch (f->kind) {
	case FIELD_BOOL:
		return read_bool(r, place, value, f, base);
	case FIELD_TRI:
		return read_tri(r, place, value, f, base);
	case FIELD_NUMBER:
		return read_number(r, place, value, f, &number) &&
		       put_int(base, f, number);
	case FIELD_WORD:
		return read_word(r, place, value, f, base);
	case FIELD_CODES:
		return read_codes(r, place, value, f, base);
	case FIELD_NAMES:
	case FIELD_AGENTS:
	case FIELD_HOSTS:
	case FIELD_PREFIXES:
	case FIELD_WORDS:
		return read_strings(r, place, value, f, base);
	case FIELD_RECORDS:
		return read_records(r, place, value, f, base);
	case FIELD_CAA_RULES:
		return profile_members(
			r, place, value, caa_fields, NULL, (char *)base + f->offset);
	case FIELD_REDIRECTS:
		return profile_members(
			r, place, value, redirect_fields, NULL, (char *)base + f->offset);
	case FIELD_LISTS:
		return read_lists(r, place, value, f, base);
	case FIELD_TEXT:
	case FIELD_NAME:
	case FIELD_DIR:
	case FIELD_FILE:
	case FIELD_DATE:
	case FIELD_RECORD_PREFIX:
	case FIELD_RECORD_TYPE:
	case FIELD_TARGETS:
		break;
	}
	s = read_text(r, place, value, f->kind);
	return s && put_pointer(base, f, s);
}
