/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the reach and HTTP probes share: connecting, what may be connected to, and
 * routes. */
#ifndef PKIREADY_PROBES_REACH_H
#define PKIREADY_PROBES_REACH_H

#include "dial.h"
#include "probe.h"

enum { REACH_AT_ONCE = 64 }; /* connects and transfers in flight, of each probe */

/* -- one connect with a time limit (reach_dial.c) ------------------------------------ */
struct reach_dial;

/* fd is open and the callee's when end->result is OPEN, else -1; ms: how long it took. */
typedef void (*reach_dial_fn)(void *arg, int fd, const struct dial_end *end, int64_t ms);

/* Connects within the target's time-out; fn is called once on the loop, never at once. */
struct reach_dial *reach_dial(struct look *l, const struct ip *ip, int port,
	reach_dial_fn fn, void *arg);
/* The same with a connect that began: fd as dial_start gives it, or -1 and its end. */
struct reach_dial *reach_dialing(struct look *l, int fd, const struct dial_end *end,
	int64_t timeout_ms, reach_dial_fn fn, void *arg);
/* fn will not be called; NULL is fine. */
void reach_dial_cancel(struct reach_dial *d);

/* -- what may be connected to (reach_allow.c) ---------------------------------------- */
enum reach_may {
	REACH_MAY,     /* ordinary space, or an exception holds */
	REACH_MAY_NOT, /* reserved: recorded and judged, never connected to */
	REACH_WAIT,    /* reserved, and this host's own addresses are not known yet */
};

/*
 * Design section 4, "no SSRF": an address that is loopback, private, link-local or
 * otherwise reserved (an IPv4-mapped one by its IPv4 address) is connected to only when
 * --hosts gave it, or when it is on an interface of this host and the examined name or
 * sibling `host` maps to it.
 */
enum reach_may reach_may(struct look *l, const char *host, const struct ip *ip);
/* This host's addresses as far as they are known; NULL: nobody told yet. */
const struct addresses *reach_local(struct look *l);
/* Calls fn on the loop, never at once, when this host's addresses are known or cannot be:
 * after that reach_may no longer says REACH_WAIT. */
void reach_when_known(struct look *l, void (*fn)(void *arg), void *arg);
/* "192.168.0.1 is Private-Use (RFC 1918): not connected to" */
const char *reach_why_not(struct arena *a, const struct ip *ip);
/* "the time for the look was up", or that the user interrupted it; for probe.finish. */
const char *reach_why_ended(const struct look *l);

/* -- how a connect travels (reach_route.c) ------------------------------------------- */
/* Asks the host for the route once for each address; a look is pending until it is
 * told. */
void reach_route(struct look *l, const struct ip *ip);
/* At the end of the look: by the route's answer, else by this host's addresses. */
enum path reach_path(const struct look *l, const struct ip *ip, const char **interface);

/* -- whether it gets out at all (reach_egress.c) ------------------------------------- */
/* Asks the host, once for each address, what its own rules do with looks at it: at port
 * 53 (dns), else at 80 and 443. */
void reach_egress(struct look *l, const struct ip *ip, bool dns);
/* The look ends: what was not answered is said to be unknown. */
void reach_egress_finish(struct look *l);

struct route_known {
	struct ip ip;
	bool answered;
	enum path path;
	const char *interface;
};

struct knock;

struct reaching {
	struct look *look;
	VEC(struct knock) knocks;        /* all, one for each address and port */
	VEC(struct knock) queue;         /* those to begin */
	size_t begun;                    /* of the queue */
	int running;
	VEC(struct route_known) routes;
	VEC(struct ip) egress[2];        /* addresses that were asked for; [1]: at 53 */
	size_t egress_asked[2];          /* of them */
	struct loop_timer *egress_timer; /* gathers what comes together */
	const struct addresses *local;   /* asked here when the evidence had none yet */
	bool local_asked;
	VEC(struct waiter) waiters;      /* for local */
};

/* The state, made at the first call: probes' calls come in no fixed order. */
struct reaching *reach_state(struct look *l);

#endif
