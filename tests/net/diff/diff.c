/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Judges rulesets that come on stdin by the engine and by the kernel, and prints both.
 * Lines:
 *	ruleset ID           forget what was, begin anew
 *	load KIND N          N bytes of text follow (load.c knows the kinds)
 *	packet FROM TO PROTO PORT SPORT
 *	go                   load, send, compare; answers one JSON line
 *	fresh [WAY]          a new laboratory, in which packets come by WAY (lab.h)
 */
#include "compare.h"
#include "lab.h"
#include "second.h"
#include "linux/ruleset_legacy.h"
#include "verdict/attr.h"

#include <malloc.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PACKETS_MAX = 256, WAIT_MS = 300, MORE_MS = 4 };

struct packet_line {
	struct ip from, to;
	int proto, port, source_port;
	bool bad_checksum;
};
struct batch {
	struct arena *arena;
	char id[64];
	const char *error;
	struct packet_line packets[PACKETS_MAX];
	size_t n;
	struct second_case again[PACKETS_MAX]; /* what is injected as well */
	size_t again_n;
	bool fenced;
	struct verdict_answer *all;       /* the last one of the whole address space, */
	const struct packet_line *all_of; /* and what it was asked about */
	/* still to be done: one transaction with the first ruleset costs half */
	bool reset;
	bool has_legacy;
	/* rules whose state a packet changes: read again before each one */
	bool has_state;
};

static void question_of(struct question *q, const struct packet_line *p)
{
	*q = (struct question){.to = p->to,
		.proto = p->proto,
		.port = p->port,
		.source_port = p->source_port,
		.iif = lab_interface()};
}

static bool same_question(const struct packet_line *a, const struct packet_line *b)
{
	return ip_equal(&a->to, &b->to) && a->proto == b->proto && a->port == b->port &&
	       a->source_port == b->source_port;
}

/* The whole address space's answer is asked once for all sources of a question. */
static const struct verdict_part *ask_all(
	struct batch *b, struct judge *j, const struct packet_line *p)
{
	if (!b->all || b->has_state || !same_question(b->all_of, p)) {
		struct question q;
		question_of(&q, p);
		q.sources = space_all(b->arena, p->to.family);
		b->all = ARENA_NEW(b->arena, struct verdict_answer);
		b->all_of = p;
		judge_ask(j, &q, b->all);
	}
	return judge_part(b->all, &p->from);
}

static const struct verdict_part *ask_one(
	struct batch *b, struct judge *j, const struct packet_line *p)
{
	struct question q;
	struct verdict_answer *ans = ARENA_NEW(b->arena, struct verdict_answer);
	question_of(&q, p);
	q.sources = space_one(b->arena, &p->from);
	judge_ask(j, &q, ans);
	return judge_part(ans, &p->from);
}

static struct ruleset *read_legacy(struct batch *b)
{
	struct ruleset *rs = ARENA_NEW(b->arena, struct ruleset);
	const char *why = NULL;
	if (b->has_legacy && ruleset_read_legacy(b->arena, rs, &why) != ERR_OK)
		fprintf(stderr, "legacy: %s\n", why);
	return rs;
}

/* Dice, tokens, and what is not understood at all: two packets may fare otherwise. */
static void add_second(struct batch *b, const struct packet_line *p,
	const struct verdict_part *one, const struct kernel_says *k)
{
	bool definite = one && one->ways_n < 2 && !one->several &&
			one->fate != FATE_MAYBE && one->fate != FATE_UNKNOWN;
	if (p->proto != IPPROTO_TCP || p->bad_checksum)
		return;
	b->again[b->again_n++] = (struct second_case){.from = p->from,
		.to = p->to,
		.port = p->port,
		.source_port = p->source_port,
		.chance = b->has_state || !definite,
		.early_reject = one && one->fate == FATE_REJECT &&
				one->by->stage == STAGE_INGRESS,
		.wire = *k};
}

static void one_packet(struct batch *b, struct judge *j, const struct packet_line *p)
{
	static struct trace events;
	struct kernel_says k;
	struct question q;
	struct legacy_counts legacy = {0};
	const struct verdict_part *one = ask_one(b, j, p), *all;
	question_of(&q, p);
	legacy.before = read_legacy(b);
	events.n = 0;
	trace_read(&events, 0);
	events.n = 0;
	if (!lab_send(&q, &p->from, p->bad_checksum))
		fputs("the packet could not be sent\n", stderr);
	trace_read(&events, WAIT_MS);
	trace_judge(&events, &k);
	if (k.silent) { /* the kernel may not be done with it */
		trace_read(&events, MORE_MS);
		trace_judge(&events, &k);
	}
	legacy.after = read_legacy(b);
	all = ask_all(b, j, p);
	add_second(b, p, one, &k);
	compare_print(compare(one, &k, &legacy), compare_any(one, all), one, all, &k);
}

/* -- what each rule's counters counted
 * ------------------------------------------------------------ */

static void print_counts(const struct nf_rule *r)
{
	struct attr_walk w = attr_walk(r->exprs);
	struct attr at;
	const char *sep = "";
	printf("[%llu,[", (unsigned long long)r->handle);
	while (attr_next(&w, &at)) {
		struct attrs t, c;
		attrs_read(&t, at.data, 0x6);
		if (!attrs_has(&t, A_EXPR_NAME) ||
			!attr_is(t.at[A_EXPR_NAME], "counter") ||
			!attrs_has(&t, A_EXPR_DATA))
			continue;
		attrs_read(&c, t.at[A_EXPR_DATA], 0xe);
		printf("%s%llu", sep, (unsigned long long)attrs_u64(&c, 2));
		sep = ",";
	}
	printf("]]");
}

