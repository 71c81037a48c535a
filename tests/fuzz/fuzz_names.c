/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A rule in words, whatever its bytes: a byte of flags (family, legacy, base chain), one
 * for the set's kind, then the expressions or the entry. The text is never NULL and is
 * bounded, and each condition can be taken away.
 */
#include "linux/rule_owners.h"
#include "verdict/names.h"
#include "verdict/nearly.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_CEILING = 64 * 1024, ELEMS = 3 };

static void make_set(
	struct nf_set *s, const struct nf_table *t, const uint8_t *p, size_t n)
{
	static const uint32_t types[] = {7, 8, 13, 41, 19, 26, 15, 7 << 6 | 13, 0, 4, 12};
	static const size_t lens[] = {4, 16, 2, 16, 4, 4, 1, 8, 4, 4, 1};
	size_t kind = n ? p[0] % 11u : 0;
	static unsigned char lo[ELEMS * 16], hi[ELEMS * 16], data[ELEMS * 4];
	static const int verdicts[ELEMS] = {1, 0, -3};
	static const char *const chains[ELEMS] = {NULL, NULL, "web"};
	for (size_t i = 0; i < sizeof(lo); i++) {
		lo[i] = n > 1 ? p[1 + i % (n - 1)] : 0;
		hi[i] = (unsigned char)(lo[i] | (unsigned char)i);
	}
	*s = (struct nf_set){.name = "__set0",
		.table = t,
		.flags = SET_ANONYMOUS | (n > 1 && p[1] & 1 ? SET_INTERVAL : 0u),
		.key_len = lens[kind],
		.key_type = types[kind],
		.all_known = true};
	s->elems = (struct nf_elems){.n = ELEMS, .lo = lo, .hi = hi};
	if (n > 1 && p[1] & 2) {
		s->verdict_map = true;
		s->elems.verdicts = verdicts;
		s->elems.chains = chains;
	} else if (n > 1 && p[1] & 4) {
		s->data_len = 4;
		s->data_type = 19;
		s->elems.data = data;
	}
}

static void check(struct arena *a, const char *text)
{
	if (!text || strlen(text) > TEXT_CEILING)
		abort();
	(void)a;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const int families[] = {
		NF_INET, NF_IP, NF_IP6, NF_NETDEV, NF_BRIDGE, NF_ARP};
	if (n < 4 || n > 16384)
		return 0;
	struct arena *a = arena_new();
	struct nf_table table = {.family = families[p[0] % 6], .name = "filter"};
	struct nf_set set;
	struct nf_chain chain = {.table = &table, .name = "__chain0", .hook = HOOK_NONE};
	struct ruleset rs = {0};
	/* exactly as long as it is: one byte beyond is found */
	unsigned char *bytes = malloc(n - 4 ? n - 4 : 1);
	memcpy(bytes, p + 4, n - 4);
	struct nf_rule rule = {.handle = 1, .exprs = {.p = bytes, .n = n - 4}};
	table.legacy = p[0] & 0x40;
	if (table.legacy)
		table.family = p[0] & 1 ? NF_IP6 : NF_IP;
	if (p[0] & 0x80)
		rule.userdata = (struct bytes){.p = bytes, .n = n > 40 ? 32 : 0};
	make_set(&set, &table, p + 1, 3);
	chain.rules = &rule;
	chain.rules_n = 1;
	VEC_PUSH(a, &table.sets, &set);
	VEC_PUSH(a, &table.chains, &chain);
	VEC_PUSH(a, &rs.tables, &table);
	bool raw;
	const char *text = rule_text(a, &rs, &chain, &rule, &raw);
	check(a, text);
	check(a, rule_owner(a, &chain, &rule));
	(void)rule_comment(a, &chain, &rule);
	(void)nearly_accepts(&chain, &rule);
	size_t conditions = nearly_conditions(&chain, &rule);
	for (size_t i = 0; i < conditions && i < 8; i++) {
		enum condition what;
		struct nf_rule without = nearly_without(a, &chain, &rule, i, &what);
		if (without.exprs.n > rule.exprs.n)
			abort();
		check(a, rule_text(a, &rs, &chain, &without, NULL));
	}
	const char *to;
	struct nf_rule jump = nearly_jump(a, &chain, &rule, &to);
	check(a, rule_text(a, &rs, &chain, &jump, NULL));
	/* the same bytes as files of ufw and of rules */
	struct bytes file = {.p = bytes, .n = n - 4};
	struct ufw_rules ufw;
	ufw_rules_read(a, &file, &file, &ufw);
	(void)ufw_rules_find(
		&ufw, p[1] & 1 ? "ufw-user-input" : "ufw6-user-input", p[2] % 4, text);
	for (size_t i = 0; i < ufw.tuples.n && i < 8; i++)
		check(a, ufw_rules_words(a, &ufw, i));
	struct owner_index index;
	owner_file_index(a, &file, &index);
	(void)owner_file_line(a, &index, &chain, p[1] & 2 ? text : NULL);
	free(bytes);
	arena_free(a);
	return 0;
}
