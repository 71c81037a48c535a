/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of the DNS probe share. Two lanes of questions run side by side: to
 * the authorities (recursion from the root, or --resolver) and to this host's own
 * resolver. dns_ask.c runs the lanes, dns_root.c finds out whether the first one leads
 * anywhere, dns_name.c makes addresses of answers, dns_warm.c fetches keys ahead,
 * dns_poke.c asks the system why nothing comes, dns.c is the probe.
 */
#ifndef PKIREADY_PROBES_DNS_STATE_H
#define PKIREADY_PROBES_DNS_STATE_H

#include "probe.h"
#include "probes/dns_host.h"
#include "probes/dns_resolver.h"
#include "probes/dns_roots.h"
#include "probes/flights.h"

enum {
	DNS_HOPS_MAX = 32,          /* hosts of redirects that are looked up in a run */
	DNS_PUBLISHED_MAX = 32,     /* addresses that one name is looked at by */
	DNS_WARM_MAX = 24,          /* records fetched ahead in a run */
	DNS_WARM_MS = 2000,         /* what such a record may take */
	/* Questions in flight; that no address has too many is the business of
	 * flights.h. */
	DNS_AUTHORITY_PLACES = 64,
	/* where flights.h sees nothing: by TCP, to which all turn that were asked until
	 * it is decided; or by --resolver */
	DNS_SECOND_PLACES = 7,
	DNS_AFTER_PLACES = 5,
	DNS_HOST_PLACES = 8,
	DNS_HOST_MS = 5000,         /* glibc's own first time-out (resolv.conf(5)) */
	DNS_HOST_GRACE_MS = 2000,   /* when all else is answered */
	DNS_HOST_POKE_MS = 200,     /* without an answer: does the system say why? */
	DNS_GATE_MS = 1000,         /* names wait for the root this long, see dns_ask.c */
	DNS_TCP_AFTER_MS = 1000,    /* without a root's answer: TCP is tried, too */
	DNS_GIVE_UP_MS = 3500,      /* without a root's answer: blocked */
	DNS_FORWARD_MS = 1500       /* without the root's keys: --resolver is believed */
};

enum dns_root_state {
	ROOT_UNDECIDED,
	ROOT_OK,      /* a root server answered, or --resolver replaces them */
	ROOT_BLOCKED, /* none did */
	ROOT_FALSE,   /* something did, with keys that are not the root's: a box on the
	               * path, or this host's clock; in no case the zones' fault */
	ROOT_BROKEN   /* libunbound did not take its setup */
};

/* In this order questions are asked. */
enum dns_rank {
	RANK_KEYS,  /* fetched ahead: a name will be validated with them */
	RANK_NAMES, /* addresses of names: asked for, and waited for */
	RANK_VIEWS, /* records of any type (dns_ask_view), likewise */
	RANK_AFTER, /* fetched ahead, needed later than the names */
	RANK__MAX
};

struct dns_lane {
	struct resolving *s;
	struct dns_resolver *at[2]; /* asked side by side; NULL: not (any more, yet) */
	const char *source[2];      /* for obs.source */
	int only;                   /* new questions go to this one alone; -1: to both */
	struct flights *flights;    /* at whose addresses there must be room; NULL */
	int places;                 /* keys and names that may be in flight */
	int taken, taken_after;
	int open;                   /* names that are not answered yet */
	int64_t limit_ms;           /* for one question */
	struct dns_queue {
		VEC(struct dns_question) all;
		size_t next;        /* the first that was not asked yet */
	} queues[RANK__MAX];
	bool gated;                 /* names wait, so that the keys come before them */
	const char *closed;         /* why nothing is asked any more; NULL: open */
	struct loop_timer *kick, *gate;
};

struct dns_question;
typedef void (*dns_view_fn)(void *arg, const struct dns_view *view);

struct dns_question {
	struct dns_lane *lane;
	struct dns_name *name;      /* of RANK_NAMES */
	dns_view_fn fn;             /* of RANK_VIEWS */
	void *fn_arg;
	struct dns_view view;       /* likewise: all but what answer has, too */
	const char *ascii;
	int type;
	enum dns_rank rank;
	bool asked, done;
	int64_t asked_at;
	struct dns_side {
		struct dns_question *question;
		int index;          /* of lane->at */
		bool open;          /* its reply is awaited */
		int id;
	} sides[2];
	bool failed;                /* an answer came, but none to build on: it is kept */
	struct dns_answer answer;
	struct loop_timer *timer;
};

