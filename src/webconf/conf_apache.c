/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Apache's configuration language (server/config.c, util.c of 2.4): a directive a line, a
 * backslash at the end joins the next one, sections in angle brackets, "#" only at the
 * beginning of a line. Define, IfDefine, IfModule and IfVersion are worked out while
 * reading, as the server does; what they leave out is not in the tree. .htaccess files
 * are read the same way, each by itself.
 */
#include "webconf/conf.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

struct source {
	struct conf_reading *r;
	struct conf_apache *state;
	const struct conf_file *file;
	size_t at;
	int64_t line;
	int includes;
};
struct line { /* one logical line */
	const char *text;
	size_t begin, end;
	int64_t number;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* ${NAME} by what is defined; one that is not stays as it is. */
static const char *expand(struct source *s, const char *text)
{
	struct text out;
	if (!strstr(text, "${"))
		return text;
	text_init(&out, s->r->a, CONF_WORD_MAX);
	for (const char *p = text; *p;) {
		const char *end = strncmp(p, "${", 2) == 0 ? strchr(p, '}') : NULL;
		const char *value =
			end ? conf_variable(s->r->a, &s->state->variables,
				      arena_dup(s->r->a, p + 2, (size_t)(end - p - 2)))
			    : NULL;
		if (value) {
			text_add(&out, value);
			p = end + 1;
		} else {
			text_add_n(&out, p++, 1);
		}
	}
	return text_str(&out);
}

const char *conf_variable(struct arena *a, const strs *pairs, const char *name)
{
	size_t n = strlen(name);
	for (size_t i = pairs->n; i-- > 0;)
		if (strncmp(pairs->v[i], name, n) == 0 && pairs->v[i][n] == '=')
			return arena_str(a, pairs->v[i] + n + 1);
	return NULL;
}

static bool next_line(struct source *s, struct line *out)
{
	const char *p = (const char *)s->file->bytes.p;
	struct text all;
	size_t n = s->file->bytes.n;
	if (s->at >= n)
		return false;
	text_init(&all, s->r->a, CONF_WORD_MAX);
	while (s->at < n && is_blank(p[s->at]))
		s->at++;
	out->begin = s->at;
	out->number = s->line;
	for (bool more = true; more && s->at < n;) {
		const char *end = memchr(p + s->at, '\n', n - s->at);
		size_t stop = end ? (size_t)(end - p) : n, last = stop;
		while (last > s->at && is_blank(p[last - 1]) && p[last - 1] == '\r')
			last--;
		more = last > s->at && p[last - 1] == '\\';
		text_add_n(&all, p + s->at, last - s->at - (more ? 1 : 0));
		s->at = end ? stop + 1 : n;
		s->line++;
		out->end = last;
	}
	out->text = text_str(&all);
	return true;
}

/* The next word of a line: quotes take white space in, a backslash the quote. */
static const char *next_word(struct arena *a, const char **line)
{
	const char *p = *line;
	while (is_blank(*p))
		p++;
	if (!*p)
		return NULL;
	char quote = *p == '"' || *p == '\'' ? *p++ : '\0';
	char *out = arena_alloc(a, strlen(p) + 1);
	size_t n = 0;
	while (*p && (quote ? *p != quote : !is_blank(*p))) {
		if (*p == '\\' && p[1] && (p[1] == '\\' || (quote && p[1] == quote)))
			p++;
		out[n++] = *p++;
	}
	*line = p + (quote && *p == quote);
	return out;
}

/* -- what is worked out while reading -- */
static bool has(const strs *list, const char *word)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->v[i], word) == 0)
			return true;
	return false;
}

