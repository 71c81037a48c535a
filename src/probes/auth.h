/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of the walk share. auth.c is the probe; auth_path.c finds the zone of
 * each registrable name from the root down; auth_fetch.c asks a zone's servers one after
 * the other until one answers; auth_zone.c keeps zones, their servers and addresses;
 * auth_answer.c asks each server of the last zone everything and makes evidence of it;
 * auth_net.c, auth_send.c and below carry the questions.
 */
#ifndef PKIREADY_PROBES_AUTH_H
#define PKIREADY_PROBES_AUTH_H

#include "probes/auth_send.h"
#include "probes/dns_state.h"

enum {
	AUTH_HOSTS_MAX = 32,     /* name servers of a zone that are looked at */
	AUTH_SERVERS_MAX = 64,   /* addresses, likewise */
	AUTH_ZONES_MAX = 4096,
	AUTH_DEPTH_MAX = 32,     /* cuts below one another */
	AUTH_FEW = 8,            /* names, up to which regions are asked about, too */
	AUTH_HEDGE_MS = 500      /* without an answer, the next server is asked, too */
};

struct auth_zone;
struct ldns_struct_pkt;

/* A name, and what is asked about it at each server of its zone. */
struct auth_item {
	struct auth_zone *zone; /* NULL: not found yet */
	const char *name;
	bool wanted;            /* the host of a validation record: */
	int type;
	struct bytes value;     /* n 0: not known */
	VEC(struct auth_question) questions;
};

struct auth_host { /* a name server's name */
	struct auth_zone *zone;
	const char *name;
	bool in_parent, in_child;
	const char *other;      /* not_delegated */
	bool asked;             /* for its addresses */
	int open, found;
};

struct auth_server { /* one address of it */
	struct auth_zone *zone;
	struct auth_host *host;
	struct auth_peer *peer;
	struct server_look *look; /* NULL: the zone is only passed through */
	bool first;             /* of its name */
	struct ip ip;
	bool glue;
};

struct auth_kept { /* a message for the chain of trust */
	const char *owner;
	int type;
	struct bytes packet;
};

struct auth_fetch;

struct auth_zone {
	struct auth *w;
	const char *name;       /* lower case; "" the root */
	struct auth_zone *parent;
	struct zone_look *look; /* NULL: the root */
	bool full;              /* it holds examined names */
	bool denied;            /* its parent says that there is no such zone */
	bool child_ns_known, soa_known, keys_asked, others_asked;
	VEC(struct auth_host) hosts;
	VEC(struct auth_server) servers;
	VEC(struct auth_item) items;
	VEC(struct auth_fetch) fetches; /* not begun: no server is known yet */
	int resolving;          /* addresses that may still come */
	strs tried;             /* names right below that some path asked about */
	struct bytes referral, ds, dnskey;
	VEC(struct auth_kept) kept;
};

struct auth_path { /* the way to one registrable name */
	struct auth *w;
	const char *to;
	struct auth_zone *at;
	bool open, done;
	const char *child;      /* the name right below `at` that is on the way */
	VEC(struct auth_item) items;
	struct auth_question question;
};

struct auth {
	struct look *look;
	struct arena *arena;
	struct resolving *s;
	struct auth_net *net;
	VEC(struct auth_zone) zones; /* the root first */
	VEC(struct auth_path) paths;
	VEC(struct auth_item) items;
	bool few;               /* names: all that is asked for is asked */
	bool regions;           /* likewise, with Client Subnets */
	bool heard;             /* a root server answered */
	bool tried6;            /* one was asked by IPv6 */
	const char *words;      /* why none did */
};

/* -- auth_zone.c -- */
struct auth_zone *auth_zone_find(const struct auth *w, const char *name);
/* NULL when there are AUTH_ZONES_MAX, or it is too deep. */
struct auth_zone *auth_zone_new(
	struct auth *w, struct auth_zone *parent, const char *name);
