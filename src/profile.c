/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile_table.h"

#include "nearest.h"
#include "profile_rows.h"

#include <string.h>

enum { NAME_MAX_LEN = 64, BUILTIN_MAX = 32 };

/* The rows as they stand in this run: the built-in ones are copied once, profile_read
 * puts a table of its own in their place. */
static struct profile builtin[BUILTIN_MAX];
static const struct profile *rows;
static size_t row_count;

static void fill_builtin(void)
{
	row_count = 0;
#define X(row) builtin[row_count++] = profile_##row;
	PROFILES(X)
#undef X
	rows = builtin;
}

const struct profile *profile_rows(size_t *n)
{
	if (!rows)
		fill_builtin();
	*n = row_count;
	return rows;
}

void profile_table_set(const struct profile *table, size_t n)
{
	rows = table;
	row_count = n;
}

void profile_forget(void)
{
	rows = NULL;
}

/* Copies the name in lower case; false when it is too long to be one. */
static bool fold(const char *name, char out[NAME_MAX_LEN + 1])
{
	size_t n = strlen(name);
	if (n > NAME_MAX_LEN)
		return false;
	for (size_t i = 0; i <= n; i++)
		out[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] - 'A' + 'a'
								 : name[i]);
	return true;
}

static bool has_alias(const struct profile *p, const char *name)
{
	for (const char *const *a = p->aliases; a && *a; a++) {
		if (strcmp(*a, name) == 0)
			return true;
	}
	return false;
}

const struct profile *profile_table_row(
	const struct profile *table, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(table[i].id, name) == 0)
			return &table[i];
	}
	for (size_t i = 0; i < n; i++) {
		if (has_alias(&table[i], name))
			return &table[i];
	}
	return NULL;
}

const struct profile *profile_table_find(
	struct arena *a, const struct profile *table, size_t n, const char *name)
{
	const struct profile *row = profile_table_row(table, n, name);
	if (row)
		return row;
	for (const struct profile_brand *b = profile_brands; b->id; b++) {
		if (strcmp(b->id, name) != 0 ||
			!(row = profile_table_row(table, n, b->ca)))
			continue;
		struct profile *copy = ARENA_NEW(a, struct profile);
		*copy = *row;
		copy->id = b->id;
		copy->name = b->name;
		copy->aliases = NULL;
		return copy;
	}
	return NULL;
}

static const struct profile *find_plain(struct arena *a, const char *name)
{
	size_t n;
	const struct profile *table = profile_rows(&n);
	return profile_table_find(a, table, n, name);
}

static const struct profile_overlay *find_overlay(const struct profile *provider)
{
	for (const struct profile_overlay *o = profile_overlays; o->provider; o++) {
		if (strcmp(o->provider, provider->id) == 0)
			return o;
	}
	return NULL;
}

/* True when the provider's console can stand before this row. */
static bool sold_by_provider(const struct profile *ca)
{
	return !ca->provider && !ca->test_only && ca->method == METHOD_FILE &&
	       strcmp(ca->id, profile_strict.id) != 0;
}

static void lay_parts(struct profile *to, const struct profile *from, unsigned parts)
{
	if (parts & OVERLAY_SCHEMES)
		to->schemes = from->schemes;
	if (parts & OVERLAY_NAMES)
		to->names = from->names;
	if (parts & OVERLAY_REDIRECTS)
		to->redirects = from->redirects;
	if (parts & OVERLAY_STATUS) {
		memcpy(to->status, from->status, sizeof(to->status));
		to->status_2xx = from->status_2xx;
	}
	if (parts & OVERLAY_BODY)
		to->body = from->body;
	if (parts & OVERLAY_TLS)
		to->tls_verified = from->tls_verified;
	if (parts & OVERLAY_TOKEN)
		to->token_hours = from->token_hours;
}

static void lay_exceptions(struct profile *to, const char *provider, const char *ca)
{
	for (const struct profile_exception *e = profile_exceptions; e->provider; e++) {
		if (strcmp(e->provider, provider) == 0 && strcmp(e->brand, ca) == 0)
			to->dns_token_hours = e->dns_token_hours;
	}
}

