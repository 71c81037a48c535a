/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rehearse_plan.h"

#include "host.h"
#include "profile.h"

#include <string.h>

struct source {
	struct ip ip;
	enum rehearsed_as as;
	const char *list;
	bool neutral; /* no CA is known by it */
};

typedef VEC(struct source) sources;

/* -- from where ---------------------------------------------------------------------- */

/* Addresses that no CA is known by; each of another operator. */
static const char *const anyone[] = {"1.0.0.1", "2600::1", "9.9.9.9", "2620:fe::9"};

static void add_source(
	struct arena *a, const struct target *t, sources *out, struct source x)
{
	for (size_t i = 0; i < out->n; i++)
		if (ip_equal(&out->v[i]->ip, &x.ip))
			return;
	bool wanted = x.ip.family == 4 ? t->v4 : t->v6;
	/* one place of each family is the neutral one's */
	if (wanted && out->n + 2 < REHEARSE_FROM_MAX)
		*VEC_ADD(a, out, struct source) = x;
}

/* A host of the prefix: its own address when it is one. */
static struct ip host_of(const struct cidr *c)
{
	struct ip ip = c->ip;
	if (c->bits < (ip.family == 4 ? 32 : 128))
		ip.addr[ip.family == 4 ? 3 : 15] |= 1;
	return ip;
}

static void add_lists(struct arena *a, const struct target *t, sources *out)
{
	const struct address_list *list =
		(t->as_profile ? t->as_profile : t->profile)->lists;
	for (; list && list->name; list++)
		for (size_t i = 0; list->prefixes[i]; i++) {
			struct cidr c;
			if (cidr_parse(list->prefixes[i], &c) == ERR_OK)
				add_source(a, t, out,
					(struct source){host_of(&c), REHEARSED_CA,
						list->name, false});
		}
}

static bool has_family(const sources *s, int family)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i]->ip.family == family)
			return true;
	return false;
}

/* In no prefix that any profile knows. */
static bool is_known(const struct ip *ip)
{
	size_t n;
	const struct profile *rows = profile_rows(&n);
	for (size_t i = 0; i < n; i++)
		for (const struct address_list *l = rows[i].lists; l && l->name; l++)
			for (size_t k = 0; l->prefixes[k]; k++) {
				struct cidr c;
				if (cidr_parse(l->prefixes[k], &c) == ERR_OK &&
					ip_in_cidr(ip, &c))
					return true;
			}
	return false;
}

static struct ip neutral(int family)
{
	struct ip ip;
	for (size_t i = 0; i < sizeof(anyone) / sizeof(anyone[0]); i++)
		if (ip_parse(anyone[i], &ip) == ERR_OK && ip.family == family &&
			!is_known(&ip))
			return ip;
	return (struct ip){0};
}

/* Where the CA publishes none of a family, anyone stands for it as well. */
static void find_sources(struct arena *a, const struct target *t, sources *out)
{
	if (t->as.family)
		add_source(a, t, out, (struct source){t->as, REHEARSED_CA, NULL, false});
	else
		add_lists(a, t, out);
	for (int family = 4; family <= 6; family += 2) {
		struct ip ip = neutral(family);
		bool known = has_family(out, family);
		if ((family == 4 ? !t->v4 : !t->v6) || !ip.family ||
			(t->as.family && t->as.family != family))
			continue;
		*VEC_ADD(a, out, struct source) = (struct source){
			ip, known ? REHEARSED_ANYONE : REHEARSED_CA, NULL, true};
	}
}

/* -- to where ------------------------------------------------------------------------ */

static const struct ip *on_this_host(const struct evidence *e, const struct ip *ip)
{
	for (size_t i = 0; i < e->addresses.all.n; i++)
		if (ip_equal(&e->addresses.all.v[i]->ip, ip))
			return &e->addresses.all.v[i]->ip;
	return NULL;
}

