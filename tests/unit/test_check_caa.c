/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the CAA decisions become: findings, their words and advice. */
#include "check_dns.h"

#include "../../src/checks/caa.h"

#define LE "letsencrypt"
#define DC "digicert"
#define W "www.example.com"
#define X "example.com"

static void open_with(struct world *w, const char *profile, const char *levels)
{
	world_open4(w, profile);
	walked(w);
	add_caa(w, X, false, levels);
}

static void a_set_that_names_others_is_mended_by_one_record(void **state)
{
	(void)state;
	struct world w;
	open_with(&w, DC, "0 issue letsencrypt.org|0 issue sectigo.com / -");
	EXPECT(&w, "fail:caa-forbids");
	const struct finding *x = find(&w, FINDING_CAA_FORBIDS, VERDICT_FAIL);
	is_text(x->message,
		"example.com: the CAA records of example.com let letsencrypt.org and "
		"sectigo.com issue, and DigiCert (digicert.com) is not among them (may "
		"issue today: Sectigo, Let's Encrypt and ZeroSSL; perhaps: TrustAsia; "
		"may "
		"not: DigiCert, GlobalSign, Google Trust Services, SSL.com, Certum, "
		"Actalis and Amazon (ACM))");
	is_text(x->advice,
		"Add this record beside the others:\nexample.com. 600 IN CAA 0 issue "
		"\"digicert.com\"\nDelete none of them. Caches let the old set go within "
		"5 minutes (its TTL).");
	assert_string_equal(x->subject.name, X);
	world_close(&w);
}

static void the_malformed_value_is_named(void **state)
{
	(void)state;
	struct world w;
	open_with(&w, DC, "0 issue https://digicert.com / -");
	EXPECT(&w, "fail:caa-forbids");
	expect_message(&w, FINDING_CAA_FORBIDS, VERDICT_FAIL,
		"let nobody issue, and DigiCert (digicert.com) is not among them; the "
		"value \"https://digicert.com\" is malformed (it holds more than a "
		"domain "
		"name and parameters) and lets nobody issue");
	world_close(&w);
}

static void no_set_is_a_pass_for_every_ca(void **state)
{
	(void)state;
	struct world w;
	open_with(&w, DC, "- / -");
	EXPECT(&w, "");
	is_text(find(&w, FINDING_CAA_FORBIDS, VERDICT_PASS)->message,
		"example.com: no CAA record stands at the name or above it: every CA may "
		"issue");
	world_close(&w);
}

static void an_alias_brings_its_targets_set(void **state)
{
	(void)state;
	struct world w;
	open_with(&w, "globalsign",
		">x.github.io|0 issue digicert.com|0 issue "
		"sectigo.com / -");
	EXPECT(&w, "fail:caa-inherited-alias");
	const struct finding *x = find(&w, FINDING_CAA_INHERITED_ALIAS, VERDICT_FAIL);
	assert_memory_equal(x->message,
		"example.com: example.com is an alias of x.github.io, whose CAA records "
		"count: they let digicert.com and sectigo.com issue, and GlobalSign "
		"(globalsign.com) is not among them (may issue today: ",
		180);
	is_text(x->advice,
		"A CAA record cannot stand beside the CNAME, and one at a parent of "
		"example.com does not count. Have the owner of x.github.io add: CAA 0 "
		"issue \"globalsign.com\"; or pause the CNAME until the certificate is "
		"issued; or publish A and AAAA records instead of it, and beside them:\n"
		"example.com. 600 IN CAA 0 issue \"globalsign.com\"");
	world_close(&w);
}

static void an_alias_to_a_name_of_ones_own_is_mended_there(void **state)
{
	(void)state;
	struct world w;
	open_with(&w, DC, ">cdn.example.com|0 issue sectigo.com / -");
	EXPECT(&w, "fail:caa-forbids");
	expect_advice(&w, FINDING_CAA_FORBIDS,
		"\ncdn.example.com. 600 IN CAA 0 issue \"digicert.com\"");
	world_close(&w);
}

