/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The value of the validation record: there, exact, or how it differs. */
#include "check_records.h"

#define DC "alibaba/digicert"
#define LINE HOST ". 600 IN TXT \"" TOKEN "\""

static void the_exact_value_is_a_pass(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, TOKEN);
	EXPECT(&w, "");
	is_text(message_of(&w, FINDING_RECORD_MISSING, VERDICT_PASS),
		"the TXT record of _dnsauth.example.com holds the expected value");
	assert_non_null(find(&w, FINDING_KEEP_UNTIL_ISSUED, VERDICT_PASS));
	is_text(message_of(&w, FINDING_CONSOLE_LAGS, VERDICT_PASS),
		"if the console still says otherwise, it is behind: dig shows the right "
		"record but the console keeps failing: 1 minute, then click Verify "
		"again; a DNS change reaches the CA's servers: up to 1 hour");
	assert_int_equal(findings_answer(&w.f), ANSWER_READY);
	world_close(&w);
}

static void a_missing_record_is_shown_as_a_line(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, "N");
	EXPECT(&w, "fail:record-missing");
	is_text(message_of(&w, FINDING_RECORD_MISSING, VERDICT_FAIL),
		"_dnsauth.example.com does not exist (NXDOMAIN)");
	is_text(advice_of(&w, FINDING_RECORD_MISSING),
		"Add to the zone example.com:\n" LINE
		"\nResolvers that asked meanwhile keep its absence for up to 5 "
		"minutes.");
	world_close(&w);
	dns_world(&w, DC, "-");
	EXPECT(&w, "fail:record-missing");
	is_text(message_of(&w, FINDING_RECORD_MISSING, VERDICT_FAIL),
		"_dnsauth.example.com has no TXT record");
	world_close(&w);
}

static void provide(struct world *w, const char *ns)
{
	fill_view(w, &w->e.dns.zones.v[0]->child_ns, X, RR_NS, ns);
	fill_view(w, &w->e.dns.zones.v[0]->parent_ns, X, RR_NS, ns);
}

static void the_console_of_each_provider_has_its_fields(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, "-");
	provide(&w, "dns9.hichina.com|dns10.hichina.com");
	EXPECT(&w, "fail:record-missing");
	is_text(advice_of(&w, FINDING_RECORD_MISSING),
		"Add to the zone example.com, at Alibaba Cloud DNS:\n" LINE
		"\nIn the console of Alibaba Cloud DNS: Record Type TXT, Host _dnsauth, "
		"ISP Line Default, Record Value " TOKEN ", TTL 600 seconds"
		"\nResolvers that asked meanwhile keep its absence for up to 5 "
		"minutes.");
	provide(&w, "ns1.huaweicloud-dns.com");
	EXPECT(&w, "fail:record-missing");
	expect_advice(&w, FINDING_RECORD_MISSING,
		"\nIn the console of Huawei Cloud DNS, Add Record Set: Name _dnsauth, "
		"Type TXT, Alias No, Line Default, TTL 300, Value \"" TOKEN "\"\n");
	provide(&w, "ns-1.awsdns-00.com");
	EXPECT(&w, "fail:record-missing");
	expect_advice(&w, FINDING_RECORD_MISSING, "at Amazon Route 53:\n");
	provide(&w, "amy.ns.cloudflare.com");
	EXPECT(&w, "fail:record-missing");
	expect_advice(&w, FINDING_RECORD_MISSING, "Content without quotes");
	provide(&w, "f1g1ns1.dnspod.net");
	EXPECT(&w, "fail:record-missing");
	expect_advice(&w, FINDING_RECORD_MISSING, "DNSPod (Tencent Cloud)");
	world_close(&w);
}

static void an_existing_set_is_modified_at_huawei(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, "huawei/digicert", "2611200001zyxwvutsrqponmlkjihgfedcba9999");
	provide(&w, "ns1.huaweicloud-dns.com");
	EXPECT(&w, "fail:record-stale");
	is_text(advice_of(&w, FINDING_RECORD_STALE),
		"Replace it by this (caches let the old one go within 5 minutes):\n" HOST
		". 300 IN TXT \"" TOKEN "\"\nIn the console of Huawei Cloud DNS, Modify "
		"the record set that exists: Name _dnsauth, Type TXT, Alias No, Line "
		"Default, TTL 300, Value \"" TOKEN "\"");
	world_close(&w);
}

