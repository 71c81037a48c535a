/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "memstream.h"
#include "probes/auth.h"
#include "probes/dns_event.h"
#include "probes/dns_view.h"
#include "probes/reach.h"

#include <string.h>

/* One round of --wait: a look of its own, in an arena of its own. */
struct round {
	struct look look;
	struct evidence evidence;
	struct auth_net *net;
	struct dns_looks *out;
	struct dns_host host;
	struct memstream *log;
	struct ub_event_base *base;
	struct dns_resolver *own;
	struct loop_timer *deadline;
	bool interrupted;
};

struct answering { /* one server's answer to come */
	struct round *r;
	const struct auth_question *q;
	struct server_look *server;
	struct server_answer *answer;
};

struct resolving_own {
	struct round *r;
	struct dns_view *view;
	int64_t began;
};

static void answered(void *arg, const struct auth_result *result)
{
	struct answering *x = arg;
	bool fits = auth_read(x->r->look.arena, x->q, result, x->answer);
	struct obs *obs = &x->answer->answer.obs;
	obs->source = x->server->obs.source;
	obs->at = look_at(&x->r->look);
	if (fits || x->server->obs.seen != SEEN_YES)
		x->server->obs.seen = fits ? SEEN_YES : obs->seen;
}

static void ask_server(
	struct round *r, struct server_look *server, const char *host, int type)
{
	struct arena *a = r->look.arena;
	struct auth_question *q = ARENA_NEW(a, struct auth_question);
	struct answering *x = ARENA_NEW(a, struct answering);
	*q = (struct auth_question){.name = host, .type = type};
	*x = (struct answering){.r = r, .q = q, .server = server};
	x->answer = VEC_ADD(a, &server->answers, struct server_answer);
	auth_answer_init(q, x->answer);
	auth_send(auth_peer_get(r->net, &server->ip, 1), q, answered, x);
}

static bool wanted(const struct dns_looks *before, const char *owner)
{
	for (size_t i = 0; i < before->records.n; i++)
		if (before->records.v[i]->place == PLACE_WANTED &&
			strcmp(before->records.v[i]->host, owner) == 0)
			return true;
	return false;
}

static struct server_look *copy_server(
	struct round *r, struct zone_look *zone, const struct server_look *s)
{
	struct server_look *copy =
		VEC_ADD(r->look.arena, &zone->servers, struct server_look);
	copy->name = s->name;
	copy->ip = s->ip;
	copy->in_parent = s->in_parent;
	copy->in_child = s->in_child;
	copy->glue = s->glue;
	copy->serial = s->serial;
	copy->obs.source = s->obs.source;
	return copy;
}

static void ask_zone(
	struct round *r, const struct dns_looks *before, const struct zone_look *z)
{
	struct zone_look *zone = VEC_ADD(r->look.arena, &r->out->zones, struct zone_look);
	zone->name = z->name;
	zone->parent = z->parent;
	zone->obs = z->obs;
	for (size_t i = 0; i < z->servers.n; i++) {
		const struct server_look *s = z->servers.v[i];
		if (s->not_delegated || s->obs.seen == SEEN_SKIPPED)
			continue;
		struct server_look *copy = copy_server(r, zone, s);
		for (size_t j = 0; j < s->answers.n; j++) {
			const struct server_answer *was = s->answers.v[j];
			if (!was->subnet && !was->region &&
				wanted(before, was->answer.owner) &&
				(was->answer.type == RR_TXT ||
					was->answer.type == RR_CNAME))
				ask_server(r, copy, was->answer.owner,
					(int)was->answer.type);
		}
	}
}

static void resolved(void *arg, const struct dns_reply *reply)
{
	struct resolving_own *x = arg;
	struct dns_view *v = x->view;
	const char *owner = v->owner;
	if (reply->packet)
		dns_view_read(
			x->r->look.arena, owner, RR_TXT, reply->packet, reply->n, v);
	else
		*v = dns_view_none(owner, RR_TXT, SEEN_FAILED,
			reply->why ? reply->why : "no answer");
	v->rcode = reply->packet ? v->rcode : reply->rcode;
	v->obs.source = x->r->host.source;
	v->obs.at = look_at(&x->r->look);
	v->ms = loop_now() - x->began;
	look_end(&x->r->look);
}

