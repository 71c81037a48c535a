/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which CDN answers at a place, and by what it is known. */
#include "cdn_table.h"
#include "judge.h"

static bool has_header(const struct hop *h, const struct cdn_header *row)
{
	const char *value = hop_header(h, row->name);
	if (!value || !row->value)
		return value != NULL;
	const struct bytes b = {(const unsigned char *)value, strlen(value)};
	return judge_holds(&b, row->value);
}

static const char *by_headers(
	const struct judging *j, const struct hop *h, const char **by)
{
	for (const struct cdn_header *r = cdn_headers; r->name; r++) {
		if (!has_header(h, r))
			continue;
		*by = judge_s(j, "the header %s", r->name);
		return r->cdn;
	}
	return NULL;
}

static const char *by_cname(
	const struct judging *j, const struct dns_answer *a, const char **by)
{
	if (!a || !obs_seen(&a->obs))
		return NULL;
	for (size_t i = 0; i < a->chain.n; i++)
		for (const struct cdn_suffix *r = cdn_suffixes; r->suffix; r++) {
			if (!judge_under(a->chain.v[i], r->suffix))
				continue;
			*by = judge_s(
				j, "the CNAME %s", judge_cut(j, a->chain.v[i], 100));
			return r->cdn;
		}
	return NULL;
}

static const char *by_range(const struct judging *j, const struct ip *ip, const char **by)
{
	for (const struct cdn_range *r = cdn_ranges; r->prefix; r++) {
		struct cidr c;
		if (cidr_parse(r->prefix, &c) != ERR_OK || !ip_in_cidr(ip, &c))
			continue;
		*by = judge_s(j, "its address range %s", r->prefix);
		return r->cdn;
	}
	return NULL;
}

const char *cdn_of(const struct judging *j, const struct place *p, const char **by)
{
	const struct named *n = p->named;
	const struct hop *h = p->fetch ? p->fetch->hops.v[0] : NULL;
	const char *cdn = NULL;
	if (place_here(p) || p->reserved)
		return NULL;
	if (h && obs_seen(&h->obs) && h->end == HOP_ANSWERED)
		cdn = by_headers(j, h, by);
	if (!cdn)
		cdn = by_cname(j, p->addr->ip.family == 6 ? n->aaaa : n->a, by);
	if (!cdn && n->dns == DNS_ADDRESS)
		cdn = by_range(j, &p->addr->ip, by);
	return cdn;
}
