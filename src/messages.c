/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "messages_table.h"

#include <string.h>

const struct message *message_at(size_t i)
{
	static const struct message *const tables[] = {
#define X(table) messages_##table,
		MESSAGES(X)
#undef X
	};
	for (size_t t = 0; t < sizeof(tables) / sizeof(*tables); t++) {
		for (const struct message *m = tables[t]; m->id; m++) {
			if (i-- == 0)
				return m;
		}
	}
	return NULL;
}

static bool same_word(const char *a, const char *b)
{
	for (; *a && *b; a++, b++) {
		char x = *a >= 'A' && *a <= 'Z' ? (char)(*a - 'A' + 'a') : *a;
		if (x != *b)
			return false;
	}
	return !*a && !*b;
}

const struct message *message_by_id(const char *id)
{
	const struct message *m;
	for (size_t i = 0; (m = message_at(i)); i++) {
		if (same_word(id, m->id))
			return m;
	}
	return NULL;
}

const struct profile_wait *message_wait(const char *name, const struct profile **provider)
{
	size_t n;
	const struct profile *rows = profile_rows(&n);
	const char *slash = strchr(name, '/');
	for (size_t i = 0; slash && i < n; i++) {
		size_t len = (size_t)(slash - name);
		if (strncmp(rows[i].id, name, len) != 0 || rows[i].id[len])
			continue;
		for (const struct profile_wait *w = rows[i].waits; w && w->id; w++) {
			if (strcmp(w->id, slash + 1) == 0) {
				*provider = &rows[i];
				return w;
			}
		}
	}
	return NULL;
}
