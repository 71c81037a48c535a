/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The validation record of each examined name: there, exact, everywhere, for everyone. */
#include "records.h"

static const struct record_look *find_look(
	const struct judging *j, const struct record_case *c)
{
	const struct dns_looks *d = &j->evidence->dns;
	const struct record_look *best = NULL;
	for (size_t i = 0; i < d->records.n; i++) {
		const struct record_look *l = d->records.v[i];
		if (!l->host || !dns_same(l->host, c->want.host))
			continue;
		if (l->place == PLACE_WANTED)
			return l;
		best = best ? best : l;
	}
	return best;
}

static void choose_view(const struct judging *j, struct record_case *c)
{
	const struct record_look *l = c->look;
	c->view = c->want.type == RR_CNAME ? &l->cname : &l->txt;
	c->state = dns_state_of(j, c->view);
	bool blind = c->state == DNS_SILENT || c->state == DNS_UNSEEN;
	if (!dns_by_host(j) || !blind || c->want.type == RR_CNAME ||
		!obs_seen(&l->host_txt.obs))
		return;
	c->by_host = true;
	c->view = &l->host_txt;
	c->state = dns_state_of(j, c->view);
}

static void say_unseen(const struct judging *j, const struct record_case *c,
	const struct obs *o, const char *why)
{
	static const struct obs none = {
		.source = "DNS", .excerpt = "the record was not asked for"};
	struct finding *x = say_named(j, c->named, FINDING_RECORD_MISSING,
		VERDICT_UNKNOWN, CERTAINTY_ASSUMED, o ? o : &none,
		"the validation record of %s was not looked at%s%s",
		c->named->name->ascii, why ? ": " : "", why ? why : "");
	x->advice = "Look it up at each of the zone's name servers: dig TXT NAME @SERVER "
		    "+norecurse";
}

/* -- the value --------------------------------------------------------------------- */
static void say_right(const struct judging *j, const struct record_case *c)
{
	const char *through =
		c->view->chain.n && c->view->end
			? judge_s(j, " (through the alias to %s)", c->view->end)
			: "";
	record_say(j, c, FINDING_RECORD_MISSING, VERDICT_PASS, &c->view->obs,
		"the %s record of %s holds the expected value%s",
		record_type_str(c->want.type), c->want.host, through);
}

static void say_plausible(const struct judging *j, const struct record_case *c)
{
	struct finding *x =
		record_say(j, c, FINDING_RECORD_MISMATCH, VERDICT_UNKNOWN, &c->view->obs,
			"the %s record of %s holds %s; what it must hold was not told",
			record_type_str(c->want.type), c->want.host,
			dns_value(j, c->best->data, RECORD_SHOWN));
	x->advice = "Compare it with the value that the order shows, character by "
		    "character, or give that with --expect VALUE.";
}

static enum finding_id id_of(enum value_fit fit)
{
	switch (fit) {
	case VALUE_QUOTED:
	case VALUE_SPLIT:
		return FINDING_RECORD_QUOTED;
	case VALUE_DOTTED:
		return FINDING_RECORD_TRAILING_DOT;
	case VALUE_OLD:
		return FINDING_RECORD_STALE;
	case VALUE_RIGHT:
	case VALUE_PLAUSIBLE:
	case VALUE_EDITED:
	case VALUE_MISTYPED:
	case VALUE_FOREIGN:
	case VALUE__MAX:
		break;
	}
	return FINDING_RECORD_MISMATCH;
}

static void say_wrong(const struct judging *j, const struct record_case *c)
{
	bool known = c->want.value.n > 0;
	const char *got = dns_value(j, c->best->data, RECORD_SHOWN);
	const char *want = known ? judge_s(j, ", expected %s",
					   dns_value(j, c->want.value, RECORD_SHOWN))
				 : "";
	struct finding *x = record_say(j, c, id_of(c->fit.fit),
		known || c->want.type == RR_CNAME ? VERDICT_FAIL : VERDICT_WARN,
		&c->view->obs, "the %s record of %s holds %s%s: %s",
		record_type_str(c->want.type), c->want.host, got, want,
		c->fit.how                    ? c->fit.how
		: c->fit.fit == VALUE_FOREIGN ? "that is not where this CA's records lead"
					      : "another value, maybe of an earlier "
						"request");
	const char *wait = c->best->ttl > 0
				   ? judge_s(j, " (caches let the old one go within %s)",
					     dns_wait(j, c->best->ttl))
				   : "";
	x->advice = record_advice(j, c, judge_s(j, "Replace it by this%s:", wait));
}

static void judge_found(const struct judging *j, struct record_case *c)
{
	c->best = record_best(j, c, c->view, &c->fit);
	bool there = c->fit.fit <= VALUE_PLAUSIBLE;
	if (c->want.type == RR_TXT && c->fit.fit == VALUE_FOREIGN) {
		c->best = NULL; /* other services' values: the record is not there */
		record_say_absent(j, c);
		record_judge_others(j, c);
		return;
	}
	bool partly = record_judge_servers(j, c);
	if (c->fit.fit == VALUE_RIGHT)
		say_right(j, c);
	else if (there)
		say_plausible(j, c);
	else if (!partly)
		say_wrong(j, c);
	record_judge_lines(j, c);
	record_judge_others(j, c);
	record_judge_ttl(j, c);
}

static void judge_name(const struct judging *j, const struct named *n)
{
	struct record_case c = {.named = n};
	const char *why;
	if (record_name_of(
		    judge_arena(j), j->target, n->name, j->profile, &c.want, &why)) {
		say_unseen(j, &c, NULL, why);
		return;
	}
	c.look = find_look(j, &c);
	if (!c.look) {
		say_unseen(j, &c, NULL, NULL);
		return;
	}
	c.zone = dns_zone_of(j, c.want.host);
	c.apex = dns_apex_of(j, c.want.host, n->name->ascii);
	c.provider = c.zone ? dns_provider_of(j, c.zone) : NULL;
	choose_view(j, &c);
	if (c.state == DNS_UNSEEN) {
		say_unseen(j, &c, &c.view->obs, c.view->obs.excerpt);
		return;
	}
	if (c.state == DNS_ADDRESS)
		judge_found(j, &c);
	else if (c.state == DNS_NO_DATA || c.state == DNS_NXDOMAIN) {
		record_say_absent(j, &c);
		record_judge_lines(j, &c);
		record_judge_ttl(j, &c);
	} else {
		record_say_failing(j, &c);
		return;
	}
	record_judge_host(j, &c);
}

static void judge(const struct judging *j)
{
	const struct paths *p = judge_paths(j);
	if (!j->target->records_wanted || judge_is_trace(j))
		return;
	for (size_t i = 0; i < p->names.n; i++)
		if (p->names.v[i]->name->role == ROLE_EXAMINED)
			judge_name(j, p->names.v[i]);
	if (p->names.n > 0)
		record_judge_age(j);
}

static const struct probe *const needs[] = {&probe_dns, NULL};

const struct check check_records = {
	.id = "records",
	.title = "DNS validation records",
	.why = "The CA looks for the record at its host, and compares the value exactly.",
	.needs = needs,
	.judge = judge,
};
