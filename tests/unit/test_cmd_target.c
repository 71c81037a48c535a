/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From words to the target: names, addresses, files and limits. */
#include "unit/cmd_words.h"

static void names_are_merged_and_a_wildcard_is_one_of_its_own(void **state)
{
	(void)state;
	const struct target *t = TARGET("WWW.Example.com.", "www.example.com",
		"*.example.com", "shop.example.com");
	assert_non_null(t);
	assert_int_equal(t->names.n, 3);
	assert_string_equal(t->names.v[0]->ascii, "www.example.com");
	assert_string_equal(t->names.v[0]->given, "WWW.Example.com.");
	assert_true(t->names.v[1]->wildcard);
	assert_string_equal(t->names.v[2]->ascii, "shop.example.com");
	assert_int_equal(t->names.v[2]->role, ROLE_EXAMINED);
}

static void an_apex_brings_its_www(void **state)
{
	(void)state;
	const struct target *t = TARGET("example.com", "--ca", "digicert");
	assert_non_null(t);
	assert_int_equal(t->names.n, 2);
	assert_string_equal(t->names.v[1]->ascii, "www.example.com");
	assert_int_equal(t->names.v[1]->role, ROLE_SIBLING);
}

static void without_a_name_it_is_this_host_alone(void **state)
{
	(void)state;
	const struct target *t = target_of((char *[]){"pkiready", "diagnose", NULL});
	assert_non_null(t);
	assert_int_equal(t->names.n, 0);
	assert_null(t->path);
	assert_string_equal(t->profile->id, "strict");
	assert_false(t->profile_given);
	REFUSED("--file needs a name to examine: pkiready diagnose NAME --file …",
		"diagnose", "--file", "fileauth.txt");
	REFUSED("--expect needs a name to examine: pkiready diagnose NAME --expect …",
		"diagnose", "--expect", "x");
}

static void bad_names_are_refused_by_name(void **state)
{
	(void)state;
	REFUSED("name \"192.0.2.1\": it is an IP address, and what is examined is a "
		"domain "
		"name",
		"diagnose", "example.com", "192.0.2.1");
	REFUSED("name \"2001:db8::1\": it is an IP address, and what is examined is a "
		"domain "
		"name",
		"diagnose", "2001:db8::1");
	REFUSED("name \"http://example.com/\": it is a URL: give the host name alone",
		"diagnose", "http://example.com/");
	REFUSED("name \"exa mple.com\": label 1 has the octet 0x20, which no host name "
		"may have",
		"diagnose", "exa mple.com");
	REFUSED("name \"\": it is empty", "diagnose", "");
	assert_null(TARGET("a..example"));
	assert_null(TARGET("\x1b[31m.example"));
	assert_null(strchr(said, 0x1b));
}

static void addresses_are_read_with_their_ports(void **state)
{
	(void)state;
	char text[IP_TEXT_MAX];
	const struct target *t = TARGET("a.example.com", "--resolver", "192.0.2.53:5353",
		"--hosts=WWW.a.example.com=2001:db8::2", "--hosts=b.example=[::1]");
	assert_non_null(t);
	assert_true(t->have_resolver);
	assert_string_equal(ip_format(&t->resolver, text), "192.0.2.53");
	assert_int_equal(t->resolver_port, 5353);
	assert_int_equal(t->hosts.n, 2);
	assert_string_equal(t->hosts.v[0]->name, "www.a.example.com");
	assert_string_equal(ip_format(&t->hosts.v[0]->ip, text), "2001:db8::2");
	assert_string_equal(ip_format(&t->hosts.v[1]->ip, text), "::1");
	t = TARGET("a.example.com", "--resolver", "2001:db8::53");
	assert_int_equal(t->resolver_port, 53);
	t = TARGET("a.example.com", "--resolver", "[2001:db8::53]:54");
	assert_string_equal(ip_format(&t->resolver, text), "2001:db8::53");
	assert_int_equal(t->resolver_port, 54);
	static const char *const bad[] = {"ns.example", "192.0.2.53:0",
		"192.0.2.53:65536", "192.0.2.53:", "[2001:db8::53", "[2001:db8::53]x",
		"192.0.2.53:+5", ""};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_null(TARGET("a.example.com", "--resolver", (char *)bad[i]));
	REFUSED("--resolver \"dns.example\": expected an IP address, maybe with a port: "
		"192.0.2.53 or [2001:db8::53]:5353",
		"diagnose", "a.example.com", "--resolver=dns.example");
	REFUSED("--hosts \"a.example\": expected NAME=ADDR, such as "
		"www.example.com=192.0.2.1",
		"diagnose", "a.example", "--hosts=a.example");
	REFUSED("--hosts \"*.a.example=192.0.2.1\": expected one name, not a wildcard",
		"diagnose", "a.example", "--hosts=*.a.example=192.0.2.1");
	assert_null(TARGET("a.example", "--hosts=a.example=192.0.2.1:80"));
}

