/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "opening.h"

#include "text.h"
#include "ways.h"

#include <inttypes.h>
#include <string.h>

enum { WORDS_MAX = 4096, SOURCES_MAX = 64 * 1024 };

#define X(name) &opener_##name,
const struct firewall *const firewalls[] = {FIREWALLS(X) NULL};
#undef X

/* -- edits -------------------------------------------------------------------------- */

struct edit *opening_edit(struct opening *o, enum edit_kind kind,
	const struct nf_chain *chain, const struct nf_rule *rule)
{
	struct edit *e = VEC_ADD(o->fixing->arena, &o->edits, struct edit);
	const struct nf_chain *c = edit_chain(o->rules, chain);
	e->kind = kind;
	e->chain = c ? c : chain;
	e->before = c && rule ? edit_rule(c, rule) : NULL;
	e->made = kind == EDIT_REMOVE ? 0 : 1;
	return e;
}

void opening_scope(const struct opening *o, struct edit *e)
{
	struct range *from = arena_array(o->fixing->arena, o->from.n, sizeof(*from));
	for (size_t i = 0; i < o->from.n; i++)
		from[i] = *o->from.v[i];
	e->family = o->family;
	e->proto = o->proto;
	e->ports = o->ports;
	e->ports_n = o->ports_n;
	e->original = o->original;
	e->from = from;
	e->from_n = o->from.n;
	e->interface = o->interface;
}

struct edit *opening_accept(
	struct opening *o, const struct nf_chain *chain, const struct nf_rule *before)
{
	struct edit *e = opening_edit(o, EDIT_ACCEPT, chain, before);
	opening_scope(o, e);
	return e;
}

/* The rules with all edits so far, and this one. */
static const struct ruleset *with(const struct opening *o, const struct edit *e)
{
	struct arena *a = o->ways->arena;
	const size_t n = o->earlier_n + o->edits.n + 1;
	const struct edit **all = arena_array(a, n, sizeof(*all));
	for (size_t i = 0; i < o->earlier_n; i++)
		all[i] = o->earlier[i];
	for (size_t i = 0; i < o->edits.n; i++)
		all[o->earlier_n + i] = o->edits.v[i];
	all[n - 1] = e;
	return edit_apply(a, o->rules, all, n);
}

bool opening_helps(struct opening *o, const struct edit *e)
{
	struct stop s;
	const struct ruleset *rs = with(o, e);
	if (!ways_stop(o->ways, rs, o->ways->all.v[o->at], &s))
		return true;
	const struct nf_chain *chain = edit_chain(o->rules, s.by->chain);
	return chain != o->chain || s.by->stage != o->by->stage ||
	       (chain && edit_rule(chain, s.by->rule) != o->rule);
}

/* -- places ------------------------------------------------------------------------- */

static bool place_helps(
	struct opening *o, const struct nf_chain *chain, const struct nf_rule *before)
{
	struct edit e = {.kind = EDIT_ACCEPT, .chain = chain, .before = before};
	opening_scope(o, &e);
	return opening_helps(o, &e);
}

bool opening_last_place(
	struct opening *o, const struct nf_chain *chain, const struct nf_rule **before)
{
	if (place_helps(o, chain, NULL)) {
		*before = NULL;
		return true;
	}
	/* what is reached is a beginning of the chain: its end is searched */
	size_t lo = 0, hi = chain->rules_n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (place_helps(o, chain, &chain->rules[mid]))
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == 0)
		return false;
	*before = &chain->rules[lo - 1];
	return true;
}

/* -- steps -------------------------------------------------------------------------- */

static const char *why(const struct opening *o)
{
	struct arena *a = o->fixing->arena;
	const struct decider *d = &o->verdict->by;
	return arena_printf(a, "%s decides: %s%s%s%s", decider_place(a, d),
		d->rule ? d->rule : "", d->owner ? " (" : "", d->owner ? d->owner : "",
		d->owner ? ")" : "");
}

struct step *opening_step(struct opening *o, const char *title)
{
	if (!o->comment)
		o->comment = plan_comment(o->fixing->plan);
	struct step *s = plan_add(o->fixing->plan, STEP_RUN, title);
	s->why = why(o);
	s->runtime = true;
	s->expires = o->expires;
	return s;
}

enum open_result opening_refuse(struct opening *o, const char *why_not, const char *guide)
{
	plan_refuse(o->fixing->plan, o->finding, "open-firewall", why_not, guide);
	return OPEN_REFUSED;
}

size_t opening_number(const struct opening *o, const struct nf_chain *chain,
	const struct nf_rule *before)
{
	const size_t own = edit_number(chain, before);
	size_t n = own;
	for (size_t i = 0; i < o->earlier_n + o->edits.n; i++) {
		const struct edit *e =
			i < o->earlier_n ? o->earlier[i] : o->edits.v[i - o->earlier_n];
		const size_t at = edit_number(e->chain, e->before);
		if (e->chain != chain || at > own)
			continue;
		if (e->kind == EDIT_REMOVE)
			n -= at < own;
		else
			n += e->made;
	}
	return n;
}

/* -- words -------------------------------------------------------------------------- */

const char *opening_proto(const struct opening *o)
{
	return o->proto == 17 ? "udp" : "tcp";
}

const char *opening_ports(const struct opening *o, const char *between)
{
	struct text t;
	text_init(&t, o->fixing->arena, WORDS_MAX);
	for (size_t i = 0; i < o->ports_n; i++)
		text_printf(&t, "%s%d", i ? between : "", o->ports[i]);
	return text_str(&t);
}

/* Neither nft nor iptables reads dotted parts everywhere: 64:ff9b::192.0.2.1. */
static void add_address(struct text *t, const struct ip *ip)
{
	char buf[IP_TEXT_MAX];
	ip_format(ip, buf);
	if (ip->family == 4 || !strchr(buf, '.')) {
		text_add(t, buf);
		return;
	}
	for (int i = 0; i < 16; i += 2)
		text_printf(t, "%s%x", i ? ":" : "", ip->addr[i] << 8 | ip->addr[i + 1]);
}

const char *opening_sources(const struct opening *o, const char *between, size_t *n)
{
	struct text t;
	edit_prefixes all = {0};
	text_init(&t, o->fixing->arena, SOURCES_MAX);
	for (size_t i = 0; i < o->from.n; i++)
		edit_split(o->fixing->arena, o->from.v[i], &all);
	for (size_t i = 0; i < all.n; i++) {
		const struct cidr *c = all.v[i];
		if (i)
			text_add(&t, between);
		add_address(&t, &c->ip);
		if (c->bits != (c->ip.family == 4 ? 32 : 128))
			text_printf(&t, "/%d", c->bits);
	}
	*n = all.n;
	return text_str(&t);
}

const char *opening_title(const struct opening *o)
{
	return arena_printf(o->fixing->arena, "accept %s %s%s%s%s%s",
		o->proto == 17 ? "UDP" : "TCP", opening_ports(o, " and "),
		o->from.n ? " from the CA's addresses" : "",
		o->family == 4   ? " (IPv4)"
		: o->family == 6 ? " (IPv6)"
				 : "",
		o->interface ? " on " : "", o->interface ? o->interface : "");
}

bool opening_owner_is(const struct opening *o, const char *word)
{
	const char *owner = o->verdict->by.owner;
	return owner && strncmp(owner, word, strlen(word)) == 0;
}
