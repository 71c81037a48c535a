/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the verdict engine says of this host, as evidence: for each source, port,
 * address and interface the verdict with the rule that decides, and for "anyone" the
 * exact map of the address space.
 */
#ifndef PKIREADY_VERDICTS_H
#define PKIREADY_VERDICTS_H

#include "arena.h"
#include "evidence_obs.h"
#include "fate.h"
#include "ip.h"
#include "shape.h"

#include <stdbool.h>
#include <stdint.h>

struct decider { /* the rule, policy or stage that decides */
	const char *stage;    /* "netfilter", "reverse-path-filter", "return-route", … */
	const char *hook;     /* "ingress", "prerouting", "input", "forward", "output" */
	const char *family;   /* "inet", "ip", …; NULL outside netfilter */
	const char *table, *chain;
	int64_t handle; /* nft: the rule's handle; legacy: its number; 0: the policy */
	bool legacy;          /* of iptables-legacy */
	const char *rule;     /* its text; "policy drop" */
	/* "ufw", "firewalld zone public", "hand-added"; NULL unknown */
	const char *owner;
	const char *comment;  /* the rule's own */
	strs path;            /* chains from the base chain down: "input", "web" */
	const char *detail;   /* outside netfilter: "rp_filter=1 on eth0" */
	struct ip sent_to;    /* rewritten to this address (DNAT); family 0: it was not */
	int64_t sent_port;    /* and this port */
};

enum proof_state { /* of a verdict, once a SYN was injected */
	PROOF_NOT_INJECTED, /* why says why */
	PROOF_REFUSED, /* a rule on its way learns from it: why names it */
	PROOF_AGREES,  /* the kernel did what was computed, by the same rule */
	PROOF_SAMPLE,  /* the verdict is maybe: this is what one SYN met */
	PROOF_SETTLES, /* it could not be computed: the kernel's own verdict */
	PROOF_DIFFERS, /* the kernel did otherwise, and is right */
	PROOF__MAX
};
extern const char *const proof_words[PROOF__MAX];

struct proof { /* what the kernel did with an injected SYN */
	enum proof_state state;
	const char *why;
	enum fate verdict;    /* the kernel's */
	struct decider *by;   /* the rule that its trace names; NULL: it names none */
	const char *where;    /* how far the SYN came: "input, behind mangle" */
	/* the listener's answer: "SYN-ACK", "RST", "ICMP error", "silence"; NULL not
	 * asked */
	const char *listener;
	int64_t generation;   /* of nf_tables' rules */
	enum fate computed;   /* what the engine had said of this very SYN, */
	struct decider *engine; /* and by which rule; NULL: none */
	const char *report;   /* of DIFFERS: all of it, ready to paste; else NULL */
};

struct packet_verdict { /* for one source and port */
	struct ip from;
	/* the CA list that it stands in: "DigiCert published"; NULL none */
	const char *list;
	struct ip to;
	const char *interface;
	int64_t port;
	const char *proto;    /* "tcp", "udp" */
	enum fate verdict;
	struct decider by;
	struct decider *nearly; /* of a policy: the rule that nearly matched; NULL none */
	/* of maybe and unknown: what decides; of rules that read the clock: how long */
	strs reasons;
	struct ip last;       /* of a range that begins with from; family 0: one */
	struct proof *proof;  /* NULL: none was asked for */
};

struct space_range { /* sources with one verdict by one decider */
	struct ip from, to;
	enum fate verdict;
	int64_t by;           /* index into deciders */
	strs reasons;
};
struct space_look { /* every source of a family, for one port */
	struct ip to;
	const char *interface;
	int64_t port;
	const char *proto;
	int64_t family;       /* 4, 6 */
	VEC(struct decider) deciders;
	VEC(struct space_range) ranges; /* in order of address, without gaps */
	/* a SYN for each range of the public space, when proof was asked for */
	VEC(struct packet_verdict) samples;
};

struct packet_program { /* what stands in the path and is not evaluated */
	const char *kind;     /* "xdp", "tc", "cgroup-bpf", "netfilter-bpf", "ipvs" */
	const char *where;    /* interface, cgroup, hook */
	const char *detail;   /* program id and name, service */
};

struct idle_rule { /* accepts what is dropped, and does not decide */
	struct decider rule;
	struct ip to;
	const char *interface;
	int64_t port;
	const char *proto;
	/* "no rule jumps to its chain", "its table is dormant"; NULL */
	const char *why;
};

enum boot_state {
	BOOT_LOADED,   /* it ran, and ended well */
	BOOT_FAILED,   /* detail: what it said */
	BOOT_DISABLED, /* its unit is there, and not enabled */
	BOOT_NOT_RUN,  /* runs at boot, but was not run here; detail: why */
	BOOT__MAX
};
struct boot_load { /* a command that loads rules at boot */
	const char *unit;     /* "nftables.service", "/etc/rc.local:3" */
	const char *command;  /* "/usr/sbin/nft -f /etc/nftables.conf" */
	const char *file;     /* where its rules are; NULL not told */
	enum boot_state state;
	const char *detail;   /* NULL none */
};

