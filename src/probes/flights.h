/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The queries in flight at each name server's address, whoever sent them: the walk, and
 * libunbound, whose sockets tell where theirs go (dns_event.h). So that no address has
 * more than FLIGHTS_MOST at once, a question begins only where there is room, and what
 * libunbound is about to send waits until there is.
 */
#ifndef PKIREADY_PROBES_FLIGHTS_H
#define PKIREADY_PROBES_FLIGHTS_H

#include "arena.h"
#include "ip.h"
#include "loop.h"

#include <stdbool.h>

enum { FLIGHTS_MOST = 8 };

struct flights;
struct flight_place; /* one address; it lasts as long as the flights */

struct flights *flights_new(struct arena *a, struct loop *l);
/* Nobody is called any more. NULL is fine. */
void flights_stop(struct flights *f);

struct flight_place *flights_place(struct flights *f, const struct ip *ip);
void flights_begin(struct flight_place *p);
void flights_end(struct flight_place *p);
int flights_at(const struct flight_place *p);
/* At the address that has most. */
int flights_most(const struct flights *f);

/* Queries that are about to be sent, to an address that is not known yet. */
void flights_wait(struct flights *f, int change);
/* A question may begin that sends one more, wherever that goes. */
bool flights_room(const struct flights *f);

/* fn is called on the loop, never at once, each time that there may be room; in the order
 * in which they came here. */
void flights_watch(struct flights *f, void (*fn)(void *arg), void *arg);

#endif
