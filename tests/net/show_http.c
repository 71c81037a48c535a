/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The reach and HTTP probes alone, on addresses given by hand, their evidence as kv:
 *
 *	show_http [--path P] [--timeout MS] [--ca ID] [--trace URL]
 *		[--local ADDR]... [--known-local ADDR]... [--hosts NAME=ADDR]...
 *		[--hop NAME=ADDR]... [--sibling NAME=ADDR]... [--route yes|failed]
 *		[--late-host MS] [--late-dns MS] [--stop-after MS]
 *		[--interrupt-after MS] NAME=ADDR...
 *
 * NAME=ADDR: an examined name and one of its addresses. --hop: a host that only
 * redirects lead to. --local: an address of this host; --known-local: one that the
 * evidence holds from the start. --late-*: whoever is asked takes so long to tell.
 */
#include "broker.h"
#include "fake_host.h"
#include "probe.h"
#include "profile.h"
#include "report/evidence_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct show {
	struct arena *arena;
	struct target target;
	struct evidence evidence;
	struct look look;
	VEC(struct name_look) hops; /* known to dns_resolve alone */
	VEC(struct local_address) locals;
	int64_t stop_ms;
	int64_t dns_ms;
	int resolving;
	bool interrupt;
	strs names;
};

static struct show show;

/* -- what the engine and the DNS probe do, as small as can be ------------------------ */

void look_begin(struct look *l)
{
	l->pending++;
}

void look_end(struct look *l)
{
	l->pending--;
}

int64_t look_at(const struct look *l)
{
	return loop_now() - l->began;
}

static struct name_look *find(const char *name)
{
	struct name_look *n = evidence_name(&show.evidence, name);
	for (size_t i = 0; !n && i < show.hops.n; i++)
		if (strcmp(show.hops.v[i]->ascii, name) == 0)
			n = show.hops.v[i];
	return n;
}

struct resolving_one {
	struct name_look *name;
	resolve_fn done;
	void *arg;
};

static void resolved(void *arg)
{
	struct resolving_one *r = arg;
	show.resolving--;
	look_end(&show.look);
	r->done(r->arg, r->name);
}

void dns_resolve(struct look *l, const char *ascii, enum name_role role, resolve_fn done,
	void *arg)
{
	struct resolving_one *r = ARENA_NEW(l->arena, struct resolving_one);
	r->name = find(ascii);
	r->done = done;
	r->arg = arg;
	if (!r->name) {
		r->name = VEC_ADD(l->arena, &show.hops, struct name_look);
		r->name->ascii = ascii;
		r->name->role = role;
	}
	show.resolving++;
	look_begin(l);
	loop_after(l->loop, show.dns_ms, resolved, r);
}

/* -- the command line ---------------------------------------------------------------- */

static struct ip address(const char *s)
{
	struct ip ip;
	if (ip_parse(s, &ip) != ERR_OK) {
		fprintf(stderr, "show_http: %s is no address\n", s);
		exit(3);
	}
	return ip;
}

static const char *split(const char *arg, struct ip *ip)
{
	const char *eq = strchr(arg, '=');
	if (!eq) {
		fprintf(stderr, "show_http: %s is not NAME=ADDR\n", arg);
		exit(3);
	}
	*ip = address(eq + 1);
	return arena_dup(show.arena, arg, (size_t)(eq - arg));
}

static struct name_look *add(const char *arg, enum name_role role)
{
	struct ip ip;
	const char *ascii = split(arg, &ip);
	struct name_look *n = find(ascii);
	if (!n && role == ROLE_HOP) {
		n = VEC_ADD(show.arena, &show.hops, struct name_look);
	} else if (!n) {
		n = VEC_ADD(show.arena, &show.evidence.names, struct name_look);
		struct target_name *t =
			VEC_ADD(show.arena, &show.target.names, struct target_name);
		t->given = t->ascii = t->unicode = ascii;
		t->role = role;
	}
	n->ascii = n->unicode = ascii;
	n->role = role;
	struct name_address *a = VEC_ADD(show.arena, &n->addresses, struct name_address);
	a->ip = ip;
	a->origin = ORIGIN_RECURSION;
	return n;
}

static void add_hosts(const char *arg)
{
	struct host_override *h =
		VEC_ADD(show.arena, &show.target.hosts, struct host_override);
	h->name = split(arg, &h->ip);
}

static void add_local(const char *arg)
{
	struct local_address *l = VEC_ADD(show.arena, &show.locals, struct local_address);
	l->ip = address(arg);
	l->interface = "test0";
	l->up = true;
}

