/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A web server's configuration of any bytes, edited: by splices of any kind, where the
 * bytes outside of them must stay; and so that a file is served, where every line but a
 * redirect's must stay, in its order.
 */
#include "webconf/exempt.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static struct arena *a;

static void splice_any(const struct conf_set *set, const uint8_t *p, size_t n)
{
	const struct conf_file *f = set->files.v[0];
	struct splices e = {0};
	struct conf_set out;
	struct bytes b;
	size_t cut = 0, put = 0;
	if (!splice_apply(a, set, &e, &out) || out.files.v[0] != f)
		abort();
	for (size_t i = 0; i + 2 < n && i < 24; i += 3) {
		const char *text = arena_dup(a, "\n\t}abc", p[i + 2] % 7);
		splice_add(a, &e, f, p[i], p[i + 1] % 8, text);
		cut += p[i + 1] % 8;
		put += strlen(text);
	}
	if (!splice_bytes(a, f, &e, &b))
		return;
	if (b.n != f->bytes.n - cut + put)
		abort();
	size_t first = f->bytes.n;
	for (size_t i = 0; i < e.all.n; i++)
		first = e.all.v[i]->at < first ? e.all.v[i]->at : first;
	if (memcmp(b.p, f->bytes.p, first) != 0)
		abort();
}

static const unsigned char *line_of(const struct bytes *b, size_t *at, size_t *n)
{
	const unsigned char *p = b->p + *at;
	const unsigned char *nl = memchr(p, '\n', b->n - *at);
	*n = nl ? (size_t)(nl - p) : b->n - *at;
	*at += *n + (nl != NULL);
	return p;
}

/* Insertions alone: the bytes before are among those after, in order. */
static bool all_stay(const struct bytes *before, const struct bytes *after)
{
	size_t k = 0;
	for (size_t i = 0; i < after->n && k < before->n; i++)
		k += after->p[i] == before->p[k];
	return k == before->n;
}

static bool has_redirect(const struct bytes *b)
{
	size_t n;
	for (size_t at = 0; at < b->n;) {
		const unsigned char *p = line_of(b, &at, &n);
		for (size_t i = 0; i + 8 <= n; i++)
			if (conf_same(arena_dup(a, p + i, 8), "redirect"))
				return true;
	}
	return false;
}

/* -- directives stand where their nodes say ------------------------------------- */
static void break_before(struct splices *e, const struct conf_node *n)
{
	for (size_t i = 0; i < n->kids.n; i++) {
		if (e->all.n < SPLICES_MAX)
			splice_add(
				a, e, n->kids.v[i]->file, n->kids.v[i]->begin, 0, "\n");
		break_before(e, n->kids.v[i]);
	}
}

static bool same_nodes(const struct conf_node *x, const struct conf_node *y)
{
	if (strcmp(x->name, y->name) != 0 || x->block != y->block ||
		x->args.n != y->args.n || x->kids.n != y->kids.n)
		return false;
	for (size_t i = 0; i < x->args.n; i++)
		if (strcmp(x->args.v[i], y->args.v[i]) != 0)
			return false;
	for (size_t i = 0; i < x->kids.n; i++)
		if (!same_nodes(x->kids.v[i], y->kids.v[i]))
			return false;
	return true;
}

/* A line feed before each directive changes nothing. */
static void part_lines(const struct conf_set *set, bool apache)
{
	const struct conf_tree *tree = exempt_read(a, apache, set);
	struct splices e = {0};
	struct conf_set out;
	if (tree->errors.n)
		return;
	break_before(&e, tree->root);
	if (!splice_apply(a, set, &e, &out) ||
		!same_nodes(tree->root, exempt_read(a, apache, &out)->root))
		abort();
}

static void exempt_one(const struct conf_set *set, bool apache, bool doubt)
{
	struct exempting e = {.a = a, .apache = apache, .before = set, .doubt = doubt};
	struct exempt_request *r = VEC_ADD(a, &e.requests, struct exempt_request);
	r->q = (struct web_request){.scheme = SCHEME_HTTP,
		.port = 80,
		.host = "a.example",
		.path = "/.well-known/pki-validation/fileauth.txt"};
	r->spare = "/var/www";
	if (ip_parse("192.0.2.1", &r->q.ip) != ERR_OK)
		abort();
	exempt(&e);
	const struct bytes *before = &set->files.v[0]->bytes,
			   *after = &e.set.files.v[0]->bytes;
	if (!r->edited && before->p != after->p)
		abort();
	if (r->edited && (r->route.end != CONFIG_FILE || r->refused))
		abort();
	if (!has_redirect(before) && !all_stay(before, after))
		abort();
	if (r->edited) {
		const struct conf_tree *t = exempt_read(a, apache, &e.set);
		if (t->errors.n > exempt_read(a, apache, set)->errors.n)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct conf_file f = {.path = "/etc/main.conf"};
	struct conf_file *files[] = {&f};
	struct conf_set set = {.main = f.path, .base = "/etc"};
	const char *text = memchr(p, '\n', n);
	size_t head = text ? (size_t)(text - (const char *)p) + 1 : 0;
	if (n - head > 4096)
		return 0;
	a = arena_new();
	unsigned char *copy = malloc(n - head + 1);
	memcpy(copy, p + head, n - head);
	f.bytes = (struct bytes){copy, n - head};
	set.files.v = files;
	set.files.n = 1;
	splice_any(&set, p, head);
	part_lines(&set, head && p[0] & 1);
	exempt_one(&set, head && p[0] & 1, head && p[0] & 2);
	free(copy);
	arena_free(a);
	return 0;
}
