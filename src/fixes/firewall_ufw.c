/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ufw: `ufw allow`, before the rule of ufw's that hits. ufw writes its files and changes
 * the live rules in one go. It never adds a rule while another one takes the very same
 * packets: on insert it says "Skipping inserting existing rule" and does nothing, on
 * append it replaces that one in its place (ufw 0.36 src/backend_iptables.py, set_rule).
 */
#include "managers.h"
#include "ufw_user.h"
#include "ways.h"

#include <string.h>

/* -- words -------------------------------------------------------------------------- */

/* "allow 443/tcp", "allow in on eth0 proto tcp from 192.0.2.1 to any port 80,443" */
static void rule_words(const struct opening *o, const struct ufw_rule *x,
	const char *action, const char *log, struct command *c)
{
	struct arena *a = o->fixing->arena;
	const char *proto = opening_proto(o), *ports = opening_ports(o, ",");
	plan_argv(a, c, action, NULL);
	if (x->on)
		plan_argv(a, c, "in", "on", x->on, NULL);
	if (log)
		plan_argv(a, c, log, NULL);
	if (x->both && !x->from && !x->on && !x->to)
		plan_argv(a, c, arena_printf(a, "%s/%s", ports, proto), NULL);
	else
		plan_argv(a, c, "proto", proto, "from",
			x->from ? x->from : ufw_user_any(x->v6), "to",
			x->to ? x->to : "any", "port", ports, NULL);
}

static void ufw_command(const struct opening *o, const struct ufw_rule *x,
	const char *action, const char *log, bool remove, struct command *c)
{
	struct arena *a = o->fixing->arena;
	plan_argv(a, c, "ufw", NULL);
	if (remove)
		plan_argv(a, c, "delete", NULL);
	else if (x->number)
		plan_argv(a, c, "insert", arena_printf(a, "%d", (int)x->number), NULL);
	rule_words(o, x, action, log, c);
}

/* The rule that ufw makes of it, live: `ufw status` tells no exit code. */
static void test_command(
	const struct opening *o, const struct ufw_rule *x, struct command *c)
{
	struct arena *a = o->fixing->arena;
	plan_argv(a, c, x->v6 ? "ip6tables" : "iptables", "-C",
		x->v6 ? "ufw6-user-input" : "ufw-user-input", NULL);
	if (x->on)
		plan_argv(a, c, "-i", x->on, NULL);
	plan_argv(a, c, "-p", opening_proto(o), NULL);
	if (o->ports_n > 1)
		plan_argv(a, c, "-m", "multiport", "--dports", NULL);
	else
		plan_argv(a, c, "--dport", NULL);
	plan_argv(a, c, opening_ports(o, ","), NULL);
	if (x->to)
		plan_argv(a, c, "-d", x->to, NULL);
	if (x->from)
		plan_argv(a, c, "-s", x->from, NULL);
	plan_argv(a, c, "-j", "ACCEPT", NULL);
}

/* -- steps -------------------------------------------------------------------------- */

/* What ufw already has for the same packets is replaced by it: by the same hand it is
 * put back. */
static void add(
	struct opening *o, const struct ufw_rule *x, const struct ufw_tuple *instead)
{
	struct arena *a = o->fixing->arena;
	struct step *s = opening_step(o, opening_title(o));
	ufw_command(o, x, "allow", NULL, false, &s->redo);
	if (instead)
		ufw_command(o, x, instead->action, instead->log, false, &s->undo);
	else
		ufw_command(o, x, "allow", NULL, true, &s->undo);
	test_command(o, x, &s->test);
	if (instead)
		s->risk =
			arena_printf(a, "ufw's rule that says %s becomes one that allows",
				instead->action);
	VEC_PUSH(a, &s->files, "/etc/ufw/user.rules");
	VEC_PUSH(a, &s->files, "/etc/ufw/user6.rules");
}

/* Of several rules for the same packets ufw keeps one: ours is made narrower, so that it
 * is another one. */
static bool make_apart(const struct opening *o, const struct ufw_rules *r,
	struct ufw_rule *x, long *twin)
{
	char text[IP_TEXT_MAX];
	const struct packet_verdict *v = o->verdict;
	x->both = false;
	if (!x->on && v->interface)
		x->on = v->interface;
	*twin = ufw_user_twin(o, r, x);
	if (*twin == UFW_NONE)
		return true;
	if (v->to.family && (v->to.family == 6) == x->v6)
		x->to = arena_str(o->fixing->arena, ip_format(&v->to, text));
	*twin = ufw_user_twin(o, r, x);
	return *twin == UFW_NONE;
}

