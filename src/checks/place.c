/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One request of the CA: what was seen of it, and how it ended by the profile's rules. */
#include "judge.h"

void ending_set(const struct judging *j, struct ending *e, enum verdict v,
	enum finding_id id, const struct hop *h, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	*e = (struct ending){.verdict = v,
		.id = id,
		.certainty = CERTAINTY_PROVED,
		.hop = h,
		.redirects = e->redirects,
		.obs = h ? &h->obs : e->obs,
		.what = arena_vprintf(judge_arena(j), fmt, ap)};
	va_end(ap);
}

bool place_here(const struct place *p)
{
	return p->addr->where == WHERE_HERE || p->path == PATH_LOCAL ||
	       p->path == PATH_LOOPBACK;
}

bool place_nat(const struct place *p)
{
	return !place_here(p) &&
	       (p->addr->where == WHERE_NAT || p->addr->where == WHERE_UNKNOWN);
}

static bool same_start(const struct fetch *f, const struct place *p)
{
	return f->scheme == p->scheme && ip_equal(&f->ip, &p->addr->ip);
}

static void find_looks(const struct judging *j, struct place *p)
{
	const struct named *n = p->named;
	enum fetch_purpose purpose = judge_is_trace(j) ? FETCH_TRACE : FETCH_VALIDATION;
	for (size_t i = 0; i < n->fetches.n; i++) {
		const struct fetch *f = n->fetches.v[i];
		if (same_start(f, p) && f->hops.n && f->purpose == purpose && !p->fetch)
			p->fetch = f;
	}
	for (size_t i = 0; i < n->reach.n && !p->reach; i++) {
		const struct reach *r = n->reach.v[i];
		if (r->port == scheme_port(p->scheme) && ip_equal(&r->ip, &p->addr->ip))
			p->reach = r;
	}
}

/* A refusal by this host's own rules is seen, though as DENIED. */
static bool connect_seen(const struct obs *o, enum connect_result r)
{
	return obs_seen(o) || (r == CONNECT_DENIED && o->seen == SEEN_DENIED);
}

static void find_connect(struct place *p)
{
	const struct hop *h = p->fetch ? p->fetch->hops.v[0] : NULL;
	const struct reach *r = p->reach;
	enum connect_result own = h && h->end == HOP_CONNECT ? h->connect : CONNECT_OPEN;
	if (h && h->end != HOP_NONE && connect_seen(&h->obs, own)) {
		p->connect = own;
		p->path = h->path;
		p->end.obs = &h->obs;
	} else if (r && connect_seen(&r->obs, r->result)) {
		p->connect = r->result;
		p->path = r->path;
		p->end.obs = &r->obs;
	}
	if (!p->end.obs)
		p->end.obs = r ? &r->obs : h ? &h->obs : &p->named->look->a.obs;
}

static bool is_reserved(const struct place *p)
{
	return p->addr->origin != ORIGIN_HOSTS_OPTION && p->named->dns == DNS_ADDRESS &&
	       ip_reserved(&p->addr->ip);
}

static const char *reserved_as(const struct judging *j, const struct name_address *a)
{
	if (a->reserved_as)
		return a->reserved_as;
	const struct ip_special *s = ip_special(&a->ip);
	return s ? judge_s(j, "%s (%s)", s->name, s->source) : "reserved";
}

static void judge_reserved(const struct judging *j, struct place *p)
{
	const struct dns_answer *a =
		p->addr->ip.family == 6 ? p->named->aaaa : p->named->a;
	bool carrier = ip_carrier_nat(&p->addr->ip);
	p->dial = true;
	p->reserved = true;
	p->end.obs = &a->obs;
	ending_set(j, &p->end, VERDICT_FAIL,
		carrier ? FINDING_CARRIER_NAT : FINDING_ADDRESS_RESERVED, NULL,
		carrier ? "an address behind a carrier's NAT is published, which nobody "
			  "outside can reach: %s"
			: "an address is published that no CA can reach: %s",
		reserved_as(j, p->addr));
	if (j->profile->reserved_ok == TRI_YES)
		ending_set(j, &p->end, VERDICT_UNKNOWN, FINDING_ADDRESS_RESERVED, NULL,
			"a reserved address was not connected to, though %s would: %s",
			judge_who(j), reserved_as(j, p->addr));
}

static void judge_answered(const struct judging *j, struct place *p)
{
	if (!judge_path_fits(j)) {
		ending_set(j, &p->end, VERDICT_UNKNOWN, FINDING_FILE_NOT_SERVED, NULL,
			"the file for %s stands under %s, and this run fetched %s",
			judge_who(j), j->profile->dir, j->target->path);
		p->end.advice = judge_s(j, "Run again with --ca %s.", j->profile->id);
	} else if (p->fetch && p->fetch->hops.v[0]->end != HOP_NONE) {
		chain_judge(j, p->named, p->fetch, &p->end);
	} else {
		ending_set(j, &p->end, VERDICT_UNKNOWN, FINDING_FILE_NOT_SERVED, NULL,
			"the port is open, but the file was not fetched");
	}
}

void place_judge(const struct judging *j, struct place *p)
{
	find_looks(j, p);
	find_connect(p);
	bool seen = p->connect != CONNECT_NONE;
	if (is_reserved(p) && !(seen && j->profile->reserved_ok == TRI_YES))
		judge_reserved(j, p);
	else if (p->connect == CONNECT_OPEN)
		judge_answered(j, p);
	else
		dial_judge(j, p);
}
