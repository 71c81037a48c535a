/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/auth_net.h"
#include "datagram.h"
#include "probes/reach.h"

enum { SHARE_MOST = 3, ROOM_UNKNOWN = 1 };
enum { REFUSALS_MOST = 2, RESTS_MOST = 5, REST_MS = 1000 };

static void pump(void *arg);

static void kick(void *arg)
{
	struct auth_net *net = arg;
	if (!net->kick && !net->over)
		net->kick = loop_after(net->look->loop, 0, pump, net);
}

static void mute(struct auth_peer *peer, const struct auth_result *r)
{
	if (peer->mute)
		return;
	peer->mute_fault = r->udp;
	peer->mute = arena_printf(peer->net->look->arena,
		"%s (to an earlier question; not asked again)", r->words);
}

static bool is_refusal(const struct auth_result *r)
{
	return r->packet.n > 0 && r->head.rcode == AUTH_REFUSED;
}

/* What the end of one question says of the address. */
static void learn(struct auth_peer *peer, const struct auth_result *r)
{
	bool fits = r->packet.n > 0;
	peer->answered = peer->answered || fits;
	peer->served = peer->served || (fits && !is_refusal(r));
	if (fits)
		peer->refused = is_refusal(r) ? peer->refused + 1 : 0;
	if (peer->refused >= AUTH_REFUSED_MAX && !peer->served)
		peer->closed = "it refused all questions before";
	else if (!peer->answered && r->udp > SERVER_NOT_ASKED)
		mute(peer, r);
}

/* -- a server that serves others refuses for their number --------------------------- */
static void rested(void *arg)
{
	struct auth_peer *peer = arg;
	peer->rest = NULL;
	kick(peer->net);
}

/* It is left alone for a while, and asked again then, one question at a time. */
static bool ask_later(struct auth_sending *x)
{
	struct auth_peer *peer = x->peer;
	struct look *l = peer->net->look;
	if (!is_refusal(&x->result) || !peer->served || peer->net->over || l->stopped ||
		x->refusals == REFUSALS_MOST ||
		(!peer->rest && peer->rests == RESTS_MOST))
		return false;
	if (!peer->rest) {
		peer->rests++;
		peer->rest = loop_after(l->loop, REST_MS, rested, peer);
	}
	x->refusals++;
	x->tries = 0;
	x->begun = false;
	x->odd = NULL;
	x->result = (struct auth_result){
		.udp = SERVER_NOT_ASKED, .tcp = SERVER_NOT_ASKED, .ms = -1};
	VEC_PUSH(l->arena, &peer->queue, x);
	return true;
}

void auth_net_end(struct auth_sending *x, struct bytes packet, const char *words)
{
	struct auth_peer *peer = x->peer;
	struct look *l = peer->net->look;
	auth_send_stop(x);
	x->result.packet = packet;
	x->result.words = words;
	x->result.ms = x->begun ? loop_now() - x->began : -1;
	if (x->begun) {
		peer->in_flight--;
		peer->net->in_flight--;
		flights_end(peer->place);
		learn(peer, &x->result);
		if (ask_later(x))
			return;
	}
	x->done = true;
	x->fn(x->arg, &x->result);
	kick(peer->net);
	look_end(l);
}

/* Where a zone's addresses are many, libunbound's questions are spread over them: at each
 * there is room for its share, and for some as long as nothing is known of a server. */
static int limit(const struct auth_peer *peer)
{
	const struct auth_net *net = peer->net;
	int theirs = net->lanes ? net->lanes(net->lanes_arg) : 0;
	int spread = (int)(peer->spread ? peer->spread : 1);
	int share = (theirs + spread - 1) / spread;
	int room = share < SHARE_MOST ? share : SHARE_MOST;
	if (!peer->answered && room < ROOM_UNKNOWN)
		room = ROOM_UNKNOWN;
	return FLIGHTS_MOST - room;
}

static bool may_send(const struct auth_peer *peer)
{
	const struct auth_net *net = peer->net;
	if (net->in_flight >= AUTH_SOCKETS)
		return false;
	if (peer->rest || ((peer->refused || peer->rests) && peer->in_flight > 0))
		return false;
	return flights_at(peer->place) < limit(peer);
}

