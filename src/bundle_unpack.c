/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bundle.h"

#include "bundle_shape.h"
#include "verdict/ready.h"
#include "wire.h"

#include <string.h>

enum { KEY_MAX = 64, DATA_MAX = 64, NAME_MAX_BYTES = 256, SETS_MAX = 1 << 24 };

/* -- sets ------------------------------------------------------------------------- */

/* Sizes that agree with each other, and keys in order: what is looked up is searched. */
static bool set_is_sound(const struct flat_set *s)
{
	if (!s->name || s->key_len < 1 || s->key_len > KEY_MAX || s->data_len < 0 ||
		s->data_len > DATA_MAX || s->n < 0 || s->n > SETS_MAX || s->fields.n > 16)
		return false;
	size_t n = (size_t)s->n, key = (size_t)s->key_len, sum = 0;
	for (size_t i = 0; i < s->fields.n; i++)
		sum += (s->fields.p[i] + 3u) / 4 * 4;
	if (s->lo.n != n * key || s->hi.n != n * key || (s->fields.n && sum != key) ||
		(s->data.n && s->data.n != n * (size_t)s->data_len) ||
		(s->verdicts.n && s->verdicts.n != 4 * n) ||
		(s->stateful.n && s->stateful.n != n) ||
		(s->chains.n && s->chains.n != n) ||
		(s->catch_all_data.n && s->catch_all_data.n != (size_t)s->data_len))
		return false;
	for (size_t i = 0; i < s->fields.n; i++)
		if (s->fields.p[i] == 0)
			return false;
	for (size_t i = 1; i < n; i++)
		if (memcmp(s->lo.p + (i - 1) * key, s->lo.p + i * key, key) > 0)
			return false;
	if (s->verdict_map && n && (!s->verdicts.n || !s->chains.n))
		return false;
	return !(n && s->data_len && !s->verdict_map && !s->data.n);
}

static const unsigned char *or_null(struct bytes b)
{
	return b.n ? b.p : NULL;
}

static const int *verdicts_of(struct arena *a, struct bytes b)
{
	int *v = arena_array(a, b.n / 4, sizeof(*v));
	for (size_t i = 0; i < b.n / 4; i++) {
		uint32_t x = 0;
		for (int k = 0; k < 4; k++)
			x |= (uint32_t)b.p[4 * i + (size_t)k] << (8 * k);
		memcpy(&v[i], &x, sizeof(x));
	}
	return b.n ? v : NULL;
}

static const char *const *chains_of(struct arena *a, const strs *s)
{
	const char **v = arena_array(a, s->n, sizeof(*v));
	for (size_t i = 0; i < s->n; i++)
		v[i] = *s->v[i] ? s->v[i] : NULL;
	return s->n ? v : NULL;
}

static void take_set(struct arena *a, const struct flat_set *s, struct nf_set *out)
{
	out->name = s->name;
	out->flags = (uint32_t)s->flags;
	out->key_len = (size_t)s->key_len;
	out->data_len = (size_t)s->data_len;
	out->verdict_map = s->verdict_map;
	out->has_exprs = s->has_exprs;
	out->all_known = s->all_known;
	out->size = (uint32_t)s->size;
	out->used = (uint32_t)s->used;
	out->key_type = (uint32_t)s->key_type;
	out->data_type = (uint32_t)s->data_type;
	out->obj_type = (uint32_t)s->obj_type;
	out->userdata = s->userdata;
	for (size_t i = 0; i < s->fields.n; i++)
		out->fields[i] = s->fields.p[i];
	out->elems = (struct nf_elems){.n = (size_t)s->n,
		.lo = s->lo.p,
		.hi = s->hi.p,
		.data = or_null(s->data),
		.verdicts = verdicts_of(a, s->verdicts),
		.chains = chains_of(a, &s->chains),
		.stateful = or_null(s->stateful)};
	out->catch_all = s->catch_all;
	out->catch_all_data = or_null(s->catch_all_data);
	out->catch_all_verdict = (int)s->catch_all_verdict;
	out->catch_all_chain = s->catch_all_chain;
}

/* -- tables ----------------------------------------------------------------------- */

static bool take_chain(struct arena *a, const struct flat_chain *c, struct nf_table *t)
{
	struct nf_chain *out = VEC_ADD(a, &t->chains, struct nf_chain);
	if (!c->name || c->hook < HOOK_NONE || c->hook > HOOK_OTHER ||
		(c->type && c->hook == HOOK_NONE))
		return false;
	*out = (struct nf_chain){.name = c->name,
		.table = t,
		.type = c->type,
		.hook = (int)c->hook,
		.priority = (int32_t)c->priority,
		.policy = c->policy == V_DROP ? V_DROP : V_ACCEPT,
		.devices = c->devices,
		.handle = (uint64_t)c->handle,
		.order = (size_t)c->order,
		.rules_n = c->rules.n};
	out->rules = arena_array(a, c->rules.n, sizeof(*out->rules));
	for (size_t i = 0; i < c->rules.n; i++)
		out->rules[i] =
			(struct nf_rule){.handle = (uint64_t)c->rules.v[i]->handle,
				.exprs = c->rules.v[i]->exprs,
				.userdata = c->rules.v[i]->userdata};
	return true;
}

