/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verdicts.h"

#include <string.h>

static int width(int family)
{
	return family == 4 ? 4 : 16;
}

/* ip with all bits behind the first `bits` set. */
static struct ip last_of(const struct ip *ip, int bits)
{
	struct ip out = *ip;
	for (int i = bits; i < width(ip->family) * 8; i++)
		out.addr[i / 8] |= (uint8_t)(0x80 >> (i % 8));
	return out;
}

/* One further; false at the end of the space. */
static bool step(struct ip *ip)
{
	for (int i = width(ip->family); i-- > 0;)
		if (++ip->addr[i] != 0)
			return true;
	return false;
}

static struct ip before(struct ip ip)
{
	for (int i = width(ip.family); i-- > 0;)
		if (ip.addr[i]-- != 0)
			break;
	return ip;
}

/* -- the public space ------------------------------------------------------------- */

/* IANA has given out 2000::/3 alone. */
static const struct cidr public6 = {{6, {0x20}}, 3};

static bool holds(const struct ip_special *row, const struct ip *ip)
{
	return !row->global && ip_in_cidr(ip, &row->prefix);
}

/* Moves *at to the first public address from there on, *end to the last one of its run;
 * false when there is none up to hi. */
static bool next_public(struct ip *at, const struct ip *hi, struct ip *end)
{
	size_t n;
	const struct ip_special *rows = ip_special_rows(&n);
	if (at->family == 6 && ip_compare(at, &public6.ip) < 0)
		*at = public6.ip;
	for (size_t i = 0; i < n; i++) {
		if (!holds(&rows[i], at))
			continue;
		*at = last_of(&rows[i].prefix.ip, rows[i].prefix.bits);
		if (!step(at))
			return false;
		i = (size_t)-1; /* the rows are in no order */
	}
	*end = *hi;
	if (at->family == 6) {
		struct ip last = last_of(&public6.ip, public6.bits);
		*end = ip_compare(&last, end) < 0 ? last : *end;
	}
	for (size_t i = 0; i < n; i++) {
		const struct ip *lo = &rows[i].prefix.ip;
		if (!rows[i].global && lo->family == at->family &&
			ip_compare(lo, at) > 0 && ip_compare(lo, end) <= 0)
			*end = before(*lo);
	}
	return ip_compare(at, end) <= 0;
}

/* Enough of an address to tell sizes: the first 64 bits. */
static double value(const struct ip *ip)
{
	double v = 0;
	for (int i = 0; i < (ip->family == 4 ? 4 : 8); i++)
		v = v * 256 + ip->addr[i];
	return v;
}

enum { RUNS_MAX = 128 };

struct runs { /* the public space of a family, in order */
	struct run {
		struct ip lo, hi;
	} v[RUNS_MAX];
	size_t n;
	double size;
};

/* A map of many ranges asks for it again and again. */
static const struct runs *runs_of(int family)
{
	static struct runs both[2];
	struct runs *r = &both[family == 6];
	struct ip at = {.family = family}, end;
	const struct ip last = last_of(&at, 0);
	if (r->n)
		return r;
	while (r->n < RUNS_MAX && next_public(&at, &last, &end)) {
		r->v[r->n++] = (struct run){at, end};
		r->size += value(&end) - value(&at) + 1;
		at = end;
		if (!step(&at))
			break;
	}
	return r;
}