static void pump_peer(struct auth_peer *peer)
{
	struct auth_net *net = peer->net;
	while (peer->next < peer->queue.n && !peer->waiting) {
		struct auth_sending *x = peer->queue.v[peer->next];
		const char *words = net->over      ? net->over
				    : peer->closed ? peer->closed
				    : x->q->tcp    ? NULL
						   : peer->mute;
		if (words) {
			peer->next++;
			if (!net->over && !peer->closed)
				x->result.udp = peer->mute_fault;
			auth_net_end(x, (struct bytes){0}, words);
			continue;
		}
		if (!may_send(peer))
			return;
		peer->next++;
		auth_send_begin(x);
	}
}

static void pump(void *arg)
{
	struct auth_net *net = arg;
	net->kick = NULL;
	for (size_t i = 0; i < net->peers.n; i++)
		pump_peer(net->peers.v[i]);
}

void auth_send(
	struct auth_peer *peer, const struct auth_question *q, auth_done_fn fn, void *arg)
{
	struct arena *a = peer->net->look->arena;
	struct auth_sending *x = VEC_ADD(a, &peer->queue, struct auth_sending);
	x->peer = peer;
	x->q = q;
	x->fn = fn;
	x->arg = arg;
	x->fd = -1;
	x->result.udp = x->result.tcp = SERVER_NOT_ASKED;
	x->result.ms = -1;
	look_begin(peer->net->look);
	if (peer->net->over) {
		peer->next = peer->queue.n;
		auth_net_end(x, (struct bytes){0}, peer->net->over);
		return;
	}
	kick(peer->net);
}

static void decide(void *arg)
{
	struct auth_peer *peer = arg;
	struct look *l = peer->net->look;
	enum auth_may may = auth_may(l, &peer->ip);
	bool again = peer->waiting; /* what is not known by now will not be */
	peer->waiting = may == AUTH_WAIT && !again;
	if (may == AUTH_MAY_NOT || (again && may == AUTH_WAIT))
		peer->closed = reach_why_not(l->arena, &peer->ip);
	else if (peer->ip.family == 4 ? !l->target->v4 : !l->target->v6)
		peer->closed = peer->ip.family == 4 ? "IPv4 is not looked at"
						    : "IPv6 is not looked at";
	else if (!datagram_routed(&peer->ip))
		peer->closed = peer->ip.family == 4 ? "this host has no IPv4 route"
						    : "this host has no IPv6 route";
	kick(peer->net);
}

struct auth_peer *auth_peer_get(struct auth_net *net, const struct ip *ip, size_t spread)
{
	for (size_t i = 0; i < net->peers.n; i++)
		if (ip_equal(&net->peers.v[i]->ip, ip)) {
			net->peers.v[i]->spread = spread;
			return net->peers.v[i];
		}
	struct auth_peer *peer = VEC_ADD(net->look->arena, &net->peers, struct auth_peer);
	peer->net = net;
	peer->ip = *ip;
	peer->spread = spread;
	peer->place = flights_place(net->flights, ip);
	decide(peer);
	if (peer->waiting)
		reach_when_known(net->look, decide, peer);
	return peer;
}

bool auth_peer_answered(const struct auth_peer *peer)
{
	return peer->answered;
}

struct auth_net *auth_net_new(struct look *l, struct flights *flights,
	int (*lanes)(const void *arg), const void *lanes_arg)
{
	struct auth_net *net = ARENA_NEW(l->arena, struct auth_net);
	net->look = l;
	net->flights = flights;
	net->lanes = lanes;
	net->lanes_arg = lanes_arg;
	flights_watch(flights, kick, net);
	return net;
}

void auth_net_close(struct auth_net *net, const char *words)
{
	net->over = words;
	loop_cancel(net->kick);
	net->kick = NULL;
	for (size_t i = 0; i < net->peers.n; i++) {
		struct auth_peer *peer = net->peers.v[i];
		peer->next = peer->queue.n;
		loop_cancel(peer->rest);
		peer->rest = NULL;
		for (size_t j = 0; j < peer->queue.n; j++) {
			struct auth_sending *x = peer->queue.v[j];
			auth_stream_stop(x->stream);
			x->stream = NULL;
			if (!x->done)
				auth_net_end(x, (struct bytes){0}, words);
		}
	}
}
