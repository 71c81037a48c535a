/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "url.h"

#include <stdlib.h>
#include <string.h>

static struct arena *a;

static int arena_up(void **state)
{
	(void)state;
	a = arena_new();
	return 0;
}

static int arena_down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static const char *resolved(const char *base, const char *location)
{
	struct url b, u;
	if (url_parse(a, base, &b))
		fail_msg("base %s", base);
	return url_resolve(a, &b, location, strlen(location), &u) ? NULL : u.text;
}

static void a_url_is_split_and_normalised(void **state)
{
	(void)state;
	struct url u;
	assert_int_equal(
		url_parse(
			a, "HTTP://User:pw@WWW.Example.COM:8080/a/./b/../C?q=%41#f", &u),
		ERR_OK);
	assert_int_equal(u.scheme, SCHEME_HTTP);
	assert_string_equal(u.scheme_text, "http");
	assert_string_equal(u.host, "www.example.com");
	assert_int_equal(u.ip.family, 0);
	assert_int_equal(u.port, 8080);
	assert_true(u.port_given);
	assert_true(u.userinfo);
	assert_string_equal(u.path, "/a/C");
	assert_string_equal(u.query, "q=%41");
	assert_string_equal(u.text, "http://www.example.com:8080/a/C?q=%41");
}

static void a_bare_host_gets_its_schemes_port_and_path(void **state)
{
	(void)state;
	struct url u;
	assert_int_equal(url_parse(a, "https://example.com", &u), ERR_OK);
	assert_int_equal(u.port, 443);
	assert_false(u.port_given);
	assert_false(u.userinfo);
	assert_string_equal(u.path, "/");
	assert_null(u.query);
	assert_string_equal(u.text, "https://example.com/");
	assert_int_equal(url_parse(a, "http://example.com:/?", &u), ERR_OK);
	assert_int_equal(u.port, 80);
	assert_false(u.port_given);
	assert_string_equal(u.query, "");
	assert_string_equal(u.text, "http://example.com/?");
	assert_int_equal(url_parse(a, "http://example.com:80/", &u), ERR_OK);
	assert_true(u.port_given);
	assert_string_equal(u.text, "http://example.com/");
}

static void an_ip_literal_is_known_as_one_however_it_is_written(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
		{"http://192.0.2.1/", "http://192.0.2.1/"},
		{"http://%31%32%37.0.0.1/", "http://127.0.0.1/"},
		{"http://[2001:DB8:0::1]:443/x", "http://[2001:db8::1]:443/x"},
		{"https://[::ffff:7f00:1]/", "https://[::ffff:127.0.0.1]/"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct url u;
		assert_int_equal(url_parse(a, rows[i][0], &u), ERR_OK);
		assert_int_not_equal(u.ip.family, 0);
		assert_string_equal(u.text, rows[i][1]);
	}
}

static void other_schemes_are_split_without_judging(void **state)
{
	(void)state;
	struct url u;
	assert_int_equal(url_parse(a, "FTP://h.example:21/x", &u), ERR_OK);
	assert_int_equal(u.scheme, SCHEME_OTHER);
	assert_string_equal(u.scheme_text, "ftp");
	assert_int_equal(u.port, 21);
	assert_string_equal(u.text, "ftp://h.example:21/x");
	assert_int_equal(url_parse(a, "mailto:a@b.example", &u), ERR_OK);
	assert_string_equal(u.host, "");
	assert_int_equal(u.port, 0);
	assert_string_equal(u.text, "mailto:a@b.example");
	assert_int_equal(url_parse(a, "file:///etc/passwd", &u), ERR_OK);
	assert_string_equal(u.text, "file:///etc/passwd");
	assert_int_equal(url_parse(a, "javascript:alert(1)", &u), ERR_OK);
	assert_string_equal(u.path, "alert(1)");
}

static void what_is_no_url_is_refused(void **state)
{
	(void)state;
	static const char *const rows[] = {"", "/x", "example.com", "//example.com/",
		"?q", "http:", "http:x", "http:/x", "http://", "http:///x", "http://:80/",
		"http://user@/", "http://a b/", "http://a/b c", " http://a/",
		"http://a/ ", "http://a/\tb", "http://a/\x7f", "http://a:x/",
		"http://a:0/", "http://a:65536/", "http://a:-1/",
		"http://a:99999999999999999999/", "http://a:80:80/", "http://[::1/",
		"http://::1/", "http://[::1%25eth0]/", "http://[v1.x]/",
		"http://[1.2.3.4]/", "http://[]/", "http://a\\b/", "http://a..b/",
		"http://.a/", "http://./", "http://%zz/", "http://a%2/", "http://a%00b/",
		"http://a%2fb/", "http://a%40b/", "http://a*b/", "http://127.1/",
		"http://2130706433/", "http://0x7f.1/", "http://0x7f000001/",
		"http://1.2.3.4.5/", "http://01.2.3.4/", "http://1.2.3.4./",
		"http://a.0x/", "http://a<b/", "1http://a/", "http://a]/"};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct url u;
		if (url_parse(a, rows[i], &u) != ERR_SYNTAX)
			fail_msg("\"%s\" was taken for a URL", rows[i]);
	}
}

