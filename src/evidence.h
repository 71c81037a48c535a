/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the probes saw: one typed member a probe, all of it in the run's arena. A look
 * that failed is data. Zero is "skipped": a member that nobody filled in never reads as
 * seen.
 */
#ifndef PKIREADY_EVIDENCE_H
#define PKIREADY_EVIDENCE_H

#include "arena.h"
#include "evidence_config.h"
#include "evidence_dns.h"
#include "evidence_capture.h"
#include "evidence_obs.h"
#include "ip.h"
#include "shape.h"
#include "target.h"
#include "url.h"
#include "verdicts.h"

#include <stdbool.h>
#include <stdint.h>

/* -- listeners: sock_diag ---------------------------------------------------------- */
struct listener {
	struct ip ip;          /* bound address; the unspecified one for "all" */
	int64_t port;
	bool v6only;           /* an IPv6 socket that takes no IPv4 */
	const char *program;   /* comm of the process; NULL unknown (needs root) */
	int64_t pid;           /* 0 unknown */
	int64_t uid; /* of the process that serves (an nginx worker's), -1 unknown */
	const char *unit;      /* systemd unit from its cgroup, NULL none or unknown */
	const char *interface; /* SO_BINDTODEVICE, NULL none */
	int64_t queue;         /* accept queue now */
	int64_t backlog;       /* accept queue's limit */
	int64_t drops; /* SYNs or connections dropped by this socket, -1 unknown */
};
struct listeners {
	struct obs obs;
	VEC(struct listener) all; /* TCP LISTEN on the target's ports, in kernel order */
	bool programs_known;          /* false: owners need root */
	strs stopped_web_units; /* installed but inactive web server units, by name */
};

/* -- addresses and routes: rtnetlink ------------------------------------------------ */
struct local_address {
	struct ip ip;
	int64_t bits;          /* prefix length */
	const char *interface;
	bool up;               /* the interface is up and running */
	bool loopback;         /* on a loopback interface */
	bool temporary, deprecated, tentative; /* IFA_F_* */
};
struct default_route {
	int64_t family;        /* 4, 6 */
	const char *interface;
	struct ip gateway;
	int64_t metric;
};
struct addresses {
	struct obs obs;
	VEC(struct local_address) all;
	VEC(struct default_route) defaults;
};

/* The cloud, by DMI and cloud-init's files alone (never a metadata request). */
struct cloud {
	struct obs obs;
	const char *id;        /* "alibaba", "huawei", "tencent", "aws", "azure", "gcp",
	                          "oracle", … ; NULL none recognised */
	const char *name;      /* "Alibaba Cloud" */
	const char *by;        /* which file told */
	const char *security_group; /* what it calls its outer firewall, with the steps */
};

/* -- firewalls ---------------------------------------------------------------------- */
enum manager_state {
	MANAGER_UNKNOWN,   /* could not be looked at */
	MANAGER_ABSENT,
	MANAGER_INSTALLED, /* there, but decides nothing now */
	MANAGER_ACTIVE,
	MANAGER__MAX
};
struct manager {
	struct obs obs;
	const char *name; /* firewalld, ufw, nftables, iptables-nft, iptables-legacy */
	enum manager_state state;
	const char *detail;    /* "default zone public", "3 tables", "ENABLED=yes" */
	int64_t base_chains;   /* on the path of an inbound SYN; -1 not counted */
	int64_t rules;         /* in them and what they reach; -1 not counted */
};
struct firewalls {
	struct obs obs;
	VEC(struct manager) all; /* in S0's order: firewalld ufw nftables iptables-* */
	int64_t base_chains; /* netfilter base chains on the inbound path; -1 unknown */
};

/* -- DNS -------------------------------------------------------------------------- */
struct dns_answer { /* one question to one resolver */
	struct obs obs; /* YES: an address; NO: NXDOMAIN or no data; FAILED: the rest */
	int64_t rcode;           /* RFC 1035; -1 no answer at all */
	bool nxdomain;
	enum dnssec dnssec;      /* only the validating recursion knows */
	const char *why_bogus;   /* NULL unless bogus */
	strs chain; /* CNAME targets in order, as presented, no trailing dot */
	VEC(struct ip) addresses;
	int64_t ttl;             /* s, of the address set; -1 unknown */
	int64_t ms;              /* how long it took */
};

enum where {
	WHERE_UNKNOWN,   /* this host's addresses could not be read */
	WHERE_HERE,      /* on an interface of this host */
	WHERE_NAT,       /* not on this host, but all of this host's are private */
	WHERE_ELSEWHERE, /* this host has public addresses, and this is none of them */
	WHERE_RESERVED,  /* no CA connects to it: ip_special says why */
	WHERE__MAX
};
enum address_origin {
	ORIGIN_RECURSION,
	ORIGIN_HOST_RESOLVER,
	ORIGIN_HOSTS_OPTION,
	ORIGIN_LITERAL,
	ORIGIN__MAX
};

