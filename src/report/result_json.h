/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The document "pkiready/1" of a diagnosis or a trace: see pkiready.schema.json. */
#ifndef PKIREADY_RESULT_JSON_H
#define PKIREADY_RESULT_JSON_H

#include "report/report.h"
#include "report/writer.h"

#define REPORT_SCHEMA "pkiready/1"

/* The writer of the style's format: json or kv. */
struct writer *report_writer(FILE *out, const struct style *s);
/* Opens the document: schema, tool, command. The caller writes the rest and ends it. */
void write_head(struct writer *w, const char *command);
/* The whole document; command is "diagnose" or "trace". False when writing failed. */
bool write_result(struct writer *w, const char *command, const struct result *r);

#endif
