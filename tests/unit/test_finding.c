/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of findings, how they answer, and how they are grouped. */
#include "world.h"

#include <stdlib.h>

static const struct obs here = {.seen = SEEN_YES, .source = "a test"};

struct list {
	struct arena *a;
	struct findings f;
};

static int begin(void **state)
{
	struct list *l = calloc(1, sizeof(*l));
	l->a = arena_new();
	findings_init(&l->f, l->a, NULL);
	*state = l;
	return 0;
}

static int end(void **state)
{
	struct list *l = *state;
	arena_free(l->a);
	free(l);
	return 0;
}

static struct finding *add(
	struct list *l, enum finding_id id, enum verdict v, const char *name)
{
	struct finding *x =
		findings_add(&l->f, id, v, CERTAINTY_PROVED, &here, "%s", "words");
	x->subject.name = name;
	return x;
}

static void every_id_is_explained_and_known_by_its_text(void **state)
{
	(void)state;
	for (int i = 0; i < FINDING__MAX; i++) {
		const struct finding_info *x = &finding_table[i];
		assert_int_equal(finding_by_id(x->id), i);
		assert_true(strlen(x->title) > 10 && strlen(x->title) < 100);
		assert_true(strlen(x->why) > 20);
		assert_true(strlen(x->advice) > 10);
		assert_null(strchr(x->title, '\n'));
		assert_true(x->title[strlen(x->title) - 1] != '.');
	}
	assert_int_equal(finding_by_id("no-such-finding"), FINDING__MAX);
}

static void a_finding_claims_no_more_than_its_id_can_prove(void **state)
{
	struct list *l = *state;
	assert_int_equal(add(l, FINDING_FILE_EXPIRED, VERDICT_WARN, NULL)->certainty,
		CERTAINTY_ASSUMED);
	assert_int_equal(add(l, FINDING_NO_LISTENER, VERDICT_FAIL, NULL)->certainty,
		CERTAINTY_PROVED);
}

static void one_failure_is_not_ready(void **state)
{
	struct list *l = *state;
	assert_int_equal(findings_answer(&l->f), ANSWER_READY);
	add(l, FINDING_TWO_FIREWALLS, VERDICT_WARN, NULL);
	add(l, FINDING_NO_ADDRESS, VERDICT_PASS, NULL);
	add(l, FINDING_UPSTREAM_UNPROVED, VERDICT_UNKNOWN, NULL)->outside_only = true;
	assert_int_equal(findings_answer(&l->f), ANSWER_READY);
	add(l, FINDING_HTTP_SLOW, VERDICT_UNKNOWN, NULL);
	assert_int_equal(findings_answer(&l->f), ANSWER_UNKNOWN);
	add(l, FINDING_HTTP_STATUS, VERDICT_FAIL, NULL);
	assert_int_equal(findings_answer(&l->f), ANSWER_NOT_READY);
}

static void the_worst_comes_first_then_the_catalogues_order(void **state)
{
	static const enum finding_id want[] = {FINDING_NO_LISTENER, FINDING_HTTP_STATUS,
		FINDING_HTTP_STATUS, FINDING_HTTP_SLOW, FINDING_UPSTREAM_UNPROVED,
		FINDING_TWO_FIREWALLS, FINDING_NO_ADDRESS};
	struct list *l = *state;
	add(l, FINDING_NO_ADDRESS, VERDICT_PASS, NULL);
	add(l, FINDING_HTTP_STATUS, VERDICT_FAIL, APEX);
	add(l, FINDING_TWO_FIREWALLS, VERDICT_WARN, NULL);
	add(l, FINDING_HTTP_STATUS, VERDICT_FAIL, WWW);
	add(l, FINDING_UPSTREAM_UNPROVED, VERDICT_UNKNOWN, NULL)->outside_only = true;
	add(l, FINDING_HTTP_SLOW, VERDICT_UNKNOWN, NULL);
	add(l, FINDING_NO_LISTENER, VERDICT_FAIL, NULL);
	findings_group(&l->f);
	for (size_t i = 0; i < l->f.all.n; i++)
		assert_int_equal(l->f.all.v[i]->id, want[i]);
	assert_string_equal(l->f.all.v[1]->subject.name, APEX);
	assert_string_equal(l->f.all.v[2]->subject.name, WWW);
}

static void a_consequence_stands_under_its_cause(void **state)
{
	struct list *l = *state;
	struct finding *cause = add(l, FINDING_NO_LISTENER, VERDICT_FAIL, APEX);
	struct finding *x = add(l, FINDING_CONNECT_REFUSED, VERDICT_FAIL, APEX);
	findings_group(&l->f);
	assert_ptr_equal(x->cause, cause);
	assert_int_equal(cause->consequences.n, 1);
	assert_null(cause->cause);
}

static void another_name_address_or_port_is_another_matter(void **state)
{
	struct list *l = *state;
	struct finding *cause = add(l, FINDING_NO_LISTENER, VERDICT_FAIL, APEX);
	struct finding *name = add(l, FINDING_CONNECT_REFUSED, VERDICT_FAIL, WWW);
	struct finding *port = add(l, FINDING_CONNECT_REFUSED, VERDICT_FAIL, APEX);
	struct finding *ip = add(l, FINDING_CONNECT_REFUSED, VERDICT_FAIL, APEX);
	cause->subject.port = 80;
	cause->subject.ip = ip_of(HERE4);
	port->subject.port = 443;
	ip->subject.ip = ip_of(OTHER4);
	findings_group(&l->f);
	assert_null(name->cause);
	assert_null(port->cause);
	assert_null(ip->cause);
}

static void a_failure_is_never_hidden_under_less(void **state)
{
	struct list *l = *state;
	add(l, FINDING_NO_LISTENER, VERDICT_WARN, APEX);
	add(l, FINDING_LOOPBACK_ONLY_LISTENER, VERDICT_PASS, APEX);
	struct finding *x = add(l, FINDING_CONNECT_REFUSED, VERDICT_FAIL, APEX);
	findings_group(&l->f);
	assert_null(x->cause);
}

static void what_follows_from_a_consequence_follows_from_its_cause(void **state)
{
	struct list *l = *state;
	struct finding *status = add(l, FINDING_HTTP_STATUS, VERDICT_FAIL, APEX);
	struct finding *target = add(l, FINDING_FILE_NOT_SERVED, VERDICT_FAIL, APEX);
	struct finding *disk = add(l, FINDING_FILE_NOT_ON_DISK, VERDICT_FAIL, APEX);
	findings_group(&l->f);
	assert_ptr_equal(status->cause, disk);
	assert_ptr_equal(target->cause, disk);
	assert_int_equal(disk->consequences.n, 2);
}

static void a_cause_about_every_name_covers_each(void **state)
{
	struct list *l = *state;
	struct finding *cause = add(l, FINDING_EGRESS_BLOCKED, VERDICT_UNKNOWN, NULL);
	struct finding *x = add(l, FINDING_DNS_TIMEOUT, VERDICT_UNKNOWN, APEX);
	findings_group(&l->f);
	assert_ptr_equal(x->cause, cause);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_id_is_explained_and_known_by_its_text),
		TEST(a_finding_claims_no_more_than_its_id_can_prove),
		TEST(one_failure_is_not_ready),
		TEST(the_worst_comes_first_then_the_catalogues_order),
		TEST(a_consequence_stands_under_its_cause),
		TEST(another_name_address_or_port_is_another_matter),
		TEST(a_failure_is_never_hidden_under_less),
		TEST(what_follows_from_a_consequence_follows_from_its_cause),
		TEST(a_cause_about_every_name_covers_each),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
