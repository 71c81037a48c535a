/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine, as a table of verbs. The privileged broker holds the real one (or a fake,
 * by linking, in tests); the examiner reaches it by messages (broker.h). A verb fills in
 * its typed answer and never fails otherwise: a look that failed is data.
 *
 * Each verb has a time limit of its own (HOST_LIMIT_MS), runs nothing that came from the
 * network, and re-validates its question.
 */
#ifndef PKIREADY_HOST_H
#define PKIREADY_HOST_H

#include "arena.h"
#include "evidence.h"
#include "shape.h"
#include "webconf/conf.h"

#include <stdbool.h>
#include <stdint.h>

enum { HOST_LIMIT_MS = 3000 }; /* what a verb may take at most; D-Bus is cut off there */

struct ask_ports { /* for listeners */
	int64_t first, second; /* 80 and 443; 0 none */
};
struct ask_webroot {
	const char *root;      /* absolute directory */
	const char *path;      /* URL path: "/.well-known/pki-validation/fileauth.txt" */
	int64_t uid; /* of the web server's process, -1: the listener's or www-data */
};
struct ask_route {
	struct ip to;
};
struct route_look { /* rtnetlink RTM_GETROUTE */
	struct obs obs;
	enum path path;        /* LOOPBACK, LOCAL or ROUTER */
	const char *interface;
	struct ip source;      /* preferred source address */
	struct ip gateway;     /* family 0: on-link */
	/* "unreachable", "blackhole", "prohibit"; NULL a usable route */
	const char *refused;
};
struct bundle_look { /* the rulesets, and all that the question needs, as one file */
	struct obs obs;
	struct bytes file;     /* bundle.h; n 0 when it would be too long */
};
struct ask_capture { /* packets of TCP to and from these ports, and what refuses them */
	const char *interface; /* NULL: every one */
	strs ports;            /* in decimal, at most CAPTURE_PORTS_MAX */
};
enum { CAPTURE_PORTS_MAX = 16, CAPTURE_SNAP = 4608 };
/*
 * Descriptors to read from without privilege (packets.h). The socket has its filter and
 * its interface already, and packets in it begin with the network header, cut off behind
 * CAPTURE_SNAP bytes. The broker itself reads no packet.
 */
struct capture_look {
	struct obs obs;
	int64_t buffer;        /* bytes that wait in the kernel at most */
	/* not on the wire, but passed beside it; 0 none */
	int packets;
	int changes;           /* readable whenever the nftables ruleset changed */
};
/* A world from which this host is asked as a CA asks it: opened, and ended when all was
 * asked. One at a time. */
struct ask_rehearse {
	bool end;              /* the one that is open */
	VEC(struct ip) from, to; /* to: addresses on this host's interfaces */
	int64_t limit_ms;      /* it ends by itself then */
	bool anyway;           /* although something bans by what it sees */
};
enum { REHEARSE_FROM_MAX = 64, REHEARSE_TO_MAX = 8, REHEARSE_PORTS = 32 };
struct rehearse_way { /* an address that was asked for */
	struct ip to;
	const char *interface; /* its packets come in by it */
	const char *why;       /* NULL, or why it cannot be asked */
};
struct rehearse_look {
	/* opened: YES; NO: a watcher is there, and `anyway` was not said; FAILED: why */
	struct obs obs;
	const char *method;    /* "clone_redirect", "XDP live frames" */
	/* the first of the REHEARSE_PORTS source ports that each address has */
	int64_t port;
	VEC(struct rehearse_way) ways;
	strs watchers;         /* programs that ban by what they see */
	VEC(struct ip) left_out; /* not to be asked from: a rule learns from it */
	strs left_why;         /* a sentence for each */
	/* at the end: packets that a rule would have sent to another machine; and the
	 * bans that the rehearsal caused, each taken back, or that could not be */
	int64_t away;
	strs unbanned, banned;
	/* beside it: what makes sockets in that world (dial.h); 0 none */
	int sockets;
};
extern const struct shape shape_ask_rehearse, shape_rehearse_look;
extern const struct shape shape_bundle_look, shape_ask_capture, shape_capture_look;
extern const struct shape shape_ask_ports, shape_ask_webroot, shape_ask_route,
	shape_route_look;

