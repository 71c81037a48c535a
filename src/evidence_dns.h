/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What DNS says, question by question and vantage by vantage: the CA's view (full
 * recursion, validating), this host's own resolver, and each authoritative server by
 * itself; the delegation from the parent's and the child's side; the CAA climb; the
 * chain of trust. Names are absolute, without the trailing dot, in the case in which they
 * came; "" is the root. Record data is hostile bytes (RFC 1035, RFC 8659, RFC 4034).
 */
#ifndef PKIREADY_EVIDENCE_DNS_H
#define PKIREADY_EVIDENCE_DNS_H

#include "arena.h"
#include "evidence_obs.h"
#include "ip.h"
#include "shape.h"

#include <stdbool.h>
#include <stdint.h>

enum dnssec { DNSSEC_UNKNOWN, DNSSEC_SECURE, DNSSEC_INSECURE, DNSSEC_BOGUS, DNSSEC__MAX };

enum { /* record types used here (IANA) */
	RR_A = 1,
	RR_NS = 2,
	RR_CNAME = 5,
	RR_SOA = 6,
	RR_TXT = 16,
	RR_AAAA = 28,
	RR_DNAME = 39,
	RR_DS = 43,
	RR_RRSIG = 46,
	RR_DNSKEY = 48,
	RR_CAA = 257
};
enum { RECORDS_KEPT = 1024, RECORD_BYTES_MAX = 65535 };

struct dns_record {
	const char *owner;
	int64_t type;
	int64_t ttl;         /* s */
	const char *text;    /* RDATA in presentation form (RFC 1035 section 5.1) */
	/* TXT: its strings joined. CAA: the value. CNAME, DNAME, NS: the target's name.
	 * Else the RDATA as on the wire. */
	struct bytes data;
	int64_t strings;     /* TXT: of how many character-strings it is made */
	int64_t flags;       /* CAA: the flags octet */
	const char *tag;     /* CAA: the tag, in its own case; NULL else */
};

/* One question, and what one vantage answered. */
struct dns_view {
	struct obs obs;      /* YES: records of the type; NO: NXDOMAIN or no data */
	const char *owner;   /* as asked */
	int64_t type;        /* as asked */
	int64_t rcode;       /* RFC 1035; -1 no answer at all */
	bool nxdomain;
	bool truncated;      /* more records came than RECORDS_KEPT */
	enum dnssec dnssec;  /* only a validating view knows */
	const char *why_bogus;
	VEC(struct dns_record) chain;   /* CNAME and DNAME records as followed */
	VEC(struct dns_record) records; /* of the type, at the end of the chain */
	const char *end;     /* the name at the end of the chain: owner without one */
	const char *soa;     /* owner of the SOA in a negative answer: the zone; NULL */
	/* s that a cache may keep the negative answer: RFC 2308 section 5; -1 unknown */
	int64_t negative_ttl;
	int64_t ms;
};

/* -- each authoritative server ------------------------------------------------------ */
enum server_fault {
	SERVER_OK,          /* an authoritative answer */
	SERVER_NOT_ASKED,   /* answer.obs says why */
	SERVER_SILENT,      /* no datagram, no stream: time-out */
	SERVER_REFUSED_RST, /* ICMP or RST */
	SERVER_UNREACHABLE, /* no route, or this host's own output path refused */
	SERVER_LAME,        /* answers without AA, or refers elsewhere */
	SERVER_RCODE,       /* SERVFAIL, REFUSED, NOTIMP, FORMERR: answer.rcode */
	SERVER_MALFORMED,   /* wrong id, question, or no DNS message */
	SERVER__MAX
};
struct server_answer { /* one question to one address of one server */
	struct dns_view answer;
	enum server_fault udp, tcp; /* by each transport; NOT_ASKED where needless */
	bool authoritative;  /* AA */
	bool cut;            /* TC over UDP */
	bool referral;       /* it delegates further or elsewhere */
	bool case_kept;      /* the 0x20 case of the question came back */
	bool edns;           /* it answered with OPT */
	bool edns_refused;   /* FORMERR or NOTIMP to a question with OPT; asked without */
	int64_t bytes;       /* of the answer */
	/* the EDNS Client Subnet sent ("202.96.0.0/24"), and the region that it stands
	 * for ("China Telecom"); NULL none */
	const char *subnet, *region;
	int64_t scope;       /* SCOPE PREFIX-LENGTH that came back; -1: not honoured */
};
struct server_look { /* one address of one name server */
	const char *name;    /* of the server */
	struct ip ip;
	struct obs obs;      /* YES: this address answered at least once */
	bool in_parent, in_child; /* which NS set names it */
	bool glue;           /* the address came with the delegation */
	/* not delegated at all: the zone's SOA names it, or it is a known server of the
	 * provider by this name ("Alibaba Cloud DNS") */
	const char *not_delegated;
	int64_t serial;      /* of the SOA; -1 unknown */
	VEC(struct server_answer) answers;
};
struct zone_look { /* one zone cut on the way to an examined name: the last is its zone */
	struct obs obs;      /* NO: the parent denies the delegation */
	const char *name;    /* the zone's apex */
	const char *parent;  /* the zone above */
	struct dns_view parent_ns; /* as the parent's servers refer */
	struct dns_view child_ns;  /* as the zone itself says */
	struct dns_view ds, dnskey;
	struct dns_view soa;
	VEC(struct dns_record) glue;
	VEC(struct server_look) servers; /* every address of every server */
	strs unresolved;     /* servers of the delegation without any address */
};

