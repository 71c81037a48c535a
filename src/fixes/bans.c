/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bans.h"

#include "rulings.h"
#include "ways.h"
#include "verdict/attr.h"
#include "verdict/names.h"

#include <inttypes.h>
#include <string.h>

/* -- what the rule looks its sender up in ------------------------------------------- */

static bool inverted(struct bytes expr)
{
	struct attrs e, d;
	attrs_read(&e, expr, ~0u);
	attrs_read(&d, e.at[A_EXPR_DATA], ~0u);
	return attrs_u32(&d, A_LOOKUP_FLAGS) & FLAG_LOOKUP_INV;
}

const struct nf_set *bans_set(struct arena *a, const struct opening *o)
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

static void split(struct arena *a, const char *s, strs *out)
{
	for (s += strspn(s, " "); *s; s += strspn(s, " ")) {
		size_t n = strcspn(s, " ");
		VEC_PUSH(a, out, arena_dup(a, s, n));
		s += n;
	}
}

/* The word behind this one; NULL: it is not there, or behind a "!". */
static const char *word_of(const strs *words, const char *option)
{
	for (size_t i = 0; i + 1 < words->n; i++)
		if (strcmp(words->v[i], option) == 0 &&
			(i == 0 || strcmp(words->v[i - 1], "!") != 0))
			return words->v[i + 1];
	return NULL;
}

static void find_list(const struct opening *o, struct ban_list *out)
{
	struct arena *a = o->fixing->arena;
	const char *text = rule_text(a, o->rules, o->chain, o->rule, NULL);
	out->set = bans_set(o->ways->arena, o);
	if (out->set) {
		out->kind = BAN_SET;
		out->name = out->set->name;
		return;
	}
	if (*text != '-')
		return;
	split(a, text, &out->words);
	out->name = word_of(&out->words, "--match-set");
	out->kind = out->name                    ? BAN_IPSET
		    : word_of(&out->words, "-s") ? BAN_RULE
						 : BAN_NONE;
}

/* -- who is in it ------------------------------------------------------------------- */

static bool within(const struct opening *o, const struct range *r)
{
	for (size_t i = 0; i < o->from.n; i++)
		if (ip_compare(&o->from.v[i]->lo, &r->lo) <= 0 &&
			ip_compare(&o->from.v[i]->hi, &r->hi) >= 0)
			return true;
	return false;
}

static bool meets(const struct opening *o, const struct range *r)
{
	for (size_t i = 0; i < o->from.n; i++)
		if (ip_compare(&o->from.v[i]->lo, &r->hi) <= 0 &&
			ip_compare(&o->from.v[i]->hi, &r->lo) >= 0)
			return true;
	return false;
}

/* An entry of the list: one prefix. */
static void note(const struct opening *o, const struct range *r, uint32_t seconds,
	struct ban_list *out)
{
	struct arena *a = o->fixing->arena;
	edit_prefixes all = {0};
	char text[IP_TEXT_MAX];
	if (!meets(o, r))
		return;
	edit_split(o->ways->arena, r, &all);
	if (!within(o, r) || all.n != 1 || out->who.n >= BANS_MAX) {
		out->wide = space_range_str(a, &r->lo, &r->hi);
		return;
	}
	bool one = ip_equal(&r->lo, &r->hi);
	out->seconds[out->who.n] = seconds;
	VEC_PUSH(a, &out->who,
		arena_str(
			a, one ? ip_format(&r->lo, text) : cidr_format(all.v[0], text)));
}

static void read_set(const struct opening *o, struct ban_list *out)
{
	const struct nf_set *s = out->set;
	const int family = s->key_len == 16 ? 6 : 4;
	if (!s->all_known || s->fields[0] || s->verdict_map || s->data_len ||
		(s->key_len != 4 && s->key_len != 16)) {
		out->kind = BAN_NONE;
		return;
	}
	for (size_t i = 0; i < s->elems.n; i++) {
		const unsigned char *lo = s->elems.lo + i * s->key_len;
		const unsigned char *hi = s->elems.hi + i * s->key_len;
		const struct range r = {family == 6 ? ip_from6(lo) : ip_from4(lo),
			family == 6 ? ip_from6(hi) : ip_from4(hi)};
		note(o, &r, s->elems.timeouts ? s->elems.timeouts[i] : 0, out);
	}
}

static bool is_ipset(const struct opening *o, const struct need *n, const char *name)
{
	const struct ruleset *rs = o->rules;
	for (size_t i = 0; n->kind == NEED_IPSET && i < rs->ipsets_n; i++)
		if (rs->ipsets[i].index == (uint32_t)n->value)
			return strcmp(rs->ipsets[i].name, name) == 0;
	return false;
}

