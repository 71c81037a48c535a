/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/auth_send.h"
#include "datagram.h"
#include "probes/reach.h"

#include <openssl/rand.h>
#include <string.h>

enum { TRIES = 3, BATCH = 8 };

struct sending {
	struct auth_peer *peer;
	const struct auth_question *q;
	auth_done_fn fn;
	void *arg;
	struct auth_result result;
	struct auth_stream *stream;
	struct loop_fd *watch;
	struct loop_timer *timer;
	int64_t began;
	int fd, tries;
	bool begun, done;
	const char *odd; /* something came that does not answer it */
	size_t n;
	unsigned char query[AUTH_QUERY_MAX];
};

struct auth_peer {
	struct auth_net *net;
	struct ip ip;
	VEC(struct sending) queue;
	size_t next, spread;
	int in_flight, refused;
	bool answered;
	const char *closed; /* why it is not asked any more */
	const char *mute;   /* likewise, by UDP */
	enum server_fault mute_fault;
	bool waiting; /* whether it may be asked is not known yet */
};

struct auth_net {
	struct look *look;
	int (*lanes)(const void *arg);
	const void *lanes_arg;
	VEC(struct auth_peer) peers;
	struct auth_stream *spare;
	struct loop_timer *kick;
	int in_flight;
	const char *over; /* closed, and why */
	unsigned char buffer[AUTH_MESSAGE_MAX];
};

static const int tries_ms[TRIES] = {800, 1200, 1500};

static void pump(void *arg);

void auth_net_kick(struct auth_net *net)
{
	if (!net->kick && !net->over)
		net->kick = loop_after(net->look->loop, 0, pump, net);
}

static void stop_datagram(struct sending *x)
{
	loop_unwatch(x->watch);
	loop_cancel(x->timer);
	if (x->fd >= 0)
		datagram_close(x->fd);
	x->watch = NULL;
	x->timer = NULL;
	x->fd = -1;
}

static void mute(struct auth_peer *peer, const struct auth_result *r)
{
	if (peer->mute)
		return;
	peer->mute_fault = r->udp;
	peer->mute = arena_printf(peer->net->look->arena,
		"%s (to an earlier question; not asked again)", r->words);
}

/* What the end of one question says of the address. */
static void learn(struct auth_peer *peer, const struct auth_result *r)
{
	bool fits = r->packet.n > 0;
	if (fits)
		peer->answered = true;
	peer->refused = fits && r->head.rcode == 5 ? peer->refused + 1
			: fits                     ? 0
						   : peer->refused;
	if (peer->refused >= AUTH_REFUSED_MAX)
		peer->closed = "it refused all questions before";
	else if (!peer->answered && r->udp > SERVER_NOT_ASKED)
		mute(peer, r);
}

static void end(struct sending *x, struct bytes packet, const char *words)
{
	struct auth_peer *peer = x->peer;
	struct look *l = peer->net->look;
	stop_datagram(x);
	x->done = true;
	x->result.packet = packet;
	x->result.words = words;
	x->result.ms = x->begun ? loop_now() - x->began : -1;
	if (x->begun) {
		peer->in_flight--;
		peer->net->in_flight--;
		learn(peer, &x->result);
	}
	x->fn(x->arg, &x->result);
	auth_net_kick(peer->net);
	look_end(l);
}

static void streamed(
	void *arg, enum server_fault fault, struct bytes message, const char *words)
{
	struct sending *x = arg;
	struct auth_head head;
	x->stream = NULL;
	x->result.tcp = fault;
	if (fault == SERVER_OK && auth_wire_fits(x->query, x->n, message.p, message.n,
					  &head) != AUTH_FITS) {
		x->result.tcp = SERVER_MALFORMED;
		words = head.words;
	}
	if (x->result.tcp != SERVER_OK) {
		end(x, (struct bytes){0}, words);
		return;
	}
	x->result.head = head;
	auth_wire_lower(x->query, x->n, (unsigned char *)message.p);
	end(x, message, NULL);
}

static void start_stream(struct sending *x)
{
	struct auth_peer *peer = x->peer;
	x->stream = auth_stream_start(peer->net->look, &peer->ip,
		(struct bytes){x->query, x->n}, &peer->net->spare, streamed, x);
}

static void fail_datagram(struct sending *x, enum connect_result how, const char *words)
{
	x->result.udp = how == CONNECT_REFUSED ? SERVER_REFUSED_RST : SERVER_UNREACHABLE;
	if (how == CONNECT_DENIED)
		words = arena_printf(x->peer->net->look->arena,
			"this host's own output path refused: %s", words);
	else
		words = arena_str(x->peer->net->look->arena, words);
	end(x, (struct bytes){0}, words);
}

static void take(struct sending *x, size_t n)
{
	unsigned char *p = x->peer->net->buffer;
	struct auth_head head;
	if (auth_wire_fits(x->query, x->n, p, n, &head) != AUTH_FITS) {
		x->odd = head.words;
		return;
	}
	auth_wire_lower(x->query, x->n, p);
	x->result.udp = SERVER_OK;
	x->result.head = head;
	x->result.cut = head.cut;
	if (!head.cut) {
		end(x, (struct bytes){p, n}, NULL);
		return;
	}
	stop_datagram(x);
	x->peer->answered = true;
	start_stream(x);
}

