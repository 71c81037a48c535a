/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the rehearsed requests come to. */
#include "world_break.h"

#define CA "216.168.247.9"
#define CA_TOO "216.168.249.9"
#define ANYONE "1.0.0.1"

static struct hop *ask(
	struct world *w, const char *from, enum rehearsed_as as, enum scheme s)
{
	struct rehearsed *r = VEC_ADD(w->a, &w->e.rehearsal.all, struct rehearsed);
	r->from = ip_of(from);
	r->as = as;
	r->fetch = (struct fetch){.purpose = FETCH_REHEARSAL,
		.name = APEX,
		.scheme = s,
		.ip = ip_of(HERE4),
		.user_agent = "DigiCert DCV Bot/1.1"};
	return add_hop(w, &r->fetch,
		arena_printf(w->a, "%s://%s%s", scheme_str(s), APEX, w->t.path), HERE4);
}

/* Two addresses of the CA and a neutral one, over http and https: all pass. */
static void world_rehearsed(struct world *w, bool alone)
{
	world_open4(w, "digicert");
	w->t.rehearse = alone;
	w->e.rehearsal.obs = seen("rehearsal");
	for (int s = SCHEME_HTTP; s <= SCHEME_HTTPS; s++) {
		ask(w, CA, REHEARSED_CA, (enum scheme)s);
		ask(w, CA_TOO, REHEARSED_CA, (enum scheme)s);
		ask(w, ANYONE, REHEARSED_ANYONE, (enum scheme)s);
		ask(w, ANYONE, REHEARSED_BROWSER, (enum scheme)s);
	}
}

/* The answers to this address, or to this role (REHEARSED__MAX: any), have this status;
 * 0: no connection stands. */
static void answer(
	struct world *w, const char *from, enum rehearsed_as as, int64_t status)
{
	for (size_t i = 0; i < w->e.rehearsal.all.n; i++) {
		struct rehearsed *r = w->e.rehearsal.all.v[i];
		struct hop *h = r->fetch.hops.v[0];
		struct ip ip = from ? ip_of(from) : r->from;
		if (!ip_equal(&ip, &r->from) || (as != REHEARSED__MAX && as != r->as))
			continue;
		h->status = status;
		h->body = bytes_of("no");
		h->body_bytes = 2;
		h->end = status ? HOP_ANSWERED : HOP_CONNECT;
		h->connect = status ? CONNECT_OPEN : CONNECT_TIMEOUT;
	}
}

static const struct finding *told(struct world *w, enum finding_id id)
{
	for (size_t i = 0; i < w->f.all.n; i++)
		if (w->f.all.v[i]->id == id)
			return w->f.all.v[i];
	return NULL;
}

static void all_pass(void **state)
{
	struct world w;
	(void)state;
	world_rehearsed(&w, false);
	EXPECT(&w, "");
	expect_message(&w, FINDING_REHEARSAL_FAILS, VERDICT_PASS,
		"rehearsed from 2 addresses of its own");
	world_close(&w);
}

static void none_is_no_finding_of_a_diagnosis(void **state)
{
	struct world w;
	(void)state;
	world_open4(&w, "digicert");
	w.e.rehearsal.obs = (struct obs){SEEN_FAILED, "rehearsal", "no TUN device", 0};
	EXPECT(&w, "");
	assert_null(told(&w, FINDING_REHEARSAL_FAILS));
	w.t.rehearse = true;
	EXPECT(&w, "unknown:rehearsal-fails");
	world_close(&w);
}

static void one_address_gets_no_connection(void **state)
{
	struct world w;
	(void)state;
	world_rehearsed(&w, false);
	answer(&w, CA, REHEARSED_CA, 0);
	EXPECT(&w, "fail:firewall-drops-ca");
	assert_int_equal(
		told(&w, FINDING_FIREWALL_DROPS_CA)->certainty, CERTAINTY_PROVED);
	expect_message(&w, FINDING_FIREWALL_DROPS_CA, VERDICT_FAIL,
		"from 1 of its 2 known addresses, " CA " first");
	world_close(&w);
}

static void one_address_is_denied_by_the_server(void **state)
{
	struct world w;
	(void)state;
	world_rehearsed(&w, false);
	answer(&w, CA_TOO, REHEARSED_CA, 403);
	EXPECT(&w, "fail:config-deny");
	expect_message(
		&w, FINDING_CONFIG_DENY, VERDICT_FAIL, CA_TOO " first (status 403)");
	world_close(&w);
}

static void all_addresses_of_the_ca_are_denied(void **state)
{
	struct world w;
	(void)state;
	world_rehearsed(&w, false);
	answer(&w, NULL, REHEARSED_CA, 403);
	EXPECT(&w, "fail:config-deny");
	world_close(&w);
}

