/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * firewalld: the zone or policy that the packet really enters, at runtime and apart from
 * that in the saved configuration, without a reload, which would lose what others opened
 * at runtime. A zone's chain runs rich rules with a negative priority (_pre), then those
 * that deny (_deny), then ports and rich rules that accept (_allow), then its target
 * (firewalld.zone(5), firewalld.richlanguage(5)).
 */
#include "firewalld.h"
#include "text.h"
#include "verdict/names.h"

#include <inttypes.h>
#include <string.h>

enum { PRIORITY_LEAST = -32768 };

struct place {            /* what has to be changed for this packet */
	const char *name; /* of the zone or policy */
	bool policy;
	const struct nf_chain *chain; /* filter_IN_public */
	bool first;                   /* a rule of it drops before its ports count */
	int64_t priority;             /* of a rich rule that comes before it */
};

/* -- where -------------------------------------------------------------------------- */

static const struct nf_chain *part(
	const struct nf_chain *group, struct arena *a, const char *end)
{
	return table_chain(group->table, arena_printf(a, "%s%s", group->name, end));
}

/* The name behind "filter_IN_" (nftables) or "IN_" (iptables as its backend). */
static const char *name_in(const char *chain)
{
	static const char *const heads[] = {"filter_IN_", "IN_"};
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (strncmp(chain, heads[i], strlen(heads[i])) == 0)
			return chain + strlen(heads[i]);
	return NULL;
}

static const struct firewalld_group *find_group(
	const struct firewalld_facts *f, const char *name, bool policy)
{
	for (size_t i = 0; i < f->groups.n; i++)
		if (f->groups.v[i]->policy == policy &&
			strcmp(f->groups.v[i]->name, name) == 0)
			return f->groups.v[i];
	return NULL;
}

/* One less than any priority of the group's rich rules, and less than 0. */
static int64_t least_priority(const struct firewalld_group *g)
{
	static const char key[] = "priority=\"";
	int64_t least = 0;
	for (size_t i = 0; g && i < g->rich.n; i++) {
		const char *at = strstr(g->rich.v[i], key);
		intmax_t p = at ? strtoimax(at + sizeof(key) - 1, NULL, 10) : 0;
		if (p < least)
			least = p;
	}
	return least - 1;
}

static bool ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);
	return n >= k && strcmp(s + n - k, end) == 0;
}

/* The innermost zone or policy on the packet's way: its chain has one of what it
 * allows. */
static const struct nf_chain *find_group_chain(const struct opening *o)
{
	struct arena *a = o->fixing->arena;
	const struct nf_table *told = o->chain->table;
	const struct nf_table *t =
		ruleset_table(o->rules, told->family, told->name, told->legacy);
	const strs *path = &o->verdict->by.path;
	for (size_t i = path->n; t && i-- > 0;) {
		const struct nf_chain *c = table_chain(t, path->v[i]);
		if (c && name_in(c->name) && part(c, a, "_allow"))
			return c;
	}
	return NULL;
}

static bool find_place(const struct opening *o, struct place *p)
{
	static const char policy[] = "policy_";
	const struct firewalld_facts *f = o->fixing->host->firewalld;
	const struct nf_chain *chain = o->chain ? find_group_chain(o) : NULL;
	if (!chain)
		return false;
	const char *name = name_in(chain->name), *at = o->verdict->by.chain;
	*p = (struct place){.name = name, .chain = chain};
	if (strncmp(name, policy, sizeof(policy) - 1) == 0 &&
		find_group(f, name + sizeof(policy) - 1, true)) {
		p->policy = true;
		p->name = name + sizeof(policy) - 1;
	}
	p->first = strcmp(chain->name, at) != 0 &&
		   (ends_in(at, "_pre") || ends_in(at, "_deny") || ends_in(at, "_log"));
	p->priority = least_priority(find_group(f, p->name, p->policy));
	return true;
}

