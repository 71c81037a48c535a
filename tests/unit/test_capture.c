/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "capture.h"
#include "capture_first.h"
#include "packet_bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CA "216.168.247.9"
#define HOST "198.51.100.10"
#define CA6 "2001:db8::9"
#define HOST6 "2001:db8:1::10"

static const struct tcp syn = {.from = 4242, .to = 80, .seq = 7, .flags = SEGMENT_SYN};

/* In memory of exactly that size, so that valgrind sees what reads beyond. */
static enum capture_kind read_exactly(
	enum capture_link link, const void *p, size_t n, struct segment *s)
{
	unsigned char *copy = malloc(n ? n : 1);
	memcpy(copy, p, n);
	enum capture_kind kind = capture_segment(link, copy, n, s);
	s->data = NULL;
	free(copy);
	return kind;
}

static void assert_syn(const struct segment *s, const char *from, const char *to)
{
	char a[IP_TEXT_MAX], b[IP_TEXT_MAX];
	assert_string_equal(ip_format(&s->from, a), from);
	assert_string_equal(ip_format(&s->to, b), to);
	assert_int_equal(s->from_port, 4242);
	assert_int_equal(s->to_port, 80);
	assert_int_equal(s->seq, 7);
	assert_int_equal(s->flags, SEGMENT_SYN);
}

static void a_syn_is_read_of_both_families(void **state)
{
	(void)state;
	struct segment s;
	struct made four = tcp4(CA, HOST, syn), six = tcp6(CA6, HOST6, syn);
	assert_int_equal(read_exactly(CAPTURE_RAW, four.p, four.n, &s), CAPTURE_SEGMENT);
	assert_syn(&s, CA, HOST);
	assert_int_equal(read_exactly(CAPTURE_RAW, six.p, six.n, &s), CAPTURE_SEGMENT);
	assert_syn(&s, CA6, HOST6);
}

static void each_link_is_read(void **state)
{
	(void)state;
	static const unsigned char ethernet[] = "\2\0\0\0\0\1\2\0\0\0\0\2\x08";
	static const unsigned char tags[] =
		"\2\0\0\0\0\1\2\0\0\0\0\2\x88\xa8\0\7\x81\0\0\5\x08";
	static const unsigned char sll2[20] = {0x08, 0};
	static const unsigned char loop[] = {2, 0, 0, 0};
	static const struct {
		enum capture_link link;
		const unsigned char *p;
		size_t n;
	} rows[] = {
		{CAPTURE_ETHERNET, ethernet, 14},
		{CAPTURE_ETHERNET, tags, 22},
		{CAPTURE_SLL2, sll2, 20},
		{CAPTURE_LOOP, loop, 4},
	};
	struct made inner = tcp4(CA, HOST, syn);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct made m = {.n = 0};
		struct segment s;
		put(&m, rows[i].p, rows[i].n);
		put(&m, inner.p, inner.n);
		assert_int_equal(
			read_exactly(rows[i].link, m.p, m.n, &s), CAPTURE_SEGMENT);
		assert_syn(&s, CA, HOST);
		for (size_t n = 0; n < rows[i].n; n++)
			assert_int_equal(
				read_exactly(rows[i].link, m.p, n, &s), CAPTURE_NONE);
	}
}

static void another_ethertype_is_none_of_ours(void **state)
{
	(void)state;
	static const unsigned char arp[] = "\2\0\0\0\0\1\2\0\0\0\0\2\x08\x06";
	struct made m = {.n = 0}, inner = tcp4(CA, HOST, syn);
	struct segment s;
	put(&m, arp, 14);
	put(&m, inner.p, inner.n);
	assert_int_equal(read_exactly(CAPTURE_ETHERNET, m.p, m.n, &s), CAPTURE_NONE);
}

