/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said of changes: those of earlier runs, and this run's own. */
#include "change.h"
#include "check_firewall.h"

static struct change *add_change(
	struct world *w, struct change_look *look, const char *state, const char *detail)
{
	struct change *c = VEC_ADD(w->a, &look->all, struct change);
	look->obs = seen("journals in /var/lib/pkiready");
	plan_init(&c->plan, w->a, "20261130-141203", 1796047923);
	c->state = state;
	c->detail = detail;
	struct step *s = plan_add(&c->plan, STEP_RUN, "accept TCP 443");
	s->state = STEP_BEGUN;
	return c;
}

/* One finding of this id and verdict, and no other of the changes. */
static void expect_alone(struct world *w, enum finding_id id, enum verdict v,
	const char *words, const char *advice)
{
	judge_by(w, w->t.profile);
	expect_message(w, id, v, words);
	size_t n = 0;
	for (size_t i = 0; i < w->f.all.n; i++) {
		const struct finding *x = w->f.all.v[i];
		n += x->id >= FINDING_FIX_APPLIED && x->id <= FINDING_FIX_LEFT_BEHIND;
		if (x->id == id && advice)
			assert_non_null(strstr(x->advice, advice));
	}
	assert_int_equal(n, 1);
}

static void earlier(
	const char *state, enum finding_id id, const char *words, const char *advice)
{
	struct world w;
	struct change_look look = {0};
	world_open4(&w, "letsencrypt");
	add_change(&w, &look, state, NULL);
	w.e.changes = &look;
	expect_alone(&w, id, VERDICT_WARN, words, advice);
	world_close(&w);
}

static void what_an_earlier_run_left_is_told_with_its_command(void **state)
{
	(void)state;
	earlier("interrupted", FINDING_FIX_INTERRUPTED,
		"was not finished at step 1 of 1 (accept TCP 443)",
		"pkiready undo 20261130-141203");
	earlier("stuck", FINDING_FIX_INTERRUPTED, "was not finished",
		"pkiready undo 20261130-141203");
	earlier("unconfirmed", FINDING_FIX_EXPIRES, "unless it is confirmed",
		"pkiready undo --keep 20261130-141203");
	earlier("left-behind", FINDING_FIX_LEFT_BEHIND, "still stands after it",
		"pkiready undo 20261130-141203");
}

static void a_change_that_is_settled_is_no_finding(void **state)
{
	(void)state;
	static const char *const states[] = {"kept", "undone", "running"};
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		struct world w;
		struct change_look look = {0};
		world_open4(&w, "letsencrypt");
		add_change(&w, &look, states[i], NULL);
		w.e.changes = &look;
		judge_by(&w, w.t.profile);
		for (size_t k = 0; k < w.f.all.n; k++)
			assert_string_not_equal(
				finding_table[w.f.all.v[k]->id].section, "Fix and undo");
		world_close(&w);
	}
}

static void a_change_that_was_kept_is_told_step_by_step(void **state)
{
	(void)state;
	struct world w;
	struct change_look look = {0};
	world_open4(&w, "letsencrypt");
	struct change *c = add_change(&w, &look, "kept", NULL);
	c->plan.steps.v[0]->expires = w.t.now + 3600;
	w.e.change = &look;
	judge_by(&w, w.t.profile);
	expect_message(&w, FINDING_FIX_APPLIED, VERDICT_PASS, "step 1: accept TCP 443");
	expect_message(&w, FINDING_FIX_VERIFIED, VERDICT_PASS, "helped");
	expect_message(&w, FINDING_FIX_EXPIRES, VERDICT_PASS, "3600 s from now");
	world_close(&w);
}

static void a_change_that_was_taken_back_says_why(void **state)
{
	(void)state;
	struct world w;
	struct change_look look = {0};
	world_open4(&w, "letsencrypt");
	add_change(&w, &look, "undone", "it did not help");
	w.e.change = &look;
	expect_alone(&w, FINDING_FIX_ROLLED_BACK, VERDICT_WARN, "it did not help", NULL);
	world_close(&w);
}

static void what_is_not_mended_is_told_with_its_steps(void **state)
{
	(void)state;
	struct world w;
	struct change_look look = {0};
	world_open4(&w, "letsencrypt");
	struct change *c = add_change(&w, &look, "planned", NULL);
	plan_refuse(&c->plan, "two-firewalls", "open-firewall",
		"two managers decide at once", "Stop one of them.");
	w.e.change = &look;
	expect_alone(&w, FINDING_FIX_REFUSED, VERDICT_WARN,
		"two-firewalls is not mended by --fix: two managers decide at once",
		"Stop one of them.");
	world_close(&w);
}

static void a_plan_that_was_refused_whole_says_why(void **state)
{
	(void)state;
	struct world w;
	struct change_look look = {0};
	world_open4(&w, "letsencrypt");
	add_change(&w, &look, "planned", NULL);
	look.obs.seen = SEEN_DENIED;
	look.obs.excerpt = "there is no terminal to ask on";
	w.e.change = &look;
	expect_alone(&w, FINDING_FIX_REFUSED, VERDICT_WARN,
		"there is no terminal to ask on", NULL);
	world_close(&w);
}

