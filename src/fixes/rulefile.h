/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A rule put into a file of rules, all other bytes as they are: nft's language (blocks,
 * or lines of "add rule"), and iptables-save's. Tolerant: what is not understood is
 * passed by, and nothing is put where the place is in doubt.
 */
#ifndef PKIREADY_FIXES_RULEFILE_H
#define PKIREADY_FIXES_RULEFILE_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>

struct rulefile_place {
	const char *family;  /* "inet"; of iptables not looked at */
	const char *table, *chain;
	/* the rule before which it belongs, as the kernel has it (verdict/names.h); NULL:
	 * at the chain's end */
	const char *text;
	/* the same by its number in the chain, from 1, and how many rules that has: where
	 * the text is written otherwise. 0: not known */
	size_t number, count;
};

/* False: the file does not hold the chain, or not that rule. */
bool rulefile_nft(struct arena *a, const struct bytes *file,
	const struct rulefile_place *p, const char *rule, struct bytes *out);
bool rulefile_iptables(struct arena *a, const struct bytes *file,
	const struct rulefile_place *p, const char *rule, struct bytes *out);
/* The words of its include statements (nft), as written. */
void rulefile_includes(struct arena *a, const struct bytes *file, strs *out);

/* -- rulefile_text.c */
/* Both are one rule, white space, quotes and what iptables-save adds by itself aside. */
bool rulefile_same(const char *a, size_t a_n, const char *b, size_t b_n);
/* The file with these bytes put at that place. */
struct bytes rulefile_put(
	struct arena *a, const struct bytes *file, size_t at, const char *text);
/* The blanks that the line which holds that place begins with; *first: nothing else
 * stands before the place in its line. */
const char *rulefile_indent(
	struct arena *a, const struct bytes *file, size_t at, bool *first);

#endif
