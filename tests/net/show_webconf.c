/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For tests/net/test_webconf: show_webconf nginx|apache MAIN BASE, and on
 * standard input a request a line, "SCHEME IP PORT HOST PATH". For each one line comes
 * back: end, status, the deciding directive's line, the block's line, target, path,
 * number of unsure ones, length of the access list.
 */
#include "webconf/route.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_apache;

static void read_file(struct arena *a, struct conf_set *set, const char *path)
{
	FILE *f = conf_find(set, path) ? NULL : fopen(path, "re");
	if (!f)
		return;
	char *p = arena_alloc(a, 1 << 20);
	size_t n = fread(p, 1, (1 << 20) - 1, f);
	fclose(f);
	struct conf_file *x = VEC_ADD(a, &set->files, struct conf_file);
	x->path = path;
	x->bytes = (struct bytes){(unsigned char *)p, n};
}

static void read_need(struct arena *a, struct conf_set *set, const char *pattern)
{
	glob_t g = {0};
	if (conf_included(set, pattern))
		return;
	struct conf_include *in = VEC_ADD(a, &set->includes, struct conf_include);
	in->pattern = pattern;
	if (glob(pattern, 0, NULL, &g) == 0)
		for (size_t i = 0; i < g.gl_pathc; i++) {
			const char *path = arena_str(a, g.gl_pathv[i]);
			VEC_PUSH(a, &in->paths, path);
			read_file(a, set, path);
		}
	globfree(&g);
}

static void read_all(struct arena *a, struct conf_set *set, struct conf_tree *tree)
{
	for (int round = 0; round < 20; round++) {
		size_t before = set->includes.n;
		(is_apache ? conf_apache_read : conf_nginx_read)(a, set, tree);
		for (size_t i = 0; i < tree->needs.n; i++)
			read_need(a, set, tree->needs.v[i]);
		if (set->includes.n == before)
			return;
	}
}

static void answer(struct arena *a, const struct conf_tree *tree, char *line)
{
	char scheme[8], ip[64], host[300], path[1000];
	int port;
	struct web_request q = {0};
	struct config_route r = {0};
	if (sscanf(line, "%7s %63s %d %299s %999s", scheme, ip, &port, host, path) != 5 ||
		ip_parse(ip, &q.ip) != ERR_OK) {
		printf("bad\n");
		return;
	}
	q.scheme = strcmp(scheme, "https") == 0 ? SCHEME_HTTPS : SCHEME_HTTP;
	q.port = port;
	q.host = host;
	q.path = path;
	q.user_agent = "lab";
	if (ip_parse(q.ip.family == 6 ? "::1" : "127.0.0.1", &q.source) != ERR_OK)
		exit(1);
	(is_apache ? route_apache : route_nginx)(a, tree, &q, &r);
	printf("%s\t%lld\t%lld\t%lld\t%s\t%s\t%d\t%d\n", config_end_words[r.end],
		(long long)r.status, (long long)r.by.line, (long long)r.block.line,
		r.target ? r.target : "-", r.path ? r.path : "-", (int)r.unsure.n,
		(int)r.access.n);
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	struct arena *a = arena_new();
	struct conf_set set = {.main = argv[2], .base = argv[3]};
	struct conf_tree tree;
	char line[2000];
	is_apache = strcmp(argv[1], "apache") == 0;
	for (int i = 0; is_apache && i < 3; i++) /* what lies beside the main file */
		read_file(a, &set,
			arena_printf(a, "%s/www%s/.htaccess", argv[3],
				i == 0   ? ""
				: i == 1 ? "/a"
					 : "/.well-known"));
	read_all(a, &set, &tree);
	for (size_t i = 0; i < tree.errors.n; i++)
		fprintf(stderr, "%s\n", tree.errors.v[i]);
	while (fgets(line, sizeof(line), stdin)) {
		answer(a, &tree, line);
		fflush(stdout);
	}
	arena_free(a);
	return 0;
}
