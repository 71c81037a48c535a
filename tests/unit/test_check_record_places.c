/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The validation record at the wrong place, type, provider; at some servers; for some. */
#include "check_records.h"

#define DC "alibaba/digicert"
#define LINE HOST ". 600 IN TXT \"" TOKEN "\""

static void a_doubled_name_is_told_with_the_host_to_enter(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, "N");
	add_look(&w, PLACE_DOUBLED, HOST "." X, TOKEN, "-");
	EXPECT(&w, "fail:record-name-doubled");
	is_text(message_of(&w, FINDING_RECORD_NAME_DOUBLED, VERDICT_FAIL),
		"the record stands at _dnsauth.example.com.example.com: the console put "
		"the zone example.com behind the whole name that was entered");
	is_text(advice_of(&w, FINDING_RECORD_NAME_DOUBLED),
		"Enter _dnsauth alone as the host, not _dnsauth.example.com, and delete "
		"the other:\n" LINE);
	world_close(&w);
}

/* Peer fault (its issue 20): a wildcard of the zone answers at the doubled name too. */
static void a_wildcard_is_no_doubled_name(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, "N");
	w.t.have_expect = false;
	add_look(&w, PLACE_DOUBLED, HOST "." X, TOKEN, "-");
	add_look(&w, PLACE_WWW, "_dnsauth.www.example.com", TOKEN, "-");
	add_look(&w, PLACE_PREFIX, "_acme-challenge.example.com", TOKEN, "-");
	EXPECT(&w, "fail:record-missing");
	w.e.dns.records.n = 2;
	EXPECT(&w, "fail:record-name-doubled");
	world_close(&w);
}

static void another_value_at_the_doubled_name_is_none(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, "N");
	add_look(&w, PLACE_DOUBLED, HOST "." X, "v=spf1 -all", "-");
	EXPECT(&w, "fail:record-missing");
	world_close(&w);
}

static void the_wrong_level(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, "huawei/digicert", "N");
	add_look(&w, PLACE_WWW, "_dnsauth.www.example.com", TOKEN, "-");
	EXPECT(&w, "fail:record-wrong-level");
	is_text(message_of(&w, FINDING_RECORD_WRONG_LEVEL, VERDICT_FAIL),
		"the record stands at _dnsauth.www.example.com, and _dnsauth.example.com "
		"is where it belongs");
	is_text(advice_of(&w, FINDING_RECORD_WRONG_LEVEL),
		"Put it at the host that the order shows (_dnsauth):\n" HOST
		". 300 IN TXT \"" TOKEN "\"");
	world_close(&w);
}

static void a_level_that_no_source_tells_stays_unknown(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, "N");
	w.t.names.v[0]->ascii = "www.example.com";
	w.e.names.v[0]->ascii = "www.example.com";
	w.e.dns.records.n = 0;
	add_look(&w, PLACE_WANTED, "_dnsauth.www.example.com", "N", "-");
	add_look(&w, PLACE_REGISTRABLE, HOST, TOKEN, "-");
	EXPECT(&w, "unknown:record-wrong-level");
	expect_message(&w, FINDING_RECORD_WRONG_LEVEL, VERDICT_UNKNOWN,
		": no source tells whether the CA looks there too");
	world_close(&w);
}

static void a_parent_is_fine_where_the_ca_climbs(void **state)
{
	(void)state;
	struct world w;
	struct profile *p;
	dns_world(&w, DC, "N");
	p = profile_copy(&w, "digicert");
	static const struct record_form forms[] = {
		{"_dnsauth", "TXT", NULL, NULL, LEVEL_ANY_PARENT, "BR"},
		{NULL, NULL, NULL, NULL, LEVEL_UNKNOWN, NULL}};
	p->records = forms;
	w.t.names.v[0]->ascii = w.e.names.v[0]->ascii = "a.example.com";
	w.e.dns.records.n = 0;
	add_look(&w, PLACE_WANTED, "_dnsauth.a.example.com", "N", "-");
	add_look(&w, PLACE_REGISTRABLE, HOST, TOKEN, "-");
	judge_by(&w, p);
	assert_string_equal(bad(&w), "");
	is_text(message_of(&w, FINDING_RECORD_MISSING, VERDICT_PASS),
		"the record stands at _dnsauth.example.com, where DigiCert looks too");
	world_close(&w);
}