struct verdicts {
	struct obs obs;
	VEC(struct packet_verdict) all;
	VEC(struct space_look) spaces;
	VEC(struct packet_program) programs;
	int64_t rules;        /* read in all rulesets */
	strs unread;          /* rulesets that could not be read, and why */
	VEC(struct idle_rule) idle;
	/* of after_reboot: what loads rules at boot, in order */
	VEC(struct boot_load) loads;
	/* programs among the rules' owners that make theirs anew whenever they start */
	strs remakers;
	/* how SYNs were injected: "clone_redirect"; NULL: none were, or none asked for */
	const char *method;
	const char *unproved; /* why none could be, in one line; NULL */
};

struct ask_port {
	int64_t port;
	int64_t proto;        /* 6, 17 */
};
struct ask_source {
	struct ip ip;
	const char *list;     /* echoed in packet_verdict.list */
	struct ip last;       /* every source from ip to this one; family 0: ip alone */
};
struct ask_verdicts {
	VEC(struct ask_source) from;
	bool any4, any6;      /* the map of the whole space */
	VEC(struct ip) to;    /* empty: each global address of this host */
	/* NULL: the one that holds `to`, and each default route's */
	const char *interface;
	VEC(struct ask_port) ports;
	bool output;          /* the output path of this host's own looks instead */
	bool idle;            /* rules that accept a port and do not decide, too */
	/* not the rules in force: those that the saved configuration would load */
	bool after_reboot;
	bool anyway;          /* inject where rules learn from it, too */
};

/* -- verdicts_space.c: what a map says of the public Internet, where CAs ask from */

/* Part of the public space (IPv4 without the special-purpose registry's rows, IPv6 below
 * 2000::/3) that lies in lo..hi: 0 to 1. */
double space_public(const struct ip *lo, const struct ip *hi);
/* The parts of the public space by verdict; they sum up to 1 for a whole map. */
void space_shares(const struct space_look *s, double out[FATE__MAX]);
/* The range that holds the address; NULL none. */
const struct space_range *space_at(const struct space_look *s, const struct ip *ip);
/* A public address of the range; false: it holds none. */
bool space_sample(const struct space_range *r, struct ip *out);
/* All that stands for the public Internet was injected, and the kernel agrees. */
bool space_proved(const struct space_look *s);
/* The verdict is the kernel's own. */
bool proof_holds(const struct packet_verdict *v);
/* Its decider; an empty one where the index is none. */
const struct decider *space_by(const struct space_look *s, const struct space_range *r);
/* "198.51.100.0/25", "192.0.2.1", "192.0.2.1 - 192.0.2.9". */
const char *space_range_str(
	struct arena *a, const struct ip *from, const struct ip *to);
/* "inet filter web handle 7"; "iptables-legacy filter INPUT rule 3"; outside netfilter
 * the stage. */
const char *decider_place(struct arena *a, const struct decider *d);
bool decider_equal(const struct decider *a, const struct decider *b);

/* -- verdicts_reboot.c: two answers to one question, before and after a reboot */
struct reboot_change { /* sources that fare otherwise */
	bool opens;           /* not accepted now; false: accepted now */
	struct ip to;
	const char *interface;
	int64_t port;
	const char *proto;
	struct ip from, last; /* the largest range of such sources */
	double share;         /* of the public space; 0 for single sources */
	enum fate before, after;
	const struct decider *now, *then;
};
typedef VEC(struct reboot_change) reboot_changes;
/* Adds what differs between accepted and not. What a program decides that makes its
 * rules anew when it starts is no difference. */
void reboot_compare(struct arena *a, const struct verdicts *now,
	const struct verdicts *then, reboot_changes *out);
/* "Docker", "fail2ban jail sshd": its rules are in no file, and it makes them again. */
bool owner_remakes(const char *owner);
/* The load that would bring this rule, or the like of it: by the decider's owner, else
 * the one that is enabled; NULL none. */
const struct boot_load *reboot_load_of(
	const struct verdicts *then, const struct decider *d);

/* -- verdicts_mend.c: what an administrator does about it, lines of commands and words;
 * NULL: nothing is known. */
const char *reboot_mend(struct arena *a, const struct verdicts *now,
	const struct verdicts *then, const struct reboot_change *c);

extern const char *const boot_state_words[BOOT__MAX];
extern const struct shape shape_boot_load, shape_decider, shape_packet_verdict,
	shape_space_look, shape_verdicts, shape_ask_verdicts;

#endif
