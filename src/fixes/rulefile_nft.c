/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rulefile.h"

#include <string.h>

enum { DEPTH_MAX = 16, WORD_LEN = 128 };

/* -- statements --------------------------------------------------------------------- */

struct statement { /* from its first byte to behind its last one */
	size_t from, to;
	char end; /* what ended it: \n ; { } or 0 at the file's end */
};
struct walk {
	const struct bytes *file;
	size_t at;
	bool in_chain; /* its statements are rules, whose braces are those of sets */
};

/* A set's braces and quoted text do not end a statement, a block's brace does: it opens
 * where "table", "chain" and the like began the statement. */
static bool opens_block(const struct walk *w, size_t from)
{
	const struct bytes *f = w->file;
	static const char *const words[] = {"table", "chain", "set", "map", "flowtable",
		"counter", "quota", "limit", "ct", "secmark", "synproxy", "add",
		"create"};
	for (size_t i = 0; !w->in_chain && i < sizeof(words) / sizeof(words[0]); i++) {
		const size_t n = strlen(words[i]);
		if (f->n - from > n && memcmp(f->p + from, words[i], n) == 0 &&
			(f->p[from + n] == ' ' || f->p[from + n] == '\t'))
			return true;
	}
	return false;
}

static void skip_line(struct walk *w)
{
	while (w->at < w->file->n && w->file->p[w->at] != '\n')
		w->at++;
}

static void skip_quoted(struct walk *w)
{
	for (w->at++; w->at < w->file->n && w->file->p[w->at] != '"' &&
		      w->file->p[w->at] != '\n';
		w->at++)
		;
}

static void skip_blanks(struct walk *w)
{
	for (; w->at < w->file->n; w->at++) {
		const unsigned char c = w->file->p[w->at];
		if (c == '#')
			skip_line(w);
		if (w->at < w->file->n && !strchr(" \t\r\n;", w->file->p[w->at]))
			return;
	}
}

static bool continues(const struct walk *w)
{
	size_t at = w->at;
	while (at > 0 && w->file->p[at - 1] == '\r')
		at--;
	return at > 0 && w->file->p[at - 1] == '\\';
}

/* False at the end. */
static bool next_statement(struct walk *w, struct statement *s)
{
	int depth = 0;
	skip_blanks(w);
	*s = (struct statement){.from = w->at, .to = w->at};
	for (; w->at < w->file->n; w->at++) {
		const unsigned char c = w->file->p[w->at];
		if (c == '"')
			skip_quoted(w);
		else if (c == '#' && depth == 0)
			break;
		else if (c == '{' && depth == 0 && opens_block(w, s->from))
			break;
		else if (c == '{')
			depth++;
		else if (c == '}' && depth-- == 0)
			break;
		else if ((c == ';' && depth == 0) ||
			 (c == '\n' && depth == 0 && !continues(w)))
			break;
		if (w->at >= w->file->n)
			break;
		if (!strchr(" \t\r\n", w->file->p[w->at]))
			s->to = w->at + 1;
	}
	if (w->at > w->file->n)
		w->at = w->file->n;
	if (s->to > w->file->n)
		s->to = w->file->n;
	const bool done = w->at >= w->file->n;
	s->end = done ? '\0' : (char)w->file->p[w->at];
	if (s->end == '#')
		s->end = '\n';
	else if (!done)
		w->at++;
	return s->to > s->from || !done;
}

/* -- words -------------------------------------------------------------------------- */

/* The statement's word number k; "" past its end. */
static const char *word(
	const struct bytes *f, const struct statement *s, size_t k, char out[WORD_LEN])
{
	size_t at = s->from, n = 0;
	for (size_t i = 0; i <= k; i++) {
		while (at < s->to && strchr(" \t\r\n\"", f->p[at]))
			at++;
		for (n = 0; at < s->to && !strchr(" \t\r\n\"", f->p[at]); at++, n++)
			if (i == k && n + 1 < WORD_LEN)
				out[n] = (char)f->p[at];
	}
	out[n < WORD_LEN ? n : WORD_LEN - 1] = '\0';
	return out;
}

