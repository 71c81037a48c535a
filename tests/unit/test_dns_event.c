/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/dns_event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unbound.h>
#include <unbound-event.h>
#include <unistd.h>
#include <cmocka.h>

static struct loop *loop;
static struct ub_event_base *base;
static int pair[2];
static int calls, last_bits, heard_calls;
static struct ub_event *to_free;

static void heard(void *arg)
{
	(void)arg;
	heard_calls++;
}

static int set_up(void **state)
{
	(void)state;
	loop = loop_new();
	base = dns_event_base_new(loop, NULL, heard, NULL);
	calls = last_bits = heard_calls = 0;
	to_free = NULL;
	return socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
}

static int tear_down(void **state)
{
	(void)state;
	dns_event_base_free(base);
	loop_free(loop);
	close(pair[0]);
	close(pair[1]);
	return 0;
}

static void fired(int fd, short bits, void *arg)
{
	char c;
	(void)arg;
	calls++;
	last_bits = bits;
	if (bits & UB_EV_READ)
		assert_int_equal(recv(fd, &c, 1, 0), 1);
	if (to_free)
		to_free->vmt->free(to_free);
	to_free = NULL;
}

static struct ub_event *event(int fd, int bits)
{
	return base->vmt->new_event(base, fd, (short)bits, fired, NULL);
}

static void run(int64_t ms)
{
	for (int64_t end = loop_now() + ms; loop_now() < end;)
		loop_turn(loop, end - loop_now());
}

static void a_persistent_event_fires_until_it_is_deleted(void **state)
{
	(void)state;
	struct ub_event *e = event(pair[0], UB_EV_READ | UB_EV_PERSIST);
	assert_int_equal(e->magic, UB_EVENT_MAGIC);
	e->vmt->add(e, NULL);
	assert_int_equal(send(pair[1], "ab", 1, 0), 1);
	run(5);
	assert_int_equal(send(pair[1], "c", 1, 0), 1);
	run(5);
	assert_int_equal(calls, 2);
	assert_int_equal(last_bits, UB_EV_READ);
	assert_int_equal(heard_calls, 2);
	e->vmt->del(e);
	assert_int_equal(send(pair[1], "d", 1, 0), 1);
	run(5);
	assert_int_equal(calls, 2);
	e->vmt->free(e);
}

static void another_event_fires_once_and_is_not_active_any_more(void **state)
{
	(void)state;
	struct ub_event *e = event(pair[0], UB_EV_WRITE);
	e->vmt->add(e, NULL);
	run(5);
	assert_int_equal(calls, 1);
	assert_int_equal(last_bits, UB_EV_WRITE);
	assert_int_equal(heard_calls, 0);
	e->vmt->free(e);
}

static void bits_and_descriptor_can_be_changed_between(void **state)
{
	(void)state;
	struct ub_event *e = event(-1, UB_EV_PERSIST | UB_EV_TIMEOUT);
	e->vmt->set_fd(e, pair[0]);
	e->vmt->add_bits(e, UB_EV_READ | UB_EV_WRITE);
	e->vmt->del_bits(e, UB_EV_WRITE);
	e->vmt->add(e, NULL);
	run(5);
	assert_int_equal(calls, 0);
	assert_int_equal(send(pair[1], "a", 1, 0), 1);
	run(5);
	assert_int_equal(calls, 1);
	e->vmt->free(e);
}

static void a_time_out_begins_anew_each_time_that_the_event_fires(void **state)
{
	(void)state;
	struct ub_event *e = event(pair[0], UB_EV_READ | UB_EV_PERSIST | UB_EV_TIMEOUT);
	struct timeval tv = {.tv_usec = 300000};
	e->vmt->add(e, &tv);
	run(200);
	assert_int_equal(send(pair[1], "a", 1, 0), 1);
	run(200); /* 400 ms after it was added, 200 after it fired */
	assert_int_equal(calls, 1);
	assert_int_equal(last_bits, UB_EV_READ);
	run(200);
	assert_int_equal(calls, 2);
	assert_int_equal(last_bits, UB_EV_TIMEOUT);
	e->vmt->free(e);
}

static void a_timer_fires_once_and_never_early(void **state)
{
	(void)state;
	struct ub_event *e = event(-1, UB_EV_TIMEOUT);
	struct timeval tv = {.tv_usec = 20001};
	int64_t before = loop_now();
	e->vmt->add_timer(e, base, fired, NULL, &tv);
	while (calls == 0)
		loop_turn(loop, -1);
	assert_true(loop_now() - before >= 20);
	run(50);
	assert_int_equal(calls, 1);
	e->vmt->add_timer(e, base, fired, NULL, &tv);
	e->vmt->del_timer(e);
	run(50);
	assert_int_equal(calls, 1);
	e->vmt->free(e);
}

static void an_event_may_be_freed_in_its_own_callback(void **state)
{
	(void)state;
	struct ub_event *e = event(pair[0], UB_EV_READ | UB_EV_PERSIST | UB_EV_TIMEOUT);
	struct timeval tv = {.tv_sec = 5};
	to_free = e;
	e->vmt->add(e, &tv);
	assert_int_equal(send(pair[1], "a", 1, 0), 1);
	run(5);
	assert_int_equal(calls, 1);
	assert_int_equal(heard_calls, 1);
}

static void what_libunbound_must_not_do_here_is_refused(void **state)
{
	(void)state;
	assert_int_equal(base->vmt->dispatch(base), -1);
	assert_int_equal(base->vmt->loopexit(base, NULL), -1);
	assert_null(base->vmt->new_signal(base, 1, fired, NULL));
	assert_null(base->vmt->winsock_register_wsaevent(base, NULL, fired, NULL));
}

