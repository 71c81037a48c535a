/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "webconf/conf.h"

#include <string.h>

enum { ERRORS_MAX = 32, NEEDS_MAX = CONF_FILES_MAX, TEXT_SHOWN = 160 };

const struct conf_file *conf_find(const struct conf_set *set, const char *path)
{
	for (size_t i = 0; i < set->files.n; i++)
		if (strcmp(set->files.v[i]->path, path) == 0)
			return set->files.v[i];
	return NULL;
}

const struct conf_include *conf_included(const struct conf_set *set, const char *pattern)
{
	for (size_t i = 0; i < set->includes.n; i++)
		if (strcmp(set->includes.v[i]->pattern, pattern) == 0)
			return set->includes.v[i];
	return NULL;
}

const char *conf_absolute(struct arena *a, const char *base, const char *path)
{
	if (*path == '/')
		return path;
	size_t n = strlen(base);
	return arena_printf(a, "%s%s%s", base, n && base[n - 1] == '/' ? "" : "/", path);
}

static int lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

bool conf_same(const char *a, const char *b)
{
	while (*a && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return lower(*a) == lower(*b);
}

const char *conf_lower(struct arena *a, const char *s, size_t n)
{
	char *out = arena_dup(a, s, n);
	for (char *p = out; *p; p++)
		*p = (char)lower(*p);
	return out;
}

const char *conf_arg(const struct conf_node *n, size_t i)
{
	return i < n->args.n ? n->args.v[i] : "";
}

/* White space of any length becomes one space. */
const char *conf_text(struct arena *a, const struct conf_node *n)
{
	const unsigned char *p = n->file->bytes.p;
	size_t end = n->block ? n->body : n->end, k = 0;
	char out[TEXT_SHOWN];
	for (size_t i = n->begin; i < end && k < sizeof(out) - 1; i++) {
		bool space = p[i] == ' ' || p[i] == '\t' || p[i] == '\n' || p[i] == '\r';
		if (!space)
			out[k++] = (char)p[i];
		else if (k && out[k - 1] != ' ')
			out[k++] = ' ';
	}
	while (k && out[k - 1] == ' ')
		k--;
	return arena_dup(a, out, k);
}

const struct conf_node *conf_kid(const struct conf_node *n, const char *name)
{
	const struct conf_node *found = NULL;
	for (size_t i = 0; i < n->kids.n; i++)
		if (strcmp(n->kids.v[i]->name, name) == 0)
			found = n->kids.v[i];
	return found;
}

const struct conf_node *conf_inherited(const struct conf_node *n, const char *name)
{
	for (; n; n = n->parent) {
		const struct conf_node *found = conf_kid(n, name);
		if (found)
			return found;
	}
	return NULL;
}

struct conf_node *conf_add(struct conf_reading *r, struct conf_node *parent)
{
	if (r->nodes++ >= CONF_NODES_MAX)
		return NULL;
	struct conf_node *n = ARENA_NEW(r->a, struct conf_node);
	n->parent = parent;
	if (parent)
		VEC_PUSH(r->a, &parent->kids, n);
	return n;
}

void conf_error(
	struct conf_reading *r, const struct conf_file *f, int64_t line, const char *what)
{
	if (r->out->errors.n < ERRORS_MAX)
		VEC_PUSH(r->a, &r->out->errors,
			arena_printf(
				r->a, "%s:%lld: %s", f->path, (long long)line, what));
}

void conf_need(struct conf_reading *r, const char *pattern)
{
	strs *needs = &r->out->needs;
	for (size_t i = 0; i < needs->n; i++)
		if (strcmp(needs->v[i], pattern) == 0)
			return;
	if (needs->n < NEEDS_MAX)
		VEC_PUSH(r->a, needs, pattern);
}

static const struct field conf_file_fields[] = {
	F_STR(struct conf_file, path),
	F_BYTES(struct conf_file, bytes),
};
static const struct shape shape_conf_file = SHAPE(conf_file, conf_file_fields);
static const struct field conf_include_fields[] = {
	F_STR(struct conf_include, pattern),
	F_STRS(struct conf_include, paths),
};
static const struct shape shape_conf_include = SHAPE(conf_include, conf_include_fields);
static const struct field conf_set_fields[] = {
	F_STR(struct conf_set, main),
	F_STR(struct conf_set, base),
	F_VEC(struct conf_set, files, shape_conf_file),
	F_VEC(struct conf_set, includes, shape_conf_include),
	F_STRS(struct conf_set, defines),
	F_STRS(struct conf_set, variables),
};
const struct shape shape_conf_set = SHAPE(conf_set, conf_set_fields);
