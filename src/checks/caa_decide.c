/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a CA may issue by the CAA records met on the climb. */
#include "caa.h"

/* One set read for one CA. */
struct reading {
	const struct judging *j;
	const struct profile *profile;
	bool wildcard;
	struct caa_decision *out;
};

bool caa_tag(const struct dns_record *r, const char *tag)
{
	return r->tag && dns_same(r->tag, tag);
}

bool caa_may(enum caa_answer a)
{
	return a == CAA_UNLIMITED || a == CAA_OPEN || a == CAA_NAMED || a == CAA_BOUND ||
	       a == CAA_CASE || a == CAA_MAYBE || a == CAA_CRITICAL_MAYBE ||
	       a == CAA_EXCLUDED_MAYBE;
}

static bool is_in(const char *const *list, const char *word, bool exact)
{
	for (; list && *list; list++)
		if (exact ? strcmp(*list, word) == 0 : dns_same(*list, word))
			return true;
	return false;
}

/* -- RFC 8659 section 4.1: the critical flag --------------------------------------- */
static bool is_standard(const struct dns_record *r)
{
	return caa_tag(r, "issue") || caa_tag(r, "issuewild") || caa_tag(r, "iodef");
}

static enum caa_answer critical(const struct reading *x, const struct dns_record *r)
{
	static const char *const registered[] = {
		"contactemail", "contactphone", "issuemail", "issuevmc", NULL};
	const struct caa_rules *rules = &x->profile->caa_rules;
	bool known = r->tag && is_in(rules->tags, r->tag, false);
	if (is_standard(r) || known)
		return CAA_NAMED;
	if (!(r->flags & CAA_CRITICAL_FLAG)) {
		if (!(r->flags & CAA_BIT1_FLAG) || rules->bit1 == TRI_NO)
			return CAA_NAMED;
		return rules->bit1 == TRI_YES ? CAA_CRITICAL : CAA_CRITICAL_MAYBE;
	}
	bool perhaps = r->tag && !rules->tags && is_in(registered, r->tag, false);
	return perhaps ? CAA_CRITICAL_MAYBE : CAA_CRITICAL;
}

/* -- RFC 8657 ---------------------------------------------------------------------- */
static bool is_own_method(const struct reading *x, const char *word)
{
	static const char *const file[] = {"ca-tbr-18", NULL};
	static const char *const http01[] = {"http-01", "ca-tbr-19", NULL};
	static const char *const dns[] = {"dns-01", "ca-tbr-7", NULL};
	const char *const *known = x->profile->caa_rules.methods;
	enum method m = x->j->target->method;
	const char *const *own = m == METHOD_DNS ? dns : m == METHOD_FILE ? file : http01;
	return is_in(own, word, true) && (!known || is_in(known, word, true));
}

static bool is_method_name(struct bytes b)
{
	for (size_t i = 0; i < b.n; i++) {
		unsigned char c = b.p[i];
		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			    (c >= 'A' && c <= 'Z') || c == '-'))
			return false;
	}
	return b.n > 0;
}

/* The comma-separated list holds this run's method; one malformed name spoils it. */
static bool lists_method(const struct reading *x, struct bytes b)
{
	bool found = false;
	while (b.n > 0) {
		const unsigned char *comma = memchr(b.p, ',', b.n);
		struct bytes word = {b.p, comma ? (size_t)(comma - b.p) : b.n};
		if (!is_method_name(word))
			return false;
		found = found ||
			is_own_method(x, arena_dup(judge_arena(x->j), word.p, word.n));
		b.p += word.n + (comma != NULL);
		b.n -= word.n + (comma != NULL);
		if (comma && b.n == 0)
			return false;
	}
	return found;
}

static enum caa_answer bounds(
	const struct reading *x, const struct caa_value *v, const char **why)
{
	size_t accounts = 0, methods = 0;
	bool listed = true;
	enum tri obeyed = x->profile->caa_rules.parameters;
	for (size_t i = 0; i < v->params.n; i++) {
		const struct caa_param *p = v->params.v[i];
		if (dns_same(p->tag, "accounturi"))
			accounts++;
		if (dns_same(p->tag, "validationmethods")) {
			methods++;
			listed = listed && lists_method(x, p->value);
			*why = judge_s(x->j,
				"its validationmethods %s leave out this method (%s)",
				dns_value(x->j, p->value, 80),
				method_words[x->j->target->method]);
		}
	}
	if (accounts > 1 || methods > 1)
		*why = accounts > 1 ? "it has accounturi twice, which nobody can satisfy"
				    : "it has validationmethods twice, which nobody can "
				      "satisfy";
	else if (listed)
		return accounts ? CAA_BOUND : CAA_NAMED;
	return obeyed == TRI_NO    ? CAA_NAMED
	       : obeyed == TRI_YES ? CAA_EXCLUDED
				   : CAA_EXCLUDED_MAYBE;
}

