/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A Location from a hostile server: what comes of it is a clean URL that means itself. */
#include "url.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
	if (!good)
		abort();
}

static void check_clean(const char *s)
{
	for (; *s; s++)
		check((unsigned char)*s > 0x20 && *s != 0x7f);
}

static void check_http(struct arena *a, const struct url *u)
{
	struct url again;
	check(u->host[0] != '\0' && !strpbrk(u->host, "/?#@\\[]% "));
	check(u->port > 0 && u->port < 65536);
	check(u->path[0] == '/' && !strpbrk(u->path, "?#\\"));
	check(!strstr(u->path, "/../") && !strstr(u->path, "/./"));
	check_clean(u->text);
	check(strlen(u->text) <= URL_MAX);
	check(url_parse(a, u->text, &again) == ERR_OK);
	check(strcmp(again.text, u->text) == 0 && strcmp(again.host, u->host) == 0);
	check(strcmp(again.path, u->path) == 0 && again.port == u->port);
	check(ip_equal(&again.ip, &u->ip) && !again.userinfo);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct url base, u;
	check(url_parse(a, "http://a.example/b/c/d;p?q", &base) == ERR_OK);
	if (url_resolve(a, &base, data, size, &u) == ERR_OK && u.scheme != SCHEME_OTHER)
		check_http(a, &u);
	const char *text = arena_dup(a, data, size);
	if (url_parse(a, text, &u) == ERR_OK && u.scheme != SCHEME_OTHER)
		check_http(a, &u);
	arena_free(a);
	return 0;
}