static enum open_result refuse_loaded(struct opening *o)
{
	return opening_refuse(o,
		"ufw's files hold a rule that allows it, and the live rules do not: they "
		"were changed behind ufw's back",
		"ufw reload");
}

static enum open_result add_rule(
	struct opening *o, const struct ufw_user *u, struct ufw_rule *x, size_t *made)
{
	long twin = ufw_user_twin(o, &u->rules, x);
	const struct ufw_tuple *t = twin == UFW_NONE ? NULL : u->rules.tuples.v[twin];
	bool allows = t && strcmp(t->action, "allow") == 0;
	if (t && allows && (u->hit == UFW_NONE || twin < u->hit))
		return refuse_loaded(o);
	if (t && twin == u->hit) {
		add(o, x, t); /* in its own place */
		return OPEN_EDITED;
	}
	if (t && !make_apart(o, &u->rules, x, &twin))
		return opening_refuse(o,
			"ufw keeps one rule for the same packets, and has one behind the "
			"rule that hits",
			"ufw status numbered\nDelete the rule that allows the port, and "
			"insert it again before the one that denies.");
	if (u->hit != UFW_NONE)
		x->number = ufw_user_insert_number(o, u);
	add(o, x, NULL);
	++*made;
	return OPEN_EDITED;
}

static const struct nf_chain *other_chain(const struct opening *o)
{
	const struct nf_table *t = o->chain->table;
	const struct nf_table *other = ruleset_table(
		o->rules, t->family == NF_IP6 ? NF_IP : NF_IP6, t->name, t->legacy);
	return other ? ufw_user_chain(other) : NULL;
}

/* IPv6 packets to these ports end behind ufw's own rules, too. */
static bool six_alike(const struct opening *o)
{
	for (size_t i = 0; i < o->ways->all.n; i++) {
		const struct way *w = o->ways->all.v[i];
		struct stop s;
		if (w->pair.to.family == 6 && w->port.port == o->ports[0] &&
			w->port.proto == o->proto)
			return w->everyone && ways_stop(o->ways, o->model, w, &s) &&
			       ufw_user_passed(s.by);
	}
	return false;
}

/* Nothing of ufw's own decides for either family, and it has no rule for the same
 * packets: the documented command is right. */
static bool for_both(const struct opening *o, const struct ufw_user *u)
{
	const struct ufw_rule four = {.v6 = false}, six = {.v6 = true};
	if (o->from.n || o->interface || u->hit != UFW_NONE ||
		o->chain->table->family == NF_IP6 ||
		ufw_user_twin(o, &u->rules, &four) != UFW_NONE)
		return false;
	return !u->v6 || (ufw_user_twin(o, &u->rules, &six) == UFW_NONE &&
				 other_chain(o) && six_alike(o));
}

static enum open_result add_rules(struct opening *o, const struct ufw_user *u)
{
	strs prefixes = managers_prefixes(o);
	const char *why = NULL;
	size_t made = 0;
	bool both = for_both(o, u);
	if (o->expires && !managers_timer(o->fixing, o->expires, &why))
		return opening_refuse(o, why, NULL);
	for (size_t i = 0; i < prefixes.n || i == 0; i++) {
		struct ufw_rule x = {.v6 = o->chain->table->family == NF_IP6,
			.both = both,
			.from = prefixes.n ? prefixes.v[i] : NULL,
			.on = o->interface};
		if (add_rule(o, u, &x, &made) == OPEN_REFUSED)
			return OPEN_REFUSED;
	}
	opening_accept(o, u->chain, u->rule)->made = made;
	if (!both || !u->v6)
		return OPEN_EDITED;
	struct edit *six = opening_accept(o, other_chain(o), NULL);
	six->family = 6;
	return OPEN_EDITED;
}

/* -- what ufw can't do -------------------------------------------------------------- */

static enum open_result refuse_before(struct opening *o)
{
	struct arena *a = o->fixing->arena;
	const char *file = o->chain->table->family == NF_IP6 ? "/etc/ufw/before6.rules"
							     : "/etc/ufw/before.rules";
	return opening_refuse(o,
		arena_printf(a,
			"the rule stands in %s, which ufw's commands don't change", file),
		arena_printf(a,
			"In %s, take out this line or put an ACCEPT before it:\n"
			"-A %s %s\nThen: ufw reload",
			file, o->verdict->by.chain, o->verdict->by.rule));
}

