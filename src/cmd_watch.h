/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between cmd_watch.c and its parts: what this host says of a connection that came. */
#ifndef PKIREADY_CMD_WATCH_H
#define PKIREADY_CMD_WATCH_H

#include "attempts_arrival.h"
#include "broker.h"
#include "report/watch.h"

enum { WATCH_PENDING = 64, WATCH_VERDICTS = 1024 };

/* Called once for each event, in order of their ends. */
typedef void (*watch_told_fn)(void *arg, const struct watch_event *e);

/*
 * Asks the broker for the listeners and the firewall's verdict for what came, many at
 * once. Of constant size: verdicts are kept until the rules change, for some seconds at
 * most (not all kinds of rules tell that they changed), and WATCH_VERDICTS of them; more
 * than WATCH_PENDING events at a time are told without.
 */
struct watch_asker;

struct watch_asker *watch_asker_new(struct arena *a, struct broker *b, struct loop *l,
	const strs *ports, watch_told_fn fn, void *arg);
void watch_asker_free(struct watch_asker *w);
/* Takes a copy of the attempt. */
void watch_asker_add(struct watch_asker *w, const struct profile_known *known,
	const struct attempt *a, const char *interface);
/* The rules have changed. */
void watch_asker_changed(struct watch_asker *w);
/* Nothing is under way. */
bool watch_asker_idle(const struct watch_asker *w);
/* Tells what waits, without what was asked for it. */
void watch_asker_flush(struct watch_asker *w);

/* Adds, once the answer comes, the XDP programs in front of the interface (NULL: of every
 * one): what they drop no capture sees. */
void watch_ask_programs(struct arena *a, struct broker *b, struct loop *l,
	const char *interface, strs *out);

#endif
