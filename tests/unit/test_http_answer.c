/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "probes/http_answer.h"

#include <string.h>

static struct arena *a;
static struct hop hop;
static struct http_answer answer;

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

static void begin(void)
{
	memset(&hop, 0, sizeof(hop));
	answer = (struct http_answer){.arena = a, .hop = &hop};
}

static bool line(const char *s)
{
	return http_answer_header(&answer, s, strlen(s));
}

static void a_tls_record_is_known_by_its_first_bytes(void **state)
{
	(void)state;
	assert_true(http_is_tls("\x15\x03\x01", 3));
	assert_true(http_is_tls("\x16\x03\x04\x00", 4));
	assert_false(http_is_tls("\x15\x03", 2));
	assert_false(http_is_tls("\x13\x03\x01", 3));
	assert_false(http_is_tls("\x18\x03\x01", 3));
	assert_false(http_is_tls("\x16\x02\x01", 3));
	assert_false(http_is_tls("\x16\x03\x05", 3));
}

static void http2_frames_are_known_by_type_length_and_stream(void **state)
{
	(void)state;
	assert_true(http_is_http2("\0\0\x12\x04\0\0\0\0\0", 9));
	assert_true(http_is_http2("\0\0\0\x04\0\0\0\0\0", 9));
	assert_true(http_is_http2("\0\0\x08\x07\0\0\0\0\0", 9));
	assert_true(http_is_http2("PRI * HTTP/2.0\r\n", 16));
	assert_false(http_is_http2("\0\0\x12\x04\0\0\0\0", 8));
	assert_false(http_is_http2("\0\0\x12\x04\0\0\0\0\1", 9));
	assert_false(http_is_http2("\0\0\x11\x04\0\0\0\0\0", 9));
	assert_false(http_is_http2("\0\0\x12\x01\0\0\0\0\0", 9));
	assert_false(http_is_http2("\0\0\x07\x07\0\0\0\0\0", 9));
	assert_false(http_is_http2("\xff\0\x06\x04\0\0\0\0\0", 9));
	assert_false(http_is_http2("PRI * HTTP/1.1", 14));
}

static void plain_http_is_known_by_five_bytes(void **state)
{
	(void)state;
	assert_true(http_is_plain("HTTP/1.1", 5));
	assert_true(http_is_plain("<html>", 5));
	assert_true(http_is_plain("<HTML>", 5));
	assert_true(http_is_plain("<!DOCTYPE", 5));
	assert_false(http_is_plain("HTTP", 4));
	assert_false(http_is_plain("\x16\x03\x01\0\x02", 5));
	assert_false(http_is_plain("SSH-2", 5));
}

static void only_five_statuses_redirect(void **state)
{
	(void)state;
	for (int status = 0; status < 1000; status++)
		assert_int_equal(http_redirects(status),
			status == 301 || status == 302 || status == 303 ||
				status == 307 || status == 308);
}

static void header_lines_become_headers(void **state)
{
	(void)state;
	begin();
	assert_true(line("HTTP/1.1 200 OK\r\n"));
	assert_true(line("Content-TYPE: text/plain \t\r\n"));
	assert_true(line("X-Empty:\r\n"));
	assert_true(line(": no name\r\n"));
	assert_true(line("X-Colons: a:b\n"));
	assert_true(line("\r\n"));
	assert_true(answer.headers_done);
	assert_true(line("Trailer: x\r\n"));
	assert_int_equal(hop.status, 200);
	assert_int_equal(hop.headers.n, 3);
	assert_string_equal(hop_header(&hop, "content-type"), "text/plain");
	assert_string_equal(hop_header(&hop, "x-empty"), "");
	assert_string_equal(hop_header(&hop, "x-colons"), "a:b");
	assert_null(hop_header(&hop, "trailer"));
}

static void a_nul_in_a_header_does_not_cut_it(void **state)
{
	(void)state;
	begin();
	line("HTTP/1.1 200 OK\r\n");
	assert_true(http_answer_header(&answer, "X: a\0b\r\n", 8));
	assert_string_equal(hop_header(&hop, "x"), "a b");
}

static void a_status_is_three_digits_at_most(void **state)
{
	(void)state;
	static const struct {
		const char *line;
		int status;
	} rows[] = {{"HTTP/1.1 301 Moved\r\n", 301}, {"HTTP/1.0 99999999999\r\n", 999},
		{"HTTP/1.1\r\n", 0}, {"HTTP/1.1 -1\r\n", 0}, {"HTTP/1.1 20\r\n", 20}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		begin();
		line(rows[i].line);
		assert_int_equal(hop.status, rows[i].status);
	}
}