static bool is(
	const struct bytes *f, const struct statement *s, size_t k, const char *want)
{
	char buf[WORD_LEN];
	return strcmp(word(f, s, k, buf), want) == 0;
}

static bool is_family(const char *w)
{
	static const char *const all[] = {"inet", "ip", "ip6", "arp", "netdev", "bridge"};
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(w, all[i]) == 0)
			return true;
	return false;
}

/* Words from number k on name the place's table; *behind: the next one. */
static bool names_table(const struct bytes *f, const struct statement *s, size_t k,
	const struct rulefile_place *p, size_t *behind)
{
	char buf[WORD_LEN];
	const bool family = is_family(word(f, s, k, buf));
	*behind = k + family + 1;
	return strcmp(family ? buf : "ip", p->family) == 0 &&
	       is(f, s, k + family, p->table);
}

/* -- blocks ------------------------------------------------------------------------- */

struct found { /* where the rule goes */
	bool any;
	size_t at;
	bool end; /* before a closing brace */
};
struct scan {
	const struct bytes *file;
	const struct rulefile_place *place;
	size_t rules; /* of the chain, in all its blocks */
	struct found by_text, by_number, at_end;
};

static bool is_rule(const struct bytes *f, const struct statement *s)
{
	static const char *const others[] = {
		"type", "policy", "comment", "flags", "device", "devices", "include"};
	if (s->to == s->from)
		return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (is(f, s, 0, others[i]))
			return false;
	return true;
}

static void take_rule(struct scan *sc, const struct statement *s, size_t from)
{
	const struct rulefile_place *p = sc->place;
	const char *text = (const char *)sc->file->p;
	const struct found here = {.any = true, .at = s->from};
	sc->rules++;
	if (p->text && !sc->by_text.any &&
		rulefile_same(text + from, s->to - from, p->text, strlen(p->text)))
		sc->by_text = here;
	if (p->number == sc->rules)
		sc->by_number = here;
}

/* The body of a chain, up to behind its brace. */
static void scan_chain(struct scan *sc, struct walk *w)
{
	struct statement s;
	w->in_chain = true;
	while (next_statement(w, &s)) {
		if (is_rule(sc->file, &s))
			take_rule(sc, &s, s.from);
		if (s.end == '}') {
			sc->at_end =
				(struct found){.any = true, .at = w->at - 1, .end = true};
			return;
		}
	}
}

static void skip_block(struct walk *w, bool chain)
{
	struct statement s;
	w->in_chain = chain;
	for (int depth = 1; depth > 0 && next_statement(w, &s);)
		depth += (s.end == '{') - (s.end == '}');
	w->in_chain = false;
}

static void scan_table(struct scan *sc, struct walk *w)
{
	struct statement s;
	while (next_statement(w, &s)) {
		if (s.end == '{' && is(sc->file, &s, 0, "chain") &&
			is(sc->file, &s, 1, sc->place->chain))
			scan_chain(sc, w);
		else if (s.end == '{')
			skip_block(w, is(sc->file, &s, 0, "chain"));
		else if (s.end == '}')
			return;
	}
}

/* "add rule inet filter input tcp dport 22 accept" */
static void scan_flat(struct scan *sc, const struct statement *s)
{
	size_t k;
	if (!is(sc->file, s, 1, "rule") || !names_table(sc->file, s, 2, sc->place, &k) ||
		!is(sc->file, s, k, sc->place->chain))
		return;
	if (!is(sc->file, s, 0, "add"))
		return; /* an insert stands in front of what is above it */
	struct statement rest = *s;
	for (size_t i = 0; i <= k; i++) {
		while (rest.from < s->to && strchr(" \t\"", sc->file->p[rest.from]))
			rest.from++;
		while (rest.from < s->to && !strchr(" \t\"", sc->file->p[rest.from]))
			rest.from++;
	}
	take_rule(sc, s, rest.from);
	sc->at_end = (struct found){.any = true, .at = s->to};
}

