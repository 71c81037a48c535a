/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http.h"

#include "rehearse.h"

#include <string.h>

const char http_tool_agent[] =
	"pkiready/" PKIREADY_VERSION " (+diagnosis of domain validation)";
const char http_browser_agent[] = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) "
				  "AppleWebKit/537.36 (KHTML, like Gecko) "
				  "Chrome/150.0.0.0 Safari/537.36";

static void begin_waiting_ones(struct fetching *f);

/* A CA's User-Agent goes only to addresses of the examined names: to strangers the tool
 * says who it is. */
static const char *agent_for(const struct chain *c, const struct ip *ip)
{
	const struct evidence *e = c->all->look->evidence;
	if (c->from) /* which leaves this host for nowhere */
		return c->agent;
	if (c->name && c->fetch->purpose != FETCH_TARGET && ip_equal(ip, &c->fetch->ip))
		return c->agent;
	for (size_t i = 0; i < e->names.n; i++) {
		const struct name_look *n = e->names.v[i];
		for (size_t k = 0; n->role != ROLE_HOP && k < n->addresses.n; k++)
			if (ip_equal(&n->addresses.v[k]->ip, ip))
				return c->agent;
	}
	return http_tool_agent;
}

void http_chain_end(struct chain *c)
{
	c->over = true;
	c->hop = NULL;
	if (c->from)
		rehearse_ended(c->all->look);
	look_end(c->all->look);
}

static void leave_place(struct chain *c)
{
	if (c->counted)
		c->all->running--;
	c->counted = false;
}

/* The hop is complete. */
static void hop_done(struct chain *c)
{
	struct hop *h = c->hop;
	h->ms = loop_now() - c->began;
	h->obs.at = look_at(c->all->look);
	c->dial = NULL;
	c->transfer = NULL;
	c->hop = NULL;
	leave_place(c);
	http_follow(c);
	begin_waiting_ones(c->all);
}

static void on_answered(void *arg)
{
	hop_done(arg);
}

static void on_dialed(void *arg, int fd, const struct dial_end *end, int64_t ms)
{
	struct chain *c = arg;
	struct hop *h = c->hop;
	int64_t left = c->all->look->target->timeout_ms - ms;
	h->connect = end->result;
	h->connect_ms = ms;
	c->dial = NULL;
	if (fd >= 0) {
		c->transfer = http_transfer(
			c->all, &c->url, h, fd, left > 0 ? left : 1, on_answered, c);
		return;
	}
	h->end = end->result == CONNECT_NONE ? HOP_NONE : HOP_CONNECT;
	h->obs.seen = end->result == CONNECT_NONE    ? SEEN_SKIPPED
		      : end->result == CONNECT_ERROR ? SEEN_FAILED
						     : SEEN_YES;
	h->obs.excerpt = h->error = arena_str(c->all->look->arena, end->words);
	hop_done(c);
}

static void begin(struct chain *c)
{
	struct look *l = c->all->look;
	c->counted = true;
	c->all->running++;
	c->began = loop_now();
	if (c->from) {
		c->dial = rehearse_dial(
			l, c->from, &c->hop->ip, (int)c->hop->port, on_dialed, c);
		return;
	}
	c->dial = reach_dial(l, &c->hop->ip, (int)c->hop->port, on_dialed, c);
	reach_route(l, &c->hop->ip);
}

static void begin_waiting_ones(struct fetching *f)
{
	while (f->begun < f->queue.n && f->running < REACH_AT_ONCE && !f->look->stopped) {
		struct chain *c = f->queue.v[f->begun++];
		if (!c->over)
			begin(c);
	}
}

static void refuse(struct chain *c, const char *why)
{
	c->hop->obs.seen = SEEN_SKIPPED;
	c->hop->obs.excerpt = why;
	c->hop->obs.at = look_at(c->all->look);
	http_chain_end(c);
}

