/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/auth_net.h"
#include "datagram.h"
#include "probes/reach.h"

#include <openssl/rand.h>
#include <string.h>

enum { TRIES = 3, BATCH = 8 };

static const int tries_ms[TRIES] = {800, 1200, 1500};

void auth_send_stop(struct auth_sending *x)
{
	loop_unwatch(x->watch);
	loop_cancel(x->timer);
	if (x->fd >= 0)
		datagram_close(x->fd);
	x->watch = NULL;
	x->timer = NULL;
	x->fd = -1;
}

static void start_stream(struct auth_sending *x);

/* Asks once more without EDNS, which this answer may be the refusal of. */
static bool drop_edns(struct auth_sending *x, const unsigned char *said)
{
	if (!auth_wire_refuses_edns(x->query, said))
		return false;
	x->n = auth_wire_plain(x->query, x->n);
	x->plain = true;
	/* with the old id, a second copy of this answer would count as the new one's */
	(void)RAND_bytes(x->query, 2);
	return true;
}

/* It was the EDNS only where the answer without it is another one. */
static void learn_edns(struct auth_sending *x)
{
	int rcode = x->result.head.rcode;
	x->result.no_edns = x->plain && rcode != AUTH_FORMERR && rcode != AUTH_NOTIMP;
	x->peer->no_edns = x->peer->no_edns || x->result.no_edns;
}

static void streamed(
	void *arg, enum server_fault fault, struct bytes message, const char *words)
{
	struct auth_sending *x = arg;
	struct auth_head head;
	x->stream = NULL;
	x->result.tcp = fault;
	if (fault == SERVER_OK && auth_wire_fits(x->query, x->n, message.p, message.n,
					  &head) != AUTH_FITS) {
		x->result.tcp = SERVER_MALFORMED;
		words = head.words;
	}
	if (x->result.tcp != SERVER_OK) {
		auth_net_end(x, (struct bytes){0}, words);
		return;
	}
	if (drop_edns(x, message.p)) {
		start_stream(x);
		return;
	}
	x->result.head = head;
	learn_edns(x);
	auth_wire_lower(x->query, x->n, (unsigned char *)message.p);
	auth_net_end(x, message, NULL);
}

static void start_stream(struct auth_sending *x)
{
	struct auth_peer *peer = x->peer;
	x->stream = auth_stream_start(peer->net->look, &peer->ip,
		(struct bytes){x->query, x->n}, &peer->net->spare, streamed, x);
}

static void fail_datagram(
	struct auth_sending *x, enum connect_result how, const char *words)
{
	x->result.udp = how == CONNECT_REFUSED ? SERVER_REFUSED_RST : SERVER_UNREACHABLE;
	if (how == CONNECT_DENIED)
		words = arena_printf(x->peer->net->look->arena,
			"this host's own output path refused: %s", words);
	else
		words = arena_str(x->peer->net->look->arena, words);
	auth_net_end(x, (struct bytes){0}, words);
}

static void send_once(struct auth_sending *x);

static void take(struct auth_sending *x, size_t n)
{
	unsigned char *p = x->peer->net->buffer;
	struct auth_head head;
	if (auth_wire_fits(x->query, x->n, p, n, &head) != AUTH_FITS) {
		x->odd = head.words;
		return;
	}
	if (!head.cut && drop_edns(x, p)) {
		x->tries = 0;
		loop_cancel(x->timer);
		send_once(x);
		return;
	}
	auth_wire_lower(x->query, x->n, p);
	x->result.udp = SERVER_OK;
	x->result.head = head;
	x->result.cut = head.cut;
	if (!head.cut) {
		learn_edns(x);
		auth_net_end(x, (struct bytes){p, n}, NULL);
		return;
	}
	auth_send_stop(x);
	x->peer->answered = true;
	start_stream(x);
}

static void readable(void *arg, int fd, int events)
{
	struct auth_sending *x = arg;
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

static void send_once(struct auth_sending *x)
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
	struct auth_sending *x = arg;
	x->timer = NULL;
	if (x->tries < TRIES) {
		send_once(x);
		return;
	}
	x->result.udp = x->odd ? SERVER_MALFORMED : SERVER_SILENT;
	auth_net_end(x, (struct bytes){0}, x->odd ? x->odd : "no answer");
}

void auth_send_begin(struct auth_sending *x)
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
	flights_begin(peer->place);
	if (RAND_bytes((unsigned char *)&random, sizeof(random)) != 1)
		memset(random.caps, (int)(x->began & 0xff), sizeof(random.caps));
	x->n = auth_wire_query(x->q, random.id, random.caps, x->query);
	if (x->n == 0) {
		auth_net_end(x, (struct bytes){0}, "no name that DNS can hold");
		return;
	}
	if (peer->no_edns) {
		x->n = auth_wire_plain(x->query, x->n);
		x->plain = true;
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