/* Its delegation, as the parent's server refers: NS, glue, DS. */
void auth_zone_refer(struct auth_zone *z, const struct ldns_struct_pkt *pkt,
	struct bytes packet);
struct auth_host *auth_zone_host(struct auth_zone *z, const char *name);
void auth_zone_server(
	struct auth_zone *z, struct auth_host *h, const struct ip *ip, bool glue);
/* Asks for the addresses that the delegation does not hold. */
void auth_zone_resolve(struct auth_zone *z, struct auth_host *h);
/* The addresses among these records are of this host. */
void auth_zone_addresses(
	struct auth_zone *z, struct auth_host *h, const struct dns_view *view);
/* All NS hosts have all their addresses, or none. */
void auth_zone_settle(struct auth_zone *z);
/* From now on, every server is asked about what the zone holds. */
void auth_zone_fill(struct auth_zone *z);
/* Lower case, without the last dot. */
const char *auth_lower(struct arena *a, const char *name);
/* name is zone, or lies below it. */
bool auth_within(const char *name, const char *zone);
/* The name right below zone on the way to name. */
const char *auth_child(struct arena *a, const char *name, const char *zone);

/* -- auth_fetch.c: fn gets the first usable answer (authoritative, or a referral), or
 * NULL and why there is none. */
typedef void (*auth_fetch_fn)(void *arg, const struct ldns_struct_pkt *pkt,
	struct bytes packet, const char *words);
void auth_fetch(struct auth_zone *z, const struct auth_question *q, auth_fetch_fn fn,
	void *arg);
/* Servers were added, or none will be. */
void auth_fetch_kick(struct auth_zone *z);

/* -- auth_path.c -- */
void auth_path_add(struct auth *w, struct auth_item *item, const char *registrable);
void auth_path_start(struct auth *w);
/* Asks for the keys of the zone and of those above it: now that the way is known, since
 * before libunbound has its own questions at the same servers. */
void auth_path_keys(struct auth_zone *z);
/* True when the message refers to a zone below the item's: the item is there now. */
bool auth_path_descend(struct auth_item *item, const struct ldns_struct_pkt *pkt,
	struct bytes packet);
/* Asks whether a zone of its own begins at the item's name, or above it. */
void auth_path_probe(struct auth_zone *z, const struct auth_item *item);

/* -- auth_answer.c -- */
void auth_ask_server(struct auth_server *server); /* everything, of all items */
/* Providers' servers, for a record that is not where it is wanted. */
void auth_ask_others(struct auth_zone *z);
/* A server that is not delegated to, and why it is asked; NULL: known already. */
struct auth_host *auth_ask_other(struct auth_zone *z, const char *name, const char *why);
void auth_ask_item(struct auth_zone *z, struct auth_item *item); /* at all servers */

/* What that server said about the item is no evidence: it lies in another zone. */
void auth_forget(struct server_look *look, const struct auth_item *item);
/* The look of one answer: faults, flags, and the view; false when no message fits. Pure
 * but for the source. */
bool auth_read(struct arena *a, const struct auth_question *q,
	const struct auth_result *r, struct server_answer *out);
/* An answer that is not there yet. */
void auth_answer_init(const struct auth_question *q, struct server_answer *out);

/* -- auth_denied.c: asks who serves a zone that its parent denies. */
void auth_denied(struct auth_zone *z);

/* -- auth_trust.c: evidence_dns.h's trust, of all that the walk kept. */
void auth_trust(struct auth *w);

/* -- auth_table.c -- */
struct auth_region {
	const char *name;   /* "China Telecom" */
	const char *prefix; /* an address range in public use there */
};
struct auth_provider {
	const char *name;   /* "Alibaba Cloud DNS" */
	const char *server; /* a name server of it that holds many customers' zones */
};
extern const struct auth_region auth_regions[];     /* name NULL ends */
extern const struct auth_provider auth_providers[]; /* likewise */

#endif