static void both_families_are_looked_at_unless_one_is_asked_for(void **state)
{
	(void)state;
	static const struct {
		const char *option;
		bool v4, v6;
	} rows[] = {{"-v", true, true}, {"-4", true, false}, {"-6", false, true},
		{"-46", true, true}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct target *t = TARGET("a.example", (char *)rows[i].option);
		assert_int_equal(t->v4, rows[i].v4);
		assert_int_equal(t->v6, rows[i].v6);
	}
}

static void a_time_of_issue_is_explained(void **state)
{
	(void)state;
	REFUSED("--issued \"soon\": expected a time such as 2026-11-20, \"2026-11-20 "
		"10:00\" or "
		"\"3d ago\"",
		"diagnose", "a.example", "--issued=soon");
	REFUSED("--issued \"2999-01-01\": there is no such time, or it is to come: "
		"expected a "
		"time from 2000 to now",
		"diagnose", "a.example", "--issued=2999-01-01");
	assert_int_equal(TARGET("a.example")->issued, 0);
}

static void files_that_cannot_be_read_are_named(void **state)
{
	(void)state;
	REFUSED("--file \"empty.txt\": it is empty", "diagnose", "a.example",
		"--file=empty.txt");
	REFUSED("--file \"nowhere\": No such file or directory", "diagnose", "a.example",
		"--file=nowhere");
	REFUSED("--csr \".\": it is a directory: expected a file", "diagnose", "--csr=.");
	assert_int_equal(mkfifo(in_dir("fifo"), 0600), 0);
	REFUSED("--root-hints \"fifo\": it is no regular file", "diagnose", "a.example",
		"--root-hints=fifo");
	char *zeros = calloc(1, CMD_INPUT_MAX + 1);
	put_file("large", zeros, CMD_INPUT_MAX + 1);
	REFUSED("--trust-anchor \"large\": it is longer than 1 MiB: expected a small "
		"file",
		"diagnose", "a.example", "--trust-anchor=large");
	put_file("large", zeros, CMD_INPUT_MAX);
	free(zeros);
	const struct target *t = TARGET("a.example", "--file=large");
	assert_non_null(t);
	assert_int_equal(t->expect.n, CMD_INPUT_MAX);
	REFUSED("--trust-anchor \"large\": line 1: a NUL octet: this is no zone file; "
		"expected DS or DNSKEY records, one a line",
		"diagnose", "a.example", "--trust-anchor=large");
	REFUSED("--webroot \"fileauth.txt\": it is no directory", "diagnose", "a.example",
		"--webroot=fileauth.txt");
	assert_string_equal(TARGET("a.example", "--webroot=.")->webroot, in_dir("."));
	REFUSED("--resolver and --root-hints: give one, a resolver is asked instead of "
		"recursing from the root",
		"diagnose", "a.example", "--root-hints=fileauth.txt",
		"--resolver=192.0.2.1");
}

static void a_trace_begins_at_its_url(void **state)
{
	(void)state;
	const struct target *t =
		TRACE("HTTPS://Www.Example.com/a/b?c=d", "--ca=digicert");
	assert_non_null(t);
	assert_int_equal(t->names.n, 1);
	assert_string_equal(t->names.v[0]->ascii, "www.example.com");
	assert_string_equal(t->path, "/a/b?c=d");
	assert_string_equal(t->file_name, "b");
	assert_string_equal(t->trace_url, "https://www.example.com/a/b?c=d");
	assert_string_equal(t->profile->id, "digicert");
	assert_false(t->random);
	assert_null(TARGET("a.example")->trace_url);
}

static void a_url_that_no_ca_fetches_is_refused(void **state)
{
	(void)state;
	REFUSED("URL \"example.com/x\": expected http:// or https:// in front of it",
		"trace", "example.com/x");
	REFUSED("URL \"ftp://example.com/\": expected http:// or https://", "trace",
		"ftp://example.com/");
	REFUSED("URL \"http://example.com:8080/\": a CA connects to the ports 80 and 443 "
		"alone",
		"trace", "http://example.com:8080/");
	REFUSED("URL \"http://192.0.2.1/\": its host is an IP address: give the name "
		"that the "
		"CA validates",
		"trace", "http://192.0.2.1/");
	REFUSED("URL \"http://u@example.com/\": it holds a user name: give the URL "
		"without it",
		"trace", "http://u@example.com/");
	REFUSED("URL \"http:///x\": it is no URL: expected one such as "
		"http://example.com/file",
		"trace", "http:///x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_merged_and_a_wildcard_is_one_of_its_own),
		cmocka_unit_test(an_apex_brings_its_www),
		cmocka_unit_test(without_a_name_it_is_this_host_alone),
		cmocka_unit_test(bad_names_are_refused_by_name),
		cmocka_unit_test(addresses_are_read_with_their_ports),
		cmocka_unit_test(both_families_are_looked_at_unless_one_is_asked_for),
		cmocka_unit_test(a_time_of_issue_is_explained),
		cmocka_unit_test(files_that_cannot_be_read_are_named),
		cmocka_unit_test(a_trace_begins_at_its_url),
		cmocka_unit_test(a_url_that_no_ca_fetches_is_refused),
	};
	return cmocka_run_group_tests_name("cmd_target", tests, setup, teardown);
}
