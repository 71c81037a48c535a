/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Netlink attributes (struct nlattr: u16 length with the header, u16 type, payload
 * padded to four; kernel include/uapi/linux/netlink.h) walked in place, trusting
 * nothing.
 */
#ifndef PKIREADY_ATTR_H
#define PKIREADY_ATTR_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct attr {
	int type;          /* without the nested and byte-order bits */
	struct bytes data; /* the payload */
};
struct attr_walk {
	const unsigned char *p;
	size_t left;
	bool bad; /* an attribute runs over the end: what was read so far stands */
};

struct attr_walk attr_walk(struct bytes b);
/* The next attribute; false at the end. */
bool attr_next(struct attr_walk *w, struct attr *out);

enum { ATTRS_MAX = 32 };
struct attrs { /* one level, by type; a type of ATTRS_MAX or above sets unknown */
	struct bytes at[ATTRS_MAX];
	uint32_t have; /* bit per type */
	bool unknown;
	bool bad;
};
/* known: a bit for each type that the caller understands; others set unknown. */
void attrs_read(struct attrs *t, struct bytes b, uint32_t known);
bool attrs_has(const struct attrs *t, int type);
/* Big-endian numbers; 0 when absent or of another length. */
uint32_t attrs_u32(const struct attrs *t, int type);
uint64_t attrs_u64(const struct attrs *t, int type);
/* A string of that attribute, NUL-terminated inside it or cut there; "" when absent. */
const char *attrs_str(struct arena *a, const struct attrs *t, int type);
/* True when the attribute holds exactly this string. */
bool attr_is(struct bytes b, const char *s);

#endif
