/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/records.h"
#include "profile.h"

#include <string.h>

enum { HOST_MAX = 253 }; /* RFC 1035 section 3.1, without the last dot */

static const char *const usual_prefixes[] = {
	"_acme-challenge", "_dnsauth", "_pki-validation", NULL};

static void add(struct arena *a, struct record_hosts *out, const char *host,
	enum record_place place)
{
	if (strlen(host) > HOST_MAX || *host == '\0')
		return;
	for (size_t i = 0; i < out->all.n; i++)
		if (strcmp(out->all.v[i]->host, host) == 0)
			return;
	struct record_host *h = VEC_ADD(a, &out->all, struct record_host);
	h->host = host;
	h->place = place;
}

static const char *join(struct arena *a, const char *prefix, const char *base)
{
	if (*prefix == '\0' || strcmp(prefix, "@") == 0)
		return base;
	return arena_printf(a, "%s.%s", prefix, base);
}

static bool below(const char *name, const char *zone)
{
	size_t n = strlen(name), m = strlen(zone);
	return n > m && name[n - m - 1] == '.' && strcmp(name + n - m, zone) == 0;
}

static const char *without_www(const char *name)
{
	return strncmp(name, "www.", 4) == 0 ? name + 4 : name;
}

/* The prefixes that CAs use, each once. */
static void prefixes(struct arena *a, strs *out)
{
	size_t n;
	for (const char *const *s = usual_prefixes; *s; s++)
		VEC_PUSH(a, out, *s);
	const struct profile *rows = profile_rows(&n);
	for (size_t i = 0; i < n; i++) {
		const struct record_form *form = rows[i].records;
		for (; form && (form->prefix || form->type); form++) {
			bool known = !form->prefix || *form->prefix != '_' ||
				     strpbrk(form->prefix, "<>%*");
			for (size_t j = 0; j < out->n && !known; j++)
				known = strcmp(out->v[j], form->prefix) == 0;
			if (!known && out->n < RECORDS_PREFIXES_MAX)
				VEC_PUSH(a, out, form->prefix);
		}
	}
}

/* Slips around one prefix at one level. */
static void slips(struct arena *a, const struct target_name *name, const char *prefix,
	const char *base, struct record_hosts *out)
{
	const char *zone = name->registrable ? name->registrable : name->ascii;
	add(a, out, arena_printf(a, "%s.%s", join(a, prefix, base), zone), PLACE_DOUBLED);
	add(a, out, base, PLACE_NAME);
	add(a, out, join(a, prefix, name->ascii),
		strncmp(name->ascii, "www.", 4) == 0 ? PLACE_WWW : PLACE_NAME);
	if (strcmp(base, zone) == 0)
		add(a, out, join(a, prefix, arena_printf(a, "www.%s", base)), PLACE_WWW);
	add(a, out, join(a, prefix, without_www(name->ascii)), PLACE_REGISTRABLE);
	add(a, out, join(a, prefix, zone), PLACE_REGISTRABLE);
}

/* What --record says: "_dnsauth", "@", or a whole name below or at the examined one. */
static void given(struct arena *a, const struct target *t, const struct target_name *name,
	struct record_hosts *out)
{
	const char *zone = name->registrable ? name->registrable : name->ascii;
	const char *s = t->record_host;
	bool whole = below(s, zone) || strcmp(s, zone) == 0;
	add(a, out, whole ? s : join(a, s, name->ascii), PLACE_WANTED);
}

static const char *level(const struct target_name *name, enum level_rule rule)
{
	return rule == LEVEL_PARENT_OF_WWW ? without_www(name->ascii) : name->ascii;
}

/* The usual form of the profile: its first row. */
static void by_profile(struct arena *a, const struct target *t,
	const struct target_name *name, struct record_hosts *out)
{
	const struct record_form *form = t->profile ? t->profile->records : NULL;
	const char *prefix = form && form->prefix ? form->prefix : "_dnsauth";
	add(a, out, join(a, prefix, level(name, form ? form->level : LEVEL_UNKNOWN)),
		PLACE_WANTED);
}

void records_hosts(struct arena *a, const struct target *t,
	const struct target_name *name, struct record_hosts *out)
{
	strs known = {0};
	*out = (struct record_hosts){0};
	if (t->record_host)
		given(a, t, name, out);
	else
		by_profile(a, t, name, out);
	size_t examined = 0, wanted = out->all.n;
	for (size_t i = 0; i < t->names.n; i++)
		examined += t->names.v[i]->role == ROLE_EXAMINED;
	if (examined > RECORDS_NAMES_MAX)
		return;
	for (size_t i = 0; i < wanted; i++) {
		const char *host = out->all.v[i]->host;
		const char *dot = *host == '_' ? strchr(host, '.') : NULL;
		const char *prefix = dot ? arena_dup(a, host, (size_t)(dot - host)) : "";
		slips(a, name, prefix, dot ? dot + 1 : host, out);
	}
	prefixes(a, &known);
	for (size_t i = 0; i < known.n && wanted; i++) {
		const char *host = out->all.v[0]->host;
		const char *dot = *host == '_' ? strchr(host, '.') : NULL;
		add(a, out, join(a, known.v[i], dot ? dot + 1 : host), PLACE_PREFIX);
	}
}