static void a_wildcard_is_mended_by_issuewild(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, DC);
	walked(&w);
	w.t.method = METHOD_DNS;
	w.t.names.v[0]->wildcard = true;
	w.t.names.n = 1;
	add_caa(&w, X, true, "0 issue digicert.com|0 issuewild ; / -");
	judge_by(&w, w.t.profile);
	const struct finding *x = find(&w, FINDING_CAA_WILDCARD_FORBIDS, VERDICT_FAIL);
	assert_non_null(x);
	assert_memory_equal(x->message,
		"*.example.com: the CAA records of example.com let nobody issue wildcard "
		"certificates (issuewild), and DigiCert (digicert.com) is not among them",
		140);
	assert_string_equal(x->subject.name, X);
	assert_non_null(strstr(
		x->advice, "\nexample.com. 600 IN CAA 0 issuewild \"digicert.com\"\n"));
	world_close(&w);
}

static void critical_flags_in_words(void **state)
{
	(void)state;
	struct world w;
	open_with(&w, DC, "128 tbs x / -");
	EXPECT(&w, "fail:caa-critical-unknown");
	expect_message(&w, FINDING_CAA_CRITICAL_UNKNOWN, VERDICT_FAIL,
		"a CAA record of example.com has the flags 128 and the tag \"tbs\": it "
		"is "
		"critical, and a CA that does not know the tag must not issue");
	expect_advice(&w, FINDING_CAA_CRITICAL_UNKNOWN,
		"Remove that record, or set its flags to 0:\nexample.com. CAA 0 tbs …");
	world_close(&w);
	open_with(&w, DC, "1 tbs x / -");
	EXPECT(&w, "warn:caa-critical-unknown");
	expect_message(&w, FINDING_CAA_CRITICAL_UNKNOWN, VERDICT_WARN,
		"the critical flag is 128, but some CAs take 1 for it too");
	judge_by(&w, profile_of(&w, LE));
	expect_message(&w, FINDING_CAA_CRITICAL_UNKNOWN, VERDICT_FAIL,
		"Let's Encrypt takes flag 1 for critical too, and does not know the tag");
	world_close(&w);
}

static void parameters_that_exclude(void **state)
{
	(void)state;
	struct world w;
	open_with(&w, LE, "0 issue letsencrypt.org; validationmethods=dns-01 / -");
	EXPECT(&w, "fail:caa-parameters");
	expect_message(&w, FINDING_CAA_PARAMETERS, VERDICT_FAIL,
		"the CAA record \"letsencrypt.org; validationmethods=dns-01\" of "
		"example.com names Let's Encrypt, but its validationmethods \"dns-01\" "
		"leave out this method (http-01)");
	expect_advice(&w, FINDING_CAA_PARAMETERS,
		"Correct the parameters, or add a record without them:\nexample.com. 600 "
		"IN CAA 0 issue \"letsencrypt.org\"");
	world_close(&w);
	open_with(&w, LE, "0 issue letsencrypt.org; accounturi=https://a/1 / -");
	EXPECT(&w, "warn:caa-parameters");
	world_close(&w);
	open_with(&w, DC, "0 issue digicert.com; validationmethods=dns-01 / -");
	EXPECT(&w, "warn:caa-parameters");
	expect_message(&w, FINDING_CAA_PARAMETERS, VERDICT_WARN,
		"no source tells whether this CA obeys them today, and all must from "
		"2027-03-15");
	world_close(&w);
}

static void a_provider_must_name_its_ca(void **state)
{
	(void)state;
	struct world w;
	open_with(&w, "strict", "0 issue digicert.com / -");
	EXPECT(&w, "unknown:caa-multi-issuer-note");
	expect_message(&w, FINDING_CAA_MULTI_ISSUER_NOTE, VERDICT_UNKNOWN,
		"the CAA records of example.com let digicert.com issue: whether the CA "
		"that issues what your provider sells is among them is not known");
	judge_by(&w, profile_of(&w, "alibaba/digicert"));
	assert_string_equal(bad(&w), "");
	judge_by(&w, profile_of(&w, "alibaba/globalsign"));
	assert_string_equal(bad(&w), "fail:caa-forbids");
	world_close(&w);
}

