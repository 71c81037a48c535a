/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/result_json.h"

#include "profile.h"
#include "report/changes.h"
#include "report/evidence_json.h"

struct writer *report_writer(FILE *out, const struct style *s)
{
	return s->format == FORMAT_KV ? writer_kv(out) : writer_json(out);
}

void write_head(struct writer *w, const char *command)
{
	w->start(w, NULL, false);
	write_str(w, "schema", REPORT_SCHEMA);
	w->start(w, "tool", false);
	write_str(w, "name", "pkiready");
	write_str(w, "version", PKIREADY_VERSION);
	w->end(w);
	write_str(w, "command", command);
}

static void write_strs(struct writer *w, const char *name, const char *const *v, size_t n)
{
	w->start(w, name, true);
	for (size_t i = 0; i < n; i++)
		write_str(w, NULL, v[i]);
	w->end(w);
}

static void write_address(struct writer *w, const char *name, const struct ip *ip)
{
	char buf[IP_TEXT_MAX];
	write_str(w, name, ip->family ? ip_format(ip, buf) : NULL);
}

/* A count or time where 0 says that there is none. */
static void write_int_or_null(struct writer *w, const char *name, int64_t n)
{
	if (n)
		write_int(w, name, n);
	else
		write_null(w, name);
}

static void write_names(struct writer *w, const struct target *t)
{
	w->start(w, "names", true);
	for (size_t i = 0; i < t->names.n; i++) {
		const struct target_name *n = t->names.v[i];
		w->start(w, NULL, false);
		write_str(w, "given", n->given);
		write_str(w, "ascii", n->ascii);
		write_str(w, "unicode", n->unicode);
		write_str(w, "registrable", n->registrable);
		write_bool(w, "wildcard", n->wildcard);
		write_bool(w, "public_suffix", n->public_suffix);
		write_str(w, "role", name_role_words[n->role]);
		w->end(w);
	}
	w->end(w);
}

/* What is expected is the validation file, whole: its name and size say enough. */
static void write_expectation(struct writer *w, const struct target *t)
{
	w->start(w, "expectation", false);
	write_bool(w, "known", t->have_expect);
	write_str(w, "source", t->expect_source);
	write_str(w, "name", t->random ? NULL : t->file_name);
	if (t->have_expect)
		write_int(w, "size", (int64_t)t->expect.n);
	else
		write_null(w, "size");
	write_int_or_null(w, "issued", t->issued);
	write_bool(w, "issued_given", t->issued_given);
	w->end(w);
}

static void write_csr(struct writer *w, const struct csr *csr)
{
	if (!csr) {
		write_null(w, "csr");
		return;
	}
	w->start(w, "csr", false);
	write_strs(w, "names", csr->names.v, csr->names.n);
	write_str(w, "md5", csr->md5);
	write_str(w, "sha256", csr->sha256);
	w->end(w);
}

static void write_resolver(struct writer *w, const struct target *t)
{
	if (!t->have_resolver) {
		write_null(w, "resolver");
		return;
	}
	w->start(w, "resolver", false);
	write_address(w, "address", &t->resolver);
	write_int(w, "port", t->resolver_port);
	w->end(w);
}

static void write_hosts(struct writer *w, const struct target *t)
{
	w->start(w, "hosts", true);
	for (size_t i = 0; i < t->hosts.n; i++) {
		w->start(w, NULL, false);
		write_str(w, "name", t->hosts.v[i]->name);
		write_address(w, "address", &t->hosts.v[i]->ip);
		w->end(w);
	}
	w->end(w);
}

static void write_profile(struct writer *w, const struct target *t)
{
	w->start(w, "profile", false);
	write_str(w, "id", t->profile->id);
	write_str(w, "name", t->profile->name);
	write_str(w, "provider", t->profile->provider);
	write_bool(w, "given", t->profile_given);
	w->end(w);
}

static void write_record(struct writer *w, const struct target *t)
{
	static const char *const types[] = {[RR_CNAME] = "CNAME", [RR_TXT] = "TXT"};
	w->start(w, "record", false);
	write_bool(w, "wanted", t->records_wanted);
	write_str(w, "host", t->record_host);
	write_str(w, "type", types[t->record_type]);
	write_int(w, "wait_ms", t->wait_ms);
	w->end(w);
}

static void write_target(struct writer *w, const struct target *t)
{
	w->start(w, "target", false);
	write_names(w, t);
	write_profile(w, t);
	write_str(w, "method", method_words[t->method]);
	write_str(w, "trace_url", t->trace_url);
	write_str(w, "path", t->path);
	write_bool(w, "random", t->random);
	write_expectation(w, t);
	write_record(w, t);
	write_csr(w, t->csr);
	write_str(w, "webroot", t->webroot);
	write_resolver(w, t);
	write_hosts(w, t);
	write_bool(w, "ipv4", t->v4);
	write_bool(w, "ipv6", t->v6);
	write_int(w, "timeout_ms", t->timeout_ms);
	write_bool(w, "require_outside", t->require_outside);
	write_int(w, "time", t->now);
	w->end(w);
}

