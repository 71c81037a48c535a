/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/auth.h"
#include "probes/dns_answer.h"
#include "probes/dns_view.h"

#include <ldns/ldns.h>
#include <string.h>

static void step(struct auth_path *p);

/* -- the keys of each zone on the way, for the chain of trust ----------------------- */
static const char *source_of(const struct auth_zone *z)
{
	return arena_printf(
		z->w->arena, "a server of %s", *z->name ? z->name : "the root");
}

static struct bytes keep(struct auth_zone *z, struct bytes packet)
{
	return (struct bytes){
		.p = arena_dup(z->w->arena, packet.p, packet.n), .n = packet.n};
}

static void got_keys(
	void *arg, const ldns_pkt *pkt, struct bytes packet, const char *words)
{
	struct auth_zone *z = arg;
	if (pkt)
		z->dnskey = keep(z, packet);
	if (!z->look)
		return;
	struct dns_view *v = &z->look->dnskey;
	*v = dns_view_none(z->name, RR_DNSKEY, SEEN_FAILED, words);
	if (pkt)
		dns_view_packet(z->w->arena, z->name, RR_DNSKEY, pkt, v);
	v->obs.source = source_of(z);
	v->obs.at = look_at(z->w->look);
}

static void fetch_keys(struct auth_zone *z)
{
	if (z->keys_asked)
		return;
	z->keys_asked = true;
	struct auth_question *q = ARENA_NEW(z->w->arena, struct auth_question);
	*q = (struct auth_question){.name = z->name, .type = RR_DNSKEY, .dnssec = true};
	auth_fetch(z, q, got_keys, z);
}

void auth_path_keys(struct auth_zone *z)
{
	for (; z; z = z->parent)
		fetch_keys(z);
}

/* -- a cut that a server of the parent hides: it holds the child, too --------------- */
static void got_ds(void *arg, const ldns_pkt *pkt, struct bytes packet, const char *words)
{
	struct auth_zone *z = arg;
	struct dns_view *v = &z->look->ds;
	*v = dns_view_none(z->name, RR_DS, SEEN_FAILED, words);
	if (pkt) {
		z->ds = keep(z, packet);
		dns_view_packet(z->w->arena, z->name, RR_DS, pkt, v);
	}
	v->obs.source = source_of(z->parent);
	v->obs.at = look_at(z->w->look);
}

static void got_ns(void *arg, const ldns_pkt *pkt, struct bytes packet, const char *words)
{
	struct auth_zone *z = arg;
	struct dns_view ns;
	(void)packet, (void)words;
	z->resolving--;
	if (pkt) {
		dns_view_packet(z->w->arena, z->name, RR_NS, pkt, &ns);
		for (size_t i = 0; i < ns.records.n; i++) {
			struct auth_host *h =
				auth_zone_host(z, (const char *)ns.records.v[i]->data.p);
			if (h) {
				h->in_child = true;
				auth_zone_resolve(z, h);
			}
		}
	}
	auth_zone_settle(z);
	auth_fetch_kick(z);
}

static void uncover(struct auth_zone *z)
{
	struct auth_question *q =
		arena_array(z->w->arena, 2, sizeof(struct auth_question));
	z->look->parent_ns = dns_view_none(z->name, RR_NS, SEEN_SKIPPED,
		"the parent's server holds this zone itself, and never refers to it");
	q[0] = (struct auth_question){.name = z->name, .type = RR_DS, .dnssec = true};
	q[1] = (struct auth_question){.name = z->name, .type = RR_NS};
	z->resolving++; /* until the second one's answer names servers */
	auth_fetch(z->parent, &q[0], got_ds, z);
	auth_fetch(z->parent, &q[1], got_ns, z);
}

/* -- the way down ------------------------------------------------------------------- */
static struct auth_zone *zone_below(
	struct auth *w, struct auth_zone *parent, const char *name)
{
	struct auth_zone *z = auth_zone_find(w, name);
	if (z)
		return z->parent == parent ? z : NULL;
	return auth_zone_new(w, parent, name);
}

/* Everything of this path is in the zone where it stands. */
static void arrive(struct auth_path *p)
{
	struct auth_zone *z = p->at;
	p->done = true;
	if (!z->look)
		return;
	for (size_t i = 0; i < p->items.n; i++) {
		struct auth_item *item = p->items.v[i];
		item->zone = z;
		VEC_PUSH(p->w->arena, &z->items, item);
		if (z->full)
			auth_ask_item(z, item);
	}
	auth_zone_fill(z);
}