struct dns_waiter {
	resolve_fn done;
	void *arg;
};

struct dns_name {
	struct resolving *s;
	struct name_look *look;
	struct dns_question *authority[2], *host[2]; /* A, AAAA; NULL: not asked */
	bool host_asked;
	bool overridden;            /* --hosts gives its addresses */
	VEC(struct dns_waiter) waiters;
};

struct dns_root_side { /* the question for the root's keys, asked each way */
	struct resolving *s;
	int index;
	bool open;
	int id;
};

struct resolving {
	struct look *look;
	struct arena *arena;
	struct loop *loop;
	struct ub_event_base *base, *second_base, *own_base;
	struct flights *flights;
	struct memstream *log;
	struct dns_roots roots;
	struct dns_host host;
	bool v4, v6;                /* families that have a route */
	strs forwarders;            /* --resolver, as libunbound takes it */
	struct dns_lane authority, own;
	VEC(struct dns_name) names;
	int hops;
	strs warmed;                /* "48 com": type and name */
	enum dns_root_state root;
	struct dns_root_side root_sides[2];
	bool silent[2];             /* the root's keys cannot be had that way */
	const char *words;          /* the system's, why a root was not reached */
	struct loop_timer *tcp_timer, *give_up_timer, *poke_timer, *grace_timer;
	struct dns_pokes *root_pokes, *host_pokes;
	bool over;                  /* finish ran */
};

/* -- dns.c: the state, made when it is first needed. */
struct resolving *dns_state(struct look *l);

/* -- dns_ask.c: a question to a lane; answered by dns_name_answered when it has a
 * name. */
struct dns_question *dns_ask(
	struct dns_lane *lane, struct dns_name *name, const char *ascii, int type);
/* All records of any type: fn is called once on the loop, never at once; its view
 * stays. */
void dns_ask_view(struct dns_lane *lane, const char *ascii, int type, dns_view_fn fn,
	void *arg);
/* A record fetched ahead: nobody waits for it. */
void dns_ask_ahead(
	struct dns_lane *lane, enum dns_rank rank, const char *ascii, int type);
/* Names wait until libunbound hears from the root (or a second is over). */
void dns_ask_gate(struct dns_lane *lane);
void dns_ask_open(struct dns_lane *lane);
/* Opens the second way of a lane: all that waits is asked there, too. */
void dns_ask_second(struct dns_lane *lane);
/* Likewise, and the first way is not heard any more. */
void dns_ask_switch(struct dns_lane *lane);
/* Failures were kept back while it was unknown whose they are: now they count. */
void dns_ask_release(struct dns_lane *lane);
/* More may be asked now. */
void dns_ask_kick(void *lane);
/* Ends all questions, present and future, with this reason. */
void dns_ask_close(struct dns_lane *lane, enum seen seen, const char *why);

/* -- dns_root.c */
void dns_root_start(struct resolving *s);
/* A good answer came: the servers above it must have answered, too. */
void dns_root_proved(struct resolving *s, int index);
/* True when what the authorities say cannot be had, so that the host's resolver
 * counts. */
bool dns_root_unusable(const struct resolving *s);
/* Undecided at the end of the run: observed as seen, with why. */
void dns_root_finish(struct resolving *s, enum seen seen, const char *why);

/* -- dns_name.c */
/* The name, asked for at both lanes (a hop: at the first alone) when it is new. */
struct dns_name *dns_name_get(
	struct resolving *s, const char *ascii, enum name_role role);
/* An answer of one of its questions was filled in. */
void dns_name_answered(struct dns_name *name, const struct dns_question *q);
/* The authorities are out of reach: all names turn to the host's resolver. */
void dns_name_turn(struct resolving *s);
/* Calls who waits for it once it is complete. */
void dns_name_tell(struct dns_name *name);

/* -- dns_where.c: dns_classify for one address. */
void dns_classify_address(const struct look *l, struct name_address *addr);

/* -- dns_warm.c: fetches ahead the keys that validating a name will need. */
void dns_warm(struct resolving *s, const char *ascii);
/* Likewise, and its addresses, for a name that the host's resolver says a CNAME
 * leads to. */
void dns_warm_target(struct resolving *s, const char *presented);

/* -- dns_poke.c: one ". NS" datagram to each address. failed is called once, with
 * the words of the system, when all of them ended in an error. */
struct dns_pokes *dns_poke(struct resolving *s, const struct ip *const *ips, size_t n,
	void (*failed)(struct resolving *s, const char *words));
void dns_poke_free(struct dns_pokes *p);

#endif
