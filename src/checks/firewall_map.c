/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A map of the address space, read for one CA. */
#include "firewall.h"

enum { EXCEPTIONS_SHOWN = 3 };

/* Below this part of the public space a ban list is at work, not a wall. */
static const double wall = 0.001, nearly_all = 0.99;

struct reading { /* of one map */
	double share[FATE__MAX];
	const struct space_range *most[FATE__MAX]; /* the largest range of each verdict */
};

static void read_map(const struct space_look *s, struct reading *r)
{
	double largest[FATE__MAX] = {0};
	*r = (struct reading){0};
	for (size_t i = 0; i < s->ranges.n; i++) {
		const struct space_range *x = s->ranges.v[i];
		double size = space_public(&x->from, &x->to);
		r->share[x->verdict] += size;
		if (size > largest[x->verdict]) {
			largest[x->verdict] = size;
			r->most[x->verdict] = x;
		}
	}
}

static bool is_adverse(enum fate f)
{
	return f == FATE_DROP || f == FATE_REJECT;
}

static const struct space_range *worst(const struct reading *r)
{
	bool rejects = r->share[FATE_REJECT] > r->share[FATE_DROP];
	return r->most[rejects ? FATE_REJECT : FATE_DROP];
}

const struct decider *firewall_adverse(const struct space_look *s)
{
	struct reading r;
	read_map(s, &r);
	return worst(&r) ? space_by(s, worst(&r)) : NULL;
}

static const char *percent(const struct judging *j, double share)
{
	return share < 0.01   ? "less than 1 %"
	       : share > 0.99 ? "more than 99 %"
			      : judge_s(j, "%.0f %%", share * 100);
}

/* Own addresses and the like, which the kernel takes from nobody, are no exception. */
static bool is_exception(const struct space_look *s, const struct space_range *r,
	bool adverse, const struct decider *by)
{
	if (is_adverse(r->verdict) != adverse || space_public(&r->from, &r->to) == 0)
		return false;
	return !adverse || space_by(s, r)->chain || !by->chain;
}

static const char *exceptions(const struct judging *j, const struct space_look *s,
	bool adverse, const struct decider *by)
{
	struct text t;
	size_t n = 0;
	text_init(&t, judge_arena(j), 400);
	for (size_t i = 0; i < s->ranges.n; i++) {
		const struct space_range *r = s->ranges.v[i];
		if (is_exception(s, r, adverse, by) && n++ < EXCEPTIONS_SHOWN)
			text_printf(&t, "%s%s", t.n ? ", " : "",
				space_range_str(judge_arena(j), &r->from, &r->to));
	}
	if (n > EXCEPTIONS_SHOWN)
		text_printf(&t, " and %d more", (int)(n - EXCEPTIONS_SHOWN));
	return text_str(&t);
}

/* -- everyone ----------------------------------------------------------------------- */

/* Which id a stage outside the rules goes by; FINDING__MAX: rules. */
static enum finding_id stage_id(const struct decider *d)
{
	static const struct {
		const char *stage;
		enum finding_id id;
	} rows[] = {
		{"reverse-path-filter", FINDING_REVERSE_PATH_FILTER},
		{"return-route", FINDING_NO_RETURN_ROUTE},
		{"conntrack", FINDING_CONNTRACK_FULL},
		{"packet-program", FINDING_PACKET_PROGRAM},
	};
	for (size_t i = 0; d->stage && i < sizeof(rows) / sizeof(*rows); i++)
		if (strcmp(d->stage, rows[i].stage) == 0)
			return rows[i].id;
	if (d->table && strcmp(d->table, "firewalld_policy_drop") == 0)
		return FINDING_FIREWALL_PANIC;
	return FINDING__MAX;
}

