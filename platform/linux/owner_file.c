/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The lines of a file of rules (nft's language, or iptables-save's) by the rules that
 * stand there. White space and quotes do not count, and in iptables' not the words that
 * it adds.
 */
#include "rule_owners.h"

#include "file.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_LEN = 128 };

struct scan { /* where in the file */
	char table[NAME_LEN], chain[NAME_LEN];
	int family; /* of an nft table; 0 none */
};

struct indexing {
	struct arena *arena;
	struct owner_index *out;
	struct scan nft, iptables;
	size_t line, cap;
};

static void word_copy(char out[NAME_LEN], const char *s, const char *end)
{
	size_t n = 0;
	while (s + n < end && n < NAME_LEN - 1 && !strchr(" \t{;\"", s[n]))
		n++;
	memcpy(out, s, n);
	out[n] = '\0';
}

static const char *skip_blank(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	return s;
}

static bool begins(const char *s, const char *end, const char *word)
{
	size_t n = strlen(word);
	return (size_t)(end - s) > n && memcmp(s, word, n) == 0 &&
	       (s[n] == ' ' || s[n] == '\t');
}

static const char *next_word(const char *s, const char *end)
{
	while (s < end && *s != ' ' && *s != '\t')
		s++;
	return skip_blank(s, end);
}

/* -- keys ------------------------------------------------------------------------- */

/* iptables adds -m tcp to -p tcp, and /32 to an address. */
static size_t added(const char *s, const char *end)
{
	static const char *const words[] = {
		"-m tcp ", "-m udp ", "-m icmp ", "/32 ", "/128 "};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);
		if ((size_t)(end - s) >= n && memcmp(s, words[i], n) == 0)
			return n;
	}
	return 0;
}

/* What a rule is looked up by: its chain, and what counts of its text. Only iptables'
 * chains have no family here: their files do. */
static const char *key_of(
	struct arena *a, const struct scan *sc, const char *s, const char *end)
{
	const char *head =
		arena_printf(a, "%d %s %s\n", sc->family, sc->table, sc->chain);
	size_t n = strlen(head);
	char *key = arena_alloc(a, n + (size_t)(end - s) + 1);
	memcpy(key, head, n);
	while (s < end) {
		size_t skip = sc->family ? 0 : added(s, end);
		if (!skip && !strchr(" \t\"'", *s))
			key[n++] = *s;
		s += skip ? skip : 1;
	}
	key[n] = '\0';
	return key;
}

static const char *policy_key(struct arena *a, const struct scan *sc, bool accepts)
{
	const char *text = accepts ? "\npolicy accept" : "\npolicy drop";
	return key_of(a, sc, text, text + strlen(text));
}

static void index_add(struct indexing *x, const char *key)
{
	struct owner_index *out = x->out;
	if (out->n == x->cap) {
		x->cap = x->cap ? x->cap * 2 : 64;
		struct owner_line *v = arena_array(x->arena, x->cap, sizeof(*v));
		if (out->n)
			memcpy(v, out->v, out->n * sizeof(*v));
		out->v = v;
	}
	out->v[out->n++] = (struct owner_line){.key = key, .line = x->line};
}

static void index_rule(
	struct indexing *x, const struct scan *sc, const char *s, const char *end)
{
	if (sc->table[0] && sc->chain[0] && s < end)
		index_add(x, key_of(x->arena, sc, s, end));
}

/* -- nft's language --------------------------------------------------------------- */

static int family_of(const char *s, const char *end)
{
	static const struct {
		const char *word;
		int family;
	} rows[] = {{"inet", NF_INET}, {"ip6", NF_IP6}, {"ip", NF_IP}, {"arp", NF_ARP},
		{"netdev", NF_NETDEV}, {"bridge", NF_BRIDGE}};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (begins(s, end, rows[i].word))
			return rows[i].family;
	return 0;
}

/* "table inet filter {": what stands behind the name. */
static const char *read_table(struct scan *sc, const char *s, const char *end)
{
	s = next_word(s, end);
	sc->family = family_of(s, end);
	if (sc->family)
		s = next_word(s, end);
	else
		sc->family = NF_IP;
	word_copy(sc->table, s, end);
	sc->chain[0] = '\0';
	return next_word(s, end);
}

/* Where a rule ends: at ; or # or the chain's brace, none of them in quotes or in a
 * set. */
static const char *rule_end(const char *s, const char *end)
{
	bool quoted = false;
	int depth = 0;
	for (; s < end; s++) {
		if (*s == '"')
			quoted = !quoted;
		else if (quoted)
			continue;
		else if (*s == '{')
			depth++;
		else if (*s == '}' && depth-- == 0)
			break;
		else if (*s == ';' || *s == '#')
			break;
	}
	return s;
}

