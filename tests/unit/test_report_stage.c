/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/stage.h"
#include "report_scenes.h"

#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static struct arena *a;

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

/* The marks as one character a stage, in the path's order. */
static const char *marks(const struct world *w, const char *name)
{
	static const char letters[MARK__MAX] = {'.', '+', '!', 'u', 'x'};
	static char line[STAGE__MAX + 1];
	enum mark m[STAGE__MAX];
	stage_marks(&w->result, name, m);
	for (int s = 0; s < STAGE__MAX; s++)
		line[s] = letters[m[s]];
	return line;
}

static void what_was_seen_is_ok_and_upstream_is_never_proved_from_here(void **state)
{
	(void)state;
	struct world w;
	world_healthy(&w, a);
	assert_string_equal(marks(&w, "example.com"), "++uu+++++");
	assert_string_equal(marks(&w, "www.example.com"), "++uu+++++");
}

static void nothing_seen_is_unknown_at_every_stage(void **state)
{
	(void)state;
	struct world w;
	world_begin(&w, a, &world_digicert);
	memset(&w.evidence, 0, sizeof(w.evidence));
	world_name(&w, "example.com", "example.com", ROLE_EXAMINED);
	assert_string_equal(marks(&w, "example.com"), "uuuuuuuuu");
}

static void what_lies_behind_a_failure_is_not_reached(void **state)
{
	(void)state;
	struct world w;
	world_no_listener(&w, a);
	assert_string_equal(marks(&w, "example.com"), "++u!x....");
}

static void a_finding_about_an_address_marks_the_names_that_have_it(void **state)
{
	(void)state;
	struct world w;
	world_begin(&w, a, &world_digicert);
	world_pair(&w, NULL);
	world_serve(&w);
	world_name(&w, "other.example.com", "other.example.com", ROLE_EXAMINED);
	world_dns(&w, "other.example.com", "203.0.113.9", NULL);
	world_reach(&w, "other.example.com", "203.0.113.9", 80, CONNECT_OPEN);
	WORLD_ADD(&w, .id = FINDING_ADDRESS_DEAD, .verdict = VERDICT_WARN,
		.certainty = CERTAINTY_PROVED, .ip = "203.0.113.9", .source = "connect",
		.excerpt = "timed out", .message = "203.0.113.9 does not answer.");
	assert_string_equal(marks(&w, "example.com"), "++uu+++++");
	assert_string_equal(marks(&w, "other.example.com"), "++uu!uuuu");
}

static void a_finding_about_several_names_marks_each_of_them(void **state)
{
	(void)state;
	struct world w;
	world_healthy(&w, a);
	struct finding *x = WORLD_ADD(&w, .id = FINDING_WRONG_VHOST,
		.verdict = VERDICT_FAIL, .certainty = CERTAINTY_PROVED, .source = "GET",
		.excerpt = "another page", .message = "Another site answers.");
	VEC_PUSH(a, &x->names, "www.example.com");
	assert_string_equal(marks(&w, "example.com"), "++uu+++++");
	assert_string_equal(marks(&w, "www.example.com"), "++uu++x++");
}

static void a_finding_about_another_name_marks_none(void **state)
{
	(void)state;
	struct world w;
	world_healthy(&w, a);
	WORLD_ADD(&w, .id = FINDING_REDIRECT_TARGET_FAILS, .verdict = VERDICT_FAIL,
		.certainty = CERTAINTY_PROVED, .name = "cdn.example.net",
		.source = "hop 2", .excerpt = "refused",
		.message = "cdn.example.net refuses.");
	assert_string_equal(marks(&w, "example.com"), "++uu+++++");
	assert_string_equal(marks(&w, "www.example.com"), "++uu+++++");
}

static void the_worst_finding_of_a_stage_counts(void **state)
{
	(void)state;
	struct world w;
	world_healthy(&w, a);
	static const enum verdict verdicts[] = {
		VERDICT_PASS, VERDICT_WARN, VERDICT_UNKNOWN, VERDICT_FAIL};
	static const char *const expected[] = {
		"++uu+++++", "++uu+++!+", "++uu+++u+", "++uu+++x+"};
	for (int i = 0; i < 4; i++) {
		WORLD_ADD(&w, .id = FINDING_REDIRECT_CODE, .verdict = verdicts[i],
			.certainty = CERTAINTY_PROVED, .name = "example.com",
			.source = "hop 1", .excerpt = "303", .message = "303.");
		assert_string_equal(marks(&w, "example.com"), expected[i]);
	}
}

static void tls_is_not_needed_where_443_is_refused_or_never_asked(void **state)
{
	(void)state;
	struct world w;
	world_begin(&w, a, &world_digicert);
	world_pair(&w, NULL);
	struct fetch *f = world_fetch(&w, "example.com", SCHEME_HTTPS, "203.0.113.5");
	struct hop *h = world_hop(&w, f, "https://example.com/", "example.com", 0, "");
	h->end = HOP_CONNECT;
	h->connect = CONNECT_REFUSED;
	h->tls = NULL;
	assert_string_equal(marks(&w, "example.com"), "++uuu.uuu");
	w.target.profile = &world_letsencrypt;
	assert_string_equal(marks(&w, "www.example.com"), "++uuu.uuu");
}

static void what_443_answers_is_nothing_to_a_ca_that_asks_port_80(void **state)
{
	(void)state;
	struct world w;
	world_begin(&w, a, &world_digicert);
	world_pair(&w, NULL);
	world_serve(&w);
	w.target.profile = &world_letsencrypt;
	assert_string_equal(marks(&w, "example.com"), "++uu+.+++");
	w.evidence.fetches.v[0]->purpose = FETCH_BROWSER;
	w.evidence.reach.v[0]->result = CONNECT_REFUSED;
	assert_string_equal(marks(&w, "example.com"), "++uuu.uuu");
	w.target.profile = &world_digicert;
	assert_string_equal(marks(&w, "example.com"), "++uu+++++");
}

