/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot.h"

#include "file.h"
#include "text.h"

#include <string.h>

enum { LINE_MAX_BYTES = 4096, COMMANDS_MAX = 16 };

/* -- words ------------------------------------------------------------------------ */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* One word of systemd.syntax(7): quotes of both kinds, a backslash takes the next. */
static const char *take_word(struct arena *a, const char **s, const char *end)
{
	struct text t;
	char quote = '\0';
	text_init(&t, a, LINE_MAX_BYTES);
	for (; *s < end && (quote || !is_blank(**s)); (*s)++) {
		char c = **s;
		if (quote ? c == quote : (c == '"' || c == '\'')) {
			quote = quote ? '\0' : c;
			continue;
		}
		if (c == '\\' && quote != '\'' && *s + 1 < end)
			c = *++*s;
		text_add_n(&t, &c, 1);
	}
	return t.over ? NULL : arena_str(a, text_str(&t));
}

static bool has_variables(const char *word)
{
	return strchr(word, '$') || strchr(word, '%');
}

static bool take_words(
	struct arena *a, const char *s, const char *end, struct boot_command *c)
{
	*c = (struct boot_command){.words = 0};
	for (;;) {
		while (s < end && is_blank(*s))
			s++;
		if (s == end)
			return c->words > 0;
		if (c->words == BOOT_WORDS_MAX)
			return false;
		const char *word = take_word(a, &s, end);
		if (!word)
			return false;
		c->variables = c->variables || has_variables(word);
		c->argv[c->words++] = word;
	}
}

/* -- units ------------------------------------------------------------------------ */

static const char *value_of(const char *line, const char *key)
{
	size_t n = strlen(key);
	if (strncmp(line, key, n) != 0)
		return NULL;
	line += n;
	while (is_blank(*line))
		line++;
	if (*line++ != '=')
		return NULL;
	while (is_blank(*line))
		line++;
	return line;
}

static void take_command(struct arena *a, const char *value, struct boot_unit *u)
{
	struct boot_command c;
	const char *end = value + strlen(value);
	if (!*value) {
		u->commands.n = 0;
		return;
	}
	value += strspn(value, "-@:+!|");
	if (u->commands.n < COMMANDS_MAX && take_words(a, value, end, &c))
		*VEC_ADD(a, &u->commands, struct boot_command) = c;
}

static void take_line(struct arena *a, const char *line, struct boot_unit *u)
{
	const char *value = value_of(line, "ExecStart");
	if (!value)
		value = value_of(line, "ExecStartPre");
	if (value)
		take_command(a, value, u);
	value = value_of(line, "StandardInput");
	if (value && strncmp(value, "file:", 5) == 0)
		u->input = arena_str(a, value + 5);
}

void boot_unit_read(struct arena *a, const struct bytes *text, struct boot_unit *u)
{
	size_t at = 0, n;
	bool service = false;
	struct text whole; /* a line with those that it goes on in */
	text_init(&whole, a, LINE_MAX_BYTES);
	for (const char *line; (line = file_next_line(text, &at, &n));) {
		while (n && is_blank(line[n - 1]))
			n--;
		while (n && is_blank(*line) && whole.n == 0) {
			line++;
			n--;
		}
		if (n && (*line == '#' || *line == ';'))
			continue;
		bool more = n && line[n - 1] == '\\';
		text_add_n(&whole, line, more ? n - 1 : n);
		if (more) {
			text_add(&whole, " ");
			continue;
		}
		const char *s = text_str(&whole);
		if (*s == '[')
			service = strncmp(s, "[Service]", 9) == 0;
		else if (service && !whole.over)
			take_line(a, arena_str(a, s), u);
		text_init(&whole, a, LINE_MAX_BYTES);
	}
}

/* -- scripts ---------------------------------------------------------------------- */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static bool is_loader(const char *word)
{
	static const char *const loaders[] = {"nft", "ipset", "iptables-restore",
		"ip6tables-restore", "iptables-nft-restore", "ip6tables-nft-restore",
		"iptables-legacy-restore", "ip6tables-legacy-restore"};
	for (size_t i = 0; i < sizeof(loaders) / sizeof(*loaders); i++)
		if (strcmp(base_name(word), loaders[i]) == 0)
			return true;
	return false;
}

/* "iface eth0" stands before "pre-up iptables-restore …" in ifupdown's file. */
static bool is_keyword(const char *word)
{
	static const char *const words[] = {
		"pre-up", "up", "post-up", "exec", "pre-up:", "sudo"};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

static void drop_first(struct boot_command *c)
{
	memmove(c->argv, c->argv + 1, c->words * sizeof(*c->argv));
	c->words--;
}

bool boot_shell_line(struct arena *a, const char *line, size_t n, struct boot_command *c,
	const char **input)
{
	*input = NULL;
	if (memchr(line, '|', n) || memchr(line, ';', n) || memchr(line, '&', n) ||
		memchr(line, '`', n) || !take_words(a, line, line + n, c) || c->variables)
		return false;
	while (c->words > 1 && is_keyword(c->argv[0]))
		drop_first(c);
	if (c->words > 2 && strcmp(c->argv[c->words - 2], "<") == 0) {
		*input = c->argv[c->words - 1];
		c->words -= 2;
	} else if (c->words > 1 && c->argv[c->words - 1][0] == '<') {
		*input = c->argv[--c->words] + 1;
	}
	c->argv[c->words] = NULL;
	if (*input && **input != '/')
		return false;
	return is_loader(c->argv[0]);
}

bool boot_shell_mentions(const char *line, size_t n)
{
	static const char *const words[] = {"iptables", "ip6tables", "nft ", "ipset "};
	while (n && is_blank(*line)) {
		line++;
		n--;
	}
	for (size_t i = 0; i < n && *line != '#'; i++)
		for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++) {
			size_t len = strlen(words[k]);
			if (n - i >= len && memcmp(line + i, words[k], len) == 0)
				return true;
		}
	return false;
}