struct name_address { /* one address that a name leads to */
	struct ip ip;
	enum where where;
	enum address_origin origin;
	const char *reserved_as;     /* "Private-Use (RFC 1918)" */
};

struct name_look {
	const char *ascii;
	const char *unicode;
	enum name_role role;
	struct dns_answer a, aaaa;           /* recursion from the root, or --resolver */
	struct dns_answer host_a, host_aaaa; /* this host's own resolver */
	VEC(struct name_address) addresses;  /* what the looks below used, in order */
};
struct recursion {
	/* YES: a root server answered; NO: none did (recursion-blocked) */
	struct obs obs;
	bool replaced;      /* --resolver was given: no recursion was tried */
	/* where the addresses come from: "recursion", "host's resolver" */
	const char *shown;
};

/* -- reach: one TCP connect ---------------------------------------------------------- */
enum connect_result {
	CONNECT_NONE,        /* not tried: obs says why */
	CONNECT_OPEN,
	CONNECT_REFUSED,     /* RST */
	CONNECT_TIMEOUT,
	CONNECT_RESET,
	CONNECT_UNREACHABLE, /* ICMP, or no route */
	CONNECT_DENIED,      /* this host's own output path refused (EPERM, EACCES) */
	CONNECT_ERROR,       /* another errno, in obs.excerpt */
	CONNECT__MAX
};
enum path { /* how a connect from this host travelled */
	PATH_UNKNOWN,
	PATH_LOOPBACK, /* to 127/8 or ::1 */
	/* to an address of this host: over lo, proves nothing of the way in */
	PATH_LOCAL,
	PATH_ROUTER,   /* left the host through a gateway or on-link */
	PATH__MAX
};
struct reach {
	struct obs obs;
	const char *name;      /* ascii */
	struct ip ip;
	int64_t port;
	enum connect_result result;
	int64_t ms;
	enum path path;
	const char *interface; /* it left through */
};

/* -- HTTP ------------------------------------------------------------------------- */
struct tls_look { /* of one handshake */
	bool ok;               /* the handshake completed, whatever the certificate */
	const char *version;   /* "TLSv1.3" */
	const char *error;     /* why not, OpenSSL's words */
	bool plain_http;       /* what answered was HTTP without TLS */
	strs names; /* dNSName and iPAddress of the leaf, CN when it has none */
	const char *issuer;
	int64_t not_before, not_after; /* UNIX s */
	/* UNIX s: the newest timestamp that a log signed in it (RFC 6962), after the
	 * validation; without one, not_before, which may be hours before it */
	int64_t issued;
	bool chain_ok;         /* verified against the system's roots */
	const char *chain_error;
	bool name_ok;          /* the certificate covers the host asked for */
};
struct header {
	const char *name;  /* lower case */
	const char *value; /* raw bytes, NUL-free */
};
enum hop_end {
	HOP_NONE,          /* not asked: obs says why */
	HOP_ANSWERED,      /* a status line and headers came, the body as far as wanted */
	HOP_CONNECT,       /* no connection: connect says how */
	HOP_TLS,           /* the handshake failed */
	HOP_NOT_HTTP,      /* something answered that is no HTTP/1 response */
	HOP_TIMEOUT,       /* connected, but no complete answer in time */
	HOP_RESET,         /* the connection broke before the answer was complete */
	HOP_HEADERS_LIMIT, /* headers without end */
	HOP__MAX
};
enum hop_next { /* what a redirecting answer led to */
	NEXT_FINAL,        /* not a redirect */
	NEXT_FOLLOWED,     /* the next hop is the answer */
	NEXT_LOOP,         /* that URL was asked before in this chain */
	NEXT_LIMIT,        /* more hops than any CA follows */
	NEXT_BAD_LOCATION, /* missing, unparsable or too long */
	NEXT_SCHEME,       /* not http or https */
	NEXT_PORT,         /* not 80 or 443: never connected to */
	NEXT_RESERVED,     /* the target's address is reserved: never connected to */
	NEXT_UNRESOLVED,   /* the target's name has no address */
	NEXT_ELSEWHERE,    /* a rehearsal's target is not on this host: not asked */
	NEXT__MAX
};
struct hop {
	struct obs obs;
	const char *url;            /* as asked */
	enum scheme scheme;
	const char *host;
	int64_t port;
	struct ip ip;               /* the pinned address that was asked */
	enum path path;
	enum connect_result connect;
	enum hop_end end;
	int64_t status;             /* 0 none */
	bool http2; /* the bytes were an HTTP/2 preface or frame on plain TCP */
	bool tls_on_plain;          /* a TLS alert or record came where HTTP was asked */
	struct bytes location_raw;  /* n 0 without; as sent, cut at URL_MAX */
	const char *location;       /* resolved, NULL when it could not be */
	enum hop_next next;
	VEC(struct header) headers; /* all, up to a limit */
	struct bytes body;          /* the first BODY_KEPT bytes */
	int64_t body_bytes;         /* received before stopping */
	bool body_truncated;        /* stopped at the limit: more was coming */
	bool body_complete;         /* the response ended as HTTP says it should */
	int64_t connect_ms, ms;     /* to connected; to the end */
	struct tls_look *tls;       /* NULL without TLS */
	const char *error;          /* the library's words, NULL when none */
	/* sent: the fetch's, or the tool's own to strangers */
	const char *user_agent;
};
enum { BODY_KEPT = 64 * 1024, BODY_READ_MAX = 256 * 1024, HOPS_MAX = 22 };