/* -- the certificate is there ------------------------------------------------------ */

enum { MADE = 1796047923 }; /* the change */

static void serve_certificate(struct world *w, const char *name, int64_t issued)
{
	for (size_t i = 0; i < w->e.fetches.n; i++) {
		struct tls_look *t = w->e.fetches.v[i]->hops.v[0]->tls;
		if (!t || strcmp(w->e.fetches.v[i]->name, name) != 0)
			continue;
		t->issued = issued;
		t->issuer = "CN=R11";
	}
}

/* A kept change that opened for a while, of a world whose certificate is younger. */
static struct change *issued_world(
	struct world *w, struct change_look *look, bool passing)
{
	world_open4(w, "letsencrypt");
	struct change *c = add_change(w, look, "kept", NULL);
	c->plan.steps.v[0]->state = STEP_DONE;
	c->plan.passing = passing;
	VEC_PUSH(w->a, &c->plan.names, APEX);
	w->e.changes = look;
	serve_certificate(w, APEX, MADE + 600);
	return c;
}

static void place_file(struct change *c)
{
	struct step *s = plan_add(&c->plan, STEP_PUT, "place the file");
	s->state = STEP_DONE;
	s->put.path = "/var/www/html/.well-known/acme-challenge/x";
	s->put.below = "/var/www/html";
}

static void expect_settled(struct world *w)
{
	judge_by(w, w->t.profile);
	assert_null(find(w, FINDING_FIX_LEFT_BEHIND, VERDICT_WARN));
	world_close(w);
}

static void an_opening_for_a_validation_is_left_behind_after_issuance(void **state)
{
	(void)state;
	struct world w;
	struct change_look look = {0};
	issued_world(&w, &look, true);
	expect_alone(&w, FINDING_FIX_LEFT_BEHIND, VERDICT_WARN,
		"what was opened for the validation of change 20261130-141203 still "
		"stands, and the certificate for example.com that this host serves was "
		"issued 45 days ago by CN=R11",
		"Remove it: pkiready undo 20261130-141203");
	world_close(&w);
}

static void a_file_of_a_lasting_change_goes_alone_after_issuance(void **state)
{
	(void)state;
	struct world w;
	struct change_look look = {0};
	place_file(issued_world(&w, &look, false));
	expect_alone(&w, FINDING_FIX_LEFT_BEHIND, VERDICT_WARN,
		"the validation file of change",
		"rm '/var/www/html/.well-known/acme-challenge/x'");
	world_close(&w);
}

static void what_is_no_sign_of_issuance_is_none(void **state)
{
	(void)state;
	for (int i = 0; i < 7; i++) {
		struct world w;
		struct change_look look = {0};
		struct change *c = issued_world(&w, &look, i != 0);
		struct tls_look *t = NULL;
		for (size_t k = 0; !t; k++)
			t = w.e.fetches.v[k]->hops.v[0]->tls;
		if (i == 1)
			serve_certificate(&w, APEX, MADE);
		if (i == 2) /* a self-signed one */
			t->chain_ok = false;
		if (i == 3)
			t->name_ok = false;
		if (i == 4) /* a CDN's */
			look_of(&w, APEX)->addresses.v[0]->where = WHERE_ELSEWHERE;
		if (i == 5) /* its time is over, and it is gone */
			c->plan.steps.v[0]->expires = w.t.now - 100;
		if (i == 6) {
			c->plan.names.n = 0;
			VEC_PUSH(w.a, &c->plan.names, "other.example");
		}
		expect_settled(&w);
	}
}

static void what_to_keep_ends_with_issuance(void **state)
{
	(void)state;
	struct world w;
	struct change_look look = {0};
	issued_world(&w, &look, false);
	w.t.issued = MADE;
	judge_by(&w, w.t.profile);
	expect_message(&w, FINDING_KEEP_UNTIL_ISSUED, VERDICT_PASS,
		"if it is the one that was ordered, remove");
	w.t.issued = MADE + 600;
	judge_by(&w, w.t.profile);
	expect_message(&w, FINDING_KEEP_UNTIL_ISSUED, VERDICT_PASS, "keep the file");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_an_earlier_run_left_is_told_with_its_command),
		cmocka_unit_test(a_change_that_is_settled_is_no_finding),
		cmocka_unit_test(a_change_that_was_kept_is_told_step_by_step),
		cmocka_unit_test(a_change_that_was_taken_back_says_why),
		cmocka_unit_test(what_is_not_mended_is_told_with_its_steps),
		cmocka_unit_test(a_plan_that_was_refused_whole_says_why),
		cmocka_unit_test(
			an_opening_for_a_validation_is_left_behind_after_issuance),
		cmocka_unit_test(a_file_of_a_lasting_change_goes_alone_after_issuance),
		cmocka_unit_test(what_is_no_sign_of_issuance_is_none),
		cmocka_unit_test(what_to_keep_ends_with_issuance),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