/* "add rule inet filter input …". */
static bool added_rule(struct indexing *x, const char *s, const char *end)
{
	struct scan sc = {.family = 0};
	if (begins(s, end, "nft"))
		s = next_word(s, end);
	if (!begins(s, end, "add") && !begins(s, end, "insert"))
		return false;
	s = next_word(s, end);
	if (!begins(s, end, "rule"))
		return false;
	s = read_table(&sc, s, end);
	word_copy(sc.chain, s, end);
	s = next_word(s, end);
	index_rule(x, &sc, s, rule_end(s, end));
	return true;
}

static void find_policy(struct indexing *x, const char *s, const char *end)
{
	for (; s + 6 < end; s++) {
		if (memcmp(s, "policy", 6) != 0)
			continue;
		s = skip_blank(s + 6, end);
		bool accepts = (size_t)(end - s) >= 6 && memcmp(s, "accept", 6) == 0;
		if (accepts || ((size_t)(end - s) >= 4 && memcmp(s, "drop", 4) == 0))
			index_add(x, policy_key(x->arena, &x->nft, accepts));
		return;
	}
}

/* A line may open a chain and hold rules: each piece of it is one. */
static void nft_line(struct indexing *x, const char *s, const char *end)
{
	if (added_rule(x, s, end))
		return;
	if (begins(s, end, "table"))
		(void)read_table(&x->nft, s, end);
	const char *c = s;
	for (; c < end; c++)
		if (begins(c, end, "chain") && (c == s || strchr(" \t{", c[-1])))
			break;
	if (c < end) {
		word_copy(x->nft.chain, next_word(c, end), end);
		s = memchr(c, '{', (size_t)(end - c));
		s = s ? s + 1 : end;
	}
	if (!x->nft.chain[0])
		return;
	find_policy(x, s, end);
	while (s < end) {
		const char *stop = rule_end(s, end);
		index_rule(x, &x->nft, s, stop);
		if (stop < end && *stop == '#')
			break;
		s = stop + 1;
	}
}

/* -- iptables-save's language ----------------------------------------------------- */

static void iptables_line(struct indexing *x, const char *s, const char *end)
{
	struct scan *sc = &x->iptables;
	if (*s == '*') {
		word_copy(sc->table, s + 1, end);
	} else if (*s == ':') {
		word_copy(sc->chain, s + 1, end);
		s = next_word(s, end);
		if (begins(s, end, "ACCEPT") || begins(s, end, "DROP"))
			index_add(x, policy_key(x->arena, sc, *s == 'A'));
	} else if (begins(s, end, "-A") || begins(s, end, "-I")) {
		s = next_word(s, end);
		word_copy(sc->chain, s, end);
		index_rule(x, sc, next_word(s, end), end);
	}
}

/* -- the whole -------------------------------------------------------------------- */

static int by_key(const void *a, const void *b)
{
	const struct owner_line *x = a, *y = b;
	int order = strcmp(x->key, y->key);
	return order ? order : x->line < y->line ? -1 : x->line > y->line;
}

void owner_file_index(struct arena *a, const struct bytes *file, struct owner_index *out)
{
	struct indexing x = {.arena = a, .out = out};
	const char *line;
	size_t at = 0, n;
	memset(out, 0, sizeof(*out));
	while ((line = file_next_line(file, &at, &n))) {
		const char *end = line + n, *s = skip_blank(line, end);
		x.line++;
		if (s == end || *s == '#')
			continue;
		iptables_line(&x, s, end);
		nft_line(&x, s, end);
	}
	if (out->n)
		qsort(out->v, out->n, sizeof(*out->v), by_key);
}

static size_t find(const struct owner_index *index, const char *key)
{
	size_t lo = 0, hi = index->n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (strcmp(index->v[mid].key, key) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	bool found = lo < index->n && strcmp(index->v[lo].key, key) == 0;
	return found ? index->v[lo].line : 0;
}

size_t owner_file_line(struct arena *a, const struct owner_index *index,
	const struct nf_chain *chain, const char *text)
{
	struct scan sc = {.family = 0};
	size_t line[2] = {0};
	const struct nf_table *t = chain->table;
	const char *last = text ? text + strlen(text) : NULL;
	word_copy(sc.table, t->name, t->name + strlen(t->name));
	word_copy(sc.chain, chain->name, chain->name + strlen(chain->name));
	for (int i = 0; i < (t->legacy ? 1 : 2); i++) {
		sc.family = i ? t->family : 0;
		line[i] =
			find(index, text ? key_of(a, &sc, text, last)
					 : policy_key(a, &sc, chain->policy == V_ACCEPT));
	}
	return !line[1] || (line[0] && line[0] < line[1]) ? line[0] : line[1];
}
