/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Described structs as JSON and back: what the journal keeps is read by people, too. */
#ifndef PKIREADY_SHAPE_JSON_H
#define PKIREADY_SHAPE_JSON_H

#include "arena.h"
#include "err.h"
#include "shape.h"

#include <jansson.h>

/*
 * An object with a member a field: an address as text, an enum as its word, strings and
 * bytes in the escaped form of text.h. What is zero, empty or NULL is left out. The
 * caller gives the reference back.
 */
json_t *shape_to_json(const struct shape *shape, const void *s);
/* Fills in *s (shape->size bytes). Members that the shape does not know are passed over;
 * one of another type, an unknown word or a bad escape is ERR_SYNTAX. */
enum err shape_from_json(struct arena *a, const struct shape *shape, const json_t *json,
	void *s) MUST_USE;

#endif
