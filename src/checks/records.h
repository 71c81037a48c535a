/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The validation record of one name: what stands where, and what it should be. */
#ifndef PKIREADY_CHECKS_RECORDS_H
#define PKIREADY_CHECKS_RECORDS_H

#include "dns.h"
#include "record_name.h"

enum { RECORD_SHOWN = 96 }; /* bytes of a value in a message */

/* How one value compares with the expected one, from the best to the worst. */
enum value_fit {
	VALUE_RIGHT,
	VALUE_PLAUSIBLE, /* nothing is expected, and nothing is odd about it */
	VALUE_QUOTED,    /* quotes at its ends belong to it */
	VALUE_SPLIT,     /* it lost its quotes: blanks split it */
	VALUE_DOTTED,    /* a period too many, or the zone behind a CNAME's target */
	VALUE_EDITED,    /* white space or the like was added */
	VALUE_MISTYPED,  /* nearly it */
	VALUE_OLD,       /* another value of the kind */
	VALUE_FOREIGN,   /* something else: SPF, another service */
	VALUE__MAX
};
struct value_judged {
	enum value_fit fit;
	const char *how; /* the difference in words, NULL none */
};

struct record_case {
	const struct named *named;
	struct record_name want;
	const struct record_look *look; /* NULL: nobody looked */
	const struct dns_view *view;    /* the CA's, of the wanted type; NULL */
	bool by_host;                   /* it is the host's own resolver's */
	enum dns_state state;
	const struct zone_look *zone;   /* NULL not walked */
	const struct dns_provider *provider; /* NULL not recognised */
	const char *apex;               /* of the zone */
	const struct dns_record *best;  /* the record that fits best; NULL none */
	struct value_judged fit;        /* of best */
};

/* -- record_value.c ---------------------------------------------------------------- */
void record_fit(const struct judging *j, const struct record_case *c,
	const struct dns_record *r, struct value_judged *out);
/* The best of a view's records, and how it fits; NULL when none is of the kind. */
const struct dns_record *record_best(const struct judging *j,
	const struct record_case *c, const struct dns_view *v, struct value_judged *out);
/* The view holds the value; where none is expected, one of the kind. */
bool record_has(
	const struct judging *j, const struct record_case *c, const struct dns_view *v);
/* It looks like a token of a CA: 16 or more of its characters, nothing else. */
bool record_is_token(struct bytes b);

/* -- record_diff.c ----------------------------------------------------------------- */
/* Where they differ: "character 5 is \"O\", not \"0\"". */
const char *record_diff(
	const struct judging *j, struct bytes got, struct bytes want);

/* -- record_slips.c ---------------------------------------------------------------- */
/* Nothing that fits stands at the host: says where it went. */
void record_say_absent(const struct judging *j, const struct record_case *c);
/* The host cannot be looked up at all. */
void record_say_failing(const struct judging *j, const struct record_case *c);

/* -- record_servers.c -------------------------------------------------------------- */
/* Says record-not-everywhere or wrong-provider; true when that explains an absence. */
bool record_judge_servers(const struct judging *j, const struct record_case *c);
void record_judge_lines(const struct judging *j, const struct record_case *c);

/* -- record_others.c --------------------------------------------------------------- */
/* Other values at the host, the TTL, and the host's own resolver. */
void record_judge_others(const struct judging *j, const struct record_case *c);
void record_judge_ttl(const struct judging *j, const struct record_case *c);
void record_judge_host(const struct judging *j, const struct record_case *c);
void record_judge_age(const struct judging *j);
/* "; the other values there: …", "" none. */
const char *record_others(const struct judging *j, const struct record_case *c);

/* -- record_advice.c --------------------------------------------------------------- */
/* The line for the zone and the console's fields behind a first sentence. */
const char *record_advice(
	const struct judging *j, const struct record_case *c, const char *first);
/* A finding about this name. */
struct finding *record_say(const struct judging *j, const struct record_case *c,
	enum finding_id id, enum verdict v, const struct obs *o, const char *fmt, ...)
	__attribute__((format(printf, 6, 7)));

#endif
