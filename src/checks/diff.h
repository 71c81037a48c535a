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
 * "CRLF line ends", "white space added at the end (LF)", "UTF-16", joined by commas. NULL
 * when more differs.
 */
const char *diff_edits(struct arena *a, struct bytes body, struct bytes want);
/*
 * How they differ: that it is empty, cut off, another token, or just differs, and where:
 * "(at byte 12 of 40): expected "…", served "…"". acme: both are key authorizations.
 */
const char *diff_words(struct arena *a, struct bytes body, struct bytes want, bool acme);

#endif