/* The first run that does not end before ip. */
static size_t run_at(const struct runs *r, const struct ip *ip)
{
	size_t lo = 0, hi = r->n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (ip_compare(&r->v[mid].hi, ip) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static double size(const struct ip *lo, const struct ip *hi)
{
	const struct runs *r = runs_of(lo->family);
	double sum = 0;
	for (size_t i = run_at(r, lo); i < r->n; i++) {
		const struct ip *from = &r->v[i].lo, *to = &r->v[i].hi;
		if (ip_compare(from, hi) > 0)
			break;
		from = ip_compare(from, lo) < 0 ? lo : from;
		to = ip_compare(to, hi) > 0 ? hi : to;
		sum += value(to) - value(from) + 1;
	}
	return sum;
}

double space_public(const struct ip *lo, const struct ip *hi)
{
	return size(lo, hi) / runs_of(lo->family)->size;
}

void space_shares(const struct space_look *s, double out[FATE__MAX])
{
	memset(out, 0, FATE__MAX * sizeof(*out));
	for (size_t i = 0; i < s->ranges.n; i++) {
		const struct space_range *r = s->ranges.v[i];
		out[r->verdict] += space_public(&r->from, &r->to);
	}
}

bool space_sample(const struct space_range *r, struct ip *out)
{
	struct ip end;
	*out = r->from;
	if (!next_public(out, &r->to, &end))
		return false;
	struct ip next = *out;
	/* the first of a network is nobody's address */
	if (step(&next) && ip_compare(&next, &end) <= 0)
		*out = next;
	return true;
}

bool proof_holds(const struct packet_verdict *v)
{
	const struct proof *p = v->proof;
	return p && (p->state == PROOF_AGREES || p->state == PROOF_SETTLES ||
			    p->state == PROOF_DIFFERS);
}

bool space_proved(const struct space_look *s)
{
	for (size_t i = 0; i < s->samples.n; i++)
		if (!proof_holds(s->samples.v[i]))
			return false;
	return s->samples.n > 0;
}

/* -- looking into a map ----------------------------------------------------------- */

const struct space_range *space_at(const struct space_look *s, const struct ip *ip)
{
	size_t lo = 0, hi = s->ranges.n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const struct space_range *r = s->ranges.v[mid];
		if (ip_compare(ip, &r->from) < 0)
			hi = mid;
		else if (ip_compare(ip, &r->to) > 0)
			lo = mid + 1;
		else
			return r;
	}
	return NULL;
}

const struct decider *space_by(const struct space_look *s, const struct space_range *r)
{
	static const struct decider none;
	if (r->by < 0 || (size_t)r->by >= s->deciders.n)
		return &none;
	return s->deciders.v[r->by];
}

/* -- words ------------------------------------------------------------------------ */

const char *space_range_str(struct arena *a, const struct ip *from, const struct ip *to)
{
	char lo[IP_TEXT_MAX], hi[IP_TEXT_MAX];
	ip_format(from, lo);
	if (!to->family || ip_equal(from, to))
		return arena_str(a, lo);
	for (int bits = 0; bits < width(from->family) * 8; bits++) {
		struct cidr c = {*from, bits};
		struct ip last = last_of(from, bits);
		/* as a prefix when the first address has no bit behind it */
		if (ip_equal(&last, to) && cidr_parse(cidr_format(&c, hi), &c) == ERR_OK)
			return arena_str(a, hi);
	}
	return arena_printf(a, "%s - %s", lo, ip_format(to, hi));
}

const char *decider_place(struct arena *a, const struct decider *d)
{
	if (!d->chain)
		return d->stage ? d->stage : "netfilter";
	if (d->legacy)
		return d->handle ? arena_printf(a, "%stables-legacy %s %s rule %lld",
					   d->family ? d->family : "ip", d->table,
					   d->chain, (long long)d->handle)
				 : arena_printf(a, "%stables-legacy %s %s",
					   d->family ? d->family : "ip", d->table,
					   d->chain);
	if (!d->handle)
		return arena_printf(a, "%s %s %s", d->family, d->table, d->chain);
	return arena_printf(a, "%s %s %s handle %lld", d->family, d->table, d->chain,
		(long long)d->handle);
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool decider_equal(const struct decider *a, const struct decider *b)
{
	if (a->path.n != b->path.n)
		return false;
	for (size_t i = 0; i < a->path.n; i++)
		if (!same(a->path.v[i], b->path.v[i]))
			return false;
	return a->handle == b->handle && a->legacy == b->legacy &&
	       same(a->stage, b->stage) && same(a->family, b->family) &&
	       same(a->table, b->table) && same(a->chain, b->chain) &&
	       same(a->detail, b->detail) && same(a->rule, b->rule) &&
	       ip_equal(&a->sent_to, &b->sent_to) && a->sent_port == b->sent_port;
}
