/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a CAA set means to one CA: RFC 8659 sections 3 and 4, RFC 8657, BR 3.2.2.8. Pure.
 */
#ifndef PKIREADY_CHECKS_CAA_H
#define PKIREADY_CHECKS_CAA_H

#include "dns.h"

enum { CAA_CRITICAL_FLAG = 128, CAA_BIT1_FLAG = 1 };

struct caa_param {
	const char *tag;      /* in its own case */
	struct bytes value;
};
struct caa_value { /* of issue and issuewild: RFC 8659 section 4.2's grammar */
	const char *malformed; /* why, in words; it then lets nobody issue; NULL fine */
	const char *issuer;    /* "" lets nobody issue */
	VEC(struct caa_param) params;
};
void caa_value_parse(struct arena *a, struct bytes b, struct caa_value *out);

enum caa_answer {
	CAA_UNSEEN,         /* not looked at */
	CAA_FAILED,         /* the climb met a failure before any set: view says which */
	CAA_UNLIMITED,      /* no set up to the top-level domain: every CA may */
	CAA_OPEN,           /* a set without a property that restricts this name */
	CAA_NAMED,          /* it names the CA */
	CAA_BOUND,          /* it names it for one account, which is not known here */
	CAA_CASE,           /* it names it in another case: perhaps that does */
	CAA_MAYBE,          /* by a name of which no source says for sure */
	CAA_CA_UNKNOWN,     /* it restricts, and the profile's CA is not known */
	CAA_CRITICAL_MAYBE, /* critical, and no source tells if the CA knows the tag */
	CAA_EXCLUDED_MAYBE, /* parameters that exclude, if the CA obeys them */
	CAA_EXCLUDED,       /* RFC 8657: another method, or unsatisfiable */
	CAA_CRITICAL,       /* an unknown tag with the critical flag */
	CAA_WILD_FORBIDDEN, /* issuewild names others */
	CAA_FORBIDDEN,
	CAA__MAX
};
struct caa_decision {
	enum caa_answer answer;
	const struct dns_view *view;     /* of the set, or the one that failed */
	const struct dns_record *record; /* that decides; NULL */
	const char *property;            /* "issue", "issuewild": the one that counts */
	const char *why;                 /* of EXCLUDED, in words; NULL */
};
/* The set is empty, or lets anyone; or it names this CA, if only perhaps. */
bool caa_may(enum caa_answer a);
void caa_decide(const struct judging *j, const struct caa_look *l,
	const struct profile *p, struct caa_decision *out);
/* The tag is this one, case aside. */
bool caa_tag(const struct dns_record *r, const char *tag);

#endif
