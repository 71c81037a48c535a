/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence.h"

const char *const rehearsed_as_words[REHEARSED__MAX] = {
	[REHEARSED_CA] = "ca",
	[REHEARSED_ANYONE] = "anyone",
	[REHEARSED_BROWSER] = "browser",
};

static const struct field rehearsed_fields[] = {
	F_IP(struct rehearsed, from),
	F_ENUM(struct rehearsed, as, rehearsed_as_words),
	F_STR(struct rehearsed, list),
	F_STRUCT(struct rehearsed, fetch, shape_fetch),
};
const struct shape shape_rehearsed = SHAPE(rehearsed, rehearsed_fields);

static const struct field rehearsal_fields[] = {
	F_STRUCT(struct rehearsal, obs, shape_obs),
	F_STR(struct rehearsal, method),
	F_STRS(struct rehearsal, watchers),
	F_STRS(struct rehearsal, aside),
	F_INT(struct rehearsal, away),
	F_STRS(struct rehearsal, unbanned),
	F_STRS(struct rehearsal, banned),
	F_VEC(struct rehearsal, all, shape_rehearsed),
};
const struct shape shape_rehearsal = SHAPE(rehearsal, rehearsal_fields);
