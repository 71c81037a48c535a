/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/dns_answer.h"
#include "probes/dns_state.h"

#include <string.h>

/*
 * A validator asks for keys when it holds an answer: root, then suffix, then zone, one
 * round trip after the other. Asked for at the same time as the answer itself, they
 * come with it.
 */

static bool new_here(struct resolving *s, const char *what)
{
	for (size_t i = 0; i < s->warmed.n; i++)
		if (strcmp(s->warmed.v[i], what) == 0)
			return false;
	if (s->warmed.n == DNS_WARM_MAX)
		return false;
	VEC_PUSH(s->arena, &s->warmed, what);
	return true;
}

static void fetch(struct resolving *s, enum dns_rank rank, const char *name, int type)
{
	if (new_here(s, arena_printf(s->arena, "%d %s", type, name)))
		dns_ask_ahead(&s->authority, rank, name, type);
}

static void fetch_keys(struct resolving *s, enum dns_rank rank, const char *zone)
{
	fetch(s, rank, zone, DNS_TYPE_DNSKEY);
	/* the DS of a top-level domain, or its absence, comes with the referral */
	if (strchr(zone, '.'))
		fetch(s, rank, zone, DNS_TYPE_DS);
}

static void warm(struct resolving *s, enum dns_rank rank, const char *ascii)
{
	struct target_name name;
	const char *why;
	if (target_name_parse(s->arena, ascii, &name, &why) != ERR_OK)
		return;
	const char *zone = name.registrable ? name.registrable : name.ascii;
	const char *tld = strrchr(zone, '.');
	fetch_keys(s, rank, tld ? tld + 1 : zone);
	fetch_keys(s, rank, zone);
	for (const char *dot = strchr(zone, '.'); dot && dot != tld;
		dot = strchr(dot + 1, '.'))
		fetch_keys(s, RANK_AFTER, dot + 1);
}

static bool worth_it(const struct resolving *s)
{
	return !s->look->target->have_resolver && !dns_root_unusable(s);
}

void dns_warm(struct resolving *s, const char *ascii)
{
	if (worth_it(s))
		warm(s, RANK_KEYS, ascii);
}

void dns_warm_target(struct resolving *s, const char *presented)
{
	if (!worth_it(s))
		return;
	if (s->look->target->v4)
		fetch(s, RANK_AFTER, presented, DNS_TYPE_A);
	if (s->look->target->v6)
		fetch(s, RANK_AFTER, presented, DNS_TYPE_AAAA);
	warm(s, RANK_AFTER, presented);
}
