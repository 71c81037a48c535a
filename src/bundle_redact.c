/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bundle.h"

#include "verdict/names.h"

#include <string.h>

enum { TOKEN_MIN = 20, SET_COMMENT = 7 }; /* libnftnl udata.h NFTNL_UDATA_SET_COMMENT */

/* -- words ------------------------------------------------------------------------ */

static bool is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_alpha(c) || is_digit(c) || (c && strchr("-_.@+=~", c));
}

/* CAs' tokens are long, and mix letters and digits. */
static bool is_token(const char *s, size_t n)
{
	size_t run = 0, digits = 0, letters = 0;
	for (size_t i = 0; i < n; i++) {
		bool part = s[i] != '.' && s[i] != '@';
		run = part ? run + 1 : 0;
		digits = part ? digits + is_digit(s[i]) : 0;
		letters = part ? letters + is_alpha(s[i]) : 0;
		if (run >= TOKEN_MIN && digits && letters)
			return true;
	}
	return false;
}

static bool ends_as_file(const char *s, size_t n)
{
	static const char *const ends[] = {"conf", "rules", "nft", "sh", "v4", "v6",
		"txt", "service", "d", "json", "yaml", "yml", "py", "pl", "log"};
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t k = strlen(ends[i]);
		if (n > k && s[n - k - 1] == '.' && memcmp(s + n - k, ends[i], k) == 0)
			return true;
	}
	return false;
}

/* "www.example.com", "me@example.com"; no address, no version, no file. */
static bool is_host(const char *s, size_t n, bool in_path)
{
	size_t last = n;
	while (last && s[last - 1] != '.')
		last--;
	if (memchr(s, '@', n))
		return true;
	if (last < 2 || n - last < 2 || in_path || ends_as_file(s, n))
		return false;
	for (size_t i = last; i < n; i++)
		if (!is_alpha(s[i]) && s[i] != '-')
			return false;
	return true;
}

bool bundle_redact_text(char *s, size_t n)
{
	bool changed = false;
	for (size_t i = 0; i < n;) {
		size_t from = i;
		while (i < n && is_word(s[i]))
			i++;
		size_t len = i - from;
		while (len && strchr(".,", s[from + len - 1]))
			len--;
		bool in_path = from > 0 && s[from - 1] == '/' &&
			       !(from > 1 && s[from - 2] == '/');
		if (is_token(s + from, len) || is_host(s + from, len, in_path)) {
			changed = true;
			for (size_t k = from; k < from + len; k++)
				if (is_alpha(s[k]) || is_digit(s[k]))
					s[k] = 'x';
		}
		i += i == from;
	}
	return changed;
}

/* -- rules and sets --------------------------------------------------------------- */

static unsigned char *copy(struct arena *a, struct bytes *b)
{
	unsigned char *p = arena_alloc(a, b->n + 1);
	memcpy(p, b->p, b->n);
	b->p = p;
	return p;
}

/* The last place of the text: a comment stands behind what it is about. */
static void replace(struct arena *a, struct bytes *in, const char *old, const char *new)
{
	size_t n = strlen(old);
	for (size_t i = in->n >= n ? in->n - n + 1 : 0; i-- > 0;)
		if (memcmp(in->p + i, old, n) == 0) {
			memcpy(copy(a, in) + i, new, n);
			return;
		}
}

static void redact_rule(
	struct arena *a, const struct nf_chain *chain, struct nf_rule *rule)
{
	const char *comment = rule_comment(a, chain, rule);
	char *less = comment ? arena_str(a, comment) : NULL;
	if (!comment || !bundle_redact_text(less, strlen(less)))
		return;
	/* iptables-nft may keep it in both */
	replace(a, &rule->userdata, comment, less);
	replace(a, &rule->exprs, comment, less);
}

/* TLVs of one byte each for type and length. */
static void redact_set(struct arena *a, struct nf_set *s)
{
	if (!s->userdata.n)
		return;
	unsigned char *p = copy(a, &s->userdata);
	for (size_t i = 0; i + 2 <= s->userdata.n;) {
		size_t n = p[i + 1];
		if (n > s->userdata.n - i - 2)
			return;
		char text[256];
		memcpy(text, p + i + 2, n);
		if (p[i] == SET_COMMENT && bundle_redact_text(text, n))
			memcpy(p + i + 2, text, n);
		i += 2 + n;
	}
}

void bundle_redact(struct arena *a, struct bundle *b)
{
	for (size_t t = 0; t < b->rs.tables.n; t++) {
		struct nf_table *table = b->rs.tables.v[t];
		for (size_t c = 0; c < table->chains.n; c++)
			for (size_t i = 0; i < table->chains.v[c]->rules_n; i++)
				redact_rule(a, table->chains.v[c],
					&table->chains.v[c]->rules[i]);
		for (size_t i = 0; i < table->sets.n; i++)
			redact_set(a, table->sets.v[i]);
	}
}
