/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Connections put together from captured packets: how far each one came. Pure, and of
 * constant size: the table of connections is bounded, and what is forgotten for want of
 * room is counted. The connections that are done go first, then half-open ones, the
 * oldest first, so that a flood of SYNs does not push out those that stand.
 */
#ifndef PKIREADY_ATTEMPTS_H
#define PKIREADY_ATTEMPTS_H

#include "arena.h"
#include "capture.h"
#include "capture_first.h"
#include "evidence_capture.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	ATTEMPTS_FLOWS = 16384,    /* connections at one time */
	ATTEMPTS_REQUESTS = 512,   /* first bytes of a client that are kept at one time */
	ATTEMPTS_REQUEST_MAX = 4096, /* of each of them */
	ATTEMPTS_ANSWER_MAX = 64,  /* first bytes of a server that are kept */
	ATTEMPTS_PORTS_MAX = 16,
};

struct attempt { /* valid during the call that gives it */
	struct ip from, to;
	uint16_t from_port, port;
	unsigned interface; /* index: where the SYN was seen last on its way in */
	bool loopback;
	bool own;           /* this host sent the SYN itself */
	bool late;          /* its SYN was not seen */
	enum attempt_stage stage;
	bool good;          /* answered, and with a 2xx where it is plain HTTP */
	int syns;
	int64_t at;         /* of the first SYN: UNIX time, ns */
	int64_t took;       /* ns, until what ended it */
	enum first_kind kind; /* of the request: MORE none, HTTP, TLS, OTHER */
	struct first_request request;
	int status, alert;  /* of HTTP, of TLS; 0 none */
	const char *end;    /* static words, NULL: nothing special */
};

enum own_event { /* what becomes of a SYN of this host's own */
	OWN_LEFT,          /* it left, by the interface */
	OWN_ANSWERED,      /* a SYN-ACK came in */
	OWN_REFUSED,       /* an RST or ICMP error came in */
	OWN_BACK,          /* a SYN with its number came in: somebody turned it around */
	OWN_BACK_ANSWERED, /* and this host answered it with a SYN-ACK */
	OWN_BACK_REFUSED,  /* or with an RST */
};
struct own_syn {
	struct ip from, to;
	uint16_t port;
	unsigned interface;
	bool loopback;
	struct ip back_from, back_to; /* of OWN_BACK and what follows it */
};

struct attempts_use {
	uint16_t ports[ATTEMPTS_PORTS_MAX]; /* what is listened to */
	size_t ports_n;
	uint32_t seed;      /* of the table: who sends shall not know it */
	/* once for each that came in */
	void (*ended)(void *arg, const struct attempt *a);
	/* of what this host sends; NULL: nobody asks */
	void (*own)(void *arg, enum own_event e, const struct own_syn *s);
	void *arg;
};

struct attempts_count {
	uint64_t packets;   /* given */
	uint64_t begun;     /* connections that came in */
	uint64_t evicted;   /* of them, forgotten before they ended */
	uint64_t fragments; /* parts of datagrams that nothing can be read from */
	uint64_t cut;       /* too short to be read */
};

struct attempts;

/* All memory is taken here, from the arena: for that many connections. */
struct attempts *attempts_new(
	struct arena *a, const struct attempts_use *use, size_t flows, size_t requests);
void attempts_packet(
	struct attempts *t, enum capture_link link, const struct packet *p);
/* Ends what has waited long enough at this time (UNIX ns). */
void attempts_tick(struct attempts *t, int64_t now);
/* Ends all that is under way, as far as it came. */
void attempts_end(struct attempts *t, int64_t now);
const struct attempts_count *attempts_counted(const struct attempts *t);

#endif
