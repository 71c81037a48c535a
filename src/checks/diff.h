/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How two small files differ, in words. Pure bytes. */
#ifndef PKIREADY_CHECKS_DIFF_H
#define PKIREADY_CHECKS_DIFF_H

#include "arena.h"

#include <stdbool.h>

enum trim {
	TRIM_RIGHT,      /* Unicode white space at the end (Go's unicode.IsSpace) */
	TRIM_RIGHT_CRLF, /* \n \r \t at the end */
	TRIM_BOTH,       /* Unicode white space at both ends */
};

struct bytes diff_trim(struct bytes b, enum trim how);
/*
 * What an editor did to it, when nothing else differs: "a byte order mark in front",
 * "CRLF line ends", "white space added at the end (LF)", "UTF-16", joined by "and". NULL
 * when more differs.
 */
const char *diff_edits(struct arena *a, struct bytes body, struct bytes want);
/*
 * Where and how they differ: "the served file differs at byte 12: expected "…", served
 * "…"", or that it is empty, cut off, or another token. acme: both are key
 * authorizations.
 */
const char *diff_words(struct arena *a, struct bytes body, struct bytes want, bool acme);

#endif
