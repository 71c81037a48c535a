/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules of nf_tables that nobody else makes: put by nft before the one that drops. */
#include "kept.h"
#include "timed_nft.h"
#include "ways.h"

#include "text.h"
#include "verdict/names.h"

#include <inttypes.h>
#include <string.h>

enum { RULE_MAX = 64 * 1024 };

static bool owns(const struct opening *o)
{
	return o->chain && !o->chain->table->legacy;
}

/* -- the rule ----------------------------------------------------------------------- */

static void add_family(struct text *t, const struct opening *o)
{
	const int table = o->chain->table->family;
	if (!o->family || o->from.n)
		return;
	if (table == NF_INET)
		text_printf(t, "meta nfproto ipv%d ", o->family);
	else if (table == NF_NETDEV || table == NF_BRIDGE)
		text_printf(t, "ether type %s ", o->family == 4 ? "ip" : "ip6");
}

static void add_from(struct text *t, const struct opening *o)
{
	size_t n;
	const char *all = opening_sources(o, ", ", &n);
	const char *family = o->family == 6 ? "ip6" : "ip";
	if (n > 1)
		text_printf(t, "%s saddr { %s } ", family, all);
	else if (n)
		text_printf(t, "%s saddr %s ", family, all);
}

static void add_ports(struct text *t, const struct opening *o)
{
	const char *open = o->ports_n > 1 ? "{ " : "",
		   *close = o->ports_n > 1 ? " }" : "";
	if (o->original)
		text_printf(t, "meta l4proto %s ct original proto-dst", opening_proto(o));
	else
		text_printf(t, "%s dport", opening_proto(o));
	text_printf(t, " %s%s%s ", open, opening_ports(o, ", "), close);
}

static const char *rule_of(const struct opening *o)
{
	struct text t;
	text_init(&t, o->fixing->arena, RULE_MAX);
	if (o->interface)
		text_printf(&t, "iifname \"%s\" ", o->interface);
	add_family(&t, o);
	add_from(&t, o);
	add_ports(&t, o);
	text_printf(&t, "accept comment \"%s\"", o->comment);
	return text_str(&t);
}

/* -- the step ----------------------------------------------------------------------- */

static void add_words(struct arena *a, struct command *c, const char *text)
{
	VEC_PUSH(a, &c->argv, arena_str(a, text));
}

static void commands(struct opening *o, struct step *s, const struct nf_chain *chain,
	const struct nf_rule *before)
{
	struct arena *a = o->fixing->arena;
	const char *family = nf_family_word(chain->table->family);
	const char *table = chain->table->name, *rule = rule_of(o);
	for (int trial = 0; trial < 2; trial++) {
		struct command *c = trial ? &s->trial : &s->redo;
		plan_argv(a, c, "nft", NULL);
		if (trial)
			plan_argv(a, c, "-c", NULL);
		plan_argv(a, c, before ? "insert" : "add", "rule", family, table,
			chain->name, NULL);
		if (before)
			plan_argv(a, c, "position",
				arena_printf(a, "%" PRIu64, before->handle), NULL);
		add_words(a, c, rule);
	}
	plan_argv(a, &s->undo, "nft", "delete", "rule", family, table, chain->name,
		"handle", "{handle}", NULL);
	s->mark = (struct rule_mark){.family = family,
		.table = table,
		.chain = chain->name,
		.comment = o->comment};
}

static const char *guide(const struct opening *o)
{
	struct arena *a = o->fixing->arena;
	const struct decider *d = &o->verdict->by;
	if (!d->handle)
		return NULL;
	return arena_printf(a, "nft delete rule %s %s %s handle %" PRId64, d->family,
		d->table, d->chain, d->handle);
}

static enum open_result open_it(struct opening *o)
{
	struct arena *a = o->fixing->arena;
	const struct nf_table *t = o->chain->table;
	const struct nf_chain *chain = NULL;
	const struct nf_rule *before = NULL;
	if (t->flags & TABLE_OWNER)
		return opening_refuse(o,
			arena_printf(a,
				"the table %s %s belongs to a running program (netlink "
				"port %" PRIu32 "): no other may change it",
				nf_family_word(t->family), t->name, t->owner),
			"Let the port in by the program that made the table.");
	if (o->chain->type && strcmp(o->chain->type, "nat") == 0)
		return opening_refuse(o,
			"a chain for NAT drops it: an accept there would keep later "
			"rules of the chain from redirecting it",
			guide(o));
	if (!opening_place(o, &chain, &before))
		return opening_refuse(
			o, "no place in the chain is reached by the packet", NULL);
	if (o->expires)
		return timed_nft_open(o, chain, before);
	struct step *s =
		opening_step(o, arena_printf(a, "%s before what drops it, in nftables",
					opening_title(o)));
	commands(o, s, chain, before);
	(void)opening_accept(o, chain, before);
	return OPEN_EDITED;
}

static void keep(struct opening *o)
{
	kept_nft(o, o->edits.n ? o->edits.v[0] : NULL, rule_of(o));
}

const struct firewall opener_nftables = {
	.name = "nftables",
	.owns = owns,
	.open = open_it,
	.keep = keep,
};
