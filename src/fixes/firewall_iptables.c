/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules of iptables, of either backend: inserted by number by the program that owns the
 * table. */
#include "iptables.h"
#include "kept.h"
#include "managers.h"
#include "ways.h"

#include "text.h"
#include "verdict/attr.h"

#include <inttypes.h>
#include <string.h>

enum { RULE_MAX = 64 * 1024 };

/* -- whose table -------------------------------------------------------------------- */

static bool known_name(const char *name)
{
	static const char *const names[] = {
		"filter", "nat", "mangle", "raw", "security", NULL};
	for (size_t i = 0; names[i]; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static bool known_base(const struct nf_chain *c)
{
	static const char *const hooks[] = {
		"PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"};
	return c->hook == HOOK_NONE ||
	       (c->hook <= HOOK_POSTROUTING && strcmp(c->name, hooks[c->hook]) == 0);
}

static bool known_rule(const struct nf_rule *rule)
{
	static const char *const names[] = {"match", "target", "payload", "meta", "cmp",
		"bitwise", "counter", "immediate", "lookup", "range", "limit", "log",
		NULL};
	struct attr_walk w = attr_walk(rule->exprs);
	struct attr at;
	while (attr_next(&w, &at)) {
		struct attrs e;
		size_t i = 0;
		attrs_read(&e, at.data, ~0u);
		while (names[i] && !attr_is(e.at[A_EXPR_NAME], names[i]))
			i++;
		if (!names[i])
			return false;
	}
	return true;
}

bool iptables_table(const struct nf_table *t)
{
	if (t->legacy)
		return true;
	if ((t->family != NF_IP && t->family != NF_IP6) || !known_name(t->name))
		return false;
	for (size_t i = 0; i < t->sets.n; i++)
		if (!(t->sets.v[i]->flags & SET_ANONYMOUS))
			return false;
	bool base = false;
	for (size_t i = 0; i < t->chains.n; i++) {
		const struct nf_chain *c = t->chains.v[i];
		base |= c->hook != HOOK_NONE;
		if (!known_base(c))
			return false;
		for (size_t k = 0; k < c->rules_n; k++)
			if (!known_rule(&c->rules[k]))
				return false;
	}
	return base;
}

static bool owns(const struct opening *o)
{
	return o->chain && iptables_table(o->chain->table);
}

/* -- which program ------------------------------------------------------------------ */

static bool ends_in(const char *s, const char *end)
{
	const size_t n = strlen(s), k = strlen(end);
	return n >= k && strcmp(s + n - k, end) == 0;
}

/* "iptables" where that is the table's backend, else its own name. what: "-restore", "".
 */
static const char *program(struct opening *o, const char *what)
{
	static const char *const places[] = {"/usr/sbin", "/sbin", NULL};
	struct arena *a = o->fixing->arena;
	const struct nf_table *t = o->chain->table;
	const char *six = t->family == NF_IP6 ? "6" : "";
	const char *backend = t->legacy ? "legacy" : "nft";
	for (size_t i = 0; places[i]; i++) {
		const struct host_file *f = fixing_file(
			o->fixing, arena_printf(a, "%s/ip%stables", places[i], six));
		if (f->seen != SEEN_YES || !f->real)
			continue;
		if (ends_in(f->real, arena_printf(a, "-%s-multi", backend)))
			return arena_printf(a, "ip%stables%s", six, what);
		break;
	}
	return arena_printf(a, "ip%stables-%s%s", six, backend, what);
}

/* -- the rule ----------------------------------------------------------------------- */

/* port: this one of those before NAT; 0: the opening's own ports. */
static strs spec(struct opening *o, int port)
{
	struct arena *a = o->fixing->arena;
	struct command c = {.input = NULL};
	size_t n;
	const char *from = opening_sources(o, ",", &n);
	if (o->interface)
		plan_argv(a, &c, "-i", o->interface, NULL);
	if (n)
		plan_argv(a, &c, "-s", from, NULL);
	plan_argv(a, &c, "-p", opening_proto(o), NULL);
	if (port)
		plan_argv(a, &c, "-m", "conntrack", "--ctorigdstport",
			arena_printf(a, "%d", port), "--ctdir", "ORIGINAL", NULL);
	else if (o->ports_n > 1)
		plan_argv(a, &c, "-m", "multiport", "--dports", opening_ports(o, ","),
			NULL);
	else
		plan_argv(a, &c, "--dport", opening_ports(o, ","), NULL);
	if (o->expires)
		plan_argv(a, &c, "-m", "time", "--datestop",
			managers_datestop(a, o->expires), NULL);
	plan_argv(a, &c, "-m", "comment", "--comment", o->comment, "-j", "ACCEPT", NULL);
	return c.argv;
}

static void add_all(struct arena *a, struct command *c, const strs *all)
{
	for (size_t i = 0; i < all->n; i++)
		VEC_PUSH(a, &c->argv, all->v[i]);
}

/* A line of iptables-save: words with a blank in double quotes. */
static const char *line_of(struct arena *a, const strs *all)
{
	struct text t;
	text_init(&t, a, RULE_MAX);
	for (size_t i = 0; i < all->n; i++) {
		const char *quote = strchr(all->v[i], ' ') ? "\"" : "";
		text_printf(&t, "%s%s%s%s", i ? " " : "", quote, all->v[i], quote);
	}
	return text_str(&t);
}

static void begin(
	struct opening *o, struct command *c, const char *action, const char *chain)
{
	struct arena *a = o->fixing->arena;
	plan_argv(a, c, program(o, ""), "-w", "5", NULL);
	if (strcmp(o->chain->table->name, "filter") != 0)
		plan_argv(a, c, "-t", o->chain->table->name, NULL);
	plan_argv(a, c, action, chain, NULL);
}

static void trial(struct opening *o, struct step *s, const char *verb, const strs *rule)
{
	struct arena *a = o->fixing->arena;
	plan_argv(a, &s->trial, program(o, "-restore"), "-n", "--test", NULL);
	s->trial.input = arena_printf(
		a, "*%s\n%s %s\nCOMMIT\n", o->chain->table->name, verb, line_of(a, rule));
}

static void add_step(struct opening *o, const struct nf_chain *chain,
	const struct nf_rule *before, int port)
{
	struct arena *a = o->fixing->arena;
	struct step *s = opening_step(
		o, arena_printf(a, "%s before what drops it, in %s", opening_title(o),
			   o->chain->table->legacy ? "iptables-legacy" : "iptables"));
	const strs rule = spec(o, port);
	size_t sources_n;
	(void)opening_sources(o, ",", &sources_n);
	const char *number = arena_printf(a, "%d", (int)opening_number(o, chain, before));
	/* tried before any step is made: no earlier one counts yet */
	const char *verb = before ? arena_printf(a, "-I %s %d", chain->name,
					    (int)edit_number(chain, before))
				  : arena_printf(a, "-A %s", chain->name);
	begin(o, &s->redo, before ? "-I" : "-A", chain->name);
	if (before)
		plan_argv(a, &s->redo, number, NULL);
	begin(o, &s->undo, "-D", chain->name);
	begin(o, &s->test, "-C", chain->name);
	add_all(a, &s->redo, &rule);
	add_all(a, &s->undo, &rule);
	add_all(a, &s->test, &rule);
	trial(o, s, verb, &rule);
	struct edit *e = opening_accept(o, chain, before);
	e->made = sources_n ? sources_n : 1;
	if (port) {
		int *one = ARENA_NEW(a, int);
		*one = port;
		e->ports = one;
		e->ports_n = 1;
		e->original = true;
	}
}

void iptables_open(
	struct opening *o, const struct nf_chain *chain, const struct nf_rule *before)
{
	if (!o->original)
		add_step(o, chain, before, 0);
	for (size_t i = 0; o->original && i < o->ports_n; i++)
		add_step(o, chain, before, o->ports[i]);
}

static enum open_result open_it(struct opening *o)
{
	const struct nf_chain *chain = NULL;
	const struct nf_rule *before = NULL;
	if (strcmp(o->chain->table->name, "nat") == 0)
		return opening_refuse(o,
			"a chain for NAT drops it: an accept there would keep later "
			"rules of the chain from redirecting it",
			NULL);
	if (!opening_place(o, &chain, &before))
		return opening_refuse(
			o, "no place in the chain is reached by the packet", NULL);
	iptables_open(o, chain, before);
	return OPEN_EDITED;
}

void iptables_keep(struct opening *o)
{
	struct arena *a = o->fixing->arena;
	const char *restore = program(o, "-restore");
	for (size_t i = 0; i < (o->original ? o->ports_n : 1); i++) {
		const strs rule = spec(o, o->original ? o->ports[i] : 0);
		kept_iptables(o, i < o->edits.n ? o->edits.v[i] : NULL, line_of(a, &rule),
			restore);
	}
}

const struct firewall opener_iptables = {
	.name = "iptables",
	.owns = owns,
	.open = open_it,
	.keep = iptables_keep,
};
