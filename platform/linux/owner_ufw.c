/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ufw's user rules: in user.rules each rule is a line "### tuple ### ACTION PROTO DPORT
 * DST SPORT SRC [DAPP SAPP] DIRECTION [comment=HEX]" and the rules of iptables that it
 * became. `ufw status numbered` counts them, IPv4 first; of those that one application
 * profile made, only the first (ufw 0.36 src/backend_iptables.py get_status).
 */
#include "rule_owners.h"

#include "file.h"
#include "text.h"

#include <stdio.h>
#include <string.h>

enum { FIELDS_MAX = 12, TUPLES_MAX = 4096, WORDS_MAX = 512 };

struct tuple {
	const char *action, *proto, *dport, *dst, *sport, *src, *dapp, *sapp, *direction;
	bool route, v6;
	const char *log; /* NULL none */
};
struct reader {
	struct arena *arena;
	struct tuple tuples[TUPLES_MAX];
	size_t n;
};

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
static void split_action(struct arena *a, struct tuple *t, const char *s)
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

static bool read_tuple(struct reader *r, const char *line, size_t n, struct tuple *t)
{
	static const char head[] = "### tuple ### ";
	const char *f[FIELDS_MAX];
	size_t k = sizeof(head) - 1;
	if (n < k || memcmp(line, head, k) != 0)
		return false;
	size_t count = split(r->arena, line + k, n - k, f);
	if (count && strncmp(f[count - 1], "comment=", 8) == 0)
		count--;
	if (count != 6 && count != 7 && count != 9)
		return false;
	*t = (struct tuple){.proto = f[1],
		.dport = f[2],
		.dst = f[3],
		.sport = f[4],
		.src = f[5],
		.direction = count == 6 ? "in" : f[count - 1]};
	split_action(r->arena, t, f[0]);
	if (count == 9) {
		t->dapp = app_name(r->arena, f[6]);
		t->sapp = app_name(r->arena, f[7]);
	}
	return true;
}

/* -- numbers ---------------------------------------------------------------------- */

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_app(const struct tuple *a, const struct tuple *b)
{
	return a->v6 == b->v6 && same(a->dapp, b->dapp) && same(a->sapp, b->sapp) &&
	       same(a->dst, b->dst) && same(a->src, b->src) &&
	       same(a->direction, b->direction);
}

/* The number that ufw shows for the tuple. */
static size_t number(const struct reader *r, size_t which)
{
	size_t count = 0;
	for (size_t i = 0; i <= which; i++) {
		const struct tuple *t = &r->tuples[i];
		bool seen = false;
		for (size_t k = 0; (t->dapp || t->sapp) && k < i; k++)
			seen |= same_app(t, &r->tuples[k]);
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

static void end_words(struct arena *a, struct text *w, const struct tuple *t, bool dest)
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

static const char *words(const struct reader *r, size_t which)
{
	const struct tuple *t = &r->tuples[which];
	struct text to, from;
	text_init(&to, r->arena, WORDS_MAX);
	text_init(&from, r->arena, WORDS_MAX);
	end_words(r->arena, &to, t, true);
	end_words(r->arena, &from, t, false);
	bool out = strncmp(t->direction, "out", 3) == 0;
	return arena_printf(r->arena, "ufw rule [%zu]: %s %s %s %s%s%s%s",
		number(r, which), text_str(&to), upper(r->arena, t->action),
		t->route ? "FWD"
		: out    ? "OUT"
			 : "IN",
		text_str(&from), t->log ? " (" : "", t->log ? t->log : "",
		t->log ? ")" : "");
}

/* -- from a live rule to its tuple ------------------------------------------------ */

struct wanted {
	const char *chain, *text;
	size_t which; /* rules of the chain still to pass */
	size_t tuple; /* found: its number and one */
};

static void read_rules(
	struct reader *r, const struct bytes *file, bool v6, struct wanted *w, bool here)
{
	size_t at = 0, n, k = strlen(w->chain);
	for (const char *line; (line = file_next_line(file, &at, &n));) {
		if (r->n < TUPLES_MAX && read_tuple(r, line, n, &r->tuples[r->n])) {
			r->tuples[r->n++].v6 = v6;
			continue;
		}
		if (!here || w->tuple || !r->n || n < k + 4 ||
			memcmp(line, "-A ", 3) != 0 ||
			memcmp(line + 3, w->chain, k) != 0 || line[k + 3] != ' ')
			continue;
		if (w->which-- == 0 &&
			owner_same_rule(
				w->text, arena_dup(r->arena, line + k + 4, n - k - 4)))
			w->tuple = r->n;
	}
}

const char *owner_ufw(struct arena *a, const struct bytes *user,
	const struct bytes *user6, const char *chain, size_t which, const char *text)
{
	struct reader *r = ARENA_NEW(a, struct reader);
	struct wanted w = {.chain = chain, .text = text, .which = which};
	bool v6 = strncmp(chain, "ufw6-", 5) == 0;
	r->arena = a;
	read_rules(r, user, false, &w, !v6);
	read_rules(r, user6, true, &w, v6);
	return w.tuple ? words(r, w.tuple - 1) : NULL;
}