static void readable(void *arg, int fd, int events)
{
	struct sending *x = arg;
	struct auth_net *net = x->peer->net;
	const char *words;
	size_t n;
	(void)events;
	for (int i = 0; i < BATCH && x->fd == fd; i++) {
		enum connect_result how =
			datagram_read(fd, net->buffer, sizeof(net->buffer), &n, &words);
		if (how == CONNECT_NONE)
			return;
		if (how != CONNECT_OPEN) {
			fail_datagram(x, how, words);
			return;
		}
		take(x, n);
	}
}

static void send_again(void *arg);

static void send_once(struct sending *x)
{
	struct look *l = x->peer->net->look;
	const char *words;
	enum connect_result how = datagram_send(x->fd, x->query, x->n, &words);
	if (how != CONNECT_OPEN && how != CONNECT_NONE) {
		fail_datagram(x, how, words);
		return;
	}
	int64_t ms = tries_ms[x->tries++], most = l->target->timeout_ms / TRIES;
	x->timer = loop_after(l->loop, ms < most ? ms : most, send_again, x);
}

static void send_again(void *arg)
{
	struct sending *x = arg;
	x->timer = NULL;
	if (x->tries < TRIES) {
		send_once(x);
		return;
	}
	x->result.udp = x->odd ? SERVER_MALFORMED : SERVER_SILENT;
	end(x, (struct bytes){0}, x->odd ? x->odd : "no answer");
}

static void begin(struct sending *x)
{
	struct auth_peer *peer = x->peer;
	struct { /* never seen by who only hears the answers */
		uint16_t id;
		uint8_t caps[32];
	} random = {0};
	const char *words;
	x->begun = true;
	x->began = loop_now();
	peer->in_flight++;
	peer->net->in_flight++;
	if (RAND_bytes((unsigned char *)&random, sizeof(random)) != 1)
		memset(random.caps, (int)(x->began & 0xff), sizeof(random.caps));
	x->n = auth_wire_query(x->q, random.id, random.caps, x->query);
	if (x->n == 0) {
		x->begun = false;
		peer->in_flight--;
		peer->net->in_flight--;
		end(x, (struct bytes){0}, "no name that DNS can hold");
		return;
	}
	if (x->q->tcp) {
		start_stream(x);
		return;
	}
	x->fd = datagram_open(&peer->ip, AUTH_PORT, &words);
	if (x->fd < 0) {
		fail_datagram(x, CONNECT_UNREACHABLE, words);
		return;
	}
	x->watch = loop_watch(peer->net->look->loop, x->fd, LOOP_READ, readable, x);
	send_once(x);
}

/* libunbound spreads its questions over a zone's addresses, by chance: some more than
 * its share may be at this one. */
static int limit(const struct auth_peer *peer)
{
	const struct auth_net *net = peer->net;
	int theirs = net->lanes ? net->lanes(net->lanes_arg) : 0;
	int spread = (int)(peer->spread ? peer->spread : 1);
	int share = (theirs + spread - 1) / spread + (spread > 1);
	int most = AUTH_IN_FLIGHT - (share < theirs ? share : theirs);
	if (peer->refused)
		return 1;
	return most > 1 ? most : 1;
}

static void pump_peer(struct auth_peer *peer)
{
	struct auth_net *net = peer->net;
	while (peer->next < peer->queue.n && !peer->waiting) {
		struct sending *x = peer->queue.v[peer->next];
		const char *words = net->over      ? net->over
				    : peer->closed ? peer->closed
				    : x->q->tcp    ? NULL
						   : peer->mute;
		if (words) {
			peer->next++;
			if (!net->over && !peer->closed)
				x->result.udp = peer->mute_fault;
			end(x, (struct bytes){0}, words);
			continue;
		}
		if (peer->in_flight >= limit(peer) || net->in_flight >= AUTH_SOCKETS)
			return;
		peer->next++;
		begin(x);
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
	struct sending *x = VEC_ADD(a, &peer->queue, struct sending);
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
		end(x, (struct bytes){0}, peer->net->over);
		return;
	}
	auth_net_kick(peer->net);
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
	auth_net_kick(peer->net);
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
	decide(peer);
	if (peer->waiting)
		reach_when_known(net->look, decide, peer);
	return peer;
}

bool auth_peer_answered(const struct auth_peer *peer)
{
	return peer->answered;
}

struct auth_net *auth_net_new(
	struct look *l, int (*lanes)(const void *arg), const void *lanes_arg)
{
	struct auth_net *net = ARENA_NEW(l->arena, struct auth_net);
	net->look = l;
	net->lanes = lanes;
	net->lanes_arg = lanes_arg;
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
		for (size_t j = 0; j < peer->queue.n; j++) {
			struct sending *x = peer->queue.v[j];
			auth_stream_stop(x->stream);
			x->stream = NULL;
			if (!x->done)
				end(x, (struct bytes){0}, words);
		}
	}
}
