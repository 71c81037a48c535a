/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whoever comes in now must come in afterwards: to listeners of TCP and UDP, from outside
 * and by the loopback interface. */
#include "fixes/ways.h"

#include "evidence.h"
#include "verdict/nft_abi.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

struct scene {
	struct arena *arena;
	struct nf_table *table;
	struct nf_chain *chain;
	struct ruleset rs;
	struct facts facts;
	struct addresses addresses;
	struct host_sockets sockets;
	struct ask_change ask;
	struct fix_host host;
	struct fixing fixing;
	struct ways ways;
};

static void answer(void *arg, const struct need *n)
{
	struct fact *f = facts_add(arg, n);
	f->known = true;
	f->value = n->kind == NEED_LOCAL ? 2 : 0;
}

static void address(struct scene *s, const char *ip, const char *interface, bool loopback)
{
	struct local_address *l =
		VEC_ADD(s->arena, &s->addresses.all, struct local_address);
	assert_int_equal(ip_parse(ip, &l->ip), ERR_OK);
	l->interface = interface;
	l->loopback = loopback;
}

static void listener(struct scene *s, const char *ip, int proto, int port)
{
	struct host_socket *x = VEC_ADD(s->arena, &s->sockets.all, struct host_socket);
	assert_int_equal(ip_parse(ip, &x->ip), ERR_OK);
	x->proto = proto;
	x->port = port;
}

static void scene(struct scene *s)
{
	memset(s, 0, sizeof(*s));
	struct arena *a = s->arena = arena_new();
	s->facts.arena = a;
	s->table = VEC_ADD(a, &s->rs.tables, struct nf_table);
	s->table->family = NF_INET;
	s->table->name = "t";
	s->chain = VEC_ADD(a, &s->table->chains, struct nf_chain);
	*s->chain = (struct nf_chain){.name = "input",
		.table = s->table,
		.type = "filter",
		.hook = HOOK_INPUT,
		.policy = V_DROP};
	s->sockets.seen = SEEN_YES;
	s->host = (struct fix_host){.rules = &s->rs,
		.facts = &s->facts,
		.answer = answer,
		.answer_arg = &s->facts,
		.addresses = &s->addresses,
		.sockets = &s->sockets};
	s->fixing = (struct fixing){.arena = a, .ask = &s->ask, .host = &s->host};
	address(s, "203.0.113.10", "eth0", false);
	address(s, "127.0.0.1", "lo", true);
	assert_false(ways_find(&s->fixing, a, arena_new(), &s->ways));
}

static void scene_end(struct scene *s)
{
	arena_free(s->ways.scratch);
	arena_free(s->arena);
}

/* The rules with this port let in. */
static const struct ruleset *with(
	struct scene *s, int proto, const int *port, const char *interface)
{
	struct edit *e = ARENA_NEW(s->arena, struct edit);
	const struct edit **all = arena_array(s->arena, 1, sizeof(*all));
	*e = (struct edit){.chain = s->chain,
		.proto = proto,
		.ports = port,
		.ports_n = 1,
		.interface = interface};
	all[0] = e;
	return edit_apply(s->arena, &s->rs, all, 1);
}

static const int ssh = 22, dns = 53;

static void more_may_come_in(void **state)
{
	(void)state;
	struct scene s;
	scene(&s);
	listener(&s, "0.0.0.0", 6, 22);
	assert_null(harmless(&s.ways, &s.rs, with(&s, 6, &ssh, NULL)));
	scene_end(&s);
}

static void fewer_may_not(void **state)
{
	(void)state;
	struct scene s;
	scene(&s);
	listener(&s, "0.0.0.0", 6, 22);
	const char *why = harmless(&s.ways, with(&s, 6, &ssh, NULL), &s.rs);
	assert_non_null(why);
	assert_non_null(strstr(why, "TCP port 22 of 203.0.113.10 by eth0 (drop)"));
	scene_end(&s);
}

static void udp_and_the_loopback_count_too(void **state)
{
	(void)state;
	struct scene s;
	scene(&s);
	listener(&s, "127.0.0.1", 17, 53);
	const char *why = harmless(&s.ways, with(&s, 17, &dns, "lo"), &s.rs);
	assert_non_null(why);
	assert_non_null(strstr(why, "UDP port 53 of 127.0.0.1 by lo"));
	assert_null(harmless(&s.ways, with(&s, 17, &dns, "eth0"), &s.rs));
	scene_end(&s);
}

static void a_port_where_nothing_listens_does_not_count(void **state)
{
	(void)state;
	struct scene s;
	scene(&s);
	listener(&s, "0.0.0.0", 6, 80);
	assert_null(harmless(&s.ways, with(&s, 6, &ssh, NULL), &s.rs));
	scene_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(more_may_come_in),
		cmocka_unit_test(fewer_may_not),
		cmocka_unit_test(udp_and_the_loopback_count_too),
		cmocka_unit_test(a_port_where_nothing_listens_does_not_count),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
