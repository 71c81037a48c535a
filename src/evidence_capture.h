/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a capture on this host's interfaces showed: how each of the tool's own connects
 * travelled, which connections came in, and which counters moved meanwhile.
 */
#ifndef PKIREADY_EVIDENCE_CAPTURE_H
#define PKIREADY_EVIDENCE_CAPTURE_H

#include "arena.h"
#include "evidence_obs.h"
#include "ip.h"
#include "shape.h"

#include <stdbool.h>
#include <stdint.h>

/* How far a connection came. */
enum attempt_stage {
	ATTEMPT_SYN,       /* a SYN came, and nothing answered it */
	ATTEMPT_REFUSED,   /* an RST or an ICMP error answered the SYN */
	ATTEMPT_SYN_ACK,   /* a SYN-ACK left, and no ACK came back */
	ATTEMPT_CONNECTED, /* the handshake stood, and no request came */
	ATTEMPT_REQUEST,   /* a request or ClientHello came, and no answer left */
	ATTEMPT_BROKEN,    /* an RST or a TLS alert answered it */
	ATTEMPT_ANSWERED,  /* an HTTP status or a ServerHello answered it */
	ATTEMPT__MAX
};

struct arrival { /* one connection that came in, or tried to */
	struct obs obs;
	struct ip from, to;
	int64_t from_port, port;
	const char *interface; /* where the SYN was seen last on its way in */
	bool own;              /* this host's own connect: over lo, or turned around */
	const char *ca;        /* id of the profile that it is known by; NULL none */
	const char *ca_by;     /* "DigiCert's list of 2026-02-24", "its User-Agent" */
	enum attempt_stage stage;
	bool good;             /* it came as far as can be seen, and status is 2xx */
	int64_t syns;          /* the first one and what was sent again */
	/* "GET /.well-known/… HTTP/1.1", with the target as sent; NULL not plain HTTP */
	const char *request;
	const char *host;      /* its Host; NULL */
	const char *user_agent;
	bool tls;              /* a ClientHello came */
	const char *sni;       /* the name in it; NULL none */
	int64_t status;        /* of plain HTTP; 0 none */
	const char *end;       /* "reset by this host", "TLS alert 112"; NULL */
	int64_t ms;            /* from its SYN to what ended it */
};

struct crossing { /* all of the tool's own connects to one address and port */
	struct obs obs;
	struct ip to;
	int64_t port;
	bool over_lo;          /* the SYN went over the loopback interface */
	const char *left_by;   /* the interface that it left by; NULL it did not leave */
	int64_t syns;          /* that left */
	int64_t answers;       /* SYN-ACKs that came in */
	int64_t refusals;      /* RSTs and ICMP errors that came in */
	/* a SYN with the same number came in again on an interface: turned around */
	bool came_back;
	const char *back_by;   /* that interface */
	struct ip back_from, back_to; /* its addresses, translated on the way */
	bool back_answered;    /* this host answered it with a SYN-ACK */
	bool back_refused;     /* or with an RST */
};

struct capture_seen {
	struct obs obs;        /* NO: the packets of the look were not all seen */
	VEC(struct crossing) crossings;
	VEC(struct arrival) arrivals; /* at most ARRIVALS_MAX, the CA's before others */
	int64_t waited;        /* ms that it listened for the CA; 0: without --wait */
	int64_t packets;       /* that the filter let through */
	int64_t dropped;       /* of them by the kernel, for want of room */
	int64_t evicted;       /* connections forgotten for want of room */
	int64_t omitted;       /* arrivals that are not in the list */
};
enum { ARRIVALS_MAX = 256 };

struct counters { /* -1: unknown */
	struct obs obs;
	int64_t listen_overflows; /* TcpExt ListenOverflows: accept queues were full */
	int64_t listen_drops;     /* TcpExt ListenDrops */
	int64_t conntrack_entries, conntrack_max;
	int64_t conntrack_drops;  /* new connections dropped: the table was full */
};
struct counters_seen {
	struct counters before, after;
};

extern const char *const attempt_stage_words[ATTEMPT__MAX];
extern const struct shape shape_arrival, shape_crossing, shape_capture_seen,
	shape_counters, shape_counters_seen;

#endif