static void how_a_value_differs_is_told_by_character(void **state)
{
	(void)state;
	static const struct {
		const char *value, *id, *how;
	} cases[] = {
		{"2611210001abcdefghijklmnopqrstuvwxyz0124", "record-mismatch",
			": character 40 is \"4\", not \"3\""},
		{"26112l0001abcdefghijklmnopqrstuvwxyzO123", "record-mismatch",
			": character 6 is \"l\", not \"1\"; character 37 is \"O\", not "
			"\"0\""},
		{"2611210001abcdefghijklmnopqrst", "record-mismatch",
			": it is cut off behind character 30 of 40"},
		{TOKEN "4", "record-mismatch", ": \"4\" stands behind it"},
		{"2611210001ABCDEFGHIJKLMNOPQRSTUVWXYZ0123", "record-mismatch",
			": upper and lower case differ, first at character 11: \"A\", "
			"not \"a\""},
		{"2611210001abcdefghijkl-mnopqrstuvwxyz0123", "record-mismatch",
			": from character 23 on it has \"-\", not nothing"},
		{"2611200001zyxwvutsrqponmlkjihgfedcba9999", "record-stale",
			": another value, maybe of an earlier request"},
		{"\"" TOKEN "\"", "record-quoted",
			": the quotes at its ends are part of it"},
		{TOKEN ".", "record-trailing-dot", ": a period stands at its end"},
		{"\"" TOKEN ".\"", "record-trailing-dot", ": a period stands at its end"},
		{TOKEN " ", "record-mismatch", ": white space added at the end (space)"},
		{"\xEF\xBB\xBF" TOKEN, "record-mismatch", ": a byte order mark in front"},
		{HOST, "record-mismatch",
			": it is the host record: host and value were swapped"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct world w;
		dns_world(&w, DC, cases[i].value);
		judge_by(&w, w.t.profile);
		assert_string_equal(bad(&w), arena_printf(w.a, "fail:%s", cases[i].id));
		const char *m = message_of(&w, finding_by_id(cases[i].id), VERDICT_FAIL);
		is_text(m, arena_printf(w.a,
				   "the TXT record of _dnsauth.example.com holds \"%s\", "
				   "expected \"" TOKEN "\"%s",
				   cases[i].value, cases[i].how));
		expect_advice(&w, finding_by_id(cases[i].id), LINE);
		world_close(&w);
	}
}

static void a_value_that_lost_its_quotes(void **state)
{
	(void)state;
	struct world w;
	struct record_look *l = dns_world(&w, DC, "onetwothree");
	w.t.expect = bytes_of("one two three");
	l->txt.records.v[0]->strings = 3;
	judge_by(&w, w.t.profile);
	expect_message(&w, FINDING_RECORD_QUOTED, VERDICT_FAIL,
		"it lost its blanks: without quotes around it, it became 3 strings");
	world_close(&w);
}

static void the_key_authorization_is_not_the_dns_value(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, "letsencrypt", "-");
	w.t.expect = bytes_of("gfj9Xq_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1");
	w.e.dns.records.n = w.e.dns.zones.n = 0;
	add_look(&w, PLACE_WANTED, "_acme-challenge.example.com",
		"evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA.NzbLsXh8uDCcd-6MNwXF4W_"
		"7noWXFZAfHkxZsRGC9Xs",
		"-");
	judge_by(&w, w.t.profile);
	expect_message(&w, FINDING_RECORD_MISMATCH, VERDICT_FAIL,
		"it is the key authorization itself, and its SHA-256 in base64url "
		"belongs there");
	world_close(&w);
}

static void without_an_expected_value_it_cannot_be_told(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, TOKEN);
	w.t.have_expect = false;
	EXPECT(&w, "unknown:record-mismatch");
	is_text(message_of(&w, FINDING_RECORD_MISMATCH, VERDICT_UNKNOWN),
		"the TXT record of _dnsauth.example.com holds \"" TOKEN
		"\"; what it must hold was not told");
	world_close(&w);
	dns_world(&w, DC, "\"" TOKEN "\"");
	w.t.have_expect = false;
	EXPECT(&w, "warn:record-quoted");
	world_close(&w);
	dns_world(&w, DC, "v=spf1 -all");
	w.t.have_expect = false;
	EXPECT(&w, "fail:record-missing warn:record-conflict");
	expect_advice(&w, FINDING_RECORD_MISSING,
		HOST ". 600 IN TXT \"<the value that the order shows>\"");
	world_close(&w);
}