static void extension_headers_are_stepped_over(void **state)
{
	(void)state;
	static const unsigned char hop[] = {60, 0, 1, 4, 0, 0, 0, 0};
	static const unsigned char options[] = {
		44, 1, 1, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
	static const unsigned char whole[] = {6, 0, 0, 0, 0, 0, 0, 1};
	struct made m = {.n = 0};
	struct segment s;
	put_v6(&m, CA6, HOST6, 0, 8 + 16 + 8 + 20);
	put(&m, hop, sizeof(hop));
	put(&m, options, sizeof(options));
	put(&m, whole, sizeof(whole));
	put_tcp(&m, &syn);
	assert_int_equal(read_exactly(CAPTURE_RAW, m.p, m.n, &s), CAPTURE_SEGMENT);
	assert_syn(&s, CA6, HOST6);
}

static void later_fragments_are_told_apart(void **state)
{
	(void)state;
	static const unsigned char later[] = {6, 0, 0, 9, 0, 0, 0, 1};
	struct made four = {.n = 0}, six = {.n = 0};
	struct segment s;
	put_v4(&four, CA, HOST, 6, 5, 20);
	put_tcp(&four, &syn);
	assert_int_equal(read_exactly(CAPTURE_RAW, four.p, four.n, &s), CAPTURE_FRAGMENT);
	put_v6(&six, CA6, HOST6, 44, 28);
	put(&six, later, sizeof(later));
	put_tcp(&six, &syn);
	assert_int_equal(read_exactly(CAPTURE_RAW, six.p, six.n, &s), CAPTURE_FRAGMENT);
}

static void no_length_reads_beyond_the_packet(void **state)
{
	(void)state;
	struct made all[] = {tcp4(CA, HOST, syn), tcp6(CA6, HOST6, syn)};
	struct segment s;
	for (size_t i = 0; i < 2; i++)
		for (size_t n = 0; n < all[i].n; n++)
			assert_int_not_equal(read_exactly(CAPTURE_RAW, all[i].p, n, &s),
				CAPTURE_SEGMENT);
}

static void what_a_link_padded_is_no_data(void **state)
{
	(void)state;
	struct made m = tcp4(CA, HOST, syn);
	struct segment s;
	put(&m, "\0\0\0\0\0\0", 6);
	assert_int_equal(read_exactly(CAPTURE_RAW, m.p, m.n, &s), CAPTURE_SEGMENT);
	assert_int_equal(s.n, 0);
	assert_int_equal(s.whole, 0);
}

static void data_that_was_cut_off_is_counted(void **state)
{
	(void)state;
	struct tcp t = syn;
	struct segment s;
	t.data = "0123456789";
	struct made m = tcp4(CA, HOST, t);
	assert_int_equal(read_exactly(CAPTURE_RAW, m.p, m.n - 4, &s), CAPTURE_SEGMENT);
	assert_int_equal(s.n, 6);
	assert_int_equal(s.whole, 10);
}

static void an_icmp_error_names_the_segment_that_it_is_about(void **state)
{
	(void)state;
	static const unsigned char error4[] = {3, 3, 0, 0, 0, 0, 0, 0};
	static const unsigned char error6[] = {1, 1, 0, 0, 0, 0, 0, 0};
	struct made quoted4 = tcp4(CA, HOST, syn), quoted6 = tcp6(CA6, HOST6, syn);
	struct made m = {.n = 0};
	struct segment s;
	put_v4(&m, HOST, CA, 1, 0, 8 + 28);
	put(&m, error4, 8);
	put(&m, quoted4.p, 28); /* the header and eight bytes: all that must be there */
	assert_int_equal(read_exactly(CAPTURE_RAW, m.p, m.n, &s), CAPTURE_SEGMENT);
	assert_true(s.unreachable);
	assert_int_equal(s.icmp_code, 3);
	assert_int_equal(s.from_port, 4242);
	assert_int_equal(s.to_port, 80);
	m.n = 0;
	put_v6(&m, HOST6, CA6, 58, 8 + quoted6.n);
	put(&m, error6, 8);
	put(&m, quoted6.p, quoted6.n);
	assert_int_equal(read_exactly(CAPTURE_RAW, m.p, m.n, &s), CAPTURE_SEGMENT);
	assert_true(s.unreachable);
	assert_int_equal(s.to_port, 80);
}

/* -- first bytes --------------------------------------------------------------------- */

static bool span_is(const struct span *s, const char *text)
{
	return s->p && s->n == strlen(text) && memcmp(s->p, text, s->n) == 0;
}

static void a_request_is_read_line_by_line(void **state)
{
	(void)state;
	static const char request[] = "GET /a%20b HTTP/1.1\r\nhOsT:\t a.example \r\n"
				      "User-Agent: x\r\nHost: b.example\r\n\r\n";
	struct first_request r;
	assert_int_equal(first_request(request, 5, &r), FIRST_MORE);
	assert_int_equal(first_request(request, 21, &r), FIRST_HTTP);
	assert_true(span_is(&r.line, "GET /a%20b HTTP/1.1"));
	assert_false(r.whole);
	assert_null(r.host.p);
	assert_int_equal(first_request(request, sizeof(request) - 1, &r), FIRST_HTTP);
	assert_true(r.whole);
	assert_true(span_is(&r.host, "a.example"));
	assert_true(span_is(&r.user_agent, "x"));
}

static void what_is_no_request_is_said_to_be_none(void **state)
{
	(void)state;
	struct first_request r;
	assert_int_equal(first_request("SSH-2.0-x\r\n", 11, &r), FIRST_OTHER);
	assert_int_equal(first_request("get / HTTP/1.0\r\n", 16, &r), FIRST_OTHER);
	assert_int_equal(first_request("\0\0\0\0", 4, &r), FIRST_OTHER);
	assert_int_equal(first_request("", 0, &r), FIRST_MORE);
}

/* A ClientHello with a padding extension before the name, as browsers send it. */
static size_t hello(unsigned char *out, const char *name)
{
	size_t host = strlen(name);
	struct made ext = {.n = 0}, m = {.n = 0};
	put16(&ext, 21);
	put16(&ext, 3);
	put(&ext, "\0\0\0", 3);
	put16(&ext, 0);
	put16(&ext, (unsigned)host + 5);
	put16(&ext, (unsigned)host + 3);
	put(&ext, "\0", 1);
	put16(&ext, (unsigned)host);
	put(&ext, name, host);
	size_t body = 2 + 32 + 1 + 2 + 2 + 2 + 2 + ext.n;
	put(&m, "\x16\3\1", 3);
	put16(&m, (unsigned)body + 4);
	put(&m, "\1\0", 2);
	put16(&m, (unsigned)body);
	put(&m, "\3\3", 2);
	for (int i = 0; i < 32; i++)
		put(&m, "r", 1);
	put(&m, "\0\0\2\x13\1\1\0", 7);
	put16(&m, (unsigned)ext.n);
	put(&m, ext.p, ext.n);
	memcpy(out, m.p, m.n);
	return m.n;
}

static void the_name_in_a_client_hello_is_found(void **state)
{
	(void)state;
	unsigned char p[512];
	size_t n = hello(p, "a.example");
	struct first_request r;
	assert_int_equal(first_request(p, n, &r), FIRST_TLS);
	assert_true(r.whole);
	assert_true(span_is(&r.sni, "a.example"));
	for (size_t i = 0; i < n; i++) { /* cut anywhere: no name, or the whole one */
		unsigned char *cut = malloc(i ? i : 1);
		memcpy(cut, p, i);
		(void)first_request(cut, i, &r);
		assert_true(!r.sni.p || span_is(&r.sni, "a.example"));
		free(cut);
	}
}

static void an_answer_is_a_status_a_handshake_or_an_alert(void **state)
{
	(void)state;
	struct first_answer a;
	assert_int_equal(first_answer("HTTP/1.1 404 N", 14, &a), FIRST_HTTP);
	assert_int_equal(a.status, 404);
	assert_int_equal(first_answer("HTTP/1.1 40", 11, &a), FIRST_MORE);
	assert_int_equal(first_answer("HTTP/1.1 xyz", 12, &a), FIRST_OTHER);
	assert_int_equal(first_answer("\x16\3\3\0\7", 5, &a), FIRST_TLS);
	assert_int_equal(first_answer("\x15\3\3\0\2\2\x70", 7, &a), FIRST_ALERT);
	assert_int_equal(a.alert, 112);
	assert_int_equal(first_answer("SSH-2.0-OpenSSH", 15, &a), FIRST_OTHER);
	/* encrypted: not for us to read */
	assert_int_equal(first_alert("\x15\3\3\0\x13\1\2", 7), CAPTURE_NO_ALERT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_syn_is_read_of_both_families),
		cmocka_unit_test(each_link_is_read),
		cmocka_unit_test(another_ethertype_is_none_of_ours),
		cmocka_unit_test(extension_headers_are_stepped_over),
		cmocka_unit_test(later_fragments_are_told_apart),
		cmocka_unit_test(no_length_reads_beyond_the_packet),
		cmocka_unit_test(what_a_link_padded_is_no_data),
		cmocka_unit_test(data_that_was_cut_off_is_counted),
		cmocka_unit_test(an_icmp_error_names_the_segment_that_it_is_about),
		cmocka_unit_test(a_request_is_read_line_by_line),
		cmocka_unit_test(what_is_no_request_is_said_to_be_none),
		cmocka_unit_test(the_name_in_a_client_hello_is_found),
		cmocka_unit_test(an_answer_is_a_status_a_handshake_or_an_alert),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
