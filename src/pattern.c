/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <string.h>

enum {
	PATTERN_BYTES_MAX = 8192,
	STEPS_MAX = 100000,
	DEPTH_MAX = 1000,
	HEAP_KB_MAX = 4096
};

static void take_groups(struct arena *a, const pcre2_code *code, pcre2_match_data *m,
	int n, const char *subject, struct pattern_groups *out)
{
	const size_t *at = pcre2_get_ovector_pointer(m);
	for (int i = 0; i < n && i < PATTERN_GROUPS_MAX; i++)
		if (at[2 * i] != PCRE2_UNSET && at[2 * i] <= at[2 * i + 1])
			out->group[i] = arena_dup(
				a, subject + at[2 * i], at[2 * i + 1] - at[2 * i]);
	out->n = n < PATTERN_GROUPS_MAX ? n : PATTERN_GROUPS_MAX;
	uint32_t names = 0, size = 0;
	PCRE2_SPTR table = NULL;
	pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &names);
	pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &size);
	pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &table);
	for (uint32_t i = 0; i < names; i++, table += size) {
		int group = table[0] << 8 | table[1];
		if (group < out->n && out->group[group])
			VEC_PUSH(a, &out->names,
				arena_printf(a, "%s=%s", (const char *)table + 2,
					out->group[group]));
	}
}

static enum pattern_result run(struct arena *a, const pcre2_code *code,
	pcre2_match_context *limits, const char *subject, struct pattern_groups *out)
{
	pcre2_match_data *m = pcre2_match_data_create_from_pattern(code, NULL);
	if (!m)
		return PATTERN_UNKNOWN;
	pcre2_set_match_limit(limits, STEPS_MAX);
	pcre2_set_depth_limit(limits, DEPTH_MAX);
	pcre2_set_heap_limit(limits, HEAP_KB_MAX);
	int n = pcre2_match(code, (PCRE2_SPTR)subject, strlen(subject), 0, 0, m, limits);
	if (n > 0 && out)
		take_groups(a, code, m, n, subject, out);
	pcre2_match_data_free(m);
	if (n == PCRE2_ERROR_NOMATCH)
		return PATTERN_NO;
	return n > 0 ? PATTERN_YES : PATTERN_UNKNOWN;
}

enum pattern_result pattern_match(struct arena *a, const char *pattern, bool any_case,
	const char *subject, struct pattern_groups *out)
{
	int error;
	size_t where;
	if (out)
		*out = (struct pattern_groups){0};
	if (strlen(pattern) > PATTERN_BYTES_MAX)
		return PATTERN_UNKNOWN;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
		any_case ? PCRE2_CASELESS : 0, &error, &where, NULL);
	if (!code)
		return PATTERN_UNKNOWN;
	enum pattern_result result = PATTERN_UNKNOWN;
	pcre2_match_context *limits = pcre2_match_context_create(NULL);
	if (limits)
		result = run(a, code, limits, subject, out);
	pcre2_match_context_free(limits);
	pcre2_code_free(code);
	return result;
}
