/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any struct that shape.h describes, written through a writer. */
#ifndef PKIREADY_EVIDENCE_JSON_H
#define PKIREADY_EVIDENCE_JSON_H

#include "report/writer.h"
#include "shape.h"

/*
 * One object under name with a member a field, in the shape's order: an address as text
 * (null: none), an enum as its word, bytes as escaped text, a NULL pointer as null.
 */
void write_shape(
	struct writer *w, const char *name, const struct shape *s, const void *p);

#endif
