/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "attempts_arrival.h"
#include "packet_bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define CA "216.168.247.9"
#define HOST "198.51.100.10"
#define MS 1000000LL
enum { ETH0 = 2, BR0 = 3, LO = 1, FLOWS = 16, REQUESTS = 4 };

static struct arena *arena;
static struct attempts *attempts;
static struct profile_known *known;
static struct arrival last; /* the last that ended */
static int ended;
static enum own_event events[32];
static struct own_syn own_last;
static size_t events_n;
static int64_t now;

static void on_ended(void *arg, const struct attempt *a)
{
	(void)arg;
	ended++;
	attempts_arrival(arena, known, a, "eth0", &last);
}

static void on_own(void *arg, enum own_event e, const struct own_syn *s)
{
	(void)arg;
	own_last = *s;
	if (events_n < 32)
		events[events_n++] = e;
}

static int setup(void **state)
{
	(void)state;
	const struct attempts_use use = {
		.ports = {80, 443}, .ports_n = 2, .ended = on_ended, .own = on_own};
	arena = arena_new();
	known = profile_known_new(arena);
	attempts = attempts_new(arena, &use, FLOWS, REQUESTS);
	ended = 0;
	events_n = 0;
	now = 1000 * MS;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void again(void)
{
	teardown(NULL);
	setup(NULL);
}

static void see_on(unsigned interface, enum packet_way way, const struct made *m)
{
	const struct packet p = {.p = m->p,
		.n = m->n,
		.whole = m->n,
		.at = now,
		.way = way,
		.ifindex = interface,
		.loopback = interface == LO};
	attempts_packet(attempts, CAPTURE_RAW, &p);
	now += MS;
}

static void client(struct tcp t)
{
	t.from = t.from ? t.from : 4242;
	t.to = t.to ? t.to : 80;
	struct made m = tcp4(CA, HOST, t);
	see_on(ETH0, PACKET_IN, &m);
}

static void server(struct tcp t)
{
	t.from = t.from ? t.from : 80;
	t.to = t.to ? t.to : 4242;
	struct made m = tcp4(HOST, CA, t);
	see_on(ETH0, PACKET_OUT, &m);
}

static void shake_hands(void)
{
	client((struct tcp){.seq = 100, .flags = SEGMENT_SYN});
	server((struct tcp){.seq = 500, .ack = 101, .flags = SEGMENT_SYN | SEGMENT_ACK});
	client((struct tcp){.seq = 101, .ack = 501, .flags = SEGMENT_ACK});
}

#define REQUEST \
	"GET /x HTTP/1.1\r\nHost: a.example\r\nUser-Agent: DigiCert DCV Bot/1.1\r\n\r\n"

static void a_request_and_its_answer_are_put_together(void **state)
{
	(void)state;
	shake_hands();
	client((struct tcp){.seq = 101, .flags = SEGMENT_ACK, .data = REQUEST});
	assert_int_equal(ended, 0);
	server((struct tcp){
		.seq = 501, .flags = SEGMENT_ACK, .data = "HTTP/1.1 200 OK\r\n"});
	assert_int_equal(ended, 1);
	assert_int_equal(last.stage, ATTEMPT_ANSWERED);
	assert_true(last.good);
	assert_int_equal(last.status, 200);
	assert_string_equal(last.request, "GET /x HTTP/1.1");
	assert_string_equal(last.host, "a.example");
	assert_string_equal(last.ca, "digicert");
	assert_string_equal(last.interface, "eth0");
	assert_int_equal(last.syns, 1);
	attempts_end(attempts, now);
	assert_int_equal(ended, 1);
}

static void pieces_in_any_order_make_one_request(void **state)
{
	(void)state;
	const size_t n = strlen(REQUEST);
	shake_hands();
	client((struct tcp){.seq = 101 + 40, .data = &REQUEST[40], .n = n - 40});
	client((struct tcp){.seq = 101, .data = REQUEST, .n = 10});
	client((struct tcp){.seq = 101 + 5, .data = &REQUEST[5], .n = 40});
	server((struct tcp){
		.seq = 501 + 6, .data = "1.1 301 M", .n = 9}); /* not the first */
	server((struct tcp){.seq = 501, .data = "HTTP/", .n = 5});
	server((struct tcp){.seq = 506, .data = "1.1 301 Moved"});
	assert_int_equal(ended, 1);
	assert_int_equal(last.status, 301);
	assert_false(last.good);
	assert_string_equal(last.host, "a.example");
}

static void silence_is_told_after_four_seconds(void **state)
{
	(void)state;
	client((struct tcp){.seq = 100, .flags = SEGMENT_SYN});
	client((struct tcp){.seq = 100, .flags = SEGMENT_SYN});
	attempts_tick(attempts, now + 3900 * MS);
	assert_int_equal(ended, 0);
	attempts_tick(attempts, now + 4100 * MS);
	assert_int_equal(ended, 1);
	assert_int_equal(last.stage, ATTEMPT_SYN);
	assert_int_equal(last.syns, 2);
	client((struct tcp){
		.seq = 100, .flags = SEGMENT_SYN}); /* and is not told again */
	attempts_end(attempts, now);
	assert_int_equal(ended, 1);
}

static void a_reset_refuses(void **state)
{
	(void)state;
	client((struct tcp){.seq = 100, .flags = SEGMENT_SYN});
	server((struct tcp){.ack = 101, .flags = SEGMENT_RST | SEGMENT_ACK});
	assert_int_equal(ended, 1);
	assert_int_equal(last.stage, ATTEMPT_REFUSED);
}

static void an_icmp_error_refuses_only_when_this_host_sends_it(void **state)
{
	(void)state;
	static const unsigned char error[] = {3, 3, 0, 0, 0, 0, 0, 0};
	struct made quoted =
		tcp4(CA, HOST, (struct tcp){.from = 4242, .to = 80, .seq = 100});
	struct made m = {.n = 0};
	put_v4(&m, HOST, CA, 1, 0, 8 + 28);
	put(&m, error, 8);
	put(&m, quoted.p, 28);
	client((struct tcp){.seq = 100, .flags = SEGMENT_SYN});
	see_on(ETH0, PACKET_IN, &m); /* forged */
	assert_int_equal(ended, 0);
	see_on(ETH0, PACKET_OUT, &m);
	assert_int_equal(ended, 1);
	assert_int_equal(last.stage, ATTEMPT_REFUSED);
}

static void each_stage_can_be_the_last(void **state)
{
	(void)state;
	client((struct tcp){.seq = 100, .flags = SEGMENT_SYN});
	server((struct tcp){.seq = 500, .ack = 101, .flags = SEGMENT_SYN | SEGMENT_ACK});
	attempts_end(attempts, now);
	assert_int_equal(last.stage, ATTEMPT_SYN_ACK);
	again();
	shake_hands();
	client((struct tcp){.seq = 101, .ack = 501, .flags = SEGMENT_FIN | SEGMENT_ACK});
	assert_int_equal(last.stage, ATTEMPT_CONNECTED);
	assert_string_equal(last.end, "closed by the other side");
	again();
	shake_hands();
	client((struct tcp){.seq = 101, .data = REQUEST});
	server((struct tcp){.seq = 501, .flags = SEGMENT_FIN | SEGMENT_ACK});
	assert_int_equal(last.stage, ATTEMPT_REQUEST);
	assert_string_equal(last.end, "closed by this host");
	again();
	shake_hands();
	client((struct tcp){.seq = 101, .data = REQUEST});
	server((struct tcp){.seq = 501, .flags = SEGMENT_RST});
	assert_int_equal(last.stage, ATTEMPT_BROKEN);
}

static void a_tls_alert_breaks_it(void **state)
{
	(void)state;
	static const char hello[] = "\x16\3\1\0\4\1\0\0";
	shake_hands();
	client((struct tcp){.seq = 101, .data = hello, .n = 9});
	server((struct tcp){.seq = 501, .data = "\x15\3\3\0\2\2\x28", .n = 7});
	assert_int_equal(last.stage, ATTEMPT_BROKEN);
	assert_true(last.tls);
	assert_string_equal(last.end, "TLS alert of this host: 40");
}

static void on_a_bridge_it_is_one(void **state)
{
	(void)state;
	struct made m = tcp4(CA, HOST,
		(struct tcp){.from = 4242, .to = 80, .seq = 100, .flags = SEGMENT_SYN});
	see_on(ETH0, PACKET_IN, &m);
	see_on(BR0, PACKET_IN, &m);
	attempts_end(attempts, now);
	assert_int_equal(ended, 1);
	assert_int_equal(last.syns, 1);
}

static void what_is_for_another_machine_is_not_looked_at(void **state)
{
	(void)state;
	struct made m = tcp4(CA, HOST,
		(struct tcp){.from = 4242, .to = 80, .seq = 100, .flags = SEGMENT_SYN});
	see_on(ETH0, PACKET_OTHER, &m);
	attempts_end(attempts, now);
	assert_int_equal(ended, 0);
}

static void a_flood_pushes_out_half_open_ones_and_is_counted(void **state)
{
	(void)state;
	shake_hands();
	client((struct tcp){.seq = 101, .data = REQUEST});
	for (uint16_t i = 0; i < 1000; i++)
		client((struct tcp){
			.from = (uint16_t)(5000 + i), .seq = i, .flags = SEGMENT_SYN});
	server((struct tcp){.seq = 501, .data = "HTTP/1.1 200 OK\r\n"});
	assert_int_equal(ended, 1);
	assert_int_equal(last.status, 200);
	assert_int_equal(attempts_counted(attempts)->begun, 1001);
	assert_int_equal(attempts_counted(attempts)->evicted, 1000 - (FLOWS - 1));
}

static void more_requests_than_there_is_room_for_lose_their_words_alone(void **state)
{
	(void)state;
	for (uint16_t i = 0; i < REQUESTS + 2; i++) {
		uint16_t port = (uint16_t)(6000 + i);
		client((struct tcp){.from = port, .seq = 100, .flags = SEGMENT_SYN});
		server((struct tcp){.to = port,
			.seq = 500,
			.ack = 101,
			.flags = SEGMENT_SYN | SEGMENT_ACK});
		client((struct tcp){.from = port, .seq = 101, .data = REQUEST});
	}
	attempts_end(attempts, now);
	assert_int_equal(ended, REQUESTS + 2);
}

static void a_request_without_its_syn_is_picked_up(void **state)
{
	(void)state;
	client((struct tcp){.seq = 101, .flags = SEGMENT_ACK, .data = REQUEST});
	server((struct tcp){.seq = 9000, .data = "HTTP/1.1 404 Not Found\r\n"});
	assert_int_equal(ended, 1);
	assert_int_equal(last.status, 404);
	assert_int_equal(last.syns, 0);
}

static void over_loopback_it_is_this_hosts_own(void **state)
{
	(void)state;
	struct made m = tcp4(HOST, HOST,
		(struct tcp){.from = 4242, .to = 80, .seq = 100, .flags = SEGMENT_SYN});
	see_on(LO, PACKET_OUT, &m);
	see_on(LO, PACKET_IN, &m);
	assert_int_equal(events_n, 1);
	assert_int_equal(events[0], OWN_LEFT);
	assert_true(own_last.loopback);
	attempts_end(attempts, now);
	assert_int_equal(ended, 1);
	assert_true(last.own);
	assert_int_equal(last.syns, 1);
}

static void a_syn_that_is_turned_around_is_known_by_its_number(void **state)
{
	(void)state;
	struct made out = tcp4("10.0.0.2", "203.0.113.5",
		(struct tcp){.from = 4242, .to = 80, .seq = 77, .flags = SEGMENT_SYN});
	struct made back = tcp4("203.0.113.5", "10.0.0.2",
		(struct tcp){.from = 999, .to = 80, .seq = 77, .flags = SEGMENT_SYN});
	struct made answer = tcp4("10.0.0.2", "203.0.113.5",
		(struct tcp){.from = 80,
			.to = 999,
			.seq = 5,
			.ack = 78,
			.flags = SEGMENT_SYN | SEGMENT_ACK});
	struct made other = tcp4("203.0.113.6", "10.0.0.2",
		(struct tcp){.from = 998, .to = 80, .seq = 78, .flags = SEGMENT_SYN});
	char buf[IP_TEXT_MAX];
	see_on(ETH0, PACKET_OUT, &out);
	see_on(ETH0, PACKET_IN, &other);
	assert_int_equal(events_n, 1);
	see_on(ETH0, PACKET_IN, &back);
	see_on(ETH0, PACKET_OUT, &answer);
	assert_int_equal(events_n, 3);
	assert_int_equal(events[1], OWN_BACK);
	assert_int_equal(events[2], OWN_BACK_ANSWERED);
	assert_string_equal(ip_format(&own_last.to, buf), "203.0.113.5");
	assert_string_equal(ip_format(&own_last.back_to, buf), "10.0.0.2");
}

static void an_answer_to_what_left_is_told(void **state)
{
	(void)state;
	struct made out = tcp4(HOST, CA,
		(struct tcp){.from = 4242, .to = 80, .seq = 77, .flags = SEGMENT_SYN});
	struct made answer = tcp4(CA, HOST,
		(struct tcp){.from = 80,
			.to = 4242,
			.seq = 5,
			.ack = 78,
			.flags = SEGMENT_SYN | SEGMENT_ACK});
	struct made reset = tcp4(CA, HOST,
		(struct tcp){.from = 80, .to = 4242, .ack = 78, .flags = SEGMENT_RST});
	see_on(ETH0, PACKET_OUT, &out);
	see_on(ETH0, PACKET_IN, &answer);
	see_on(ETH0, PACKET_IN, &reset);
	assert_int_equal(events_n, 3);
	assert_int_equal(events[1], OWN_ANSWERED);
	assert_int_equal(events[2], OWN_REFUSED);
	attempts_end(attempts, now);
	assert_int_equal(ended, 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_request_and_its_answer_are_put_together),
		TEST(pieces_in_any_order_make_one_request),
		TEST(silence_is_told_after_four_seconds),
		TEST(a_reset_refuses),
		TEST(an_icmp_error_refuses_only_when_this_host_sends_it),
		TEST(each_stage_can_be_the_last),
		TEST(a_tls_alert_breaks_it),
		TEST(on_a_bridge_it_is_one),
		TEST(what_is_for_another_machine_is_not_looked_at),
		TEST(a_flood_pushes_out_half_open_ones_and_is_counted),
		TEST(more_requests_than_there_is_room_for_lose_their_words_alone),
		TEST(a_request_without_its_syn_is_picked_up),
		TEST(over_loopback_it_is_this_hosts_own),
		TEST(a_syn_that_is_turned_around_is_known_by_its_number),
		TEST(an_answer_to_what_left_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
