/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Verbs that break one thing in the world of world.h. */
#ifndef PKIREADY_TESTS_WORLD_BREAK_H
#define PKIREADY_TESTS_WORLD_BREAK_H

#include "world.h"

/* -- verbs over what matches; NULL and SCHEME__MAX match all
 * ---------------------------------- */
static MAYBE bool matches(
	const char *name, const struct ip *ip, const char *want_name, const char *want_ip)
{
	struct ip want = {0};
	if (want_ip)
		want = ip_of(want_ip);
	return (!want_name || strcmp(name, want_name) == 0) &&
	       (!want_ip || ip_equal(ip, &want));
}

typedef void (*hop_fn)(struct world *w, struct hop *h);

static MAYBE void each_hop(
	struct world *w, const char *name, enum scheme s, const char *ip, hop_fn fn)
{
	size_t n = w->e.fetches.n;
	for (size_t i = 0; i < n; i++) {
		struct fetch *f = w->e.fetches.v[i];
		if (f->purpose == FETCH_VALIDATION &&
			matches(f->name, &f->ip, name, ip) &&
			(s == SCHEME__MAX || f->scheme == s))
			fn(w, f->hops.v[0]);
	}
}

static MAYBE void set_status(struct world *w, const char *name, enum scheme s,
	const char *ip, int64_t status, const char *body)
{
	for (size_t i = 0; i < w->e.fetches.n; i++) {
		struct fetch *f = w->e.fetches.v[i];
		if (f->purpose != FETCH_VALIDATION ||
			!matches(f->name, &f->ip, name, ip) ||
			(s != SCHEME__MAX && f->scheme != s))
			continue;
		f->hops.v[0]->status = status;
		f->hops.v[0]->body = bytes_of(body);
		f->hops.v[0]->body_bytes = (int64_t)strlen(body);
	}
}

/* The connect ends so, in reach and in fetch alike. */
static MAYBE void set_connect(struct world *w, const char *name, enum scheme s,
	const char *ip, enum connect_result result)
{
	for (size_t i = 0; i < w->e.reach.n; i++) {
		struct reach *r = w->e.reach.v[i];
		if (matches(r->name, &r->ip, name, ip) &&
			(s == SCHEME__MAX || r->port == scheme_port(s)))
			r->result = result;
	}
	for (size_t i = 0; i < w->e.fetches.n; i++) {
		struct fetch *f = w->e.fetches.v[i];
		if (!matches(f->name, &f->ip, name, ip) ||
			(s != SCHEME__MAX && f->scheme != s))
			continue;
		f->hops.v[0]->connect = result;
		f->hops.v[0]->end = HOP_CONNECT;
		f->hops.v[0]->status = 0;
		f->hops.v[0]->tls = NULL;
		f->hops.v[0]->body = (struct bytes){0};
	}
}

/* Each first hop answers a redirect; "%s" in to stands for the name. The next hop, when
 * the redirect is followed, serves the file. */
static MAYBE void set_redirect(struct world *w, const char *name, enum scheme s,
	int64_t status, const char *to, enum hop_next next)
{
	for (size_t i = 0; i < w->e.fetches.n; i++) {
		struct fetch *f = w->e.fetches.v[i];
		struct hop *h = f->hops.v[0];
		char ip[IP_TEXT_MAX];
		if (f->purpose != FETCH_VALIDATION ||
			!matches(f->name, &f->ip, name, NULL) ||
			(s != SCHEME__MAX && f->scheme != s))
			continue;
		const char *mark = strstr(to, "%s");
		const char *url = mark ? arena_printf(w->a, "%.*s%s%s", (int)(mark - to),
						 to, f->name, mark + 2)
				       : to;
		h->status = status;
		h->location_raw = bytes_of(url);
		h->location = url;
		h->next = next;
		h->body = (struct bytes){0};
		h->body_bytes = 0;
		if (next == NEXT_FOLLOWED)
			add_hop(w, f, url, ip_format(&f->ip, ip));
	}
}

static MAYBE struct hop *hop_of(
	struct world *w, const char *name, enum scheme s, const char *ip, size_t i)
{
	for (size_t k = 0; k < w->e.fetches.n; k++) {
		struct fetch *f = w->e.fetches.v[k];
		if (f->purpose == FETCH_VALIDATION && f->scheme == s &&
			matches(f->name, &f->ip, name, ip) && i < f->hops.n)
			return f->hops.v[i];
	}
	fail_msg("no such hop");
	return NULL;
}

static MAYBE void add_header(
	struct world *w, struct hop *h, const char *name, const char *value)
{
	struct header *x = VEC_ADD(w->a, &h->headers, struct header);
	x->name = name;
	x->value = value;
}

#endif