/* "rewrite_module" and "mod_rewrite.c" are one. */
static bool has_module(const struct conf_apache *state, const char *given)
{
	static const char *const built_in[] = {"core", "so", "http_core", "log_config",
		"logio", "version", "unixd", "watchdog"};
	char name[128];
	const char *from = strncmp(given, "mod_", 4) == 0 ? given + 4 : given;
	size_t n = strcspn(from, ".");
	if (n > 7 && strncmp(from + n - 7, "_module", 7) == 0)
		n -= 7;
	if (n >= sizeof(name))
		return false;
	memcpy(name, from, n);
	name[n] = '\0';
	for (size_t i = 0; i < sizeof(built_in) / sizeof(built_in[0]); i++)
		if (strcmp(name, built_in[i]) == 0)
			return true;
	return has(&state->modules, name);
}

static void load_module(struct source *s, const struct conf_node *n)
{
	const char *name = conf_arg(n, 0);
	size_t k = strlen(name);
	if (k > 7 && strcmp(name + k - 7, "_module") == 0)
		VEC_PUSH(s->r->a, &s->state->modules, arena_dup(s->r->a, name, k - 7));
}

static void define(struct source *s, const struct conf_node *n)
{
	VEC_PUSH(s->r->a, &s->state->defines, conf_arg(n, 0));
	if (n->args.n > 1)
		VEC_PUSH(s->r->a, &s->state->variables,
			arena_printf(s->r->a, "%s=%s", conf_arg(n, 0), conf_arg(n, 1)));
}

/* True: the section's directives count as if they stood around it. */
static bool is_condition(const struct source *s, const struct conf_node *n, bool *holds)
{
	const char *arg = conf_arg(n, 0);
	bool negated = *arg == '!';
	if (strcmp(n->name, "ifmodule") == 0)
		*holds = has_module(s->state, arg + negated) != negated;
	else if (strcmp(n->name, "ifdefine") == 0)
		*holds = has(&s->state->defines, arg + negated) != negated;
	else if (strcmp(n->name, "ifversion") == 0)
		*holds = *arg != '<'; /* 2.4 is what is evaluated */
	else
		return false;
	return true;
}

static void read_lines(struct source *s, struct conf_node *into, const char *until,
	int depth, bool counts);

static void read_path(
	struct source *s, struct conf_node *into, const char *path, int depth)
{
	const struct conf_file *f = conf_find(s->r->set, path);
	if (!f) {
		conf_need(s->r, path);
		return;
	}
	struct source inner = {.r = s->r,
		.state = s->state,
		.file = f,
		.line = 1,
		.includes = s->includes + 1};
	read_lines(&inner, into, NULL, depth, true);
}

static void include(
	struct source *s, struct conf_node *into, const struct conf_node *n, int depth)
{
	struct conf_reading *r = s->r;
	const char *pattern = conf_absolute(r->a, s->state->root, conf_arg(n, 0));
	const struct conf_include *found = conf_included(r->set, pattern);
	if (!found)
		conf_need(r, pattern);
	if (s->includes >= CONF_DEPTH_MAX) {
		conf_error(r, s->file, n->line, "files include each other without end");
		return;
	}
	for (size_t i = 0; found && i < found->paths.n; i++)
		read_path(s, into, found->paths.v[i], depth);
}

static void take_directive(
	struct source *s, struct conf_node *into, struct conf_node *n, int depth)
{
	if (strcmp(n->name, "loadmodule") == 0)
		load_module(s, n);
	else if (strcmp(n->name, "define") == 0)
		define(s, n);
	else if (strcmp(n->name, "serverroot") == 0)
		s->state->root = conf_arg(n, 0);
	else if (strcmp(n->name, "include") == 0 ||
		 strcmp(n->name, "includeoptional") == 0)
		include(s, into, n, depth);
}

static void take_words(struct source *s, struct conf_node *n, const char *line)
{
	const char *word;
	line = expand(s, line);
	while (n->args.n < CONF_ARGS_MAX && (word = next_word(s->r->a, &line)))
		VEC_PUSH(s->r->a, &n->args, word);
}

