/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules that read the clock: what holds now, and until when. */
#include "rulings.h"
#include "verdict_rules.h"

enum { DAY = 86400, HOUR = 3600 };

/* Monday 2026-11-30, 10:00:00 UTC. */
static const int64_t monday_at_ten = 1796032800;
static int64_t now, west;

static void answer_clock(void *arg, const struct need *n)
{
	struct scene *s = arg;
	struct fact *f = facts_add(&s->facts, n);
	f->known = true;
	f->value = n->kind == NEED_LOCAL ? 2 : 0;
	if (n->kind != NEED_TIME)
		return;
	f->value = now;
	f->type = west;
}

struct window { /* struct xt_time_info, as far as the rows need it */
	uint32_t from, to, start, stop, months;
	uint8_t days, flags;
};
#define ANY_MONTH 0xfffffffe

static void write_window(const struct window *w)
{
	unsigned char blob[24] = {0}, *data, *expr = expression("match", &data);
	memcpy(blob, w, 20);
	blob[20] = w->days;
	blob[21] = w->flags;
	put(A_XT_NAME, "time", sizeof("time"));
	put32(A_XT_REV, 0);
	put(A_XT_INFO, blob, sizeof(blob));
	end(data);
	end(expr);
}

static void write_meta(uint32_t key)
{
	unsigned char *data, *expr = expression("meta", &data);
	put32(A_META_DREG, 1);
	put32(A_META_KEY, key);
	end(data);
	end(expr);
}

/* The verdict on a rule that drops where `write` matches, and its reasons. */
static const struct packet_verdict *judged(struct scene *s, struct verdicts *out)
{
	static const struct ask_port port = {.port = 443, .proto = 6};
	struct ask_verdicts *q = ARENA_NEW(s->arena, struct ask_verdicts);
	struct ask_source *from = VEC_ADD(s->arena, &q->from, struct ask_source);
	assert_int_equal(ip_parse("8.8.8.8", &from->ip), ERR_OK);
	*VEC_ADD(s->arena, &q->ports, struct ask_port) = port;
	struct rulings *r = ARENA_NEW(s->arena, struct rulings);
	*r = (struct rulings){.arena = s->arena,
		.q = q,
		.rs = &s->rs,
		.facts = &s->facts,
		.answer = answer_clock,
		.arg = s,
		.out = out};
	assert_int_equal(ip_parse("203.0.113.10", &r->pairs[0].to), ERR_OK);
	r->pairs[0].interface = "h0";
	r->pairs_n = 1;
	rulings_judge(r);
	assert_int_equal(out->all.n, 1);
	return out->all.v[0];
}

static void drop_in_window(struct scene *s, const struct window *w)
{
	scene(s);
	rule(s);
	unsigned char *start = at;
	write_window(w);
	verdict(V_DROP, NULL);
	rule_end(s->chain, start);
}

/* Each from xt_time.c; the kernel itself is asked by the differential test. */
static void a_window_of_time_matches_as_in_the_kernel(void **state)
{
	static const struct {
		struct window w;
		int64_t now, west;
		enum fate fate;
	} rows[] = {
		{{0, ~0u, 0, DAY - 1, ANY_MONTH, 0xfe, 0}, 0, 0, FATE_DROP},
		{{0, ~0u, 8 * HOUR, 9 * HOUR, ANY_MONTH, 0xfe, 0}, 0, 0, FATE_ACCEPT},
		{{0, ~0u, 10 * HOUR, 11 * HOUR, ANY_MONTH, 0xfe, 0}, 0, 0, FATE_DROP},
		{{0, ~0u, 9 * HOUR, 10 * HOUR, ANY_MONTH, 0xfe, 0}, 0, 0, FATE_DROP},
		{{0, ~0u, 9 * HOUR, 10 * HOUR, ANY_MONTH, 0xfe, 0}, 1, 0, FATE_ACCEPT},
		/* over midnight */
		{{0, ~0u, 22 * HOUR, 11 * HOUR, ANY_MONTH, 0xfe, 0}, 0, 0, FATE_DROP},
		{{0, ~0u, 22 * HOUR, 9 * HOUR, ANY_MONTH, 0xfe, 0}, 0, 0, FATE_ACCEPT},
		/* Monday, and what began on Sunday */
		{{0, ~0u, 0, DAY - 1, ANY_MONTH, 1 << 1, 0}, 0, 0, FATE_DROP},
		{{0, ~0u, 0, DAY - 1, ANY_MONTH, 1 << 2, 0}, 0, 0, FATE_ACCEPT},
		{{0, ~0u, 22 * HOUR, 11 * HOUR, ANY_MONTH, 1 << 7, 2}, 0, 0, FATE_DROP},
		{{0, ~0u, 22 * HOUR, 11 * HOUR, ANY_MONTH, 1 << 1, 2}, 0, 0, FATE_ACCEPT},
		{{0, ~0u, 22 * HOUR, 11 * HOUR, ANY_MONTH, 1 << 1, 0}, 0, 0, FATE_DROP},
		/* the 30th */
		{{0, ~0u, 0, DAY - 1, 1 << 30, 0xfe, 0}, 0, 0, FATE_DROP},
		{{0, ~0u, 0, DAY - 1, 1 << 29, 0xfe, 0}, 0, 0, FATE_ACCEPT},
		{{0, ~0u, 0, DAY - 1, 1 << 1, 0xfe, 0}, DAY, 0, FATE_DROP},
		/* 2026-11-30 10:00:01 */
		{{1796032801, ~0u, 0, DAY - 1, ANY_MONTH, 0xfe, 0}, 0, 0, FATE_ACCEPT},
		{{1796032801, ~0u, 0, DAY - 1, ANY_MONTH, 0xfe, 0}, 1, 0, FATE_DROP},
		{{0, 1796032799, 0, DAY - 1, ANY_MONTH, 0xfe, 0}, 0, 0, FATE_ACCEPT},
		/* the kernel's zone is two hours east */
		{{0, ~0u, 12 * HOUR, 13 * HOUR, ANY_MONTH, 0xfe, 1}, 0, -120, FATE_DROP},
		{{0, ~0u, 12 * HOUR, 13 * HOUR, ANY_MONTH, 0xfe, 0}, 0, -120,
			FATE_ACCEPT},
		{{0, ~0u, 0, DAY - 1, ANY_MONTH, 0xfe, 4}, 0, 0, FATE_UNKNOWN},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scene s;
		struct verdicts out = {0};
		now = monday_at_ten + rows[i].now;
		west = rows[i].west;
		drop_in_window(&s, &rows[i].w);
		enum fate fate = judged(&s, &out)->verdict;
		if (fate != rows[i].fate)
			print_error("row %d\n", (int)i);
		assert_int_equal(fate, rows[i].fate);
		arena_free(s.arena);
	}
}

