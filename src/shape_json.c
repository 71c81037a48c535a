/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "shape_json.h"

#include "ip.h"
#include "text.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* -- to JSON ----------------------------------------------------------------------- */

static json_t *escaped(const void *p, size_t n)
{
	struct arena *a = arena_new();
	struct text t;
	text_init(&t, a, n * 8 + 1);
	text_add_escaped(&t, p, n);
	json_t *out = json_string(text_str(&t));
	arena_free(a);
	return out;
}

static json_t *of_ip(const struct ip *ip)
{
	char buf[IP_TEXT_MAX];
	return json_string(ip_format(ip, buf));
}

static json_t *of_vec(const struct field *f, const struct vec *vec)
{
	json_t *list = json_array();
	for (size_t i = 0; i < vec->n; i++) {
		const void *p = vec->v[i];
		json_array_append_new(list, f->kind == FIELD_STRS ? escaped(p, strlen(p))
					    : f->kind == FIELD_IPS
						    ? of_ip(p)
						    : shape_to_json(f->shape, p));
	}
	return list;
}

static json_t *of_struct(const struct shape *shape, const void *s)
{
	json_t *out = s ? shape_to_json(shape, s) : NULL;
	if (out && json_object_size(out) == 0) {
		json_decref(out);
		return NULL;
	}
	return out;
}

/* NULL: nothing is told. */
static json_t *of_field(const struct field *f, const void *at)
{
	const struct bytes *bytes = at;
	const struct vec *vec = at;
	const char *s;
	switch (f->kind) {
	case FIELD_BOOL:
		return *(const bool *)at ? json_true() : NULL;
	case FIELD_INT:
		return *(const int64_t *)at ? json_integer(*(const int64_t *)at) : NULL;
	case FIELD_ENUM:
		return *(const unsigned *)at && *(const unsigned *)at < f->names_n
			       ? json_string(f->names[*(const unsigned *)at])
			       : NULL;
	case FIELD_STR:
		s = *(const char *const *)at;
		return s ? escaped(s, strlen(s)) : NULL;
	case FIELD_BYTES:
		return bytes->n ? escaped(bytes->p, bytes->n) : NULL;
	case FIELD_IP:
		return ((const struct ip *)at)->family ? of_ip(at) : NULL;
	case FIELD_STRUCT:
		return of_struct(f->shape, at);
	case FIELD_PTR:
		return *(const void *const *)at
			       ? shape_to_json(f->shape, *(const void *const *)at)
			       : NULL;
	case FIELD_VEC:
	case FIELD_STRS:
	case FIELD_IPS:
		return vec->n ? of_vec(f, vec) : NULL;
	}
	return NULL;
}

json_t *shape_to_json(const struct shape *shape, const void *s)
{
	json_t *out = json_object();
	for (size_t i = 0; i < shape->fields_n; i++) {
		const struct field *f = &shape->fields[i];
		json_t *value = of_field(f, (const char *)s + f->offset);
		if (value)
			json_object_set_new(out, f->name, value);
	}
	return out;
}

/* -- from JSON --------------------------------------------------------------------- */

enum { DEPTH_MAX = 16 };

struct reading {
	struct arena *arena;
	int depth;
	bool bad; /* sticky */
};

static void to_struct(
	struct reading *r, const struct shape *shape, const json_t *json, void *s);

static struct bytes to_bytes(struct reading *r, const json_t *v)
{
	struct bytes out = {0};
	if (!json_is_string(v) || !text_unescape(r->arena, json_string_value(v), &out))
		r->bad = true;
	return out;
}

static const char *to_str(struct reading *r, const json_t *v)
{
	struct bytes b = to_bytes(r, v);
	if (r->bad || memchr(b.n ? b.p : (const unsigned char *)"", '\0', b.n)) {
		r->bad = true;
		return NULL;
	}
	return arena_dup(r->arena, b.n ? (const void *)b.p : "", b.n);
}

static void to_ip(struct reading *r, const json_t *v, struct ip *out)
{
	const char *s = json_string_value(v);
	if (!s || ip_parse(s, out) != ERR_OK)
		r->bad = true;
}

static unsigned to_enum(struct reading *r, const struct field *f, const json_t *v)
{
	const char *word = json_string_value(v);
	for (unsigned i = 0; word && i < f->names_n; i++)
		if (f->names[i] && strcmp(f->names[i], word) == 0)
			return i;
	r->bad = true;
	return 0;
}

static void *to_new(struct reading *r, const struct shape *shape, const json_t *v)
{
	void *s = arena_alloc(r->arena, shape->size);
	to_struct(r, shape, v, s);
	return s;
}

static void to_vec(
	struct reading *r, const struct field *f, const json_t *list, struct vec *out)
{
	if (!json_is_array(list))
		r->bad = true;
	for (size_t i = 0; i < json_array_size(list) && !r->bad; i++) {
		const json_t *v = json_array_get(list, i);
		if (f->kind == FIELD_STRS)
			vec_push(r->arena, out, to_str(r, v));
		else if (f->kind == FIELD_IPS)
			to_ip(r, v, vec_push_new(r->arena, out, sizeof(struct ip)));
		else
			vec_push(r->arena, out, to_new(r, f->shape, v));
	}
}

static int64_t to_int(struct reading *r, const json_t *v)
{
	if (!json_is_integer(v))
		r->bad = true;
	return json_integer_value(v);
}

static void to_field(struct reading *r, const struct field *f, const json_t *v, void *at)
{
	switch (f->kind) {
	case FIELD_BOOL:
		r->bad = r->bad || !json_is_boolean(v);
		*(bool *)at = json_is_true(v);
		break;
	case FIELD_INT:
		*(int64_t *)at = to_int(r, v);
		break;
	case FIELD_ENUM:
		*(unsigned *)at = to_enum(r, f, v);
		break;
	case FIELD_STR:
		*(const char **)at = to_str(r, v);
		break;
	case FIELD_BYTES:
		*(struct bytes *)at = to_bytes(r, v);
		break;
	case FIELD_IP:
		to_ip(r, v, at);
		break;
	case FIELD_STRUCT:
		to_struct(r, f->shape, v, at);
		break;
	case FIELD_PTR:
		*(void **)at = to_new(r, f->shape, v);
		break;
	case FIELD_VEC:
	case FIELD_STRS:
	case FIELD_IPS:
		to_vec(r, f, v, at);
		break;
	}
}

static void to_struct(
	struct reading *r, const struct shape *shape, const json_t *json, void *s)
{
	if (!json_is_object(json) || r->depth >= DEPTH_MAX)
		r->bad = true;
	r->depth++;
	for (size_t i = 0; i < shape->fields_n && !r->bad; i++) {
		const struct field *f = &shape->fields[i];
		const json_t *v = json_object_get(json, f->name);
		if (v)
			to_field(r, f, v, (char *)s + f->offset);
	}
	r->depth--;
}

enum err shape_from_json(
	struct arena *a, const struct shape *shape, const json_t *json, void *s)
{
	struct reading r = {.arena = a};
	memset(s, 0, shape->size);
	to_struct(&r, shape, json, s);
	if (!r.bad)
		return ERR_OK;
	memset(s, 0, shape->size);
	return ERR_SYNTAX;
}
