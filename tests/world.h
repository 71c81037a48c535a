/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A small world for the judges: a host that serves example.com and www.example.com well,
 * and verbs that break one thing. Pure data, no probe is run.
 */
#ifndef PKIREADY_TESTS_WORLD_H
#define PKIREADY_TESTS_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena.h"
#include "check.h"
#include "evidence.h"
#include "finding.h"
#include "profile.h"
#include "target.h"
#include "text.h"

#include <stdio.h>
#include <string.h>

#define MAYBE __attribute__((unused))

#define HERE4 "20.1.2.3"
#define HERE6 "2a01:4f8::3"
#define OTHER4 "21.4.5.6"
#define OTHER6 "2a02:4f8::6"
#define APEX "example.com"
#define WWW "www.example.com"
#define TOKEN "2611210001abcdefghijklmnopqrstuvwxyz0123"

struct world {
	struct arena *a;
	struct target t;
	struct evidence e;
	struct findings f;
	struct csr csr;
};

static MAYBE struct obs seen(const char *source)
{
	return (struct obs){
		.seen = SEEN_YES, .source = source, .excerpt = "as it should be"};
}

static MAYBE struct ip ip_of(const char *s)
{
	struct ip ip;
	if (ip_parse(s, &ip) != ERR_OK)
		fail_msg("no address: %s", s);
	return ip;
}

static MAYBE struct bytes bytes_of(const char *s)
{
	return (struct bytes){(const unsigned char *)s, strlen(s)};
}

static MAYBE const struct profile *profile_of(struct world *w, const char *id)
{
	const struct profile *p;
	const char *nearest;
	if (profile_find(w->a, id, &p, &nearest) != ERR_OK)
		fail_msg("no profile: %s", id);
	return p;
}

/* A copy of a row, to change a rule in. */
static MAYBE struct profile *profile_copy(struct world *w, const char *id)
{
	struct profile *p = ARENA_NEW(w->a, struct profile);
	*p = *profile_of(w, id);
	return p;
}

/* -- what is there ----------------------------------------------------------------- */
static MAYBE struct listener *add_listener(
	struct world *w, const char *ip, int64_t port, const char *program)
{
	struct listener *l = VEC_ADD(w->a, &w->e.listeners.all, struct listener);
	l->ip = ip_of(ip);
	l->port = port;
	l->program = program;
	l->pid = 812;
	l->uid = -1;
	l->v6only = true;
	l->unit = "nginx.service";
	l->backlog = 511;
	return l;
}

static MAYBE void no_listeners(struct world *w, int64_t port)
{
	size_t n = 0;
	for (size_t i = 0; i < w->e.listeners.all.n; i++)
		if (w->e.listeners.all.v[i]->port != port)
			w->e.listeners.all.v[n++] = w->e.listeners.all.v[i];
	w->e.listeners.all.n = n;
}

static MAYBE struct manager *add_manager(struct world *w, const char *name,
	enum manager_state state, int64_t chains, int64_t rules)
{
	struct manager *m = VEC_ADD(w->a, &w->e.firewalls.all, struct manager);
	m->obs = seen("firewalls");
	m->name = name;
	m->state = state;
	m->base_chains = chains;
	m->rules = rules;
	return m;
}

static MAYBE struct name_look *look_of(struct world *w, const char *name)
{
	struct name_look *l = evidence_name(&w->e, name);
	if (!l)
		fail_msg("no look at %s", name);
	return l;
}

static MAYBE struct reach *add_reach(
	struct world *w, const char *name, const char *ip, int64_t port)
{
	struct reach *r = VEC_ADD(w->a, &w->e.reach, struct reach);
	r->obs = seen("connect");
	r->name = name;
	r->ip = ip_of(ip);
	r->port = port;
	r->result = CONNECT_OPEN;
	r->path = PATH_LOCAL;
	r->ms = 1;
	return r;
}

static MAYBE struct hop *add_hop(
	struct world *w, struct fetch *f, const char *url, const char *ip)
{
	struct url u;
	struct hop *h = VEC_ADD(w->a, &f->hops, struct hop);
	if (url_parse(w->a, url, &u) != ERR_OK)
		fail_msg("no URL: %s", url);
	h->obs = seen(url);
	h->url = u.text;
	h->scheme = u.scheme;
	h->host = u.host;
	h->port = u.port;
	h->ip = ip_of(ip);
	h->path = PATH_LOCAL;
	h->connect = CONNECT_OPEN;
	h->end = HOP_ANSWERED;
	h->status = 200;
	h->body = w->t.expect;
	h->body_bytes = (int64_t)w->t.expect.n;
	h->body_complete = true;
	h->ms = 3;
	if (u.scheme == SCHEME_HTTPS) {
		h->tls = ARENA_NEW(w->a, struct tls_look);
		*h->tls = (struct tls_look){.ok = true,
			.version = "TLSv1.3",
			.chain_ok = true,
			.name_ok = true};
		VEC_PUSH(w->a, &h->tls->names, u.host);
	}
	return h;
}

