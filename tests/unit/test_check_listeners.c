/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "world_break.h"

static void close_port(struct world *w, int64_t port)
{
	no_listeners(w, port);
	set_connect(
		w, NULL, port == 443 ? SCHEME_HTTPS : SCHEME_HTTP, NULL, CONNECT_REFUSED);
}

static void no_listener_on_80_fails_whoever_asks_80(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	close_port(&w, 80);
	EXPECT(&w, "fail:no-listener");
	expect_message(
		&w, FINDING_NO_LISTENER, VERDICT_FAIL, "nothing listens on port 80");
	world_close(&w);
	world_open(&w, "letsencrypt");
	close_port(&w, 80);
	EXPECT(&w, "fail:no-listener");
	world_close(&w);
}

static void one_of_two_schemes_is_enough_for_digicert(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "digicert");
	close_port(&w, 80);
	EXPECT(&w, "");
	world_close(&w);
	world_open(&w, "digicert");
	close_port(&w, 80);
	close_port(&w, 443);
	EXPECT(&w, "fail:no-listener");
	world_close(&w);
}

static void a_refused_443_is_allowed_by_the_documents(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	close_port(&w, 443);
	EXPECT(&w, "");
	assert_int_equal(findings_answer(&w.f), ANSWER_READY);
	judge_by(&w, profile_of(&w, "globalsign"));
	assert_string_equal(bad(&w), "warn:no-listener");
	world_close(&w);
}

static void the_stopped_web_server_is_named(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	close_port(&w, 80);
	VEC_PUSH(w.a, &w.e.listeners.stopped_web_units, "apache2.service");
	EXPECT(&w, "fail:no-listener");
	expect_advice(&w, FINDING_NO_LISTENER, "systemctl start apache2.service");
	world_close(&w);
}

static void a_listener_on_another_address_is_none(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	close_port(&w, 80);
	add_listener(&w, "10.0.0.5", 80, "nginx");
	EXPECT(&w, "fail:no-listener");
	expect_message(&w, FINDING_NO_LISTENER, VERDICT_FAIL, "on 10.0.0.5 alone");
	world_close(&w);
}

static void loopback_only(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	close_port(&w, 80);
	add_listener(&w, "127.0.0.1", 80, "nginx");
	add_listener(&w, "::1", 80, "nginx");
	EXPECT(&w, "fail:loopback-only-listener");
	expect_message(
		&w, FINDING_LOOPBACK_ONLY_LISTENER, VERDICT_FAIL, "127.0.0.1, ::1");
	world_close(&w);
	world_open(&w, "strict"); /* near: beside an open one it is no matter */
	add_listener(&w, "127.0.0.1", 80, "nginx");
	EXPECT(&w, "");
	world_close(&w);
}

static void only_v4(struct world *w, const char *profile)
{
	world_open(w, profile);
	close_port(w, 80);
	close_port(w, 443);
	set_connect(w, NULL, SCHEME__MAX, HERE4, CONNECT_OPEN);
	add_listener(w, "0.0.0.0", 80, "nginx");
	add_listener(w, "0.0.0.0", 443, "nginx");
	for (size_t i = 0; i < w->e.fetches.n; i++) {
		struct hop *h = w->e.fetches.v[i]->hops.v[0];
		if (h->connect != CONNECT_OPEN)
			continue;
		h->end = HOP_ANSWERED;
		h->status = 200;
		h->body = w->t.expect;
		h->tls = ARENA_NEW(w->a, struct tls_look);
		*h->tls =
			(struct tls_look){.ok = true, .chain_ok = true, .name_ok = true};
	}
}

static void a_published_family_without_listener(void **state)
{
	(void)state;
	struct world w;
	only_v4(&w, "strict");
	EXPECT(&w, "fail:listener-family-missing");
	expect_message(
		&w, FINDING_LISTENER_FAMILY_MISSING, VERDICT_FAIL, "takes no IPv6");
	world_close(&w);
	only_v4(&w, "letsencrypt"); /* falls back to IPv4 when the dial fails */
	EXPECT(&w, "warn:listener-family-missing");
	expect_message(&w, FINDING_LISTENER_FAMILY_MISSING, VERDICT_WARN, "falls back");
	world_close(&w);
	only_v4(&w, "pebble"); /* asks the AAAA and nothing else */
	EXPECT(&w, "fail:listener-family-missing");
	world_close(&w);
	only_v4(&w, "digicert"); /* no source tells which it asks */
	EXPECT(&w, "warn:listener-family-missing");
	world_close(&w);
}

static void an_unpublished_family_needs_no_listener(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	no_listeners(&w, 80);
	no_listeners(&w, 443);
	add_listener(&w, "0.0.0.0", 80, "nginx");
	add_listener(&w, "0.0.0.0", 443, "nginx");
	EXPECT(&w, "");
	world_close(&w);
}

static void a_dual_stack_socket_takes_both_families(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	no_listeners(&w, 80);
	add_listener(&w, "::", 80, "nginx")->v6only = false;
	set_connect(&w, NULL, SCHEME_HTTP, HERE4, CONNECT_REFUSED);
	EXPECT(&w, "fail:address-dead"); /* not the listener's fault */
	world_close(&w);
}