/* -- queries in flight (flights.h) -------------------------------------------------- */
static struct arena *arena;
static struct flights *flights;
static struct ub_event_base *counted;

static int set_up_counted(void **state)
{
	arena = arena_new();
	int failed = set_up(state);
	flights = flights_new(arena, loop);
	counted = dns_event_base_new(loop, flights, NULL, NULL);
	return failed;
}

static int tear_down_counted(void **state)
{
	flights_stop(flights);
	dns_event_base_free(counted);
	int failed = tear_down(state);
	arena_free(arena);
	return failed;
}

static struct flight_place *place(const char *text)
{
	struct ip ip;
	assert_int_equal(ip_parse(text, &ip), ERR_OK);
	return flights_place(flights, &ip);
}

static struct ub_event *sender(void)
{
	struct timeval now = {0};
	struct ub_event *e = counted->vmt->new_event(counted, -1, 0, fired, NULL);
	e->vmt->add_timer(e, counted, fired, NULL, &now);
	return e;
}

static void a_connected_socket_is_in_flight_until_it_is_readable(void **state)
{
	(void)state;
	struct sockaddr_in to = {.sin_family = AF_INET};
	socklen_t n = sizeof(to);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int server = socket(AF_INET, SOCK_DGRAM, 0), fd = socket(AF_INET, SOCK_DGRAM, 0);
	assert_int_equal(bind(server, (struct sockaddr *)&to, sizeof(to)), 0);
	assert_int_equal(getsockname(server, (struct sockaddr *)&to, &n), 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, n), 0);
	struct ub_event *e = counted->vmt->new_event(
		counted, fd, UB_EV_READ | UB_EV_PERSIST, fired, NULL);
	e->vmt->add(e, NULL);
	assert_int_equal(flights_at(place("127.0.0.1")), 1);
	assert_int_equal(flights_most(flights), 1);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&to, &n), 0);
	assert_int_equal(sendto(server, "a", 1, 0, (struct sockaddr *)&to, n), 1);
	run(5);
	assert_int_equal(calls, 1);
	assert_int_equal(flights_at(place("127.0.0.1")), 0);
	e->vmt->add(e, NULL); /* and until it is deleted */
	assert_int_equal(flights_at(place("127.0.0.1")), 1);
	e->vmt->del(e);
	assert_int_equal(flights_most(flights), 0);
	e->vmt->free(e);
	close(server);
	close(fd);
}

static void what_is_about_to_be_sent_waits_for_room(void **state)
{
	(void)state;
	struct flight_place *full = place("192.0.2.1"), *other = place("192.0.2.2");
	for (int i = 0; i < FLIGHTS_MOST; i++)
		flights_begin(full);
	flights_begin(other);
	struct ub_event *first = sender(), *second = sender();
	assert_false(flights_room(flights));
	run(20);
	assert_int_equal(calls, 0);
	flights_end(other); /* not the one that lacks room */
	run(20);
	assert_int_equal(calls, 0);
	second->vmt->free(second); /* given up */
	flights_end(full);
	run(20);
	assert_int_equal(calls, 1);
	assert_int_equal(flights_most(flights), FLIGHTS_MOST - 1);
	assert_true(flights_room(flights));
	first->vmt->free(first);
}

static void where_nothing_ever_ends_they_go_out_one_by_one(void **state)
{
	(void)state;
	for (int i = 0; i < FLIGHTS_MOST; i++)
		flights_begin(place("192.0.2.1"));
	struct ub_event *first = sender(), *second = sender();
	run(200);
	assert_int_equal(calls, 0);
	run(350);
	assert_int_equal(calls, 1);
	run(400);
	assert_int_equal(calls, 2);
	first->vmt->free(first);
	second->vmt->free(second);
}

static void a_place_is_known_by_its_address_and_counts(void **state)
{
	(void)state;
	struct flight_place *a = place("192.0.2.1");
	assert_ptr_equal(a, place("192.0.2.1"));
	assert_ptr_not_equal(a, place("2001:db8::1"));
	for (int i = 0; i < FLIGHTS_MOST + 2; i++)
		flights_begin(a);
	assert_int_equal(flights_at(a), FLIGHTS_MOST + 2);
	assert_int_equal(flights_most(flights), FLIGHTS_MOST);
	for (int i = 0; i < FLIGHTS_MOST; i++)
		flights_end(a);
	assert_int_equal(flights_most(flights), 2);
	flights_wait(flights, FLIGHTS_MOST - 3);
	assert_true(flights_room(flights));
	flights_wait(flights, 1);
	assert_false(flights_room(flights));
}

#define COUNTED(f) cmocka_unit_test_setup_teardown(f, set_up_counted, tear_down_counted)
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_persistent_event_fires_until_it_is_deleted),
		TEST(another_event_fires_once_and_is_not_active_any_more),
		TEST(bits_and_descriptor_can_be_changed_between),
		TEST(a_time_out_begins_anew_each_time_that_the_event_fires),
		TEST(a_timer_fires_once_and_never_early),
		TEST(an_event_may_be_freed_in_its_own_callback),
		TEST(what_libunbound_must_not_do_here_is_refused),
		COUNTED(a_connected_socket_is_in_flight_until_it_is_readable),
		COUNTED(what_is_about_to_be_sent_waits_for_room),
		COUNTED(where_nothing_ever_ends_they_go_out_one_by_one),
		COUNTED(a_place_is_known_by_its_address_and_counts),
	};
	return cmocka_run_group_tests_name("dns_event", tests, NULL, NULL);
}
