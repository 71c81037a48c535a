/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between attempts.c and its parts: the bounded table, and what a segment does. */
#ifndef PKIREADY_ATTEMPTS_FLOWS_H
#define PKIREADY_ATTEMPTS_FLOWS_H

#include "attempts.h"

enum { RANGES_MAX = 4, NONE = -1, RECENT_MAX = 64 };

enum list { /* what a connection waits for; each with a time limit of its own */
	LIST_SYN,      /* an answer to its SYN */
	LIST_SYN_ACK,  /* the ACK */
	LIST_OPEN,     /* a request or an answer */
	LIST_ANSWERED, /* whether TLS goes on */
	LIST_DONE,     /* nothing: it was told, and is known still */
	LIST__MAX
};

struct range { /* of bytes that are there */
	uint16_t from, to;
};

struct flow {
	struct ip from, to; /* of the client, of the server */
	uint16_t from_port, port;
	int32_t chain, before, after; /* in its hash chain; in its list */
	uint32_t isn, server_isn;
	int64_t at, stamp; /* its SYN; when it came into its list */
	int32_t request;   /* index of its first bytes, NONE */
	unsigned interface, first_in, first_out; /* indices, 0 none yet */
	int syns;
	uint8_t list, stage;
	bool out;          /* this host began it */
	bool own;          /* came in, and this host began it */
	bool loopback, late, numbered, went_on;
	bool turned;       /* a SYN of ours that was turned around: sent_* */
	struct ip sent_from, sent_to;
	uint16_t sent_port;
	struct range ranges[RANGES_MAX];
	unsigned char answer[ATTEMPTS_ANSWER_MAX];
	uint8_t answer_n;
	uint8_t kind;      /* enum first_kind of the request */
	int status, alert; /* 0 none */
	const char *end;
};

struct ends { /* of a list */
	int32_t first, last;
};

struct recent { /* a SYN that left */
	uint32_t isn;
	struct ip from, to;
	uint16_t port;
};

struct attempts {
	struct attempts_use use;
	struct attempts_count count;
	struct flow *flows;
	int32_t *chains; /* chains_mask + 1 heads */
	uint32_t chains_mask;
	int32_t free;    /* by chain */
	struct ends lists[LIST__MAX];
	unsigned char (*requests)[ATTEMPTS_REQUEST_MAX];
	int32_t *requests_free; /* a stack */
	size_t requests_free_n;
	uint32_t seed;
	struct recent recent[RECENT_MAX];
	size_t recent_n; /* that were ever kept */
};

/* The connection of this client and server, or NULL. */
struct flow *flows_find(const struct attempts *t, const struct ip *from,
	uint16_t from_port, const struct ip *to, uint16_t port);
/* A new one, zeroed but for its names, at the end of LIST_SYN. */
struct flow *flows_add(struct attempts *t, const struct ip *from, uint16_t from_port,
	const struct ip *to, uint16_t port, int64_t now);
void flows_remove(struct attempts *t, struct flow *f);
/* To the end of the list, with its time limit begun anew. */
void flows_move(struct attempts *t, struct flow *f, enum list list, int64_t now);
/* The list's oldest, or NULL. */
struct flow *flows_oldest(const struct attempts *t, enum list list);
/* Keeps bytes of the client at this offset; the bytes without a gap from the first on. */
size_t flows_keep(struct attempts *t, struct flow *f, size_t offset,
	const unsigned char *p, size_t n);
/* Those bytes. */
const unsigned char *flows_kept(
	const struct attempts *t, const struct flow *f, size_t *n);
/* Gives their room back. */
void flows_forget(struct attempts *t, struct flow *f);

/* -- attempts_steps.c */
/* A SYN to a port that is listened to; f NULL: the first of its connection. */
void step_syn(struct attempts *t, struct flow *f, const struct segment *s,
	const struct packet *p);
void step_from_server(
	struct attempts *t, struct flow *f, const struct segment *s, int64_t now);
void step_from_client(
	struct attempts *t, struct flow *f, const struct segment *s, int64_t now);
void step_client_data(
	struct attempts *t, struct flow *f, const struct segment *s, int64_t now);
/* Tells it once, as far as it came; words (static) say how it ended, or NULL. */
void step_end(struct attempts *t, struct flow *f, int64_t now, const char *words);
void step_own(
	struct attempts *t, enum own_event e, const struct flow *f, unsigned interface);

#endif
