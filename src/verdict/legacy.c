/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "legacy.h"

#include "ready.h"

#include <string.h>

enum {
	HOOKS = 5,
	ELEM_HEAD = 32,
	ELEM_NAME = 2,
	ERROR_NAME_MAX = 30,
	ENTRIES_MAX = 4000000,
};

struct entry { /* one struct ipt_entry or ip6t_entry */
	size_t at, size;
	const char *head; /* of a user chain that begins behind it: its name */
	bool end;         /* the blob's last entry */
	bool standard;
	int verdict; /* of a standard target */
};

struct start { /* where a chain begins */
	size_t at;
	struct nf_chain *chain;
	int hook;
};

struct taking {
	struct arena *arena;
	const struct legacy_blob_in *blob;
	struct entry *entries;
	size_t n;
	struct nf_table *table;
	struct start *starts;
	size_t starts_n;
};

static uint16_t u16_at(struct bytes b, size_t at)
{
	uint16_t v;
	memcpy(&v, b.p + at, sizeof(v));
	return v;
}

static bool read_entry(const struct taking *t, size_t at, struct entry *out)
{
	struct bytes b = t->blob->entries;
	size_t form = t->blob->v6 ? 168 : 112, offsets = t->blob->v6 ? 140 : 88;
	if (at > b.n || b.n - at < form)
		return false;
	size_t target = u16_at(b, at + offsets), size = u16_at(b, at + offsets + 2);
	if (size < form || size > b.n - at || target < form || target > size ||
		size - target < ELEM_HEAD)
		return false;
	const char *name = (const char *)b.p + at + target + ELEM_NAME;
	const unsigned char *data = b.p + at + target + ELEM_HEAD;
	size_t data_n = size - target - ELEM_HEAD;
	*out = (struct entry){.at = at, .size = size, .end = at + size == b.n};
	out->standard = name[0] == '\0' && data_n >= sizeof(int);
	if (out->standard)
		memcpy(&out->verdict, data, sizeof(int));
	if (strncmp(name, "ERROR", 6) == 0 && !out->end)
		out->head = arena_dup(t->arena, data,
			strnlen((const char *)data,
				data_n < ERROR_NAME_MAX ? data_n : ERROR_NAME_MAX));
	return true;
}

static bool read_entries(struct taking *t)
{
	size_t cap = 64, at = 0;
	t->entries = arena_array(t->arena, cap, sizeof(*t->entries));
	while (at < t->blob->entries.n) {
		if (t->n == cap) {
			struct entry *v = arena_array(t->arena, cap * 2, sizeof(*v));
			memcpy(v, t->entries, cap * sizeof(*v));
			t->entries = v;
			cap *= 2;
		}
		if (t->n >= ENTRIES_MAX || !read_entry(t, at, &t->entries[t->n]))
			return false;
		at += t->entries[t->n++].size;
	}
	return t->n > 0;
}

/* -- chains ----------------------------------------------------------------------- */

static int32_t priority_of(const char *table, int hook)
{
	if (strcmp(table, "raw") == 0)
		return -300;
	if (strcmp(table, "mangle") == 0)
		return -150;
	if (strcmp(table, "security") == 0)
		return 50;
	if (strcmp(table, "nat") == 0)
		return hook == HOOK_PREROUTING || hook == HOOK_OUTPUT ? -100 : 100;
	return 0;
}

static struct nf_chain *chain_add(struct taking *t, const char *name, int hook, size_t at)
{
	struct nf_chain *c = VEC_ADD(t->arena, &t->table->chains, struct nf_chain);
	c->name = name;
	c->table = t->table;
	c->hook = hook;
	c->policy = V_ACCEPT;
	if (hook != HOOK_NONE) {
		c->type = strcmp(t->blob->table, "nat") == 0 ? "nat" : "filter";
		c->priority = priority_of(t->blob->table, hook);
	}
	t->starts[t->starts_n++] = (struct start){.at = at, .chain = c, .hook = hook};
	return c;
}

