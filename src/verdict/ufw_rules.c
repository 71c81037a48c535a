/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ufw_rules.h"

#include "rule_words.h"
#include "text.h"

#include <string.h>

enum { FIELDS_MAX = 12, WORDS_MAX = 512 };

/* -- tuples ----------------------------------------------------------------------- */

static size_t split(struct arena *a, const char *line, size_t n, const char **out)
{
	size_t count = 0;
	for (size_t i = 0; i < n && count < FIELDS_MAX;) {
		while (i < n && line[i] == ' ')
			i++;
		size_t begin = i;
		while (i < n && line[i] != ' ')
			i++;
		if (i > begin)
			out[count++] = arena_dup(a, line + begin, i - begin);
	}
	return count;
}

/* "allow_log-all" is an action and what is logged of it. */
static void split_action(struct arena *a, struct ufw_tuple *t, const char *s)
{
	t->route = strncmp(s, "route:", 6) == 0;
	if (t->route)
		s += 6;
	const char *log = strchr(s, '_');
	t->action = arena_dup(a, s, log ? (size_t)(log - s) : strlen(s));
	t->log = log ? log + 1 : NULL;
}

/* The name of an application profile has its spaces as %20. */
static const char *app_name(struct arena *a, const char *s)
{
	char *out = arena_str(a, s);
	size_t n = 0;
	if (strcmp(s, "-") == 0)
		return NULL;
	for (size_t i = 0; s[i]; i++) {
		bool space = strncmp(s + i, "%20", 3) == 0;
		out[n++] = space ? ' ' : s[i];
		i += space ? 2 : 0;
	}
	out[n] = '\0';
	return out;
}

static bool read_tuple(struct arena *a, const char *line, size_t n, struct ufw_tuple *t)
{
	static const char head[] = "### tuple ### ";
	const char *f[FIELDS_MAX];
	size_t k = sizeof(head) - 1;
	if (n < k || memcmp(line, head, k) != 0)
		return false;
	size_t count = split(a, line + k, n - k, f);
	if (count && strncmp(f[count - 1], "comment=", 8) == 0)
		count--;
	if (count != 6 && count != 7 && count != 9)
		return false;
	*t = (struct ufw_tuple){.proto = f[1],
		.dport = f[2],
		.dst = f[3],
		.sport = f[4],
		.src = f[5],
		.direction = count == 6 ? "in" : f[count - 1]};
	split_action(a, t, f[0]);
	if (count == 9) {
		t->dapp = app_name(a, f[6]);
		t->sapp = app_name(a, f[7]);
	}
	return true;
}

/* -- numbers ---------------------------------------------------------------------- */

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_app(const struct ufw_tuple *a, const struct ufw_tuple *b)
{
	return a->v6 == b->v6 && same(a->dapp, b->dapp) && same(a->sapp, b->sapp) &&
	       same(a->dst, b->dst) && same(a->src, b->src) &&
	       same(a->direction, b->direction);
}

size_t ufw_rules_number(const struct ufw_rules *r, size_t tuple)
{
	size_t count = 0;
	for (size_t i = 0; i <= tuple; i++) {
		const struct ufw_tuple *t = r->tuples.v[i];
		bool seen = false;
		for (size_t k = 0; (t->dapp || t->sapp) && k < i; k++)
			seen |= same_app(t, r->tuples.v[k]);
		count += !seen;
	}
	return count;
}

/* -- words ------------------------------------------------------------------------ */

static bool is_any(const char *addr)
{
	return strcmp(addr, "0.0.0.0/0") == 0 || strcmp(addr, "::/0") == 0;
}

/* The interface of "in_eth0" or "in_eth0!out_eth1"; NULL none. */
static const char *interface(struct arena *a, const char *direction, const char *which)
{
	const char *s = strstr(direction, which);
	if (!s)
		return NULL;
	s += strlen(which);
	return arena_dup(a, s, strcspn(s, "!"));
}

