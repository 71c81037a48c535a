/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/dns_state.h"
#include "probes/dns_view.h"
#include "record_name.h"
#include "record_state.h"

#include <string.h>

/*
 * The CA's view of records: the CAA climb of each examined name, and the validation
 * record with the places of its slips, through the same lanes as the addresses. A
 * question that several names share is asked once.
 */

enum {
	CLIMB_MAX = 128,       /* labels of a name */
	RECORDS_NAMES_MAX = 16 /* more names than these: only where records belong */
};

struct shared { /* one question, and all who want its view */
	struct recording *r;
	const char *owner;
	int type;
	bool own;                      /* at this host's own resolver */
	const struct dns_view *answer; /* NULL: not yet */
	VEC(struct dns_view) wanted;
	struct record_look *follow; /* its CNAME leads to a place of its own */
	VEC(struct misplaced) misplaced;
};

/* Where a record is put by mistake: looked at only where it is not in its place. */
struct misplaced {
	const char *name;
	struct record_name record;
	record_hosts hosts; /* the first is its place */
};

struct recording {
	struct look *look;
	struct resolving *s;
	VEC(struct shared) all;
	struct shared **table; /* by hash of owner and type: open addressing */
	size_t table_n;
};

static void seen(void *arg, const struct dns_view *view);
static void look_at_host(
	struct recording *r, const char *name, const struct record_host *h);

static size_t hash(const char *s, int type, bool own)
{
	size_t h = (size_t)type * 2 + own + 5381;
	for (; *s; s++)
		h = h * 33 + (unsigned char)*s;
	return h;
}

static struct shared **slot(struct recording *r, const char *owner, int type, bool own)
{
	size_t at = hash(owner, type, own) % r->table_n;
	for (;; at = (at + 1) % r->table_n) {
		struct shared *q = r->table[at];
		if (!q || (q->type == type && q->own == own &&
				  strcmp(q->owner, owner) == 0))
			return &r->table[at];
	}
}

static void grow(struct recording *r)
{
	if (r->all.n * 2 < r->table_n)
		return;
	r->table_n = r->table_n ? r->table_n * 2 : 256;
	r->table = arena_array(r->look->arena, r->table_n, sizeof(struct shared *));
	for (size_t i = 0; i < r->all.n; i++) {
		struct shared *q = r->all.v[i];
		*slot(r, q->owner, q->type, q->own) = q;
	}
}

/* view is filled in when the answer comes. */
static struct shared *want(
	struct recording *r, const char *owner, int type, bool own, struct dns_view *view)
{
	grow(r);
	struct shared **at = slot(r, owner, type, own), *q = *at;
	*view = dns_view_none(owner, type, SEEN_SKIPPED, NULL);
	if (!q) {
		q = VEC_ADD(r->look->arena, &r->all, struct shared);
		*q = (struct shared){.r = r, .owner = owner, .type = type, .own = own};
		*at = q;
		dns_ask_view(own ? &r->s->own : &r->s->authority, owner, type, seen, q);
	}
	if (q->answer)
		*view = *q->answer;
	else
		VEC_PUSH(r->look->arena, &q->wanted, view);
	return q;
}

/* The CNAME of a host whose TXT was asked for is its own first link. */
static void derive_cname(struct record_look *look)
{
	const struct dns_view *txt = &look->txt;
	struct dns_view *cname = &look->cname;
	if (txt->obs.seen != SEEN_YES && txt->obs.seen != SEEN_NO)
		return;
	const struct dns_record *first = txt->chain.n ? txt->chain.v[0] : NULL;
	*cname = dns_view_none(look->host, RR_CNAME, first ? SEEN_YES : SEEN_NO,
		first ? first->text : "no CNAME record");
	cname->obs.source = txt->obs.source;
	cname->obs.at = txt->obs.at;
	cname->rcode = txt->rcode;
	cname->dnssec = txt->dnssec;
	cname->nxdomain = txt->nxdomain && !first;
	cname->end = look->host;
}

static void lead_on(struct recording *r, struct record_look *look)
{
	const struct dns_view *txt = &look->txt;
	if (txt->chain.n == 0 || !txt->end || r->look->stopped)
		return;
	const struct record_host target = {.host = txt->end, .place = PLACE_TARGET};
	look_at_host(r, look->name, &target);
}

static void look_elsewhere(struct shared *q, const struct misplaced *m)
{
	enum record_state s =
		record_state_of(q->answer, m->record.type, &m->record.value);
	if (s != RECORD_ABSENT && s != RECORD_OTHER)
		return;
	for (size_t i = 1; i < m->hosts.n && !q->r->look->stopped; i++)
		look_at_host(q->r, m->name, m->hosts.v[i]);
}

