/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One observation: the first member of whatever a probe saw. */
#ifndef PKIREADY_EVIDENCE_OBS_H
#define PKIREADY_EVIDENCE_OBS_H

#include "shape.h"

#include <stdint.h>

enum seen {
	/* not looked at: not asked for, not on this platform, or needless */
	SEEN_SKIPPED,
	SEEN_YES,     /* looked, and it is so */
	SEEN_NO,      /* looked, and it is not there */
	SEEN_DENIED,  /* the system refused the look for lack of privilege */
	SEEN_FAILED,  /* the look itself failed: excerpt says how */
	SEEN__MAX
};

struct obs {
	enum seen seen;
	const char *source;  /* "sock_diag", "GET http://a.example/x from 192.0.2.1" */
	const char *excerpt; /* what was seen, one line, raw (escaped on output) */
	int64_t at;          /* ms since the run began */
};

extern const struct shape shape_obs;

#endif
