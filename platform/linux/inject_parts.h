/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between inject.c and its parts. */
#ifndef PKIREADY_LINUX_INJECT_PARTS_H
#define PKIREADY_LINUX_INJECT_PARTS_H

#include "inject.h"
#include "inject_nft.h"

#include <sys/types.h>

enum {
	INJECT_FRAME_MAX = 160,
	INJECT_INTERFACES_MAX = 64,
	INJECT_WAIT_MS = 50, /* for a packet that another CPU handles */
};

/* -- inject_frame.c: Ethernet, IP, TCP with valid checksums, as the engine models it */
struct inject_tuple { /* of one forged connection, host order */
	struct ip from, to;
	uint16_t source_port, port;
	uint32_t seq;
};
struct inject_link {
	const char *name;
	unsigned index;
	uint8_t own[6], gateway[6];
	bool up;
};
/* False: there is no such interface. */
bool inject_link_find(struct arena *a, const char *name, struct inject_link *out);
/* A SYN, or with rst the reset that ends what the SYN opened. Returns its length. */
size_t inject_frame(uint8_t out[INJECT_FRAME_MAX], const struct inject_link *link,
	const struct inject_tuple *t, bool rst);

/* -- inject_bpf.c: into the receive path, by bpf(2) alone */
struct inject_way {
	int fd[INJECT_INTERFACES_MAX]; /* programs of the first method, by interface */
	int xdp;                       /* of the second; -1 */
	bool live_frames;              /* the second one is used */
	int error;                     /* errno of what was refused */
};
/* Loads the program of the second way as well, for who cannot load it later. */
void inject_way_open_both(
	struct inject_way *w, const struct inject_link *links, size_t n);
/* Runs a program that was loaded on nothing: false: this process may not. */
bool inject_way_try(const struct inject_way *w);
void inject_way_init(struct inject_way *w);
/* Loads what is not loaded yet. False: w->error. */
bool inject_way_open(struct inject_way *w, const struct inject_link *links, size_t n);
bool inject_way_send(struct inject_way *w, size_t link_at, const struct inject_link *link,
	const uint8_t *frame, size_t n);
void inject_way_close(struct inject_way *w);

/* -- inject_table.c: the own table */
struct inject_key { /* of one SYN, network order */
	struct ip from, to;
	uint8_t ports[4], seq[4], ack[4];
	bool pass;                     /* it may reach the listener */
};
struct inject_table {
	struct nl nl;                  /* owns the table */
	char name[32];
	bool owner, ingress, egress;   /* what this kernel has */
	bool trace4, trace6;
	uint64_t counts[INJECT__MAX];
};
/* Removes tables that a run left behind which is no more. */
void inject_table_sweep(struct arena *a);
enum err inject_table_open(struct arena *a, struct inject_table *t,
	const struct inject_key *keys, size_t n, const struct inject_link *links,
	size_t links_n) MUST_USE;
extern const char *const inject_table_marks[INJECT__MAX]; /* the counters' names */
/* What was counted since the last call. False: the kernel did not say. */
bool inject_table_read(struct arena *a, struct inject_table *t,
	uint64_t since[INJECT__MAX]);
void inject_table_close(struct inject_table *t);

/* -- inject_trace.c: which rule it was */
struct inject_trace;
struct inject_trace *inject_trace_open(struct arena *a);
void inject_trace_drain(struct inject_trace *t);
/* The rule that dropped (or last accepted) the SYN that the own table saw first. */
void inject_trace_judge(struct inject_trace *t, struct arena *a, const char *own_table,
	bool accepted, struct inject_rule *out);
void inject_trace_close(struct inject_trace *t);

/* -- inject_live.c: what a SYN opened, ended without a packet that leaves */
struct inject_life { /* a SYN that was let through to the listener */
	struct inject_tuple tuple;
	uint32_t link;                 /* index of its interface among the run's */
};
struct inject_ender { /* what it takes where the kernel destroys no sockets */
	struct inject_way *way;
	const struct inject_link *links;
	bool reset_first;              /* what stands may be on another machine's stack */
};
/* Ends the half-open socket of the tuple, and deletes its conntrack entry. */
void inject_live_end(
	struct arena *a, const struct inject_life *l, const struct inject_ender *e);

/* -- inject_guard.c: the process that cleans up when all others are gone */
struct inject_guard {
	int pipe;                      /* closed by our death */
	pid_t pid;                     /* 0: it is not there */
	struct inject_lives *lives;    /* shared */
	struct inject_ender ender;
};
/* Forks it. It holds the table's socket, and ends by itself after some seconds. */
enum err inject_guard_start(struct inject_guard *g, struct inject_table *t) MUST_USE;
/* It is alive from now on; false: the guardian is gone, inject nothing more. */
bool inject_guard_live(struct inject_guard *g, const struct inject_life *l);
/* Ends what is alive, now. */
void inject_guard_settle(struct arena *a, struct inject_guard *g);
/* Settles, and waits until the guardian let the table go. */
void inject_guard_stop(struct arena *a, struct inject_guard *g, struct inject_table *t);

#endif