/* The zone was chosen by the packet's source. */
static bool by_source(const struct opening *o, const struct place *p)
{
	const struct path_step *s = o->by->path;
	while (s && strcmp(s->chain->name, p->chain->name) != 0)
		s = s->up;
	if (!s || !s->rule || !s->up || p->policy)
		return false;
	const char *text =
		rule_text(o->fixing->arena, o->model, s->up->chain, s->rule, NULL);
	return strstr(text, "saddr") || strncmp(text, "-s ", 3) == 0;
}

/* -- zones and policies ------------------------------------------------------------- */

static const char *rich_rule(
	const struct opening *o, const struct place *p, int port, const char *prefix)
{
	struct text t;
	text_init(&t, o->fixing->arena, 512);
	text_add(&t, "rule");
	if (p->first)
		text_printf(&t, " priority=\"%" PRId64 "\"", p->priority);
	if (o->family)
		text_printf(&t, " family=\"%s\"", o->family == 6 ? "ipv6" : "ipv4");
	if (prefix)
		text_printf(&t, " source address=\"%s\"", prefix);
	text_printf(
		&t, " port port=\"%d\" protocol=\"%s\" accept", port, opening_proto(o));
	return arena_str(o->fixing->arena, text_str(&t));
}

static void fill_in(
	struct opening *o, const struct place *p, int port, struct firewalld_setting *h)
{
	struct arena *a = o->fixing->arena;
	strs prefixes = managers_prefixes(o);
	h->where = arena_printf(a, "--%s=%s", p->policy ? "policy" : "zone", p->name);
	h->file = arena_printf(
		a, "/etc/firewalld/%s/%s.xml", p->policy ? "policies" : "zones", p->name);
	if (!p->first && !prefixes.n) {
		h->option = "port";
		VEC_PUSH(a, &h->values, arena_printf(a, "%d/%s", port, opening_proto(o)));
		return;
	}
	h->option = "rich-rule";
	for (size_t i = 0; i < prefixes.n; i++)
		VEC_PUSH(a, &h->values, rich_rule(o, p, port, prefixes.v[i]));
	if (!prefixes.n)
		VEC_PUSH(a, &h->values, rich_rule(o, p, port, NULL));
}

static void edit_place(struct opening *o, const struct place *p)
{
	struct arena *a = o->fixing->arena;
	const struct nf_chain *to = part(p->chain, a, p->first ? "_pre" : "_allow");
	struct edit *e =
		opening_accept(o, to, p->first && to->rules_n ? &to->rules[0] : NULL);
	/* a zone is of no interface alone, and a port of no family */
	e->interface = NULL;
	if (!p->first && !o->from.n)
		e->family = 0;
}

static const char *risk(const struct opening *o, const struct place *p)
{
	struct arena *a = o->fixing->arena;
	if (by_source(o, p))
		return arena_printf(a,
			"zone %s holds these sources by their addresses, perhaps to shut "
			"them out: this lets them in to the port",
			p->name);
	if (p->first)
		return "it comes before every rich rule of the zone that denies";
	return o->interface ? arena_printf(a,
				      "it opens the port on every interface of %s",
				      p->name)
			    : NULL;
}

static enum open_result open_place(struct opening *o, const struct place *p)
{
	struct arena *a = o->fixing->arena;
	if (p->first && p->priority < PRIORITY_LEAST)
		return opening_refuse(o,
			"a rich rule of the least priority that there is denies it",
			arena_printf(a,
				"firewall-cmd --zone=%s --list-rich-rules\nGive the rule "
				"that denies a higher priority, or remove it.",
				p->name));
	if (p->policy)
		managers_consent(o->fixing,
			arena_printf(a,
				"policy: policy %s of firewalld shuts this out before "
				"any "
				"zone is asked; an exception is added to that policy",
				p->name));
	for (size_t i = 0; i < o->ports_n; i++) {
		struct firewalld_setting h = {0};
		fill_in(o, p, o->ports[i], &h);
		struct step *s = firewalld_add(o, &h, o->ports[i], false);
		s->risk = risk(o, p);
		if (o->expires)
			plan_argv(a, &s->redo,
				arena_printf(a, "--timeout=%" PRId64,
					o->expires - o->fixing->plan->made),
				NULL);
	}
	edit_place(o, p);
	return OPEN_EDITED;
}