static bool skips(struct scan *sc, struct walk *w, const struct statement *s)
{
	if (s->end != '{')
		return false;
	skip_block(w, is(sc->file, s, 0, "chain") || is(sc->file, s, 1, "chain"));
	return true;
}

static void scan_other_table(struct scan *sc, struct walk *w)
{
	struct statement s;
	while (next_statement(w, &s))
		if (!skips(sc, w, &s) && s.end == '}')
			return;
}

static void scan_file(struct scan *sc, bool flat)
{
	struct walk w = {.file = sc->file};
	struct statement s;
	size_t behind;
	while (next_statement(&w, &s)) {
		const size_t k =
			is(sc->file, &s, 0, "add") || is(sc->file, &s, 0, "create");
		const bool table = s.end == '{' && is(sc->file, &s, k, "table");
		if (table && !flat &&
			names_table(sc->file, &s, k + 1, sc->place, &behind))
			scan_table(sc, &w);
		else if (table)
			scan_other_table(sc, &w);
		else if (!skips(sc, &w, &s) && flat)
			scan_flat(sc, &s);
	}
}

/* -- editing ------------------------------------------------------------------------ */

static struct found chosen(const struct scan *sc)
{
	const struct rulefile_place *p = sc->place;
	const struct found none = {.any = false};
	if (!p->text)
		return sc->at_end;
	if (sc->by_text.any)
		return sc->by_text;
	return p->number && sc->rules == p->count ? sc->by_number : none;
}

static struct bytes put_block(
	struct arena *a, const struct bytes *f, const struct found *x, const char *rule)
{
	bool first;
	const char *indent = rulefile_indent(a, f, x->at, &first);
	if (!x->end && first)
		return rulefile_put(a, f, x->at, arena_printf(a, "%s\n%s", rule, indent));
	if (!x->end)
		return rulefile_put(a, f, x->at, arena_printf(a, "%s; ", rule));
	if (first)
		return rulefile_put(
			a, f, x->at, arena_printf(a, "\t%s\n%s", rule, indent));
	return rulefile_put(
		a, f, x->at, arena_printf(a, "\n%s\t%s\n%s", indent, rule, indent));
}

static struct bytes put_flat(struct arena *a, const struct bytes *f,
	const struct found *x, const struct rulefile_place *p, const char *rule)
{
	const char *line = arena_printf(
		a, "add rule %s %s %s %s", p->family, p->table, p->chain, rule);
	return rulefile_put(a, f, x->at,
		p->text ? arena_printf(a, "%s\n", line) : arena_printf(a, "\n%s", line));
}

bool rulefile_nft(struct arena *a, const struct bytes *file,
	const struct rulefile_place *p, const char *rule, struct bytes *out)
{
	struct scan blocks = {.file = file, .place = p}, flat = blocks;
	scan_file(&blocks, false);
	struct found x = chosen(&blocks);
	if (x.any) {
		*out = put_block(a, file, &x, rule);
		return true;
	}
	scan_file(&flat, true);
	x = chosen(&flat);
	if (x.any)
		*out = put_flat(a, file, &x, p, rule);
	return x.any;
}

void rulefile_includes(struct arena *a, const struct bytes *file, strs *out)
{
	struct walk w = {.file = file};
	struct statement s;
	while (next_statement(&w, &s))
		if (is(file, &s, 0, "include")) {
			char buf[WORD_LEN * 4];
			size_t at = s.from + strlen("include"), n = 0;
			while (at < s.to && strchr(" \t\"", file->p[at]))
				at++;
			while (at < s.to && file->p[at] != '"' && n + 1 < sizeof(buf))
				buf[n++] = (char)file->p[at++];
			VEC_PUSH(a, out, arena_dup(a, buf, n));
		}
}