static void end_words(
	struct arena *a, struct text *w, const struct ufw_tuple *t, bool dest)
{
	const char *addr = dest ? t->dst : t->src, *port = dest ? t->dport : t->sport;
	const char *app = dest ? t->dapp : t->sapp;
	bool with_app = t->dapp || t->sapp,
	     proto = !with_app && strcmp(t->proto, "any") != 0;
	bool v6_any = strcmp(addr, "::/0") == 0, v6_said = false;
	if (app)
		port = app;
	if (!is_any(addr))
		text_add(w, addr);
	if (strcmp(port, "any") != 0) {
		text_printf(w, "%s%s", w->n ? " " : "", port);
		if (proto)
			text_printf(w, "/%s", t->proto);
		v6_said = t->v6 && is_any(t->src) && is_any(t->dst);
	} else if (is_any(addr)) {
		text_add(w, "Anywhere");
		if (proto && same(t->dst, t->src) && same(t->dport, t->sport))
			text_printf(w, "/%s", t->proto);
		v6_said = v6_any;
	} else if (proto && same(t->dport, t->sport)) {
		text_printf(w, "/%s", t->proto);
	}
	if (v6_said || (app && v6_any))
		text_add(w, " (v6)");
	const char *in = interface(a, t->direction, "in_");
	const char *out = interface(a, t->direction, "out_");
	const char *on = (dest != t->route) ? in : out;
	if (on)
		text_printf(w, " on %s", on);
}

static const char *upper(struct arena *a, const char *s)
{
	char *out = arena_str(a, s);
	for (char *c = out; *c; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
	return out;
}

const char *ufw_rules_words(struct arena *a, const struct ufw_rules *r, size_t tuple)
{
	const struct ufw_tuple *t = r->tuples.v[tuple];
	struct text to, from;
	text_init(&to, a, WORDS_MAX);
	text_init(&from, a, WORDS_MAX);
	end_words(a, &to, t, true);
	end_words(a, &from, t, false);
	bool out = strncmp(t->direction, "out", 3) == 0;
	return arena_printf(a, "ufw rule [%d]: %s %s %s %s%s%s%s",
		(int)ufw_rules_number(r, tuple), text_str(&to), upper(a, t->action),
		t->route ? "FWD"
		: out    ? "OUT"
			 : "IN",
		text_str(&from), t->log ? " (" : "", t->log ? t->log : "",
		t->log ? ")" : "");
}

/* -- the files -------------------------------------------------------------------- */

static const char *next_line(const struct bytes *text, size_t *at, size_t *n)
{
	if (*at >= text->n)
		return NULL;
	const char *line = (const char *)text->p + *at;
	const char *end = memchr(line, '\n', text->n - *at);
	*n = end ? (size_t)(end - line) : text->n - *at;
	*at += *n + 1;
	return line;
}

/* "-A ufw-user-input -p tcp --dport 22 -j ACCEPT" */
static void read_rule(struct arena *a, const char *line, size_t n, struct ufw_rules *out)
{
	if (n < 4 || memcmp(line, "-A ", 3) != 0 || !out->tuples.n)
		return;
	const char *chain = line + 3, *end = memchr(chain, ' ', n - 3);
	if (!end)
		return;
	struct ufw_line *l = VEC_ADD(a, &out->lines, struct ufw_line);
	l->chain = arena_dup(a, chain, (size_t)(end - chain));
	l->text = arena_dup(a, end + 1, n - (size_t)(end + 1 - line));
	l->tuple = out->tuples.n - 1;
}

static void read_file(
	struct arena *a, const struct bytes *file, bool v6, struct ufw_rules *out)
{
	struct ufw_tuple t;
	size_t at = 0, n;
	for (const char *line; (line = next_line(file, &at, &n));) {
		if (out->tuples.n >= UFW_TUPLES_MAX || !read_tuple(a, line, n, &t)) {
			read_rule(a, line, n, out);
			continue;
		}
		t.v6 = v6;
		*VEC_ADD(a, &out->tuples, struct ufw_tuple) = t;
	}
}

void ufw_rules_read(struct arena *a, const struct bytes *user, const struct bytes *user6,
	struct ufw_rules *out)
{
	*out = (struct ufw_rules){.v4 = 0};
	read_file(a, user, false, out);
	out->v4 = out->tuples.n;
	read_file(a, user6, true, out);
}

size_t ufw_rules_find(
	const struct ufw_rules *r, const char *chain, size_t which, const char *text)
{
	for (size_t i = 0; i < r->lines.n; i++) {
		const struct ufw_line *l = r->lines.v[i];
		if (strcmp(l->chain, chain) != 0 || which--)
			continue;
		return rule_words_same(text, l->text) ? l->tuple + 1 : 0;
	}
	return 0;
}
