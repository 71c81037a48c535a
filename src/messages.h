/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a provider's console, a validator or an ACME client says, and which findings
 * can stand behind it. The texts are those of the documents S0 to S4 (English, and
 * Chinese in the script of S2 with its twin in simplified script) and of the
 * validators' own code.
 */
#ifndef PKIREADY_MESSAGES_H
#define PKIREADY_MESSAGES_H

#include "arena.h"
#include "finding.h"
#include "profile.h"

enum message_kind {
	MESSAGE_WRAPPER,  /* frames another message; told only when nothing else is
	                   * found */
	MESSAGE_ALSO,     /* adds to another message; told beside it */
	MESSAGE_SPECIFIC, /* says what happened */
};

struct message_phrase {
	const char *text;     /* a lone "*" stands for what differs; NULL ends */
	const char *lang;     /* "en", "zh-Hant", "zh-Hans" */
	const char *sources;  /* keys of profile_source */
	bool transliterated;  /* written by us in simplified script from the source's */
};

struct message_cause {
	enum finding_id id;
	const char *when;     /* what makes it this one; NULL ends */
};

struct message {
	const char *id;       /* "alibaba-no-file"; NULL ends */
	const char *said_by;  /* "Alibaba Cloud's console, file validation" */
	enum message_kind kind;
	const struct message_phrase *phrases;
	const char *means;    /* a few sentences */
	const struct message_cause *causes; /* most likely first */
	const char *const *commands; /* the command lines that decide, NULL-terminated */
	const char *decide;   /* how to read their output */
	const char *const *waits;    /* "alibaba/console-file", NULL-terminated; NULL
	                              * none */
	bool good;            /* a success, or a step that needs nothing but time */
};

/* All messages, in the order of their tables; one past the last is NULL. */
const struct message *message_at(size_t i);
/* By its id, upper and lower case one; NULL when there is none. */
const struct message *message_by_id(const char *id);
/* "alibaba/console-file": the wait, and the row of its provider; NULL when there is
 * none. */
const struct profile_wait *message_wait(
	const char *name, const struct profile **provider);

enum message_how {
	MESSAGE_HOLDS, /* the text is the message, or holds it (a line of a log) */
	MESSAGE_PART,  /* the text is a part of the message */
	MESSAGE_NEAR,  /* the text is nearly the message */
};

enum { MESSAGE_FOUND_MAX = 6, MESSAGE_TEXT_MAX = 16384 };

struct message_found {
	size_t n;
	struct {
		const struct message *message;
		const struct message_phrase *phrase; /* the one that fitted */
		enum message_how how;
		int percent; /* MESSAGE_NEAR and message_nearest: likeness */
	} found[MESSAGE_FOUND_MAX];
};

/*
 * What the text says: case, punctuation, width and quotes aside; only the first
 * MESSAGE_TEXT_MAX bytes are read. A text may hold several (a validator's inside a
 * client's); the same words said of two methods are both found. n is 0 when nothing
 * fits well enough.
 */
void message_find(struct arena *a, const char *text, struct message_found *out);
/* The messages most like the text, best first, whether or not they fit; at most three. */
void message_nearest(struct arena *a, const char *text, struct message_found *out);

#endif