static void without_a_filter_the_firewall_is_ok(void **state)
{
	(void)state;
	struct world w;
	world_healthy(&w, a);
	w.evidence.firewalls.base_chains = 0;
	assert_string_equal(marks(&w, "example.com"), "++u++++++");
	w.evidence.firewalls.obs.seen = SEEN_DENIED;
	assert_string_equal(marks(&w, "example.com"), "++uu+++++");
}

static void without_an_expectation_the_file_is_unknown(void **state)
{
	(void)state;
	struct world w;
	world_healthy(&w, a);
	w.target.have_expect = false;
	assert_string_equal(marks(&w, "example.com"), "++uu++++u");
	w.target.have_expect = true;
	w.evidence.fetches.v[0]->hops.v[0]->status = 404;
	w.evidence.fetches.v[1]->hops.v[0]->status = 404;
	assert_string_equal(marks(&w, "example.com"), "++uu++++u");
}

static void another_page_is_not_the_file_though_it_answers_200(void **state)
{
	(void)state;
	struct world w;
	static const unsigned char page[] = "<html>2f7c61d0a4e84f1</html>";
	world_healthy(&w, a);
	w.evidence.fetches.v[0]->hops.v[0]->body = (struct bytes){page, sizeof(page) - 1};
	assert_string_equal(marks(&w, "example.com"), "++uu+++++");
	w.evidence.fetches.v[1]->hops.v[0]->body = (struct bytes){page, sizeof(page) - 1};
	assert_string_equal(marks(&w, "example.com"), "++uu++++u");
	WORLD_ADD(&w, .id = FINDING_BOT_CHALLENGE, .verdict = VERDICT_FAIL,
		.certainty = CERTAINTY_PROVED, .name = "example.com", .source = "GET",
		.excerpt = "200", .message = "a challenge answers");
	assert_string_equal(marks(&w, "example.com"), "++uu++x+.");
}

static void a_pass_of_the_file_on_disk_is_no_answer(void **state)
{
	(void)state;
	struct world w;
	world_no_listener(&w, a);
	WORLD_ADD(&w, .id = FINDING_FILE_NOT_ON_DISK, .verdict = VERDICT_PASS,
		.certainty = CERTAINTY_PROVED, .source = "open", .excerpt = "16 bytes",
		.message = "the file is on disk");
	assert_string_equal(marks(&w, "example.com"), "++u!x....");
}

static void an_address_elsewhere_is_not_ok_by_itself(void **state)
{
	(void)state;
	struct world w;
	world_healthy(&w, a);
	w.evidence.names.v[0]->addresses.v[0]->where = WHERE_ELSEWHERE;
	assert_string_equal(marks(&w, "example.com"), "+uuu+++++");
}

static void every_finding_on_the_way_has_its_stage(void **state)
{
	(void)state;
	for (int id = 0; id < FINDING__MAX; id++) {
		const char *section = finding_table[id].section;
		bool off = strncmp(section, "The console", 11) == 0 ||
			   strncmp(section, "Fix and undo", 12) == 0 ||
			   id == FINDING_NAME_NOT_IN_REQUEST;
		assert_int_equal(stage_of((enum finding_id)id) == STAGE__MAX, off);
	}
	assert_int_equal(stage_of(FINDING_HTTPS_BROKEN), STAGE_TLS);
	assert_int_equal(stage_of(FINDING_NO_LISTENER), STAGE_LISTENER);
	assert_int_equal(stage_of(FINDING_FIREWALL_DROPS), STAGE_FIREWALL);
	assert_int_equal(stage_of(FINDING_UPSTREAM_UNPROVED), STAGE_UPSTREAM);
	assert_int_equal(stage_of(FINDING_BEHIND_NAT), STAGE_ADDRESS);
	assert_int_equal(stage_of(FINDING_NAME_NOT_FOUND), STAGE_DNS);
	assert_int_equal(stage_of(FINDING_HTTP_STATUS), STAGE_HTTP);
	assert_int_equal(stage_of(FINDING_CONFIG_REDIRECT), STAGE_REDIRECT);
	assert_int_equal(stage_of(FINDING_FILE_EDITED), STAGE_FILE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			what_was_seen_is_ok_and_upstream_is_never_proved_from_here),
		cmocka_unit_test(nothing_seen_is_unknown_at_every_stage),
		cmocka_unit_test(what_lies_behind_a_failure_is_not_reached),
		cmocka_unit_test(a_finding_about_an_address_marks_the_names_that_have_it),
		cmocka_unit_test(a_finding_about_several_names_marks_each_of_them),
		cmocka_unit_test(a_finding_about_another_name_marks_none),
		cmocka_unit_test(the_worst_finding_of_a_stage_counts),
		cmocka_unit_test(tls_is_not_needed_where_443_is_refused_or_never_asked),
		cmocka_unit_test(what_443_answers_is_nothing_to_a_ca_that_asks_port_80),
		cmocka_unit_test(without_a_filter_the_firewall_is_ok),
		cmocka_unit_test(without_an_expectation_the_file_is_unknown),
		cmocka_unit_test(another_page_is_not_the_file_though_it_answers_200),
		cmocka_unit_test(a_pass_of_the_file_on_disk_is_no_answer),
		cmocka_unit_test(an_address_elsewhere_is_not_ok_by_itself),
		cmocka_unit_test(every_finding_on_the_way_has_its_stage),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
