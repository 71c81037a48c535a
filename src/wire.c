/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wire.h"

#include "ip.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* -- packing ----------------------------------------------------------------------- */

static void put_int(struct text *out, uint64_t v, int bytes)
{
	char b[8];
	for (int i = 0; i < bytes; i++)
		b[i] = (char)(v >> (8 * i));
	text_add_n(out, b, (size_t)bytes);
}

static void put_bytes(struct text *out, const void *p, size_t n)
{
	put_int(out, n, 4);
	text_add_n(out, p, n);
}

/* A string's length goes out plus one, so that NULL and "" stay apart. */
static void put_str(struct text *out, const char *s)
{
	size_t n = s ? strlen(s) : 0;
	put_int(out, s ? n + 1 : 0, 4);
	text_add_n(out, s ? s : "", n);
}

static void put_ip(struct text *out, const struct ip *ip)
{
	put_int(out, (uint64_t)ip->family, 1);
	text_add_n(out, (const char *)ip->addr, sizeof(ip->addr));
}

static void put_vec(struct text *out, const struct field *f, const struct vec *vec)
{
	put_int(out, vec->n, 4);
	for (size_t i = 0; i < vec->n; i++) {
		if (f->kind == FIELD_STRS)
			put_str(out, vec->v[i]);
		else if (f->kind == FIELD_IPS)
			put_ip(out, vec->v[i]);
		else
			wire_pack(out, f->shape, vec->v[i]);
	}
}

static void put_pointer(struct text *out, const struct field *f, const void *const *p)
{
	put_int(out, *p != NULL, 1);
	if (*p)
		wire_pack(out, f->shape, *p);
}

static void put_field(struct text *out, const struct field *f, const void *at)
{
	const struct bytes *bytes = at;
	switch (f->kind) {
	case FIELD_BOOL:
		put_int(out, *(const bool *)at, 1);
		break;
	case FIELD_INT:
		put_int(out, (uint64_t) * (const int64_t *)at, 8);
		break;
	case FIELD_ENUM:
		put_int(out, *(const unsigned *)at, 1);
		break;
	case FIELD_STR:
		put_str(out, *(const char *const *)at);
		break;
	case FIELD_BYTES:
		put_bytes(out, bytes->n ? bytes->p : (const unsigned char *)"", bytes->n);
		break;
	case FIELD_IP:
		put_ip(out, at);
		break;
	case FIELD_STRUCT:
		wire_pack(out, f->shape, at);
		break;
	case FIELD_PTR:
		put_pointer(out, f, at);
		break;
	case FIELD_VEC:
	case FIELD_STRS:
	case FIELD_IPS:
		put_vec(out, f, at);
		break;
	}
}

void wire_pack(struct text *out, const struct shape *shape, const void *s)
{
	for (size_t i = 0; i < shape->fields_n; i++)
		put_field(out, &shape->fields[i],
			(const char *)s + shape->fields[i].offset);
}

/* -- unpacking --------------------------------------------------------------------- */

struct reader {
	struct arena *arena;
	const unsigned char *p;
	size_t left;
	bool bad; /* sticky */
};

static void get_struct(struct reader *r, const struct shape *shape, void *s);

static const unsigned char *take(struct reader *r, size_t n)
{
	static const unsigned char nothing[sizeof(uint64_t) * 2];
	if (r->bad || n > r->left) {
		r->bad = true;
		return n <= sizeof(nothing) ? nothing : NULL;
	}
	const unsigned char *p = r->p;
	r->p += n;
	r->left -= n;
	return p;
}

static uint64_t get_int(struct reader *r, size_t bytes)
{
	const unsigned char *p = take(r, bytes);
	uint64_t v = 0;
	for (size_t i = 0; i < bytes; i++)
		v |= (uint64_t)p[i] << (8 * i);
	return v;
}

static const void *get_bytes(struct reader *r, size_t n)
{
	const unsigned char *p = take(r, n);
	return r->bad ? NULL : arena_dup(r->arena, p, n);
}

static const char *get_str(struct reader *r)
{
	size_t n = (size_t)get_int(r, 4);
	if (n == 0 || r->bad)
		return NULL;
	const char *s = get_bytes(r, n - 1);
	if (s && memchr(s, '\0', n - 1))
		r->bad = true;
	return s;
}

static void get_ip(struct reader *r, struct ip *ip)
{
	ip->family = (int)get_int(r, 1);
	memcpy(ip->addr, take(r, sizeof(ip->addr)), sizeof(ip->addr));
	if (ip->family != 0 && ip->family != 4 && ip->family != 6)
		r->bad = true;
}

static void *get_new(struct reader *r, const struct shape *shape)
{
	void *s = arena_alloc(r->arena, shape->size);
	get_struct(r, shape, s);
	return s;
}

static void get_vec(struct reader *r, const struct field *f, struct vec *vec)
{
	size_t n = (size_t)get_int(r, 4);
	/* each element takes at least one byte, so a lying count ends soon */
	if (n > r->left)
		r->bad = true;
	for (size_t i = 0; i < n && !r->bad; i++) {
		if (f->kind == FIELD_STRS) {
			const char *s = get_str(r);
			vec_push(r->arena, vec, s ? s : "");
		} else if (f->kind == FIELD_IPS) {
			get_ip(r, vec_push_new(r->arena, vec, sizeof(struct ip)));
		} else {
			vec_push(r->arena, vec, get_new(r, f->shape));
		}
	}
}

static unsigned get_enum(struct reader *r, const struct field *f)
{
	unsigned v = (unsigned)get_int(r, 1);
	if (v < f->names_n && f->names[v])
		return v;
	r->bad = true;
	return 0;
}

static bool get_bool(struct reader *r)
{
	uint64_t v = get_int(r, 1);
	if (v > 1)
		r->bad = true;
	return v == 1;
}

static void get_field(struct reader *r, const struct field *f, void *at)
{
	struct bytes *bytes = at;
	switch (f->kind) {
	case FIELD_BOOL:
		*(bool *)at = get_bool(r);
		break;
	case FIELD_INT:
		*(int64_t *)at = (int64_t)get_int(r, 8);
		break;
	case FIELD_ENUM:
		*(unsigned *)at = get_enum(r, f);
		break;
	case FIELD_STR:
		*(const char **)at = get_str(r);
		break;
	case FIELD_BYTES:
		bytes->n = (size_t)get_int(r, 4);
		bytes->p = get_bytes(r, bytes->n);
		break;
	case FIELD_IP:
		get_ip(r, at);
		break;
	case FIELD_STRUCT:
		get_struct(r, f->shape, at);
		break;
	case FIELD_PTR:
		*(void **)at = get_bool(r) ? get_new(r, f->shape) : NULL;
		break;
	case FIELD_VEC:
	case FIELD_STRS:
	case FIELD_IPS:
		get_vec(r, f, at);
		break;
	}
}

static void get_struct(struct reader *r, const struct shape *shape, void *s)
{
	for (size_t i = 0; i < shape->fields_n && !r->bad; i++)
		get_field(r, &shape->fields[i], (char *)s + shape->fields[i].offset);
}

enum err wire_unpack(
	struct arena *a, const struct shape *shape, const void *p, size_t n, void *s)
{
	struct reader r = {.arena = a, .p = p, .left = n};
	memset(s, 0, shape->size);
	get_struct(&r, shape, s);
	if (!r.bad && r.left == 0)
		return ERR_OK;
	memset(s, 0, shape->size);
	return ERR_PROTOCOL;
}