static void print_legacy_count(const struct nf_rule *r, int family)
{
	uint64_t n = 0;
	memcpy(&n, r->exprs.p + (family == NF_IP ? 96 : 152), sizeof(n));
	printf("[%llu,[%llu]]", (unsigned long long)r->handle, (unsigned long long)n);
}

static void print_chains(const struct ruleset *rs)
{
	const char *sep = "";
	for (size_t t = 0; t < rs->tables.n; t++) {
		const struct nf_table *tb = rs->tables.v[t];
		for (size_t c = 0; c < tb->chains.n; c++) {
			const struct nf_chain *ch = tb->chains.v[c];
			printf("%s\"%s%d %s %s\":[", sep, tb->legacy ? "l" : "",
				tb->family, tb->name, ch->name);
			for (size_t r = 0; r < ch->rules_n; r++) {
				printf("%s", r ? "," : "");
				if (tb->legacy)
					print_legacy_count(&ch->rules[r], tb->family);
				else
					print_counts(&ch->rules[r]);
			}
			printf("]");
			sep = ",";
		}
	}
}

static void go(struct batch *b)
{
	if (b->reset)
		b->error = load_reset(b->arena);
	const char *why = b->error;
	struct judge *j = why ? NULL : judge_new(b->arena, &why);
	printf("{\"id\":\"%s\",\"packets\":[", b->id);
	for (size_t i = 0; j && i < b->n; i++) {
		printf("%s", i ? "," : "");
		if (b->has_state && i)
			j = judge_new(b->arena, &why);
		if (!j)
			break;
		one_packet(b, j, &b->packets[i]);
	}
	printf("],\"chains\":{");
	struct judge *after = j ? judge_new(b->arena, &why) : NULL;
	if (after)
		print_chains(judge_rules(after));
	printf("}");
	second_print(b->arena, lab_interface(), b->fenced, b->again, b->again_n);
	printf(",\"error\":\"");
	for (; !j && why && *why; why++)
		putchar(*why == '"' || *why == '\\' || *why < ' ' ? ' ' : *why);
	printf("\"}\n");
	fflush(stdout);
}

/* -- the lines ---------------------------------------------------------------------
 * ----------------- */

static void on_load(struct batch *b, const char *line)
{
	char kind[16];
	size_t n;
	if (sscanf(line, "load %15s %zu", kind, &n) != 2)
		return;
	char *text = arena_alloc(b->arena, n + 1);
	if (fread(text, 1, n, stdin) != n)
		exit(1);
	bool is_nft = strcmp(kind, "nft") == 0;
	if (!b->error && b->reset && !is_nft)
		b->error = load_reset(b->arena);
	if (!b->error)
		b->error = is_nft && b->reset ? load_reset_with(b->arena, text)
					      : load_text(b->arena, kind, text, n);
	b->reset = false;
	b->has_state |= strstr(text, "quota") || strstr(text, "dynamic") ||
			strstr(text, "recent") || strstr(text, "hashlimit");
	b->has_legacy |= strncmp(kind, "leg", 3) == 0;
	b->fenced |= strcmp(kind, "xdp") == 0;
}

static void on_packet(struct batch *b, const char *line)
{
	char from[64], to[64], how[16] = "";
	struct packet_line p = {0};
	int n = sscanf(line, "packet %63s %63s %d %d %d %15s", from, to, &p.proto,
		&p.port, &p.source_port, how);
	p.bad_checksum = strcmp(how, "badsum") == 0;
	if (n >= 5 && ip_parse(from, &p.from) == ERR_OK &&
		ip_parse(to, &p.to) == ERR_OK && b->n < PACKETS_MAX)
		b->packets[b->n++] = p;
	else
		fprintf(stderr, "a line that is not understood: %s", line);
}

static void on_ruleset(struct batch *b, const char *line)
{
	arena_reset(b->arena);
	*b = (struct batch){.arena = b->arena, .has_legacy = b->has_legacy};
	sscanf(line, "ruleset %63s", b->id);
	b->reset = true;
}

static bool on_fresh(const char *line)
{
	char way[16];
	if (sscanf(line, "fresh %15s", way) == 1 && !lab_way(way))
		return false;
	return lab_enter();
}

int main(void)
{
	static struct batch b;
	char *line = NULL;
	size_t size = 0;
	cpu_set_t here;
	CPU_ZERO(&here);
	CPU_SET((unsigned)sched_getcpu(), &here);
	sched_setaffinity(0, sizeof(here), &here);
	mallopt(M_TRIM_THRESHOLD, 1 << 30);
	mallopt(M_MMAP_THRESHOLD, 1 << 30);
	b.arena = arena_new();
	if (!lab_enter())
		return 1;
	while (getline(&line, &size, stdin) > 0) {
		if (strncmp(line, "ruleset ", 8) == 0)
			on_ruleset(&b, line);
		else if (strncmp(line, "load ", 5) == 0)
			on_load(&b, line);
		else if (strncmp(line, "packet ", 7) == 0)
			on_packet(&b, line);
		else if (strcmp(line, "go\n") == 0)
			go(&b);
		else if (strncmp(line, "fresh", 5) == 0 && !on_fresh(line))
			return 1;
	}
	free(line);
	arena_free(b.arena);
	return 0;
}