static void at_the_name_itself(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, "N");
	add_look(&w, PLACE_NAME, X, TOKEN, "-");
	EXPECT(&w, ""); /* DigiCert looks there too */
	judge_by(&w, profile_of(&w, "huawei"));
	assert_string_equal(bad(&w), "fail:record-wrong-level");
	world_close(&w);
}

static void under_another_cas_prefix(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, "N");
	add_look(&w, PLACE_PREFIX, "_acme-challenge.example.com", TOKEN, "-");
	EXPECT(&w, "fail:record-wrong-level");
	expect_message(&w, FINDING_RECORD_WRONG_LEVEL, VERDICT_FAIL,
		"the record stands at _acme-challenge.example.com");
	world_close(&w);
}

static void a_cname_where_a_txt_is_wanted(void **state)
{
	(void)state;
	struct world w;
	struct record_look *l = dns_world(&w, DC, "-");
	w.e.dns.zones.v[0]->servers.n = 0;
	fill_view(&w, &l->txt, HOST, RR_TXT, ">x.example.net");
	l->txt.obs.seen = SEEN_NO;
	fill_view(&w, &l->cname, HOST, RR_CNAME, "x.example.net");
	EXPECT(&w, "fail:record-wrong-type");
	is_text(message_of(&w, FINDING_RECORD_WRONG_TYPE, VERDICT_FAIL),
		"_dnsauth.example.com is a CNAME to \"x.example.net\", and a TXT is "
		"wanted, which stands neither there nor where it leads");
	is_text(advice_of(&w, FINDING_RECORD_WRONG_TYPE),
		"Delete the CNAME (no other record may stand beside it) and add:\n" LINE);
	l->txt.nxdomain = true;
	EXPECT(&w, "fail:record-dangling-cname");
	is_text(message_of(&w, FINDING_RECORD_DANGLING_CNAME, VERDICT_FAIL),
		"_dnsauth.example.com is a CNAME to \"x.example.net\", a name that does "
		"not exist: no TXT is found through it");
	fill_view(&w, &l->cname, HOST, RR_CNAME, TOKEN);
	EXPECT(&w, "fail:record-wrong-type");
	expect_message(&w, FINDING_RECORD_WRONG_TYPE, VERDICT_FAIL,
		"the value was entered with the type CNAME");
	world_close(&w);
}

static void a_txt_where_a_cname_is_wanted(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, "digicert", "a.dcv.digicert.com");
	w.t.record_type = RR_CNAME;
	w.t.expect = bytes_of("a.dcv.digicert.com");
	EXPECT(&w, "fail:record-wrong-type");
	is_text(message_of(&w, FINDING_RECORD_WRONG_TYPE, VERDICT_FAIL),
		"_dnsauth.example.com has a TXT record (\"a.dcv.digicert.com\"), and a "
		"CNAME is wanted");
	expect_advice(
		&w, FINDING_RECORD_WRONG_TYPE, HOST ". 300 IN CNAME a.dcv.digicert.com.");
	world_close(&w);
}

static void some_servers_only(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, TOKEN);
	server_says(&w, 1, "-");
	server_of(&w, 1)->serial = 6;
	server_of(&w, 1)->answers.v[0]->answer.negative_ttl = 900;
	judge_by(&w, w.t.profile);
	is_text(message_of(&w, FINDING_RECORD_NOT_EVERYWHERE, VERDICT_FAIL),
		"1 of 2 name server addresses have the record of _dnsauth.example.com: "
		"not ns2.example.net (192.0.2.2): no record, serial 6");
	is_text(advice_of(&w, FINDING_RECORD_NOT_EVERYWHERE),
		"Wait until the rest follow (their zone must reach serial 7), and look "
		"why they do not: zone transfer, NOTIFY. Resolvers that asked one of "
		"them keep that for up to 15 minutes. Do not verify before: a CA asks "
		"any of them, from several places.");
	assert_int_equal(findings_answer(&w.f), ANSWER_NOT_READY);
	world_close(&w);
	dns_world(&w, DC, "-"); /* the CA's view met the one without it */
	server_says(&w, 0, TOKEN);
	judge_by(&w, w.t.profile);
	assert_non_null(find(&w, FINDING_RECORD_NOT_EVERYWHERE, VERDICT_FAIL));
	assert_null(find(&w, FINDING_RECORD_MISSING, VERDICT_FAIL));
	world_close(&w);
}