static MAYBE struct fetch *add_fetch(struct world *w, enum fetch_purpose purpose,
	const char *name, enum scheme s, const char *ip)
{
	struct fetch *f = VEC_ADD(w->a, &w->e.fetches, struct fetch);
	f->purpose = purpose;
	f->name = name;
	f->scheme = s;
	f->ip = ip_of(ip);
	add_hop(w, f, arena_printf(w->a, "%s://%s%s", scheme_str(s), name, w->t.path),
		ip);
	return f;
}

/* One more address of a name, which answers well. */
static MAYBE struct name_address *add_address(
	struct world *w, const char *name, const char *text, enum where where)
{
	struct name_look *l = look_of(w, name);
	struct ip *ip = ARENA_NEW(w->a, struct ip);
	*ip = ip_of(text);
	struct dns_answer *d = ip->family == 6 ? &l->aaaa : &l->a;
	struct dns_answer *h = ip->family == 6 ? &l->host_aaaa : &l->host_a;
	struct name_address *x = VEC_ADD(w->a, &l->addresses, struct name_address);
	d->obs.seen = h->obs.seen = SEEN_YES;
	VEC_PUSH(w->a, &d->addresses, ip);
	VEC_PUSH(w->a, &h->addresses, ip);
	x->ip = *ip;
	x->where = where;
	for (int s = SCHEME_HTTP; s <= SCHEME_HTTPS; s++) {
		struct reach *r = add_reach(w, name, text, scheme_port((enum scheme)s));
		struct fetch *f =
			add_fetch(w, FETCH_VALIDATION, name, (enum scheme)s, text);
		r->path = f->hops.v[0]->path =
			where == WHERE_HERE ? PATH_LOCAL : PATH_ROUTER;
	}
	return x;
}

static MAYBE struct target_name *add_name(
	struct world *w, const char *name, enum name_role role)
{
	struct target_name *t = VEC_ADD(w->a, &w->t.names, struct target_name);
	struct name_look *l = VEC_ADD(w->a, &w->e.names, struct name_look);
	t->given = t->ascii = t->unicode = name;
	t->registrable = APEX;
	t->role = role;
	l->ascii = l->unicode = name;
	l->role = role;
	l->a = l->aaaa =
		(struct dns_answer){.obs = {.seen = SEEN_NO, .source = "recursion"},
			.dnssec = DNSSEC_INSECURE};
	l->host_a = l->host_aaaa = (struct dns_answer){
		.obs = {.seen = SEEN_NO, .source = "the host's resolver"}};
	return t;
}

static MAYBE void add_host(struct world *w)
{
	static const char *const ips[] = {"0.0.0.0", "::"};
	w->e.listeners.obs = seen("sock_diag");
	w->e.listeners.programs_known = true;
	w->e.addresses.obs = seen("rtnetlink");
	w->e.firewalls.obs = seen("firewalls");
	w->e.verdicts.obs = seen("verdicts");
	w->e.recursion.obs = seen("root servers");
	w->e.cloud.obs = (struct obs){.seen = SEEN_NO, .source = "DMI"};
	for (int i = 0; i < 2; i++) {
		add_listener(w, ips[i], 80, "nginx");
		add_listener(w, ips[i], 443, "nginx");
		struct local_address *l =
			VEC_ADD(w->a, &w->e.addresses.all, struct local_address);
		l->ip = ip_of(i ? HERE6 : HERE4);
		l->interface = "eth0";
		l->up = true;
		struct default_route *d =
			VEC_ADD(w->a, &w->e.addresses.defaults, struct default_route);
		d->family = i ? 6 : 4;
		d->interface = "eth0";
	}
	add_manager(w, "firewalld", MANAGER_ABSENT, 0, 0);
	add_manager(w, "ufw", MANAGER_ABSENT, 0, 0);
	add_manager(w, "nftables", MANAGER_ABSENT, 0, 0);
}