/* The provider's level stands where the CA's own is not known. */
static void lay_records(
	struct arena *a, struct profile *to, const struct profile *provider)
{
	size_t n = 0;
	if (provider->record_ttl_max)
		to->record_ttl_max = provider->record_ttl_max;
	if (!to->records || !provider->records)
		return;
	while (to->records[n].prefix || to->records[n].type)
		n++;
	struct record_form *forms = arena_array(a, n + 1, sizeof(*forms));
	memcpy(forms, to->records, n * sizeof(*forms));
	for (size_t i = 0; i < n; i++)
		if (forms[i].level == LEVEL_UNKNOWN)
			forms[i].level = provider->records[0].level;
	to->records = forms;
}

static const struct profile *overlay(
	struct arena *a, const struct profile *provider, const struct profile *ca)
{
	const struct profile_overlay *o = find_overlay(provider);
	if (!o || !sold_by_provider(ca))
		return NULL;
	struct profile *p = ARENA_NEW(a, struct profile);
	*p = *ca;
	p->id = arena_printf(a, "%s/%s", provider->id, ca->id);
	p->name = arena_printf(a, "%s at %s", ca->name, o->name);
	p->documents = arena_printf(a, "%s (%s)", p->name, o->documents);
	p->provider = provider->id;
	p->aliases = NULL;
	p->waits = provider->waits;
	p->console_wait = provider->console_wait;
	p->sources = arena_printf(
		a, "%s %s", ca->sources ? ca->sources : "", provider->sources);
	lay_parts(p, provider, o->parts);
	lay_records(a, p, provider);
	lay_exceptions(p, provider->id, ca->id);
	return p;
}

static const struct profile *find_overlaid(struct arena *a, char *name)
{
	char *slash = strchr(name, '/');
	if (!slash)
		return find_plain(a, name);
	*slash = '\0';
	const struct profile *provider = find_plain(a, name);
	const struct profile *ca = find_plain(a, slash + 1);
	*slash = '/';
	return provider && ca ? overlay(a, provider, ca) : NULL;
}

static const char *nearest_plain(const char *typed)
{
	struct nearest best = {0};
	size_t n;
	const struct profile *table = profile_rows(&n);
	for (size_t i = 0; i < n; i++) {
		nearest_offer(&best, typed, table[i].id);
		for (const char *const *a = table[i].aliases; a && *a; a++)
			nearest_offer(&best, typed, *a);
	}
	for (const struct profile_brand *b = profile_brands; b->id; b++)
		nearest_offer(&best, typed, b->id);
	return best.word;
}

/* The name most likely meant: each side of the slash on its own; the CA alone where the
 * provider does not sell it. */
static const char *nearest_name(struct arena *a, const char *typed)
{
	const char *slash = strchr(typed, '/');
	if (!slash)
		return nearest_plain(typed);
	const char *provider =
		nearest_plain(arena_dup(a, typed, (size_t)(slash - typed)));
	const char *ca = nearest_plain(slash + 1);
	if (!provider || !ca)
		return ca ? ca : provider;
	char *both = arena_printf(a, "%s/%s", provider, ca);
	return find_overlaid(a, both) ? both : ca;
}

enum err profile_find(struct arena *a, const char *name, const struct profile **out,
	const char **nearest)
{
	char folded[NAME_MAX_LEN + 1];
	*out = NULL;
	*nearest = NULL;
	if (!fold(name, folded))
		return ERR_NOT_FOUND;
	*out = find_overlaid(a, folded);
	if (*out)
		return ERR_OK;
	*nearest = nearest_name(a, folded);
	return ERR_NOT_FOUND;
}

const char *profile_user_agent(const struct profile *p)
{
	return p->user_agents && p->user_agents[0] ? p->user_agents[0]
						   : "pkiready/" PKIREADY_VERSION;
}