/* BR 3.2.2.8: a failed lookup may be permission in an insecure zone alone. */
static void failures_weigh_by_zone_and_ca(void **state)
{
	(void)state;
	static const char *const kinds[] = {"S / -", "R / -", "I / -", "T / -"};
	for (size_t i = 0; i < 4; i++) {
		struct world w;
		open_with(&w, DC, kinds[i]);
		EXPECT(&w, "fail:caa-lookup-fails"); /* not known to be insecure */
		struct trust_step *s = add_step(&w, "example.com", DNSSEC_SECURE);
		EXPECT(&w, "fail:caa-lookup-fails");
		s->dnssec = DNSSEC_INSECURE;
		EXPECT(&w, "warn:caa-lookup-fails");
		judge_by(&w, profile_of(&w, LE));
		assert_non_null(find(&w, FINDING_CAA_LOOKUP_FAILS, VERDICT_FAIL));
		judge_by(&w, profile_of(&w, "globalsign"));
		assert_string_equal(bad(&w), "fail:caa-lookup-fails");
		judge_by(
			&w, profile_of(&w, "strict")); /* whichever the CA: some refuse */
		assert_string_equal(bad(&w), "fail:caa-lookup-fails");
		world_close(&w);
	}
}

static void what_a_failure_in_an_unsigned_zone_means_is_said_by_ca(void **state)
{
	(void)state;
	static const struct {
		const char *profile, *words;
	} cases[] = {
		{"strict", "the zone is proved unsigned, so that after a retry a CA may "
			   "go on (BR 3.2.2.8), but need not: GlobalSign and "
			   "Let's Encrypt do not"},
		{DC, "the zone is proved unsigned, so that after a retry a CA may go on "
		     "(BR 3.2.2.8), but need not; no source tells what DigiCert does"},
		{LE, "Let's Encrypt then does not issue"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct world w;
		open_with(&w, cases[i].profile, "S / -");
		add_step(&w, "example.com", DNSSEC_INSECURE);
		judge_by(&w, w.t.profile);
		const struct finding *x = find(&w, FINDING_CAA_LOOKUP_FAILS,
			i == 1 ? VERDICT_WARN : VERDICT_FAIL);
		assert_non_null(x);
		is_text(x->message, arena_printf(w.a,
					    "example.com: the CAA lookup of example.com "
					    "fails (SERVFAIL): %s",
					    cases[i].words));
		world_close(&w);
	}
}

static void a_failing_lookup_in_words(void **state)
{
	(void)state;
	struct world w;
	open_with(&w, LE, "S / -");
	add_step(&w, "example.com", DNSSEC_INSECURE);
	struct zone_look *z = add_zone(&w, X, "com", "ns1.example.com|ns2.example.com");
	add_answer(&w, add_server(&w, z, "ns1.example.com", "192.0.2.1"), X, RR_CAA, "-");
	add_answer(&w, add_server(&w, z, "ns2.example.com", "192.0.2.2"), X, RR_CAA, "I");
	judge_by(&w, w.t.profile);
	is_text(find(&w, FINDING_CAA_LOOKUP_FAILS, VERDICT_FAIL)->message,
		"example.com: the CAA lookup of example.com fails (SERVFAIL; "
		"ns2.example.com (192.0.2.2): NOTIMP): Let's Encrypt then does not "
		"issue");
	expect_advice(&w, FINDING_CAA_LOOKUP_FAILS, "dig @SERVER example.com CAA");
	world_close(&w);
}

static void a_bogus_climb_never_is_permission(void **state)
{
	(void)state;
	struct world w;
	open_with(&w, DC, "B / -");
	add_step(&w, "example.com", DNSSEC_INSECURE);
	judge_by(&w, w.t.profile);
	assert_non_null(find(&w, FINDING_CAA_LOOKUP_FAILS, VERDICT_FAIL));
	world_close(&w);
}

static void own_silence_is_charged_to_nobody(void **state)
{
	(void)state;
	struct world w;
	open_with(&w, DC, "T / -");
	w.e.recursion.obs.seen = SEEN_NO;
	judge_by(&w, w.t.profile);
	assert_null(find(&w, FINDING_CAA_LOOKUP_FAILS, VERDICT_FAIL));
	assert_null(find(&w, FINDING_CAA_LOOKUP_FAILS, VERDICT_UNKNOWN));
	assert_non_null(find(&w, FINDING_RECURSION_BLOCKED, VERDICT_UNKNOWN));
	w.e.recursion.replaced = true; /* by --resolver: its silence is its own */
	EXPECT(&w, "unknown:caa-lookup-fails");
	is_text(find(&w, FINDING_CAA_LOOKUP_FAILS, VERDICT_UNKNOWN)->message,
		"example.com: the CAA lookup of example.com got no answer from here");
	world_close(&w);
}

static void one_set_for_many_names_is_one_cause(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "digicert");
	walked(&w);
	w.t.names.v[1]->role = ROLE_EXAMINED;
	add_caa(&w, X, false, "0 issue sectigo.com / -");
	add_caa(&w, W, false, "- / 0 issue sectigo.com / -");
	EXPECT(&w, "fail:caa-forbids");
	assert_int_equal(count_of(&w, FINDING_CAA_FORBIDS, VERDICT_FAIL), 1);
	const struct finding *x = find(&w, FINDING_CAA_FORBIDS, VERDICT_FAIL);
	assert_int_equal(x->names.n, 2);
	assert_memory_equal(x->message, "example.com and www.example.com: the CAA", 40);
	world_close(&w);
}

