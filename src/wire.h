/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Described structs as bytes and back: what broker and examiner say to each other. The
 * reading side trusts nothing: bounds, counts, depth, enum ranges and NULs are checked,
 * and a bad message is ERR_PROTOCOL with nothing half-filled used.
 */
#ifndef PKIREADY_WIRE_H
#define PKIREADY_WIRE_H

#include "arena.h"
#include "err.h"
#include "shape.h"
#include "text.h"

enum { WIRE_MAX = 64 * 1024 * 1024 }; /* of one message */

/* Appends the struct to out (whose ceiling holds); over is set when it does not fit. */
void wire_pack(struct text *out, const struct shape *shape, const void *s);
/* Fills *s (shape->size bytes) from all of p..p+n; strings and vectors in the arena. */
enum err wire_unpack(struct arena *a, const struct shape *shape, const void *p, size_t n,
	void *s) MUST_USE;

#endif
