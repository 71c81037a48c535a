/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether one answer holds the validation record. */
#ifndef PKIREADY_RECORD_STATE_H
#define PKIREADY_RECORD_STATE_H

#include "evidence_dns.h"

enum record_state {
	RECORD_UNSEEN, /* no usable answer */
	RECORD_ABSENT, /* no such record, or no such name */
	RECORD_ANY,    /* there are records, and no value is expected */
	RECORD_OTHER,  /* there are records, and none is the expected one */
	RECORD_BESIDE, /* the expected one, and others beside it */
	RECORD_HELD,   /* the expected one alone */
};

/* What the view holds of this type. A TXT is compared byte for byte, a CNAME as a name
 * (RFC 4343), a final period aside. */
enum record_state record_state_of(
	const struct dns_view *v, int type, const struct bytes *value);
/* True for the one record that is expected. */
bool record_is_value(const struct dns_record *r, int type, const struct bytes *value);
/* The answer of this server to this question, without a client subnet; NULL: it was not
 * asked. */
const struct server_answer *record_answer_of(
	const struct server_look *s, const char *host, int type);
/* The zone whose servers answer for the host: the longest that was walked; or NULL. */
const struct zone_look *record_zone_of(const struct dns_looks *d, const char *host);
/* Whether two names are one (RFC 4343), a final period aside. */
bool record_same_name(const char *a, const char *b);

#endif
