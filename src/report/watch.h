/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `pkiready watch`: one line an attempt, and a summary (watch.schema.json). */
#ifndef PKIREADY_REPORT_WATCH_H
#define PKIREADY_REPORT_WATCH_H

#include "evidence.h"
#include "fate.h"
#include "report/report.h"

struct watch_event { /* a connection that came, and what this host says of it */
	const struct arrival *arrival;
	int64_t at;            /* UNIX ms, of its SYN */
	bool judged;           /* the rules were asked */
	enum fate fate;
	const char *rule;      /* what decides, in words; NULL none */
	const char *unjudged;  /* why they were not asked; NULL */
	bool listeners_known;
	const char *listener;  /* who listens on the port; NULL nobody */
};

struct watch_sum {
	int64_t ms;            /* how long it was watched */
	int64_t attempts, good;
	int64_t failed[ATTEMPT__MAX]; /* those that were not good, by where they died */
	int64_t ca;            /* of the attempts, those of a known CA */
	int64_t transit;       /* to other machines, passed on by this host */
	int64_t omitted;       /* lines that were not shown: too many a second */
	int64_t evicted;       /* connections forgotten for want of room */
	int64_t packets;       /* that passed the filter */
	int64_t dropped;       /* of them, lost by the kernel */
	int64_t fragments;     /* parts of datagrams that nothing could be read from */
	int64_t unwritten;     /* packets that found no room in the file */
	strs unseen_by;        /* XDP programs: what they drop is not seen here */
};

/* Each is one line in JSON, and flushed; false when writing failed. */
bool report_watch_event(
	FILE *out, const struct style *s, const struct watch_event *e);
/* n lines were not shown in the last second. */
bool report_watch_omitted(FILE *out, const struct style *s, int64_t n);
bool report_watch_sum(FILE *out, const struct style *s, const struct watch_sum *w);

/* How far it came, in words: "SYN sent 3 times, no answer". For reports of arrivals. */
const char *watch_stage(struct arena *a, const struct arrival *x);

#endif
