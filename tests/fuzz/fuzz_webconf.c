/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A web server's configuration files, and one request evaluated by them. */
#include "webconf/route.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void ask(struct arena *a, const struct conf_tree *tree, const char *ip, int port,
	bool apache)
{
	struct web_request q = {.scheme = port == 443 ? SCHEME_HTTPS : SCHEME_HTTP,
		.port = port,
		.host = "a.example",
		.path = "/.well-known/pki-validation/fileauth.txt",
		.user_agent = "fuzz"};
	struct config_route r = {0};
	if (ip_parse(ip, &q.ip) != ERR_OK)
		abort();
	(apache ? route_apache : route_nginx)(a, tree, &q, &r);
	if ((r.end == CONFIG_REDIRECT || r.end == CONFIG_DENIED) && !r.by.file)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new();
	struct conf_file f = {.path = "/etc/main.conf"};
	struct conf_file *files[] = {&f};
	struct conf_set set = {.main = f.path, .base = "/etc"};
	struct conf_tree tree;
	unsigned char *copy = malloc(n ? n : 1);
	memcpy(copy, p, n);
	f.bytes = (struct bytes){copy, n};
	set.files.v = files;
	set.files.n = 1;
	conf_nginx_read(a, &set, &tree);
	ask(a, &tree, "192.0.2.1", 80, false);
	ask(a, &tree, "2001:db8::1", 443, false);
	conf_apache_read(a, &set, &tree);
	ask(a, &tree, "192.0.2.1", 80, true);
	ask(a, &tree, "2001:db8::1", 443, true);
	free(copy);
	arena_free(a);
	return 0;
}