static void decide(void *arg)
{
	struct chain *c = arg;
	struct look *l = c->all->look;
	if (c->over)
		return;
	if (c->hop->port != 80 && c->hop->port != 443) {
		refuse(c, arena_printf(l->arena,
				  "port %d is neither 80 nor 443: not connected to",
				  (int)c->hop->port));
		return;
	}
	switch (c->from ? REACH_MAY : reach_may(l, c->hop->host, &c->hop->ip)) {
	case REACH_WAIT:
		reach_when_known(l, decide, c);
		return;
	case REACH_MAY_NOT:
		refuse(c, reach_why_not(l->arena, &c->hop->ip));
		return;
	case REACH_MAY:
		VEC_PUSH(l->arena, &c->all->queue, c);
		begin_waiting_ones(c->all);
		return;
	}
}

void http_ask(struct chain *c, const struct url *url, const struct ip *ip)
{
	char buf[IP_TEXT_MAX];
	struct arena *a = c->all->look->arena;
	struct hop *h = VEC_ADD(a, &c->fetch->hops, struct hop);
	c->url = *url;
	c->hop = h;
	h->url = url->text;
	h->scheme = url->scheme;
	h->host = url->host;
	h->port = url->port;
	h->ip = *ip;
	h->user_agent = agent_for(c, ip);
	h->obs.source = arena_printf(a, "GET %s from %s", url->text, ip_format(ip, buf));
	if (c->from)
		h->obs.source = arena_printf(
			a, "%s, rehearsed as %s", h->obs.source, ip_format(c->from, buf));
	decide(c);
}

struct asked {
	enum fetch_purpose purpose;
	const struct ip *from;
	const struct name_look *name;
	const char *agent;
	const struct url *url;
	const struct ip *ip;
};

static struct chain *begin_chain(
	struct fetching *f, struct fetch *record, const struct asked *q)
{
	struct look *l = f->look;
	struct chain *c = VEC_ADD(l->arena, &f->chains, struct chain);
	c->all = f;
	c->name = q->name;
	c->agent = q->agent;
	c->from = q->from;
	c->fetch = record;
	*record = (struct fetch){.purpose = q->purpose,
		.name = q->name ? q->name->ascii : q->url->host,
		.scheme = q->url->scheme,
		.ip = *q->ip,
		.user_agent = q->agent};
	look_begin(l);
	http_ask(c, q->url, q->ip);
	return c;
}

struct chain *http_fetch(struct fetching *f, enum fetch_purpose purpose,
	const struct name_look *name, const char *agent, const struct url *url,
	const struct ip *ip)
{
	const struct asked q = {purpose, NULL, name, agent, url, ip};
	return begin_chain(f,
		VEC_ADD(f->look->arena, &f->look->evidence->fetches, struct fetch), &q);
}

void http_rehearse(struct fetching *f, struct rehearsed *out,
	const struct name_look *name, const char *agent, const struct url *url,
	const struct ip *ip)
{
	const struct asked q = {FETCH_REHEARSAL, &out->from, name, agent, url, ip};
	begin_chain(f, &out->fetch, &q);
}

/* A chain between two hops: what was to be asked next becomes a hop that was not
 * asked. */
static void add_unasked(struct chain *c)
{
	struct arena *a = c->all->look->arena;
	const struct fetch *f = c->fetch;
	struct hop *h;
	if (f->hops.n == 0)
		return;
	f->hops.v[f->hops.n - 1]->next = NEXT_FOLLOWED;
	h = VEC_ADD(a, &c->fetch->hops, struct hop);
	h->url = c->url.text;
	h->scheme = c->url.scheme;
	h->host = c->url.host;
	h->port = c->url.port;
	h->obs.source = arena_printf(a, "GET %s", h->url);
	c->hop = h;
}

void http_chain_abort(struct chain *c)
{
	const struct look *l = c->all->look;
	if (c->over)
		return;
	reach_dial_cancel(c->dial);
	http_transfer_cancel(c->transfer);
	if (!c->hop)
		add_unasked(c);
	if (c->hop) {
		c->hop->end = HOP_NONE;
		c->hop->obs.seen = l->evidence->interrupted ? SEEN_SKIPPED : SEEN_FAILED;
		c->hop->obs.excerpt = reach_why_ended(l);
		c->hop->obs.at = look_at(l);
		c->hop->ms = c->counted ? loop_now() - c->began : 0;
	}
	leave_place(c);
	http_chain_end(c);
}
