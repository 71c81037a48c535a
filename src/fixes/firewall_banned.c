/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Senders that stand in a list of banned ones: the list is right until its owner says
 * otherwise, so no rule is put before it. */
#include "ways.h"

#include "rulings.h"
#include "verdict/attr.h"
#include "verdict/nearly.h"

#include <string.h>

static bool asks_source(struct arena *a, const struct opening *o)
{
	const size_t n = nearly_conditions(o->chain, o->rule);
	for (size_t i = 0; i < n; i++) {
		enum condition what;
		(void)nearly_without(a, o->chain, o->rule, i, &what);
		if (what == COND_SOURCE)
			return true;
	}
	return false;
}

static bool inverted(struct bytes expr)
{
	struct attrs e, d;
	attrs_read(&e, expr, ~0u);
	attrs_read(&d, e.at[A_EXPR_DATA], ~0u);
	return attrs_u32(&d, A_LOOKUP_FLAGS) & FLAG_LOOKUP_INV;
}

/* The named set that the rule looks the sender up in; NULL: none. */
static const struct nf_set *named_set(struct arena *a, const struct opening *o)
{
	struct attr_walk w = attr_walk(o->rule->exprs);
	struct attr at;
	while (!o->chain->table->legacy && attr_next(&w, &at)) {
		const struct nf_set *s = rulings_lookup(a, o->chain, at.data);
		if (s && !(s->flags & SET_ANONYMOUS) && !inverted(at.data))
			return s;
	}
	return NULL;
}

static const char *list_match(const struct opening *o)
{
	return nearly_list(o->chain, o->rule);
}

static bool by_program(const struct opening *o)
{
	return opening_owner_is(o, "fail2ban") || opening_owner_is(o, "CrowdSec") ||
	       opening_owner_is(o, "SSHGuard");
}

static bool owns(const struct opening *o)
{
	struct arena *a = o->ways->arena;
	if (!o->chain || !o->rule)
		return false;
	return by_program(o) || ((named_set(a, o) || list_match(o)) && asks_source(a, o));
}

static const char *guide(const struct opening *o, const struct nf_set *s)
{
	static const char jail[] = "fail2ban jail ";
	struct arena *a = o->fixing->arena;
	const char *owner = o->verdict->by.owner;
	char ip[IP_TEXT_MAX];
	ip_format(&o->verdict->from, ip);
	if (opening_owner_is(o, jail))
		return arena_printf(
			a, "fail2ban-client set %s unbanip %s", owner + strlen(jail), ip);
	if (opening_owner_is(o, "CrowdSec"))
		return arena_printf(a, "cscli decisions delete --ip %s", ip);
	if (s)
		return arena_printf(a, "nft delete element %s %s %s '{ %s }'",
			o->verdict->by.family, s->table->name, s->name, ip);
	return NULL;
}

static enum open_result refuse(struct opening *o)
{
	struct arena *a = o->fixing->arena;
	const struct nf_set *s = named_set(a, o);
	const char *match = list_match(o);
	char ip[IP_TEXT_MAX];
	return opening_refuse(o,
		arena_printf(a,
			"%s stands in %s%s of banned senders (%s), and is let in by "
			"taking it out there, not by a rule before it",
			ip_format(&o->verdict->from, ip),
			s       ? "the set "
			: match ? match
				: "a list",
			s ? s->name : "", decider_place(a, &o->verdict->by)),
		guide(o, s));
}

const struct firewall opener_banned = {
	.name = "banned senders",
	.owns = owns,
	.open = refuse,
};