/* -- the row ------------------------------------------------------------------------ */

static bool owns(const struct opening *o)
{
	return opening_owner_is(o, "firewalld");
}

static enum open_result open_way(struct opening *o)
{
	struct place p;
	const struct firewalld_facts *f = o->fixing->host->firewalld;
	if (!f || !f->running)
		return opening_refuse(o,
			"its rules are in force, but firewalld itself does not run: it "
			"would make them anew",
			"systemctl start firewalld\nThen run pkiready again.");
	if (opening_owner_is(o, "firewalld panic mode"))
		return firewalld_open_panic(o);
	if (opening_owner_is(o, "firewalld direct rule"))
		return firewalld_open_direct(o);
	if (managers_forwarded(o))
		return opening_refuse(o,
			"the packet goes on to another host or a container, and "
			"firewalld forwards nothing to it",
			"Publish the port by the container engine, or: firewall-cmd "
			"--zone=ZONE --add-forward-port=port=PORT:proto=tcp:toaddr=HOST");
	managers_behind_nat(o);
	if (!find_place(o, &p))
		return opening_refuse(o,
			"the packet enters no zone of firewalld: its own rules drop it "
			"before",
			"firewall-cmd --get-active-zones\nnft list chain inet firewalld "
			"filter_INPUT");
	return open_place(o, &p);
}

/* <port port="443" protocol="tcp"/> of the zone itself, not of a rich rule. */
static bool has_port(struct arena *a, struct bytes xml, int port, const char *proto)
{
	const char *begin = arena_dup(a, xml.p, xml.n), *rule = NULL, *end;
	const char *number = arena_printf(a, "port=\"%d\"", port);
	const char *word = arena_printf(a, "protocol=\"%s\"", proto);
	for (const char *at = begin; (at = strchr(at, '<')); at = end) {
		end = strchr(at, '>');
		if (!end)
			return false;
		const char *tag = arena_dup(a, at, (size_t)(end - at));
		if (strncmp(tag, "<rule", 5) == 0)
			rule = at;
		else if (strncmp(tag, "</rule", 6) == 0)
			rule = NULL;
		else if (!rule && strncmp(tag, "<port ", 6) == 0 && strstr(tag, number) &&
			 strstr(tag, word))
			return true;
	}
	return false;
}

/* In its own file, or without one in that of the distribution. */
static bool is_saved(struct opening *o, const struct firewalld_setting *h, int port)
{
	static const char etc[] = "/etc";
	const struct host_file *f = fixing_file(o->fixing, h->file);
	if (f->seen == SEEN_NO)
		f = fixing_file(o->fixing, arena_printf(o->fixing->arena, "/usr/lib%s",
						   h->file + sizeof(etc) - 1));
	return strcmp(h->option, "port") == 0 && f->seen == SEEN_YES && f->bytes.n &&
	       has_port(o->fixing->arena, f->bytes, port, opening_proto(o));
}

static void keep(struct opening *o)
{
	struct place p;
	const struct firewalld_facts *f = o->fixing->host->firewalld;
	if (o->expires || !f || !f->running ||
		opening_owner_is(o, "firewalld panic mode"))
		return;
	if (opening_owner_is(o, "firewalld direct rule")) {
		if (!o->at_boot)
			firewalld_keep_direct(o);
		return;
	}
	if (!find_place(o, &p))
		return;
	for (size_t i = 0; i < o->ports_n; i++) {
		struct firewalld_setting h = {0};
		fill_in(o, &p, o->ports[i], &h);
		if (!is_saved(o, &h, o->ports[i]))
			firewalld_add(o, &h, o->ports[i], true);
	}
}

const struct firewall opener_firewalld = {
	.name = "firewalld",
	.owns = owns,
	.open = open_way,
	.keep = keep,
};