static void a_silent_server_does_not_lack_the_record(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, TOKEN);
	server_says(&w, 1, "T");
	judge_by(&w, w.t.profile);
	assert_null(find(&w, FINDING_RECORD_NOT_EVERYWHERE, VERDICT_FAIL));
	server_says(&w, 1, "L");
	judge_by(&w, w.t.profile);
	assert_null(find(&w, FINDING_RECORD_NOT_EVERYWHERE, VERDICT_FAIL));
	world_close(&w);
}

static void a_provider_that_is_not_delegated(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, "-");
	struct zone_look *z = w.e.dns.zones.v[0];
	fill_view(&w, &z->child_ns, X, RR_NS, "ns1.huaweicloud-dns.com");
	z->parent_ns = z->child_ns;
	struct server_look *s = add_server(&w, z, "dns1.hichina.com", "192.0.2.9");
	s->in_parent = s->in_child = false;
	s->not_delegated = "Alibaba Cloud DNS";
	add_answer(&w, s, HOST, RR_TXT, TOKEN);
	EXPECT(&w, "fail:wrong-provider");
	is_text(message_of(&w, FINDING_WRONG_PROVIDER, VERDICT_FAIL),
		"the record of _dnsauth.example.com stands at dns1.hichina.com "
		"(192.0.2.9) (Alibaba Cloud DNS), but the zone example.com is delegated "
		"to Huawei Cloud DNS, which does not have it");
	expect_advice(&w, FINDING_WRONG_PROVIDER,
		"Add it at Huawei Cloud DNS, or delegate example.com to Alibaba Cloud "
		"DNS at the registrar (up to 48 hours):\n" LINE
		"\nIn the console of Huawei Cloud DNS, Add Record Set: Name _dnsauth");
	world_close(&w);
}

static struct server_answer *region(
	struct world *w, const char *subnet, const char *name, const char *text)
{
	struct server_answer *a = add_answer(w, server_of(w, 0), HOST, RR_TXT, text);
	a->subnet = subnet;
	a->region = name;
	a->scope = 24;
	return a;
}

static void answers_by_line(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, TOKEN);
	region(&w, "202.96.0.0/24", "China Telecom", TOKEN);
	EXPECT(&w, "");
	region(&w, "8.8.8.0/24", "North America", "N");
	EXPECT(&w, "fail:record-line-split");
	is_text(message_of(&w, FINDING_RECORD_LINE_SPLIT, VERDICT_FAIL),
		"the name servers answer by the asker's network: the record of "
		"_dnsauth.example.com is not there for North America (8.8.8.0/24)");
	expect_advice(&w, FINDING_RECORD_LINE_SPLIT,
		"Set the record for the line Default (all regions), and delete those of "
		"single lines:\n" LINE);
	world_close(&w);
}

static void a_subnet_that_is_not_honoured_proves_nothing(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, TOKEN);
	region(&w, "8.8.8.0/24", "North America", TOKEN)->scope = -1;
	EXPECT(&w, "");
	assert_null(find(&w, FINDING_RECORD_LINE_SPLIT, VERDICT_UNKNOWN));
	struct zone_look *z = w.e.dns.zones.v[0];
	fill_view(&w, &z->child_ns, X, RR_NS, "dns1.hichina.com");
	z->parent_ns = z->child_ns;
	EXPECT(&w, "");
	const struct finding *x = find(&w, FINDING_RECORD_LINE_SPLIT, VERDICT_UNKNOWN);
	assert_non_null(x);
	assert_true(x->outside_only);
	world_close(&w);
}

static void the_hosts_resolver_lags_or_knows_more(void **state)
{
	(void)state;
	struct world w;
	struct record_look *l = dns_world(&w, DC, TOKEN);
	fill_view(&w, &l->host_txt, HOST, RR_TXT, "N");
	l->host_txt.negative_ttl = 500;
	EXPECT(&w, "warn:resolver-differs");
	is_text(message_of(&w, FINDING_RESOLVER_DIFFERS, VERDICT_WARN),
		"this host's resolver does not see the record of _dnsauth.example.com "
		"yet, the authorities have it: a CA goes by the authorities");
	is_text(advice_of(&w, FINDING_RESOLVER_DIFFERS),
		"Its cache lasts 9 minutes at most. Do not judge by dig without @SERVER "
		"until then.");
	world_close(&w);
	l = dns_world(&w, DC, "N");
	fill_view(&w, &l->host_txt, HOST, RR_TXT, TOKEN);
	EXPECT(&w, "fail:record-missing warn:resolver-differs");
	world_close(&w);
}

