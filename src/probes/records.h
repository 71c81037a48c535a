/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The hosts at which a validation record is looked for: where it belongs, and the places
 * where it lands by a slip. Pure.
 */
#ifndef PKIREADY_PROBES_RECORDS_H
#define PKIREADY_PROBES_RECORDS_H

#include "arena.h"
#include "evidence_dns.h"
#include "target.h"

enum {
	RECORDS_NAMES_MAX = 16, /* more names than these: only where records belong */
	RECORDS_PREFIXES_MAX = 16
};

struct record_host {
	const char *host;
	enum record_place place;
};
struct record_hosts {
	VEC(struct record_host) all; /* those of PLACE_WANTED first, each host once */
};

void records_hosts(struct arena *a, const struct target *t,
	const struct target_name *name, struct record_hosts *out);

#endif
