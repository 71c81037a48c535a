/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libunbound's pluggable event base (unbound-event.h) on our loop: its sockets and
 * timers are sources of the one loop, and it starts neither thread nor process. An
 * event behaves as libevent's: one that persists has its time-out begin anew each time
 * that it fires. The sockets tell which queries are in flight, and one that is about to
 * be sent waits until there is room for it (flights.h).
 */
#ifndef PKIREADY_PROBES_DNS_EVENT_H
#define PKIREADY_PROBES_DNS_EVENT_H

#include "loop.h"
#include "probes/flights.h"

struct ub_event_base;

/* NULL: out of memory. One base serves any number of contexts. heard, if not NULL,
 * is called with arg after each time that a context has read what came from the
 * network. flights: what its queries count among; NULL: they are not counted. */
struct ub_event_base *dns_event_base_new(struct loop *l, struct flights *flights,
	void (*heard)(void *arg), void *arg);
/* After ub_ctx_delete of all contexts that use it. NULL is fine. */
void dns_event_base_free(struct ub_event_base *base);

#endif