static void an_old_value_beside_the_new_one(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, "2611200001zyxwvutsrqponmlkjihgfedcba9999|" TOKEN);
	EXPECT(&w, "warn:record-stale");
	is_text(message_of(&w, FINDING_RECORD_STALE, VERDICT_WARN),
		"beside the expected value, _dnsauth.example.com holds "
		"\"2611200001zyxwvutsrqponmlkjihgfedcba9999\", maybe of an earlier "
		"request: some consoles then do not see the new one");
	is_text(advice_of(&w, FINDING_RECORD_STALE),
		"Delete the old value of _dnsauth.example.com, and keep the new one; "
		"caches let it go within 5 minutes.");
	world_close(&w);
}

static void other_services_values_are_listed_before_they_are_deleted(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, "v=spf1 -all|" TOKEN "|hello world");
	EXPECT(&w, "warn:record-conflict");
	is_text(message_of(&w, FINDING_RECORD_CONFLICT, VERDICT_WARN),
		"other TXT values stand at _dnsauth.example.com, and an automatic change "
		"by the console would delete them: \"v=spf1 -all\" and \"hello world\"");
	judge_by(&w, profile_of(&w, "digicert")); /* no console of a provider */
	assert_string_equal(bad(&w), "");
	world_close(&w);
}

static void an_alias_that_leads_to_the_value_is_fine(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, ">d.example.net|" TOKEN);
	EXPECT(&w, "");
	is_text(message_of(&w, FINDING_RECORD_MISSING, VERDICT_PASS),
		"the TXT record of _dnsauth.example.com holds the expected value "
		"(through the alias to d.example.net)");
	world_close(&w);
}

static void a_cname_is_compared_as_a_name(void **state)
{
	(void)state;
	struct world w;
	struct record_look *l = dns_world(&w, "digicert", "-");
	w.t.record_type = RR_CNAME;
	w.t.expect = bytes_of("abcdefgh12345678.dcv.digicert.com");
	w.e.dns.zones.v[0]->servers.n = 0;
	fill_view(&w, &l->cname, HOST, RR_CNAME, "ABCDEFGH12345678.dcv.digicert.com");
	EXPECT(&w, "");
	fill_view(&w, &l->cname, HOST, RR_CNAME,
		"abcdefgh12345678.dcv.digicert.com.example.com");
	EXPECT(&w, "fail:record-trailing-dot");
	expect_message(&w, FINDING_RECORD_TRAILING_DOT, VERDICT_FAIL,
		"the target lacks its final period, so that the zone example.com was "
		"put behind it");
	expect_advice(&w, FINDING_RECORD_TRAILING_DOT,
		HOST ". 300 IN CNAME abcdefgh12345678.dcv.digicert.com.");
	w.t.have_expect = false;
	fill_view(&w, &l->cname, HOST, RR_CNAME, "elsewhere.example.net");
	EXPECT(&w, "fail:record-mismatch");
	expect_message(&w, FINDING_RECORD_MISMATCH, VERDICT_FAIL,
		"that is not where this CA's records lead");
	world_close(&w);
}

static void sectigo_takes_a_unique_value_in_between(void **state)
{
	(void)state;
	struct world w;
	static const struct csr csr = {.md5 = "0123456789ABCDEF0123456789ABCDEF",
		.sha256 = "00112233445566778899aabbccddeeff"
			  "ffeeddccbbaa99887766554433221100"};
	dns_world(&w, "sectigo", "-");
	w.t.csr = &csr;
	w.t.have_expect = false;
	w.e.dns.zones.n = w.e.dns.records.n = 0;
	struct record_look *l = add_look(&w, PLACE_WANTED,
		"_0123456789abcdef0123456789abcdef.example.com", "-",
		"00112233445566778899aabbccddeeff.ffeeddccbbaa99887766554433221100.u1."
		"sectigo.com");
	judge_by(&w, w.t.profile);
	assert_non_null(find(&w, FINDING_RECORD_MISSING, VERDICT_PASS));
	fill_view(&w, &l->cname, l->host, RR_CNAME,
		"10112233445566778899aabbccddeeff.ffeeddccbbaa99887766554433221100."
		"sectigo.com");
	judge_by(&w, w.t.profile);
	expect_message(&w, FINDING_RECORD_MISMATCH, VERDICT_FAIL,
		"character 1 is \"1\", not \"0\"");
	world_close(&w);
}

