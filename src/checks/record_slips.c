/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The record is not at its host: where it went instead. */
#include "records.h"

static const struct record_look *look_at_place(const struct judging *j,
	const struct record_case *c, enum record_place place, size_t skip)
{
	const struct dns_looks *d = &j->evidence->dns;
	for (size_t i = 0; i < d->records.n; i++) {
		const struct record_look *l = d->records.v[i];
		if (l->place == place && l->host &&
			dns_same(l->name, c->named->name->ascii) &&
			!dns_same(l->host, c->want.host) && skip-- == 0)
			return l;
	}
	return NULL;
}

/* Of places that were asked for their TXT alone, the CNAME is the first link. */
static const struct dns_view *view_of(
	const struct judging *j, const struct record_case *c, const struct record_look *l)
{
	if (c->want.type != RR_CNAME)
		return &l->txt;
	if (l->cname.records.n > 0 || l->txt.chain.n == 0 || !obs_seen(&l->txt.obs))
		return &l->cname;
	struct dns_view *v = ARENA_NEW(judge_arena(j), struct dns_view);
	*v = l->cname;
	v->obs = l->txt.obs;
	VEC_PUSH(judge_arena(j), &v->records, l->txt.chain.v[0]);
	return v;
}

/* A wildcard of the zone answers everywhere alike: then the place tells nothing. */
static bool is_everywhere(
	const struct judging *j, const struct record_case *c, const struct record_look *l)
{
	const struct dns_looks *d = &j->evidence->dns;
	size_t n = 0;
	if (c->want.value.n)
		return false;
	for (size_t i = 0; i < d->records.n; i++) {
		const struct record_look *x = d->records.v[i];
		n += dns_same(x->name, l->name) && view_of(j, c, x)->records.n > 0;
	}
	return n > 2;
}

static bool stands_at(
	const struct judging *j, const struct record_case *c, const struct record_look *l)
{
	return l && dns_state_of(j, view_of(j, c, l)) == DNS_ADDRESS &&
	       record_has(j, c, view_of(j, c, l)) && !is_everywhere(j, c, l);
}

/* -- another type ------------------------------------------------------------------ */
static const char *alias_target(const struct judging *j, const struct dns_view *v)
{
	const struct dns_record *last =
		v->chain.n ? v->chain.v[v->chain.n - 1] : v->records.v[0];
	return dns_value(j, last->data, RECORD_SHOWN);
}

static bool say_alias(const struct judging *j, const struct record_case *c)
{
	const struct dns_view *txt = &c->look->txt, *cname = &c->look->cname;
	const struct dns_view *v = txt->chain.n ? txt : cname;
	bool alias = txt->chain.n > 0 || (obs_seen(&cname->obs) && cname->records.n > 0);
	struct finding *x;
	if (!alias)
		return false;
	const char *to = alias_target(j, v);
	struct value_judged fit;
	struct record_case as_txt = *c;
	const struct dns_record alias_record = {
		.data = cname->records.n ? cname->records.v[0]->data
					 : v->chain.v[0]->data};
	record_fit(j, &as_txt, &alias_record, &fit);
	bool value = c->want.value.n && fit.fit == VALUE_RIGHT;
	if (txt->nxdomain && !value) {
		x = record_say(j, c, FINDING_RECORD_DANGLING_CNAME, VERDICT_FAIL,
			&txt->obs,
			"%s is a CNAME to %s, a name that does not exist: no TXT is "
			"found through it",
			c->want.host, to);
		x->advice = record_advice(j, c,
			"Delete the CNAME (no other record may stand beside it) and add "
			"the TXT, or have the target made:");
		return true;
	}
	x = record_say(j, c, FINDING_RECORD_WRONG_TYPE, VERDICT_FAIL, &v->obs,
		"%s is a CNAME to %s, and a TXT is wanted%s", c->want.host, to,
		value ? ": the value was entered with the type CNAME"
		      : ", which stands neither there nor where it leads");
	x->advice = record_advice(
		j, c, "Delete the CNAME (no other record may stand beside it) and add:");
	return true;
}

static bool say_txt(const struct judging *j, const struct record_case *c)
{
	const struct dns_view *txt = &c->look->txt;
	if (!obs_seen(&txt->obs) || txt->chain.n > 0 || txt->records.n == 0)
		return false;
	struct finding *x = record_say(j, c, FINDING_RECORD_WRONG_TYPE, VERDICT_FAIL,
		&txt->obs, "%s has a TXT record (%s), and a CNAME is wanted",
		c->want.host, dns_value(j, txt->records.v[0]->data, RECORD_SHOWN));
	x->advice = record_advice(j, c, "Delete the TXT (a CNAME stands alone) and add:");
	return true;
}

/* -- another place ----------------------------------------------------------------- */
static bool has_form(
	const struct record_case *c, const struct judging *j, const char *prefix)
{
	const struct record_form *f = j->profile->records;
	for (; f && (f->prefix || f->type); f++)
		if (f->prefix && strcmp(f->prefix, prefix) == 0 && f->type &&
			record_type_of(f->type) == c->want.type && !c->want.given)
			return true;
	return false;
}

static bool is_accepted(
	const struct judging *j, const struct record_case *c, const struct record_look *l)
{
	const struct record_form *f = c->want.form;
	bool any = f && f->level == LEVEL_ANY_PARENT && !c->want.given;
	if (l->place == PLACE_REGISTRABLE)
		return any;
	return l->place == PLACE_NAME && dns_same(l->host, c->want.level) &&
	       has_form(c, j, "");
}

