/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Results for people (text) and for programs (json, kv; schema "pkiready/1"). */
#ifndef PKIREADY_REPORT_H
#define PKIREADY_REPORT_H

#include "finding.h"
#include "run.h"

#include <stdbool.h>
#include <stdio.h>

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_KV, FORMAT__MAX };

struct style {
	enum format format;
	bool color;      /* SGR sequences are allowed */
	bool utf8;       /* the locale is UTF-8: else the picture is ASCII */
	int columns;     /* width of the terminal, 80 when it is none */
	int verbose;     /* -v: passes and every observation too */
};

/* Each is false when writing to out failed. */
bool report_result(FILE *out, const struct style *s, const struct result *r);
bool report_dns(FILE *out, const struct style *s, const struct result *r);
bool report_trace(FILE *out, const struct style *s, const struct result *r);
bool report_rehearsal(FILE *out, const struct style *s, const struct result *r);
/* fixed: what --fix does for it, in words; fixes: by which ids. */
bool report_explain(FILE *out, const struct style *s, const struct finding_info *info,
	const char *fixed, const strs *fixes);
bool report_profiles(FILE *out, const struct style *s);
bool report_checks(FILE *out, const struct style *s);

#endif
