/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile_read.h"

#include "nearest.h"
#include "profile_table.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN_MAX = 60 };

/* The value as JSON, on one line and not too long. */
static const char *shown(struct arena *a, const json_t *value)
{
	if (json_is_object(value))
		return "an object";
	if (json_is_array(value))
		return arena_printf(a, "an array of %d", (int)json_array_size(value));
	char *dump =
		json_dumps(value, JSON_ENCODE_ANY | JSON_ENSURE_ASCII | JSON_COMPACT);
	if (!dump)
		return "this value";
	size_t n = strlen(dump);
	char *s = arena_printf(a, "%.*s%s", SHOWN_MAX, dump, n > SHOWN_MAX ? "..." : "");
	for (char *p = s; *p; p++) {
		if (*p == 0x7f) /* the one control character that JSON lets through */
			*p = '?';
	}
	free(dump);
	return s;
}

bool profile_complain(struct profile_reader *r, const char *place, const json_t *value,
	const char *expected)
{
	if (!r->why)
		r->why = arena_printf(r->arena, "%s: %s: %s is not %s", r->file, place,
			shown(r->arena, value), expected);
	return false;
}

static bool complain_member(struct profile_reader *r, const char *place, const char *key,
	const struct field *table, const char *const *skip)
{
	struct nearest best = {0};
	for (const struct field *f = table; f->key; f++)
		nearest_offer(&best, key, f->key);
	for (const char *const *s = skip; s && *s; s++)
		nearest_offer(&best, key, *s);
	if (r->why)
		return false;
	const char *hint =
		best.word ? arena_printf(r->arena, "; did you mean \"%s\"?", best.word)
			  : "; see PROFILE FILES in pkiready(8)";
	r->why = arena_printf(r->arena, "%s: %s: there is no member \"%s\"%s", r->file,
		place, text_escaped(r->arena, key), hint);
	return false;
}

static bool is_one_of(const char *key, const char *const *words)
{
	for (; words && *words; words++) {
		if (strcmp(*words, key) == 0)
			return true;
	}
	return false;
}

static const struct field *find_field(const struct field *table, const char *key)
{
	while (table->key && strcmp(table->key, key) != 0)
		table++;
	return table->key ? table : NULL;
}

bool profile_members(struct profile_reader *r, const char *place, const json_t *object,
	const struct field *table, const char *const *skip, void *base)
{
	if (!json_is_object(object))
		return profile_complain(r, place, object, "an object");
	const char *key;
	json_t *value;
	/* json_object_foreach takes no const, but changes nothing */
	json_object_foreach((json_t *)(uintptr_t)object, key, value)
	{
		if (is_one_of(key, skip))
			continue;
		const struct field *f = find_field(table, key);
		if (!f)
			return complain_member(r, place, key, table, skip);
		const char *at = arena_printf(r->arena, "%s.%s", place, key);
		if (!profile_value(r, at, value, f, base))
			return false;
	}
	return true;
}

/* The table that the file makes of this run's. */
struct growing {
	struct profile *rows;
	size_t n;
};

static struct profile *row_of(const struct growing *g, const char *name)
{
	const struct profile *p = profile_table_row(g->rows, g->n, name);
	return p ? &g->rows[p - g->rows] : NULL;
}

static void all_unknown(struct profile *p, const char *id)
{
	*p = (struct profile){
		.id = id,
		.name = id,
		.dir = "/.well-known/pki-validation/",
		.redirects = {.max = PROFILE_UNKNOWN},
		.body_max = PROFILE_UNKNOWN,
		.connect_ms = PROFILE_UNKNOWN,
		.total_ms = PROFILE_UNKNOWN,
		.token_hours = PROFILE_UNKNOWN,
		.dns_token_hours = PROFILE_UNKNOWN,
	};
}