enum fetch_purpose {
	FETCH_VALIDATION, /* the CA's request: its URL, its User-Agent */
	FETCH_BROWSER,    /* the same URL with a browser's User-Agent */
	FETCH_TARGET,     /* another address of a redirect's target host */
	FETCH_TRACE,      /* of `pkiready trace` */
	FETCH_REHEARSAL,  /* from a CA's address, inside this host */
	FETCH__MAX
};
struct fetch {
	enum fetch_purpose purpose;
	const char *name;        /* the examined name (ascii) */
	enum scheme scheme;      /* of the first hop */
	struct ip ip;            /* the first hop's address */
	const char *user_agent;
	VEC(struct hop) hops;    /* hops[0] is the request, the last is final */
};

/* -- the rehearsal: the CA's requests, made inside this host --------------------- */
enum rehearsed_as {
	REHEARSED_CA,      /* one of the CA's addresses, its User-Agent */
	REHEARSED_ANYONE,  /* an address that no CA is known by, the CA's User-Agent */
	REHEARSED_BROWSER, /* the same address, a browser's User-Agent */
	REHEARSED__MAX
};
struct rehearsed {
	struct ip from;
	enum rehearsed_as as;
	const char *list;      /* the CA's list that the address is of; NULL none */
	struct fetch fetch;
};
struct rehearsal {
	/* YES: it took place; NO: not done without being told to; DENIED, FAILED: why */
	struct obs obs;
	const char *method;    /* "clone_redirect" */
	strs watchers;         /* programs that ban by what they see */
	strs aside;            /* what was left out, and why */
	int64_t away;          /* packets that a rule would send to another machine */
	strs unbanned, banned; /* bans that it caused: taken back; that could not be */
	VEC(struct rehearsed) all;
};

/* -- the file on disk ------------------------------------------------------------- */
struct webroot_look {
	struct obs obs;          /* YES: the file is there */
	const char *path;        /* the whole path that was looked for */
	struct bytes body;       /* first BODY_KEPT bytes */
	int64_t size, mtime, mode, uid, gid;
	const char *user;        /* of the web server, NULL unknown */
	int64_t user_uid;        /* -1 unknown */
	enum seen readable;      /* by that user */
	const char *blocked_at;  /* the first path component that this user cannot pass */
	strs beside;             /* other names in the directory, at most 32 */
};

struct change_look; /* change.h */

struct evidence {
	struct listeners listeners;
	struct addresses addresses;
	struct cloud cloud;
	struct firewalls firewalls;
	struct recursion recursion;
	VEC(struct name_look) names;
	VEC(struct reach) reach;
	VEC(struct fetch) fetches;
	struct webroot_look webroot;
	bool interrupted;        /* Ctrl-C: what is missing was not looked at */
	int64_t elapsed;         /* ms, of the whole look */
	struct verdicts verdicts; /* of the packet-verdict engine */
	struct verdicts egress;   /* of this host's own looks, on their way out */
	struct verdicts after_reboot; /* the same of the saved rules; --after-reboot */
	struct capture_seen capture;
	struct counters_seen counters;
	struct dns_looks dns;    /* records, CAA, each authoritative server */
	struct config_look config; /* what the web servers are told */
	struct rehearsal rehearsal;
	/* changes of this host, not part of the shape: those that earlier runs made, and
	 * that of this run; NULL: not asked for */
	const struct change_look *changes, *change;
};

extern const struct shape shape_listeners, shape_addresses, shape_cloud,
	shape_firewalls, shape_name_look, shape_recursion, shape_reach, shape_hop,
	shape_fetch, shape_rehearsed, shape_rehearsal, shape_webroot_look,
	shape_evidence;
extern const char *const seen_words[SEEN__MAX];
extern const char *const manager_state_words[MANAGER__MAX];
extern const char *const where_words[WHERE__MAX];
extern const char *const address_origin_words[ORIGIN__MAX];
extern const char *const connect_words[CONNECT__MAX];
extern const char *const path_words[PATH__MAX];
extern const char *const hop_end_words[HOP__MAX];
extern const char *const hop_next_words[NEXT__MAX];
extern const char *const fetch_purpose_words[FETCH__MAX];
extern const char *const rehearsed_as_words[REHEARSED__MAX];
extern const char *const scheme_words[SCHEME__MAX];

/* The look at this name, or NULL. */
struct name_look *evidence_name(const struct evidence *e, const char *ascii);
/* The first value of a header (lower-case name), or NULL. */
const char *hop_header(const struct hop *h, const char *name);
/* The last hop; NULL when the fetch has none. */
const struct hop *fetch_last(const struct fetch *f);

#endif