/* Of the interface of the default route: what a 1:1 NAT leads to. */
static const struct ip *outward(const struct evidence *e, int family)
{
	for (size_t i = 0; i < e->addresses.defaults.n; i++) {
		const struct default_route *d = e->addresses.defaults.v[i];
		for (size_t k = 0; k < e->addresses.all.n; k++) {
			const struct local_address *x = e->addresses.all.v[k];
			bool link_local = family == 6 && x->ip.addr[0] == 0xfe;
			if (d->family == family && x->ip.family == family &&
				d->interface && x->interface && !link_local &&
				strcmp(x->interface, d->interface) == 0)
				return &x->ip;
		}
	}
	return NULL;
}

static const struct name_address *address_of(
	const struct evidence *e, const struct ip *ip)
{
	for (size_t i = 0; i < e->names.n; i++)
		for (size_t k = 0; k < e->names.v[i]->addresses.n; k++)
			if (ip_equal(&e->names.v[i]->addresses.v[k]->ip, ip))
				return e->names.v[i]->addresses.v[k];
	return NULL;
}

const struct ip *rehearse_plan_here(
	const struct rehearse_plan *p, const struct evidence *e, const struct ip *ip)
{
	const struct ip *here = on_this_host(e, ip);
	const struct name_address *known = address_of(e, ip);
	if (!here && known && known->where == WHERE_NAT)
		here = outward(e, ip->family);
	for (size_t i = 0; here && i < p->to.n; i++)
		if (ip_equal(p->to.v[i], here))
			return p->to.v[i];
	return p->to.n ? NULL : here;
}

/* -- the requests -------------------------------------------------------------------- */

static void add_ip(struct arena *a, void *list, const struct ip *ip)
{
	VEC(struct ip) *all = list;
	for (size_t i = 0; i < all->n; i++)
		if (ip_equal(all->v[i], ip))
			return;
	*VEC_ADD(a, all, struct ip) = *ip;
}

static void add_ask(
	struct arena *a, struct rehearse_plan *out, const struct rehearse_ask *x)
{
	*VEC_ADD(a, &out->asks, struct rehearse_ask) = *x;
	add_ip(a, &out->from, &x->from);
	add_ip(a, &out->to, &x->to);
}

static void add_place(struct arena *a, const sources *from, struct rehearse_ask x,
	struct rehearse_plan *out)
{
	for (size_t i = 0; i < from->n; i++) {
		if (from->v[i]->ip.family != x.to.family)
			continue;
		x.from = from->v[i]->ip;
		x.as = from->v[i]->as;
		x.list = from->v[i]->list;
		add_ask(a, out, &x);
		x.as = REHEARSED_BROWSER;
		if (from->v[i]->neutral && x.scheme == SCHEME_HTTP)
			add_ask(a, out, &x);
	}
}

static void add_name(struct arena *a, const struct target *t, const struct evidence *e,
	const struct name_look *n, const sources *from, struct rehearse_plan *out)
{
	static const struct rehearse_plan none;
	char buf[IP_TEXT_MAX];
	for (size_t i = 0; i < n->addresses.n; i++) {
		const struct ip *ip = &n->addresses.v[i]->ip;
		const struct ip *here = rehearse_plan_here(&none, e, ip);
		if (!here) {
			VEC_PUSH(a, &out->aside,
				arena_printf(a, "%s: %s is no address of this host",
					n->ascii, ip_format(ip, buf)));
			continue;
		}
		if (here->family == 4 ? !t->v4 : !t->v6)
			continue;
		struct rehearse_ask x = {.name = n, .scheme = SCHEME_HTTP, .to = *here};
		add_place(a, from, x, out);
		x.scheme = SCHEME_HTTPS;
		if (t->profile->schemes != SCHEMES_HTTP)
			add_place(a, from, x, out);
	}
}

void rehearse_plan_make(struct arena *a, const struct target *t, const struct evidence *e,
	struct rehearse_plan *out)
{
	sources from = {0};
	*out = (struct rehearse_plan){0};
	find_sources(a, t, &from);
	for (size_t i = 0; i < e->names.n; i++)
		if (e->names.v[i]->role != ROLE_HOP)
			add_name(a, t, e, e->names.v[i], &from, out);
}
