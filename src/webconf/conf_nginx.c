/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nginx's configuration language: words parted by white space, directives ended by ';' or
 * a block in braces; quotes only around a whole word; '#' begins a comment only where a
 * word may begin; "${" does not open a block (ngx_conf_read_token). A *_by_lua_block
 * holds Lua up to its matching brace.
 */
#include "webconf/conf.h"

#include <string.h>

struct source {
	struct conf_reading *r;
	const struct conf_file *file;
	size_t at;
	int64_t line;
	int includes; /* depth */
};

enum token { TOKEN_WORD, TOKEN_SEMICOLON, TOKEN_OPEN, TOKEN_CLOSE, TOKEN_END, TOKEN_BAD };

static int peek(const struct source *s, size_t ahead)
{
	return s->at + ahead < s->file->bytes.n ? s->file->bytes.p[s->at + ahead] : -1;
}

static int take(struct source *s)
{
	int c = peek(s, 0);
	if (c < 0)
		return c;
	s->at++;
	s->line += c == '\n';
	return c;
}

static bool is_space(int c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void skip_blank(struct source *s)
{
	for (;;) {
		while (is_space(peek(s, 0)))
			take(s);
		if (peek(s, 0) != '#')
			return;
		while (peek(s, 0) >= 0 && peek(s, 0) != '\n')
			take(s);
	}
}

/* What a backslash and c stand for: only these five lose it. */
static int unescaped(int c)
{
	switch (c) {
	case '"':
	case '\'':
	case '\\':
		return c;
	case 't':
		return '\t';
	case 'r':
		return '\r';
	case 'n':
		return '\n';
	default:
		return -1;
	}
}

/* A backslash was taken. */
static size_t put_escape(struct source *s, char *out, size_t n)
{
	int c = take(s), u = unescaped(c);
	if (u >= 0) {
		out[n++] = (char)u;
		return n;
	}
	out[n++] = '\\';
	if (c >= 0)
		out[n++] = (char)c;
	return n;
}

static bool ends_word(const struct source *s, int quote, bool dollar)
{
	int c = peek(s, 0);
	if (c < 0)
		return true;
	if (quote)
		return c == quote;
	return is_space(c) || c == ';' || (c == '{' && !dollar);
}

static enum token word(struct source *s, const char **out)
{
	static char buffer[CONF_WORD_MAX + 4];
	int quote = peek(s, 0) == '"' || peek(s, 0) == '\'' ? take(s) : 0;
	size_t n = 0;
	bool dollar = false;
	while (!ends_word(s, quote, dollar)) {
		int c = take(s);
		dollar = c == '$';
		if (c == '\\')
			n = put_escape(s, buffer, n);
		else
			buffer[n++] = (char)c;
		if (n > CONF_WORD_MAX)
			return TOKEN_BAD;
	}
	if (quote && take(s) != quote)
		return TOKEN_BAD;
	*out = arena_dup(s->r->a, buffer, n);
	return TOKEN_WORD;
}

static enum token next(struct source *s, const char **out)
{
	skip_blank(s);
	switch (peek(s, 0)) {
	case -1:
		return TOKEN_END;
	case ';':
		take(s);
		return TOKEN_SEMICOLON;
	case '{':
		take(s);
		return TOKEN_OPEN;
	case '}':
		take(s);
		return TOKEN_CLOSE;
	default:
		return word(s, out);
	}
}

static bool is_lua(const char *name)
{
	size_t n = strlen(name), k = strlen("_by_lua_block");
	return n > k && strcmp(name + n - k, "_by_lua_block") == 0;
}

/* Up to the brace that closes; strings and comments of Lua may hold others. */
static bool skip_lua(struct source *s)
{
	for (int depth = 1, c; (c = take(s)) >= 0;) {
		if (c == '-' && peek(s, 0) == '-') {
			while (peek(s, 0) >= 0 && peek(s, 0) != '\n')
				take(s);
		} else if (c == '"' || c == '\'') {
			for (int d; (d = take(s)) >= 0 && d != c;)
				if (d == '\\')
					take(s);
		} else if (c == '{') {
			depth++;
		} else if (c == '}' && --depth == 0) {
			return true;
		}
	}
	return false;
}

static void read_file(struct conf_reading *r, const struct conf_file *f,
	struct conf_node *into, int blocks, int includes);

static void include(
	struct source *s, struct conf_node *into, int blocks, const struct conf_node *n)
{
	struct conf_reading *r = s->r;
	const char *pattern = conf_absolute(r->a, r->set->base, conf_arg(n, 0));
	const struct conf_include *found = conf_included(r->set, pattern);
	if (!found)
		conf_need(r, pattern);
	if (s->includes >= CONF_DEPTH_MAX) {
		conf_error(r, s->file, n->line, "files include each other without end");
		return;
	}
	for (size_t i = 0; found && i < found->paths.n; i++) {
		const struct conf_file *f = conf_find(r->set, found->paths.v[i]);
		if (f)
			read_file(r, f, into, blocks, s->includes + 1);
		else
			conf_need(r, found->paths.v[i]);
	}
}

static void block(struct source *s, struct conf_node *into, int blocks, bool top);

/* The directive's name was read as first; false: this file can't be read further. */
static bool directive(struct source *s, struct conf_node *into, int blocks,
	const struct conf_node *head)
{
	struct conf_node *n = conf_add(s->r, into);
	if (!n) {
		conf_error(s->r, s->file, s->line, "more directives than can be");
		return false;
	}
	n->name = head->name;
	n->file = s->file;
	n->line = head->line;
	n->begin = head->begin;
	const char *arg = NULL;
	enum token t;
	while ((t = next(s, &arg)) == TOKEN_WORD && n->args.n < CONF_ARGS_MAX)
		VEC_PUSH(s->r->a, &n->args, arg);
	n->end = s->at;
	if (t == TOKEN_SEMICOLON && strcmp(n->name, "include") == 0) {
		include(s, into, blocks, n);
		return true;
	}
	if (t == TOKEN_SEMICOLON)
		return true;
	if (t != TOKEN_OPEN || blocks >= CONF_DEPTH_MAX) {
		conf_error(s->r, s->file, s->line,
			t == TOKEN_CLOSE ? "a directive ends without ';'"
					 : "a directive does not end");
		return false;
	}
	n->block = true;
	n->body = s->at;
	if (is_lua(n->name)) {
		if (!skip_lua(s))
			conf_error(s->r, s->file, n->line, "a block of Lua has no end");
	} else {
		block(s, n, blocks + 1, false);
	}
	n->end = s->at;
	return true;
}

/* Up to the '}' of this block, or at the top level to the file's end. */
static void block(struct source *s, struct conf_node *into, int blocks, bool top)
{
	for (;;) {
		skip_blank(s);
		struct conf_node head = {.line = s->line, .begin = s->at};
		enum token t = next(s, &head.name);
		if (t == TOKEN_WORD) {
			if (!directive(s, into, blocks, &head))
				s->at = s->file->bytes.n;
		} else if (t == TOKEN_END) {
			if (!top)
				conf_error(s->r, s->file, s->line, "a block has no end");
			return;
		} else if (t == TOKEN_CLOSE && !top) {
			return;
		} else if (t != TOKEN_SEMICOLON) {
			conf_error(s->r, s->file, head.line,
				t == TOKEN_BAD ? "a word has no end"
					       : "unexpected brace");
			s->at = s->file->bytes.n;
			return;
		}
	}
}

static void read_file(struct conf_reading *r, const struct conf_file *f,
	struct conf_node *into, int blocks, int includes)
{
	struct source s = {.r = r, .file = f, .line = 1, .includes = includes};
	if (f->bytes.n >= 3 && memcmp(f->bytes.p, "\xef\xbb\xbf", 3) == 0)
		s.at = 3;
	block(&s, into, blocks, true);
}

void conf_nginx_read(struct arena *a, const struct conf_set *set, struct conf_tree *out)
{
	*out = (struct conf_tree){0};
	struct conf_reading r = {.a = a, .set = set, .out = out};
	out->root = conf_add(&r, NULL);
	out->root->name = "";
	const struct conf_file *f = conf_find(set, set->main);
	if (!f) {
		conf_need(&r, set->main);
		return;
	}
	out->root->file = f;
	read_file(&r, f, out->root, 0, 0);
}
