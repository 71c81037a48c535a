/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Probes look at the world and judge nothing. All start at once on the one loop and
 * fill in their member of the evidence; the look ends when none is pending, the time is
 * up, or Ctrl-C came (what was seen is kept).
 */
#ifndef PKIREADY_PROBE_H
#define PKIREADY_PROBE_H

#include "arena.h"
#include "evidence.h"
#include "loop.h"
#include "target.h"

struct broker;

/* What every probe is given. */
struct look {
	struct arena *arena;
	struct loop *loop;
	struct broker *broker;        /* the host's verbs, by message */
	const struct target *target;
	struct evidence *evidence;
	int64_t began;                /* loop_now at the start */
	int pending;                  /* looks in flight; use look_begin and look_end */
	bool stopped;                 /* no new look may begin */
	struct resolving *resolving;  /* the DNS probe's state */
	struct fetching *fetching;    /* the HTTP probe's state */
	struct auth *walking;         /* the authorities probe's state */
	struct reaching *reaching;    /* the reach probe's state */
	struct configs *configs;      /* the webconf probe's state; NULL before */
	struct capturing *capturing;  /* the capture probe's state */
	struct rehearsing *rehearsing; /* the rehearsal's; NULL before */
	VEC(struct ip) servers_here;  /* the verdicts probe's: asked about port 53 */
};

void look_begin(struct look *l);
void look_end(struct look *l);
/* ms since the look began: for obs.at. */
int64_t look_at(const struct look *l);

struct probe {
	const char *id;
	const char *title;   /* "DNS lookups"; for the progress line */
	bool privileged;     /* part of what it sees needs root */
	bool names;          /* has work only when a name is examined */
	bool rehearses;      /* `pkiready rehearse` needs it */
	bool web;            /* connects or fetches: no work when the method is DNS */
	void (*start)(struct look *l);
	/*
	 * Called for each address of an examined name or sibling as soon as it is
	 * known, so that connecting does not wait for slower answers. NULL: not
	 * interested.
	 */
	void (*address)(
		struct look *l, struct name_look *name, struct name_address *addr);
	/* All looks are over, none was cut short: may begin a last one. Ctrl-C ends it
	 * alone. NULL: none. */
	void (*linger)(struct look *l);
	/* Likewise, behind that: what is counted at the very end. */
	void (*last)(struct look *l);
	/* Behind all: what the other looks must not see. */
	void (*rehearse)(struct look *l);
	/* The time is up or Ctrl-C came: end all pending looks now, as SEEN_FAILED or
	 * SEEN_SKIPPED with the reason. Frees libraries' handles. Called in every run. */
	void (*finish)(struct look *l);
};

/* By the DNS probe, of use to others: the addresses of a host that a redirect leads to.
 * done is called once on the loop (maybe at once), with a name_look that has a and
 * aaaa. */
typedef void (*resolve_fn)(void *arg, struct name_look *name);
void dns_resolve(struct look *l, const char *ascii, enum name_role role, resolve_fn done,
	void *arg);
/*
 * By the DNS probe: fills in where (and reserved_as) of all addresses of names, as far
 * as this host's own addresses are known. To be called again when they become known.
 */
void dns_classify(struct look *l);
/*
 * By the authorities probe, for --wait: one round. The questions about wanted records
 * (PLACE_WANTED) that `before` holds are asked again, once, at every server of each zone
 * that was asked and is delegated to, and at this host's own resolver, all in flight
 * together and within the time-out. In out, which is of the round's own arena: of each
 * zone its name, parent and servers, with these answers alone; of each wanted record its
 * name, host, place and host_txt; obs YES. False: signals (a descriptor of
 * process_signals, or -1) became readable, and the rest was not waited for.
 */
bool dns_again(struct arena *a, const struct target *t, const struct evidence *before,
	int signals, struct dns_looks *out);
/* By the verdicts probe: an authoritative name server has this address. If it is one of
 * this host's, what becomes of queries to it is asked as well. */
void verdicts_server(struct look *l, const struct ip *ip);
/* Whether --root-hints and --trust-anchor files can be used; if not, *why is one
 * phrase. */
enum err dns_check_hints(struct arena *a, struct bytes file, const char **why) MUST_USE;
enum err dns_check_anchors(struct arena *a, struct bytes file, const char **why) MUST_USE;
/* Tells every probe of a new address (see probe.address). */
void look_address(struct look *l, struct name_look *name, struct name_address *addr);

/* The open set: one file in src/probes and one row here. */
#define PROBES(X) \
	X(capture) X(host) X(auth) X(dns) X(records) X(reach) X(http) X(webroot) \
	X(webconf) X(verdicts) X(rehearse) X(changes)

#define X(name) extern const struct probe probe_##name;
PROBES(X)
#undef X
extern const struct probe *const probes[]; /* NULL-terminated */

#endif
