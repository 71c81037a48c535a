/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host's rules before a name server that runs on it. */
#include "check_firewall.h"
#include "check_zone.h"

static struct server_look *here_world(struct world *w)
{
	struct zone_look *z = zone_world(w);
	z->servers.v[0]->ip = ip_of(HERE4);
	return z->servers.v[0];
}

static struct space_look *add_map(struct world *w, const char *proto, enum fate f)
{
	struct space_look *s = add_whole(w, HERE4, 53, f);
	s->proto = proto;
	return s;
}

static void a_rule_that_drops_queries_is_named(void **state)
{
	(void)state;
	struct world w;
	struct zone_look *z;
	here_world(&w);
	z = w.e.dns.zones.v[0];
	z->servers.n = 1;
	add_map(&w, "udp", FATE_DROP);
	add_map(&w, "tcp", FATE_ACCEPT);
	EXPECT(&w, "fail:firewall-drops");
	const struct finding *x = find(&w, FINDING_FIREWALL_DROPS, VERDICT_FAIL);
	assert_non_null(strstr(x->message,
		"queries to this host's name server ns1.example.net (20.1.2.3) on UDP "
		"port 53: this host's firewall drops new connections from anyone"));
	assert_int_equal(x->subject.port, 53);
	assert_non_null(strstr(x->advice, "Let UDP and TCP port 53 in from everyone"));
	world_close(&w);
}

static void servers_elsewhere_make_it_a_warning(void **state)
{
	(void)state;
	struct world w;
	here_world(&w);
	add_map(&w, "tcp", FATE_REJECT);
	EXPECT(&w, "warn:firewall-rejects");
	expect_message(&w, FINDING_FIREWALL_REJECTS, VERDICT_WARN, "on TCP port 53");
	w.e.dns.zones.v[0]->servers.v[1]->obs.seen = SEEN_FAILED;
	EXPECT(&w, "fail:firewall-rejects");
	world_close(&w);
}

static void an_open_port_and_a_server_elsewhere_say_nothing(void **state)
{
	(void)state;
	struct world w;
	struct server_look *s = here_world(&w);
	add_map(&w, "udp", FATE_ACCEPT);
	EXPECT(&w, "");
	w.e.verdicts.spaces.n = 0;
	add_map(&w, "udp", FATE_DROP);
	s->ip = ip_of("192.0.2.1");
	EXPECT(&w, "");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_that_drops_queries_is_named),
		cmocka_unit_test(servers_elsewhere_make_it_a_warning),
		cmocka_unit_test(an_open_port_and_a_server_elsewhere_say_nothing),
	};
	return cmocka_run_group_tests_name("nameserver_port", tests, NULL, NULL);
}
