/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The DNS probe alone: runs it on the names given and prints what it saw, one line a
 * fact.
 *   show_dns [-4|-6] [--hints FILE] [--anchor FILE] [--resolver ADDR PORT]
 *            [--hosts NAME ADDR] [--timeout MS] [--interrupt MS] [--hop NAME]...
 *            [--records] [--record HOST] [--walk] [--again] [NAME...]
 * --records: CAA, too; --record: and the validation record at this host; --walk: every
 * authoritative server; --again: and once more.
 */
#include "probe.h"
#include "profile.h"
#include "show_looks.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct look look;
static struct target target;
static struct evidence evidence;
static strs hops;
static int64_t interrupt_ms;
static bool looks, walks;
static int rounds;

void look_begin(struct look *l)
{
	l->pending++;
}

void look_end(struct look *l)
{
	if (--l->pending == 0)
		loop_stop(l->loop);
}

int64_t look_at(const struct look *l)
{
	return loop_now() - l->began;
}

void look_address(struct look *l, struct name_look *name, struct name_address *addr)
{
	char text[IP_TEXT_MAX];
	printf("told %s %s %s at=%d\n", name->ascii, ip_format(&addr->ip, text),
		address_origin_words[addr->origin], (int)look_at(l));
}

static _Noreturn void die(const char *what, const char *why)
{
	fprintf(stderr, "show_dns: %s: %s\n", what, why);
	exit(3);
}

static struct bytes file(struct arena *a, const char *path)
{
	enum { MAX = 1 << 20 };
	unsigned char *p = arena_alloc(a, MAX);
	FILE *f = fopen(path, "rb");
	if (!f)
		die(path, "cannot be read");
	struct bytes b = {.p = p, .n = fread(p, 1, MAX, f)};
	fclose(f);
	return b;
}

static void read_files(struct arena *a, const char *option, const char *path)
{
	const char *why = NULL;
	struct bytes b = file(a, path);
	bool hints = strcmp(option, "--hints") == 0;
	if (hints ? dns_check_hints(a, b, &why) : dns_check_anchors(a, b, &why))
		die(path, why);
	*(hints ? &target.root_hints : &target.trust_anchor) = b;
}

static void add_name(struct arena *a, const char *given)
{
	struct target_name *n = VEC_ADD(a, &target.names, struct target_name);
	const char *why;
	if (target_name_parse(a, given, n, &why) != ERR_OK)
		die(given, why);
}

static void add_host(struct arena *a, const char *name, const char *ip)
{
	struct host_override *h = VEC_ADD(a, &target.hosts, struct host_override);
	h->name = name;
	if (ip_parse(ip, &h->ip) != ERR_OK)
		die(ip, "no address");
}

static int option(struct arena *a, char **argv)
{
	const char *s = argv[0];
	if (strcmp(s, "-4") == 0)
		return target.v6 = false, 1;
	if (strcmp(s, "-6") == 0)
		return target.v4 = false, 1;
	if (strcmp(s, "--records") == 0)
		return looks = true, 1;
	if (strcmp(s, "--walk") == 0)
		return looks = walks = true, 1;
	if (strcmp(s, "--again") == 0)
		return rounds++, 1;
	if (strcmp(s, "--record") == 0) {
		looks = target.records_wanted = true;
		target.record_host = argv[1];
		return 2;
	}
	if (strcmp(s, "--timeout") == 0)
		return target.timeout_ms = strtol(argv[1], NULL, 10), 2;
	if (strcmp(s, "--interrupt") == 0)
		return interrupt_ms = strtol(argv[1], NULL, 10), 2;
	if (strcmp(s, "--hints") == 0 || strcmp(s, "--anchor") == 0)
		return read_files(a, s, argv[1]), 2;
	if (strcmp(s, "--hosts") == 0)
		return add_host(a, argv[1], argv[2]), 3;
	if (strcmp(s, "--hop") == 0) {
		VEC_PUSH(a, &hops, argv[1]);
		return 2;
	}
	if (strcmp(s, "--resolver") == 0) {
		target.have_resolver = true;
		target.resolver_port = (int)strtol(argv[2], NULL, 10);
		if (ip_parse(argv[1], &target.resolver) != ERR_OK)
			die(argv[1], "no address");
		return 3;
	}
	add_name(a, s);
	return 1;
}