static void end_everyone(const struct judging *j, const struct space_look *s,
	const struct reading *r, struct ending *e)
{
	static const char *const stages[] = {
		[FINDING_REVERSE_PATH_FILTER] =
			"the kernel's reverse path filter drops new connections",
		[FINDING_NO_RETURN_ROUTE] =
			"the answer to a new connection has no route back",
		[FINDING_CONNTRACK_FULL] =
			"conntrack's table is full, and new connections are dropped",
		[FINDING_PACKET_PROGRAM] = "a packet program drops new connections",
		[FINDING_FIREWALL_PANIC] = "firewalld's panic mode drops all packets",
	};
	const struct space_range *w = worst(r);
	const struct decider *d = space_by(s, w);
	enum finding_id id = stage_id(d);
	bool rejects = w->verdict == FATE_REJECT;
	if (id == FINDING__MAX) {
		id = rejects ? FINDING_FIREWALL_REJECTS : FINDING_FIREWALL_DROPS;
		ending_set(j, e, VERDICT_FAIL, id, NULL,
			"this host's firewall %s new connections from anyone%s%s: %s",
			rejects ? "rejects" : "drops",
			r->share[FATE_ACCEPT] > 0 ? " but " : "",
			r->share[FATE_ACCEPT] > 0 ? exceptions(j, s, false, d) : "",
			firewall_decider(j, d));
		e->advice = firewall_advice(j, d);
		return;
	}
	ending_set(j, e, VERDICT_FAIL, id, NULL, "%s%s%s", stages[id],
		d->detail ? ": " : "", d->detail ? d->detail : "");
}

/* -- the CA's known addresses ------------------------------------------------------- */

struct known { /* of the profile's lists */
	struct text dropped;
	size_t dropped_n, dropped_all, all_n; /* told; with those in several lists */
	bool firsthand; /* a list of the CA's own or of the documents names one dropped */
	const struct decider *by;
};

/* A hole inside of a prefix counts as well. */
static const struct space_range *adverse_in(
	const struct space_look *s, const struct cidr *c)
{
	struct ip last = c->ip;
	for (int i = c->bits; i < (c->ip.family == 4 ? 32 : 128); i++)
		last.addr[i / 8] |= (uint8_t)(0x80 >> (i % 8));
	for (size_t i = 0; i < s->ranges.n; i++) {
		const struct space_range *r = s->ranges.v[i];
		if (is_adverse(r->verdict) && ip_compare(&r->from, &last) <= 0 &&
			ip_compare(&r->to, &c->ip) >= 0)
			return r;
	}
	return NULL;
}

static bool was_said(const struct known *k, const char *prefix)
{
	size_t n = strlen(prefix);
	const char *at = text_str(&k->dropped);
	for (; (at = strstr(at, prefix)) != NULL; at += n)
		if (at[n] == '\0' || at[n] == ',')
			return true;
	return false;
}

static void look_up(const struct space_look *s, const struct address_list *l, size_t i,
	struct known *k)
{
	struct cidr c;
	if (cidr_parse(l->prefixes[i], &c) != ERR_OK || c.ip.family != s->family)
		return;
	k->all_n++;
	const struct space_range *r = adverse_in(s, &c);
	if (!r)
		return;
	k->dropped_all++;
	k->firsthand = k->firsthand || !judge_starts(l->name, "third party");
	k->by = k->by ? k->by : space_by(s, r);
	if (!was_said(k, l->prefixes[i])) {
		k->dropped_n++;
		text_printf(
			&k->dropped, "%s%s", k->dropped.n ? ", " : "", l->prefixes[i]);
	}
}

static void know(const struct judging *j, const struct space_look *s, struct known *k)
{
	const struct address_list *l = j->profile->lists;
	*k = (struct known){0};
	text_init(&k->dropped, judge_arena(j), 300);
	for (; l && l->name; l++)
		for (size_t i = 0; l->prefixes[i]; i++)
			look_up(s, l, i, k);
}

static bool is_ban(const struct decider *d)
{
	static const char *const owners[] = {"fail2ban", "CrowdSec", "CSF", NULL};
	for (size_t i = 0; d->owner && owners[i]; i++)
		if (judge_starts(d->owner, owners[i]))
			return true;
	return false;
}

