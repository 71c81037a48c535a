/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "clouds.h"

#include "file.h"

#include <ctype.h>
#include <jansson.h>
#include <string.h>

enum { WORD_MAX = 64 };

/* A word as cloud-init names clouds, or NULL. */
static const char *word(struct arena *a, const char *s, size_t n)
{
	if (n == 0 || n > WORD_MAX)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)s[i]) && s[i] != '-' && s[i] != '_')
			return NULL;
	return arena_dup(a, s, n);
}

const char *cloud_init_instance_data(struct arena *a, const struct bytes *json)
{
	static const char *const keys[] = {
		"cloud_id", "platform", "cloud_name", "cloud-name"};
	json_t *root = json_loadb((const char *)json->p, json->n, 0, NULL);
	const json_t *v1 = json_object_get(root, "v1");
	const char *found = NULL;
	for (size_t i = 0; !found && i < sizeof(keys) / sizeof(keys[0]); i++) {
		const char *s = json_string_value(json_object_get(v1, keys[i]));
		if (s && strcmp(s, "unknown") != 0)
			found = word(a, s, strlen(s));
	}
	json_decref(root);
	return found;
}

const char *cloud_init_datasource(struct arena *a, const struct bytes *text)
{
	static const char lead[] = "DataSource";
	const size_t skip = sizeof(lead) - 1;
	size_t at = 0, n, end = skip;
	const char *line = file_next_line(text, &at, &n);
	if (!line || n <= skip || memcmp(line, lead, skip) != 0)
		return NULL;
	while (end < n && isalnum((unsigned char)line[end]))
		end++;
	return word(a, line + skip, end - skip);
}