/* iptables as ufw will call it is another backend than what holds ufw's live rules. */
static bool other_backend(struct opening *o)
{
	const struct host_file *f = fixing_file(o->fixing, "/usr/sbin/iptables");
	if (f->seen != SEEN_YES || !f->real)
		return false;
	return (strstr(f->real, "legacy") != NULL) != o->chain->table->legacy;
}

static enum open_result refuse_backend(struct opening *o)
{
	return opening_refuse(o,
		o->chain->table->legacy
			? "ufw's live rules are in iptables-legacy, and the command "
			  "iptables is iptables-nft: ufw would change the wrong ones"
			: "ufw's live rules are in iptables-nft, and the command "
			  "iptables "
			  "is iptables-legacy: ufw would change the wrong ones",
		"update-alternatives --config iptables\nupdate-alternatives --config "
		"ip6tables\nThen: ufw reload");
}

/* -- the row ------------------------------------------------------------------------ */

/* Without IPV6=yes ufw drops all of IPv6 by a policy, and has no chains there. */
static bool six_is_off(const struct opening *o)
{
	const struct nf_chain *c = o->by->chain;
	return c && !o->by->rule && c->table->family == NF_IP6 &&
	       strcmp(c->name, "INPUT") == 0 && strcmp(c->table->name, "filter") == 0 &&
	       !table_chain(c->table, "ufw6-user-input") && ufw_user_enabled(o->fixing) &&
	       !ufw_user_v6(o->fixing);
}

/* What is published by Docker is let past in its own chain. */
static bool docker_s(const struct opening *o)
{
	return managers_forwarded(o) && o->chain &&
	       table_chain(o->chain->table, "DOCKER-USER");
}

static bool owns(const struct opening *o)
{
	return (opening_owner_is(o, "ufw") && !docker_s(o)) || six_is_off(o);
}

static enum open_result refuse_forwarded(struct opening *o)
{
	struct arena *a = o->fixing->arena;
	char to[IP_TEXT_MAX];
	return opening_refuse(o,
		"the packet goes on to another host or a container, and ufw forwards "
		"nothing to it",
		arena_printf(a, "ufw route allow proto %s from any to %s port %d",
			opening_proto(o), ip_format(&o->by->to, to), o->by->port));
}

/* What a reboot would bring is told by names: the like of it that is in force. A rule of
 * ufw's own that would hit then can't be counted now. */
static bool live_chain(struct opening *o)
{
	const struct nf_table *told = o->chain->table;
	const struct nf_table *t =
		ruleset_table(o->rules, told->family, told->name, told->legacy);
	const struct nf_chain *c = t ? ufw_user_chain(t) : NULL;
	if (!c || strcmp(o->chain->name, c->name) == 0)
		return false;
	o->chain = c;
	o->rule = NULL;
	return true;
}

static enum open_result open_way(struct opening *o)
{
	struct ufw_user u = {.hit = UFW_NONE};
	if (six_is_off(o))
		return opening_refuse(o,
			"ufw is set to leave IPv6 out (IPV6=no), and drops all of it",
			"In /etc/default/ufw: IPV6=yes\nThen: ufw disable && ufw enable");
	if (!o->chain)
		return opening_refuse(o, "ufw's live rules changed meanwhile", NULL);
	if (managers_forwarded(o))
		return refuse_forwarded(o);
	managers_behind_nat(o);
	if (ufw_user_is_before(o->chain))
		return refuse_before(o);
	if (o->at_boot && !live_chain(o))
		return opening_refuse(o,
			"ufw's own files would not let it in after a reboot",
			"ufw status numbered\nufw allow PORT/tcp, before what denies it");
	if (other_backend(o))
		return refuse_backend(o);
	ufw_user_read(o, &u);
	if (!u.enabled || !u.chain)
		return opening_refuse(o,
			"ufw's rules are in force, but ufw is disabled: it would change "
			"its files alone",
			"ufw enable");
	if (u.rule && u.hit == UFW_NONE)
		return opening_refuse(o,
			"the rule stands in ufw's chain, but not in its files: it was "
			"put "
			"there behind ufw's back",
			"ufw reload");
	return add_rules(o, &u);
}

const struct firewall opener_ufw = {
	.name = "ufw",
	.owns = owns,
	.open = open_way,
};
