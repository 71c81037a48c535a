/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "second.h"

#include "linux/inject.h"

#include <stdio.h>
#include <string.h>

enum { METHODS = 2, UNKNOWN_FAMILY = 0 };

static const char *family_word(int family)
{
	return family == NF_INET     ? "inet"
	       : family == NF_IP     ? "ip"
	       : family == NF_IP6    ? "ip6"
	       : family == NF_NETDEV ? "netdev"
				     : "?";
}

static const char *wire_text(struct arena *a, const struct kernel_says *k)
{
	return arena_printf(a, "%s%s by %s %s %s %llu", fate_words[k->fate],
		k->replied ? " with an answer" : "", k->family, k->table, k->chain,
		(unsigned long long)k->handle);
}

static const char *injected_text(struct arena *a, const struct inject_probe *p)
{
	return arena_printf(a, "%s, last seen at %d, by %s %s %s %llu",
		fate_words[p->fate], p->last, family_word(p->by.family),
		p->by.table ? p->by.table : "", p->by.chain ? p->by.chain : "",
		(unsigned long long)p->by.handle);
}

/* An accept by a policy: which of several accepting ones is named does not matter. */
static bool same_rule(const struct kernel_says *k, const struct inject_probe *p)
{
	if (!*k->table || p->by.family == UNKNOWN_FAMILY)
		return !*k->table == (p->by.family == UNKNOWN_FAMILY) ||
		       (k->fate == FATE_ACCEPT && !k->handle && !p->by.handle);
	if (k->fate == FATE_ACCEPT && !k->handle && !p->by.handle)
		return true;
	return strcmp(k->family, family_word(p->by.family)) == 0 && p->by.table &&
	       strcmp(k->table, p->by.table) == 0 && p->by.chain &&
	       strcmp(k->chain, p->by.chain) == 0 && k->handle == p->by.handle;
}

/* NULL: equal. */
static const char *difference(
	const struct second_case *c, const struct inject_probe *p, bool traced)
{
	const struct kernel_says *k = &c->wire;
	if ((k->fate == FATE_ACCEPT) != (p->fate == FATE_ACCEPT))
		return "another verdict";
	if (k->replied && p->fate == FATE_DROP)
		return "an answer over the wire alone";
	if (traced && !same_rule(k, p))
		return "another rule";
	return NULL;
}

static const char *judge(struct arena *a, const struct second_case *c,
	const struct inject_probe *p, const struct inject_run *r)
{
	bool traced = c->from.family == 4 ? r->traced4 : r->traced6;
	if (!p->done)
		return arena_printf(a, "skip: %s", p->why ? p->why : "not injected");
	if (c->wire.stolen)
		return "skip: taken over by another";
	const char *what = difference(c, p, traced);
	if (!what)
		return "ok";
	return arena_printf(a, "%s: %s by %s: wire %s; injected %s",
		c->chance ? "chance" : "wrong", what, r->method, wire_text(a, &c->wire),
		injected_text(a, p));
}

static void inject(struct arena *a, bool live, const char *interface, bool fenced,
	const struct second_case *v, size_t n, const char **words)
{
	struct inject_run r = {.arena = a, .n = n, .live_frames = live};
	r.probes = arena_array(a, n, sizeof(*r.probes));
	for (size_t i = 0; i < n; i++)
		r.probes[i] = (struct inject_probe){.from = v[i].from,
			.to = v[i].to,
			.port = v[i].port,
			.source_port = v[i].source_port,
			.interface = interface,
			.fenced = fenced,
			.early_reject = v[i].early_reject};
	enum err err = inject_run(&r);
	for (size_t i = 0; i < n; i++)
		words[i] = err == ERR_OK ? judge(a, &v[i], &r.probes[i], &r)
					 : arena_printf(a, "skip: %s", r.why);
}

static void print_words(const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		printf("%s\"", i ? "," : "");
		for (const char *s = words[i]; *s; s++)
			putchar(*s == '"' || *s == '\\' || *s < ' ' ? ' ' : *s);
		putchar('"');
	}
}

void second_print(struct arena *a, const char *interface, bool fenced,
	const struct second_case *v, size_t n)
{
	const char *why = n ? load_text(a, "nft",
				      "delete table inet " LAB_TABLE
				      "\ndelete table netdev " LAB_TABLE "\n",
				      0)
			    : NULL;
	const char **words = arena_array(a, n + 1, sizeof(*words));
	printf(",\"second\":[");
	for (int method = 0; method < METHODS && n && !why; method++) {
		inject(a, method == 1, interface, fenced, v, n, words);
		printf("%s", method ? "," : "");
		print_words(words, n);
	}
	printf("]");
}