/* -- the chain of trust ------------------------------------------------------------- */
enum sig_state {
	SIG_UNKNOWN,
	SIG_GOOD,
	SIG_EXPIRED,
	SIG_NOT_YET,
	SIG_NO_KEY,      /* no DNSKEY with that tag and algorithm */
	SIG_BAD,         /* it does not verify */
	SIG_UNSUPPORTED, /* algorithm */
	SIG__MAX
};
struct trust_sig { /* an RRSIG (RFC 4034 section 3) */
	const char *owner;
	int64_t covers;      /* type */
	const char *signer;
	int64_t algorithm, key_tag;
	int64_t inception, expiration; /* UNIX s */
	enum sig_state state;
};
struct trust_step { /* one zone, from the root down */
	const char *zone;
	struct obs obs;
	enum dnssec dnssec;
	strs ds;             /* "20326 8 2": key tag, algorithm, digest type */
	strs keys;           /* "20326 8 257": key tag, algorithm, flags */
	bool ds_matches;     /* one DS fits one DNSKEY */
	VEC(struct trust_sig) sigs; /* over the DNSKEY set, and over what was asked */
	const char *why;     /* bogus: in words, with the dates; NULL else */
};

/* -- what is looked for ------------------------------------------------------------- */
enum record_place { /* why a host is looked at */
	PLACE_WANTED,    /* where the record belongs */
	PLACE_DOUBLED,   /* the zone's name once more: _dnsauth.a.example.a.example */
	PLACE_NAME,      /* at the name itself, without the prefix */
	PLACE_WWW,       /* at the www name's level */
	PLACE_REGISTRABLE, /* at the registrable name's level */
	PLACE_PREFIX,    /* another CA's prefix at the right level */
	PLACE_TARGET,    /* where the CNAME leads */
	PLACE__MAX
};
struct record_look { /* one host */
	const char *name;    /* the examined name (ascii) that wants it */
	const char *host;    /* the whole name asked */
	enum record_place place;
	/* the CA's view, over both types; txt follows a CNAME */
	struct dns_view txt, cname;
	struct dns_view host_txt;  /* this host's own resolver */
};
struct caa_look { /* RFC 8659 section 3 for one examined name */
	const char *name;
	bool wildcard;
	/* the name, then each parent down to the top-level domain: all are asked, so that
	 * what is found first can be told */
	VEC(struct dns_view) climb;
};

struct dns_looks {
	struct obs obs;      /* YES: the walk from the root began */
	VEC(struct zone_look) zones;
	VEC(struct trust_step) trust;
	VEC(struct record_look) records;
	VEC(struct caa_look) caa;
};

extern const struct shape shape_dns_record, shape_dns_view, shape_server_answer,
	shape_server_look, shape_zone_look, shape_trust_sig, shape_trust_step,
	shape_record_look, shape_caa_look, shape_dns_looks;
extern const char *const dnssec_words[DNSSEC__MAX];
extern const char *const server_fault_words[SERVER__MAX];
extern const char *const sig_state_words[SIG__MAX];
extern const char *const record_place_words[PLACE__MAX];

#endif