/* names: all that it is about; empty: name alone, or the whole host. */
static void write_subject(struct writer *w, const struct finding *x)
{
	const struct subject *s = &x->subject;
	w->start(w, "subject", false);
	write_str(w, "name", s->name);
	write_strs(w, "names", x->names.v, x->names.n);
	write_address(w, "address", &s->ip);
	write_int_or_null(w, "port", s->port);
	write_str(w, "url", s->url);
	write_str(w, "thing", s->thing);
	w->end(w);
}

static void write_because(struct writer *w, const struct finding *x)
{
	w->start(w, "because", true);
	for (size_t i = 0; i < x->because.n; i++)
		write_shape(w, NULL, &shape_obs, x->because.v[i]);
	w->end(w);
}

static bool index_of(const struct findings *f, const struct finding *x, int64_t *index)
{
	for (size_t i = 0; i < f->all.n; i++)
		if (f->all.v[i] == x) {
			*index = (int64_t)i;
			return true;
		}
	return false;
}

static void write_cause(
	struct writer *w, const struct findings *f, const struct finding *x)
{
	int64_t index = 0;
	if (x->cause && index_of(f, x->cause, &index))
		write_int(w, "cause", index);
	else
		write_null(w, "cause");
}

static void write_consequences(
	struct writer *w, const struct findings *f, const struct finding *x)
{
	w->start(w, "consequences", true);
	for (size_t i = 0; i < x->consequences.n; i++) {
		int64_t index = 0;
		if (index_of(f, x->consequences.v[i], &index))
			write_int(w, NULL, index);
	}
	w->end(w);
}

static void write_finding(
	struct writer *w, const struct findings *f, const struct finding *x)
{
	w->start(w, NULL, false);
	write_str(w, "id", finding_table[x->id].id);
	write_str(w, "verdict", verdict_words[x->verdict]);
	write_str(w, "certainty", certainty_words[x->certainty]);
	write_str(w, "vantage", vantage_words[x->vantage]);
	write_bool(w, "outside_only", x->outside_only);
	write_subject(w, x);
	write_str(w, "message", x->message);
	write_because(w, x);
	write_lines(w, "advice", x->advice ? x->advice : "");
	write_cause(w, f, x);
	write_consequences(w, f, x);
	w->end(w);
}

static void write_findings(struct writer *w, const struct findings *f)
{
	w->start(w, "findings", true);
	for (size_t i = 0; i < f->all.n; i++)
		write_finding(w, f, f->all.v[i]);
	w->end(w);
}

static void write_first(struct writer *w, const struct finding *x)
{
	if (!x) {
		write_null(w, "first");
		return;
	}
	w->start(w, "first", false);
	write_str(w, "id", finding_table[x->id].id);
	write_str(w, "verdict", verdict_words[x->verdict]);
	write_subject(w, x);
	write_str(w, "message", x->message);
	w->end(w);
}

static const char *const may_issue_words[ANSWER__MAX] = {
	[ANSWER_READY] = "yes", [ANSWER_NOT_READY] = "no", [ANSWER_UNKNOWN] = "unknown"};

static void write_profiles(struct writer *w, const struct result *r)
{
	w->start(w, "profiles", true);
	for (size_t i = 0; i < r->profiles.n; i++) {
		const struct profile_answer *p = r->profiles.v[i];
		w->start(w, NULL, false);
		write_str(w, "id", p->profile->id);
		write_str(w, "name", p->profile->name);
		write_str(w, "verdict", answer_words[p->answer]);
		write_str(w, "may_issue", may_issue_words[p->caa]);
		write_first(w, p->first);
		w->end(w);
	}
	w->end(w);
}

/* Of --fix: what it was before the change. */
static void write_before(struct writer *w, const struct result *r)
{
	if (!r) {
		write_null(w, "before");
		return;
	}
	w->start(w, "before", false);
	write_str(w, "verdict", answer_words[r->answer]);
	write_findings(w, &r->findings);
	w->end(w);
}

bool write_result(struct writer *w, const char *command, const struct result *r)
{
	write_head(w, command);
	write_target(w, r->target);
	write_str(w, "verdict", answer_words[r->answer]);
	write_int(w, "exit", run_exit(r));
	write_strs(w, "unproved", r->unproved.v, r->unproved.n);
	write_findings(w, &r->findings);
	write_profiles(w, r);
	write_change(w, r->evidence->change);
	write_before(w, r->before);
	write_shape(w, "evidence", &shape_evidence, r->evidence);
	w->end(w);
	return w->finish(w);
}