static void seen(void *arg, const struct dns_view *view)
{
	struct shared *q = arg;
	q->answer = view;
	for (size_t i = 0; i < q->wanted.n; i++)
		*q->wanted.v[i] = *view;
	q->wanted.n = 0;
	if (q->follow)
		lead_on(q->r, q->follow);
	for (size_t i = 0; i < q->misplaced.n; i++)
		look_elsewhere(q, q->misplaced.v[i]);
}

static bool looked_at(const struct recording *r, const char *name, const char *host)
{
	const struct dns_looks *d = &r->look->evidence->dns;
	for (size_t i = 0; i < d->records.n; i++)
		if (strcmp(d->records.v[i]->name, name) == 0 &&
			strcmp(d->records.v[i]->host, host) == 0)
			return true;
	return false;
}

static void look_at_host(
	struct recording *r, const char *name, const struct record_host *h)
{
	struct dns_looks *d = &r->look->evidence->dns;
	if (h->place == PLACE_TARGET && looked_at(r, name, h->host))
		return;
	struct record_look *look =
		VEC_ADD(r->look->arena, &d->records, struct record_look);
	look->name = name;
	look->host = h->host;
	look->place = h->place;
	look->cname = dns_view_none(h->host, RR_CNAME, SEEN_SKIPPED, NULL);
	look->host_txt = dns_view_none(h->host, RR_TXT, SEEN_SKIPPED, NULL);
	struct shared *q = want(r, h->host, RR_TXT, false, &look->txt);
	if (h->place != PLACE_WANTED)
		return;
	if (!q->answer)
		q->follow = look;
	(void)want(r, h->host, RR_CNAME, false, &look->cname);
	(void)want(r, h->host, RR_TXT, true, &look->host_txt);
}

/* RFC 8659 section 3: the name and each of its parents, here to the last label. */
static void climb(struct recording *r, const struct target_name *name)
{
	struct caa_look *c =
		VEC_ADD(r->look->arena, &r->look->evidence->dns.caa, struct caa_look);
	c->name = name->ascii;
	c->wildcard = name->wildcard;
	const char *s = name->ascii;
	for (int i = 0; s && *s && i < CLIMB_MAX; i++) {
		struct dns_view *v = VEC_ADD(r->look->arena, &c->climb, struct dns_view);
		(void)want(r, s, RR_CAA, false, v);
		s = strchr(s, '.');
		s = s ? s + 1 : NULL;
	}
}

static size_t examined(const struct target *t)
{
	size_t n = 0;
	for (size_t i = 0; i < t->names.n; i++)
		n += t->names.v[i]->role == ROLE_EXAMINED;
	return n;
}

/* Where no source tells the host there is nothing to look at: the checks say so. */
static void look_for_record(struct recording *r, const struct target_name *name)
{
	struct look *l = r->look;
	struct record_name record;
	record_hosts hosts = {0};
	const char *why;
	if (record_name_of(l->arena, l->target, name, l->target->profile, &record,
		    &why) != ERR_OK)
		return;
	if (examined(l->target) > RECORDS_NAMES_MAX)
		*VEC_ADD(l->arena, &hosts, struct record_host) =
			(struct record_host){record.host, PLACE_WANTED};
	else
		record_name_places(l->arena, &record, name, NULL, &hosts);
	look_at_host(r, name->ascii, hosts.v[0]);
	struct shared *q = *slot(r, record.host, record.type, false);
	struct misplaced *m = VEC_ADD(l->arena, &q->misplaced, struct misplaced);
	*m = (struct misplaced){name->ascii, record, hosts};
	if (q->answer)
		look_elsewhere(q, m);
}

static void look_at_all(void *arg)
{
	struct recording *r = arg;
	struct look *l = r->look;
	const struct target *t = l->target;
	if (!l->stopped)
		r->s = dns_state(l);
	for (size_t i = 0; i < t->names.n && !l->stopped; i++)
		if (t->names.v[i]->role == ROLE_EXAMINED)
			climb(r, t->names.v[i]);
	for (size_t i = 0; i < t->names.n && !l->stopped && t->records_wanted; i++)
		if (t->names.v[i]->role == ROLE_EXAMINED)
			look_for_record(r, t->names.v[i]);
	look_end(l);
}

/* On the next turn: the addresses, which others wait for, are asked for first. */
static void start(struct look *l)
{
	struct recording *r = ARENA_NEW(l->arena, struct recording);
	r->look = l;
	look_begin(l);
	loop_after(l->loop, 0, look_at_all, r);
}

static void finish(struct look *l)
{
	struct dns_looks *d = &l->evidence->dns;
	for (size_t i = 0; i < d->records.n; i++)
		if (d->records.v[i]->place != PLACE_WANTED)
			derive_cname(d->records.v[i]);
}

const struct probe probe_records = {
	.id = "records",
	.title = "CAA and validation records",
	.names = true,
	.start = start,
	.finish = finish,
};
