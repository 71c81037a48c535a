/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host that the worlds are about: its listeners, firewalls, addresses, cloud. */
#ifndef PKIREADY_REPORT_HOST_H
#define PKIREADY_REPORT_HOST_H

#include "report_worlds.h"

static inline struct listener *world_listener(struct world *w, const char *ip, int port)
{
	struct listener *l = VEC_ADD(w->a, &w->evidence.listeners.all, struct listener);
	*l = (struct listener){.ip = world_ip(ip),
		.port = port,
		.program = "nginx",
		.pid = 812,
		.uid = 33,
		.unit = "nginx.service",
		.backlog = 511,
		.drops = -1};
	return l;
}

static inline void world_manager(
	struct world *w, const char *name, enum manager_state s, const char *detail)
{
	struct manager *m = VEC_ADD(w->a, &w->evidence.firewalls.all, struct manager);
	bool active = s == MANAGER_ACTIVE;
	*m = (struct manager){
		.obs = world_obs(
			s == MANAGER_UNKNOWN ? SEEN_DENIED : SEEN_YES, "netlink", NULL),
		.name = name,
		.state = s,
		.detail = detail,
		.base_chains = active ? 3 : -1,
		.rules = active ? 42 : -1};
}

/* One packet's verdict, and one range that is the whole space. */
static inline void world_verdicts(struct world *w)
{
	struct evidence *e = &w->evidence;
	e->verdicts.obs = world_obs(SEEN_YES, "nftables", "42 rules");
	e->verdicts.rules = 42;
	struct packet_verdict *v = VEC_ADD(w->a, &e->verdicts.all, struct packet_verdict);
	*v = (struct packet_verdict){.from = world_ip("216.168.247.9"),
		.list = "DigiCert published",
		.to = world_ip("203.0.113.5"),
		.interface = "eth0",
		.port = 80,
		.proto = "tcp",
		.verdict = FATE_ACCEPT,
		.by = {.stage = "netfilter",
			.hook = "input",
			.family = "inet",
			.table = "filter",
			.chain = "input",
			.handle = 7,
			.rule = "tcp dport 80 accept"}};
	VEC_PUSH(w->a, &v->by.path, "input");
	struct space_look *space = VEC_ADD(w->a, &e->verdicts.spaces, struct space_look);
	*space = (struct space_look){.to = world_ip("203.0.113.5"),
		.interface = "eth0",
		.port = 80,
		.proto = "tcp",
		.family = 4};
	VEC_PUSH(w->a, &space->deciders, &v->by);
	struct space_range *range = VEC_ADD(w->a, &space->ranges, struct space_range);
	*range = (struct space_range){.from = world_ip("0.0.0.0"),
		.to = world_ip("255.255.255.255"),
		.verdict = FATE_ACCEPT};
}

/* A web server on a cloud's host, with its own public addresses. */
static inline void world_host(struct world *w)
{
	struct evidence *e = &w->evidence;
	e->listeners.obs = world_obs(SEEN_YES, "sock_diag", "4 listeners");
	e->listeners.programs_known = true;
	e->addresses.obs = world_obs(SEEN_YES, "rtnetlink", "3 addresses");
	struct local_address *v4 = VEC_ADD(w->a, &e->addresses.all, struct local_address);
	*v4 = (struct local_address){.ip = world_ip("203.0.113.5"),
		.bits = 24,
		.interface = "eth0",
		.up = true};
	struct local_address *v6 = VEC_ADD(w->a, &e->addresses.all, struct local_address);
	*v6 = (struct local_address){
		.ip = world_ip("fe80::1"), .bits = 64, .interface = "eth0", .up = true};
	struct local_address *lo = VEC_ADD(w->a, &e->addresses.all, struct local_address);
	*lo = (struct local_address){.ip = world_ip("127.0.0.1"),
		.bits = 8,
		.interface = "lo",
		.up = true,
		.loopback = true};
	struct default_route *d =
		VEC_ADD(w->a, &e->addresses.defaults, struct default_route);
	*d = (struct default_route){
		.family = 4, .interface = "eth0", .gateway = world_ip("203.0.113.1")};
	e->firewalls.obs = world_obs(SEEN_YES, "netlink", "2 tables");
	e->firewalls.base_chains = 3;
	world_manager(w, "firewalld", MANAGER_ACTIVE, "default zone public");
	world_manager(w, "ufw", MANAGER_ABSENT, NULL);
	world_manager(w, "nftables", MANAGER_INSTALLED, "no table of its own");
	world_manager(w, "iptables-legacy", MANAGER_UNKNOWN, NULL);
	e->cloud = (struct cloud){.obs = world_obs(SEEN_YES, "DMI", "Alibaba Cloud"),
		.id = "alibaba",
		.name = "Alibaba Cloud",
		.by = "/sys/class/dmi/id/sys_vendor",
		.security_group =
			"ECS console > Security Groups > the instance's group > "
			"Inbound: allow TCP 80 and 443 from 0.0.0.0/0 and ::/0"};
	world_verdicts(w);
	e->recursion.obs = world_obs(SEEN_YES, "198.41.0.4", "a root server answered");
	e->recursion.shown = "recursion";
	e->elapsed = 412;
}

