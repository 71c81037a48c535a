/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which names the CA asks for, and what was seen of each. */
#include "judge.h"

/* Names by text, so that ten thousand of them cost no square. Open addressing. */
struct index {
	struct named **slots;
	size_t mask;
};

size_t judge_hash(const char *s)
{
	size_t h = 5381;
	for (; *s; s++)
		h = h * 33 + (unsigned char)*s;
	return h ^ (h >> 15);
}

static struct named **slot_of(const struct index *x, const char *ascii)
{
	size_t i = judge_hash(ascii) & x->mask;
	while (x->slots[i] && strcmp(x->slots[i]->name->ascii, ascii) != 0)
		i = (i + 1) & x->mask;
	return &x->slots[i];
}

static struct named *find(const struct index *x, const char *ascii)
{
	return ascii ? *slot_of(x, ascii) : NULL;
}

static bool in_scope(const struct judging *j, const struct target_name *t)
{
	bool siblings = j->profile->names != NAMES_EXACT && !judge_is_trace(j);
	return t->ascii && (t->role == ROLE_EXAMINED || siblings);
}

static void add_names(const struct judging *j, struct paths *p, struct index *x)
{
	const struct target *t = j->target;
	size_t size = 16;
	while (size < 2 * t->names.n)
		size *= 2;
	x->slots = arena_array(judge_arena(j), size, sizeof(*x->slots));
	x->mask = size - 1;
	for (size_t i = 0; i < t->names.n; i++) {
		const struct target_name *name = t->names.v[i];
		/* "*.a" shares its text with "a", and is not looked at */
		if (!in_scope(j, name) || (!name->wildcard && find(x, name->ascii)))
			continue;
		struct named *n = VEC_ADD(judge_arena(j), &p->names, struct named);
		n->name = name;
		n->optional =
			name->role != ROLE_EXAMINED && j->profile->names == NAMES_UNKNOWN;
		if (!name->wildcard)
			*slot_of(x, name->ascii) = n;
	}
}

static void add_looks(const struct judging *j, const struct index *x)
{
	const struct evidence *e = j->evidence;
	for (size_t i = 0; i < e->names.n; i++) {
		struct named *n = find(x, e->names.v[i]->ascii);
		if (n && !n->look)
			n->look = e->names.v[i];
	}
	for (size_t i = 0; i < e->fetches.n; i++) {
		struct named *n = find(x, e->fetches.v[i]->name);
		if (n)
			VEC_PUSH(judge_arena(j), &n->fetches, e->fetches.v[i]);
	}
	for (size_t i = 0; i < e->reach.n; i++) {
		struct named *n = find(x, e->reach.v[i]->name);
		if (n)
			VEC_PUSH(judge_arena(j), &n->reach, e->reach.v[i]);
	}
}

/* The apex of "www.", or the "www." of an apex, when both are in scope. */
static void link_twins(const struct judging *j, struct paths *p, const struct index *x)
{
	for (size_t i = 0; i < p->names.n; i++) {
		struct named *n = p->names.v[i];
		if (!n->name->wildcard)
			n->twin = find(x, target_sibling(judge_arena(j), n->name));
	}
}

static bool is_asked(const struct judging *j, enum scheme s)
{
	return !judge_is_trace(j) ||
	       judge_starts(j->target->trace_url, s == SCHEME_HTTPS ? "https:" : "http:");
}

static void add_places(const struct judging *j, struct paths *p, struct named *n)
{
	for (int s = SCHEME_HTTP; s <= SCHEME_HTTPS; s++)
		for (size_t i = 0;
			i < n->look->addresses.n && is_asked(j, (enum scheme)s); i++) {
			struct place *x =
				VEC_ADD(judge_arena(j), &n->places, struct place);
			x->named = n;
			x->scheme = (enum scheme)s;
			x->addr = n->look->addresses.v[i];
			place_judge(j, x);
			VEC_PUSH(judge_arena(j), &p->all, x);
		}
}

static bool wants_places(const struct judging *j, const struct named *n)
{
	return judge_by_http(j) && !n->name->wildcard && n->look &&
	       (n->dns == DNS_ADDRESS || n->dns == DNS_UNSEEN || n->given);
}

static void index_urls(const struct judging *j, struct paths *p)
{
	const struct evidence *e = j->evidence;
	size_t size = 16;
	while (size < e->fetches.n)
		size *= 2;
	p->urls = arena_array(judge_arena(j), size, sizeof(*p->urls));
	p->urls_mask = size - 1;
	for (size_t i = 0; i < e->fetches.n; i++) {
		const struct fetch *f = e->fetches.v[i];
		if (f->hops.n == 0 || !f->hops.v[0]->url)
			continue;
		struct url_entry **at =
			&p->urls[judge_hash(f->hops.v[0]->url) & p->urls_mask];
		struct url_entry *x = ARENA_NEW(judge_arena(j), struct url_entry);
		*x = (struct url_entry){f, *at};
		*at = x;
	}
}

const struct url_entry *judge_fetches_of(const struct paths *p, const char *url)
{
	return p->urls[judge_hash(url) & p->urls_mask];
}

static void build(const struct judging *j, struct paths *p)
{
	struct index x;
	index_urls(j, p);
	add_names(j, p, &x);
	add_looks(j, &x);
	link_twins(j, p, &x);
	for (size_t i = 0; i < p->names.n; i++) {
		struct named *n = p->names.v[i];
		dns_view(j, n);
		n->fetched = wants_places(j, n);
		if (n->fetched)
			add_places(j, p, n);
	}
	for (size_t i = 0; i < p->all.n; i++)
		cause_name(j, p, p->all.v[i]);
	for (size_t i = 0; i < p->names.n; i++)
		weigh_name(j, p->names.v[i]);
}

const struct paths *judge_paths(const struct judging *j)
{
	if (!j->findings->paths) {
		struct paths *p = ARENA_NEW(judge_arena(j), struct paths);
		j->findings->paths =
			p; /* the parts look each other up while it is built */
		build(j, p);
	}
	return j->findings->paths;
}