/* -- RFC 8659 sections 4.2 and 4.3 ------------------------------------------------- */
static enum caa_answer named(
	const struct reading *x, const struct dns_record *r, const char **why)
{
	const struct profile *p = x->profile;
	struct caa_value v;
	caa_value_parse(judge_arena(x->j), r->data, &v);
	if (v.malformed || !*v.issuer)
		return CAA_FORBIDDEN;
	if (is_in(p->caa, v.issuer, true))
		return bounds(x, &v, why);
	if (is_in(p->caa, v.issuer, false) && p->caa_rules.exact_case != TRI_YES) {
		enum caa_answer a = bounds(x, &v, why);
		return a == CAA_NAMED && p->caa_rules.exact_case != TRI_NO ? CAA_CASE : a;
	}
	return is_in(p->caa_rules.maybe, v.issuer, false) ? CAA_MAYBE : CAA_FORBIDDEN;
}

/* The better of two records' answers counts: records of a property add up. */
static int rank(enum caa_answer a)
{
	static const enum caa_answer order[] = {CAA_NAMED, CAA_CASE, CAA_BOUND, CAA_MAYBE,
		CAA_EXCLUDED_MAYBE, CAA_EXCLUDED};
	int i = 0;
	for (; i < (int)(sizeof(order) / sizeof(*order)); i++)
		if (order[i] == a)
			break;
	return i;
}

static bool has(const struct dns_view *v, const char *tag)
{
	for (size_t i = 0; i < v->records.n; i++)
		if (caa_tag(v->records.v[i], tag))
			return true;
	return false;
}

static void read_property(struct reading *x, const struct dns_view *v)
{
	struct caa_decision *d = x->out;
	d->answer =
		x->wildcard && has(v, "issuewild") ? CAA_WILD_FORBIDDEN : CAA_FORBIDDEN;
	d->property = d->answer == CAA_WILD_FORBIDDEN ? "issuewild" : "issue";
	if (!has(v, d->property)) {
		d->answer = CAA_OPEN;
		return;
	}
	for (size_t i = 0; i < v->records.n; i++) {
		const struct dns_record *r = v->records.v[i];
		const char *why = NULL;
		if (!caa_tag(r, d->property))
			continue;
		enum caa_answer a = named(x, r, &why);
		if (a == CAA_FORBIDDEN || rank(a) >= rank(d->answer))
			continue;
		d->answer = a;
		d->record = r;
		d->why = why;
	}
}

static void read_set(struct reading *x, const struct dns_view *v)
{
	struct caa_decision *d = x->out;
	enum caa_answer worst = CAA_NAMED;
	const struct dns_record *which = NULL;
	for (size_t i = 0; i < v->records.n; i++) {
		enum caa_answer a = critical(x, v->records.v[i]);
		if (a == CAA_CRITICAL || (a != CAA_NAMED && worst == CAA_NAMED)) {
			worst = a;
			which = v->records.v[i];
		}
		if (a == CAA_CRITICAL)
			break;
	}
	if (worst != CAA_CRITICAL)
		read_property(x, v);
	if (worst == CAA_NAMED || (worst == CAA_CRITICAL_MAYBE && !caa_may(d->answer)))
		return;
	d->answer = worst;
	d->record = which;
}

/* Whether the property lets nobody issue at all: then the CA need not be known. */
static bool is_closed(const struct judging *j, const struct dns_view *v, const char *tag)
{
	for (size_t i = 0; i < v->records.n; i++) {
		struct caa_value value;
		if (!caa_tag(v->records.v[i], tag))
			continue;
		caa_value_parse(judge_arena(j), v->records.v[i]->data, &value);
		if (*value.issuer)
			return false;
	}
	return true;
}

void caa_decide(const struct judging *j, const struct caa_look *l,
	const struct profile *p, struct caa_decision *out)
{
	struct reading x = {j, p, l->wildcard, out};
	memset(out, 0, sizeof(*out));
	out->property = "issue";
	for (size_t i = 0; i < l->climb.n; i++) {
		const struct dns_view *v = l->climb.v[i];
		enum dns_state s = dns_state_of(j, v);
		out->view = v;
		if (s == DNS_NO_DATA || s == DNS_NXDOMAIN)
			continue;
		if (s == DNS_ADDRESS)
			read_set(&x, v);
		else
			out->answer = s == DNS_UNSEEN ? CAA_UNSEEN : CAA_FAILED;
		bool no_names = !p->caa && !is_closed(j, v, out->property);
		if (no_names && (out->answer == CAA_FORBIDDEN ||
					out->answer == CAA_WILD_FORBIDDEN))
			out->answer = CAA_CA_UNKNOWN;
		return;
	}
	out->answer = l->climb.n ? CAA_UNLIMITED : CAA_UNSEEN;
}