static void a_host_that_dns_cannot_hold_is_refused(void **state)
{
	(void)state;
	struct url u;
	char label[65];
	memset(label, 'a', 64);
	label[64] = '\0';
	assert_int_equal(
		url_parse(a, arena_printf(a, "http://%s/", label), &u), ERR_SYNTAX);
	label[63] = '\0';
	assert_int_equal(url_parse(a, arena_printf(a, "http://%s/", label), &u), ERR_OK);
	const char *four = arena_printf(a, "%s.%s.%s.%.61s", label, label, label, label);
	assert_int_equal(url_parse(a, arena_printf(a, "http://%s/", four), &u), ERR_OK);
	assert_int_equal(url_parse(a, arena_printf(a, "http://%s./", four), &u), ERR_OK);
	assert_int_equal(
		url_parse(a, arena_printf(a, "http://%sa/", four), &u), ERR_SYNTAX);
}

/* RFC 3986 section 5.4, with http://a.example in place of http://a (a number would not
 * resolve): base http://a.example/b/c/d;p?q */
static const char *const rfc3986[][2] = {
	{"g:h", "g:h"},
	{"g", "http://a.example/b/c/g"},
	{"./g", "http://a.example/b/c/g"},
	{"g/", "http://a.example/b/c/g/"},
	{"/g", "http://a.example/g"},
	{"//g", "http://g/"},
	{"?y", "http://a.example/b/c/d;p?y"},
	{"g?y", "http://a.example/b/c/g?y"},
	{"#s", "http://a.example/b/c/d;p?q"},
	{"g#s", "http://a.example/b/c/g"},
	{"g?y#s", "http://a.example/b/c/g?y"},
	{";x", "http://a.example/b/c/;x"},
	{"g;x", "http://a.example/b/c/g;x"},
	{"g;x?y#s", "http://a.example/b/c/g;x?y"},
	{"", "http://a.example/b/c/d;p?q"},
	{".", "http://a.example/b/c/"},
	{"./", "http://a.example/b/c/"},
	{"..", "http://a.example/b/"},
	{"../", "http://a.example/b/"},
	{"../g", "http://a.example/b/g"},
	{"../..", "http://a.example/"},
	{"../../", "http://a.example/"},
	{"../../g", "http://a.example/g"},
	{"../../../g", "http://a.example/g"},
	{"../../../../g", "http://a.example/g"},
	{"/./g", "http://a.example/g"},
	{"/../g", "http://a.example/g"},
	{"g.", "http://a.example/b/c/g."},
	{".g", "http://a.example/b/c/.g"},
	{"g..", "http://a.example/b/c/g.."},
	{"..g", "http://a.example/b/c/..g"},
	{"./../g", "http://a.example/b/g"},
	{"./g/.", "http://a.example/b/c/g/"},
	{"g/./h", "http://a.example/b/c/g/h"},
	{"g/../h", "http://a.example/b/c/h"},
	{"g;x=1/./y", "http://a.example/b/c/g;x=1/y"},
	{"g;x=1/../y", "http://a.example/b/c/y"},
	{"g?y/./x", "http://a.example/b/c/g?y/./x"},
	{"g?y/../x", "http://a.example/b/c/g?y/../x"},
	{"g#s/../x", "http://a.example/b/c/g"},
};

static void every_reference_of_rfc_3986_resolves(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rfc3986) / sizeof(rfc3986[0]); i++) {
		const char *got = resolved("http://a.example/b/c/d;p?q", rfc3986[i][0]);
		if (!got || strcmp(got, rfc3986[i][1]) != 0)
			fail_msg("%s -> %s", rfc3986[i][0], got ? got : "refused");
	}
}