/* What a profile of the file begins from: the one it names, its own row, or nothing. */
static bool begin(struct profile_reader *r, const struct growing *g, const char *place,
	const char *id, const json_t *based_on, struct profile *out)
{
	const struct profile *own = profile_table_find(r->arena, g->rows, g->n, id);
	const struct profile *from = own;
	if (based_on) {
		const char *at = arena_printf(r->arena, "%s.based_on", place);
		const char *name = profile_name_value(r, at, based_on);
		if (!name)
			return false;
		from = profile_table_find(r->arena, g->rows, g->n, name);
		if (!from)
			return profile_complain(r, at, based_on,
				"a known profile (see: pkiready list profiles)");
	}
	if (from)
		*out = *from;
	else
		all_unknown(out, id);
	out->id = own ? own->id : id;
	out->aliases = own ? own->aliases : NULL;
	if (based_on)
		out->name = own ? own->name : id;
	return true;
}

static bool read_profile(struct profile_reader *r, struct growing *g, const char *place,
	const json_t *object)
{
	static const char *const skip[] = {"id", "based_on", NULL};
	if (!json_is_object(object))
		return profile_complain(r, place, object, "an object");
	const json_t *given = json_object_get(object, "id");
	if (!given) {
		r->why = arena_printf(
			r->arena, "%s: %s: \"id\" is missing", r->file, place);
		return false;
	}
	const char *id =
		profile_name_value(r, arena_printf(r->arena, "%s.id", place), given);
	struct profile row;
	if (!id || !begin(r, g, place, id, json_object_get(object, "based_on"), &row))
		return false;
	if (!profile_members(r, place, object, profile_fields, skip, &row))
		return false;
	struct profile *slot = row_of(g, row.id);
	if (slot && slot->from_file)
		return profile_complain(r, arena_printf(r->arena, "%s.id", place), given,
			"given once only: an earlier profile of this file has it");
	row.from_file = true;
	*(slot ? slot : &g->rows[g->n++]) = row;
	return true;
}

/* No name may lead to two rows. */
static bool names_differ(struct profile_reader *r, const struct growing *g)
{
	for (size_t i = 0; i < g->n; i++) {
		for (const char *const *a = g->rows[i].aliases; a && *a; a++) {
			const struct profile *p = profile_table_row(g->rows, g->n, *a);
			if (p == &g->rows[i])
				continue;
			r->why = arena_printf(r->arena,
				"%s: alias \"%s\" of \"%s\" is already a name of \"%s\"",
				r->file, *a, g->rows[i].id, p->id);
			return false;
		}
	}
	return true;
}

static bool read_profiles(struct profile_reader *r, struct growing *g, const json_t *root)
{
	static const char *const known[] = {"profiles", NULL};
	static const struct field none[] = {{.key = NULL}};
	const json_t *list = json_object_get(root, "profiles");
	if (!profile_members(r, "the top level", root, none, known, NULL))
		return false;
	if (!list || !json_is_array(list) || json_array_size(list) > PROFILE_ROWS_MAX) {
		r->why = arena_printf(r->arena,
			"%s: \"profiles\" must be an array of at most %d objects",
			r->file, PROFILE_ROWS_MAX);
		return false;
	}
	size_t n;
	const struct profile *now = profile_rows(&n);
	g->rows = arena_array(r->arena, n + json_array_size(list), sizeof(*g->rows));
	memcpy(g->rows, now, n * sizeof(*now));
	g->n = n;
	for (size_t i = 0; i < n; i++)
		g->rows[i].from_file = false;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *place = arena_printf(r->arena, "profiles[%d]", (int)i);
		if (!read_profile(r, g, place, json_array_get(list, i)))
			return false;
	}
	return names_differ(r, g);
}

enum err profile_read(
	struct arena *a, const char *json, size_t n, const char *file, const char **why)
{
	struct profile_reader r = {.arena = a, .file = text_escaped(a, file)};
	*why = NULL;
	if (n > PROFILE_FILE_MAX) {
		*why = arena_printf(a,
			"%s: more than the %d bytes that a profile file may have", r.file,
			PROFILE_FILE_MAX);
		return ERR_LIMIT;
	}
	json_error_t error;
	json_t *root = json_loadb(json, n, JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		*why = arena_printf(a, "%s:%d:%d: %s; expected JSON", r.file, error.line,
			error.column, text_escaped(a, error.text));
		return ERR_SYNTAX;
	}
	struct growing g = {0};
	bool ok = read_profiles(&r, &g, root);
	json_decref(root);
	if (ok)
		profile_table_set(g.rows, g.n);
	else
		*why = r.why;
	return ok ? ERR_OK : ERR_SYNTAX;
}
