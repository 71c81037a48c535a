/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/evidence_json.h"

#include "arena.h"
#include "ip.h"

#include <stdbool.h>
#include <stdint.h>

static void write_ip(struct writer *w, const char *name, const struct ip *ip)
{
	char buf[IP_TEXT_MAX];
	write_str(w, name, ip->family ? ip_format(ip, buf) : NULL);
}

static void write_element(struct writer *w, const struct field *f, const void *p)
{
	if (f->kind == FIELD_STRS)
		write_str(w, NULL, p);
	else if (f->kind == FIELD_IPS)
		write_ip(w, NULL, p);
	else
		write_shape(w, NULL, f->shape, p);
}

static void write_vec(struct writer *w, const struct field *f, const struct vec *v)
{
	w->start(w, f->name, true);
	for (size_t i = 0; i < v->n; i++)
		write_element(w, f, v->v[i]);
	w->end(w);
}

static void write_enum(struct writer *w, const struct field *f, const unsigned *value)
{
	write_str(w, f->name, *value < f->names_n ? f->names[*value] : NULL);
}

static void write_bytes(struct writer *w, const char *name, const struct bytes *b)
{
	w->data(w, name, b->n ? (const void *)b->p : "", b->n);
}

static void write_pointed(struct writer *w, const struct field *f, const void *p)
{
	if (p)
		write_shape(w, f->name, f->shape, p);
	else
		write_null(w, f->name);
}

static void write_field(struct writer *w, const struct field *f, const void *member)
{
	switch (f->kind) {
	case FIELD_BOOL:
		write_bool(w, f->name, *(const bool *)member);
		break;
	case FIELD_INT:
		write_int(w, f->name, *(const int64_t *)member);
		break;
	case FIELD_ENUM:
		write_enum(w, f, member);
		break;
	case FIELD_STR:
		write_str(w, f->name, *(const char *const *)member);
		break;
	case FIELD_BYTES:
		write_bytes(w, f->name, member);
		break;
	case FIELD_IP:
		write_ip(w, f->name, member);
		break;
	case FIELD_STRUCT:
		write_shape(w, f->name, f->shape, member);
		break;
	case FIELD_PTR:
		write_pointed(w, f, *(const void *const *)member);
		break;
	case FIELD_VEC:
	case FIELD_STRS:
	case FIELD_IPS:
		write_vec(w, f, member);
		break;
	}
}

void write_shape(struct writer *w, const char *name, const struct shape *s, const void *p)
{
	w->start(w, name, false);
	for (size_t i = 0; i < s->fields_n; i++)
		write_field(w, &s->fields[i], (const char *)p + s->fields[i].offset);
	w->end(w);
}