static void informational_answers_are_forgotten(void **state)
{
	(void)state;
	begin();
	line("HTTP/1.1 103 Early Hints\r\n");
	line("Location: /early\r\n");
	line("\r\n");
	assert_false(answer.headers_done);
	line("HTTP/1.1 302 Found\r\n");
	line("Location: /late\r\n");
	line("\r\n");
	assert_true(answer.headers_done);
	assert_int_equal(hop.headers.n, 1);
	assert_int_equal(hop.location_raw.n, 5);
	assert_memory_equal(hop.location_raw.p, "/late", 5);
}

static void one_location_is_not_held_against_the_headers(void **state)
{
	(void)state;
	begin();
	line("HTTP/1.1 302 Found\r\n");
	char *s = arena_alloc(a, URL_MAX + 2048);
	memset(s, 'l', URL_MAX + 1024);
	memcpy(s, "Location: ", 10);
	assert_true(line(s));
	assert_true(line("X: y\r\n"));
	assert_int_equal(hop.location_raw.n, URL_MAX + 1);
	assert_false(line(s)); /* a second one is */
	assert_true(answer.headers_over);
}

static void headers_end_at_64_kilobytes(void **state)
{
	(void)state;
	begin();
	line("HTTP/1.1 200 OK\r\n");
	size_t n = answer.header_bytes;
	while (line("X: 0123456789\r\n"))
		n += 15;
	assert_true(answer.headers_over);
	assert_true(n <= HEADERS_BYTES_MAX && n + 15 > HEADERS_BYTES_MAX);
	assert_int_equal(hop.headers.n, HEADERS_KEPT);
	http_answer_end(&answer, STOP_DONE, NULL);
	assert_int_equal(hop.end, HOP_HEADERS_LIMIT);
}

static void a_body_is_kept_to_its_ceiling_and_read_to_another(void **state)
{
	(void)state;
	char block[1000];
	begin();
	line("HTTP/1.1 200 OK\r\n");
	line("\r\n");
	memset(block, 'b', sizeof(block));
	size_t n = 0;
	while (http_answer_body(&answer, block, sizeof(block)))
		n += sizeof(block);
	http_answer_end(&answer, STOP_DONE, NULL);
	assert_int_equal(hop.body.n, BODY_KEPT);
	assert_int_equal(hop.body.p[BODY_KEPT - 1], 'b');
	assert_int_equal(hop.body.p[BODY_KEPT], 0);
	assert_true(n < BODY_READ_MAX && n + 2000 > BODY_READ_MAX);
	assert_true(hop.body_truncated);
	assert_false(hop.body_complete);
	assert_int_equal(hop.end, HOP_ANSWERED);
}

static void what_comes_in_place_of_a_status_line_is_read_for_16_bytes(void **state)
{
	(void)state;
	begin();
	assert_true(http_answer_body(&answer, "\0\0\0\x04", 4));
	assert_true(http_answer_body(&answer, "\0\0\0\0\0", 5));
	assert_false(http_answer_body(&answer, "1234567", 7));
	http_answer_end(&answer, STOP_DONE, NULL);
	assert_int_equal(hop.end, HOP_NOT_HTTP);
	assert_true(hop.http2);
	assert_string_equal(hop.obs.excerpt, "HTTP/2 frames: \"   \x04     1234567\"");
}

