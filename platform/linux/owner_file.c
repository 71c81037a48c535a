/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The line of a file of rules (nft's language, or iptables-save's) where a rule stands.
 * White space and quotes do not count, and in iptables' not the words that it adds.
 */
#include "rule_owners.h"

#include "file.h"

#include <string.h>

enum { NAME_LEN = 128 };

struct scan { /* where in the file */
	char table[NAME_LEN], chain[NAME_LEN];
	int family; /* of an nft table; 0 none */
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

/* -- comparing -------------------------------------------------------------------- */

static bool counts(const char *s, const char *end)
{
	return s < end && !strchr(" \t\"'", *s);
}

/* Whether the text from s to end says the rule, white space and quotes aside. */
static bool says(const char *s, const char *end, const char *rule)
{
	const char *r = rule, *r_end = rule + strlen(rule);
	for (;;) {
		while (s < end && !counts(s, end))
			s++;
		while (r < r_end && !counts(r, r_end))
			r++;
		if (s == end || r == r_end)
			return r == r_end && (s == end || *s == '#' || *s == ';');
		if (*s++ != *r++)
			return false;
	}
}

/* iptables adds -m tcp to -p tcp, and /32 to an address. */
static bool drop_added(const char **s, const char *end)
{
	static const char *const added[] = {
		"-m tcp ", "-m udp ", "-m icmp ", "/32 ", "/128 "};
	for (size_t i = 0; i < sizeof(added) / sizeof(added[0]); i++) {
		size_t n = strlen(added[i]);
		if ((size_t)(end - *s) >= n && memcmp(*s, added[i], n) == 0) {
			*s += n;
			return true;
		}
	}
	return false;
}

static bool says_iptables(const char *s, const char *end, const char *rule)
{
	const char *r = rule, *r_end = rule + strlen(rule);
	for (;;) {
		while (s < end && (!counts(s, end) || drop_added(&s, end)))
			s += s < end && !counts(s, end);
		while (r < r_end && (!counts(r, r_end) || drop_added(&r, r_end)))
			r += r < r_end && !counts(r, r_end);
		if (s == end || r == r_end)
			return s == end && r == r_end;
		if (*s++ != *r++)
			return false;
	}
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

/* "table inet filter {" */
static void read_table(struct scan *sc, const char *s, const char *end)
{
	s = next_word(s, end);
	sc->family = family_of(s, end);
	if (sc->family)
		s = next_word(s, end);
	else
		sc->family = NF_IP;
	word_copy(sc->table, s, end);
	sc->chain[0] = '\0';
}

static bool in_chain(const struct scan *sc, const struct nf_chain *chain)
{
	return sc->family == chain->table->family &&
	       strcmp(sc->table, chain->table->name) == 0 &&
	       strcmp(sc->chain, chain->name) == 0;
}

/* "add rule inet filter input …": the rule itself, NULL when it is another chain's. */
static const char *added_rule(
	const char *s, const char *end, const struct nf_chain *chain)
{
	struct scan sc = {.family = 0};
	if (begins(s, end, "nft"))
		s = next_word(s, end);
	if (!begins(s, end, "add") && !begins(s, end, "insert"))
		return NULL;
	s = next_word(s, end);
	if (!begins(s, end, "rule"))
		return NULL;
	read_table(&sc, s, end);
	s = next_word(s, end);
	if (family_of(s, end))
		s = next_word(s, end);
	s = next_word(s, end);
	word_copy(sc.chain, s, end);
	return in_chain(&sc, chain) ? next_word(s, end) : NULL;
}

static bool policy_line(const char *s, const char *end, const struct nf_chain *chain)
{
	const char *word = chain->policy == V_ACCEPT ? "accept" : "drop";
	for (; s + 6 < end; s++) {
		if (memcmp(s, "policy", 6) != 0)
			continue;
		s = skip_blank(s + 6, end);
		return (size_t)(end - s) >= strlen(word) &&
		       memcmp(s, word, strlen(word)) == 0;
	}
	return false;
}

/* A line may open a chain and hold rules: each piece between { ; } is looked at. */
static bool nft_pieces(struct scan *sc, const char *s, const char *end,
	const struct nf_chain *chain, const char *text)
{
	s = skip_blank(s, end);
	if (begins(s, end, "table"))
		read_table(sc, s, end);
	const char *c = s;
	for (; c < end; c++)
		if (begins(c, end, "chain") && (c == s || strchr(" \t{", c[-1])))
			break;
	if (c < end) {
		word_copy(sc->chain, next_word(c, end), end);
		s = memchr(c, '{', (size_t)(end - c));
		s = s ? s + 1 : end;
	}
	if (!in_chain(sc, chain))
		return false;
	if (!text)
		return policy_line(s, end, chain);
	while (s < end) {
		if (says(s, end, text))
			return true;
		s = memchr(s, ';', (size_t)(end - s));
		if (!s)
			return false;
		s++;
	}
	return false;
}

static bool nft_line(struct scan *sc, const char *line, size_t n,
	const struct nf_chain *chain, const char *text)
{
	const char *end = line + n, *s = skip_blank(line, end);
	const char *rule = text ? added_rule(s, end, chain) : NULL;
	if (rule)
		return says(rule, end, text);
	return nft_pieces(sc, s, end, chain, text);
}

/* -- iptables-save's language ----------------------------------------------------- */

static bool iptables_line(struct scan *sc, const char *line, size_t n,
	const struct nf_chain *chain, const char *text)
{
	const char *end = line + n, *s = skip_blank(line, end);
	if (s < end && *s == '*') {
		word_copy(sc->table, s + 1, end);
		return false;
	}
	if (strcmp(sc->table, chain->table->name) != 0 || s == end)
		return false;
	if (!text) {
		word_copy(sc->chain, s + 1, end);
		const char *policy = chain->policy == V_ACCEPT ? "ACCEPT" : "DROP";
		return *s == ':' && strcmp(sc->chain, chain->name) == 0 &&
		       begins(next_word(s, end), end, policy);
	}
	if (!begins(s, end, "-A") && !begins(s, end, "-I"))
		return false;
	s = next_word(s, end);
	word_copy(sc->chain, s, end);
	return strcmp(sc->chain, chain->name) == 0 &&
	       says_iptables(next_word(s, end), end, text);
}

size_t owner_file_line(
	const struct bytes *file, const struct nf_chain *chain, const char *text)
{
	struct scan nft = {.family = 0}, ipt = {.family = 0};
	size_t at = 0, n, number = 0;
	for (const char *line; (line = file_next_line(file, &at, &n));) {
		number++;
		if (iptables_line(&ipt, line, n, chain, text) ||
			(!chain->table->legacy && nft_line(&nft, line, n, chain, text)))
			return number;
	}
	return 0;
}