/* The way ends above the name: the parent denies it, or nobody answers. */
static void strand(struct auth_path *p, enum seen seen, const char *why)
{
	struct auth *w = p->w;
	p->done = true;
	auth_path_keys(p->at);
	struct auth_zone *z = zone_below(w, p->at, p->to);
	if (!z || z->full)
		return;
	z->look->obs.seen = seen;
	z->look->obs.excerpt = why;
	if (seen == SEEN_NO)
		auth_denied(z);
}

/* The root is out of reach: that is said once, and of no zone. */
static void unheard(struct auth_path *p, const char *words)
{
	p->done = true;
	p->w->words =
		arena_printf(p->w->arena, "no root server answers on port 53: %s", words);
}

/* The owner of NS records of a referral that leads nearer to the name; NULL none. */
static const char *referred(const struct auth_path *p, const ldns_pkt *pkt)
{
	const ldns_rr_list *list = ldns_pkt_authority(pkt);
	for (size_t i = 0; i < ldns_rr_list_rr_count(list); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(list, i);
		if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_NS)
			continue;
		const char *owner = auth_lower(
			p->w->arena, dns_rdf_text(p->w->arena, ldns_rr_owner(rr)));
		if (strcmp(owner, p->at->name) != 0 && auth_within(p->to, owner) &&
			auth_within(owner, p->at->name))
			return owner;
	}
	return NULL;
}

static void go_to(
	struct auth_path *p, const char *name, const ldns_pkt *pkt, struct bytes packet)
{
	bool known = auth_zone_find(p->w, name) != NULL;
	struct auth_zone *z = zone_below(p->w, p->at, name);
	if (!z) {
		strand(p, SEEN_FAILED, "too many zones, one below the other");
		return;
	}
	if (!known && packet.n)
		auth_zone_refer(z, pkt, packet);
	else if (!known)
		uncover(z);
	p->at = z;
	step(p);
}

/* The zone's own word: what it says of the name, and in which zone that is. */
static void told(struct auth_path *p, const ldns_pkt *pkt)
{
	struct dns_view v;
	const char *zone = p->at->name;
	dns_view_packet(p->w->arena, p->to, RR_NS, pkt, &v);
	const char *soa = v.soa ? auth_lower(p->w->arena, v.soa) : zone;
	if (v.records.n && v.chain.n == 0) {
		go_to(p, p->to, NULL, (struct bytes){0});
	} else if (strcmp(soa, zone) != 0 && auth_within(p->to, soa) &&
		   auth_within(soa, zone)) {
		go_to(p, soa, NULL, (struct bytes){0});
	} else if (v.nxdomain && v.chain.n == 0) {
		strand(p, SEEN_NO,
			arena_printf(p->w->arena,
				"%s says that there is no %s (NXDOMAIN)",
				*zone ? zone : "the root", p->to));
	} else {
		arrive(p);
	}
}

static void got_way(
	void *arg, const ldns_pkt *pkt, struct bytes packet, const char *words)
{
	struct auth_path *p = arg;
	struct auth *w = p->w;
	struct auth_zone *at = p->at;
	const char *next = pkt && !ldns_pkt_aa(pkt) ? referred(p, pkt) : NULL;
	p->open = false;
	VEC_PUSH(w->arena, &at->tried, p->child);
	if (w->look->stopped)
		return;
	if (next)
		go_to(p, next, pkt, packet);
	else if (pkt && ldns_pkt_aa(pkt))
		told(p, pkt);
	else if (!*at->name && !w->heard)
		unheard(p, words);
	else
		strand(p, SEEN_FAILED,
			arena_printf(w->arena, "no server of %s tells the way to %s: %s",
				*at->name ? at->name : "the root", p->to,
				words ? words : "it refers elsewhere"));
	for (size_t i = 0; i < w->paths.n; i++)
		if (w->paths.v[i]->at == at && !w->paths.v[i]->open)
			step(w->paths.v[i]);
}

/* Another path is asking about the same name right below: its answer serves both. */
static bool under_way(const struct auth_path *p)
{
	const struct auth *w = p->w;
	for (size_t i = 0; i < p->at->tried.n; i++)
		if (strcmp(p->at->tried.v[i], p->child) == 0)
			return false;
	for (size_t i = 0; i < w->paths.n; i++) {
		const struct auth_path *other = w->paths.v[i];
		if (other != p && other->open && other->at == p->at &&
			strcmp(other->child, p->child) == 0)
			return true;
	}
	return false;
}

static struct auth_zone *known_below(const struct auth_path *p)
{
	const struct auth *w = p->w;
	for (size_t i = 0; i < w->zones.n; i++)
		if (w->zones.v[i]->parent == p->at &&
			auth_within(p->to, w->zones.v[i]->name))
			return w->zones.v[i];
	return NULL;
}