/* "<Name words>" */
static bool section(struct source *s, struct conf_node *into, const struct line *l,
	int depth, bool counts)
{
	struct arena *a = s->r->a;
	const char *p = l->text + 1;
	size_t n = strcspn(p, " \t>");
	struct conf_node *node = counts ? conf_add(s->r, NULL) : NULL;
	struct conf_node skipped = {0};
	bool holds = true;
	if (counts && !node)
		return false;
	node = node ? node : &skipped;
	node->name = conf_lower(a, p, n);
	node->file = s->file;
	node->line = l->number;
	node->begin = l->begin;
	node->body = l->end;
	node->block = true;
	const char *end = strrchr(p, '>');
	take_words(s, node,
		arena_dup(a, p + n, end && end > p + n ? (size_t)(end - p) - n : 0));
	if (depth >= CONF_DEPTH_MAX) {
		conf_error(s->r, s->file, l->number, "sections without end");
		return false;
	}
	if (is_condition(s, node, &holds)) {
		read_lines(s, into, node->name, depth + 1, counts && holds);
	} else {
		node->parent = into;
		if (counts)
			VEC_PUSH(a, &into->kids, node);
		read_lines(s, node, node->name, depth + 1, counts);
	}
	node->end = s->at;
	return true;
}

static void read_lines(struct source *s, struct conf_node *into, const char *until,
	int depth, bool counts)
{
	struct line l = {0};
	while (next_line(s, &l)) {
		const char *p = l.text;
		if (!*p || *p == '#')
			continue;
		if (strncmp(p, "</", 2) == 0) {
			const char *name =
				conf_lower(s->r->a, p + 2, strcspn(p + 2, " \t>"));
			if (until && strcmp(name, until) == 0)
				return;
			conf_error(s->r, s->file, l.number,
				"a section ends that none began");
			continue;
		}
		if (*p == '<') {
			if (!section(s, into, &l, depth, counts))
				return;
			continue;
		}
		struct conf_node *n = counts ? conf_add(s->r, into) : NULL;
		if (!n)
			continue;
		const char *rest = p;
		const char *name = next_word(s->r->a, &rest);
		n->name = conf_lower(s->r->a, name, strlen(name));
		n->file = s->file;
		n->line = l.number;
		n->begin = l.begin;
		n->end = l.end;
		take_words(s, n, rest);
		take_directive(s, into, n, depth);
	}
	if (until)
		conf_error(s->r, s->file, s->line, "a section has no end");
}

static void begin(struct arena *a, const struct conf_set *set, struct conf_tree *out,
	struct conf_reading *r, struct conf_apache *state)
{
	*out = (struct conf_tree){0};
	*r = (struct conf_reading){.a = a, .set = set, .out = out};
	*state = (struct conf_apache){.root = set->base};
	for (size_t i = 0; i < set->defines.n; i++)
		VEC_PUSH(a, &state->defines, set->defines.v[i]);
	for (size_t i = 0; i < set->variables.n; i++)
		VEC_PUSH(a, &state->variables, set->variables.v[i]);
	out->root = conf_add(r, NULL);
	out->root->name = "";
}

void conf_apache_read(struct arena *a, const struct conf_set *set, struct conf_tree *out)
{
	struct conf_reading r;
	struct conf_apache state;
	begin(a, set, out, &r, &state);
	struct source s = {.r = &r, .state = &state, .includes = -1};
	const struct conf_file *f = conf_find(set, set->main);
	out->root->file = f;
	s.file = f;
	read_path(&s, out->root, set->main, 0);
	for (size_t i = 0; i < set->files.n; i++) {
		const struct conf_file *h = set->files.v[i];
		const char *slash = strrchr(h->path, '/');
		if (!slash || strcmp(slash, "/.htaccess") != 0)
			continue;
		struct conf_node *n = conf_add(&r, NULL);
		if (!n)
			return;
		n->name = ".htaccess";
		n->file = h;
		n->line = 1;
		n->block = true;
		VEC_PUSH(a, &n->args, arena_dup(a, h->path, (size_t)(slash - h->path)));
		VEC_PUSH(a, &out->per_directory, n);
		read_path(&s, n, h->path, 0);
	}
}