static void say_accepted(
	const struct judging *j, const struct record_case *c, const struct record_look *l)
{
	record_say(j, c, FINDING_RECORD_MISSING, VERDICT_PASS, &view_of(j, c, l)->obs,
		"the record stands at %s, where %s looks too", l->host, judge_who(j));
}

static void say_level(
	const struct judging *j, const struct record_case *c, const struct record_look *l)
{
	bool sure =
		c->want.level_known || l->place == PLACE_NAME || l->place == PLACE_PREFIX;
	struct finding *x = record_say(j, c, FINDING_RECORD_WRONG_LEVEL,
		sure ? VERDICT_FAIL : VERDICT_UNKNOWN, &view_of(j, c, l)->obs,
		"the record stands at %s, and %s is where it belongs%s", l->host,
		c->want.host,
		sure ? "" : ": no source tells whether the CA looks there too");
	x->advice = record_advice(j, c,
		judge_s(j, "Put it at the host that the order shows (%s):",
			dns_relative(j, c->want.host, c->apex)));
}

static void say_doubled(
	const struct judging *j, const struct record_case *c, const struct record_look *l)
{
	struct finding *x = record_say(j, c, FINDING_RECORD_NAME_DOUBLED, VERDICT_FAIL,
		&view_of(j, c, l)->obs,
		"the record stands at %s: the console put the zone %s behind the whole "
		"name that was entered",
		l->host, c->apex);
	x->advice = record_advice(j, c,
		judge_s(j, "Enter %s alone as the host, not %s, and delete the other:",
			dns_relative(j, c->want.host, c->apex), c->want.host));
}

static bool say_elsewhere(const struct judging *j, const struct record_case *c)
{
	static const enum record_place places[] = {
		PLACE_DOUBLED, PLACE_NAME, PLACE_WWW, PLACE_REGISTRABLE, PLACE_PREFIX};
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		const struct record_look *l;
		for (size_t k = 0; (l = look_at_place(j, c, places[i], k)); k++) {
			if (!stands_at(j, c, l))
				continue;
			if (is_accepted(j, c, l))
				say_accepted(j, c, l);
			else if (l->place == PLACE_DOUBLED)
				say_doubled(j, c, l);
			else
				say_level(j, c, l);
			return true;
		}
	}
	return false;
}

/* -- nowhere ----------------------------------------------------------------------- */
static void say_missing(const struct judging *j, const struct record_case *c)
{
	const char *type = record_type_str(c->want.type);
	int64_t keep = c->view->negative_ttl;
	const char *others = record_others(j, c);
	struct finding *x = record_say(j, c, FINDING_RECORD_MISSING,
		c->by_host ? VERDICT_UNKNOWN : VERDICT_FAIL, &c->view->obs, "%s %s%s",
		c->want.host,
		c->state == DNS_NXDOMAIN ? "does not exist (NXDOMAIN)"
		: *others ? judge_s(j, "has no %s record of this validation", type)
			  : judge_s(j, "has no %s record", type),
		others);
	x->advice = judge_s(j, "%s%s",
		record_advice(j, c,
			judge_s(j, "Add to the zone %s%s%s:", c->apex,
				c->provider ? ", at " : "",
				c->provider ? c->provider->name : "")),
		keep > 0 ? judge_s(j,
				   "\nResolvers that asked meanwhile keep its absence "
				   "for up to %s.",
				   dns_wait(j, keep))
			 : "");
}

void record_say_absent(const struct judging *j, const struct record_case *c)
{
	bool cname = c->want.type == RR_CNAME;
	if (record_judge_servers(j, c))
		return;
	if (cname ? say_txt(j, c) : say_alias(j, c))
		return;
	if (!say_elsewhere(j, c))
		say_missing(j, c);
}

void record_say_failing(const struct judging *j, const struct record_case *c)
{
	const char *why = NULL, *type = record_type_str(c->want.type);
	const struct trust_step *s = dns_broken(j, c->want.host, &why);
	struct finding *x;
	switch (c->state) {
	case DNS_BOGUS:
		x = record_say(j, c, FINDING_DNSSEC_BOGUS, VERDICT_FAIL, &c->view->obs,
			"the DNSSEC signatures of %s do not hold (%s): %s", c->want.host,
			type,
			why                  ? why
			: c->view->why_bogus ? judge_cut(j, c->view->why_bogus, 300)
					     : "no more is known");
		x->advice = s ? dns_trust_advice(j, s) : finding_table[x->id].advice;
		return;
	case DNS_FAILS:
	case DNS_SILENT:
		break;
	case DNS_UNSEEN:
	case DNS_ADDRESS:
	case DNS_NO_DATA:
	case DNS_NXDOMAIN:
		return;
	}
	bool silent = c->state == DNS_SILENT;
	bool counts = !c->by_host && (!silent || dns_silence_counts(j, c->want.host));
	x = record_say(j, c, silent ? FINDING_DNS_TIMEOUT : FINDING_DNS_SERVFAIL,
		counts ? VERDICT_FAIL : VERDICT_UNKNOWN, &c->view->obs,
		silent ? "no name server answers for %s (%s)%s"
		       : "the name servers fail for %s (%s): %s",
		c->want.host, type, silent ? "" : dns_rcode(j, c->view->rcode));
	x->advice = finding_table[x->id].advice;
}
