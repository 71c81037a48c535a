/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile.h"

/* clang-format off */
const char *const tri_words[] = {
	[TRI_UNKNOWN] = "unknown",
	[TRI_YES] = "yes",
	[TRI_NO] = "no",
	NULL,
};
const char *const scheme_rule_words[] = {
	[SCHEMES_UNKNOWN] = "unknown",
	[SCHEMES_HTTP] = "http",
	[SCHEMES_EITHER] = "either",
	[SCHEMES_ORDER] = "order",
	[SCHEMES_BOTH_OR_REFUSED] = "both-or-refused",
	NULL,
};
const char *const names_rule_words[] = {
	[NAMES_UNKNOWN] = "unknown",
	[NAMES_EXACT] = "exact",
	[NAMES_APEX_AND_WWW] = "apex-and-www",
	NULL,
};
const char *const body_rule_words[] = {
	[BODY_UNKNOWN] = "unknown",
	[BODY_EXACT] = "exact",
	[BODY_TRIM_RIGHT] = "trim-right",
	[BODY_TRIM_RIGHT_CRLF] = "trim-right-crlf",
	[BODY_TRIM_BOTH] = "trim-both",
	[BODY_CONTAINS] = "contains",
	[BODY_LINES] = "lines",
	NULL,
};
const char *const address_rule_words[] = {
	[ADDRESSES_UNKNOWN] = "unknown",
	[ADDRESSES_ALL] = "all",
	[ADDRESSES_V6_FALLBACK] = "v6-fallback",
	[ADDRESSES_V4] = "v4",
	[ADDRESSES_FIRST] = "first",
	NULL,
};
const char *const level_rule_words[] = {
	[LEVEL_UNKNOWN] = "unknown",
	[LEVEL_NAME] = "name",
	[LEVEL_PARENT_OF_WWW] = "parent-of-www",
	[LEVEL_ANY_PARENT] = "any-parent",
	NULL,
};