static bool is_entry(const struct taking *t, size_t at)
{
	size_t lo = 0, hi = t->n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (t->entries[mid].at < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < t->n && t->entries[lo].at == at;
}

static bool find_starts(struct taking *t)
{
	static const char *const names[HOOKS] = {
		"PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"};
	t->starts = arena_array(t->arena, t->n + HOOKS, sizeof(*t->starts));
	for (int h = 0; h < HOOKS; h++) {
		if (!(t->blob->valid_hooks >> h & 1))
			continue;
		if (!is_entry(t, t->blob->hook_entry[h]) ||
			!is_entry(t, t->blob->underflow[h]) ||
			t->blob->underflow[h] < t->blob->hook_entry[h])
			return false;
		chain_add(t, names[h], h, t->blob->hook_entry[h]);
	}
	for (size_t i = 0; i + 1 < t->n; i++)
		if (t->entries[i].head)
			chain_add(t, t->entries[i].head, HOOK_NONE, t->entries[i + 1].at);
	return true;
}

static const struct nf_chain *chain_at(const struct taking *t, size_t at)
{
	for (size_t i = 0; i < t->starts_n; i++)
		if (t->starts[i].at == at)
			return t->starts[i].chain;
	return NULL;
}

/* -- rules ------------------------------------------------------------------------ */

static bool rule_fill(const struct taking *t, const struct entry *e, struct nf_rule *rule,
	size_t number)
{
	rule->handle = number;
	rule->exprs = (struct bytes){.p = t->blob->entries.p + e->at, .n = e->size};
	if (!e->standard || e->verdict < 0 || (size_t)e->verdict == e->at + e->size)
		return true;
	const struct nf_chain *to = chain_at(t, (size_t)e->verdict);
	if (!to)
		return false;
	rule->userdata = (struct bytes){
		.p = (const unsigned char *)to->name, .n = strlen(to->name)};
	return true;
}

/* A base chain ends with its policy at the underflow, a user chain before the next head
 * with the RETURN that iptables puts there. */
static bool chain_fill(const struct taking *t, const struct start *s)
{
	size_t first = 0;
	while (first < t->n && t->entries[first].at < s->at)
		first++;
	size_t end = first;
	if (s->hook != HOOK_NONE) {
		while (end < t->n && t->entries[end].at < t->blob->underflow[s->hook])
			end++;
		if (!t->entries[end].standard)
			return false;
		s->chain->policy =
			t->entries[end].verdict == -V_ACCEPT - 1 ? V_ACCEPT : V_DROP;
	} else {
		while (end < t->n && !t->entries[end].head && !t->entries[end].end)
			end++;
		if (end == first)
			return false;
		end--;
	}
	s->chain->rules_n = end - first;
	s->chain->rules = arena_array(t->arena, end - first, sizeof(struct nf_rule));
	for (size_t i = first; i < end; i++)
		if (!rule_fill(t, &t->entries[i], &s->chain->rules[i - first],
			    i - first + 1))
			return false;
	return true;
}

enum err legacy_take(struct arena *a, const struct legacy_blob_in *blob, size_t order,
	struct ruleset *out)
{
	struct taking t = {.arena = a, .blob = blob};
	t.table = ARENA_NEW(a, struct nf_table);
	t.table->family = blob->v6 ? NF_IP6 : NF_IP;
	t.table->name = blob->table;
	t.table->legacy = true;
	if (!read_entries(&t) || !find_starts(&t))
		return ERR_PROTOCOL;
	for (size_t i = 0; i < t.starts_n; i++) {
		t.starts[i].chain->order = order;
		if (!chain_fill(&t, &t.starts[i]))
			return ERR_PROTOCOL;
	}
	VEC_PUSH(a, &out->tables, t.table);
	ruleset_ready(a, out);
	return ERR_OK;
}
