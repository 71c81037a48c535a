/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PKIREADY_PROFILES_JSON_H
#define PKIREADY_PROFILES_JSON_H

#include "profile.h"
#include "report/writer.h"

/* One object of an array: all that the row says; null where no source tells. */
void write_profile_row(struct writer *w, const struct profile *p);

#endif
