/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caa_say.h"

enum { NAMES_SHOWN = 6, VALUE_SHOWN = 80, LINE_TTL = 600 };

const char *caa_owner(const struct dns_view *v)
{
	if (v->chain.n > 0 && v->end)
		return v->end;
	return v->owner ? v->owner : "";
}

const char *caa_say_ca(const struct judging *j)
{
	return j->profile->name ? j->profile->name : j->profile->id;
}

static const char *issuer_to_add(const struct judging *j)
{
	const char *const *caa = j->profile->caa;
	return caa && caa[0] ? caa[0] : "CA-NAME";
}

/* -- who is named ------------------------------------------------------------------ */
static bool is_listed(const strs *list, const char *s)
{
	for (size_t i = 0; i < list->n; i++)
		if (dns_same(list->v[i], s))
			return true;
	return false;
}

/* "letsencrypt.org and sectigo.com", "nobody"; *bad: a malformed value, in words. */
static const char *named_in(
	const struct judging *j, const struct caa_decision *d, const char **bad)
{
	strs names = {0};
	*bad = NULL;
	for (size_t i = 0; i < d->view->records.n; i++) {
		const struct dns_record *r = d->view->records.v[i];
		struct caa_value v;
		if (!caa_tag(r, d->property))
			continue;
		caa_value_parse(judge_arena(j), r->data, &v);
		if (v.malformed && !*bad)
			*bad = judge_s(j,
				"; the value %s is malformed (%s) and lets "
				"nobody issue",
				dns_value(j, r->data, VALUE_SHOWN), v.malformed);
		const char *issuer = judge_cut(j, v.issuer, 64);
		if (*v.issuer && !is_listed(&names, issuer))
			VEC_PUSH(judge_arena(j), &names, issuer);
	}
	return names.n ? dns_list(j, &names, NAMES_SHOWN) : "nobody";
}

/* -- where a record is put --------------------------------------------------------- */
static bool is_ours(const struct judging *j, const char *owner)
{
	const struct target *t = j->target;
	for (size_t i = 0; i < t->names.n; i++) {
		const struct target_name *n = t->names.v[i];
		if (dns_under(owner, n->registrable ? n->registrable : n->ascii))
			return true;
	}
	return false;
}

static const char *console(
	const struct judging *j, const char *owner, const char *tag, const char *value)
{
	const struct zone_look *z = dns_zone_of(j, owner);
	const struct dns_provider *p = z ? dns_provider_of(j, z) : NULL;
	const char *host = z ? dns_relative(j, owner, z->name) : owner;
	if (!p)
		return "";
	if (p->console == CONSOLE_ALIBABA)
		return judge_s(j,
			"\n%s: Record Type CAA, Host %s, ISP Line Default, Value 0 %s "
			"\"%s\", TTL 600 seconds",
			p->name, host, tag, value);
	if (p->console == CONSOLE_HUAWEI)
		return judge_s(j,
			"\n%s: Name %s, Type CAA, Alias No, Line Default, TTL 300, Value "
			"0 %s \"%s\"; where a CAA record set exists, Modify it and put "
			"this on a further line",
			p->name, host, tag, value);
	return judge_s(j, "\n%s: %s; type CAA, name %s, flag 0, tag %s, value %s",
		p->name, p->fields, host, tag, value);
}

static int64_t longest_ttl(const struct dns_view *v)
{
	int64_t ttl = 0;
	for (size_t i = 0; i < v->records.n; i++)
		if (v->records.v[i]->ttl > ttl)
			ttl = v->records.v[i]->ttl;
	return ttl;
}

/* The line beside the set's others; where the set is not the admin's, one at the name. */
static const char *line_to_add(
	const struct judging *j, const struct caa_look *l, const struct caa_decision *d)
{
	const char *owner = caa_owner(d->view), *issuer = issuer_to_add(j);
	int64_t ttl = longest_ttl(d->view);
	bool beside = is_ours(j, owner);
	if (!beside)
		owner = l->name;
	const char *wait =
		beside && ttl > 0
			? judge_s(j, " Caches let the old set go within %s (its TTL).",
				  dns_wait(j, ttl))
			: "";
	return judge_s(j, "%s:\n%s. %d IN CAA 0 %s \"%s\"%s\nDelete none of them.%s",
		beside ? "Add this record beside the others"
		       : "The set of a zone above is not yours: put your own at the name",
		owner, LINE_TTL, d->property, issuer,
		console(j, owner, d->property, issuer), wait);
}

