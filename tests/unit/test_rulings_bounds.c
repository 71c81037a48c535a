/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A ruleset from who knows where, asked many questions: it ends in time. */
#include "rulings.h"
#include "verdict_rules.h"

enum { SOURCES = 200, JUMPS = 16, DEEP = 8 };

static void answer_any(void *arg, const struct need *n)
{
	struct scene *s = arg;
	struct fact *f = facts_add(&s->facts, n);
	f->known = true;
	f->value = n->kind == NEED_LOCAL ? 2 : 0;
}

static void jump_often(struct scene *s, struct nf_chain *from, const char *to)
{
	for (int i = 0; i < JUMPS; i++) {
		rule(s);
		unsigned char *start = at;
		verdict(V_JUMP, to);
		rule_end(from, start);
	}
}

static void ask_many(struct scene *s, struct ask_verdicts *q)
{
	static const struct ask_port port = {.port = 443, .proto = 6};
	for (int i = 0; i < SOURCES; i++) {
		struct ask_source *from = VEC_ADD(s->arena, &q->from, struct ask_source);
		from->ip = (struct ip){.family = 4, .addr = {8, 8, 8, (uint8_t)i}};
	}
	*VEC_ADD(s->arena, &q->ports, struct ask_port) = port;
	q->any4 = true;
}

/* One question of them takes all the steps that it may: two hundred took minutes. */
static void many_questions_of_rules_that_multiply_end_in_time(void **state)
{
	static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
	struct scene s;
	struct ask_verdicts q = {.idle = true};
	struct verdicts out = {0};
	(void)state;
	scene(&s);
	s.chain->policy = V_DROP;
	for (size_t i = 0; i < DEEP; i++)
		(void)chain(&s, names[i], HOOK_NONE, 0);
	for (size_t i = 0; i < DEEP; i++)
		jump_often(&s, s.table->chains.v[i], names[i]);
	ask_many(&s, &q);
	struct rulings r = {.arena = s.arena,
		.q = &q,
		.rs = &s.rs,
		.facts = &s.facts,
		.answer = answer_any,
		.arg = &s,
		.out = &out,
		.pairs_n = 1};
	assert_int_equal(ip_parse("203.0.113.10", &r.pairs[0].to), ERR_OK);
	r.pairs[0].interface = "h0";
	clock_t began = clock();
	rulings_judge(&r);
	assert_true((double)(clock() - began) / CLOCKS_PER_SEC < 40);
	assert_int_equal(out.all.n, SOURCES);
	for (size_t i = 0; i < out.all.n; i++)
		assert_int_equal(out.all.v[i]->verdict, FATE_UNKNOWN);
	assert_int_equal(out.spaces.n, 1);
	assert_int_equal(out.spaces.v[0]->ranges.n, 1);
	assert_int_equal(out.spaces.v[0]->ranges.v[0]->verdict, FATE_UNKNOWN);
	arena_free(s.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_questions_of_rules_that_multiply_end_in_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
