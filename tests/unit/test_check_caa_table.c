/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The CAA decision table: every case of RFC 8659 sections 3 and 4, RFC 8657, BR 3.2.2.8,
 * and the known faults of other checkers, each by name.
 */
#include "check_dns.h"

#include "../../src/checks/caa.h"

struct row {
	const char *what;
	const char *profile;
	const char *name;
	bool wildcard;
	const char *levels;
	enum caa_answer answer;
};

#define LE "letsencrypt"
#define DC "digicert"
#define W "www.example.com"
#define X "example.com"
#define LONG_TAIL "0 issue a.example|0 issue b.example|0 issue digicert.com"

static const struct row rows[] = {
	/* RFC 8659 section 3: the climb */
	{"no set anywhere", DC, W, false, "- / - / -", CAA_UNLIMITED},
	{"a name that does not exist yet climbs as well", DC, W, false, "N / - / -",
		CAA_UNLIMITED},
	{"the nearest set alone counts", DC, W, false,
		"0 issue letsencrypt.org / 0 issue digicert.com / -", CAA_FORBIDDEN},
	{"the parent's set counts where the name has none", DC, W, false,
		"- / 0 issue digicert.com / -", CAA_NAMED},
	{"the top-level domain's set counts too", DC, X, false,
		"- / 0 issue letsencrypt.org", CAA_FORBIDDEN},
	{"an alias's target counts", DC, W, false,
		">x.github.io|0 issue digicert.com / 0 issue letsencrypt.org / -",
		CAA_NAMED},
	{"an alias whose target has no set: climb from the name, not the target", DC, W,
		false, ">x.github.io / 0 issue letsencrypt.org / -", CAA_FORBIDDEN},
	{"a failure below the first set hides it", DC, W, false,
		"S / 0 issue digicert.com / -", CAA_FAILED},
	{"a failure above the first set does not matter", DC, W, false,
		"- / 0 issue digicert.com / S", CAA_NAMED},
	{"a set that was not asked for", DC, W, false, "- / ? / -", CAA_UNSEEN},
	/* section 4.1: flags */
	{"an unknown tag without the flag is ignored", DC, X, false,
		"0 tbs Unknown|0 issue digicert.com / -", CAA_NAMED},
	{"an unknown tag alone does not restrict", DC, X, false, "0 tbs Unknown / -",
		CAA_OPEN},
	{"an unknown tag with flag 128 forbids", DC, X, false,
		"128 tbs Unknown|0 issue digicert.com / -", CAA_CRITICAL},
	{"reserved flags are ignored", DC, X, false,
		"64 tbs x|127 issue digicert.com / -", CAA_NAMED},
	{"flag 2 is ignored", DC, X, false, "2 tbs x|0 issue digicert.com / -",
		CAA_NAMED},
	{"a known tag may be critical", DC, X, false,
		"128 issue digicert.com|128 iodef mailto:a@example.com / -", CAA_NAMED},
	{"a critical tag forbids wherever in the set it stands", DC, X, false,
		"0 issue digicert.com|0 issue a.example|255 x y / -", CAA_CRITICAL},
	{"a critical record below another set's", DC, W, false,
		"- / 0 issue digicert.com / 128 x y", CAA_NAMED},
	{"a critical contactemail: no source tells", DC, X, false,
		"128 contactemail a@example.com / -", CAA_CRITICAL_MAYBE},
	{"a critical contactemail at Let's Encrypt", LE, X, false,
		"128 contactemail a@example.com / -", CAA_CRITICAL},
	{"a critical issuemail at Let's Encrypt", LE, X, false, "128 issuemail ; / -",
		CAA_OPEN},
	{"a tag that is no tag", DC, X, false, "128 is_sue digicert.com / -",
		CAA_CRITICAL},
	{"flag 1 at Let's Encrypt", LE, X, false, "1 tbs x|0 issue letsencrypt.org / -",
		CAA_CRITICAL},
	{"flag 1 on a known tag", LE, X, false, "1 issue letsencrypt.org / -", CAA_NAMED},
	/* section 4.2: issue */
	{"several issue records add up", DC, X, false, LONG_TAIL " / -", CAA_NAMED},
	{"the empty issuer lets nobody", DC, X, false, "0 issue ; / -", CAA_FORBIDDEN},
	{"the empty value lets nobody", DC, X, false, "0 issue / -", CAA_FORBIDDEN},
	{"white space alone lets nobody", DC, X, false, "0 issue    / -", CAA_FORBIDDEN},
	{"an empty issuer beside a named one forbids nothing", DC, X, false,
		"0 issue ;|0 issue digicert.com / -", CAA_NAMED},
	{"parameters of nobody", DC, X, false, "0 issue ;policy=ev / -", CAA_FORBIDDEN},
	{"malformed lets nobody", DC, X, false, "0 issue %%%%% / -", CAA_FORBIDDEN},
	{"malformed beside a good one", DC, X, false,
		"0 issue %%%%%|0 issue digicert.com / -", CAA_NAMED},
	{"white space around the name", DC, X, false, "0 issue  \tdigicert.com\t  / -",
		CAA_NAMED},
	{"a final semicolon", DC, X, false, "0 issue digicert.com; / -", CAA_NAMED},
	{"a final semicolon and space", DC, X, false, "0 issue digicert.com ;  / -",
		CAA_NAMED},
	{"a foreign parameter", DC, X, false, "0 issue digicert.com; account=230123 / -",
		CAA_NAMED},
	{"two parameters and white space", DC, X, false,
		"0 issue digicert.com ; a=b ; c = d  / -", CAA_NAMED},
	{"a semicolon behind the parameters is malformed", DC, X, false,
		"0 issue digicert.com; a=b; / -", CAA_FORBIDDEN},
	{"a parameter without =", DC, X, false, "0 issue digicert.com; a / -",
		CAA_FORBIDDEN},
	{"an empty parameter value", DC, X, false, "0 issue digicert.com; a= / -",
		CAA_NAMED},
	{"a name with a final dot is malformed", DC, X, false,
		"0 issue digicert.com. / -", CAA_FORBIDDEN},
	{"a URL is malformed", DC, X, false, "0 issue https://digicert.com / -",
		CAA_FORBIDDEN},
	{"two names in one value are malformed", DC, X, false,
		"0 issue digicert.com letsencrypt.org / -", CAA_FORBIDDEN},
	{"names by comma are malformed", DC, X, false,
		"0 issue digicert.com,letsencrypt.org / -", CAA_FORBIDDEN},
	{"a quoted name is malformed", DC, X, false, "0 issue \"digicert.com\" / -",
		CAA_FORBIDDEN},
	{"a subdomain of the issuer is not the issuer", DC, X, false,
		"0 issue ca.digicert.com / -", CAA_FORBIDDEN},
	{"a brand's own name", "geotrust", X, false, "0 issue geotrust.com / -",
		CAA_NAMED},
	{"another brand of the same CA", "geotrust", X, false, "0 issue rapidssl.com / -",
		CAA_NAMED},
	{"another case of the name", DC, X, false, "0 issue DigiCert.com / -", CAA_CASE},
	{"another case at a CA that compares octets", LE, X, false,
		"0 issue LetsEncrypt.org / -", CAA_FORBIDDEN},
	/* section 4.3: issuewild */
	{"issuewild is ignored for a plain name", DC, X, false,
		"0 issuewild letsencrypt.org / -", CAA_OPEN},
	{"issuewild beside issue, plain name", DC, X, false,
		"0 issue digicert.com|0 issuewild ; / -", CAA_NAMED},
	{"issuewild replaces issue for a wildcard", DC, X, true,
		"0 issue digicert.com|0 issuewild letsencrypt.org / -",
		CAA_WILD_FORBIDDEN},
	{"issuewild alone names the CA", DC, X, true,
		"0 issue letsencrypt.org|0 issuewild digicert.com / -", CAA_NAMED},
	{"an empty issuewild", DC, X, true, "0 issue digicert.com|0 issuewild ; / -",
		CAA_WILD_FORBIDDEN},
	{"issue counts for a wildcard without issuewild", DC, X, true,
		"0 issue letsencrypt.org / -", CAA_FORBIDDEN},
	{"a parent's issuewild counts", DC, W, true, "- / 0 issuewild ; / -",
		CAA_WILD_FORBIDDEN},
	/* section 4.4: iodef */
	{"iodef alone does not restrict", DC, X, false, "0 iodef mailto:a@b.example / -",
		CAA_OPEN},
	{"iodef alone stops the climb", DC, W, false,
		"0 iodef mailto:a@b.example / 0 issue ; / -", CAA_OPEN},
	/* RFC 8657 */
	{"accounturi binds to an account", LE, X, false,
		"0 issue letsencrypt.org; accounturi=https://a.example/1 / -", CAA_BOUND},
	{"accounturi twice cannot be satisfied", LE, X, false,
		"0 issue letsencrypt.org; accounturi=https://a/1; accounturi=https://a/2 "
		"/ -",
		CAA_EXCLUDED},
	{"accounturi beside a record without", LE, X, false,
		"0 issue letsencrypt.org; accounturi=https://a/1|0 issue letsencrypt.org "
		"/ -",
		CAA_NAMED},
	{"validationmethods with this method", LE, X, false,
		"0 issue letsencrypt.org; validationmethods=dns-01,http-01 / -",
		CAA_NAMED},
	{"validationmethods without it", LE, X, false,
		"0 issue letsencrypt.org; validationmethods=dns-01 / -", CAA_EXCLUDED},
	{"validationmethods of none", LE, X, false,
		"0 issue letsencrypt.org; validationmethods= / -", CAA_EXCLUDED},
	{"validationmethods with a malformed name", LE, X, false,
		"0 issue letsencrypt.org; validationmethods=http-01,a_b / -",
		CAA_EXCLUDED},
	{"validationmethods in another case", LE, X, false,
		"0 issue letsencrypt.org; validationmethods=HTTP-01 / -", CAA_EXCLUDED},
	{"a CA of which no source tells if it obeys", DC, X, false,
		"0 issue digicert.com; validationmethods=dns-01 / -", CAA_EXCLUDED_MAYBE},
	{"ca-tbr-18 is a website change", "certum", X, false,
		"0 issue certum.pl; validationmethods=ca-tbr-18 / -", CAA_NAMED},
	{"ca-tbr-7 is a DNS change", "certum", X, false,
		"0 issue certum.pl; validationmethods=ca-tbr-7 / -", CAA_EXCLUDED},
	/* BR 3.2.2.8: failures */
	{"REFUSED on the climb", DC, X, false, "R / -", CAA_FAILED},
	{"NOTIMP on the climb", DC, X, false, "I / -", CAA_FAILED},
	{"no answer on the climb", DC, X, false, "T / -", CAA_FAILED},
	{"bogus on the climb", DC, X, false, "B / -", CAA_FAILED},
	/* names of which no source says for sure */
	{"an uncertain name", "sectigo", X, false, "0 issue netsolssl.com / -",
		CAA_MAYBE},
	{"a provider's CA is not known", "alibaba", X, false, "0 issue digicert.com / -",
		CAA_CA_UNKNOWN},
	{"nobody is nobody for every CA", "alibaba", X, false, "0 issue ; / -",
		CAA_FORBIDDEN},
	/* the known faults of another checker (letsdebug), each a case here */
	{"peer fault 1: flag 128 must be seen, not flag 1 alone", LE, X, false,
		"128 tbs x|0 issue letsencrypt.org / -", CAA_CRITICAL},
	{"peer fault 2: the star is kept on the climb to the parent's issuewild", LE, W,
		true, "- / 0 issue letsencrypt.org|0 issuewild ; / -",
		CAA_WILD_FORBIDDEN},
	{"peer fault 3: a wildcard with iodef alone is not forbidden", LE, X, true,
		"0 iodef mailto:a@b.example / -", CAA_OPEN},
	{"peer fault 4: tags have no case", LE, X, false, "0 ISSUE letsencrypt.org / -",
		CAA_NAMED},
	{"peer fault 4: tags have no case, wildcard", LE, X, true,
		"0 issue letsencrypt.org|0 IssueWild ; / -", CAA_WILD_FORBIDDEN},
	{"peer fault 11: not Let's Encrypt alone", "google", X, false,
		"0 issue pki.goog; cansignhttpexchanges=yes / -", CAA_NAMED},
};

