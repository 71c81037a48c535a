/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "firewalld.h"

#include "verdict/names.h"
#include "verdict/rule_words.h"

#include <inttypes.h>
#include <string.h>

enum { PRIORITY_LEAST = -2147483647 };

/* -- steps -------------------------------------------------------------------------- */

static void command(const struct opening *o, struct command *c,
	const struct firewalld_setting *h, bool saved, const char *verb)
{
	struct arena *a = o->fixing->arena;
	bool query = strcmp(verb, "query") == 0;
	plan_argv(a, c, "firewall-cmd", NULL);
	if (saved)
		plan_argv(a, c, "--permanent", NULL);
	if (h->where)
		plan_argv(a, c, h->where, NULL);
	if (h->words.n)
		plan_argv(a, c, arena_printf(a, "--%s-%s", verb, h->option), NULL);
	for (size_t i = 0; i < h->words.n; i++)
		VEC_PUSH(a, &c->argv, h->words.v[i]);
	/* what is asked for is one thing: of several, the one that was added last */
	for (size_t i = query && h->values.n ? h->values.n - 1 : 0; i < h->values.n; i++)
		VEC_PUSH(a, &c->argv,
			arena_printf(a, "--%s-%s=%s", verb, h->option, h->values.v[i]));
}

struct step *firewalld_add(
	struct opening *o, const struct firewalld_setting *h, int port, bool saved)
{
	struct arena *a = o->fixing->arena;
	struct step *s = opening_step(
		o, arena_printf(a, "accept %s %d%s%s", o->proto == 17 ? "UDP" : "TCP",
			   port, o->from.n ? " from the CA's addresses" : "",
			   saved ? ": save it" : ""));
	command(o, &s->redo, h, saved, "add");
	command(o, &s->undo, h, saved, "remove");
	command(o, &s->test, h, saved, "query");
	s->runtime = !saved;
	if (saved) {
		s->why =
			"what is opened at runtime alone is lost by a reload or a reboot";
		VEC_PUSH(a, &s->files, h->file);
		VEC_PUSH(a, &s->files, arena_printf(a, "%s.old", h->file));
	}
	return s;
}

/* -- direct rules ------------------------------------------------------------------- */

static const struct firewalld_direct *find_direct(const struct opening *o)
{
	struct arena *a = o->fixing->arena;
	const struct firewalld_facts *f = o->fixing->host->firewalld;
	const char *text = rule_text(a, o->model, o->by->chain, o->by->rule, NULL);
	strs rules = {0};
	for (size_t i = 0; i < f->direct.n; i++)
		VEC_PUSH(a, &rules, f->direct.v[i]->rule);
	size_t which = rule_words_direct(&rules, o->by->chain, text);
	return which ? f->direct.v[which - 1] : NULL;
}

/* "ipv4", "filter", "INPUT" of "ipv4 filter INPUT -p tcp …" */
static void first_words(struct arena *a, const char *rule, strs *out)
{
	for (int i = 0; i < 3; i++) {
		size_t n = strcspn(rule, " ");
		VEC_PUSH(a, out, arena_dup(a, rule, n));
		rule += n + strspn(rule + n, " ");
	}
}

static void direct_change(struct opening *o, const struct firewalld_direct *d, int port,
	const char *prefix, struct firewalld_setting *h)
{
	struct arena *a = o->fixing->arena;
	struct command c = {0};
	*h = (struct firewalld_setting){.where = "--direct",
		.option = "rule",
		.file = "/etc/firewalld/direct.xml"};
	first_words(a, d->rule, &c.argv);
	plan_argv(a, &c, arena_printf(a, "%" PRId64, d->priority - 1), NULL);
	if (prefix)
		plan_argv(a, &c, "-s", prefix, NULL);
	if (o->interface)
		plan_argv(a, &c, "-i", o->interface, NULL);
	plan_argv(a, &c, "-p", opening_proto(o), "--dport", arena_printf(a, "%d", port),
		"-j", "ACCEPT", NULL);
	h->words = c.argv;
}

static void direct_steps(struct opening *o, const struct firewalld_direct *d, bool saved)
{
	struct firewalld_setting h;
	strs prefixes = managers_prefixes(o);
	for (size_t i = 0; i < o->ports_n; i++)
		for (size_t k = 0; k < prefixes.n || k == 0; k++) {
			direct_change(
				o, d, o->ports[i], prefixes.n ? prefixes.v[k] : NULL, &h);
			firewalld_add(o, &h, o->ports[i], saved);
		}
}

enum open_result firewalld_open_direct(struct opening *o)
{
	const char *why = "the direct rule that drops it is no longer there";
	const struct firewalld_direct *d = find_direct(o);
	if (!d || d->priority <= PRIORITY_LEAST || !o->chain)
		return opening_refuse(o, why, "firewall-cmd --direct --get-all-rules");
	if (o->expires && !managers_timer(o->fixing, o->expires, &why))
		return opening_refuse(o, why, NULL);
	managers_consent(
		o->fixing, arena_printf(o->fixing->arena,
				   "direct-rule: a direct rule of firewalld drops this "
				   "(%s); another one that accepts is put before it",
				   d->rule));
	direct_steps(o, d, false);
	opening_accept(o, o->chain, o->rule);
	return OPEN_EDITED;
}

void firewalld_keep_direct(struct opening *o)
{
	const struct firewalld_direct *d = find_direct(o);
	if (d)
		direct_steps(o, d, true);
}

/* -- panic mode --------------------------------------------------------------------- */

enum open_result firewalld_open_panic(struct opening *o)
{
	struct arena *a = o->fixing->arena;
	const char *why = NULL;
	if (o->expires && !managers_timer(o->fixing, o->expires, &why))
		return opening_refuse(o, why, NULL);
	managers_consent(o->fixing, "panic-mode: firewalld is in panic mode, somebody's "
				    "emergency stop; it is switched off");
	struct step *s = opening_step(o, "switch firewalld's panic mode off");
	plan_argv(a, &s->redo, "firewall-cmd", "--panic-off", NULL);
	plan_argv(a, &s->undo, "firewall-cmd", "--panic-on", NULL);
	plan_argv(a, &s->test, "firewall-cmd", "--query-panic", NULL);
	s->test.code = 1;
	s->risk =
		"every rule of this host is in force again: all that it lets in comes in";
	opening_edit(o, EDIT_ACCEPT, o->by->chain, NULL);
	return OPEN_EDITED;
}
