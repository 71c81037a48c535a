/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "facts.h"

#include <string.h>

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_bytes(struct bytes a, struct bytes b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool need_equal(const struct need *a, const struct need *b)
{
	return a->kind == b->kind && a->set == b->set && a->port == b->port &&
	       a->value == b->value && a->mark == b->mark && ip_equal(&a->ip, &b->ip) &&
	       ip_equal(&a->to, &b->to) && same_text(a->name, b->name) &&
	       same_text(a->iif, b->iif) && same_bytes(a->key, b->key);
}

const struct fact *facts_find(const struct facts *f, const struct need *n)
{
	for (size_t i = 0; i < f->all.n; i++)
		if (need_equal(&f->all.v[i]->need, n))
			return f->all.v[i];
	return NULL;
}

struct fact *facts_add(struct facts *f, const struct need *n)
{
	struct fact *fact = VEC_ADD(f->arena, &f->all, struct fact);
	fact->need = *n;
	/* the question that needed it may be gone before the next one asks again */
	fact->need.name = arena_str(f->arena, n->name);
	fact->need.iif = arena_str(f->arena, n->iif);
	if (n->key.n)
		fact->need.key.p = arena_dup(f->arena, n->key.p, n->key.n);
	return fact;
}
