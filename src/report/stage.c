/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/stage.h"

#include "profile.h"

#include <string.h>

const char *const stage_names[STAGE__MAX] = {
	[STAGE_DNS] = "DNS",
	[STAGE_ADDRESS] = "address",
	[STAGE_UPSTREAM] = "upstream",
	[STAGE_FIREWALL] = "firewall",
	[STAGE_LISTENER] = "listener",
	[STAGE_TLS] = "TLS",
	[STAGE_HTTP] = "HTTP",
	[STAGE_REDIRECT] = "redirect",
	[STAGE_FILE] = "file",
};

/* A section of the catalogue is about one stage, but for the ids below it. */
struct stage_row {
	const char *section;
	enum stage stage;
};
static const struct stage_row sections[] = {
	{"Listener", STAGE_LISTENER},
	{"Host firewall", STAGE_FIREWALL},
	{"Outside the host", STAGE_UPSTREAM},
	{"Names and addresses", STAGE_DNS},
	{"DNS validation records", STAGE_DNS},
	{"CAA", STAGE_DNS},
	{"HTTP, redirects, TLS", STAGE_HTTP},
	{"The validation file", STAGE_FILE},
	{"Web server configuration", STAGE_HTTP},
};

static enum stage stage_of_section(const char *section)
{
	for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++)
		if (strcmp(sections[i].section, section) == 0)
			return sections[i].stage;
	return STAGE__MAX;
}

enum stage stage_of(enum finding_id id)
{
	switch ((int)id) {
	case FINDING_HTTPS_BROKEN:
	case FINDING_TLS_FAILURE:
		return STAGE_TLS;
	case FINDING_BEHIND_NAT:
	case FINDING_CARRIER_NAT:
	case FINDING_ADDRESS_ELSEWHERE:
	case FINDING_ADDRESS_RESERVED:
		return STAGE_ADDRESS;
	case FINDING_EGRESS_BLOCKED:
		return STAGE_FIREWALL;
	case FINDING_ADDRESS_DEAD:
	case FINDING_CONNECT_REFUSED:
	case FINDING_CONNECT_TIMEOUT:
	case FINDING_CONNECT_RESET:
	case FINDING_NETWORK_UNREACHABLE:
		return STAGE_LISTENER;
	case FINDING_WILDCARD_NEEDS_DNS:
		return STAGE_FILE;
	case FINDING_NAME_NOT_IN_REQUEST:
		return STAGE__MAX;
	case FINDING_REDIRECTED:
	case FINDING_REDIRECT_LOOP:
	case FINDING_REDIRECT_TOO_MANY:
	case FINDING_REDIRECT_CODE:
	case FINDING_REDIRECT_PORT:
	case FINDING_REDIRECT_SCHEME:
	case FINDING_REDIRECT_OFF_DOMAIN:
	case FINDING_REDIRECT_RESERVED:
	case FINDING_REDIRECT_NOT_HTTP:
	case FINDING_REDIRECT_TARGET_FAILS:
	case FINDING_CONFIG_REDIRECT:
		return STAGE_REDIRECT;
	default:
		return stage_of_section(finding_table[id].section);
	}
}

static bool has_address(const struct evidence *e, const char *name, const struct ip *ip)
{
	const struct name_look *n = evidence_name(e, name);
	for (size_t i = 0; n && i < n->addresses.n; i++)
		if (ip_equal(&n->addresses.v[i]->ip, ip))
			return true;
	return false;
}

static bool is_about(const struct result *r, const struct finding *x, const char *name)
{
	const struct subject *s = &x->subject;
	for (size_t i = 0; i < x->names.n; i++)
		if (strcmp(x->names.v[i], name) == 0)
			return true;
	if (x->names.n || s->name)
		return s->name && strcmp(s->name, name) == 0;
	return !s->ip.family || has_address(r->evidence, name, &s->ip);
}

/* -- what the evidence shows by itself --------------------------------------------- */
static enum mark mark_dns(const struct name_look *n)
{
	if (!n)
		return MARK_UNKNOWN;
	bool seen = n->a.obs.seen == SEEN_YES || n->aaaa.obs.seen == SEEN_YES;
	return seen || n->addresses.n ? MARK_OK : MARK_UNKNOWN;
}

static enum mark mark_address(const struct name_look *n)
{
	if (!n || n->addresses.n == 0)
		return MARK_UNKNOWN;
	for (size_t i = 0; i < n->addresses.n; i++)
		if (n->addresses.v[i]->where != WHERE_HERE)
			return MARK_UNKNOWN;
	return MARK_OK;
}

static enum mark mark_firewall(const struct evidence *e)
{
	const struct firewalls *f = &e->firewalls;
	return f->obs.seen == SEEN_YES && f->base_chains == 0 ? MARK_OK : MARK_UNKNOWN;
}

/* A CA that asks port 80 alone gets nothing of what 443 answers. */
static bool asks_http_only(const struct result *r)
{
	return r->target->profile->schemes == SCHEMES_HTTP;
}

