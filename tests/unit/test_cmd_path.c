/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From words to what is fetched, and what must be found there. */
#include "unit/cmd_words.h"

static void expect_bytes(const struct target *t, const char *want, const char *source)
{
	assert_non_null(t);
	assert_true(t->have_expect);
	assert_int_equal(t->expect.n, strlen(want));
	assert_memory_equal(t->expect.p, want, strlen(want));
	assert_string_equal(t->expect_source, source);
}

static void the_profile_is_found_implied_or_offered(void **state)
{
	(void)state;
	assert_string_equal(TARGET("a.example.com")->profile->id, "strict");
	const struct target *t = TARGET("a.example.com", "--ca", "GeoTrust");
	assert_string_equal(t->profile->id, "geotrust");
	assert_true(t->profile_given);
	t = TARGET("a.example.com", "--method", "http-01");
	assert_string_equal(t->profile->id, "letsencrypt");
	assert_true(t->profile_given);
	assert_int_equal(t->method, METHOD_HTTP01);
	t = TARGET("a.example.com", "--path", "/.well-known/acme-challenge/tok");
	assert_string_equal(t->profile->id, "letsencrypt");
	assert_int_equal(t->method, METHOD_HTTP01);
	assert_string_equal(t->file_name, "tok");
	t = TARGET("a.example.com", "--ca=digicert", "--method=http-01", "--token=T");
	assert_string_equal(t->path, "/.well-known/acme-challenge/T");
	REFUSED("unknown --ca \"digcert\": did you mean digicert? See pkiready list "
		"profiles",
		"diagnose", "a.example.com", "--ca=digcert");
	REFUSED("unknown --ca \"zzzzzzzz\": see pkiready list profiles", "diagnose",
		"a.example.com", "--ca=zzzzzzzz");
}

static void without_anything_a_random_name_is_fetched(void **state)
{
	(void)state;
	const struct target *t = TARGET("a.example.com");
	static const char start[] = "/.well-known/pki-validation/";
	assert_true(t->random);
	assert_false(t->have_expect);
	assert_int_equal(strncmp(t->path, start, strlen(start)), 0);
	assert_int_equal(strlen(t->file_name), 16 + 4);
	assert_int_equal(strspn(t->file_name, "0123456789abcdef"), 16);
	assert_string_equal(t->file_name + 16, ".txt");
	const char *first = t->file_name;
	assert_string_not_equal(first, TARGET("a.example.com")->file_name);
	t = TARGET("a.example.com", "--method=http-01");
	assert_int_equal(strlen(t->file_name), 16);
	assert_true(t->random);
	t = TARGET("a.example.com", "--path", "/x/");
	assert_int_equal(strlen(t->path), 3 + 20);
	assert_true(t->random);
}

static void a_file_gives_name_bytes_and_age(void **state)
{
	(void)state;
	const struct target *t = TARGET("a.example.com", "--file", "fileauth.txt");
	expect_bytes(t, "token-1\r\n", "--file fileauth.txt");
	assert_string_equal(t->path, "/.well-known/pki-validation/fileauth.txt");
	assert_string_equal(t->file_name, "fileauth.txt");
	assert_int_equal(t->issued, 1795168800);
	assert_false(t->issued_given);
	assert_false(t->random);
	t = TARGET("a.example.com", "--file", (char *)in_dir("a b.txt"),
		"--issued=2026-11-20T10:00Z");
	assert_string_equal(t->path, "/.well-known/pki-validation/a%20b.txt");
	assert_int_equal(t->issued, 1795168800);
	assert_true(t->issued_given);
	t = TARGET("a.example.com", "--file=fileauth.txt", "--path=/v/other.txt");
	assert_string_equal(t->path, "/v/other.txt");
}

static void an_expectation_needs_the_name_of_its_file(void **state)
{
	(void)state;
	const struct target *t =
		TARGET("a.example.com", "--ca=digicert", "--expect", "abc");
	expect_bytes(t, "abc", "--expect");
	assert_string_equal(t->path, "/.well-known/pki-validation/fileauth.txt");
	REFUSED("--expect does not say which file: give --path, --file, or a --ca whose "
		"file "
		"has a fixed name",
		"diagnose", "a.example.com", "--expect", "abc");
	REFUSED("--expect does not say which file: give --path or --token", "diagnose",
		"a.example.com", "--expect", "abc", "--ca=letsencrypt");
	REFUSED("--file and --expect: give one, each says what the file must hold",
		"diagnose", "a.example.com", "--expect", "abc", "--file", "fileauth.txt");
}

