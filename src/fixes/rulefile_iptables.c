/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rulefile.h"

#include <string.h>

struct line {
	const char *p;
	size_t n, at; /* without its newline; where it begins */
};

struct walk {
	const struct bytes *file;
	size_t at;
};

static bool next_line(struct walk *w, struct line *l)
{
	if (w->at >= w->file->n)
		return false;
	const char *p = (const char *)w->file->p + w->at;
	const size_t left = w->file->n - w->at;
	const char *end = memchr(p, '\n', left);
	*l = (struct line){.p = p, .n = end ? (size_t)(end - p) : left, .at = w->at};
	w->at += l->n + (end != NULL);
	return true;
}

static bool word_is(const struct line *l, size_t at, const char *word)
{
	const size_t n = strlen(word);
	return l->n >= at + n && memcmp(l->p + at, word, n) == 0 &&
	       (l->n == at + n || strchr(" \t\r", l->p[at + n]));
}

/* Where the rule begins in "-A CHAIN rule", behind counters too; 0: it is none. */
static size_t rule_at(const struct line *l, const char *chain)
{
	size_t at = 0;
	if (l->n && l->p[0] == '[')
		while (at < l->n && l->p[at] != '-')
			at++;
	if (!word_is(l, at, "-A") && !word_is(l, at, "--append"))
		return 0;
	while (at < l->n && l->p[at] != ' ' && l->p[at] != '\t')
		at++;
	while (at < l->n && (l->p[at] == ' ' || l->p[at] == '\t'))
		at++;
	if (!word_is(l, at, chain))
		return 0;
	return at + strlen(chain);
}

struct scan {
	const struct rulefile_place *place;
	size_t rules;
	size_t by_text, by_number, behind; /* offsets, 0: not found */
	bool in_table, has_chain;
};

static void take(struct scan *sc, const struct line *l, size_t next)
{
	const struct rulefile_place *p = sc->place;
	if (l->n && l->p[0] == '*')
		sc->in_table = word_is(l, 1, p->table);
	if (!sc->in_table)
		return;
	if (l->n && l->p[0] == ':')
		sc->has_chain = sc->has_chain || word_is(l, 1, p->chain);
	if (word_is(l, 0, "COMMIT")) {
		if (sc->has_chain && !sc->behind)
			sc->behind = l->at;
		sc->in_table = false;
		return;
	}
	const size_t at = rule_at(l, p->chain);
	if (!at)
		return;
	sc->rules++;
	sc->behind = next;
	if (p->text && !sc->by_text &&
		rulefile_same(l->p + at, l->n - at, p->text, strlen(p->text)))
		sc->by_text = l->at;
	if (p->number == sc->rules)
		sc->by_number = l->at;
}

bool rulefile_iptables(struct arena *a, const struct bytes *file,
	const struct rulefile_place *p, const char *rule, struct bytes *out)
{
	struct scan sc = {.place = p};
	struct walk w = {.file = file};
	struct line l;
	while (next_line(&w, &l))
		take(&sc, &l, w.at);
	size_t at = !p->text                            ? sc.behind
		    : sc.by_text                        ? sc.by_text
		    : p->number && sc.rules == p->count ? sc.by_number
							: 0;
	if (!at)
		return false;
	const bool open = at > 0 && file->p[at - 1] != '\n';
	*out = rulefile_put(a, file, at,
		arena_printf(a, "%s-A %s %s\n", open ? "\n" : "", p->chain, rule));
	return true;
}
