/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When a CA gave out a file or value: the WHEN of --issued. */
#ifndef PKIREADY_ISSUED_H
#define PKIREADY_ISSUED_H

#include "err.h"

#include <stdint.h>

/*
 * UNIX seconds of a moment that is
 *   a day or a time of ISO 8601: "2026-11-20" (its first second), "2026-11-20 10:00",
 *   "2026-11-20T10:00:30Z", "2026-11-20 10:00 +08:00"; without an offset local time (TZ);
 *   or ago: "3d ago", "36h", "1d 12h ago", "90 minutes" (units s, m, h, d, w, or their
 *   words); or "now"; or "@" and UNIX seconds.
 * ERR_SYNTAX when it is none of these, ERR_RANGE when there is no such day or time, or it
 * is before the year 2000 or more than a day after now (a day: the CA's clock may be in
 * another time zone).
 */
enum err issued_parse(const char *s, int64_t now, int64_t *out) MUST_USE;

#endif