static void a_foreign_program_on_80(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	no_listeners(&w, 80);
	add_listener(&w, "0.0.0.0", 80, "sshd");
	for (size_t i = 0; i < w.e.fetches.n; i++)
		if (w.e.fetches.v[i]->scheme == SCHEME_HTTP)
			w.e.fetches.v[i]->hops.v[0]->end = HOP_NOT_HTTP;
	EXPECT(&w, "fail:listener-foreign");
	expect_message(&w, FINDING_LISTENER_FOREIGN, VERDICT_FAIL, "sshd");
	world_close(&w);
	world_open4(&w, "strict"); /* near: an unknown program that answers well */
	no_listeners(&w, 80);
	add_listener(&w, "0.0.0.0", 80, "my-own-server");
	EXPECT(&w, "");
	world_close(&w);
}

static void a_full_accept_queue(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	w.e.listeners.all.v[0]->queue = 512; /* 80, backlog 511 */
	set_connect(&w, NULL, SCHEME_HTTP, NULL, CONNECT_TIMEOUT);
	EXPECT(&w, "fail:listener-overflow");
	expect_message(
		&w, FINDING_LISTENER_OVERFLOW, VERDICT_FAIL, "512 wait where 511 may");
	world_close(&w);
	world_open4(&w, "strict"); /* full, but it answered */
	w.e.listeners.all.v[0]->queue = 512;
	EXPECT(&w, "warn:listener-overflow");
	world_close(&w);
	world_open4(&w, "strict"); /* near: one more still finds room */
	w.e.listeners.all.v[0]->queue = 511;
	EXPECT(&w, "");
	world_close(&w);
}

/* -- without a name ------------------------------------------------------------------ */
static void host_alone(struct world *w, const char *profile)
{
	world_empty(w, profile);
	add_host(w);
}

static void a_host_alone_is_judged_by_its_listeners(void **state)
{
	(void)state;
	struct world w;
	host_alone(&w, "strict");
	EXPECT(&w, "");
	no_listeners(&w, 443);
	EXPECT(&w, "");
	no_listeners(&w, 80);
	EXPECT(&w, "fail:no-listener");
	assert_int_equal(count_of(&w, FINDING_NO_LISTENER, VERDICT_FAIL), 1);
	add_listener(&w, "127.0.0.1", 80, "nginx");
	EXPECT(&w, "fail:loopback-only-listener");
	world_close(&w);
}

static void a_host_alone_with_one_port_is_a_risk_for_some(void **state)
{
	(void)state;
	struct world w;
	host_alone(&w, "strict");
	no_listeners(&w, 80);
	judge_by(&w, profile_of(&w, "digicert"));
	assert_string_equal(bad(&w), "");
	judge_by(&w, profile_of(&w, "globalsign"));
	assert_string_equal(bad(&w), "warn:no-listener");
	world_close(&w);
}

static void a_host_alone_with_a_foreign_program(void **state)
{
	(void)state;
	struct world w;
	host_alone(&w, "strict");
	no_listeners(&w, 443);
	add_listener(&w, "0.0.0.0", 443, "openvpn");
	EXPECT(&w, "warn:listener-foreign");
	world_close(&w);
}

static void listeners_unseen_are_unknown(void **state)
{
	(void)state;
	struct world w;
	host_alone(&w, "strict");
	w.e.listeners.obs.seen = SEEN_FAILED;
	EXPECT(&w, "unknown:no-listener");
	world_close(&w);
	world_open(&w, "strict"); /* near: a connect that stood proves one */
	w.e.listeners.obs.seen = SEEN_FAILED;
	EXPECT(&w, "");
	world_close(&w);
}

static void who_listens_is_said(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "strict");
	judge_by(&w, w.t.profile);
	expect_message(&w, FINDING_NO_LISTENER, VERDICT_PASS,
		"nginx (pid 812, nginx.service) listens on port 80 (0.0.0.0, ::)");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_listener_on_80_fails_whoever_asks_80),
		cmocka_unit_test(one_of_two_schemes_is_enough_for_digicert),
		cmocka_unit_test(a_refused_443_is_allowed_by_the_documents),
		cmocka_unit_test(the_stopped_web_server_is_named),
		cmocka_unit_test(a_listener_on_another_address_is_none),
		cmocka_unit_test(loopback_only),
		cmocka_unit_test(a_published_family_without_listener),
		cmocka_unit_test(an_unpublished_family_needs_no_listener),
		cmocka_unit_test(a_dual_stack_socket_takes_both_families),
		cmocka_unit_test(a_foreign_program_on_80),
		cmocka_unit_test(a_full_accept_queue),
		cmocka_unit_test(a_host_alone_is_judged_by_its_listeners),
		cmocka_unit_test(a_host_alone_with_one_port_is_a_risk_for_some),
		cmocka_unit_test(a_host_alone_with_a_foreign_program),
		cmocka_unit_test(listeners_unseen_are_unknown),
		cmocka_unit_test(who_listens_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
