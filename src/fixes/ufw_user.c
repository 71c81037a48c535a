/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ufw_user.h"

#include "verdict/names.h"

#include <string.h>

/* -- its files ---------------------------------------------------------------------- */

/* The value of the last "KEY=value" of a file of shell variables is "yes". */
static bool says_yes(const struct host_file *file, const char *key)
{
	const char *at = (const char *)file->bytes.p, *end = at ? at + file->bytes.n : at;
	size_t k = strlen(key);
	bool yes = false;
	while (file->seen == SEEN_YES && at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t n = (size_t)((stop ? stop : end) - at);
		if (n > k && memcmp(at, key, k) == 0) {
			size_t q = k + (at[k] == '"' || at[k] == '\'');
			yes = n >= q + 3 && (at[q] | 32) == 'y' &&
			      (at[q + 1] | 32) == 'e' && (at[q + 2] | 32) == 's';
		}
		at += n + 1;
	}
	return yes;
}

const struct nf_chain *ufw_user_chain(const struct nf_table *t)
{
	return table_chain(t, t->family == NF_IP6 ? "ufw6-user-input" : "ufw-user-input");
}

bool ufw_user_is_before(const struct nf_chain *c)
{
	static const char *const heads[] = {
		"ufw-before-", "ufw6-before-", "ufw-not-local", "ufw6-not-local"};
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (strncmp(c->name, heads[i], strlen(heads[i])) == 0)
			return true;
	return false;
}

static bool is_user_input(const struct nf_chain *c)
{
	return strcmp(c->name, "ufw-user-input") == 0 ||
	       strcmp(c->name, "ufw6-user-input") == 0;
}

bool ufw_user_enabled(struct fixing *f)
{
	return says_yes(fixing_file(f, "/etc/ufw/ufw.conf"), "ENABLED=");
}

bool ufw_user_v6(struct fixing *f)
{
	return says_yes(fixing_file(f, "/etc/default/ufw"), "IPV6=");
}

/* The rule of ufw-user-input that the packet passed last: it decides, or jumps to what
 * does. NULL: it passed them all. */
static const struct nf_rule *rule_on_way(const struct decision *by)
{
	if (by->chain && is_user_input(by->chain))
		return by->rule;
	for (const struct path_step *s = by->path; s && s->up; s = s->up)
		if (is_user_input(s->up->chain))
			return s->rule;
	return NULL;
}

bool ufw_user_passed(const struct decision *by)
{
	return by->chain && ufw_user_chain(by->chain->table) && !rule_on_way(by) &&
	       !ufw_user_is_before(by->chain);
}

static void find_hit(const struct opening *o, struct ufw_user *u)
{
	struct arena *a = o->fixing->arena;
	const struct nf_rule *rule = rule_on_way(o->by);
	u->hit = UFW_NONE;
	u->chain = ufw_user_chain(o->chain->table);
	u->rule = rule && u->chain ? edit_rule(u->chain, rule) : NULL;
	if (u->rule)
		u->hit = (long)ufw_rules_find(&u->rules, u->chain->name,
				 (size_t)(u->rule - u->chain->rules),
				 rule_text(a, o->rules, u->chain, u->rule, NULL)) -
			 1;
}

void ufw_user_read(struct opening *o, struct ufw_user *u)
{
	struct fixing *f = o->fixing;
	const struct host_file *user = fixing_file(f, "/etc/ufw/user.rules");
	const struct host_file *user6 = fixing_file(f, "/etc/ufw/user6.rules");
	ufw_rules_read(f->arena, &user->bytes, &user6->bytes, &u->rules);
	u->enabled = ufw_user_enabled(f);
	u->v6 = ufw_user_v6(f);
	find_hit(o, u);
}

/* -- places ------------------------------------------------------------------------- */

/* The tuples of a family are first .. first + n - 1. */
static size_t family_tuples(const struct ufw_rules *r, bool v6, size_t *first)
{
	*first = v6 ? r->v4 : 0;
	return v6 ? r->tuples.n - r->v4 : r->v4;
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool one_app(const struct ufw_tuple *a, const struct ufw_tuple *b)
{
	return same(a->dst, b->dst) && same(a->src, b->src) && same(a->dapp, b->dapp) &&
	       same(a->sapp, b->sapp);
}

/* Where ufw puts a rule that is inserted at this number: before the tuple that is told,
 * counted from the family's first one. What one application profile made stays
 * together. */
static size_t lands(const struct ufw_rules *r, bool v6, size_t number)
{
	size_t first, n = family_tuples(r, v6, &first), i = number - 1;
	struct ufw_tuple *const *t = r->tuples.v + first;
	while (i < n && i > 0 && (t[i]->dapp || t[i]->sapp) &&
		(t[i - 1]->dapp || t[i - 1]->sapp) && one_app(t[i], t[i - 1]))
		i++;
	return i;
}

static size_t count_numbers(const struct ufw_rules *r, bool v6)
{
	size_t all = r->tuples.n ? ufw_rules_number(r, r->tuples.n - 1) : 0;
	size_t v4 = r->v4 ? ufw_rules_number(r, r->v4 - 1) : 0;
	return v6 ? all - v4 : v4;
}

static size_t number_in_file(const struct ufw_rules *r, bool v6, size_t tuple)
{
	size_t first, count = count_numbers(r, v6);
	family_tuples(r, v6, &first);
	size_t number = tuple - first + 1;
	if (number > count)
		number = count;
	while (number > 1 && lands(r, v6, number) > tuple - first)
		number--;
	return number + (v6 ? count_numbers(r, false) : 0);
}

/* Rules that this plan adds to the chain before. */
static size_t added(const struct opening *o, const struct nf_chain *chain)
{
	return opening_number(o, chain, NULL) - edit_number(chain, NULL);
}

size_t ufw_user_insert_number(const struct opening *o, const struct ufw_user *u)
{
	const bool v6 = u->chain->table->family == NF_IP6;
	const struct nf_table *four = ruleset_table(
		o->rules, NF_IP, u->chain->table->name, u->chain->table->legacy);
	const struct nf_chain *chain = v6 && four ? ufw_user_chain(four) : NULL;
	return number_in_file(&u->rules, v6, (size_t)u->hit) +
	       opening_number(o, u->chain, u->rule) - edit_number(u->chain, u->rule) +
	       (chain ? added(o, chain) : 0);
}

const char *ufw_user_any(bool v6)
{
	return v6 ? "::/0" : "0.0.0.0/0";
}

/* The address as ufw keeps it: a single one without its length. */
static bool same_address(const char *kept, const char *ours, bool v6)
{
	return strcmp(kept, ours ? ours : ufw_user_any(v6)) == 0;
}

long ufw_user_twin(
	const struct opening *o, const struct ufw_rules *r, const struct ufw_rule *x)
{
	struct arena *a = o->fixing->arena;
	size_t first, n = family_tuples(r, x->v6, &first);
	const char *direction = x->on ? arena_printf(a, "in_%s", x->on) : "in";
	const char *ports = opening_ports(o, ",");
	for (size_t i = first; i < first + n; i++) {
		const struct ufw_tuple *t = r->tuples.v[i];
		if (!t->route && !t->dapp && !t->sapp && same(t->sport, "any") &&
			same(t->proto, opening_proto(o)) && same(t->dport, ports) &&
			same(t->direction, direction) &&
			same_address(t->src, x->from, x->v6) &&
			same_address(t->dst, x->to, x->v6))
			return (long)i;
	}
	return UFW_NONE;
}
