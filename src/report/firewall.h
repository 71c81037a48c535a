/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `pkiready firewall`: what becomes of a new connection, by which rule. */
#ifndef PKIREADY_REPORT_FIREWALL_H
#define PKIREADY_REPORT_FIREWALL_H

#include "evidence.h"
#include "profile.h"
#include "report/report.h"

struct firewall_report {
	const struct ask_verdicts *ask;    /* what was asked */
	const struct profile *profile;
	bool ca;                           /* the profile's lists were asked for */
	const struct firewalls *managers;
	const struct verdicts *verdicts;
	const struct verdicts *then;       /* after a reboot; NULL: not asked */
	const char *subject; /* "bundle of …", "after a reboot"; NULL: the live rules */
	int exit;
};

/* False when writing failed. */
bool report_firewall(
	FILE *out, const struct style *s, const struct firewall_report *r);

/* What a map says of all that counts: the public space without this host's own addresses,
 * and what a rule decides. */
bool firewall_counts(const struct verdicts *v, const struct space_look *s,
	const struct space_range *r);

/* -- firewall_reboot.c */
struct page;
void firewall_put_reboot(struct page *p, const struct firewall_report *r);
struct writer;
void firewall_write_reboot(struct writer *w, const struct firewall_report *r);
/* -- text_firewall.c, firewall_json.c */
void firewall_write_by(struct writer *w, const char *name, const struct decider *d);
bool firewall_text(FILE *out, const struct style *s, const struct firewall_report *r);
bool firewall_write(FILE *out, const struct style *s, const struct firewall_report *r);

#endif