static void ask_own(struct round *r, const struct record_look *was)
{
	struct arena *a = r->look.arena;
	struct record_look *record = VEC_ADD(a, &r->out->records, struct record_look);
	struct resolving_own *x = ARENA_NEW(a, struct resolving_own);
	record->name = was->name;
	record->host = was->host;
	record->place = was->place;
	record->txt = dns_view_none(was->host, RR_TXT, SEEN_SKIPPED, NULL);
	record->cname = dns_view_none(was->host, RR_CNAME, SEEN_SKIPPED, NULL);
	record->host_txt = dns_view_none(was->host, RR_TXT, SEEN_FAILED, "no answer");
	record->host_txt.obs.source = r->host.source;
	if (!r->own)
		return;
	*x = (struct resolving_own){
		.r = r, .view = &record->host_txt, .began = loop_now()};
	look_begin(&r->look);
	(void)dns_resolver_ask(r->own, was->host, RR_TXT, resolved, x);
}

static void stop(void *arg)
{
	struct round *r = arg;
	r->deadline = NULL;
	r->look.stopped = true;
	loop_stop(r->look.loop);
}

static void interrupted(void *arg, int fd, int events)
{
	struct round *r = arg;
	(void)fd, (void)events;
	r->interrupted = true;
	r->look.stopped = true;
	loop_stop(r->look.loop);
}

static void open_own(struct round *r)
{
	const char *why;
	dns_host_read(r->look.arena, &r->host);
	r->log = memstream_new();
	r->base = dns_event_base_new(r->look.loop, NULL, NULL, NULL);
	struct dns_setup setup = {.kind = DNS_FORWARD_PLAIN,
		.forwarders = r->host.servers,
		.v4 = true,
		.v6 = true,
		.base = r->base,
		.log = r->log};
	r->own = dns_resolver_new(r->look.arena, &setup, &why);
}

static void run(struct round *r, const struct dns_looks *before, int signals)
{
	struct look *l = &r->look;
	struct loop_fd *watch = NULL;
	if (signals >= 0)
		watch = loop_watch(l->loop, signals, LOOP_READ, interrupted, r);
	r->deadline = loop_after(l->loop, l->target->timeout_ms, stop, r);
	look_begin(l);
	for (size_t i = 0; i < before->zones.n; i++)
		if (before->zones.v[i]->servers.n)
			ask_zone(r, before, before->zones.v[i]);
	for (size_t i = 0; i < before->records.n; i++)
		if (before->records.v[i]->place == PLACE_WANTED)
			ask_own(r, before->records.v[i]);
	look_end(l);
	while (l->pending > 0 && !l->stopped)
		loop_turn(l->loop, -1);
	l->stopped = true;
	auth_net_close(r->net, "no answer");
	dns_resolver_free(r->own);
	loop_cancel(r->deadline);
	loop_unwatch(watch);
}

bool dns_again(struct arena *a, const struct target *t, const struct evidence *before,
	int signals, struct dns_looks *out)
{
	struct round *r = ARENA_NEW(a, struct round);
	struct loop *loop = loop_new();
	*out = (struct dns_looks){
		.obs = {.seen = SEEN_YES,
			.source = "the servers that were asked before"}};
	r->out = out;
	r->look = (struct look){.arena = a,
		.loop = loop,
		.target = t,
		.evidence = &r->evidence,
		.began = loop_now()};
	r->net = auth_net_new(&r->look, flights_new(a, loop), NULL, NULL);
	r->evidence.addresses = before->addresses; /* for what may be asked */
	open_own(r);
	run(r, &before->dns, signals);
	dns_event_base_free(r->base);
	memstream_free(r->log);
	loop_free(loop);
	return !r->interrupted;
}