static void a_value_grows_old(void **state)
{
	(void)state;
	struct world w;
	dns_world(&w, DC, TOKEN);
	w.t.issued_given = true;
	w.t.issued = w.t.now - 25 * 3600;
	EXPECT(&w, "fail:record-expired");
	is_text(message_of(&w, FINDING_RECORD_EXPIRED, VERDICT_FAIL),
		"the value is 25 hours old (by --issued), and is good for 24 hours alone "
		"by DigiCert at Alibaba Cloud (S0, S1, S2)");
	judge_by(&w, profile_of(&w, "alibaba/geotrust"));
	assert_string_equal(bad(&w), "");
	w.t.issued = w.t.now - 3600;
	EXPECT(&w, "");
	assert_non_null(find(&w, FINDING_RECORD_EXPIRED, VERDICT_PASS));
	world_close(&w);
}

static void ttls_above_what_the_provider_asks_for(void **state)
{
	(void)state;
	struct world w;
	struct record_look *l = dns_world(&w, DC, TOKEN);
	l->txt.records.v[0]->ttl = 3600;
	EXPECT(&w, "warn:record-ttl-long");
	is_text(message_of(&w, FINDING_RECORD_TTL_LONG, VERDICT_WARN),
		"the record of _dnsauth.example.com has a TTL of 60 minutes, and "
		"DigiCert at Alibaba Cloud (S0, S1, S2) asks for at most 10 minutes: who "
		"asked before a change sees it that much later");
	is_text(advice_of(&w, FINDING_RECORD_TTL_LONG),
		"Set the TTL to 600. What is cached now lasts until 2027-01-15 09:00 UTC "
		"at most.");
	world_close(&w);
	dns_world(&w, DC, "-")->txt.negative_ttl = 86400;
	EXPECT(&w, "fail:record-missing warn:record-ttl-long");
	expect_message(&w, FINDING_RECORD_TTL_LONG, VERDICT_WARN,
		"is kept by caches for 24 hours");
	world_close(&w);
}

static void hostile_bytes_in_a_value(void **state)
{
	(void)state;
	struct world w;
	struct record_look *l = dns_world(&w, DC, "x");
	static const unsigned char evil[] = "\x1b[2J\0\"\\\x80";
	w.e.dns.zones.v[0]->servers.n = 0;
	l->txt.records.v[0]->data = (struct bytes){evil, sizeof(evil) - 1};
	EXPECT(&w, "fail:record-missing warn:record-conflict");
	expect_message(&w, FINDING_RECORD_MISSING, VERDICT_FAIL,
		"; other values there: the bytes 1b 5b 32 4a 00 22 5c 80");
	l->txt.records.v[0]->data = (struct bytes){NULL, 0};
	EXPECT(&w, "fail:record-missing warn:record-conflict");
	char *big = arena_alloc(w.a, 65536);
	memset(big, 'A', 65535);
	l->txt.records.v[0]->data = bytes_of(big);
	EXPECT(&w, "fail:record-stale");
	expect_message(&w, FINDING_RECORD_STALE, VERDICT_FAIL, "…\" (65535 bytes)");
	w.t.expect = bytes_of("a\"b\\c\x07");
	judge_by(&w, w.t.profile);
	expect_advice(&w, FINDING_RECORD_STALE, "IN TXT \"a\\\"b\\\\c\\007\"");
	w.t.expect = bytes_of(arena_printf(w.a, "%.300s", big));
	l->txt.records.n = 0;
	l->txt.obs.seen = SEEN_NO;
	judge_by(&w, w.t.profile);
	expect_advice(&w, FINDING_RECORD_MISSING, "AAA\" \"AAA");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_exact_value_is_a_pass),
		cmocka_unit_test(a_missing_record_is_shown_as_a_line),
		cmocka_unit_test(the_console_of_each_provider_has_its_fields),
		cmocka_unit_test(an_existing_set_is_modified_at_huawei),
		cmocka_unit_test(how_a_value_differs_is_told_by_character),
		cmocka_unit_test(a_value_that_lost_its_quotes),
		cmocka_unit_test(the_key_authorization_is_not_the_dns_value),
		cmocka_unit_test(without_an_expected_value_it_cannot_be_told),
		cmocka_unit_test(an_old_value_beside_the_new_one),
		cmocka_unit_test(
			other_services_values_are_listed_before_they_are_deleted),
		cmocka_unit_test(an_alias_that_leads_to_the_value_is_fine),
		cmocka_unit_test(a_cname_is_compared_as_a_name),
		cmocka_unit_test(sectigo_takes_a_unique_value_in_between),
		cmocka_unit_test(a_value_grows_old),
		cmocka_unit_test(ttls_above_what_the_provider_asks_for),
		cmocka_unit_test(hostile_bytes_in_a_value),
	};
	return cmocka_run_group_tests_name("records", tests, NULL, NULL);
}
