/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Checks judge evidence by a profile: pure, no system or library header, every run
 * judges the same evidence by every profile. What could not be looked at becomes
 * UNKNOWN, never a pass: one generic test runs each check on all-denied evidence and on
 * all-skipped evidence and asserts it.
 */
#ifndef PKIREADY_CHECK_H
#define PKIREADY_CHECK_H

#include "evidence.h"
#include "finding.h"
#include "profile.h"
#include "target.h"

struct probe;

struct judging {
	const struct target *target;
	const struct evidence *evidence;
	const struct profile *profile; /* may differ from target->profile */
	struct findings *findings;
};

struct check {
	const char *id;                     /* "listeners" */
	const char *title;                  /* "Listeners on 80 and 443" */
	const char *why;                    /* one sentence: why it matters */
	const struct probe *const *needs;   /* NULL-terminated: what it judges */
	void (*judge)(const struct judging *j);
};

/* The open set: one file in src/checks and one row here, in the order of the path. */
#define CHECKS(X) \
	X(names) \
	X(resolve) \
	X(nameservers) \
	X(delegation) \
	X(dnssec) \
	X(records) \
	X(caa) \
	X(addresses) \
	X(upstream) \
	X(firewalls) \
	X(firewall_rules) \
	X(nameserver_port) \
	X(after_reboot) \
	X(listeners) \
	X(counters) \
	X(connect) \
	X(tls) \
	X(http) \
	X(redirects) \
	X(file) \
	X(webroot) \
	X(cdn) \
	X(config) \
	X(rehearsal) \
	X(changes) \
	X(closing)

#define X(name) extern const struct check check_##name;
CHECKS(X)
#undef X
extern const struct check *const checks[]; /* NULL-terminated */

#endif
