/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Perl-compatible regular expressions, as nginx and Apache use them in their
 * configuration; by PCRE2. Patterns come from files and may be hostile: the time and
 * memory of a match are bounded.
 */
#ifndef PKIREADY_PATTERN_H
#define PKIREADY_PATTERN_H

#include "arena.h"

#include <stdbool.h>

enum { PATTERN_GROUPS_MAX = 32 };

enum pattern_result {
	PATTERN_NO,
	PATTERN_YES,
	PATTERN_UNKNOWN, /* no valid pattern, or the match needs more than is allowed */
};
struct pattern_groups {
	const char *group[PATTERN_GROUPS_MAX]; /* [0] the whole match; NULL: unset */
	int n;
	strs names;  /* "NAME=VALUE" of named groups */
};

/* out may be NULL. */
enum pattern_result pattern_match(struct arena *a, const char *pattern, bool any_case,
	const char *subject, struct pattern_groups *out);

#endif