static void its_user_agent_is_turned_away(void **state)
{
	struct world w;
	(void)state;
	world_rehearsed(&w, true);
	answer(&w, NULL, REHEARSED_CA, 403);
	answer(&w, NULL, REHEARSED_ANYONE, 403);
	EXPECT(&w, "fail:user-agent-blocked");
	world_close(&w);
}

static void what_fails_from_everywhere_is_no_rule_on_addresses(void **state)
{
	struct world w;
	(void)state;
	world_rehearsed(&w, true);
	answer(&w, NULL, REHEARSED__MAX, 404);
	EXPECT(&w, "fail:rehearsal-fails");
	world_close(&w);
}

static void in_a_diagnosis_it_stands_under_its_cause(void **state)
{
	struct world w;
	(void)state;
	world_rehearsed(&w, false);
	answer(&w, NULL, REHEARSED__MAX, 404);
	set_status(&w, APEX, SCHEME__MAX, NULL, 404, "no");
	EXPECT(&w, "fail:http-status fail:rehearsal-fails");
	assert_non_null(told(&w, FINDING_REHEARSAL_FAILS)->cause);
	world_close(&w);
}

static void https_alone_may_be_closed(void **state)
{
	struct world w;
	(void)state;
	world_rehearsed(&w, true);
	for (size_t i = 0; i < w.e.rehearsal.all.n; i++)
		if (w.e.rehearsal.all.v[i]->fetch.scheme == SCHEME_HTTPS) {
			w.e.rehearsal.all.v[i]->fetch.hops.v[0]->end = HOP_CONNECT;
			w.e.rehearsal.all.v[i]->fetch.hops.v[0]->connect =
				CONNECT_REFUSED;
		}
	EXPECT(&w, "");
	world_close(&w);
}

static void an_answer_is_right_where_the_configuration_says_otherwise(void **state)
{
	struct world w;
	(void)state;
	world_rehearsed(&w, false);
	struct config_route *r = VEC_ADD(w.a, &w.e.config.routes, struct config_route);
	struct config_access *deny = VEC_ADD(w.a, &r->access, struct config_access);
	r->obs = w.e.config.obs = seen("nginx");
	r->server = "nginx";
	r->name = APEX;
	r->ip = ip_of(HERE4);
	r->scheme = SCHEME_HTTP;
	r->end = CONFIG_FILE;
	deny->who = CA;
	deny->place.text = "deny " CA ";";
	deny->place.file = "/etc/nginx/nginx.conf";
	EXPECT(&w, "warn:config-deny");
	expect_message(&w, FINDING_CONFIG_DENY, VERDICT_WARN, "answered well");
	answer(&w, CA, REHEARSED_CA, 403);
	EXPECT(&w, "fail:config-deny");
	for (size_t i = 0; i < w.f.all.n; i++)
		if (w.f.all.v[i]->id == FINDING_CONFIG_DENY)
			assert_int_equal(w.f.all.v[i]->certainty, CERTAINTY_PROVED);
	world_close(&w);
}

static void what_goes_to_another_machine_is_unknown(void **state)
{
	struct world w;
	(void)state;
	world_rehearsed(&w, true);
	answer(&w, NULL, REHEARSED__MAX, 0);
	w.e.rehearsal.away = 40;
	EXPECT(&w, "unknown:rehearsal-fails");
	world_close(&w);
}

static void a_ban_that_it_caused_is_told(void **state)
{
	struct world w;
	(void)state;
	world_rehearsed(&w, false);
	VEC_PUSH(w.a, &w.e.rehearsal.unbanned, CA " in inet f2b addr-set");
	EXPECT(&w, "warn:ban-set");
	expect_message(&w, FINDING_BAN_SET, VERDICT_WARN, "taken back");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_pass),
		cmocka_unit_test(none_is_no_finding_of_a_diagnosis),
		cmocka_unit_test(one_address_gets_no_connection),
		cmocka_unit_test(one_address_is_denied_by_the_server),
		cmocka_unit_test(all_addresses_of_the_ca_are_denied),
		cmocka_unit_test(its_user_agent_is_turned_away),
		cmocka_unit_test(what_fails_from_everywhere_is_no_rule_on_addresses),
		cmocka_unit_test(in_a_diagnosis_it_stands_under_its_cause),
		cmocka_unit_test(https_alone_may_be_closed),
		cmocka_unit_test(
			an_answer_is_right_where_the_configuration_says_otherwise),
		cmocka_unit_test(what_goes_to_another_machine_is_unknown),
		cmocka_unit_test(a_ban_that_it_caused_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
