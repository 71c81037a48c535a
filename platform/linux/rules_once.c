/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules_once.h"

#include "inject.h"
#include "kmod.h"
#include "ruleset_legacy.h"
#include "ruleset_nft.h"

#include <string.h>

static struct once {
	struct rules_once out;
	struct arena *legacy; /* of legacy iptables' rules, and of names */
	struct vec nft;       /* rs.tables without those of legacy iptables */
	bool read;
} once;

/* Changed by packets (dynset) or by the clock, which no generation tells. */
static bool is_moving(const struct nf_set *s)
{
	return s->flags & (SET_TIMEOUT | SET_EVAL);
}

static void forget_moving(struct ruleset *rs)
{
	for (size_t t = 0; t < rs->tables.n; t++)
		for (size_t i = 0; i < rs->tables.v[t]->sets.n; i++) {
			struct nf_set *s = rs->tables.v[t]->sets.v[i];
			if (!is_moving(s))
				continue;
			s->all_known = s->catch_all = false;
			s->elems = (struct nf_elems){0};
		}
}

/* Tables of this program's own probes (inject.h) decide about nothing else. */
static void leave_out_own(struct ruleset *rs)
{
	size_t n = 0;
	for (size_t i = 0; i < rs->tables.n; i++) {
		const char *name = rs->tables.v[i]->name;
		if (!(rs->tables.v[i]->flags & TABLE_OWNER) || !name ||
			strncmp(name, INJECT_TABLE, strlen(INJECT_TABLE)) != 0)
			rs->tables.v[n++] = rs->tables.v[i];
	}
	rs->tables.n = n;
}

static bool is_current(const struct once *o)
{
	uint32_t now;
	return o->read && o->out.nft == ERR_OK && ruleset_generation(&now) == ERR_OK &&
	       now == o->out.rs.generation;
}

static void read_nft(struct once *o)
{
	struct rules_once *r = &o->out;
	r->rs.tables.v = (struct nf_table **)o->nft.v;
	r->rs.tables.n = o->nft.n;
	if (is_current(o)) {
		forget_moving(&r->rs);
		return;
	}
	arena_reset(r->arena);
	r->rs = (struct ruleset){0};
	r->nft = ERR_NOT_FOUND;
	r->nft_why = "nf_tables is not loaded";
	if (kmod_present("nf_tables", "nf_tables_newtable"))
		r->nft = ruleset_read_nft(r->arena, &r->rs, &r->nft_why);
	if (r->nft == ERR_DENIED)
		r->nft_why = "needs root";
	leave_out_own(&r->rs);
	o->nft = (struct vec){.v = (void **)r->rs.tables.v, .n = r->rs.tables.n};
	o->read = true;
}

struct rules_once *rules_once(void)
{
	struct rules_once *r = &once.out;
	if (!r->arena) {
		r->arena = arena_new();
		once.legacy = arena_new();
	}
	read_nft(&once);
	arena_reset(once.legacy);
	r->rs.interfaces = r->rs.ipsets = NULL;
	r->rs.interfaces_n = r->rs.ipsets_n = 0;
	r->legacy = ruleset_read_legacy(once.legacy, &r->rs, &r->legacy_why);
	return r;
}

void rules_once_forget(void)
{
	once.read = false;
}

void rules_once_names(struct rules_once *r)
{
	ruleset_read_names(once.legacy, &r->rs);
}

bool rules_once_maps(struct rules_once *r)
{
	const char *why;
	for (size_t t = 0; t < r->rs.tables.n; t++)
		for (size_t i = 0; i < r->rs.tables.v[t]->sets.n; i++) {
			struct nf_set *s = r->rs.tables.v[t]->sets.v[i];
			if (s->verdict_map && !s->all_known &&
				ruleset_read_set(r->arena, s, &why) != ERR_OK)
				return false;
		}
	return r->nft != ERR_OK || is_current(&once);
}
