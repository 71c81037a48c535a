/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between profile_read.c, which walks the file, and profile_fields.c, which reads one
 * value. */
#ifndef PKIREADY_PROFILE_READ_H
#define PKIREADY_PROFILE_READ_H

#include "profile.h"

#include <jansson.h>

enum {
	PROFILE_FILE_MAX = 1 << 20, /* bytes */
	PROFILE_ROWS_MAX = 64,      /* profiles in one file */
	PROFILE_TEXT_MAX = 1024,    /* octets of one text */
	PROFILE_LISTS_MAX = 16,
	PROFILE_PREFIXES_MAX = 1024,
	PROFILE_RECORDS_MAX = 16,
	PROFILE_WORDS_MAX = 64,     /* User-Agents, CAA names, aliases */
};

struct profile_reader {
	struct arena *arena;
	const char *file;   /* as typed, escaped */
	const char *why;    /* the first complaint; NULL none */
};

enum field_kind {
	FIELD_TEXT,         /* one line for people */
	FIELD_NAME,         /* an id or alias: a-z 0-9 . - */
	FIELD_DIR,          /* a URL path with "/" at both ends */
	FIELD_FILE,         /* a file name without "/" */
	FIELD_DATE,         /* YYYY-MM-DD */
	FIELD_BOOL,
	FIELD_TRI,          /* true, false, null */
	FIELD_NUMBER,       /* min..max; null is PROFILE_UNKNOWN where nullable */
	FIELD_WORD,         /* one of words, stored as its index */
	FIELD_CODES,        /* at most count numbers, min..max, 0-terminated */
	FIELD_NAMES,        /* an array of FIELD_NAME */
	FIELD_AGENTS,       /* an array of header values */
	FIELD_HOSTS,        /* an array of domain names */
	FIELD_PREFIXES,     /* an array of addresses or CIDR prefixes */
	FIELD_REDIRECTS,    /* struct redirect_rule */
	FIELD_LISTS,        /* address lists */
	FIELD_WORDS,        /* an array of FIELD_NAME, compared as facts */
	FIELD_CAA_RULES,    /* struct caa_rules */
	FIELD_RECORDS,      /* record forms */
	FIELD_RECORD_PREFIX,
	FIELD_RECORD_TYPE,
	FIELD_TARGETS,      /* domain names with a blank between them */
};

struct field {
	const char *key;            /* NULL ends a table */
	enum field_kind kind;
	size_t offset;              /* in the struct that the table describes */
	bool nullable;
	int min, max;
	size_t count;               /* FIELD_CODES */
	const char *const *words;   /* FIELD_WORD */
};

extern const struct field profile_fields[], redirect_fields[], list_fields[],
	record_fields[], caa_fields[];

/* Complains unless someone did before: "FILE: PLACE: VALUE is not EXPECTED". Returns
 * false. */
bool profile_complain(struct profile_reader *r, const char *place, const json_t *value,
	const char *expected);
/* Reads the members of an object into the struct at base, by the table; skip names
 * members that the caller reads itself (NULL-terminated, may be NULL). */
bool profile_members(struct profile_reader *r, const char *place, const json_t *object,
	const struct field *table, const char *const *skip, void *base);
/* Reads one value into the struct at base. */
bool profile_value(struct profile_reader *r, const char *place, const json_t *value,
	const struct field *f, void *base);
/* What the file's text may be as an id: checked and copied; NULL after a complaint. */
const char *profile_name_value(
	struct profile_reader *r, const char *place, const json_t *value);

#endif