static void add_known(const char *arg)
{
	struct addresses *known = &show.evidence.addresses;
	struct local_address *l = VEC_ADD(show.arena, &known->all, struct local_address);
	known->obs.seen = SEEN_YES;
	l->ip = address(arg);
	l->interface = "test1";
}

static void set_profile(const char *id)
{
	const char *nearest;
	if (profile_find(show.arena, id, &show.target.profile, &nearest) != ERR_OK) {
		fprintf(stderr, "show_http: no profile %s\n", id);
		exit(3);
	}
}

static void option(const char *name, const char *value)
{
	if (strcmp(name, "--path") == 0)
		show.target.path = value;
	else if (strcmp(name, "--timeout") == 0)
		show.target.timeout_ms = strtol(value, NULL, 10);
	else if (strcmp(name, "--ca") == 0)
		set_profile(value);
	else if (strcmp(name, "--trace") == 0)
		show.target.trace_url = value;
	else if (strcmp(name, "--local") == 0)
		add_local(value);
	else if (strcmp(name, "--hosts") == 0)
		add_hosts(value);
	else if (strcmp(name, "--hop") == 0)
		add(value, ROLE_HOP);
	else if (strcmp(name, "--sibling") == 0)
		add(value, ROLE_SIBLING);
	else if (strcmp(name, "--known-local") == 0)
		add_known(value);
	else if (strcmp(name, "--late-host") == 0)
		fake.hang_ms = (int)strtol(value, NULL, 10);
	else if (strcmp(name, "--late-dns") == 0)
		show.dns_ms = strtol(value, NULL, 10);
	else if (strcmp(name, "--route") == 0)
		fake.route_look.obs.seen =
			strcmp(value, "yes") == 0 ? SEEN_YES : SEEN_FAILED;
	else if (strcmp(name, "--stop-after") == 0 ||
		 strcmp(name, "--interrupt-after") == 0)
		show.stop_ms = strtol(value, NULL, 10);
	else
		exit(3);
	show.interrupt = show.interrupt || strcmp(name, "--interrupt-after") == 0;
}

/* -- the look ------------------------------------------------------------------------ */

static void start(struct look *l)
{
	static const struct probe *const both[] = {&probe_reach, &probe_http};
	for (size_t p = 0; p < 2; p++)
		both[p]->start(l);
	for (size_t i = 0; i < show.evidence.names.n; i++) {
		struct name_look *n = show.evidence.names.v[i];
		for (size_t k = 0; k < n->addresses.n; k++)
			for (size_t p = 0; p < 2; p++)
				both[p]->address(l, n, n->addresses.v[k]);
	}
}

static int examine(struct broker *b, void *arg)
{
	struct look *l = &show.look;
	(void)arg;
	*l = (struct look){.arena = show.arena,
		.loop = loop_new(),
		.broker = b,
		.target = &show.target,
		.evidence = &show.evidence,
		.began = loop_now()};
	start(l);
	while (l->pending > 0 && (!show.stop_ms || look_at(l) < show.stop_ms))
		loop_turn(l->loop, 20);
	l->stopped = true;
	show.evidence.interrupted = show.interrupt && l->pending > 0;
	probe_reach.finish(l);
	probe_http.finish(l);
	if (l->pending != show.resolving)
		fprintf(stderr, "show_http: %d looks are still pending\n",
			l->pending - show.resolving);
	show.evidence.elapsed = look_at(l);
	broker_end_looks(b);
	loop_free(l->loop);
	struct writer *w = writer_kv(stdout);
	write_shape(w, NULL, &shape_evidence, &show.evidence);
	return w->finish(w) ? 0 : 4;
}

int main(int argc, char **argv)
{
	show.arena = arena_new();
	show.target.timeout_ms = 8000;
	show.target.path = "/.well-known/pki-validation/fileauth.txt";
	show.target.v4 = show.target.v6 = true;
	fake.addresses.all.n = 0;
	fake.drop = ERR_DENIED;
	for (int i = 1; i < argc; i++) {
		if (strncmp(argv[i], "--", 2) == 0 && i + 1 < argc) {
			option(argv[i], argv[i + 1]);
			i++;
		} else {
			add(argv[i], ROLE_EXAMINED);
		}
	}
	fake.addresses.all.v = show.locals.v;
	fake.addresses.all.n = show.locals.n;
	int status = broker_run(&fake_host, examine, NULL);
	arena_free(show.arena);
	return status;
}