static bool take_table(struct arena *a, const struct flat_table *t, struct ruleset *rs)
{
	struct nf_table *out = VEC_ADD(a, &rs->tables, struct nf_table);
	*out = (struct nf_table){.name = t->name,
		.family = (int)t->family,
		.flags = (uint32_t)t->flags,
		.owner = (uint32_t)t->owner,
		.legacy = t->legacy};
	if (!t->name || t->family < 0 || t->family > 255)
		return false;
	for (size_t i = 0; i < t->chains.n; i++)
		if (!take_chain(a, t->chains.v[i], out))
			return false;
	for (size_t i = 0; i < t->sets.n; i++) {
		struct nf_set *s = VEC_ADD(a, &out->sets, struct nf_set);
		if (!set_is_sound(t->sets.v[i]))
			return false;
		take_set(a, t->sets.v[i], s);
		s->table = out;
	}
	for (size_t i = 0; i < t->objs.n; i++) {
		struct nf_obj *o = VEC_ADD(a, &out->objs, struct nf_obj);
		if (!t->objs.v[i]->name)
			return false;
		*o = (struct nf_obj){.name = t->objs.v[i]->name,
			.table = out,
			.type = (uint32_t)t->objs.v[i]->type,
			.data = t->objs.v[i]->data};
	}
	return true;
}

/* -- facts ------------------------------------------------------------------------ */

static bool take_ranges(struct arena *a, const struct flat_fact *f, struct fact *out)
{
	struct range *ranges = arena_array(a, f->ranges.n, sizeof(*ranges));
	int64_t *values = arena_array(a, f->ranges.n, sizeof(*values));
	for (size_t i = 0; i < f->ranges.n; i++) {
		const struct flat_range *r = f->ranges.v[i];
		if (r->lo.family == 0 || r->lo.family != r->hi.family ||
			ip_compare(&r->lo, &r->hi) > 0)
			return false;
		ranges[i] = (struct range){r->lo, r->hi};
		values[i] = r->value;
	}
	out->ranges = ranges;
	out->ranges_n = f->ranges.n;
	out->values = f->has_values ? values : NULL;
	return true;
}

static bool take_fact(struct arena *a, const struct flat_fact *f, struct facts *facts)
{
	const struct need need = {.kind = (enum need_kind)f->kind,
		.key = f->key,
		.name = f->name,
		.ip = f->ip,
		.to = f->to,
		.iif = f->iif,
		.port = f->port,
		.value = f->number,
		.mark = f->mark};
	if (f->kind < 0 || f->kind >= NEED__MAX || f->kind == NEED_SET_ALL ||
		f->kind == NEED_SET_KEY)
		return false;
	struct fact *out = facts_add(facts, &need);
	out->known = f->known;
	out->why = f->why;
	out->text = f->text;
	out->value = f->value;
	out->group = f->group;
	out->type = f->type;
	out->ip = f->own;
	return take_ranges(a, f, out);
}

/* -- the whole -------------------------------------------------------------------- */

static const struct nf_named *take_named(struct arena *a, const void *list, size_t *n)
{
	const VEC(struct flat_named) *from = list;
	struct nf_named *out = arena_array(a, from->n, sizeof(*out));
	*n = from->n;
	for (size_t i = 0; i < from->n; i++)
		out[i] = (struct nf_named){(uint32_t)from->v[i]->index,
			from->v[i]->name ? from->v[i]->name : ""};
	return out;
}

static bool take(struct arena *a, const struct flat_bundle *flat, struct bundle *out)
{
	out->facts.arena = a;
	out->at = flat->at;
	out->rules = flat->rules;
	out->rs.generation = (uint32_t)flat->generation;
	out->addresses = flat->addresses;
	out->managers = flat->managers;
	out->unread = flat->unread;
	out->rs.interfaces = take_named(a, &flat->interfaces, &out->rs.interfaces_n);
	out->rs.ipsets = take_named(a, &flat->ipsets, &out->rs.ipsets_n);
	for (size_t i = 0; i < flat->programs.n; i++)
		VEC_PUSH(a, &out->programs, flat->programs.v[i]);
	for (size_t i = 0; i < flat->tables.n; i++)
		if (!take_table(a, flat->tables.v[i], &out->rs))
			return false;
	for (size_t i = 0; i < flat->facts.n; i++)
		if (!take_fact(a, flat->facts.v[i], &out->facts))
			return false;
	return true;
}

enum err bundle_unpack(
	struct arena *a, struct bytes file, struct bundle *out, const char **why)
{
	struct flat_bundle *flat = ARENA_NEW(a, struct flat_bundle);
	memset(out, 0, sizeof(*out));
	*why = "it is no bundle of pkiready firewall --save, or it is cut off";
	if (wire_unpack(a, &shape_flat_bundle, file.p, file.n, flat) != ERR_OK)
		return ERR_PROTOCOL;
	*why = "another version of pkiready wrote it";
	if (flat->version != BUNDLE_VERSION)
		return ERR_UNSUPPORTED;
	*why = "what it holds does not agree with itself";
	if (!take(a, flat, out))
		return ERR_PROTOCOL;
	ruleset_ready(a, &out->rs);
	return ERR_OK;
}

/* -- answering -------------------------------------------------------------------- */

static const struct fact *for_everyone(const struct facts *f, const struct need *n)
{
	struct need all = *n;
	all.ip = (struct ip){0};
	bool of_source =
		n->kind == NEED_RPF || n->kind == NEED_BACK || n->kind == NEED_FIB;
	return of_source && n->ip.family ? facts_find(f, &all) : NULL;
}

void bundle_answer(void *arg, const struct need *n)
{
	struct bundle *b = arg;
	const struct fact *all = for_everyone(&b->facts, n);
	struct fact *f = facts_add(&b->facts, n);
	f->why = "the bundle does not hold it";
	if (!all)
		return;
	struct need own = f->need;
	*f = *all;
	f->need = own;
	for (size_t i = 0; all->values && i < all->ranges_n; i++)
		if (ip_compare(&n->ip, &all->ranges[i].lo) >= 0 &&
			ip_compare(&n->ip, &all->ranges[i].hi) <= 0)
			f->value = all->values[i];
}
