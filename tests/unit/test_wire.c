/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "evidence.h"
#include "fake_host.h"
#include "wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct text packed(const struct shape *shape, const void *s)
{
	struct text t;
	text_init(&t, arena, WIRE_MAX);
	wire_pack(&t, shape, s);
	assert_false(t.over);
	return t;
}

static void what_goes_in_comes_out(void **state)
{
	(void)state;
	struct text t = packed(&shape_listeners, &fake.listeners);
	struct listeners got;
	assert_int_equal(wire_unpack(arena, &shape_listeners, t.p, t.n, &got), ERR_OK);
	assert_int_equal(got.obs.seen, SEEN_YES);
	assert_string_equal(got.obs.source, "sock_diag");
	assert_null(got.obs.excerpt);
	assert_int_equal(got.all.n, 2);
	assert_int_equal(got.all.v[1]->port, 443);
	assert_string_equal(got.all.v[1]->unit, "nginx.service");
	assert_int_equal(got.all.v[1]->backlog, 511);
	assert_true(got.programs_known);
	struct text again = packed(&shape_listeners, &got);
	assert_int_equal(again.n, t.n);
	assert_memory_equal(again.p, t.p, t.n);
}

static struct fetch *rich_fetch(void)
{
	struct fetch *f = ARENA_NEW(arena, struct fetch);
	f->name = "";
	f->ip = (struct ip){.family = 6, .addr = {0x20, 1}};
	struct hop *h = VEC_ADD(arena, &f->hops, struct hop);
	h->body = (struct bytes){.p = (const unsigned char *)"a\0b", .n = 3};
	h->end = HOP_HEADERS_LIMIT;
	h->ms = -1;
	h->tls = ARENA_NEW(arena, struct tls_look);
	VEC_PUSH(arena, &h->tls->names, "a.example");
	VEC_PUSH(arena, &h->tls->names, "b.example");
	struct header *x = VEC_ADD(arena, &h->headers, struct header);
	x->name = "server";
	x->value = "\x1b[31m";
	VEC_ADD(arena, &f->hops, struct hop);
	return f;
}

static void every_kind_of_field_survives(void **state)
{
	(void)state;
	struct text t = packed(&shape_fetch, rich_fetch());
	struct fetch f;
	assert_int_equal(wire_unpack(arena, &shape_fetch, t.p, t.n, &f), ERR_OK);
	assert_string_equal(f.name, "");
	assert_null(f.user_agent);
	assert_int_equal(f.ip.family, 6);
	assert_int_equal(f.ip.addr[1], 1);
	assert_int_equal(f.hops.n, 2);
	const struct hop *h = f.hops.v[0];
	assert_int_equal(h->body.n, 3);
	assert_memory_equal(h->body.p, "a\0b", 3);
	assert_int_equal(h->ms, -1);
	assert_int_equal(h->end, HOP_HEADERS_LIMIT);
	assert_string_equal(h->tls->names.v[1], "b.example");
	assert_string_equal(h->headers.v[0]->value, "\x1b[31m");
	assert_null(f.hops.v[1]->tls);
}

static void every_cut_and_every_addition_is_refused(void **state)
{
	(void)state;
	struct text t = packed(&shape_fetch, rich_fetch());
	struct fetch f;
	for (size_t n = 0; n < t.n; n++)
		assert_int_equal(
			wire_unpack(arena, &shape_fetch, t.p, n, &f), ERR_PROTOCOL);
	text_add_n(&t, "x", 1);
	assert_int_equal(wire_unpack(arena, &shape_fetch, t.p, t.n, &f), ERR_PROTOCOL);
	assert_null(f.hops.v);
}

static enum err with_byte(size_t at, unsigned char value)
{
	struct obs o = {.seen = SEEN_YES, .source = "ab"}, got;
	struct text t = packed(&shape_obs, &o);
	t.p[at] = (char)value;
	return wire_unpack(arena, &shape_obs, t.p, t.n, &got);
}

static void an_enum_without_a_word_and_a_nul_in_a_string_are_refused(void **state)
{
	(void)state;
	assert_int_equal(with_byte(0, SEEN_DENIED), ERR_OK);
	assert_int_equal(with_byte(0, SEEN__MAX), ERR_PROTOCOL);
	assert_int_equal(with_byte(5, 'z'), ERR_OK);
	assert_int_equal(with_byte(5, '\0'), ERR_PROTOCOL);
	assert_int_equal(with_byte(4, 0xff), ERR_PROTOCOL); /* the string's length */
}

static void a_lying_count_costs_nothing(void **state)
{
	(void)state;
	struct listeners empty = {0}, got;
	struct text t = packed(&shape_listeners, &empty);
	/* obs: seen 1, two NULL strings 4+4, at 8; then the vector's count */
	memset(t.p + 17, 0xff, 4);
	size_t before = arena_used(arena);
	assert_int_equal(
		wire_unpack(arena, &shape_listeners, t.p, t.n, &got), ERR_PROTOCOL);
	assert_true(arena_used(arena) - before < 4096);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_goes_in_comes_out),
		cmocka_unit_test(every_kind_of_field_survives),
		cmocka_unit_test(every_cut_and_every_addition_is_refused),
		cmocka_unit_test(
			an_enum_without_a_word_and_a_nul_in_a_string_are_refused),
		cmocka_unit_test(a_lying_count_costs_nothing),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
