/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A laboratory for the verdict engine: a host namespace with veth h0 (203.0.113.10/24,
 * 2001:db8:1::10/64, default routes by it) and d0 (172.17.0.1/16, fd00:17::1/64, where
 * containers live), and a peer that forges packets into h0. The kernel's decision
 * about each
 * is read from its own trace, so that nothing is guessed.
 */
#ifndef DIFF_LAB_H
#define DIFF_LAB_H

#include "arena.h"
#include "verdict/verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LAB_TABLE "zz_lab"

/* -- lab.c: namespaces, the wire, the sender
 * ----------------------------------------------- */
/* Enters a fresh host namespace; false with a word on stderr. May be called again. */
bool lab_enter(void);
/* How packets come in, from the next lab_enter on: "veth"; "bridge" (h0 is a bridge, the
 * wire one of its ports); "tun" (h0 is a tunnel's end); "lo"; "rpf" (veth, with a strict
 * reverse path filter). False with a word on stderr: there is no such way. */
bool lab_way(const char *way);
/* The interface that they come in by: "h0" or "lo". */
const char *lab_interface(void);
/* Sends the packet that the engine models for this question, from this source. */
bool lab_send(const struct question *q, const struct ip *from, bool bad_checksum);

/* -- load.c: rulesets
 * ------------------------------------------------------------------------ */
/* Empties nftables, and puts the laboratory's own tables there. NULL or what went
 * wrong. */
const char *load_reset(struct arena *a);
/* The same and an nftables ruleset behind it, in one transaction. */
const char *load_reset_with(struct arena *a, const char *text);
/* kind: nft ipt4 ipt6 leg4 leg6 ipset sh. NULL or what went wrong. */
const char *load_text(struct arena *a, const char *kind, const char *text, size_t n);

/* -- xdp.c: mode "generic" or "native". NULL or what went wrong. */
const char *load_xdp(const char *mode);

/* -- trace.c: what the kernel did
 * ------------------------------------------------------------ */
enum trace_type { TRACE_POLICY = 1, TRACE_RETURN, TRACE_RULE };
struct trace_event {
	char table[64], chain[64];
	uint64_t handle;
	int type, verdict, family;
	uint32_t id;
};
enum { TRACE_MAX = 512 };
struct trace {
	struct trace_event v[TRACE_MAX];
	size_t n;
};
bool trace_open(void);
void trace_close(void);
/* Reads the events that have come; waits up to wait_ms for a first one. */
void trace_read(struct trace *t, int wait_ms);

struct kernel_says { /* of one packet */
	enum fate fate;
	bool replied;      /* a reset or an ICMP error was made */
	/* dropped where no trace says: routing, conntrack, legacy tables */
	bool silent;
	bool stolen;         /* taken over: by a proxy, to another interface */
	bool local, forward; /* it got to this hook */
	char family[8], table[64], chain[64];
	uint64_t handle;   /* 0: the chain's policy */
};
/* Makes one decision of the events. */
void trace_judge(const struct trace *t, struct kernel_says *out);

/* -- judge.c: what the engine says
 * ------------------------------------------------------------ */
struct judge;
struct judge *judge_new(struct arena *a, const char **why);
const struct ruleset *judge_rules(const struct judge *j);
void judge_ask(struct judge *j, struct question *q, struct verdict_answer *out);
/* The part of an answer that holds this source; NULL when none does. */
const struct verdict_part *judge_part(
	const struct verdict_answer *ans, const struct ip *ip);

#endif
