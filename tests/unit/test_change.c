/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a plan may name: nothing beyond what was bound before. */
#include "change.h"
#include "world.h"

#include <string.h>

static struct bytes raw(const char *s)
{
	return (struct bytes){(const unsigned char *)s, strlen(s)};
}

static void add_file(struct arena *a, struct ask_change *q, const char *name,
	const char *path, const char *s)
{
	struct change_file *f = VEC_ADD(a, &q->files, struct change_file);
	*f = (struct change_file){.name = name, .path = path, .bytes = raw(s)};
}

static void add_source(struct arena *a, struct ask_change *q, const char *s)
{
	struct ask_source *from = VEC_ADD(a, &q->way.from, struct ask_source);
	assert_int_equal(ip_parse(s, &from->ip), ERR_OK);
}

static void add_port(struct arena *a, struct ask_change *q, int64_t port, int64_t proto)
{
	struct ask_port *p = VEC_ADD(a, &q->way.ports, struct ask_port);
	*p = (struct ask_port){.port = port, .proto = proto};
}

static struct ask_change bound_of(struct arena *a)
{
	struct ask_change q = {.op = CHANGE_BIND, .way = {.any4 = true}};
	add_file(a, &q, "a.example", "/x.txt", "token");
	add_source(a, &q, "192.0.2.1");
	return q;
}

static void what_was_bound_may_be_planned(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct ask_change bound = bound_of(a);
	struct ask_change q = {.way = {.any4 = true}};
	assert_null(change_beyond(NULL, &(struct ask_change){.op = CHANGE_PLAN}));
	VEC_PUSH(a, &q.findings, "firewall-drops");
	add_file(a, &q, "a.example", "/x.txt", "token");
	add_file(a, &q, "a.example", "/x.txt", "");
	add_source(a, &q, "192.0.2.1");
	add_port(a, &q, 80, 6);
	add_port(a, &q, 443, 6);
	add_port(a, &q, 53, 6);
	add_port(a, &q, 53, 17);
	assert_null(change_beyond(&bound, &q));
	assert_non_null(change_beyond(NULL, &q));
	arena_free(a);
}

static void another_file_is_beyond_it(void **state)
{
	(void)state;
	static const struct {
		const char *name, *path, *bytes;
	} bad[] = {{"b.example", "/x.txt", "token"}, {"a.example", "/y.txt", "token"},
		{"a.example", "/x.txt", "tokem"}, {"a.example", "/x.txt", "token\n"},
		{"a.example", "/x.txt", "t"}, {NULL, "/x.txt", "token"},
		{"a.example", NULL, "token"}, {"a.example", "/y.txt", ""}};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct arena *a = arena_new();
		const struct ask_change bound = bound_of(a);
		struct ask_change q = {.op = CHANGE_PLAN};
		add_file(a, &q, bad[i].name, bad[i].path, bad[i].bytes);
		assert_non_null(change_beyond(&bound, &q));
		arena_free(a);
	}
}

static void other_sources_ports_and_findings_are_beyond_it(void **state)
{
	(void)state;
	static const int64_t bad[][2] = {{22, 6}, {80, 17}, {443, 17}, {0, 6}, {-1, 6},
		{65616, 6}, {53, 0}, {INT64_MAX, 6}};
	struct arena *a = arena_new();
	const struct ask_change bound = bound_of(a);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct ask_change q = {.op = CHANGE_PLAN};
		add_port(a, &q, bad[i][0], bad[i][1]);
		assert_non_null(change_beyond(&bound, &q));
	}
	struct ask_change v6 = {.way = {.any6 = true}}, from = {.op = CHANGE_PLAN};
	assert_non_null(change_beyond(&bound, &v6));
	add_source(a, &from, "192.0.2.1");
	from.way.from.v[0]->last = from.way.from.v[0]->ip;
	assert_non_null(change_beyond(&bound, &from));
	struct ask_change finding = {.op = CHANGE_PLAN};
	VEC_PUSH(a, &finding.findings, "no-such-finding");
	assert_non_null(change_beyond(&bound, &finding));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_bound_may_be_planned),
		cmocka_unit_test(another_file_is_beyond_it),
		cmocka_unit_test(other_sources_ports_and_findings_are_beyond_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
