/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rule_words.h"

#include <string.h>

/* Both as words without what iptables adds by itself. */
static bool next_word(const char **s, const char **word, size_t *n)
{
	for (;;) {
		*s += strspn(*s, " ");
		*word = *s;
		*n = strcspn(*s, " \r\n");
		*s += *n;
		if (*n != 2 || memcmp(*word, "-m", 2) != 0)
			return *n != 0;
		/* -m tcp follows from -p tcp */
		const char *rest = *s + strspn(*s, " ");
		size_t k = strcspn(rest, " \r\n");
		if (k != 3 ||
			(memcmp(rest, "tcp", 3) != 0 && memcmp(rest, "udp", 3) != 0))
			return true;
		*s = rest + k;
	}
}

static size_t without_host_mask(const char *w, size_t n)
{
	if (n > 3 && memcmp(w + n - 3, "/32", 3) == 0)
		return n - 3;
	if (n > 4 && memcmp(w + n - 4, "/128", 4) == 0)
		return n - 4;
	return n;
}

enum { RULE_WORDS = 48 };
struct word {
	const char *p;
	size_t n;
};

static size_t split_words(const char *s, struct word *out)
{
	size_t count = 0;
	while (count < RULE_WORDS && next_word(&s, &out[count].p, &out[count].n)) {
		out[count].n = without_host_mask(out[count].p, out[count].n);
		count++;
	}
	return count;
}

/* The same words in whatever order: iptables puts addresses first. */
bool rule_words_same(const char *live, const char *line)
{
	struct word a[RULE_WORDS], b[RULE_WORDS];
	size_t n = split_words(live, a), m = split_words(line, b);
	bool used[RULE_WORDS] = {false};
	for (size_t i = 0; i < n && n == m; i++) {
		size_t k = 0;
		while (k < m && (used[k] || a[i].n != b[k].n ||
					memcmp(a[i].p, b[k].p, a[i].n) != 0))
			k++;
		if (k == m)
			return false;
		used[k] = true;
	}
	return n == m;
}

/* "ipv4 filter INPUT -p tcp --dport 80 -j DROP" */
static bool is_direct(const char *s, const struct nf_chain *chain, const char *text)
{
	const char *family = chain->table->family == NF_IP6 ? "ipv6 " : "ipv4 ";
	const char *const heads[] = {family, chain->table->name, chain->name};
	for (size_t i = 0; i < 3; i++) {
		size_t n = strlen(heads[i]);
		if (strncmp(s, heads[i], n) != 0)
			return false;
		s += n;
		/* with iptables as backend, firewalld has chains of its own for them */
		if (i == 2 && strncmp(s, "_direct", 7) == 0)
			s += 7;
		if (i && *s++ != ' ')
			return false;
	}
	return rule_words_same(text, s);
}

size_t rule_words_direct(
	const strs *direct, const struct nf_chain *chain, const char *text)
{
	for (size_t i = 0; i < direct->n; i++)
		if (is_direct(direct->v[i], chain, text))
			return i + 1;
	return 0;
}