static void a_token_names_the_file_or_is_what_it_holds(void **state)
{
	(void)state;
	const struct target *t = TARGET("a.example.com", "--ca=letsencrypt",
		"--token=aB-_9", "--expect=aB-_9.tp");
	expect_bytes(t, "aB-_9.tp", "--expect");
	assert_string_equal(t->path, "/.well-known/acme-challenge/aB-_9");
	t = TARGET("a.example.com", "--ca=letsencrypt", "--token=aB");
	assert_false(t->have_expect);
	assert_false(t->random);
	t = TARGET("a.example.com", "--ca=digicert", "--token=aB");
	expect_bytes(t, "aB", "--token");
	assert_string_equal(t->file_name, "fileauth.txt");
	t = TARGET("a.example.com", "--ca=amazon", "--token=aB");
	assert_string_equal(t->path, "/.well-known/pki-validation/aB.txt");
	REFUSED("--file and --token: give one, each says what the file must hold",
		"diagnose", "a.example.com", "--ca=digicert", "--token=aB",
		"--file=fileauth.txt");
	REFUSED("--token \"a/b\": expected letters, digits, '-' and '_' alone",
		"diagnose", "a.example.com", "--token=a/b");
	REFUSED("--token \"a.b\": expected letters, digits, '-' and '_' alone: the key "
		"authorization, with a '.', goes to --expect",
		"diagnose", "a.example.com", "--token=a.b", "--ca=letsencrypt");
}

static void a_request_gives_names_file_and_content(void **state)
{
	(void)state;
	const struct target *t = TARGET("--csr", "request.pem", "--ca=sectigo");
	expect_bytes(t,
		"30056e7bdf744ffd1f0b368b6927835ceb4851137bca88965febe70821a62240\n"
		"sectigo.com\n",
		"--csr request.pem");
	assert_string_equal(t->path,
		"/.well-known/pki-validation/EA7DB99369B36254E6C91CF5CE898651.txt");
	assert_true(t->expect_lines);
	assert_int_equal(t->names.n, 3);
	assert_string_equal(t->names.v[0]->ascii, "www.example.com");
	assert_true(t->names.v[0]->in_csr);
	assert_true(t->names.v[2]->wildcard);
	assert_int_equal(t->csr->names.n, 3);
	expect_bytes(TARGET("--csr", "request.pem", "--ca=zerossl"),
		"30056e7bdf744ffd1f0b368b6927835ceb4851137bca88965febe70821a62240\n",
		"--csr request.pem");
	t = TARGET("shop.example.com", "example.com", "--csr", "request.pem");
	assert_int_equal(t->names.n, 3);
	assert_false(t->names.v[0]->in_csr);
	assert_true(t->names.v[1]->in_csr);
	assert_true(t->random);
	REFUSED("--csr \"fileauth.txt\": it is no certificate request (PEM or DER)",
		"diagnose", "--csr=fileauth.txt");
}

static void a_path_is_a_path_alone(void **state)
{
	(void)state;
	REFUSED("--path \"x\": expected a URL path such as "
		"/.well-known/pki-validation/fileauth.txt",
		"diagnose", "a.example.com", "--path=x");
	REFUSED("--path \"/a b\": it holds a space or another character that must be "
		"written "
		"as %XX",
		"diagnose", "a.example.com", "--path=/a b");
	REFUSED("--path \"/a?b\": it holds a '#', '?' or '\\': expected a path alone",
		"diagnose", "a.example.com", "--path=/a?b");
	assert_null(TARGET("a.example.com", "--path=//b"));
	assert_null(TARGET("a.example.com", "--path=/\xc3\xa9"));
}

static void dns_fetches_no_file(void **state)
{
	(void)state;
	const struct target *t = TARGET("a.example.com", "--method=dns");
	assert_int_equal(t->method, METHOD_DNS);
	assert_null(t->path);
	assert_false(t->random);
	REFUSED("--file does not go with --method dns, which fetches no file", "diagnose",
		"a.example.com", "--method=dns", "--file=fileauth.txt");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_profile_is_found_implied_or_offered),
		cmocka_unit_test(without_anything_a_random_name_is_fetched),
		cmocka_unit_test(a_file_gives_name_bytes_and_age),
		cmocka_unit_test(an_expectation_needs_the_name_of_its_file),
		cmocka_unit_test(a_token_names_the_file_or_is_what_it_holds),
		cmocka_unit_test(a_request_gives_names_file_and_content),
		cmocka_unit_test(a_path_is_a_path_alone),
		cmocka_unit_test(dns_fetches_no_file),
	};
	return cmocka_run_group_tests_name("cmd_path", tests, setup, teardown);
}
