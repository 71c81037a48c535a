/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record_state.h"

#include <string.h>

static unsigned char lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

static size_t name_length(const void *p, size_t n)
{
	const unsigned char *s = p;
	return n && s[n - 1] == '.' ? n - 1 : n;
}

static bool same_name(const void *a, size_t a_n, const void *b, size_t b_n)
{
	const unsigned char *x = a, *y = b;
	size_t n = name_length(a, a_n);
	if (n != name_length(b, b_n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (lower(x[i]) != lower(y[i]))
			return false;
	return true;
}

bool record_same_name(const char *a, const char *b)
{
	return same_name(a, strlen(a), b, strlen(b));
}

bool record_is_value(const struct dns_record *r, int type, const struct bytes *value)
{
	if (type == RR_CNAME)
		return same_name(r->data.p, r->data.n, value->p, value->n);
	return r->data.n == value->n &&
	       (value->n == 0 || memcmp(r->data.p, value->p, value->n) == 0);
}

enum record_state record_state_of(
	const struct dns_view *v, int type, const struct bytes *value)
{
	size_t held = 0;
	if (v->obs.seen == SEEN_NO)
		return RECORD_ABSENT;
	if (v->obs.seen != SEEN_YES)
		return RECORD_UNSEEN;
	if (v->records.n == 0)
		return RECORD_ABSENT;
	if (value->n == 0)
		return RECORD_ANY;
	for (size_t i = 0; i < v->records.n; i++)
		held += record_is_value(v->records.v[i], type, value);
	if (held == 0)
		return RECORD_OTHER;
	return held == v->records.n ? RECORD_HELD : RECORD_BESIDE;
}

const struct server_answer *record_answer_of(
	const struct server_look *s, const char *host, int type)
{
	for (size_t i = 0; i < s->answers.n; i++) {
		const struct server_answer *a = s->answers.v[i];
		if (a->answer.type == type && !a->subnet && a->answer.owner &&
			record_same_name(a->answer.owner, host))
			return a;
	}
	return NULL;
}

static bool is_below(const char *host, const char *zone)
{
	size_t h = strlen(host), z = strlen(zone);
	if (z == 0)
		return true;
	if (h < z || !record_same_name(host + h - z, zone))
		return false;
	return h == z || host[h - z - 1] == '.';
}

const struct zone_look *record_zone_of(const struct dns_looks *d, const char *host)
{
	const struct zone_look *found = NULL;
	for (size_t i = 0; i < d->zones.n; i++) {
		const struct zone_look *z = d->zones.v[i];
		if (z->name && is_below(host, z->name) &&
			(!found || strlen(z->name) > strlen(found->name)))
			found = z;
	}
	return found;
}
