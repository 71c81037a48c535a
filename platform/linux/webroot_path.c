/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "webroot.h"

#include "text.h"

#include <string.h>

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* In place; false for a broken escape. *n is the decoded length, NULs counted. */
static bool decode(char *s, size_t *n)
{
	char *to = s;
	for (const char *p = s; *p; p++) {
		if (*p != '%') {
			*to++ = *p;
			continue;
		}
		int high = hex(p[1]), low = high < 0 ? -1 : hex(p[2]);
		if (low < 0)
			return false;
		*to++ = (char)(high << 4 | low);
		p += 2;
	}
	*to = '\0';
	*n = (size_t)(to - s);
	return true;
}

enum err webroot_path(struct arena *a, const char *url_path, const char **out)
{
	*out = NULL;
	if (!url_path || *url_path != '/')
		return ERR_SYNTAX;
	if (strlen(url_path) > WEBROOT_PATH_MAX)
		return ERR_LIMIT;
	char *s = arena_str(a, url_path);
	size_t n;
	if (!decode(s, &n))
		return ERR_SYNTAX;
	if (strlen(s) != n)
		return ERR_RANGE;
	struct text t;
	text_init(&t, a, WEBROOT_PATH_MAX);
	for (const char *p = s; *p;) {
		size_t len = strcspn(p, "/");
		if (len == 2 && p[0] == '.' && p[1] == '.')
			return ERR_RANGE;
		if (len && !(len == 1 && *p == '.')) {
			text_add(&t, t.n ? "/" : "");
			text_add_n(&t, p, len);
		}
		p += len + (p[len] == '/');
	}
	*out = text_str(&t);
	return t.n ? ERR_OK : ERR_SYNTAX;
}
