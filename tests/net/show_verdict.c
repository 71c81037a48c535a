/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The verdicts of the live rulesets, one JSON object a line:
 *	show_verdict FROM|any TO INTERFACE PROTO PORT [SOURCE-PORT]
 * "any" prints each part of the address space.
 */
#include "linux/ruleset_facts.h"
#include "linux/ruleset_legacy.h"
#include "linux/ruleset_nft.h"
#include "verdict/verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS_MAX = 64 };

static void print_part(const struct verdict_part *p)
{
	char lo[IP_TEXT_MAX], hi[IP_TEXT_MAX];
	const struct decision *d = p->by;
	const char *sep = "";
	printf("{\"from\":\"%s\",\"to\":\"%s\",\"verdict\":\"%s\",\"stage\":\"%s\"",
		ip_format(&p->range.lo, lo), ip_format(&p->range.hi, hi),
		fate_words[p->fate], stage_words[d->stage]);
	if (d->chain)
		printf(",\"table\":\"%s\",\"chain\":\"%s\",\"handle\":%llu",
			d->chain->table->name, d->chain->name,
			d->rule ? (unsigned long long)d->rule->handle : 0ull);
	printf(",\"several\":%s,\"reasons\":[", p->several ? "true" : "false");
	for (const struct reason *r = p->reasons; r; r = r->next, sep = ",")
		printf("%s\"%s\"", sep, r->what);
	puts("]}");
}

static enum err read_rules(struct arena *a, struct ruleset *rs, const char **why)
{
	enum err err = ruleset_read_nft(a, rs, why);
	if (err == ERR_OK || err == ERR_NOT_FOUND) {
		err = ruleset_read_legacy(a, rs, why);
		if (err == ERR_NOT_FOUND)
			err = ERR_OK;
	}
	return err;
}

static void ask(struct arena *a, const struct ruleset *rs, struct question *q,
	const struct ip *from, struct verdict_answer *ans)
{
	struct facts facts = {.arena = a};
	struct fact_reader reader = {.arena = a, .facts = &facts};
	for (int round = 0; round < ROUNDS_MAX; round++) {
		q->sources = from ? space_one(a, from) : space_all(a, q->to.family);
		verdict_ask(a, rs, &facts, q, ans);
		for (size_t i = 0; i < ans->needs.n; i++)
			facts_answer(&reader, ans->needs.v[i]);
		if (!ans->needs.n)
			return;
	}
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct ruleset rs = {.generation = 0};
	struct verdict_answer ans = {.parts_n = 0};
	struct question q = {.iif = argc > 3 ? argv[3] : NULL};
	const char *why = NULL;
	struct ip from;
	bool any = argc > 1 && strcmp(argv[1], "any") == 0;
	if (argc < 6 || ip_parse(argv[2], &q.to) != ERR_OK ||
		(!any && ip_parse(argv[1], &from) != ERR_OK)) {
		fputs("show_verdict FROM|any TO INTERFACE PROTO PORT [SOURCE-PORT]\n",
			stderr);
		return 2;
	}
	q.proto = (int)strtol(argv[4], NULL, 10);
	q.port = (int)strtol(argv[5], NULL, 10);
	q.source_port = argc > 6 ? (int)strtol(argv[6], NULL, 10) : 0;
	if (read_rules(a, &rs, &why) != ERR_OK) {
		fprintf(stderr, "the rules could not be read: %s\n", why);
		return 1;
	}
	ask(a, &rs, &q, any ? NULL : &from, &ans);
	for (size_t i = 0; i < ans.parts_n; i++)
		print_part(&ans.parts[i]);
	arena_free(a);
	return 0;
}
