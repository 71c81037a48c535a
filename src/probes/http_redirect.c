/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http.h"

#include <string.h>

static size_t host_len(const char *s)
{
	size_t n = strlen(s);
	return n && s[n - 1] == '.' ? n - 1 : n;
}

bool http_same_host(const char *a, const char *b)
{
	size_t n = host_len(a);
	return n == host_len(b) && memcmp(a, b, n) == 0;
}

static bool asked_before(const struct fetch *f, const char *url)
{
	for (size_t i = 0; i < f->hops.n; i++)
		if (strcmp(f->hops.v[i]->url, url) == 0)
			return true;
	return false;
}

/* A host in UTF-8 becomes its A-labels; false when it cannot. */
static bool to_ascii(struct arena *a, struct url *u)
{
	struct target_name name;
	const char *why;
	const char *p = u->host;
	while (*p && (unsigned char)*p < 0x80)
		p++;
	if (!*p)
		return true;
	if (target_name_parse(a, u->host, &name, &why) != ERR_OK)
		return false;
	url_set_host(a, u, name.ascii);
	return true;
}

enum hop_next http_next(struct arena *a, const struct fetch *f, const struct url *asked,
	struct hop *hop, struct url *to)
{
	struct bytes raw = hop->location_raw;
	if (raw.n > URL_MAX)
		hop->location_raw.n = URL_MAX; /* the octet above it only told that */
	bool follow = http_redirects(hop->status);
	if (raw.n == 0 || url_resolve(a, asked, raw.p, raw.n, to) != ERR_OK)
		return follow ? NEXT_BAD_LOCATION : NEXT_FINAL;
	if (to->scheme != SCHEME_OTHER && !to_ascii(a, to))
		return follow ? NEXT_BAD_LOCATION : NEXT_FINAL;
	hop->location = to->text;
	if (!follow)
		return NEXT_FINAL;
	if (to->scheme == SCHEME_OTHER)
		return NEXT_SCHEME;
	if (to->port != 80 && to->port != 443)
		return NEXT_PORT;
	if (asked_before(f, to->text))
		return NEXT_LOOP;
	return f->hops.n >= HOPS_MAX ? NEXT_LIMIT : NEXT_FOLLOWED;
}
