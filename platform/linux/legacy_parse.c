/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fwset.h"

#include <limits.h>
#include <linux/netfilter.h>
#include <linux/netfilter/x_tables.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>
#include <stdlib.h>
#include <string.h>

/* A chain's first rule: jumps lead there. */
struct start {
	size_t at;
	struct fw_chain *chain;
};
struct parsing {
	struct arena *arena;
	const struct legacy_blob *blob;
	const struct fw_table *table;
	struct fwset *out;
	struct fw_chain *chain; /* the one that the entries belong to now */
	VEC(struct start) starts;
};
struct entry {
	size_t at, next; /* offsets into the blob */
	const char *target;
	size_t target_n; /* bytes of the target's data */
	const unsigned char *data;
};

static const char *const hook_names[LEGACY_HOOKS] = {
	"PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"};

static uint16_t get16(const unsigned char *p)
{
	uint16_t v;
	memcpy(&v, p, sizeof(v));
	return v;
}

/* struct ipt_entry or ip6t_entry with its target; false when an offset lies. */
static bool read_entry(const struct legacy_blob *b, size_t at, struct entry *e)
{
	const size_t head = b->v6 ? sizeof(struct ip6t_entry) : sizeof(struct ipt_entry);
	const size_t target_field = b->v6 ? offsetof(struct ip6t_entry, target_offset)
					  : offsetof(struct ipt_entry, target_offset);
	const size_t next_field = b->v6 ? offsetof(struct ip6t_entry, next_offset)
					: offsetof(struct ipt_entry, next_offset);
	if (at > b->size || b->size - at < head)
		return false;
	const unsigned char *p = b->entries + at;
	const size_t target = get16(p + target_field), next = get16(p + next_field);
	if (target < head || next < target + sizeof(struct xt_entry_target) ||
		next > b->size - at)
		return false;
	const unsigned char *t = p + target;
	const size_t name = offsetof(struct xt_entry_target, u.user.name);
	if (!memchr(t + name, '\0', XT_EXTENSION_MAXNAMELEN))
		return false;
	*e = (struct entry){
		.at = at,
		.next = at + next,
		.target = (const char *)t + name,
		.data = t + sizeof(struct xt_entry_target),
		.target_n = next - target - sizeof(struct xt_entry_target),
	};
	return true;
}

/* The verdict of a standard target; INT_MIN for another target. */
static int verdict_of(const struct entry *e)
{
	int v;
	if (*e->target != '\0' || e->target_n < sizeof(v))
		return INT_MIN;
	memcpy(&v, e->data, sizeof(v));
	return v;
}

static void begin_chain(struct parsing *p, const char *name, size_t first)
{
	struct fw_chain *c = VEC_ADD(p->arena, &p->out->chains, struct fw_chain);
	c->table = p->table;
	c->name = arena_str(p->arena, name);
	p->chain = c;
	struct start *s = VEC_ADD(p->arena, &p->starts, struct start);
	s->at = first;
	s->chain = c;
}

/* Each entry begins a chain, ends one (its policy), or is a rule. */
static void take_entry(struct parsing *p, const struct entry *e)
{
	const struct legacy_blob *b = p->blob;
	for (uint32_t h = 0; h < LEGACY_HOOKS; h++) {
		if (!(b->valid_hooks & 1U << h))
			continue;
		if (e->at == b->hook_entry[h]) {
			begin_chain(p, hook_names[h], e->at);
			p->chain->base = true;
			p->chain->hook = h;
		}
		if (e->at == b->underflow[h] && p->chain) {
			p->chain->drops = verdict_of(e) != -NF_ACCEPT - 1;
			return;
		}
	}
	if (strcmp(e->target, XT_ERROR_TARGET) == 0) {
		/* before a chain of the user's stands its name, as a target of its own */
		if (e->target_n && memchr(e->data, '\0', e->target_n) &&
			e->next < b->size)
			begin_chain(p, (const char *)e->data, e->next);
		return;
	}
	if (p->chain)
		p->chain->rules++;
}

static enum err take_entries(struct parsing *p)
{
	for (size_t at = 0; at < p->blob->size;) {
		struct entry e;
		if (!read_entry(p->blob, at, &e))
			return ERR_PROTOCOL;
		take_entry(p, &e);
		at = e.next;
	}
	return ERR_OK;
}

static int compare(const void *key, const void *row)
{
	const size_t at = *(const size_t *)key;
	const struct start *s = *(struct start *const *)row;
	return at < s->at ? -1 : at > s->at;
}

static struct fw_chain *chain_at(const struct parsing *p, size_t at)
{
	/* in the order of their offsets, as they were read */
	struct start *const *s =
		bsearch(&at, p->starts.v, p->starts.n, sizeof(struct start *), compare);
	return s ? (*s)->chain : NULL;
}

/* A second pass: a jump may lead forward. Positive verdicts are offsets; to the next
 * entry means no jump at all. */
static void take_jumps(struct parsing *p)
{
	struct fw_chain *chain = NULL;
	struct entry e;
	for (size_t at = 0; at < p->blob->size && read_entry(p->blob, at, &e);
		at = e.next) {
		struct fw_chain *begins = p->starts.n ? chain_at(p, at) : NULL;
		chain = begins ? begins : chain;
		int v = verdict_of(&e);
		if (!chain || v < 0 || (size_t)v == e.next)
			continue;
		struct fw_chain *to = chain_at(p, (size_t)v);
		if (!to)
			continue;
		chain->ufw_jumps += fwset_is_ufw(to->name);
		fwset_lead(p->arena, chain, to);
	}
}

/* The kernel ends each chain of the user's with a RETURN, which is no rule of his. */
static void drop_returns(struct parsing *p)
{
	for (size_t i = 0; i < p->starts.n; i++) {
		struct fw_chain *c = p->starts.v[i]->chain;
		if (!c->base && c->rules > 0)
			c->rules--;
	}
}

enum err legacy_parse(struct arena *a, const struct legacy_blob *blob,
	const struct fw_table *table, struct fwset *out)
{
	struct parsing p = {.arena = a, .blob = blob, .table = table, .out = out};
	enum err err = take_entries(&p);
	if (err != ERR_OK)
		return err;
	take_jumps(&p);
	drop_returns(&p);
	return ERR_OK;
}