/* -- a set that forbids ------------------------------------------------------------ */
static const char *alias_words(const struct judging *j, const struct dns_view *v)
{
	if (v->chain.n == 0)
		return "";
	return judge_s(j, " (through the alias of %s)", v->owner ? v->owner : "");
}

static void inherited(const struct judging *j, const struct caa_decision *d,
	const char *who, struct caa_words *out)
{
	const char *alias = d->view->owner ? d->view->owner : "";
	out->id = FINDING_CAA_INHERITED_ALIAS;
	out->message = judge_s(j,
		"%s is an alias of %s, whose CAA records count: they let %s issue, and "
		"%s (%s) is not among them",
		alias, caa_owner(d->view), who, caa_say_ca(j), issuer_to_add(j));
	out->advice = judge_s(j,
		"A CAA record cannot stand beside the CNAME, and one at a parent of %s "
		"does not count. Have the owner of %s add: CAA 0 %s \"%s\"; or pause "
		"the CNAME until the certificate is issued; or publish A and AAAA "
		"records instead of it, and beside them:\n%s. %d IN CAA 0 %s \"%s\"",
		alias, caa_owner(d->view), d->property, issuer_to_add(j), alias, LINE_TTL,
		d->property, issuer_to_add(j));
}

static void forbidden(const struct judging *j, const struct caa_look *l,
	const struct caa_decision *d, struct caa_words *out)
{
	const char *bad, *who = named_in(j, d, &bad);
	bool wild = d->answer == CAA_WILD_FORBIDDEN;
	out->id = wild ? FINDING_CAA_WILDCARD_FORBIDS : FINDING_CAA_FORBIDS;
	out->verdict = VERDICT_FAIL;
	if (d->view->chain.n > 0 && !is_ours(j, caa_owner(d->view))) {
		inherited(j, d, who, out);
		return;
	}
	out->message = judge_s(j,
		"the CAA records of %s%s let %s issue%s, and %s (%s) is not among "
		"them%s",
		caa_owner(d->view), alias_words(j, d->view), who,
		wild ? " wildcard certificates (issuewild)" : "", caa_say_ca(j),
		issuer_to_add(j), bad ? bad : "");
	out->advice = line_to_add(j, l, d);
}

static void unknown_ca(
	const struct judging *j, const struct caa_decision *d, struct caa_words *out)
{
	const char *bad, *who = named_in(j, d, &bad);
	out->id = FINDING_CAA_MULTI_ISSUER_NOTE;
	out->verdict = j->profile->test_only ? VERDICT_PASS : VERDICT_UNKNOWN;
	out->certainty = CERTAINTY_ASSUMED;
	out->message = judge_s(j,
		"the CAA records of %s let %s issue%s: whether the CA that issues what "
		"%s sells is among them is not known%s",
		caa_owner(d->view), who,
		d->answer == CAA_WILD_FORBIDDEN ? " wildcards" : "",
		j->profile->provider ? caa_say_ca(j) : "your provider", bad ? bad : "");
	out->advice = "Name the CA with --ca (pkiready list profiles), or ask the seller "
		      "which issuer domain name counts.";
}

/* -- the others -------------------------------------------------------------------- */
static void by_name_perhaps(
	const struct judging *j, const struct caa_decision *d, struct caa_words *out)
{
	struct caa_value v;
	caa_value_parse(judge_arena(j), d->record->data, &v);
	out->verdict = VERDICT_WARN;
	out->certainty = CERTAINTY_ASSUMED;
	out->id = FINDING_CAA_MULTI_ISSUER_NOTE;
	if (d->answer == CAA_CASE) {
		out->id = FINDING_CAA_FORBIDS;
		out->message = judge_s(j,
			"the CAA records of %s name \"%s\": CAs that compare octet for "
			"octet want it in lower case",
			caa_owner(d->view), judge_cut(j, v.issuer, 64));
	} else
		out->message = judge_s(j,
			"the CAA records of %s name %s, of which no source says for "
			"sure that it lets %s issue",
			caa_owner(d->view), judge_cut(j, v.issuer, 64), caa_say_ca(j));
	out->advice = judge_s(j, "Add beside it:\n%s. %d IN CAA 0 %s \"%s\"",
		caa_owner(d->view), LINE_TTL, d->property, issuer_to_add(j));
}