static void step(struct auth_path *p)
{
	if (p->done || p->open || p->w->look->stopped)
		return;
	for (struct auth_zone *z = known_below(p); z; z = known_below(p))
		p->at = z;
	if (strcmp(p->at->name, p->to) == 0) {
		arrive(p);
		return;
	}
	p->child = auth_child(p->w->arena, p->to, p->at->name);
	if (under_way(p))
		return;
	p->open = true;
	auth_fetch(p->at, &p->question, got_way, p);
}

void auth_path_start(struct auth *w)
{
	for (size_t i = 0; i < w->paths.n; i++)
		step(w->paths.v[i]);
}

static void leave(struct auth_zone *z, const struct auth_item *item)
{
	size_t kept = 0;
	for (size_t i = 0; i < z->items.n; i++)
		if (z->items.v[i] != item)
			z->items.v[kept++] = z->items.v[i];
	z->items.n = kept;
	kept = 0;
	for (size_t i = 0; i < z->kept.n; i++)
		if (z->kept.v[i]->owner != item->name)
			z->kept.v[kept++] = z->kept.v[i];
	z->kept.n = kept;
	for (size_t i = 0; i < z->servers.n; i++)
		if (z->servers.v[i]->look)
			auth_forget(z->servers.v[i]->look, item);
}

static void move(struct auth_item *item, struct auth_zone *to)
{
	leave(item->zone, item);
	item->zone = to;
	VEC_PUSH(to->w->arena, &to->items, item);
	if (to->full)
		auth_ask_item(to, item);
}

bool auth_path_descend(struct auth_item *item, const ldns_pkt *pkt, struct bytes packet)
{
	struct auth_zone *from = item->zone;
	struct auth *w = from->w;
	const struct auth_path here = {.w = w, .to = item->name, .at = from};
	const char *name = ldns_pkt_aa(pkt) ? NULL : referred(&here, pkt);
	if (!name || w->look->stopped)
		return false;
	bool known = auth_zone_find(w, name) != NULL;
	struct auth_zone *z = zone_below(w, from, name);
	if (!z)
		return false;
	if (!known)
		auth_zone_refer(z, pkt, packet);
	move(item, z);
	auth_zone_fill(z);
	return true;
}

/* -- a cut below the zone, whose servers hold both: no answer ever refers ------------ */
struct cutting {
	struct auth_zone *zone;
	struct auth_question q;
};

static void got_cut(
	void *arg, const ldns_pkt *pkt, struct bytes packet, const char *words)
{
	struct cutting *c = arg;
	struct auth_zone *from = c->zone, *z;
	struct auth *w = from->w;
	struct dns_view v;
	(void)packet, (void)words;
	if (!pkt || !ldns_pkt_aa(pkt) || w->look->stopped || auth_zone_find(w, c->q.name))
		return;
	dns_view_packet(w->arena, c->q.name, RR_NS, pkt, &v);
	z = v.records.n && v.chain.n == 0 ? zone_below(w, from, c->q.name) : NULL;
	if (!z)
		return;
	uncover(z);
	for (size_t i = from->items.n; i > 0; i--)
		if (auth_within(from->items.v[i - 1]->name, z->name))
			move(from->items.v[i - 1], z);
	auth_zone_fill(z);
}

void auth_path_probe(struct auth_zone *z, const struct auth_item *item)
{
	struct arena *a = z->w->arena;
	for (const char *s = item->name; *s && strcmp(s, z->name) != 0;
		s = strchr(s, '.') + 1) {
		bool tried = !auth_within(s, z->name) || !strchr(s, '.');
		for (size_t i = 0; i < z->tried.n && !tried; i++)
			tried = strcmp(z->tried.v[i], s) == 0;
		if (tried)
			return;
		struct cutting *c = ARENA_NEW(a, struct cutting);
		c->zone = z;
		c->q = (struct auth_question){.name = s, .type = RR_NS};
		VEC_PUSH(a, &z->tried, s);
		auth_fetch(z, &c->q, got_cut, c);
	}
}

void auth_path_add(struct auth *w, struct auth_item *item, const char *registrable)
{
	struct auth_path *p = NULL;
	for (size_t i = 0; i < w->paths.n && !p; i++)
		if (strcmp(w->paths.v[i]->to, registrable) == 0)
			p = w->paths.v[i];
	if (p) {
		VEC_PUSH(w->arena, &p->items, item);
		return;
	}
	p = VEC_ADD(w->arena, &w->paths, struct auth_path);
	p->w = w;
	p->to = registrable;
	p->at = w->zones.v[0];
	p->question = (struct auth_question){
		.name = registrable, .type = RR_NS, .dnssec = true};
	VEC_PUSH(w->arena, &p->items, item);
}
