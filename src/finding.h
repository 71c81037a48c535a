/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Findings: what stands between this server and its certificate. The table below them
 * (finding_list.h) is the master list of ids; an id is an interface and never renamed.
 */
#ifndef PKIREADY_FINDING_H
#define PKIREADY_FINDING_H

#include "arena.h"
#include "evidence.h"

#include <stdbool.h>
#include <stdint.h>

enum verdict { VERDICT_PASS, VERDICT_WARN, VERDICT_UNKNOWN, VERDICT_FAIL, VERDICT__MAX };
enum certainty {
	CERTAINTY_ASSUMED,
	CERTAINTY_COMPUTED,
	CERTAINTY_PROVED,
	CERTAINTY__MAX
};
enum vantage { VANTAGE_HOST, VANTAGE_OUTSIDE, VANTAGE__MAX };

enum finding_id {
#define FINDING(symbol, text, ...) FINDING_##symbol,
#include "finding_list.h"
#undef FINDING
	FINDING__MAX
};

struct finding_info {
	const char *id;      /* "no-listener" */
	const char *section; /* "Listener" */
	const char *title;   /* one line: when it is given */
	const char *why;     /* what it means for the validation, a few sentences */
	/* what to do in general; what stands in a finding is specific */
	const char *advice;
	enum certainty proof; /* the strongest that it can carry */
};
extern const struct finding_info finding_table[FINDING__MAX];
/* FINDING__MAX when there is no such id. */
enum finding_id finding_by_id(const char *id);

/* What a finding is about; whatever does not apply stays 0 or NULL. */
struct subject {
	const char *name;    /* ascii */
	struct ip ip;
	int64_t port;
	const char *url;
	const char *thing;   /* a file, unit, directive, server */
};

struct finding {
	enum finding_id id;
	enum verdict verdict;
	enum certainty certainty;
	enum vantage vantage;
	bool outside_only; /* an UNKNOWN that only an outside look can settle */
	struct subject subject;
	/* one sentence, says what was seen (raw; escaped on output) */
	const char *message;
	const char *advice;             /* what to do, may be several lines */
	VEC(const struct obs) because;  /* never empty */
	struct finding *cause; /* set by findings_group; NULL for a cause itself */
	VEC(struct finding) consequences;
	/* the examined names that it is about, when more than one: then subject.name is
	 * the first, or NULL when it is about every name */
	strs names;
};

struct paths; /* checks/judge.h */

struct findings {
	struct arena *arena;
	const struct profile *profile;
	VEC(struct finding) all;
	/* what the checks share while they judge; NULL before */
	const struct paths *paths;
};

/* The tool's answer for one profile on one body of evidence. */
enum answer { ANSWER_READY, ANSWER_NOT_READY, ANSWER_UNKNOWN, ANSWER__MAX };

void findings_init(struct findings *f, struct arena *a, const struct profile *p);
/* Appends a finding; the caller fills in the rest. because may be NULL only when the
 * caller adds one itself. */
struct finding *findings_add(struct findings *f, enum finding_id id, enum verdict v,
	enum certainty c, const struct obs *because, const char *message, ...)
	__attribute__((format(printf, 6, 7)));
void finding_because(struct findings *f, struct finding *x, const struct obs *o);
void finding_advise(struct findings *f, struct finding *x, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Links consequences under their cause (the const table of finding.c: same name, address,
 * port as far as both say), and sorts: worst first, then the catalogue's order. */
void findings_group(struct findings *f);
/* design.md section 1: READY: no FAIL, and each UNKNOWN is outside_only. NOT_READY: a
 * FAIL. UNKNOWN: anything else. */
enum answer findings_answer(const struct findings *f);

extern const char *const verdict_words[VERDICT__MAX]; /* "pass" "warn" "unknown" "fail" */
/* "assumed" "computed" "proved" */
extern const char *const certainty_words[CERTAINTY__MAX];
extern const char *const vantage_words[VANTAGE__MAX];     /* "host" "outside" */
extern const char *const answer_words[ANSWER__MAX]; /* "ready" "not-ready" "unknown" */

#endif
