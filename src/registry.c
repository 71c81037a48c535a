/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expands the lists of the open sets into tables; holds no logic. */
#include "check.h"
#include "fix.h"
#include "probe.h"

#define X(name) &probe_##name,
const struct probe *const probes[] = {PROBES(X) NULL};
#undef X

#define X(name) &check_##name,
const struct check *const checks[] = {CHECKS(X) NULL};
#undef X

#define X(name) &fix_##name,
const struct fix *const fixes[] = {FIXES(X) NULL};
#undef X
