/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What auth_net.c (which question may go out now) and auth_send.c (how one goes out, and
 * what comes back) share.
 */
#ifndef PKIREADY_PROBES_AUTH_NET_H
#define PKIREADY_PROBES_AUTH_NET_H

#include "probes/auth_send.h"

/* RFC 1035 section 4.1.1 */
enum { AUTH_FORMERR = 1, AUTH_NOTIMP = 4, AUTH_REFUSED = 5 };

struct auth_sending {
	struct auth_peer *peer;
	const struct auth_question *q;
	auth_done_fn fn;
	void *arg;
	struct auth_result result;
	struct auth_stream *stream;
	struct loop_fd *watch;
	struct loop_timer *timer;
	int64_t began;
	int fd, tries, refusals;
	bool begun, done;
	bool plain;           /* sent without OPT */
	const char *odd;      /* something came that does not answer it */
	size_t n;
	unsigned char query[AUTH_QUERY_MAX];
};

struct auth_peer {
	struct auth_net *net;
	struct ip ip;
	struct flight_place *place;
	VEC(struct auth_sending) queue;
	size_t next, spread;
	int in_flight, refused;
	bool answered, served; /* anything; anything but REFUSED */
	struct loop_timer *rest; /* it is left alone until then */
	int rests;
	bool no_edns;         /* questions with OPT are not sent any more */
	const char *closed;   /* why it is not asked any more */
	const char *mute;     /* likewise, by UDP */
	enum server_fault mute_fault;
	bool waiting;         /* whether it may be asked is not known yet */
};

struct auth_net {
	struct look *look;
	struct flights *flights;
	int (*lanes)(const void *arg);
	const void *lanes_arg;
	VEC(struct auth_peer) peers;
	struct auth_stream *spare;
	struct loop_timer *kick;
	int in_flight;
	const char *over;     /* closed, and why */
	unsigned char buffer[AUTH_MESSAGE_MAX];
};

/* Sends it now. */
void auth_send_begin(struct auth_sending *x);
/* The end of one, sent or not: its fn is called, and the next may go. */
void auth_net_end(struct auth_sending *x, struct bytes packet, const char *words);
/* Its socket and timer. */
void auth_send_stop(struct auth_sending *x);

#endif