static void show_answer(const char *name, const char *which, const struct dns_answer *d)
{
	char text[IP_TEXT_MAX];
	printf("%s %s %s rcode=%d dnssec=%s ttl=%d addresses=", name, which,
		seen_words[d->obs.seen], (int)d->rcode, dnssec_words[d->dnssec],
		(int)d->ttl);
	for (size_t i = 0; i < d->addresses.n; i++)
		printf("%s%s", i ? "," : "", ip_format(d->addresses.v[i], text));
	printf(" chain=");
	for (size_t i = 0; i < d->chain.n; i++)
		printf("%s%s", i ? "," : "", d->chain.v[i]);
	printf(" source=[%s] excerpt=[%s] ms=%d\n", d->obs.source ? d->obs.source : "",
		d->obs.excerpt ? d->obs.excerpt : "", (int)d->ms);
}

static void show_name(const struct name_look *n)
{
	char text[IP_TEXT_MAX];
	printf("%s name %s unicode=%s\n", n->ascii, name_role_words[n->role], n->unicode);
	show_answer(n->ascii, "a", &n->a);
	show_answer(n->ascii, "aaaa", &n->aaaa);
	show_answer(n->ascii, "host_a", &n->host_a);
	show_answer(n->ascii, "host_aaaa", &n->host_aaaa);
	for (size_t i = 0; i < n->addresses.n; i++) {
		const struct name_address *a = n->addresses.v[i];
		printf("%s address %s %s %s %s\n", n->ascii, ip_format(&a->ip, text),
			where_words[a->where], address_origin_words[a->origin],
			a->reserved_as ? a->reserved_as : "");
	}
}

static void resolved(void *arg, struct name_look *n)
{
	printf("resolved %s for %s at=%d\n", n->ascii, (const char *)arg,
		(int)look_at(&look));
	look_end(&look);
}

static void interrupt(void *arg)
{
	(void)arg;
	evidence.interrupted = true;
	look.stopped = true;
	loop_stop(look.loop);
}

static void run(void)
{
	look_begin(&look);
	if (walks)
		probe_auth.start(&look);
	probe_dns.start(&look);
	if (looks)
		probe_records.start(&look);
	for (size_t i = 0; i < hops.n; i++) {
		look_begin(&look);
		dns_resolve(&look, hops.v[i], ROLE_HOP, resolved,
			(void *)(uintptr_t)hops.v[i]);
	}
	if (interrupt_ms)
		loop_after(look.loop, interrupt_ms, interrupt, NULL);
	look_end(&look);
	while (look.pending > 0 && !look.stopped)
		loop_turn(look.loop, -1);
	look.stopped = true;
	if (walks)
		probe_auth.finish(&look);
	probe_dns.finish(&look);
	if (looks)
		probe_records.finish(&look);
}

/* A round of --wait, in an arena of its own. */
static void again(void)
{
	struct arena *a = arena_new();
	struct dns_looks out;
	int64_t began = loop_now();
	bool whole = dns_again(a, &target, &evidence, -1, &out);
	printf("round whole=%d\n", whole);
	show_looks(&out);
	printf("round took %d\n", (int)(loop_now() - began));
	arena_free(a);
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	signal(SIGPIPE, SIG_IGN); /* as the examiner's process does */
	target.v4 = target.v6 = true;
	target.timeout_ms = 10000;
	target.now = (int64_t)time(NULL);
	for (int i = 1; i < argc;)
		i += option(a, argv + i);
	size_t rows;
	target.profile = profile_rows(&rows);
	look = (struct look){.arena = a,
		.loop = loop_new(),
		.target = &target,
		.evidence = &evidence,
		.began = loop_now()};
	run();
	const struct recursion *r = &evidence.recursion;
	printf("recursion %s replaced=%d shown=[%s] source=[%s] excerpt=[%s]\n",
		seen_words[r->obs.seen], r->replaced, r->shown ? r->shown : "",
		r->obs.source ? r->obs.source : "", r->obs.excerpt ? r->obs.excerpt : "");
	for (size_t i = 0; i < evidence.names.n; i++)
		show_name(evidence.names.v[i]);
	if (looks)
		show_looks(&evidence.dns);
	for (int i = 0; i < rounds; i++)
		again();
	printf("elapsed %d\n", (int)look_at(&look));
	loop_free(look.loop);
	arena_free(a);
	return 0;
}
