/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between bundle_hide.c and bundle_hide_text.c: what is secret, and text without it. */
#ifndef PKIREADY_BUNDLE_HIDE_H
#define PKIREADY_BUNDLE_HIDE_H

#include "arena.h"

#include <openssl/sha.h>

struct hider {
	struct arena *arena;
	unsigned char start[SHA256_DIGEST_LENGTH];
	strs words;   /* of what the CA must find */
	strs domains; /* registrable domains of the examined names, as they are written */
	VEC(size_t) suffixes; /* of each: bytes of its public suffix, with the dot */
};


/* In place, n bytes. */
void hide_plain(const struct hider *h, unsigned char *p, size_t n);

#endif
