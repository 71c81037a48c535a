/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fixes/web.h"

#include <inttypes.h>
#include <string.h>

enum { FIELDS_MAX = 8, GROUPS_MAX = 64 };

/* The next line's fields, parted by colons (passwd(5), group(5)). False: no more. */
static bool next_line(struct arena *a, const struct bytes *b, size_t *at, strs *fields)
{
	if (*at >= b->n)
		return false;
	const unsigned char *p = b->p + *at, *nl = memchr(p, '\n', b->n - *at);
	size_t n = nl ? (size_t)(nl - p) : b->n - *at;
	*at += n + 1;
	fields->n = 0;
	for (size_t i = 0; i <= n && fields->n < FIELDS_MAX;) {
		const unsigned char *colon = i < n ? memchr(p + i, ':', n - i) : NULL;
		size_t k = colon ? (size_t)(colon - p) - i : n - i;
		VEC_PUSH(a, fields, arena_dup(a, p + i, k));
		i += k + 1;
	}
	return true;
}

static int64_t number(const char *s)
{
	int64_t n = 0;
	if (!*s)
		return -1;
	for (; *s >= '0' && *s <= '9' && n < INT32_MAX; s++)
		n = n * 10 + (*s - '0');
	return *s ? -1 : n;
}

static void add_group(struct arena *a, struct web_user *u, int64_t gid)
{
	int64_t *g = ARENA_NEW(a, int64_t);
	*g = gid;
	if (gid >= 0 && u->groups.n < GROUPS_MAX)
		VEC_PUSH(a, &u->groups, g);
}

/* By name, or with name NULL by uid. */
static void find_entry(struct fixing *f, const char *name, struct web_user *u)
{
	const struct host_file *h = fixing_file(f, "/etc/passwd");
	strs x = {0};
	for (size_t at = 0; !u->known && next_line(f->arena, &h->bytes, &at, &x);) {
		if (x.n < 4 || number(x.v[2]) < 0 || number(x.v[3]) < 0 ||
			(name ? strcmp(x.v[0], name) != 0 : number(x.v[2]) != u->uid))
			continue;
		u->known = true;
		u->name = x.v[0];
		u->uid = number(x.v[2]);
		add_group(f->arena, u, number(x.v[3]));
	}
}

static bool lists(const char *members, const char *name)
{
	size_t n = strlen(name);
	for (const char *p = members;; p++) {
		if (strncmp(p, name, n) == 0 && (p[n] == ',' || p[n] == '\0'))
			return true;
		p = strchr(p, ',');
		if (!p)
			return false;
	}
}

static void find_groups(struct fixing *f, struct web_user *u)
{
	const struct host_file *h = fixing_file(f, "/etc/group");
	strs x = {0};
	for (size_t at = 0; next_line(f->arena, &h->bytes, &at, &x);)
		if (x.n >= 4 && lists(x.v[3], u->name))
			add_group(f->arena, u, number(x.v[2]));
}

static int64_t serving_uid(const struct fixing *f, const struct web_site *site)
{
	const struct listeners *l = f->host->listeners;
	for (size_t i = 0; l && i < l->all.n; i++)
		for (size_t k = 0; k < site->e.requests.n; k++)
			if (l->all.v[i]->uid > 0 &&
				l->all.v[i]->port == site->e.requests.v[k]->q.port)
				return l->all.v[i]->uid;
	return -1;
}

void web_user_find(struct fixing *f, const struct web_site *site, struct web_user *out)
{
	*out = (struct web_user){.uid = site ? serving_uid(f, site) : -1};
	const struct conf_node *n = site ? conf_kid(site->e.tree->root, "user") : NULL;
	if (out->uid > 0)
		find_entry(f, NULL, out);
	if (!out->known && n)
		find_entry(f, conf_arg(n, 0), out);
	if (out->known)
		find_groups(f, out);
}

bool web_user_may(const struct web_user *u, const struct host_file *h, int bit)
{
	if (!u->known)
		return h->mode & bit;
	if (h->uid == u->uid)
		return h->mode & (bit << 6);
	for (size_t i = 0; i < u->groups.n; i++)
		if (*u->groups.v[i] == h->gid)
			return h->mode & (bit << 3);
	return h->mode & bit;
}