static void nft_reads_the_day_in_the_kernels_zone_and_the_hour_in_utc(void **state)
{
	static const uint64_t ns = 1796032800000000000u;
	static const uint32_t ten = 10 * HOUR;
	static const uint8_t monday = 1, sunday = 0;
	static const struct {
		uint32_t key;
		const void *value;
		size_t n;
		int64_t west;
		enum fate fate;
	} rows[] = {
		{META_TIME_NS, &ns, sizeof(ns), 0, FATE_DROP},
		{META_TIME_HOUR, &ten, sizeof(ten), -120, FATE_DROP},
		{META_TIME_DAY, &monday, 1, 0, FATE_DROP},
		{META_TIME_DAY, &sunday, 1, 0, FATE_ACCEPT},
		{META_TIME_DAY, &sunday, 1, 11 * 60, FATE_DROP},
	};
	(void)state;
	now = monday_at_ten;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scene s;
		struct verdicts out = {0};
		west = rows[i].west;
		scene(&s);
		rule(&s);
		unsigned char *start = at;
		write_meta(rows[i].key);
		compare(OP_EQ, rows[i].value, rows[i].n);
		verdict(V_DROP, NULL);
		rule_end(s.chain, start);
		enum fate fate = judged(&s, &out)->verdict;
		if (fate != rows[i].fate)
			print_error("row %d\n", (int)i);
		assert_int_equal(fate, rows[i].fate);
		arena_free(s.arena);
	}
}

static void a_verdict_of_the_clock_names_its_last_second(void **state)
{
	static const struct {
		struct window w;
		const char *words; /* NULL: nothing changes */
	} rows[] = {
		{{0, ~0u, 9 * HOUR, 18 * HOUR, ANY_MONTH, 0xfe, 0},
			"the clock: so until 18:00:00 UTC on 2026-11-30, then accepted"},
		{{0, ~0u, 18 * HOUR, 19 * HOUR, ANY_MONTH, 0xfe, 0},
			"the clock: so until 17:59:59 UTC on 2026-11-30, then dropped"},
		{{0, ~0u, 0, DAY - 1, ANY_MONTH, 1 << 5, 0},
			"the clock: so until 23:59:59 UTC on 2026-12-03, then dropped"},
		{{0, ~0u, 0, DAY - 1, ANY_MONTH, 0xfe, 0}, NULL},
	};
	(void)state;
	now = monday_at_ten;
	west = 0;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scene s;
		struct verdicts out = {0};
		drop_in_window(&s, &rows[i].w);
		const struct packet_verdict *v = judged(&s, &out);
		assert_int_equal(v->reasons.n, rows[i].words ? 1 : 0);
		if (rows[i].words)
			assert_string_equal(v->reasons.v[0], rows[i].words);
		/* the clock stands as it was answered */
		for (size_t k = 0; k < s.facts.all.n; k++)
			if (s.facts.all.v[k]->need.kind == NEED_TIME)
				assert_int_equal(s.facts.all.v[k]->value, now);
		arena_free(s.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_window_of_time_matches_as_in_the_kernel),
		cmocka_unit_test(
			nft_reads_the_day_in_the_kernels_zone_and_the_hour_in_utc),
		cmocka_unit_test(a_verdict_of_the_clock_names_its_last_second),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
