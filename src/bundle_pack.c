/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bundle.h"

#include "bundle_shape.h"
#include "text.h"
#include "wire.h"

#include <string.h>

static struct bytes bytes_of(const void *p, size_t n)
{
	return (struct bytes){p, p ? n : 0};
}

static void flatten_chain(
	struct arena *a, const struct nf_chain *c, struct flat_chain *out)
{
	*out = (struct flat_chain){.name = c->name,
		.type = c->type,
		.hook = c->hook,
		.priority = c->priority,
		.policy = c->policy,
		.handle = (int64_t)c->handle,
		.order = (int64_t)c->order,
		.devices = c->devices};
	for (size_t i = 0; i < c->rules_n; i++)
		*VEC_ADD(a, &out->rules, struct flat_rule) =
			(struct flat_rule){.handle = (int64_t)c->rules[i].handle,
				.exprs = c->rules[i].exprs,
				.userdata = c->rules[i].userdata};
}

static struct bytes flatten_verdicts(struct arena *a, const int *v, size_t n)
{
	if (!v)
		return (struct bytes){0};
	unsigned char *p = arena_array(a, n, 4);
	for (size_t i = 0; i < 4 * n; i++)
		p[i] = (unsigned char)((unsigned)v[i / 4] >> (8 * (i % 4)));
	return bytes_of(p, 4 * n);
}

static struct bytes flatten_fields(struct arena *a, const struct nf_set *s)
{
	unsigned char *p = arena_alloc(a, 16);
	size_t n = 0;
	for (; n < 16 && s->fields[n]; n++)
		p[n] = (unsigned char)s->fields[n];
	return bytes_of(p, n);
}

static void flatten_set(struct arena *a, const struct nf_set *s, struct flat_set *out)
{
	const struct nf_elems *e = &s->elems;
	*out = (struct flat_set){.name = s->name,
		.flags = s->flags,
		.key_len = (int64_t)s->key_len,
		.data_len = (int64_t)s->data_len,
		.n = (int64_t)e->n,
		.size = s->size,
		.used = s->used,
		.key_type = s->key_type,
		.data_type = s->data_type,
		.obj_type = s->obj_type,
		.verdict_map = s->verdict_map,
		.has_exprs = s->has_exprs,
		.all_known = s->all_known,
		.catch_all = s->catch_all,
		.fields = flatten_fields(a, s),
		.lo = bytes_of(e->lo, e->n * s->key_len),
		.hi = bytes_of(e->hi, e->n * s->key_len),
		.data = bytes_of(e->data, e->n * s->data_len),
		.stateful = bytes_of(e->stateful, e->n),
		.userdata = s->userdata,
		.catch_all_data = bytes_of(s->catch_all_data, s->data_len),
		.verdicts = flatten_verdicts(a, e->verdicts, e->n),
		.catch_all_verdict = s->catch_all_verdict,
		.catch_all_chain = s->catch_all_chain};
	for (size_t i = 0; e->chains && i < e->n; i++)
		VEC_PUSH(a, &out->chains, e->chains[i] ? e->chains[i] : "");
}

static void flatten_table(
	struct arena *a, const struct nf_table *t, struct flat_table *out)
{
	out->name = t->name;
	out->family = t->family;
	out->flags = t->flags;
	out->owner = t->owner;
	out->legacy = t->legacy;
	for (size_t i = 0; i < t->chains.n; i++)
		flatten_chain(
			a, t->chains.v[i], VEC_ADD(a, &out->chains, struct flat_chain));
	for (size_t i = 0; i < t->sets.n; i++)
		flatten_set(a, t->sets.v[i], VEC_ADD(a, &out->sets, struct flat_set));
	for (size_t i = 0; i < t->objs.n; i++)
		*VEC_ADD(a, &out->objs, struct flat_obj) =
			(struct flat_obj){.name = t->objs.v[i]->name,
				.type = t->objs.v[i]->type,
				.data = t->objs.v[i]->data};
}

static void flatten_fact(struct arena *a, const struct fact *f, struct flat_fact *out)
{
	*out = (struct flat_fact){.kind = f->need.kind,
		.port = f->need.port,
		.number = f->need.value,
		.mark = f->need.mark,
		.key = f->need.key,
		.name = f->need.name,
		.iif = f->need.iif,
		.ip = f->need.ip,
		.to = f->need.to,
		.known = f->known,
		.has_values = f->values != NULL,
		.why = f->why,
		.text = f->text,
		.value = f->value,
		.group = f->group,
		.type = f->type,
		.own = f->ip};
	for (size_t i = 0; i < f->ranges_n; i++)
		*VEC_ADD(a, &out->ranges, struct flat_range) =
			(struct flat_range){.lo = f->ranges[i].lo,
				.hi = f->ranges[i].hi,
				.value = f->values ? f->values[i] : 0};
}

static void flatten_named(struct arena *a, const struct nf_named *v, size_t n, void *out)
{
	for (size_t i = 0; i < n; i++)
		*VEC_ADD(a, out, struct flat_named) =
			(struct flat_named){.index = v[i].index, .name = v[i].name};
}

struct bytes bundle_pack(struct arena *a, const struct bundle *b)
{
	struct flat_bundle flat = {.version = BUNDLE_VERSION,
		.at = b->at,
		.rules = b->rules,
		.generation = b->rs.generation,
		.addresses = b->addresses,
		.managers = b->managers,
		.unread = b->unread};
	struct text out;
	for (size_t i = 0; i < b->rs.tables.n; i++)
		flatten_table(a, b->rs.tables.v[i],
			VEC_ADD(a, &flat.tables, struct flat_table));
	flatten_named(a, b->rs.interfaces, b->rs.interfaces_n, &flat.interfaces);
	flatten_named(a, b->rs.ipsets, b->rs.ipsets_n, &flat.ipsets);
	for (size_t i = 0; i < b->facts.all.n; i++)
		if (!b->facts.all.v[i]->need.set) /* sets are there whole */
			flatten_fact(a, b->facts.all.v[i],
				VEC_ADD(a, &flat.facts, struct flat_fact));
	for (size_t i = 0; i < b->programs.n; i++)
		VEC_PUSH(a, &flat.programs, b->programs.v[i]);
	text_init(&out, a, BUNDLE_MAX);
	wire_pack(&out, &shape_flat_bundle, &flat);
	return out.over ? (struct bytes){0} : bytes_of(text_str(&out), out.n);
}