/* What each way to stop means, by how far the answer had come. */
static void how_it_stopped_and_how_far_it_came_make_the_end(void **state)
{
	(void)state;
	enum { NOTHING, STATUS, HEADERS, REDIRECT, STRANGE, HANDSHAKE, SHAKEN };
	static const struct {
		int far;
		enum http_stop stop;
		enum hop_end end;
	} rows[] = {
		{HEADERS, STOP_DONE, HOP_ANSWERED},
		{STATUS, STOP_DONE, HOP_RESET},
		{NOTHING, STOP_DONE, HOP_RESET},
		{STRANGE, STOP_DONE, HOP_NOT_HTTP},
		{STRANGE, STOP_TIMEOUT, HOP_NOT_HTTP},
		{STRANGE, STOP_BROKEN, HOP_NOT_HTTP},
		{NOTHING, STOP_TIMEOUT, HOP_TIMEOUT},
		{HEADERS, STOP_TIMEOUT, HOP_TIMEOUT},
		{REDIRECT, STOP_TIMEOUT, HOP_ANSWERED},
		{REDIRECT, STOP_BROKEN, HOP_ANSWERED},
		{HEADERS, STOP_BROKEN, HOP_RESET},
		{NOTHING, STOP_BROKEN, HOP_RESET},
		{STATUS, STOP_MALFORMED, HOP_NOT_HTTP},
		{STATUS, STOP_TOO_LONG, HOP_HEADERS_LIMIT},
		{HEADERS, STOP_TOO_LONG, HOP_NOT_HTTP},
		{HANDSHAKE, STOP_TLS, HOP_TLS},
		{HANDSHAKE, STOP_TIMEOUT, HOP_TIMEOUT},
		{HANDSHAKE, STOP_BROKEN, HOP_RESET},
		{SHAKEN, STOP_BROKEN, HOP_RESET},
		{SHAKEN, STOP_TIMEOUT, HOP_TIMEOUT},
		{NOTHING, STOP_FAILED, HOP_NONE},
		{HANDSHAKE, STOP_FAILED, HOP_NONE},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tls_look tls = {.ok = rows[i].far == SHAKEN};
		begin();
		if (rows[i].far == HANDSHAKE || rows[i].far == SHAKEN)
			hop.tls = &tls;
		if (rows[i].far == STATUS || rows[i].far == HEADERS)
			line("HTTP/1.1 200 OK\r\n");
		if (rows[i].far == REDIRECT)
			line("HTTP/1.1 301 Moved\r\nLocation: /\r\n");
		if (rows[i].far == REDIRECT)
			line("Location: /x\r\n");
		if (rows[i].far == HEADERS || rows[i].far == REDIRECT)
			line("\r\n");
		if (rows[i].far == STRANGE)
			http_answer_body(&answer, "SSH-2.0", 7);
		http_answer_end(&answer, rows[i].stop, "words");
		if (hop.end != rows[i].end)
			fail_msg("row %zu: %s", i, hop_end_words[hop.end]);
		assert_int_equal(
			hop.obs.seen, hop.end == HOP_NONE ? SEEN_FAILED : SEEN_YES);
		assert_non_null(hop.obs.excerpt);
	}
}

static void plain_http_in_a_broken_handshake_is_a_tls_failure(void **state)
{
	(void)state;
	struct tls_look tls = {.plain_http = true};
	begin();
	hop.tls = &tls;
	http_answer_end(&answer, STOP_BROKEN, "x");
	assert_int_equal(hop.end, HOP_TLS);
}

static void a_long_status_line_and_location_are_cut_in_the_excerpt(void **state)
{
	(void)state;
	char s[2000];
	memset(s, 's', sizeof(s) - 1);
	s[sizeof(s) - 1] = '\0';
	memcpy(s, "HTTP/1.1 301 ", 13);
	begin();
	line(s);
	memcpy(s, "Location: /ss", 13);
	line(s);
	line("\r\n");
	http_answer_end(&answer, STOP_DONE, NULL);
	assert_int_equal(strlen(hop.obs.excerpt), 200 + strlen(", Location: ") + 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tls_record_is_known_by_its_first_bytes),
		cmocka_unit_test(http2_frames_are_known_by_type_length_and_stream),
		cmocka_unit_test(plain_http_is_known_by_five_bytes),
		cmocka_unit_test(only_five_statuses_redirect),
		cmocka_unit_test(header_lines_become_headers),
		cmocka_unit_test(a_nul_in_a_header_does_not_cut_it),
		cmocka_unit_test(a_status_is_three_digits_at_most),
		cmocka_unit_test(informational_answers_are_forgotten),
		cmocka_unit_test(one_location_is_not_held_against_the_headers),
		cmocka_unit_test(headers_end_at_64_kilobytes),
		cmocka_unit_test(a_body_is_kept_to_its_ceiling_and_read_to_another),
		cmocka_unit_test(
			what_comes_in_place_of_a_status_line_is_read_for_16_bytes),
		cmocka_unit_test(how_it_stopped_and_how_far_it_came_make_the_end),
		cmocka_unit_test(plain_http_in_a_broken_handshake_is_a_tls_failure),
		cmocka_unit_test(a_long_status_line_and_location_are_cut_in_the_excerpt),
	};
	return cmocka_run_group_tests(tests, up, down);
}
