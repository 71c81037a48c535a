/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A world from which this host is asked as a CA asks it. A network namespace without a
 * name has a TUN device with the CA's addresses; what its sockets send is put into the
 * receive path of this host's interface, and the answers, caught by an own nf_tables
 * table behind all of NAT, are put into the TUN.
 *
 *   sockets process      own namespace, no privilege: makes sockets there on request
 *   pump process         no privilege: TUN -> injection, NFQUEUE -> TUN
 *   guardian             reads no packet: whoever of the others ends, it resets each
 *                        connection, deletes its conntrack entry, lets the table go
 *
 * Each source has REHEARSE_PORTS source ports. A run's first port is its own, held by an
 * abstract Unix socket, and the number of its queue too: two runs do not meet.
 */
#ifndef PKIREADY_LINUX_REHEARSE_H
#define PKIREADY_LINUX_REHEARSE_H

#include "host.h"
#include "inject_parts.h"

#include <sys/types.h>

enum {
	REHEARSE_LIMIT_MS = 300000, /* a world lives no longer */
	REHEARSE_GRACE_MS = 3000,   /* for the end of its processes */
};

struct rehearse_slot { /* one connection; written by the pump, read when it is ended */
	uint32_t next;         /* sequence number that the host expects next */
	uint16_t port;         /* asked: 80 or 443; 0: the slot was never used */
	uint8_t to;            /* index among the world's addresses */
};

struct rehearse_world {
	struct ip from[REHEARSE_FROM_MAX], to[REHEARSE_TO_MAX];
	size_t from_n, to_n;
	struct inject_link links[REHEARSE_TO_MAX]; /* where each of `to` is asked */
	struct inject_way way;
	int port;              /* the first of the source ports, and the queue */
	int lock;              /* the abstract socket that holds it */
	struct nl table;       /* owns the table */
	char name[32];         /* of the table */
	int queue, tun, sockets; /* descriptors: NFQUEUE, TUN, the sockets process */
	struct rehearse_slot *slots; /* from_n * REHEARSE_PORTS, shared */
	int64_t limit_ms;
	pid_t broker, guard, pump, maker;
	int life;              /* the guardian sees its end */
	const char *why;       /* what could not be done, one line */
};

/* -- rehearse_net.c: the private namespace */
/* Forks the process that makes sockets in it; fills in tun, sockets and maker. */
bool rehearse_net_start(struct arena *a, struct rehearse_world *w, int alive);

/* -- rehearse_queue.c */
/* Takes a port range, and the queue of that number, which no other run has. */
bool rehearse_queue_open(struct rehearse_world *w);
/* Takes out of the queue, for good, all that the pump was told of. */
void rehearse_queue_forget(const struct rehearse_world *w);

/* -- rehearse_table.c */
bool rehearse_table_open(struct arena *a, struct rehearse_world *w);
/* Packets that a rule sent on to another machine: dropped, and told. */
uint64_t rehearse_table_away(struct rehearse_world *w);

/* -- rehearse_learn.c */
/* The addresses that the rules forbid to ask from, and why; anyway: although a rule
 * keeps them. */
void rehearse_learn(struct arena *a, const struct rehearse_world *w, bool anyway,
	struct rehearse_look *out);

/* -- rehearse_inner.c */
/* The indices of interfaces behind which is this machine alone: veth, bridges of such. */
size_t rehearse_inner(struct arena *a, uint32_t *out, size_t max);

/* -- rehearse_pump.c */
/* Forks it. stop: readable once it has to end. */
bool rehearse_pump_start(struct rehearse_world *w, int stop, int alive);
/* One packet from the TUN: the slot that it belongs to, or NULL: it goes nowhere. to: the
 * index of its destination. */
struct rehearse_slot *rehearse_pump_slot(const struct rehearse_world *w,
	const uint8_t *packet, size_t n, size_t *to);

/* -- rehearse_guard.c */
/* Forks guardian and pump, and the process that makes sockets. */
bool rehearse_guard_start(struct arena *a, struct rehearse_world *w);
/* Ends all, in order, and waits for it. */
void rehearse_guard_stop(struct rehearse_world *w);

#endif
