/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "probes/http.h"

#include <string.h>

static struct arena *a;
static struct fetch fetch;
static struct hop *hop;
static struct url asked, next;

static int up(void **state)
{
	(void)state;
	a = arena_new();
	return 0;
}

static int down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

/* The chain asked this so far, and got this status and Location for it. */
static enum hop_next leads(const char *url, int status, const char *location)
{
	assert_int_equal(url_parse(a, url, &asked), ERR_OK);
	hop = VEC_ADD(a, &fetch.hops, struct hop);
	hop->url = asked.text;
	hop->status = status;
	hop->location_raw = (struct bytes){
		(const unsigned char *)location, location ? strlen(location) : 0};
	return http_next(a, &fetch, &asked, hop, &next);
}

static void restart(void)
{
	memset(&fetch, 0, sizeof(fetch));
}

static void the_url_alone_decides_what_it_can(void **state)
{
	(void)state;
	static const struct {
		int status;
		const char *location;
		enum hop_next next;
		const char *url;
	} rows[] = {
		{301, "/y", NEXT_FOLLOWED, "http://a.example/y"},
		{308, "https://b.example", NEXT_FOLLOWED, "https://b.example/"},
		{302, "http://b.example:443/", NEXT_FOLLOWED, "http://b.example:443/"},
		{302, "https://b.example:80/", NEXT_FOLLOWED, "https://b.example:80/"},
		{302, "http://b.example:81/", NEXT_PORT, "http://b.example:81/"},
		{302, "gopher://b.example/", NEXT_SCHEME, "gopher://b.example/"},
		{302, "mailto:a@b.example", NEXT_SCHEME, "mailto:a@b.example"},
		{302, "http://A.example:80/x#y", NEXT_LOOP, "http://a.example/x"},
		{302, "http://[::1", NEXT_BAD_LOCATION, NULL},
		{302, NULL, NEXT_BAD_LOCATION, NULL},
		{300, "/y", NEXT_FINAL, "http://a.example/y"},
		{305, "http://[::1", NEXT_FINAL, NULL},
		{200, NULL, NEXT_FINAL, NULL},
		{404, "/x", NEXT_FINAL, "http://a.example/x"},
		{302, "http://xn--a/", NEXT_FOLLOWED, "http://xn--a/"},
		{302,
			"http://B\xc3\x9c"
			"CHER.example/",
			NEXT_FOLLOWED, "http://xn--bcher-kva.example/"},
		{302,
			"http://b%c3%bc"
			"cher.example/x",
			NEXT_FOLLOWED, "http://xn--bcher-kva.example/x"},
		{302,
			"http://b\xfc"
			"cher.example/",
			NEXT_BAD_LOCATION, NULL},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		restart();
		enum hop_next got =
			leads("http://a.example/x", rows[i].status, rows[i].location);
		if (got != rows[i].next)
			fail_msg("row %zu: %s", i, hop_next_words[got]);
		if (rows[i].url)
			assert_string_equal(hop->location, rows[i].url);
		else
			assert_null(hop->location);
	}
}

static void any_url_asked_before_closes_a_loop(void **state)
{
	(void)state;
	restart();
	assert_int_equal(leads("http://a.example/1", 302, "/2"), NEXT_FOLLOWED);
	assert_int_equal(leads("http://a.example/2", 302, "/3"), NEXT_FOLLOWED);
	assert_int_equal(leads("http://a.example/3", 302, "/2?"), NEXT_FOLLOWED);
	assert_int_equal(leads("http://a.example/2?", 302, "/1"), NEXT_LOOP);
}

static void the_limit_is_of_requests_and_a_loop_is_told_before_it(void **state)
{
	(void)state;
	restart();
	for (int i = 0; i < HOPS_MAX - 1; i++)
		assert_int_equal(
			leads(arena_printf(a, "http://a.example/%d", i), 302, "/next"),
			NEXT_FOLLOWED);
	assert_int_equal(leads("http://a.example/x", 302, "/next"), NEXT_LIMIT);
	fetch.hops.n--;
	assert_int_equal(leads("http://a.example/x", 302, "/7"), NEXT_LOOP);
}

static void too_long_a_location_is_bad_and_cut(void **state)
{
	(void)state;
	char *s = arena_alloc(a, URL_MAX + 2);
	memset(s, 'a', URL_MAX + 1);
	memcpy(s, "http://b.example/", 17);
	restart();
	assert_int_equal(leads("http://a.example/x", 302, s), NEXT_BAD_LOCATION);
	assert_int_equal(hop->location_raw.n, URL_MAX);
	s[URL_MAX] = '\0';
	restart();
	assert_int_equal(leads("http://a.example/x", 302, s), NEXT_FOLLOWED);
	assert_int_equal(hop->location_raw.n, URL_MAX);
}

static void hosts_are_the_same_but_for_the_roots_dot(void **state)
{
	(void)state;
	assert_true(http_same_host("a.example", "a.example."));
	assert_true(http_same_host("a.example", "a.example"));
	assert_false(http_same_host("a.example", "a.exampl"));
	assert_false(http_same_host("a.example", "b.example"));
	assert_false(http_same_host("", "a"));
	assert_true(http_same_host("", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_url_alone_decides_what_it_can),
		cmocka_unit_test(any_url_asked_before_closes_a_loop),
		cmocka_unit_test(the_limit_is_of_requests_and_a_loop_is_told_before_it),
		cmocka_unit_test(too_long_a_location_is_bad_and_cut),
		cmocka_unit_test(hosts_are_the_same_but_for_the_roots_dot),
	};
	return cmocka_run_group_tests(tests, up, down);
}
