/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A message as words that can be compared: case, width, punctuation and quotes aside. */
#ifndef PKIREADY_MESSAGES_WORDS_H
#define PKIREADY_MESSAGES_WORDS_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>

/* A run of ASCII letters and digits, or one character of another script. */
struct word {
	const char *p;
	size_t n; /* bytes; 0: the wildcard of a phrase */
};

struct words {
	struct word *v;
	size_t n;
	size_t bytes;   /* of all words together */
	bool wildcards; /* a star that touches no word is one */
};

/* At most max bytes of the text are read. */
void words_split(
	struct arena *a, const char *text, size_t max, bool wildcards, struct words *out);
bool word_equal(const struct word *a, const struct word *b);

struct span {
	size_t start, end; /* words of the text; end is one past the last */
};
/* The first place in the text where the phrase stands; a wildcard is any WORDS_GAP
 * words or fewer, as few as possible. */
enum { WORDS_GAP = 80 };
bool words_hold(const struct words *text, const struct words *phrase, struct span *out);
/* The text is enough to tell a message by, if it is a part of it or like it. */
bool words_tell(const struct words *text);
/* The text, whole, stands within the phrase, and is enough to tell it by. */
bool words_are_part(const struct words *text, const struct words *phrase);
/* Likeness in percent: pairs of neighbouring characters in common (Dice). */
int words_likeness(const struct words *text, const struct words *phrase);

#endif
