/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The user database in files: whom a web server reads as, and what that user may. */
#include "fixes/web.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct database {
	struct host_file passwd, group;
};

static const struct host_file *file(void *arg, const char *path)
{
	struct database *d = arg;
	return strcmp(path, "/etc/passwd") == 0 ? &d->passwd : &d->group;
}

/* passwd, a NUL, group */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new();
	unsigned char *copy = malloc(n + 1);
	memcpy(copy, p, n);
	const unsigned char *nul = memchr(copy, 0, n);
	size_t k = nul ? (size_t)(nul - copy) : n;
	struct database d = {.passwd.bytes = {copy, k},
		.group.bytes = {copy + k + (nul != NULL), n - k - (nul != NULL)}};
	struct listener serving = {.uid = 33, .port = 80};
	struct listener *all[] = {&serving};
	struct listeners listeners = {.all = {all, 1}};
	const struct fix_host host = {
		.file = file, .file_arg = &d, .listeners = &listeners};
	struct fixing f = {.arena = a, .host = &host};
	struct web_site site = {0};
	struct conf_node root = {.name = ""};
	const struct conf_tree tree = {.root = &root};
	struct web_user u;
	site.e.tree = &tree;
	struct exempt_request *r = VEC_ADD(a, &site.e.requests, struct exempt_request);
	r->q.port = 80;
	web_user_find(&f, &site, &u);
	if (u.known && (u.uid != 33 || !u.name || u.groups.n == 0))
		abort();
	const struct host_file open = {.mode = 0777}, closed = {.mode = 0};
	if (!web_user_may(&u, &open, 4) || web_user_may(&u, &closed, 1))
		abort();
	free(copy);
	arena_free(a);
	return 0;
}
