/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bundle_case.h"

#include "bundle_case_shape.h"
#include "evidence_config.h"

#include <string.h>

/* Larger numbers no probe counts, and they would overflow where they are added. */
static const int64_t number_max = (int64_t)1 << 53;

/* -- strings that are always there --------------------------------------------------- */

static const struct {
	const char *shape, *field;
} always[] = {
	{"target_name", "given"},
	{"target_name", "ascii"},
	{"target_name", "unicode"},
	{"host_override", "name"},
	{"csr", "md5"},
	{"csr", "sha256"},
	{"case_profile", "id"},
	{"case_profile", "digest"},
	{"name_look", "ascii"},
	{"hop", "url"},
	{"header", "name"},
	{"header", "value"},
	{"config_route", "server"},
	{"config_access", "who"},
	{"change", "state"},
	{"plan", "id"},
};

static bool is_always(const struct shape *s, const struct field *f)
{
	for (size_t i = 0; i < sizeof(always) / sizeof(*always); i++)
		if (strcmp(always[i].shape, s->name) == 0 &&
			strcmp(always[i].field, f->name) == 0)
			return true;
	return false;
}

/* -- ranges, which are stepped through ---------------------------------------------- */

static bool is_range(const struct ip *lo, const struct ip *hi)
{
	return (lo->family == 4 || lo->family == 6) && hi->family == lo->family &&
	       ip_compare(lo, hi) <= 0;
}

static bool are_ranges(const struct verdicts *v)
{
	for (size_t i = 0; i < v->spaces.n; i++) {
		const struct space_look *s = v->spaces.v[i];
		if (s->family != 4 && s->family != 6)
			return false;
		for (size_t k = 0; k < s->ranges.n; k++)
			if (!is_range(&s->ranges.v[k]->from, &s->ranges.v[k]->to) ||
				s->ranges.v[k]->from.family != (int)s->family)
				return false;
	}
	for (size_t i = 0; i < v->all.n; i++)
		if (v->all.v[i]->last.family &&
			!is_range(&v->all.v[i]->from, &v->all.v[i]->last))
			return false;
	return true;
}

/* -- walking ------------------------------------------------------------------------- */

static bool is_sound(const struct shape *shape, const void *s);

/* A place that is none has neither file nor text; none stands in a list. */
static bool is_place(const struct config_place *p, bool listed)
{
	return p->file ? p->text != NULL : !listed && !p->text;
}

static bool is_listed_sound(const struct shape *shape, const void *s)
{
	if (strcmp(shape->name, "config_access") == 0)
		return is_place(&((const struct config_access *)s)->place, true);
	return strcmp(shape->name, "config_place") != 0 || is_place(s, true);
}

static bool is_vec_sound(const struct field *f, const struct vec *v)
{
	for (size_t i = 0; i < v->n; i++)
		if (!is_sound(f->shape, v->v[i]) || !is_listed_sound(f->shape, v->v[i]))
			return false;
	return true;
}

static bool is_field_sound(
	const struct shape *shape, const struct field *f, const void *at)
{
	int64_t n;
	switch (f->kind) {
	case FIELD_INT:
		n = *(const int64_t *)at;
		return n <= number_max && n >= -number_max;
	case FIELD_STR:
		return *(const char *const *)at || !is_always(shape, f);
	case FIELD_STRUCT:
		return is_sound(f->shape, at);
	case FIELD_PTR:
		return !*(const void *const *)at ||
		       is_sound(f->shape, *(const void *const *)at);
	case FIELD_VEC:
		return is_vec_sound(f, at);
	default:
		return true;
	}
}

static bool is_sound(const struct shape *shape, const void *s)
{
	if (strcmp(shape->name, "config_place") == 0 && !is_place(s, false))
		return false;
	for (size_t i = 0; i < shape->fields_n; i++)
		if (!is_field_sound(shape, &shape->fields[i],
			    (const char *)s + shape->fields[i].offset))
			return false;
	return true;
}

bool bundle_case_sound(const struct flat_case *c)
{
	const struct flat_target *t = &c->target;
	int64_t type = t->record_type;
	return c->tool && c->profile && (!t->names.n || t->path) &&
	       (type == 0 || type == RR_CNAME || type == RR_TXT) &&
	       is_sound(&shape_flat_case, c) && are_ranges(&c->evidence.verdicts) &&
	       are_ranges(&c->evidence.egress) && are_ranges(&c->evidence.after_reboot);
}
