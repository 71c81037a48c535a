/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "timed_nft.h"

#include "managers.h"
#include "text.h"
#include "verdict/names.h"

#include <inttypes.h>
#include <string.h>

enum { TEXT_MAX = 64 * 1024 };

struct timed { /* of one family */
	struct opening *opening;
	const struct nf_chain *chain;
	const struct nf_rule *before;
	int family;
	const char *set, *comment;
};

static const char *family_word(const struct timed *t)
{
	return nf_family_word(t->chain->table->family);
}

/* "{ type ipv4_addr; flags interval, timeout; elements = { ::/0 timeout 3600s }; }" */
static const char *set_text(const struct timed *t)
{
	const struct opening *o = t->opening;
	struct arena *a = o->fixing->arena;
	const int64_t seconds = o->expires - o->fixing->plan->made;
	strs prefixes = managers_prefixes(o);
	struct text x;
	if (!prefixes.n)
		VEC_PUSH(a, &prefixes, t->family == 6 ? "::/0" : "0.0.0.0/0");
	text_init(&x, a, TEXT_MAX);
	text_printf(&x, "{ type ipv%d_addr; flags interval, timeout; elements = {",
		t->family);
	for (size_t i = 0; i < prefixes.n; i++)
		text_printf(&x, "%s %s timeout %" PRId64 "s", i ? "," : "", prefixes.v[i],
			seconds);
	text_add(&x, " }; }");
	return text_str(&x);
}

static void set_command(
	const struct timed *t, struct command *c, const char *verb, const char *text)
{
	plan_argv(t->opening->fixing->arena, c, "nft", verb, "set", family_word(t),
		t->chain->table->name, t->set, text, NULL);
}

static void add_set(const struct timed *t)
{
	struct opening *o = t->opening;
	struct arena *a = o->fixing->arena;
	struct step *s =
		opening_step(o, arena_printf(a, "make a set whose elements end at %s",
					managers_time(a, o->expires)));
	const char *text = set_text(t);
	s->why = "the kernel forgets them in time, whatever becomes of this program";
	set_command(t, &s->redo, "add", text);
	set_command(t, &s->undo, "delete", NULL);
	set_command(t, &s->test, "list", NULL);
	plan_argv(a, &s->trial, "nft", "-c", "add", "set", family_word(t),
		t->chain->table->name, t->set, text, NULL);
}

static const char *rule_text_of(const struct timed *t)
{
	const struct opening *o = t->opening;
	const char *begin = o->ports_n > 1 ? "{ " : "", *end = o->ports_n > 1 ? " }" : "";
	struct text x;
	text_init(&x, o->fixing->arena, TEXT_MAX);
	if (o->interface)
		text_printf(&x, "iifname \"%s\" ", o->interface);
	text_printf(&x, "%s saddr @%s ", t->family == 6 ? "ip6" : "ip", t->set);
	if (o->original)
		text_printf(
			&x, "meta l4proto %s ct original proto-dst", opening_proto(o));
	else
		text_printf(&x, "%s dport", opening_proto(o));
	text_printf(&x, " %s%s%s accept comment \"%s\"", begin, opening_ports(o, ", "),
		end, t->comment);
	return text_str(&x);
}

static void add_rule(const struct timed *t)
{
	struct opening *o = t->opening;
	struct arena *a = o->fixing->arena;
	const struct nf_table *table = t->chain->table;
	struct step *s = opening_step(
		o, arena_printf(a, "%s before what drops it, in nftables, until %s",
			   opening_title(o), managers_time(a, o->expires)));
	plan_argv(a, &s->redo, "nft", t->before ? "insert" : "add", "rule",
		family_word(t), table->name, t->chain->name, NULL);
	if (t->before)
		plan_argv(a, &s->redo, "position",
			arena_printf(a, "%" PRIu64, t->before->handle), NULL);
	plan_argv(a, &s->redo, rule_text_of(t), NULL);
	plan_argv(a, &s->undo, "nft", "delete", "rule", family_word(t), table->name,
		t->chain->name, "handle", "{handle}", NULL);
	s->mark = (struct rule_mark){.family = family_word(t),
		.table = table->name,
		.chain = t->chain->name,
		.comment = t->comment};
}

static void add_family(struct timed *t)
{
	struct opening *o = t->opening;
	struct arena *a = o->fixing->arena;
	t->comment = plan_comment(o->fixing->plan);
	/* "pkiready 20261203-141203.2" is no name for a set */
	char *name = arena_str(a, t->comment);
	for (char *c = name; *c; c++)
		if (*c == ' ')
			*c = '-';
	t->set = name;
	add_set(t);
	add_rule(t);
	struct edit *e = opening_accept(o, t->chain, t->before);
	e->family = t->family;
}

enum open_result timed_nft_open(
	struct opening *o, const struct nf_chain *chain, const struct nf_rule *before)
{
	const int table = chain->table->family;
	for (int family = 4; family <= 6; family += 2) {
		struct timed t = {
			.opening = o, .chain = chain, .before = before, .family = family};
		const bool other = (family == 4 && table == NF_IP6) ||
				   (family == 6 && table == NF_IP);
		if ((!o->family || o->family == family) && !other)
			add_family(&t);
	}
	return OPEN_EDITED;
}
