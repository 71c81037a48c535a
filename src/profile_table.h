/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What profile.c and profile_read.c share: the table of this run. */
#ifndef PKIREADY_PROFILE_TABLE_H
#define PKIREADY_PROFILE_TABLE_H

#include "profile.h"

/* Puts another table in place of this run's; it must live as long as the run. */
void profile_table_set(const struct profile *table, size_t n);
/* A row of a table by id or alias, in lower case; NULL when unknown. */
const struct profile *profile_table_row(
	const struct profile *table, size_t n, const char *name);
/* The same, or a brand of one of its rows: a copy from the arena under the brand's
 * name. */
const struct profile *profile_table_find(
	struct arena *a, const struct profile *table, size_t n, const char *name);

#endif
