/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ruleset.h"

#include <stdlib.h>
#include <string.h>

const struct nf_table *ruleset_table(
	const struct ruleset *rs, int family, const char *name, bool legacy)
{
	for (size_t i = 0; i < rs->tables.n; i++) {
		const struct nf_table *t = rs->tables.v[i];
		if (t->family == family && t->legacy == legacy &&
			strcmp(t->name, name) == 0)
			return t;
	}
	return NULL;
}

const struct nf_chain *table_chain(const struct nf_table *t, const char *name)
{
	for (size_t i = 0; name && i < t->chains.n; i++)
		if (strcmp(t->chains.v[i]->name, name) == 0)
			return t->chains.v[i];
	return NULL;
}

const struct nf_set *table_set(const struct nf_table *t, const char *name)
{
	for (size_t i = 0; name && i < t->sets.n; i++)
		if (strcmp(t->sets.v[i]->name, name) == 0)
			return t->sets.v[i];
	return NULL;
}

const struct nf_obj *table_obj(const struct nf_table *t, uint32_t type, const char *name)
{
	for (size_t i = 0; i < t->objs.n; i++)
		if (t->objs.v[i]->type == type && strcmp(t->objs.v[i]->name, name) == 0)
			return t->objs.v[i];
	return NULL;
}

/* -- elements --------------------------------------------------------------------- */

struct item { /* a raw element in the order of its key */
	const struct raw_elem *raw;
	size_t key_len;
};

/* By key; at equal keys the end stands before the start, which then wins. */
static int by_key(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int c = memcmp(x->raw->key.p, y->raw->key.p, x->key_len);
	return c ? c : (int)y->raw->interval_end - (int)x->raw->interval_end;
}

struct building {
	struct nf_set *set;
	size_t n;
	unsigned char *lo, *hi, *data, *stateful;
	int *verdicts;
	const char **chains;
	uint32_t *timeouts;
	bool any_stateful;
};

static void building_init(
	struct arena *a, struct building *b, struct nf_set *set, size_t n)
{
	*b = (struct building){.set = set};
	b->lo = arena_array(a, n, set->key_len);
	b->hi = arena_array(a, n, set->key_len);
	b->stateful = arena_array(a, n, 1);
	if (set->flags & SET_TIMEOUT)
		b->timeouts = arena_array(a, n, sizeof(*b->timeouts));
	if (set->verdict_map)
		b->verdicts = arena_array(a, n, sizeof(*b->verdicts));
	if (set->verdict_map || set->obj_type)
		b->chains = arena_array(a, n, sizeof(*b->chains));
	else if (set->data_len)
		b->data = arena_array(a, n, set->data_len);
}

static void building_add(struct building *b, const struct raw_elem *raw)
{
	size_t k = b->set->key_len;
	memcpy(b->lo + b->n * k, raw->key.p, k);
	memcpy(b->hi + b->n * k, raw->key_end.n == k ? raw->key_end.p : raw->key.p, k);
	if (b->verdicts)
		b->verdicts[b->n] = raw->verdict;
	if (b->chains)
		b->chains[b->n] = raw->chain;
	else if (b->data && raw->data.n == b->set->data_len)
		memcpy(b->data + b->n * b->set->data_len, raw->data.p, raw->data.n);
	b->stateful[b->n] = raw->stateful;
	if (b->timeouts)
		b->timeouts[b->n] = raw->timeout;
	b->any_stateful |= raw->stateful;
	b->n++;
}

static void decrement(unsigned char *p, size_t n)
{
	for (size_t i = n; i-- > 0;)
		if (p[i]-- != 0)
			return;
}

/* rbtree intervals: a start reaches to just before the next start or end, else to the
 * last key there is. */
static void building_add_interval(
	struct building *b, const struct item *items, size_t i, size_t n)
{
	size_t k = b->set->key_len;
	building_add(b, items[i].raw);
	unsigned char *hi = b->hi + (b->n - 1) * k;
	if (items[i].raw->key_end.n == k)
		return;
	if (i + 1 == n) {
		memset(hi, 0xff, k);
		return;
	}
	memcpy(hi, items[i + 1].raw->key.p, k);
	decrement(hi, k);
}

static bool take_catch_all(
	struct arena *a, struct nf_set *set, const struct raw_elem *raw)
{
	set->catch_all = true;
	set->catch_all_verdict = raw->verdict;
	set->catch_all_chain = raw->chain;
	set->catch_all_data = raw->data.n == set->data_len
				      ? arena_dup(a, raw->data.p, raw->data.n)
				      : NULL;
	return true;
}

static void building_finish(struct building *b)
{
	b->set->elems = (struct nf_elems){
		.n = b->n,
		.lo = b->lo,
		.hi = b->hi,
		.data = b->data,
		.verdicts = b->verdicts,
		.chains = b->chains,
		.stateful = b->any_stateful ? b->stateful : NULL,
		.timeouts = b->timeouts,
	};
}

bool set_take_elems(
	struct arena *a, struct nf_set *set, const struct raw_elem *raw, size_t n)
{
	struct building b;
	size_t count = 0;
	bool concat = set->fields[0] != 0, whole = true;
	if (set->key_len == 0)
		return false;
	struct arena *scratch = arena_new();
	struct item *items = arena_array(scratch, n, sizeof(*items));
	for (size_t i = 0; i < n; i++) {
		if (raw[i].catch_all)
			take_catch_all(a, set, &raw[i]);
		else if (raw[i].key.n != set->key_len)
			whole = false;
		else
			items[count++] =
				(struct item){.raw = &raw[i], .key_len = set->key_len};
	}
	qsort(items, count, sizeof(*items), by_key);
	building_init(a, &b, set, count);
	for (size_t i = 0; i < count; i++) {
		if (items[i].raw->interval_end)
			continue;
		if (set->flags & SET_INTERVAL && !concat)
			building_add_interval(&b, items, i, count);
		else
			building_add(&b, items[i].raw);
	}
	building_finish(&b);
	arena_free(scratch);
	set->all_known = whole;
	return whole;
}
