/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What profile.c and profile_read.c share: the table of this run. */
#ifndef PKIREADY_PROFILE_TABLE_H
#define PKIREADY_PROFILE_TABLE_H

#include "profile.h"

/* Puts another table in place of this run's; it must live as long as the run. */
void profile_table_set(const struct profile *table, size_t n);
/* A row by id, alias or brand, in lower case, without overlays; NULL when unknown. A brand is
 * a copy from the arena. */
const struct profile *profile_find_plain(struct arena *a, const char *name);

#endif
