/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a finished hop to the next: which address answers for a redirect's target. */
#include "http.h"

#include "rehearse.h"

#include <string.h>

static struct fetch *target_of(
	const struct evidence *e, const char *url, const struct ip *ip)
{
	for (size_t i = 0; i < e->fetches.n; i++) {
		struct fetch *f = e->fetches.v[i];
		if (f->purpose == FETCH_TARGET && f->hops.n && ip_equal(&f->ip, ip) &&
			strcmp(f->hops.v[0]->url, url) == 0)
			return f;
	}
	return NULL;
}

/* Whether the URL is what is asked of an examined name anyway, from each of its
 * addresses. */
static bool asked_anyway(struct look *l, const struct url *u)
{
	struct url own;
	for (size_t i = 0; !l->target->trace_url && i < l->target->names.n; i++)
		if (http_same_host(l->target->names.v[i]->ascii, u->host) &&
			http_validation_url(
				l, l->target->names.v[i]->ascii, u->scheme, &own) &&
			strcmp(own.text, u->text) == 0)
			return true;
	return false;
}

static bool is_new_target(struct chain *c, const struct ip *ip)
{
	struct look *l = c->all->look;
	return c->all->targets < TARGETS_MAX &&
	       !target_of(l->evidence, c->url.text, ip) && !asked_anyway(l, &c->url);
}

/* Every other address of the target's host gets a fetch of its own. */
static void ask_others(struct chain *c, const struct ip *chosen)
{
	struct url url = c->url;
	if (c->fetch->purpose != FETCH_VALIDATION && c->fetch->purpose != FETCH_TRACE)
		return;
	for (size_t i = 0; i < c->candidates.n; i++) {
		const struct ip *ip = c->candidates.v[i];
		if (ip_equal(ip, chosen) || !is_new_target(c, ip))
			continue;
		c->all->targets++;
		http_fetch(c->all, FETCH_TARGET, c->name, c->agent, &url, ip);
	}
}

static void stop_at(struct chain *c, enum hop_next next)
{
	c->fetch->hops.v[c->fetch->hops.n - 1]->next = next;
	http_chain_end(c);
}

/* The validators' order: the first IPv6 address; where its connect fails, the first
 * IPv4. */
static void choose(void *arg)
{
	struct chain *c = arg;
	struct look *l = c->all->look;
	const struct ip *chosen = NULL;
	if (c->over || l->stopped)
		return;
	for (size_t i = 0; i < c->candidates.n; i++) {
		const struct ip *ip = c->candidates.v[i];
		if (c->from && !(ip = rehearse_here(l, ip)))
			continue;
		enum reach_may may = c->from ? REACH_MAY : reach_may(l, c->url.host, ip);
		if (may == REACH_WAIT) {
			reach_when_known(l, choose, c);
			return;
		}
		if (may != REACH_MAY)
			continue;
		if (!chosen)
			chosen = ip;
		else if (chosen->family == 6 && ip->family == 4 && !c->fallback.family)
			c->fallback = *ip;
	}
	if (!chosen) {
		stop_at(c, !c->candidates.n ? NEXT_UNRESOLVED
			   : c->from        ? NEXT_ELSEWHERE
					    : NEXT_RESERVED);
		return;
	}
	c->fetch->hops.v[c->fetch->hops.n - 1]->next = NEXT_FOLLOWED;
	ask_others(c, chosen);
	struct url url = c->url;
	http_ask(c, &url, chosen);
}

static void add_candidate(struct chain *c, const struct ip *ip)
{
	if (c->candidates.n >= ADDRESSES_MAX)
		return;
	struct ip *own = VEC_ADD(c->all->look->arena, &c->candidates, struct ip);
	*own = *ip;
}

static void add_family(struct chain *c, const struct name_look *n, int family)
{
	const struct dns_answer *answer = family == 6 ? &n->aaaa : &n->a;
	for (size_t i = 0; i < n->addresses.n; i++)
		if (n->addresses.v[i]->ip.family == family)
			add_candidate(c, &n->addresses.v[i]->ip);
	for (size_t i = 0; n->addresses.n == 0 && i < answer->addresses.n; i++)
		add_candidate(c, answer->addresses.v[i]);
}

static void on_resolved(void *arg, struct name_look *n)
{
	struct chain *c = arg;
	if (c->over || c->all->look->stopped)
		return;
	if (c->all->look->target->v6)
		add_family(c, n, 6);
	if (c->all->look->target->v4)
		add_family(c, n, 4);
	choose(c);
}

/* Finds the addresses of c->url's host, then goes there. */
static void go(struct chain *c, const struct hop *from)
{
	struct look *l = c->all->look;
	c->candidates.n = 0;
	c->candidates.v = NULL;
	if (c->url.ip.family) {
		add_candidate(c, &c->url.ip);
	} else if (http_same_host(c->url.host, from->host)) {
		add_candidate(c, &from->ip);
	} else if (c->fetch->purpose != FETCH_TARGET &&
		   http_same_host(c->url.host, c->fetch->name)) {
		add_candidate(c, &c->fetch->ip);
	} else {
		size_t n = strlen(c->url.host);
		if (c->url.host[n - 1] == '.')
			n--;
		dns_resolve(
			l, arena_dup(l->arena, c->url.host, n), ROLE_HOP, on_resolved, c);
		return;
	}
	choose(c);
}

/* The connect to the target's IPv6 address failed: that is a record of its own, and the
 * chain goes on over IPv4. */
static void fall_back(struct chain *c)
{
	struct look *l = c->all->look;
	struct hop *failed = c->fetch->hops.v[--c->fetch->hops.n];
	struct ip to = c->fallback;
	struct url url = c->url;
	if (is_new_target(c, &failed->ip)) {
		struct fetch *f = VEC_ADD(l->arena, &l->evidence->fetches, struct fetch);
		*f = (struct fetch){.purpose = FETCH_TARGET,
			.name = c->fetch->name,
			.scheme = failed->scheme,
			.ip = failed->ip,
			.user_agent = c->agent};
		VEC_PUSH(l->arena, &f->hops, failed);
		c->all->targets++;
	}
	c->fallback.family = 0;
	http_ask(c, &url, &to);
}

/* A browser's answer is wanted, not that of a dead address: the name's next one is
 * tried. */
static bool try_next_address(struct chain *c)
{
	struct url url = c->url;
	if (c->fetch->purpose != FETCH_BROWSER || c->fetch->hops.n != 1 ||
		c->tried + 1 >= c->name->addresses.n || c->tried + 1 >= ADDRESSES_MAX)
		return false;
	const struct ip *ip = &c->name->addresses.v[++c->tried]->ip;
	c->fetch->ip = *ip;
	c->fetch->hops.n = 0;
	c->fetch->hops.v = NULL;
	http_ask(c, &url, ip);
	return true;
}

void http_follow(struct chain *c)
{
	struct look *l = c->all->look;
	struct hop *h = c->fetch->hops.v[c->fetch->hops.n - 1];
	struct url to;
	if (h->end == HOP_CONNECT && c->fallback.family) {
		fall_back(c);
		return;
	}
	c->fallback.family = 0;
	if (h->end == HOP_CONNECT && try_next_address(c))
		return;
	if (h->end == HOP_ANSWERED)
		h->next = http_next(l->arena, c->fetch, &c->url, h, &to);
	if (h->end != HOP_ANSWERED || h->next != NEXT_FOLLOWED || l->stopped) {
		http_chain_end(c);
		return;
	}
	/* until an address is known, nothing was followed */
	h->next = NEXT_UNRESOLVED;
	c->url = to;
	go(c, h);
}