static void parameters(
	const struct judging *j, const struct caa_decision *d, struct caa_words *out)
{
	const char *value = dns_value(j, d->record->data, 120);
	const char *add = judge_s(j, "%s. %d IN CAA 0 %s \"%s\"", caa_owner(d->view),
		LINE_TTL, d->property, issuer_to_add(j));
	out->id = FINDING_CAA_PARAMETERS;
	out->verdict = d->answer == CAA_EXCLUDED ? VERDICT_FAIL : VERDICT_WARN;
	if (d->answer == CAA_BOUND) {
		out->message = judge_s(j,
			"the CAA record %s of %s lets %s issue for one account alone "
			"(accounturi): ask with that account",
			value, caa_owner(d->view), caa_say_ca(j));
		out->advice = judge_s(j,
			"Compare it with the account that asks for the certificate; if "
			"it is another, add:\n%s",
			add);
		return;
	}
	out->message = judge_s(j, "the CAA record %s of %s names %s, but %s%s", value,
		caa_owner(d->view), caa_say_ca(j), d->why,
		d->answer == CAA_EXCLUDED_MAYBE
			? "; no source tells whether this CA obeys them today, and all "
			  "must from 2027-03-15"
			: "");
	out->advice = judge_s(j,
		"Correct the parameters, or add a record without them:"
		"\n%s",
		add);
}

static void critical(
	const struct judging *j, const struct caa_decision *d, struct caa_words *out)
{
	const struct dns_record *r = d->record;
	const struct bytes tag = {(const unsigned char *)(r->tag ? r->tag : ""),
		r->tag ? strlen(r->tag) : 0};
	bool bit1 = !(r->flags & CAA_CRITICAL_FLAG);
	out->id = FINDING_CAA_CRITICAL_UNKNOWN;
	out->verdict = d->answer == CAA_CRITICAL ? VERDICT_FAIL : VERDICT_WARN;
	out->message = judge_s(j,
		"a CAA record of %s has the flags %" PRId64 " and the tag %s: %s",
		caa_owner(d->view), r->flags, dns_value(j, tag, 64),
		bit1 && d->answer == CAA_CRITICAL
			? judge_s(j,
				  "%s takes flag 1 for critical too, and does not know "
				  "the tag",
				  caa_say_ca(j))
		: bit1 ? "the critical flag is 128, but some CAs take 1 for it too, and "
			 "then do not issue"
		: d->answer == CAA_CRITICAL
			? "it is critical, and a CA that does not know the tag must not "
			  "issue"
			: "it is critical, and no source tells whether the CA knows the "
			  "tag");
	out->advice = judge_s(j,
		"Remove that record, or set its flags to 0:\n%s. CAA 0 %s "
		"…",
		caa_owner(d->view), r->tag ? r->tag : "");
}

static void unseen(const struct judging *j, const struct caa_look *l,
	const struct caa_decision *d, struct caa_words *out)
{
	bool cut = d->view && d->view->truncated;
	out->id = FINDING_CAA_LOOKUP_FAILS;
	out->verdict = VERDICT_UNKNOWN;
	out->certainty = CERTAINTY_ASSUMED;
	out->outside_only = dns_by_host(j);
	out->message = cut ? judge_s(j,
				     "%s has more than %d CAA records: not all of them "
				     "were read",
				     caa_owner(d->view), (int)RECORDS_KEPT)
			   : "its CAA records were not looked at";
	out->advice = judge_s(j, "Look: dig %s CAA", l->name);
}

void caa_words(const struct judging *j, const struct caa_look *l,
	const struct caa_decision *d, struct caa_words *out)
{
	*out = (struct caa_words){.certainty = CERTAINTY_PROVED};
	switch (d->answer) {
	case CAA_UNSEEN:
	case CAA__MAX:
		unseen(j, l, d, out);
		break;
	case CAA_FAILED:
		caa_say_failed(j, d, out);
		break;
	case CAA_UNLIMITED:
	case CAA_OPEN:
	case CAA_NAMED:
		out->id = FINDING_CAA_FORBIDS; /* PASS: caa.c words it */
		break;
	case CAA_CASE:
	case CAA_MAYBE:
		by_name_perhaps(j, d, out);
		break;
	case CAA_CA_UNKNOWN:
		unknown_ca(j, d, out);
		break;
	case CAA_BOUND:
	case CAA_EXCLUDED:
	case CAA_EXCLUDED_MAYBE:
		parameters(j, d, out);
		break;
	case CAA_CRITICAL:
	case CAA_CRITICAL_MAYBE:
		critical(j, d, out);
		break;
	case CAA_WILD_FORBIDDEN:
	case CAA_FORBIDDEN:
		forbidden(j, l, d, out);
		break;
	}
}
