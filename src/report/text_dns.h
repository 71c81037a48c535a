/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the DNS says of each name: the record, each server, CAA, the chain of trust. */
#ifndef PKIREADY_TEXT_DNS_H
#define PKIREADY_TEXT_DNS_H

#include "report/page.h"

/* One record of one name, as it is looked for. */
struct sought {
	const struct record_look *look;
	int type;
	struct bytes value; /* n 0: nothing is expected */
};

/* All names: in full those that fail and the first few; the others a line each. */
void text_dns_names(struct page *p, const struct result *r);

/* -- text_servers.c: every address of every server of the record's zone. */
void text_servers(struct page *p, const struct result *r, const struct sought *s);
/* How many addresses of delegated servers there are, and how many hold the record (any
 * one, where no value is expected). */
void text_servers_count(const struct result *r, const struct sought *s, size_t *held,
	size_t *all);
/* "the expected value", "no such name", "\"another\" and 2 more": what a view holds. */
const char *text_view(struct page *p, const struct sought *s, const struct dns_view *v);
const char *text_value(struct page *p, const struct dns_record *r);

/* -- text_trust.c: CAA and DNSSEC of one name, and who may issue. */
void text_caa(struct page *p, const struct result *r, const struct target_name *n);
void text_trust(struct page *p, const struct result *r, const char *host);
void text_may_issue(struct page *p, const struct result *r);

enum { DNS_MARGIN = 2, DNS_HANG = 11 };

#endif