static void lookups_that_fail(void **state)
{
	(void)state;
	static const struct {
		const char *text, *bad;
	} cases[] = {{"S", "fail:dns-servfail"}, {"R", "fail:dns-servfail"},
		{"T", "fail:dns-timeout"}, {"B", "fail:dnssec-bogus"},
		{"?", "unknown:record-missing"}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct world w;
		dns_world(&w, DC, cases[i].text);
		w.e.dns.zones.n = 0;
		EXPECT(&w, cases[i].bad);
		world_close(&w);
	}
}

static void where_no_root_answers_the_host_stands_in(void **state)
{
	(void)state;
	struct world w;
	struct record_look *l = dns_world(&w, DC, "T");
	w.e.dns.zones.n = 0;
	w.e.recursion.obs.seen = SEEN_NO;
	fill_view(&w, &l->host_txt, HOST, RR_TXT, TOKEN);
	judge_by(&w, w.t.profile);
	is_text(message_of(&w, FINDING_RECORD_MISSING, VERDICT_PASS),
		"the TXT record of _dnsauth.example.com holds the expected value (by "
		"this host's resolver)");
	fill_view(&w, &l->host_txt, HOST, RR_TXT, "N");
	judge_by(&w, w.t.profile);
	assert_false(find(&w, FINDING_RECORD_MISSING, VERDICT_UNKNOWN)->outside_only);
	assert_int_equal(findings_answer(&w.f), ANSWER_UNKNOWN);
	fill_view(&w, &l->host_txt, HOST, RR_TXT, "T");
	judge_by(&w, w.t.profile);
	assert_false(find(&w, FINDING_DNS_TIMEOUT, VERDICT_UNKNOWN)->outside_only);
	assert_int_equal(findings_answer(&w.f), ANSWER_UNKNOWN);
	assert_null(find(&w, FINDING_DNS_TIMEOUT, VERDICT_FAIL));
	world_close(&w);
}

static void what_was_not_wanted_or_not_looked_at(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, "N");
	w.t.method = METHOD_FILE;
	w.t.records_wanted = false;
	judge_by(&w, w.t.profile);
	assert_null(find(&w, FINDING_RECORD_MISSING, VERDICT_FAIL));
	world_close(&w);
	dns_world(&w, DC, "N");
	w.e.dns.records.n = 0;
	EXPECT(&w, "unknown:record-missing");
	judge_by(&w, profile_of(&w, "actalis"));
	expect_message(&w, FINDING_RECORD_MISSING, VERDICT_UNKNOWN,
		"the validation record of example.com was not looked at: no source tells "
		"where its record stands: give --record HOST");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_doubled_name_is_told_with_the_host_to_enter),
		cmocka_unit_test(a_wildcard_is_no_doubled_name),
		cmocka_unit_test(another_value_at_the_doubled_name_is_none),
		cmocka_unit_test(the_wrong_level),
		cmocka_unit_test(a_level_that_no_source_tells_stays_unknown),
		cmocka_unit_test(a_parent_is_fine_where_the_ca_climbs),
		cmocka_unit_test(at_the_name_itself),
		cmocka_unit_test(under_another_cas_prefix),
		cmocka_unit_test(a_cname_where_a_txt_is_wanted),
		cmocka_unit_test(a_txt_where_a_cname_is_wanted),
		cmocka_unit_test(some_servers_only),
		cmocka_unit_test(a_silent_server_does_not_lack_the_record),
		cmocka_unit_test(a_provider_that_is_not_delegated),
		cmocka_unit_test(answers_by_line),
		cmocka_unit_test(a_subnet_that_is_not_honoured_proves_nothing),
		cmocka_unit_test(the_hosts_resolver_lags_or_knows_more),
		cmocka_unit_test(lookups_that_fail),
		cmocka_unit_test(where_no_root_answers_the_host_stands_in),
		cmocka_unit_test(what_was_not_wanted_or_not_looked_at),
	};
	return cmocka_run_group_tests_name("record_places", tests, NULL, NULL);
}