static void end_known(const struct judging *j, const struct known *k, struct ending *e)
{
	bool ban = is_ban(k->by);
	enum finding_id id = stage_id(k->by);
	if (id == FINDING__MAX)
		id = ban ? FINDING_BAN_SET : FINDING_FIREWALL_DROPS_CA;
	ending_set(j, e, k->firsthand ? VERDICT_FAIL : VERDICT_WARN, id, NULL,
		"this host %s addresses of %s (%s%s): %s",
		id == FINDING_NO_RETURN_ROUTE ? "has no way back to" : "shuts out",
		judge_who(j), text_str(&k->dropped), k->dropped.over ? ", …" : "",
		firewall_decider(j, k->by));
	if (id == FINDING_FIREWALL_DROPS_CA)
		e->advice = firewall_advice(j, k->by);
}

/* -- some of the world -------------------------------------------------------------- */

/* An allowlist that lets the CA's known addresses in may let it in: those are not all. */
static void end_some(const struct judging *j, const struct space_look *s,
	const struct reading *r, const struct known *k, struct ending *e)
{
	double out = r->share[FATE_DROP] + r->share[FATE_REJECT];
	bool most = out > 0.5;
	const struct decider *d = space_by(s, worst(r));
	enum verdict v = most && k->all_n == 0 ? VERDICT_FAIL : VERDICT_WARN;
	if (out < wall)
		return;
	enum finding_id id = stage_id(d);
	ending_set(j, e, v, id == FINDING__MAX ? FINDING_FIREWALL_DROPS_SOME : id, NULL,
		"this host shuts out %s of the Internet%s (%s %s): %s", percent(j, out),
		k->all_n ? ", though no known address of the CA" : "",
		most ? "it lets in" : "it shuts out", exceptions(j, s, !most, d),
		firewall_decider(j, d));
	if (e->id == FINDING_FIREWALL_DROPS_SOME)
		e->advice = firewall_advice(j, d);
}

/* -- what is not definite ----------------------------------------------------------- */

static const char *reasons(const struct judging *j, const struct space_range *r)
{
	struct text t;
	text_init(&t, judge_arena(j), 300);
	for (size_t i = 0; i < r->reasons.n; i++)
		text_printf(&t, "%s%s", i ? "; " : "", r->reasons.v[i]);
	return t.n ? text_str(&t) : "no reason given";
}

static void end_open(const struct judging *j, const struct space_look *s,
	const struct reading *r, struct ending *e)
{
	const struct space_range *x = r->most[FATE_UNKNOWN];
	if (x) {
		ending_set(j, e, VERDICT_UNKNOWN, FINDING_FIREWALL_UNREADABLE, NULL,
			"what this host's firewall does with a new connection could not "
			"be told: %s",
			reasons(j, x));
		return;
	}
	x = r->most[FATE_MAYBE];
	ending_set(j, e, VERDICT_UNKNOWN, FINDING_FIREWALL_MAYBE, NULL,
		"whether this host's firewall lets a new connection in depends on %s; "
		"else it is dropped by %s",
		reasons(j, x), firewall_decider(j, space_by(s, x)));
}

/* Some of the CA's known addresses get in: it is no wall, but a list. */
static bool is_list(const struct known *k)
{
	return k->all_n > k->dropped_all;
}

void firewall_end(const struct judging *j, const struct space_look *s, struct ending *e)
{
	struct reading r;
	struct known k;
	read_map(s, &r);
	know(j, s, &k);
	*e = (struct ending){.verdict = VERDICT_PASS, .obs = &j->evidence->verdicts.obs};
	if (r.share[FATE_DROP] + r.share[FATE_REJECT] > nearly_all && !is_list(&k))
		end_everyone(j, s, &r, e);
	else if (r.share[FATE_UNKNOWN] + r.share[FATE_MAYBE] > wall)
		end_open(j, s, &r, e);
	else if (k.dropped_n)
		end_known(j, &k, e);
	else if (worst(&r))
		end_some(j, s, &r, &k, e);
	e->certainty = space_proved(s) ? CERTAINTY_PROVED : CERTAINTY_COMPUTED;
	e->obs = &j->evidence->verdicts.obs;
}