struct webconf_server { /* a web server that runs, and its configuration as read */
	struct obs obs;        /* YES: whole */
	const char *kind;      /* "nginx", "Apache" */
	int64_t pid;           /* of its main process */
	const char *exe;       /* where its program stands */
	strs args;             /* its command line, nginx's title taken apart */
	bool apart;            /* its files are not this host's: a container, a chroot */
	struct conf_set set;
	strs unread;           /* what could not be read, and why */
	strs changed;          /* files changed after the server last loaded them */
};
struct webconf_look {
	struct obs obs;        /* NO: no web server that is known listens */
	VEC(struct webconf_server) servers;
};
extern const struct shape shape_webconf_server, shape_webconf_look;

/*
 * One row a verb: HOST_VERB(name, question struct, answer struct). The broker's table,
 * the wire, the fake and the null host all expand this list. It is closed: what can be
 * asked in a verb that there is gets no new one.
 */
#define HOST_VERBS(X) \
	X(listeners, ask_ports, listeners) \
	X(addresses, ask_ports, addresses) \
	X(cloud, ask_ports, cloud) \
	X(route, ask_route, route_look) \
	X(webroot, ask_webroot, webroot_look) \
	X(webconf, ask_ports, webconf_look) \
	X(firewalls, ask_ports, firewalls) \
	X(verdicts, ask_verdicts, verdicts) \
	X(prove, ask_verdicts, verdicts) \
	X(bundle, ask_verdicts, bundle_look) \
	X(capture, ask_capture, capture_look) \
	X(rehearse, ask_rehearse, rehearse_look) \
	X(counters, ask_ports, counters) \
	X(change, ask_change, change_look)

enum host_verb {
#define X(verb, question, answer) HOST_##verb,
	HOST_VERBS(X)
#undef X
	HOST__MAX
};

struct ask_change; /* change.h */
struct change_look;

/* What the user allowed on the command line: the verb `change` does no more. */
struct consent {
	bool fix;              /* --fix: plans may be made, */
	bool dry_run;          /* and are not applied */
	bool undo;             /* changes may be undone or confirmed, */
	const char *id;        /* this one; NULL: the last, */
	bool keep;             /* confirmed, and not undone */
	bool unconfirmed;      /* if they still wait to be confirmed */
	bool yes;              /* without a question; else one is asked on the terminal */
	strs yes_to;           /* plan.consents agreed to, by what stands before ":" */
	bool only_ca, force;   /* as in struct ask_change */
	int64_t for_ms;
	int64_t confirm_ms;    /* undone unless confirmed; 0: never; -1: over SSH */
	const char *webroot, *state_dir; /* NULL: none, the default */
};

struct host {
	const char *name; /* "linux", "null", "fake" */
#define X(verb, question, answer) \
	void (*verb)(struct arena *a, const struct question *q, struct answer *out);
	HOST_VERBS(X)
#undef X
	/*
	 * Gives up every privilege for good in the calling process: own uid, no
	 * capabilities, no new privileges, not dumpable. ERR_DENIED when there was none
	 * to give up (not an error for the caller), ERR_IO when privilege might remain
	 * (the caller must exit).
	 */
	enum err (*drop_privileges)(void);
	/* Before the two processes part: what the change verb may do; without it,
	 * nothing. Kept by reference. The member is NULL where nothing is ever
	 * changed. */
	void (*allow)(const struct consent *c);
	/* The examiner is gone: what it began and did not settle is taken back. False:
	 * that failed. NULL as above. */
	bool (*settle)(void);
	/* True when this process may look at all that needs root. */
	bool (*privileged)(void);
};

#endif