static void hostile_values_stay_values(void **state)
{
	(void)state;
	struct world w;
	open_with(&w, DC, "0 issue x / -");
	static const unsigned char evil[] = "\x1b[2J\0digicert.com\"\n";
	struct dns_record *r = w.e.dns.caa.v[0]->climb.v[0]->records.v[0];
	r->data = (struct bytes){evil, sizeof(evil) - 1};
	EXPECT(&w, "fail:caa-forbids");
	expect_message(&w, FINDING_CAA_FORBIDS, VERDICT_FAIL,
		"the value the bytes 1b 5b 32 4a 00 64");
	r->tag = "\x1b]0;x\x07";
	r->flags = 128;
	EXPECT(&w, "fail:caa-critical-unknown");
	r->tag = NULL;
	r->data = (struct bytes){NULL, 0};
	EXPECT(&w, "fail:caa-critical-unknown");
	world_close(&w);
}

static void providers_fields_for_a_caa_record(void **state)
{
	(void)state;
	struct world w;
	open_with(&w, DC, "0 issue sectigo.com / -");
	struct zone_look *z = add_zone(&w, X, "com", "dns1.hichina.com|dns2.hichina.com");
	EXPECT(&w, "fail:caa-forbids");
	expect_advice(&w, FINDING_CAA_FORBIDS,
		"\nAlibaba Cloud DNS: Record Type CAA, Host @, ISP Line Default, Value 0 "
		"issue \"digicert.com\", TTL 600 seconds\n");
	fill_view(&w, &z->child_ns, X, RR_NS, "ns1.huaweicloud-dns.com");
	z->parent_ns = z->child_ns;
	EXPECT(&w, "fail:caa-forbids");
	expect_advice(&w, FINDING_CAA_FORBIDS,
		"\nHuawei Cloud DNS: Name @, Type CAA, Alias No, Line Default, TTL 300");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_set_that_names_others_is_mended_by_one_record),
		cmocka_unit_test(the_malformed_value_is_named),
		cmocka_unit_test(no_set_is_a_pass_for_every_ca),
		cmocka_unit_test(an_alias_brings_its_targets_set),
		cmocka_unit_test(an_alias_to_a_name_of_ones_own_is_mended_there),
		cmocka_unit_test(a_wildcard_is_mended_by_issuewild),
		cmocka_unit_test(critical_flags_in_words),
		cmocka_unit_test(parameters_that_exclude),
		cmocka_unit_test(a_provider_must_name_its_ca),
		cmocka_unit_test(failures_weigh_by_zone_and_ca),
		cmocka_unit_test(what_a_failure_in_an_unsigned_zone_means_is_said_by_ca),
		cmocka_unit_test(a_failing_lookup_in_words),
		cmocka_unit_test(a_bogus_climb_never_is_permission),
		cmocka_unit_test(own_silence_is_charged_to_nobody),
		cmocka_unit_test(one_set_for_many_names_is_one_cause),
		cmocka_unit_test(hostile_values_stay_values),
		cmocka_unit_test(providers_fields_for_a_caa_record),
	};
	return cmocka_run_group_tests_name("caa", tests, NULL, NULL);
}
