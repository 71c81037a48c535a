/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * allow and deny, address by address (ngx_http_access_module: the first rule that fits
 * decides; none: allowed).
 */
#include "config.h"

enum decision { ALLOWED, DENIED, NOT_KNOWN };

static bool fits(const char *who, const struct ip *ip, bool *known)
{
	struct cidr c;
	*known = true;
	if (strcmp(who, "all") == 0)
		return true;
	if (strcmp(who, "unix:") == 0)
		return false;
	if (cidr_parse(who, &c) == ERR_OK)
		return ip_in_cidr(ip, &c);
	*known = false;
	return false;
}

/* For an address; or with ip NULL for whoever no rule but "all" names. */
static enum decision decide(const struct config_route *r, const struct ip *ip,
	const struct config_access **by)
{
	for (size_t i = 0; i < r->access.n; i++) {
		const struct config_access *a = r->access.v[i];
		bool known = true;
		bool fit = ip ? fits(a->who, ip, &known) : strcmp(a->who, "all") == 0;
		if (!known)
			return NOT_KNOWN;
		if (!fit)
			continue;
		*by = a;
		return a->allow ? ALLOWED : DENIED;
	}
	return ALLOWED;
}

struct count {
	size_t denied, all;
	const char *first; /* that is denied */
	const struct config_access *by;
};

static void count_lists(
	const struct judging *j, const struct config_route *r, struct count *out)
{
	const struct address_list *l = j->profile->lists;
	for (; l && l->name; l++)
		for (size_t i = 0; l->prefixes[i]; i++) {
			const struct config_access *by = NULL;
			struct cidr c;
			if (cidr_parse(l->prefixes[i], &c) != ERR_OK ||
				c.ip.family != r->ip.family)
				continue;
			out->all++;
			if (decide(r, &c.ip, &by) != DENIED)
				continue;
			if (!out->denied++) {
				out->first = l->prefixes[i];
				out->by = by;
			}
		}
}

static struct finding *say(const struct judging *j, const struct config_route *r,
	enum verdict v, const struct config_access *by, const char *whom)
{
	struct finding *x = findings_add(j->findings, FINDING_CONFIG_DENY, v,
		CERTAINTY_COMPUTED, &r->obs, "%s refuses %s by \"%s\": %s of %s",
		config_where(j, &by->place), whom, by->place.text, scheme_str(r->scheme),
		r->name);
	const char *advice = config_open_advice(j, r);
	x->advice = advice ? advice : finding_table[FINDING_CONFIG_DENY].advice;
	x->subject.name = r->name;
	x->subject.ip = r->ip;
	x->subject.port = scheme_port(r->scheme);
	x->subject.thing = config_where(j, &by->place);
	return x;
}

/* Refuses one of the CA's addresses, or whoever no rule names. */
static bool refuses(
	const struct judging *j, const struct config_route *r, struct count *n)
{
	const struct config_access *by = NULL;
	*n = (struct count){0};
	if (r->obs.seen != SEEN_YES || r->end == CONFIG_DENIED || r->access.n == 0)
		return false;
	count_lists(j, r, n);
	if (n->denied)
		return true;
	if (decide(r, NULL, &by) != DENIED)
		return false;
	n->by = by;
	return true;
}

/* The same address and name by the other scheme is not refused. */
static bool other_open(const struct judging *j, const struct config_route *r)
{
	const struct config_look *c = &j->evidence->config;
	for (size_t i = 0; i < c->routes.n; i++) {
		const struct config_route *x = c->routes.v[i];
		struct count n;
		if (x->scheme != r->scheme && ip_equal(&x->ip, &r->ip) && x->name &&
			strcmp(x->name, r->name) == 0)
			return x->obs.seen == SEEN_YES && x->end != CONFIG_DENIED &&
			       !refuses(j, x, &n);
	}
	return false;
}

/* A CA that publishes no complete list comes from anywhere. */
static void judge_route(const struct judging *j, const struct config_route *r)
{
	struct count n;
	if (!r->name || !refuses(j, r, &n))
		return;
	enum verdict need = port_need(j, scheme_port(r->scheme), other_open(j, r));
	if (need == VERDICT_PASS)
		return;
	if (n.denied)
		say(j, r, need, n.by,
			judge_s(j,
				"%" PRIu64 " of the %" PRIu64
				" addresses of %s that are known (%s%s)",
				(uint64_t)n.denied, (uint64_t)n.all, judge_who(j),
				n.first, n.denied > 1 ? ", …" : ""));
	else
		say(j, r, n.all ? VERDICT_WARN : need, n.by,
			n.all ? "all but some addresses, and the list that is known need "
				"not be complete"
			      : "all but some addresses, and no list of the CA's is "
				"known");
}

void config_access_judge(const struct judging *j)
{
	const struct config_look *c = &j->evidence->config;
	if (j->target->random || judge_is_trace(j) || !judge_by_http(j))
		return;
	for (size_t i = 0; i < c->routes.n; i++)
		judge_route(j, c->routes.v[i]);
}