/* The target alone: no name, nothing seen. */
static MAYBE void world_empty(struct world *w, const char *profile)
{
	memset(w, 0, sizeof(*w));
	w->a = arena_new();
	w->t.profile = profile_of(w, profile);
	w->t.profile_given = true;
	w->t.method = w->t.profile->method;
	w->t.path = arena_printf(w->a, "%sfileauth.txt", w->t.profile->dir);
	w->t.file_name = "fileauth.txt";
	w->t.have_expect = true;
	w->t.expect = bytes_of(TOKEN);
	w->t.expect_source = "--file fileauth.txt";
	w->t.v4 = w->t.v6 = true;
	w->t.timeout_ms = 10000;
	w->t.now = 1800000000;
	w->t.issued = w->t.now - 600;
}

/* Both names on this host, both families, both schemes: all is well. */
static MAYBE void world_open(struct world *w, const char *profile)
{
	world_empty(w, profile);
	add_host(w);
	add_name(w, APEX, ROLE_EXAMINED);
	add_name(w, WWW, ROLE_SIBLING);
	for (size_t i = 0; i < 2; i++) {
		add_address(w, i ? WWW : APEX, HERE4, WHERE_HERE);
		add_address(w, i ? WWW : APEX, HERE6, WHERE_HERE);
	}
}

/* The same on IPv4 alone: fewer places to break. */
static MAYBE void world_open4(struct world *w, const char *profile)
{
	world_empty(w, profile);
	add_host(w);
	add_name(w, APEX, ROLE_EXAMINED);
	add_name(w, WWW, ROLE_SIBLING);
	add_address(w, APEX, HERE4, WHERE_HERE);
	add_address(w, WWW, HERE4, WHERE_HERE);
}

static MAYBE void world_close(struct world *w)
{
	arena_free(w->a);
}

/* -- judging
 * ---------------------------------------------------------------------------------- */
static MAYBE void judge_by(struct world *w, const struct profile *p)
{
#define X(name) &check_##name,
	static const struct check *const all[] = {CHECKS(X)};
#undef X
	findings_init(&w->f, w->a, p);
	const struct judging j = {
		.target = &w->t, .evidence = &w->e, .profile = p, .findings = &w->f};
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		all[i]->judge(&j);
	findings_group(&w->f);
}

/* All that is bad, each id once, worst first: "fail:redirected warn:address-dead". */
static MAYBE const char *bad(struct world *w)
{
	struct text t;
	text_init(&t, w->a, 4096);
	for (size_t i = 0; i < w->f.all.n; i++) {
		const struct finding *x = w->f.all.v[i];
		const char *word = arena_printf(w->a, "%s:%s", verdict_words[x->verdict],
			finding_table[x->id].id);
		bool counts = x->verdict == VERDICT_FAIL || x->verdict == VERDICT_WARN ||
			      (x->verdict == VERDICT_UNKNOWN && !x->outside_only);
		if (counts && !strstr(text_str(&t), word))
			text_printf(&t, "%s%s", t.n ? " " : "", word);
	}
	return text_str(&t);
}

static MAYBE const struct finding *find(
	struct world *w, enum finding_id id, enum verdict v)
{
	for (size_t i = 0; i < w->f.all.n; i++)
		if (w->f.all.v[i]->id == id && w->f.all.v[i]->verdict == v)
			return w->f.all.v[i];
	return NULL;
}

static MAYBE size_t count_of(struct world *w, enum finding_id id, enum verdict v)
{
	size_t n = 0;
	for (size_t i = 0; i < w->f.all.n; i++)
		n += w->f.all.v[i]->id == id && w->f.all.v[i]->verdict == v;
	return n;
}

/* Judged by the target's own profile: exactly this is bad. */
#define EXPECT(w, text)                              \
	do {                                         \
		judge_by((w), (w)->t.profile);       \
		assert_string_equal(bad(w), (text)); \
	} while (0)

static MAYBE void expect_message(
	struct world *w, enum finding_id id, enum verdict v, const char *part)
{
	const struct finding *x = find(w, id, v);
	assert_non_null(x);
	if (!strstr(x->message, part))
		fail_msg("\"%s\" does not stand in \"%s\"", part, x->message);
}

static MAYBE void expect_advice(struct world *w, enum finding_id id, const char *part)
{
	for (size_t i = 0; i < w->f.all.n; i++) {
		const struct finding *x = w->f.all.v[i];
		if (x->id == id && x->verdict != VERDICT_PASS && x->advice &&
			strstr(x->advice, part))
			return;
	}
	fail_msg("no advice of %s holds \"%s\"", finding_table[id].id, part);
}

#endif
