/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What shall come in, and where a ruleset stops it. */
#ifndef PKIREADY_FIXES_WAYS_H
#define PKIREADY_FIXES_WAYS_H

#include "opening.h"

enum { WAYS_MAX = 256, WAYS_PORTS_MAX = 16 };

struct way { /* to one address and port, by one interface */
	struct rulings_pair pair;
	struct ask_port port;
	bool everyone; /* the public Internet shall come in, not only the asked ranges */
	bool roughly;  /* at least half of it: who is kept out by a list may stay so */
};

struct ways {
	struct fixing *fixing;
	struct arena *arena, *scratch; /* of the fix; of one question */
	VEC(struct way) all;
	VEC(struct range) from4, from6; /* the asked sources */
	bool only; /* nobody else shall come in */
	/* the host's facts, but for a reverse path filter that another fix takes away */
	struct facts *facts;
	bool past_filter;
};

struct stop { /* where a way ends */
	enum fate fate; /* DROP, REJECT; UNKNOWN: it is not known */
	const struct decision *by; /* in the ruleset that was asked */
	struct ip from;     /* a source that ends there */
	bool single;        /* asked sources end there, most of the Internet does not */
	bool wanted;        /* an asked source ends there */
	double share;       /* of the public space that ends there */
	/* of ways_from: those of which a part ends there; n 0: not known */
	VEC(const struct range) asked;
	const char *reason; /* of UNKNOWN; NULL */
};

/* False: nothing is asked that could be judged. */
bool ways_find(struct fixing *f, struct arena *arena, struct arena *scratch,
	struct ways *out);
/* False: it is let in, or by chance (MAYBE). */
bool ways_stop(const struct ways *w, const struct ruleset *rs, const struct way *way,
	struct stop *out);
/* The decision told as evidence. */
void ways_tell(const struct ways *w, const struct ruleset *rs, const struct way *way,
	const struct stop *s, struct packet_verdict *out);
const struct range *const *ways_from(const struct ways *w, int family, size_t *n);

/* One question of every source, by one of the two modelled packets (0, 1). The answer is
 * in the scratch arena, which only ways_stop empties. */
bool ways_ask(const struct ways *w, const struct ruleset *rs, const struct way *way,
	int variant, struct verdict_answer *out);
/* -- harmless.c */
/* NULL: whoever is let in to anything that listens here now (TCP and UDP, from outside
 * and by the loopback interface) is let in by the other rules, too; else who is not, in
 * a sentence. */
const char *harmless(const struct ways *w, const struct ruleset *before,
	const struct ruleset *after);

#endif
