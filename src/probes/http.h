/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The HTTP probe's inside: chains of hops, and the transfers under them. */
#ifndef PKIREADY_PROBES_HTTP_H
#define PKIREADY_PROBES_HTTP_H

#include "http_answer.h"
#include "http_tls.h"
#include "probe.h"
#include "reach.h"

enum {
	TARGETS_MAX = 16,   /* other addresses of redirects' targets asked, in one look */
	ADDRESSES_MAX = 32, /* of one name that are looked at */
};

struct chain { /* one fetch under way: a request and what it is led to */
	struct fetching *all;
	struct fetch *fetch;
	const struct name_look *name; /* examined; NULL for an IP literal */
	const char *agent;            /* at addresses of examined names */
	const struct ip *from;        /* rehearsed from there; NULL: this host's own */
	struct url url;               /* asked now, or next while it is being resolved */
	struct ip fallback;           /* asked when the connect fails; family 0 none */
	VEC(struct ip) candidates;    /* addresses of the next URL's host */
	struct hop *hop;              /* the one under way, NULL between two */
	struct reach_dial *dial;
	struct transfer *transfer;
	size_t tried;                 /* addresses of the name that a browser fetch had */
	int64_t began;                /* this hop's connect */
	bool counted;                 /* it takes one of REACH_AT_ONCE places */
	bool over;
};

struct fetching { /* look->fetching */
	struct look *look;
	struct http_curl *curl;       /* made at the first transfer */
	struct http_roots *roots;
	VEC(struct chain) chains;
	VEC(struct chain) queue;      /* hops that wait for a place, in order */
	size_t begun;                 /* of the queue */
	int running;
	int targets;                  /* FETCH_TARGETs made */
};

/* -- http_fetch.c -------------------------------------------------------------------- */
extern const char http_tool_agent[], http_browser_agent[];

/* Begins a fetch at url on ip; its record is in the evidence at once. */
struct chain *http_fetch(struct fetching *f, enum fetch_purpose purpose,
	const struct name_look *name, const char *agent, const struct url *url,
	const struct ip *ip);
/* The same from out->from in the rehearsal's world; its record is out->fetch. */
void http_rehearse(struct fetching *f, struct rehearsed *out,
	const struct name_look *name, const char *agent, const struct url *url,
	const struct ip *ip);
/* The next request of the chain, as a new hop. */
void http_ask(struct chain *c, const struct url *url, const struct ip *ip);
void http_chain_end(struct chain *c);
/* Ends it wherever it is: time is up. */
void http_chain_abort(struct chain *c);

/* -- http_redirect.c: pure ----------------------------------------------------------- */
bool http_same_host(const char *a, const char *b);
/*
 * What the chain's last hop leads to; its location is filled in. FOLLOWED: *to is to be
 * asked, as far as the URL alone can tell.
 */
enum hop_next http_next(struct arena *a, const struct fetch *f, const struct url *asked,
	struct hop *hop, struct url *to);

/* -- http.c -------------------------------------------------------------------------- */
/* The URL that a CA asks of a name. False: target->path makes none. */
bool http_validation_url(struct look *l, const char *ascii, enum scheme scheme,
	struct url *out);

/* -- http_target.c: from a finished hop to the next ---------------------------------- */
void http_follow(struct chain *c);

/* -- http_curl.c --------------------------------------------------------------------- */
typedef void (*transfer_fn)(void *arg);

/* Asks url over the connected fd (taken over in every case) and fills in hop; done is
 * called once on the loop. */
struct transfer *http_transfer(struct fetching *f, const struct url *url, struct hop *hop,
	int fd, int64_t timeout_ms, transfer_fn done, void *arg);
/* done will not be called; NULL is fine. */
void http_transfer_cancel(struct transfer *t);
/* Frees curl's handles; all transfers are over. */
void http_curl_free(struct fetching *f);

#endif