static void locations_as_servers_really_send_them_resolve(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
		{"https://www.example.com/.well-known/x",
			"https://www.example.com/.well-known/x"},
		{"//www.example.com:443/x", "http://www.example.com:443/x"},
		{"?lang=en", "http://example.com/.well-known/f.txt?lang=en"},
		{"/caf\xc3\xa9?n=\xff", "http://example.com/caf%C3%A9?n=%FF"},
		{"/a b?c d", "http://example.com/a%20b?c%20d"},
		{"/a\\b<>\"{}|^`", "http://example.com/a%5Cb%3C%3E%22%7B%7D%7C%5E%60"},
		{"/\\evil.example/", "http://example.com/%5Cevil.example/"},
		{"\\\\evil.example\\",
			"http://example.com/.well-known/%5C%5Cevil.example%5C"},
		{"/%zz%", "http://example.com/%zz%"},
		{"/a//b/../c", "http://example.com/a//c"},
		{"http://good.example@evil.example/", "http://evil.example/"},
		{"http://evil.example#@good.example/", "http://evil.example/"},
		{"http://evil.example?@good.example/",
			"http://evil.example/?@good.example/"},
		{"https://example.com.well-known/x", "https://example.com.well-known/x"},
		{"https://example.com./x", "https://example.com./x"},
		{"http://b\xc3\xbc"
		 "cher.example/",
			"http://b\xc3\xbc"
			"cher.example/"},
		{"http://b%C3%BCcher.example/", "http://b\xc3\xbc"
						"cher.example/"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *got =
			resolved("http://example.com/.well-known/f.txt?q", rows[i][0]);
		if (!got || strcmp(got, rows[i][1]) != 0)
			fail_msg("%s -> %s", rows[i][0], got ? got : "refused");
	}
}

static void a_hostile_location_is_refused(void **state)
{
	(void)state;
	static const char *const rows[] = {"http://a\tb/", "/a\r\nX: y", "/\x1b[2J",
		"/a\x7f", "http://", "//", "http:///x", "http:/x",
		"http://good.example\\@evil.example/", "http://a b/", "https://:443/",
		"https://a:99999/", "http://[::1", "//a:b@"};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *got = resolved("http://example.com/x", rows[i]);
		if (got)
			fail_msg("%s -> %s", rows[i], got);
	}
	struct url base, u;
	assert_int_equal(url_parse(a, "http://example.com/", &base), ERR_OK);
	assert_int_equal(url_resolve(a, &base, "/a\0b", 4, &u), ERR_SYNTAX);
}

static void a_url_of_64_kilobytes_is_taken_and_a_longer_one_is_not(void **state)
{
	(void)state;
	struct url base, u;
	assert_int_equal(url_parse(a, "http://example.com/", &base), ERR_OK);
	char *s = malloc(URL_MAX + 2);
	memset(s, 'a', URL_MAX + 1);
	s[URL_MAX + 1] = '\0';
	memcpy(s, "http://example.com/", 19);
	assert_int_equal(url_parse(a, s, &u), ERR_LIMIT);
	assert_int_equal(url_resolve(a, &base, s, URL_MAX + 1, &u), ERR_LIMIT);
	assert_int_equal(url_resolve(a, &base, s, URL_MAX, &u), ERR_OK);
	assert_int_equal(strlen(u.text), URL_MAX);
	/* the whole counts, not only what was sent; and what encoding makes of it */
	assert_int_equal(url_resolve(a, &base, s + 18, URL_MAX - 18, &u), ERR_OK);
	assert_int_equal(url_resolve(a, &base, s + 18, URL_MAX - 17, &u), ERR_LIMIT);
	memset(s + 19, 0xe9, URL_MAX - 19);
	assert_int_equal(url_resolve(a, &base, s, URL_MAX, &u), ERR_LIMIT);
	free(s);
}

static void schemes_have_their_ports_and_words(void **state)
{
	(void)state;
	assert_int_equal(scheme_port(SCHEME_HTTP), 80);
	assert_int_equal(scheme_port(SCHEME_HTTPS), 443);
	assert_int_equal(scheme_port(SCHEME_OTHER), 0);
	assert_string_equal(scheme_str(SCHEME_HTTP), "http");
	assert_string_equal(scheme_str(SCHEME_HTTPS), "https");
	assert_string_equal(scheme_str(SCHEME_OTHER), "other");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_url_is_split_and_normalised),
		cmocka_unit_test(a_bare_host_gets_its_schemes_port_and_path),
		cmocka_unit_test(an_ip_literal_is_known_as_one_however_it_is_written),
		cmocka_unit_test(other_schemes_are_split_without_judging),
		cmocka_unit_test(what_is_no_url_is_refused),
		cmocka_unit_test(a_host_that_dns_cannot_hold_is_refused),
		cmocka_unit_test(every_reference_of_rfc_3986_resolves),
		cmocka_unit_test(locations_as_servers_really_send_them_resolve),
		cmocka_unit_test(a_hostile_location_is_refused),
		cmocka_unit_test(a_url_of_64_kilobytes_is_taken_and_a_longer_one_is_not),
		cmocka_unit_test(schemes_have_their_ports_and_words),
	};
	return cmocka_run_group_tests(tests, arena_up, arena_down);
}
