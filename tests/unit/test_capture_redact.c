/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "capture_redact.h"
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
enum { V4 = 20, TCP = 20 };

/* In memory of exactly that size, so that valgrind sees what reads beyond. */
static size_t redact(struct made *m)
{
	unsigned char *copy = malloc(m->n);
	memcpy(copy, m->p, m->n);
	size_t n = capture_redact(copy, m->n);
	memcpy(m->p, copy, m->n);
	free(copy);
	return n;
}

static void becomes(const char *data, const char *want)
{
	struct tcp t = {.from = 4242, .to = 80, .seq = 7, .flags = 24, .data = data};
	struct made four = tcp4(CA, HOST, t), six = tcp6(CA6, HOST6, t);
	assert_int_equal(redact(&four), four.n);
	four.p[four.n] = '\0';
	assert_string_equal((char *)four.p + V4 + TCP, want);
	assert_int_equal(redact(&six), six.n);
	six.p[six.n] = '\0';
	assert_string_equal((char *)six.p + 40 + TCP, want);
}

static void a_request_keeps_its_frame(void **state)
{
	(void)state;
	becomes("GET /.well-known/acme-challenge/evaGxfADs6 HTTP/1.1\r\n"
		"Host: shop.example\r\nUser-Agent: DigiCert DCV Bot/1.1\r\n"
		"Cookie: a=b\r\n\r\nbody",
		"GET /.well-known/acme-challenge/xxxxxxxxxx HTTP/1.1\r\n"
		"Host:xxxxxxxxxxxxx\r\nUser-Agent: DigiCert DCV Bot/1.1\r\n"
		"Cookie:xxxx\r\n\r\nxxxx");
	becomes("GET /a/b?token=1 HTTP/1.1\n", "GET /x/xxxxxxxxx HTTP/1.1\n");
	becomes("GET /secret", "GET /xxxxxx"); /* cut off by the segment */
}

static void an_answer_keeps_its_status(void **state)
{
	(void)state;
	becomes("HTTP/1.1 301 Moved\r\nServer: nginx\r\nLocation: http://a/b\r\n\r\nx1",
		"HTTP/1.1 301 Moved\r\nServer: nginx\r\nLocation:xxxxxxxxxxx\r\n\r\nxx");
	becomes("HTTP/1.1 200 OK\r\nno header\r\nSet-Cookie: a",
		"HTTP/1.1 200 OK\r\nxxxxxxxxxxxSet-Cookie:xx");
}

static void what_is_in_the_middle_goes_whole(void **state)
{
	(void)state;
	becomes("okie: a=b\r\nHost: shop.example\r\n\r\n",
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
	becomes("\x16\x03\x01\x01\x02\x01shop.example",
		"\x16\x03\x01\x01\x02\x01xxxxxxxxxxxx");
}

static unsigned sum_of(const struct made *m)
{
	unsigned sum = 6 + (unsigned)(m->n - V4);
	for (size_t i = 12; i < m->n; i += 2)
		sum += (unsigned)m->p[i] << 8 | (i + 1 < m->n ? m->p[i + 1] : 0u);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

static void a_right_checksum_stays_right(void **state)
{
	(void)state;
	static const char *const data[] = {"GET /token HTTP/1.0\r\n\r\n", "a", "abc", ""};
	for (size_t i = 0; i < sizeof(data) / sizeof(*data); i++) {
		struct made m = tcp4(CA, HOST,
			(struct tcp){.from = 1, .to = 80, .flags = 24, .data = data[i]});
		unsigned sum = ~sum_of(&m);
		m.p[V4 + 16] = (unsigned char)(sum >> 8);
		m.p[V4 + 17] = (unsigned char)sum;
		assert_int_equal(sum_of(&m), 0xffff);
		redact(&m);
		assert_int_equal(sum_of(&m), 0xffff);
	}
}

static void an_error_quotes_the_ports_alone(void **state)
{
	(void)state;
	struct made inner = tcp4(HOST, CA,
		(struct tcp){.from = 80, .to = 4242, .flags = 24, .data = "secret"});
	struct made m = {.n = 0};
	static const unsigned char unreachable[] = {3, 1, 0, 0, 0, 0, 0, 0};
	put_v4(&m, CA, HOST, 1, 0, sizeof(unreachable) + inner.n);
	put(&m, unreachable, sizeof(unreachable));
	put(&m, inner.p, inner.n);
	assert_int_equal(redact(&m), V4 + 8 + V4 + 8);
}

static void what_cannot_be_read_goes(void **state)
{
	(void)state;
	struct made m = {.n = 0};
	put_v4(&m, CA, HOST, 6, 100, 8);
	put(&m, "fragment", 8);
	assert_int_equal(redact(&m), m.n);
	assert_memory_equal(m.p + V4, "xxxxxxxx", 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_keeps_its_frame),
		cmocka_unit_test(an_answer_keeps_its_status),
		cmocka_unit_test(what_is_in_the_middle_goes_whole),
		cmocka_unit_test(a_right_checksum_stays_right),
		cmocka_unit_test(an_error_quotes_the_ports_alone),
		cmocka_unit_test(what_cannot_be_read_goes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
