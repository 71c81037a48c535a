/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Senders that stand in a list of banned ones: no rule is put before it; asked senders
 * are taken out of it. */
#include "bans.h"
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
	return by_program(o) || ((bans_set(a, o) || list_match(o)) && asks_source(a, o));
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

static enum open_result refuse(struct opening *o, const struct ban_list *list)
{
	struct arena *a = o->fixing->arena;
	const struct nf_set *s = bans_set(a, o);
	const char *match = list_match(o);
	char ip[IP_TEXT_MAX];
	return opening_refuse(o,
		arena_printf(a,
			"%s stands in %s%s of banned senders (%s)%s%s, and is let in by "
			"taking it out there, not by a rule before it",
			ip_format(&o->verdict->from, ip),
			s       ? "the set "
			: match ? match
				: "a list",
			s ? s->name : "", decider_place(a, &o->verdict->by),
			list->wide ? " in a wider entry, " : "",
			list->wide ? list->wide : ""),
		guide(o, s));
}

static enum open_result open_list(struct opening *o)
{
	struct ban_list list;
	bans_read(o, &list);
	return bans_lift(o, &list) ? OPEN_EDITED : refuse(o, &list);
}

const struct firewall opener_banned = {
	.name = "banned senders",
	.owns = owns,
	.open = open_list,
};