static enum mark mark_listener(const struct result *r, const char *name)
{
	const struct evidence *e = r->evidence;
	for (size_t i = 0; i < e->reach.n; i++) {
		const struct reach *c = e->reach.v[i];
		bool asked = !asks_http_only(r) || c->port == 80;
		if (asked && c->result == CONNECT_OPEN && c->name &&
			strcmp(c->name, name) == 0)
			return MARK_OK;
	}
	return MARK_UNKNOWN;
}

/* True for the CA's own request of this name. */
static bool is_validation(const struct result *r, const struct fetch *f, const char *name)
{
	bool of_name = f->name && strcmp(f->name, name) == 0;
	bool asked = !asks_http_only(r) || f->scheme == SCHEME_HTTP;
	return of_name && asked &&
	       (f->purpose == FETCH_VALIDATION || f->purpose == FETCH_TRACE);
}

static enum mark mark_tls(const struct result *r, const char *name)
{
	const struct evidence *e = r->evidence;
	enum mark mark = asks_http_only(r) ? MARK_NONE : MARK_UNKNOWN;
	for (size_t i = 0; i < e->fetches.n; i++) {
		const struct fetch *f = e->fetches.v[i];
		for (size_t k = 0; is_validation(r, f, name) && k < f->hops.n; k++) {
			const struct hop *h = f->hops.v[k];
			if (h->tls && h->tls->ok)
				return MARK_OK;
			if (h->scheme == SCHEME_HTTPS && h->connect == CONNECT_REFUSED)
				mark = MARK_NONE;
		}
	}
	return mark;
}

static const struct hop *last_answer(
	const struct result *r, const struct fetch *f, const char *name)
{
	const struct hop *h = is_validation(r, f, name) ? fetch_last(f) : NULL;
	return h && h->end == HOP_ANSWERED ? h : NULL;
}

static enum mark mark_answer(const struct result *r, const char *name)
{
	const struct evidence *e = r->evidence;
	for (size_t i = 0; i < e->fetches.n; i++)
		if (last_answer(r, e->fetches.v[i], name))
			return MARK_OK;
	return MARK_UNKNOWN;
}

static bool holds(const struct bytes *body, const struct bytes *expect)
{
	for (size_t i = 0; i + expect->n <= body->n; i++)
		if (memcmp(body->p + i, expect->p, expect->n) == 0)
			return true;
	return false;
}

/* Some answer has what is expected; how exactly it must is for the findings to say. */
static enum mark mark_file(const struct result *r, const char *name)
{
	const struct evidence *e = r->evidence;
	const struct bytes *expect = &r->target->expect;
	if (!r->target->have_expect || expect->n == 0)
		return MARK_UNKNOWN;
	for (size_t i = 0; i < e->fetches.n; i++) {
		const struct hop *h = last_answer(r, e->fetches.v[i], name);
		if (h && h->status / 100 == 2 && holds(&h->body, expect))
			return MARK_OK;
	}
	return MARK_UNKNOWN;
}

static enum mark mark_evidence(const struct result *r, const char *name, enum stage s)
{
	const struct evidence *e = r->evidence;
	switch (s) {
	case STAGE_DNS:
		return mark_dns(evidence_name(e, name));
	case STAGE_ADDRESS:
		return mark_address(evidence_name(e, name));
	case STAGE_FIREWALL:
		return mark_firewall(e);
	case STAGE_LISTENER:
		return mark_listener(r, name);
	case STAGE_TLS:
		return mark_tls(r, name);
	case STAGE_HTTP:
	case STAGE_REDIRECT:
		return mark_answer(r, name);
	case STAGE_FILE:
		return mark_file(r, name);
	case STAGE_UPSTREAM:
	case STAGE__MAX:
		break;
	}
	return MARK_UNKNOWN;
}

static enum mark mark_of(enum verdict v)
{
	static const enum mark marks[VERDICT__MAX] = {
		[VERDICT_PASS] = MARK_OK,
		[VERDICT_WARN] = MARK_WARN,
		[VERDICT_UNKNOWN] = MARK_UNKNOWN,
		[VERDICT_FAIL] = MARK_FAIL,
	};
	return marks[v];
}

/* Behind the listener a pass may be about something else than the answer, as a file on
 * disk: there only an answer that was seen is ok. */
static bool counts(const struct finding *x, enum stage s)
{
	return x->verdict != VERDICT_PASS || s <= STAGE_LISTENER;
}

void stage_marks(const struct result *r, const char *name, enum mark out[STAGE__MAX])
{
	for (int s = 0; s < STAGE__MAX; s++)
		out[s] = MARK_NONE;
	for (size_t i = 0; i < r->findings.all.n; i++) {
		const struct finding *x = r->findings.all.v[i];
		enum stage s = stage_of(x->id);
		if (s < STAGE__MAX && is_about(r, x, name) && counts(x, s) &&
			mark_of(x->verdict) > out[s])
			out[s] = mark_of(x->verdict);
	}
	bool failed = false;
	for (int s = 0; s < STAGE__MAX; s++) {
		if (out[s] == MARK_NONE)
			out[s] = mark_evidence(r, name, (enum stage)s);
		if (out[s] == MARK_UNKNOWN && failed)
			out[s] = MARK_NONE;
		failed = failed || out[s] == MARK_FAIL;
	}
}
