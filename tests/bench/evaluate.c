/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The evaluator alone, on rules in memory, without a kernel: what one question costs by
 * the number of rules that the packet passes, and the rules a second.
 *   source       "ip saddr ADDRESS drop", each another: one source asks
 *   mark         "meta mark NUMBER drop": nothing is ruled out beforehand
 *   space        the first again: every IPv4 source asks
 */
#include "verdict/attr.h"
#include "verdict/ready.h"
#include "verdict/verdict.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LONG_ENOUGH_US = 200000, RULE_MAX = 256 };

static unsigned char *at; /* where attributes are being written */

static unsigned char *begin(int type)
{
	unsigned char *head = at;
	head[2] = (unsigned char)type;
	at += 4;
	return head;
}

static void end(unsigned char *head)
{
	size_t n = (size_t)(at - head);
	head[0] = (unsigned char)n;
	head[1] = (unsigned char)(n >> 8);
	at += (4 - n % 4) % 4;
}

static void put(int type, const void *p, size_t n)
{
	unsigned char *head = begin(type);
	memcpy(at, p, n);
	at += n;
	end(head);
}

static void put32(int type, uint32_t v)
{
	const unsigned char b[4] = {(unsigned char)(v >> 24), (unsigned char)(v >> 16),
		(unsigned char)(v >> 8), (unsigned char)v};
	put(type, b, sizeof(b));
}

struct expression {
	unsigned char *list, *data;
};

static struct expression expression(const char *name)
{
	struct expression e = {.list = begin(A_LIST_ELEM)};
	put(A_EXPR_NAME, name, strlen(name) + 1);
	e.data = begin(A_EXPR_DATA);
	return e;
}

static void finish(struct expression e)
{
	end(e.data);
	end(e.list);
}

static void load_source(void)
{
	struct expression e = expression("payload");
	put32(A_PAYLOAD_DREG, 1);
	put32(A_PAYLOAD_BASE, BASE_NETWORK);
	put32(A_PAYLOAD_OFFSET, 12);
	put32(A_PAYLOAD_LEN, 4);
	finish(e);
}

static void load_mark(void)
{
	struct expression e = expression("meta");
	put32(A_META_DREG, 1);
	put32(A_META_KEY, META_MARK);
	finish(e);
}

static void compare(uint32_t v)
{
	struct expression e = expression("cmp");
	put32(A_CMP_SREG, 1);
	put32(A_CMP_OP, OP_EQ);
	unsigned char *value = begin(A_CMP_DATA);
	put32(A_DATA_VALUE, v);
	end(value);
	finish(e);
}

static void drop(void)
{
	struct expression e = expression("immediate");
	put32(A_IMM_DREG, 0);
	unsigned char *data = begin(A_IMM_DATA), *verdict = begin(A_DATA_VERDICT);
	put32(A_VERDICT_CODE, V_DROP);
	end(verdict);
	end(data);
	finish(e);
}

struct scene {
	struct arena *arena;
	struct nf_table table;
	struct nf_chain chain, *chains[1];
	struct nf_table *tables[1];
	struct ruleset rs;
	struct facts facts;
};

static void build(struct scene *s, size_t n, void (*load)(void))
{
	memset(s, 0, sizeof(*s));
	s->arena = s->facts.arena = arena_new();
	s->table = (struct nf_table){.family = NF_IP, .name = "bench"};
	s->chain = (struct nf_chain){.name = "input",
		.table = &s->table,
		.type = "filter",
		.hook = HOOK_INPUT,
		.policy = V_ACCEPT,
		.rules_n = n};
	s->chain.rules = arena_array(s->arena, n, sizeof(struct nf_rule));
	for (size_t i = 0; i < n; i++) {
		unsigned char *start = at = arena_alloc(s->arena, RULE_MAX);
		load();
		compare(0x0b000001u + (uint32_t)i * 7919 * 4);
		drop();
		s->chain.rules[i].handle = i + 1;
		s->chain.rules[i].exprs =
			(struct bytes){.p = start, .n = (size_t)(at - start)};
	}
	s->chains[0] = &s->chain;
	s->table.chains.v = s->chains;
	s->table.chains.n = 1;
	s->tables[0] = &s->table;
	s->rs.tables.v = s->tables;
	s->rs.tables.n = 1;
	ruleset_ready(s->arena, &s->rs);
}

static void ask(struct scene *s, bool all)
{
	struct arena *a = arena_new();
	struct verdict_answer ans = {0};
	struct question q = {.proto = 6, .port = 443, .iif = "eth0"};
	static const struct ip to = {.family = 4, .addr = {198, 51, 100, 10}};
	static const struct ip from = {.family = 4, .addr = {203, 0, 113, 9}};
	q.to = to;
	do {
		for (size_t i = 0; i < ans.needs.n; i++) {
			struct fact *f = facts_add(&s->facts, ans.needs.v[i]);
			f->known = true;
			f->value = ans.needs.v[i]->kind == NEED_LOCAL ? 2 : 0;
		}
		q.sources = all ? space_all(a, 4) : space_one(a, &from);
		verdict_ask_both(a, &s->rs, &s->facts, &q, &ans);
	} while (ans.needs.n);
	if (ans.parts_n == 0)
		exit(1);
	arena_free(a);
}

static double now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* Microseconds for one question. */
static double measure(size_t n, void (*load)(void), bool all)
{
	struct scene s;
	int asked = 0;
	build(&s, n, load);
	ask(&s, all);
	const double began = now_us();
	double took = 0;
	while (took < LONG_ENOUGH_US) {
		ask(&s, all);
		asked++;
		took = now_us() - began;
	}
	arena_free(s.arena);
	return took / asked;
}

int main(void)
{
	static const size_t sizes[] = {100, 1000, 10000, 50000, 100000};
	printf("  %8s  %24s  %24s  %24s\n", "rules", "one source, by source",
		"one source, by mark", "every source, by source");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		const size_t n = sizes[i];
		const double us[] = {measure(n, load_source, false),
			measure(n, load_mark, false), measure(n, load_source, true)};
		printf("  %8zu", n);
		for (size_t k = 0; k < sizeof(us) / sizeof(us[0]); k++)
			printf("  %9.0f us %7.1f M/s", us[k], (double)n / us[k]);
		putchar('\n');
	}
	return 0;
}
