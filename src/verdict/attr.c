/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "attr.h"

#include <string.h>

enum { HEADER = 4, TYPE_MASK = 0x3fff };

struct attr_walk attr_walk(struct bytes b)
{
	return (struct attr_walk){.p = b.p, .left = b.n};
}

bool attr_next(struct attr_walk *w, struct attr *out)
{
	uint16_t len, type;
	if (w->left < HEADER) {
		w->bad |= w->left != 0;
		return false;
	}
	memcpy(&len, w->p, sizeof(len));
	memcpy(&type, w->p + 2, sizeof(type));
	if (len < HEADER || len > w->left) {
		w->bad = true;
		return false;
	}
	out->type = type & TYPE_MASK;
	out->data = (struct bytes){.p = w->p + HEADER, .n = (size_t)len - HEADER};
	size_t step = ((size_t)len + 3) & ~(size_t)3;
	if (step > w->left)
		step = w->left; /* the last one may lack its padding */
	w->p += step;
	w->left -= step;
	return true;
}

void attrs_read(struct attrs *t, struct bytes b, uint32_t known)
{
	struct attr_walk w = attr_walk(b);
	struct attr at;
	t->have = 0;
	t->unknown = false;
	while (attr_next(&w, &at)) {
		if (at.type >= ATTRS_MAX || !(known >> at.type & 1)) {
			t->unknown = true;
			continue;
		}
		t->at[at.type] = at.data;
		t->have |= (uint32_t)1 << at.type;
	}
	t->bad = w.bad;
}

bool attrs_has(const struct attrs *t, int type)
{
	return t->have >> type & 1;
}

uint32_t attrs_u32(const struct attrs *t, int type)
{
	if (!attrs_has(t, type) || t->at[type].n != 4)
		return 0;
	const unsigned char *p = t->at[type].p;
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

uint64_t attrs_u64(const struct attrs *t, int type)
{
	if (!attrs_has(t, type) || t->at[type].n != 8)
		return 0;
	uint64_t v = 0;
	for (int i = 0; i < 8; i++)
		v = v << 8 | t->at[type].p[i];
	return v;
}

const char *attrs_str(struct arena *a, const struct attrs *t, int type)
{
	if (!attrs_has(t, type))
		return "";
	struct bytes b = t->at[type];
	const void *nul = b.n ? memchr(b.p, '\0', b.n) : NULL;
	return arena_dup(a, b.p, nul ? (size_t)((const unsigned char *)nul - b.p) : b.n);
}

bool attr_is(struct bytes b, const char *s)
{
	size_t n = 0;
	for (; s[n]; n++)
		if (n == b.n || b.p[n] != (unsigned char)s[n])
			return false;
	return b.n == n || (b.n == n + 1 && b.p[n] == 0);
}