/* The same set is asked for in several ways; the first that is known will do. */
static void read_ipset(const struct opening *o, struct ban_list *out)
{
	const struct facts *f = o->fixing->host->facts;
	const int family = o->verdict->from.family;
	for (size_t i = 0; i < f->all.n; i++) {
		const struct fact *x = f->all.v[i];
		if (!x->known || !is_ipset(o, &x->need, out->name))
			continue;
		if (!x->value) /* ipset wants to be told the port, too, or another set */
			out->kind = BAN_NONE;
		for (size_t k = 0; k < x->ranges_n; k++)
			if (x->ranges[k].lo.family == family)
				note(o, &x->ranges[k], 0, out);
		return;
	}
}

static void read_rule(const struct opening *o, struct ban_list *out)
{
	struct cidr c;
	if (cidr_parse(word_of(&out->words, "-s"), &c) != ERR_OK)
		return;
	const struct range r = range_of_cidr(&c);
	note(o, &r, 0, out);
}

void bans_read(const struct opening *o, struct ban_list *out)
{
	*out = (struct ban_list){.kind = BAN_NONE};
	find_list(o, out);
	if (out->kind == BAN_SET)
		read_set(o, out);
	else if (out->kind == BAN_IPSET)
		read_ipset(o, out);
	else if (out->kind == BAN_RULE)
		read_rule(o, out);
}

/* -- steps -------------------------------------------------------------------------- */

static void iptables(const struct opening *o, struct command *c, const char *verb)
{
	const bool six = o->chain->table->family == NF_IP6;
	plan_argv(o->fixing->arena, c,
		o->chain->table->legacy ? (six ? "ip6tables-legacy" : "iptables-legacy")
					: (six ? "ip6tables-nft" : "iptables-nft"),
		"-w", "5", verb, o->chain->name, NULL);
}

static void set_words(const struct opening *o, struct command *c, const char *verb,
	const struct ban_list *list, const char *who)
{
	struct arena *a = o->fixing->arena;
	const struct nf_table *t = o->chain->table;
	plan_argv(a, c, "nft", verb, "element", nf_family_word(t->family), t->name,
		list->name, arena_printf(a, "{ %s }", who), NULL);
}

/* It no longer stands there: what tells ends with 1. */
static void test_gone(const struct opening *o, const struct ban_list *list,
	const char *who, struct command *c)
{
	c->code = 1;
	if (list->kind == BAN_SET) {
		set_words(o, c, "get", list, who);
	} else if (list->kind == BAN_IPSET) {
		plan_argv(o->fixing->arena, c, "ipset", "test", list->name, who, NULL);
	} else {
		iptables(o, c, "-C");
		for (size_t i = 0; i < list->words.n; i++)
			VEC_PUSH(o->fixing->arena, &c->argv, list->words.v[i]);
	}
}

static struct step *lift(
	struct opening *o, const struct ban_list *list, const char *who, const char *from)
{
	struct step *s = opening_step(
		o, arena_printf(o->fixing->arena, "take %s out of %s", who, from));
	s->expires = 0; /* what is taken out of a list does not come back by itself */
	test_gone(o, list, who, &s->test);
	return s;
}

static const char jail_head[] = "fail2ban jail ";

/* By the rule's owner, or by the name that fail2ban gives an ipset: f2b-JAIL, f2b-JAIL6
 * (action.d/iptables-ipset-proto6.conf). NULL: it is not fail2ban's, or that is not
 * running. */
static const char *jail_of(struct opening *o, const struct ban_list *list)
{
	static const char set_head[] = "f2b-";
	const size_t head = sizeof(set_head) - 1;
	const char *owner = o->verdict->by.owner;
	const struct host_file *f = fixing_file(o->fixing, "/run/fail2ban/fail2ban.sock");
	if (f->seen == SEEN_NO)
		return NULL; /* of a socket nothing can be read, but it is there */
	if (opening_owner_is(o, jail_head))
		return owner + sizeof(jail_head) - 1;
	if (list->kind != BAN_IPSET || strncmp(list->name, set_head, head) != 0)
		return NULL;
	size_t n = strlen(list->name) - head;
	if (o->verdict->from.family == 6 && n > 1 && list->name[head + n - 1] == '6')
		n--;
	return arena_dup(o->fixing->arena, list->name + head, n);
}

static bool by_crowdsec(const struct opening *o, const struct ban_list *list)
{
	static const char head[] = "crowdsec";
	return opening_owner_is(o, "CrowdSec") ||
	       (list->name && strncmp(list->name, head, sizeof(head) - 1) == 0);
}