static inline void world_begin(struct world *w, struct arena *a, const struct profile *p)
{
	memset(w, 0, sizeof(*w));
	w->a = a;
	w->target = (struct target){.profile = p,
		.profile_given = p != &world_strict,
		.method = p->method,
		.path = "/.well-known/pki-validation/fileauth.txt",
		.file_name = "fileauth.txt",
		.have_expect = true,
		.expect = {(const unsigned char *)"2f7c61d0a4e84f1c", 16},
		.expect_source = "--file fileauth.txt",
		.timeout_ms = 10000,
		.v4 = true,
		.v6 = true,
		.now = 1795000000};
	w->result.target = &w->target;
	w->result.evidence = &w->evidence;
	w->result.findings.arena = a;
	w->result.findings.profile = p;
	world_host(w);
}

static inline struct finding *world_upstream(struct world *w)
{
	return WORLD_ADD(w, .id = FINDING_UPSTREAM_UNPROVED, .verdict = VERDICT_UNKNOWN,
		.certainty = CERTAINTY_ASSUMED, .outside_only = true,
		.source = "this host", .excerpt = "no look from outside was made",
		.message = "Nothing outside has connected yet: whether the security "
			   "group of "
			   "Alibaba Cloud lets ports 80 and 443 in is not known.",
		.advice = "Open TCP 80 and 443 to all in the security group, then look "
			  "from "
			  "outside.");
}

static inline void world_keep(struct world *w)
{
	WORLD_ADD(w, .id = FINDING_KEEP_UNTIL_ISSUED, .verdict = VERDICT_PASS,
		.certainty = CERTAINTY_ASSUMED, .source = "S0",
		.excerpt = "do not delete before issuance",
		.message = "Keep the file and the open ports until the certificate is "
			   "issued; "
			   "the CA looks again.",
		.advice = "Afterwards remove the file, allowlist entries and temporary "
			  "openings.");
}

static inline void world_pair(struct world *w, const char *v6)
{
	world_name(w, "example.com", "example.com", ROLE_EXAMINED);
	world_name(w, "www.example.com", "www.example.com", ROLE_SIBLING);
	world_dns(w, "example.com", "203.0.113.5", v6);
	world_dns(w, "www.example.com", "203.0.113.5", v6);
}

static inline void world_listens(struct world *w)
{
	world_listener(w, "0.0.0.0", 80);
	world_listener(w, "::", 80)->v6only = true;
	world_listener(w, "0.0.0.0", 443);
}

/* Both names answer with the file over both schemes. */
static inline void world_serve(struct world *w)
{
	static const char *const names[] = {"example.com", "www.example.com"};
	world_listens(w);
	for (int i = 0; i < 2; i++) {
		world_reach(w, names[i], "203.0.113.5", 80, CONNECT_OPEN);
		world_reach(w, names[i], "203.0.113.5", 443, CONNECT_OPEN);
		for (int s = SCHEME_HTTP; s <= SCHEME_HTTPS; s++) {
			struct fetch *f =
				world_fetch(w, names[i], (enum scheme)s, "203.0.113.5");
			world_hop(w, f,
				arena_printf(w->a,
					"%s://%s/.well-known/pki-validation/fileauth.txt",
					scheme_words[s], names[i]),
				names[i], 200, "2f7c61d0a4e84f1c");
		}
	}
}

#endif