static void decide(struct world *w, const struct row *r, struct caa_decision *d)
{
	world_open4(w, r->profile);
	walked(w);
	findings_init(&w->f, w->a, w->t.profile);
	const struct judging j = {&w->t, &w->e, w->t.profile, &w->f};
	caa_decide(&j, add_caa(w, r->name, r->wildcard, r->levels), w->t.profile, d);
}

static void the_decision_table_holds(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world w;
		struct caa_decision d;
		decide(&w, &rows[i], &d);
		if (d.answer != rows[i].answer)
			fail_msg(
				"%s: %d, not %d", rows[i].what, d.answer, rows[i].answer);
		world_close(&w);
	}
}

static void a_thousand_records_are_read(void **state)
{
	(void)state;
	struct world w;
	struct caa_decision d;
	world_open4(&w, DC);
	walked(&w);
	struct caa_look *l = add_caa(&w, X, false, "0 issue ; / -");
	for (int i = 0; i < 999; i++) {
		struct dns_record *r = add_record(&w, l->climb.v[0], X, RR_CAA,
			i < 998 ? "x.example" : "digicert.com");
		r->tag = "issue";
	}
	findings_init(&w.f, w.a, w.t.profile);
	const struct judging j = {&w.t, &w.e, w.t.profile, &w.f};
	caa_decide(&j, l, w.t.profile, &d);
	assert_int_equal(d.answer, CAA_NAMED);
	EXPECT(&w, "");
	l->climb.v[0]->truncated = true;
	EXPECT(&w, "unknown:caa-lookup-fails");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_decision_table_holds),
		cmocka_unit_test(a_thousand_records_are_read),
	};
	return cmocka_run_group_tests_name("caa_table", tests, NULL, NULL);
}