/* It would be banned again for its next missing file: until fail2ban starts anew it is
 * passed over, unless the opening is for a while. */
static void ignore(struct opening *o, const char *jail, const char *who)
{
	struct arena *a = o->fixing->arena;
	struct step *s = opening_step(
		o, arena_printf(a, "let jail %s pass %s over from now on", jail, who));
	plan_argv(a, &s->redo, "fail2ban-client", "set", jail, "addignoreip", who, NULL);
	plan_argv(a, &s->undo, "fail2ban-client", "set", jail, "delignoreip", who, NULL);
	s->why = "a CA asks for files that are not there, and is banned for it again";
}

static void lift_jail(struct opening *o, const struct ban_list *list, const char *jail)
{
	struct arena *a = o->fixing->arena;
	for (size_t i = 0; i < list->who.n; i++) {
		const char *who = list->who.v[i];
		if (!o->expires)
			ignore(o, jail, who);
		struct step *s = lift(o, list, who, arena_printf(a, "jail %s", jail));
		plan_argv(a, &s->redo, "fail2ban-client", "set", jail, "unbanip", who,
			NULL);
		plan_argv(
			a, &s->undo, "fail2ban-client", "set", jail, "banip", who, NULL);
		s->risk = "undo bans it for the jail's whole time again";
	}
	if (!o->expires)
		VEC_PUSH(a, &o->fixing->plan->notes,
			arena_printf(a,
				"jail %s knows of it until fail2ban is restarted; for "
				"good: "
				"ignoreip in its section of /etc/fail2ban/jail.local",
				jail));
}

static void lift_crowdsec(struct opening *o, const struct ban_list *list)
{
	enum { BOUNCER_MS = 30000 }; /* it asks for decisions every 10 s by default */
	struct arena *a = o->fixing->arena;
	for (size_t i = 0; i < list->who.n; i++) {
		const char *who = list->who.v[i];
		const char *kind = strchr(who, '/') ? "--range" : "--ip";
		struct step *s = lift(o, list, who, "CrowdSec's decisions");
		plan_argv(a, &s->redo, "cscli", "decisions", "delete", kind, who, NULL);
		plan_argv(a, &s->undo, "cscli", "decisions", "add", kind, who,
			"--duration", "4h", "--reason", "pkiready undo", NULL);
		s->risk = "undo bans it for 4 hours, whatever was left of its time";
		s->settles_ms = BOUNCER_MS;
	}
	VEC_PUSH(a, &o->fixing->plan->notes,
		"CrowdSec may ban it again, or get it anew from a blocklist; where cscli "
		"has them, `cscli allowlists` exempt it for good");
}

/* Whoever fills it: the list and its rule stay. */
static void lift_by_hand(struct opening *o, const struct ban_list *list)
{
	struct arena *a = o->fixing->arena;
	for (size_t i = 0; i < list->who.n; i++) {
		const char *who = list->who.v[i];
		struct step *s =
			lift(o, list, who, arena_printf(a, "set %s", list->name));
		const bool set = list->kind == BAN_SET;
		if (set) {
			const char *again =
				list->seconds[i]
					? arena_printf(a, "%s timeout %" PRIu32 "s", who,
						  list->seconds[i])
					: who;
			set_words(o, &s->redo, "delete", list, who);
			set_words(o, &s->undo, "add", list, again);
		} else {
			plan_argv(a, &s->redo, "ipset", "del", list->name, who, NULL);
			plan_argv(a, &s->undo, "ipset", "add", list->name, who, NULL);
		}
		s->risk = set ? "it is let in to all that the set guards; undo puts it "
				"back for the whole of its time, and without a comment"
			      : "it is let in to all that the set guards; undo puts it "
				"back without a timeout or comment that it had";
	}
	VEC_PUSH(a, &o->fixing->plan->notes,
		arena_printf(a,
			"whoever fills set %s may put it there again: a file that is "
			"loaded "
			"at boot, a program",
			list->name));
}

bool bans_lift(struct opening *o, const struct ban_list *list)
{
	const char *jail = jail_of(o, list);
	if (list->kind == BAN_NONE || !list->who.n || list->wide)
		return false;
	if (jail)
		lift_jail(o, list, jail);
	else if (by_crowdsec(o, list))
		lift_crowdsec(o, list);
	else if (list->kind == BAN_RULE)
		return false;
	else
		lift_by_hand(o, list);
	opening_edit(o, EDIT_REMOVE, o->chain, o->rule);
	return true;
}
