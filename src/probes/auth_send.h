/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Questions to the addresses of name servers, all in flight together on the loop, each
 * from a port of its own and with a random id; politely: at one address only as many as
 * flights.h has room for; one at a time where REFUSED came, after a rest where that
 * server answers others; none any more where nothing ever came.
 */
#ifndef PKIREADY_PROBES_AUTH_SEND_H
#define PKIREADY_PROBES_AUTH_SEND_H

#include "probe.h"
#include "probes/auth_wire.h"
#include "probes/flights.h"

enum {
	AUTH_SOCKETS = 256,    /* in flight at all addresses together */
	AUTH_REFUSED_MAX = 6,  /* in a row: it refuses all */
	AUTH_STREAM_MS = 4000, /* for a question by TCP, with its connect */
	AUTH_PORT = 53
};

struct auth_net;
struct auth_peer;

struct auth_result {
	enum server_fault udp, tcp; /* OK: a message that fits; NOT_ASKED */
	const char *words;          /* why not, one phrase; NULL when it fits */
	struct bytes packet;        /* n 0: none. Valid during the call only */
	struct auth_head head;
	bool cut;                   /* TC came over UDP */
	bool no_edns;               /* it refuses EDNS, and answers without it */
	int64_t ms;                 /* from the first octet sent; -1: never sent */
};
typedef void (*auth_done_fn)(void *arg, const struct auth_result *result);

/* lanes: how many questions libunbound has now, for which room is left; NULL: none. */
struct auth_net *auth_net_new(struct look *l, struct flights *flights,
	int (*lanes)(const void *arg), const void *lanes_arg);
/* Every question ends now, those to come at once: NOT_ASKED or SILENT, with words. */
void auth_net_close(struct auth_net *net, const char *words);

/* The one peer of this address. spread: of how many addresses a zone has this is one, so
 * that libunbound's questions for it go to as many. */
struct auth_peer *auth_peer_get(struct auth_net *net, const struct ip *ip, size_t spread);
/* fn is called once, on the loop, never at once. q must last. */
void auth_send(struct auth_peer *peer, const struct auth_question *q, auth_done_fn fn,
	void *arg);
/* True when a message that fits came from there. */
bool auth_peer_answered(const struct auth_peer *peer);

/* -- auth_allow.c -- */
enum auth_may { AUTH_MAY, AUTH_MAY_NOT, AUTH_WAIT };
/*
 * No SSRF by NS records: a server's address that is reserved (loopback, private,
 * link-local, …) is never sent to, but for these: --hosts gave it; it is one of the
 * user's own --root-hints; the user's --root-hints hold an address of the same kind of
 * space, so that the whole tree is a private one; or an interface of this host that is no
 * loopback has it. AUTH_WAIT: this host's addresses are not known yet.
 */
enum auth_may auth_may(struct look *l, const struct ip *ip);

/* -- auth_stream.c: one question by TCP (RFC 7766) -- */
struct auth_stream;
typedef void (*auth_stream_fn)(void *arg, enum server_fault fault, struct bytes message,
	const char *words);
struct auth_stream *auth_stream_start(struct look *l, const struct ip *ip,
	struct bytes query, struct auth_stream **spare, auth_stream_fn fn, void *arg);
/* fn is not called any more. NULL is fine. */
void auth_stream_stop(struct auth_stream *s);

#endif
