/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules written attribute by attribute, as the kernel would give them, and the verdict on
 * them: what no tool here can write, or no kernel here runs. */
#ifndef VERDICT_RULES_H
#define VERDICT_RULES_H

#include "verdict/engine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include <string.h>

struct scene {
	struct arena *arena;
	struct ruleset rs;
	struct nf_table *table;
	struct nf_chain *chain;
	struct facts facts;
};

static unsigned char *at; /* where attributes are being written */

static inline unsigned char *begin(int type)
{
	unsigned char *head = at;
	head[2] = (unsigned char)type;
	head[3] = (unsigned char)(type >> 8);
	at += 4;
	return head;
}

static inline void end(unsigned char *head)
{
	size_t n = (size_t)(at - head);
	head[0] = (unsigned char)n;
	head[1] = (unsigned char)(n >> 8);
	at += (4 - n % 4) % 4;
}

static inline void put(int type, const void *p, size_t n)
{
	unsigned char *head = begin(type);
	memcpy(at, p, n);
	at += n;
	end(head);
}

static inline void put32(int type, uint32_t v)
{
	const unsigned char b[4] = {(unsigned char)(v >> 24), (unsigned char)(v >> 16),
		(unsigned char)(v >> 8), (unsigned char)v};
	put(type, b, sizeof(b));
}

static inline void value(int type, const void *p, size_t n)
{
	unsigned char *head = begin(type);
	put(A_DATA_VALUE, p, n);
	end(head);
}

static inline unsigned char *expression(const char *name, unsigned char **data)
{
	unsigned char *head = begin(A_LIST_ELEM);
	put(A_EXPR_NAME, name, strlen(name) + 1);
	*data = begin(A_EXPR_DATA);
	return head;
}

static inline void verdict(int code, const char *chain)
{
	unsigned char *data, *expr = expression("immediate", &data), *d, *v;
	put32(A_IMM_DREG, 0);
	d = begin(A_IMM_DATA);
	v = begin(A_DATA_VERDICT);
	put32(A_VERDICT_CODE, (uint32_t)code);
	if (chain)
		put(A_VERDICT_CHAIN, chain, strlen(chain) + 1);
	end(v);
	end(d);
	end(data);
	end(expr);
}

static inline void load_ct(uint32_t key)
{
	unsigned char *data, *expr = expression("ct", &data);
	put32(A_CT_DREG, 1);
	put32(A_CT_KEY, key);
	end(data);
	end(expr);
}

static inline void load_payload(uint32_t base, uint32_t offset, uint32_t n)
{
	unsigned char *data, *expr = expression("payload", &data);
	put32(A_PAYLOAD_DREG, 1);
	put32(A_PAYLOAD_BASE, base);
	put32(A_PAYLOAD_OFFSET, offset);
	put32(A_PAYLOAD_LEN, n);
	end(data);
	end(expr);
}

static inline void hash(uint32_t n, uint32_t modulus, uint32_t seed)
{
	unsigned char *data, *expr = expression("hash", &data);
	put32(A_HASH_SREG, 1);
	put32(A_HASH_DREG, 1);
	put32(A_HASH_LEN, n);
	put32(A_HASH_MODULUS, modulus);
	put32(A_HASH_SEED, seed);
	put32(A_HASH_TYPE, 0);
	end(data);
	end(expr);
}

static inline void compare(uint32_t op, const void *p, size_t n)
{
	unsigned char *data, *expr = expression("cmp", &data);
	put32(A_CMP_SREG, 1);
	put32(A_CMP_OP, op);
	value(A_CMP_DATA, p, n);
	end(data);
	end(expr);
}

static inline void plain(const char *name)
{
	unsigned char *data, *expr = expression(name, &data);
	end(data);
	end(expr);
}

/* Begins a rule; rule_end makes it the chain's next. */
static inline void rule(struct scene *s)
{
	at = arena_alloc(s->arena, 4096);
}

static inline void rule_end(struct nf_chain *c, const unsigned char *start)
{
	c->rules[c->rules_n++] = (struct nf_rule){
		.handle = c->rules_n, .exprs = {.p = start, .n = (size_t)(at - start)}};
}

static inline struct nf_chain *chain(
	struct scene *s, const char *name, int hook, int priority)
{
	struct nf_chain *c = VEC_ADD(s->arena, &s->table->chains, struct nf_chain);
	*c = (struct nf_chain){.name = name,
		.table = s->table,
		.hook = hook,
		.priority = priority,
		.policy = V_ACCEPT,
		.order = s->table->chains.n};
	c->type = hook == HOOK_NONE ? NULL : "filter";
	c->rules = arena_array(s->arena, 32, sizeof(*c->rules));
	return c;
}

static inline void scene(struct scene *s)
{
	memset(s, 0, sizeof(*s));
	s->arena = arena_new();
	s->facts.arena = s->arena;
	s->table = VEC_ADD(s->arena, &s->rs.tables, struct nf_table);
	s->table->family = NF_INET;
	s->table->name = "t";
	s->chain = chain(s, "input", HOOK_INPUT, 0);
}

static bool both; /* ask for both modelled packets */
static int sender_proto = 6;
/* How a need is answered otherwise than by yes or zero; NULL: it is not. */
static void (*answers)(struct fact *f);

/* The sources are from, NULL: all of the family. */
static inline void answer_to(struct scene *s, struct question *q, const char *from,
	struct verdict_answer *ans)
{
	struct ip source;
	memset(ans, 0, sizeof(*ans));
	if (from)
		assert_int_equal(ip_parse(from, &source), ERR_OK);
	for (int round = 0; round < 8; round++) {
		q->sources = from ? space_one(s->arena, &source)
				  : space_all(s->arena, q->to.family);
		(both ? verdict_ask_both : verdict_ask)(
			s->arena, &s->rs, &s->facts, q, ans);
		for (size_t i = 0; i < ans->needs.n; i++) {
			struct fact *f = facts_add(&s->facts, ans->needs.v[i]);
			f->known = true;
			f->value = ans->needs.v[i]->kind == NEED_LOCAL ? 2 : 0;
			if (answers)
				answers(f);
		}
		if (!ans->needs.n)
			break;
	}
}

static inline struct verdict_part ask_from(struct scene *s, const char *from, int port)
{
	struct verdict_answer ans;
	struct question q = {.proto = sender_proto, .port = port, .iif = "h0"};
	const char *to = strchr(from, ':') ? "2001:db8::10" : "203.0.113.10";
	assert_int_equal(ip_parse(to, &q.to), ERR_OK);
	answer_to(s, &q, from, &ans);
	assert_int_equal(ans.parts_n, 1);
	return ans.parts[0];
}

static inline void constant(uint32_t reg, const void *p, size_t n)
{
	unsigned char *data, *expr = expression("immediate", &data);
	put32(A_IMM_DREG, reg);
	value(A_IMM_DATA, p, n);
	end(data);
	end(expr);
}

/* One rule that drops what meets the condition which write() writes. */
static inline struct verdict_part drop_where(
	struct scene *s, void (*write)(const void *), const void *row, int port)
{
	scene(s);
	rule(s);
	unsigned char *start = at;
	write(row);
	verdict(V_DROP, NULL);
	rule_end(s->chain, start);
	return ask_from(s, "8.8.8.8", port);
}

#endif
