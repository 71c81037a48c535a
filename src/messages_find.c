/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "messages.h"

#include "messages_words.h"

#include <stdlib.h>
#include <string.h>

enum { CANDIDATES_MAX = 64, NEAR_ENOUGH = 80, NEAREST_LEAST = 30, NEAREST_COUNT = 3 };

/* A phrase that stands in the text. */
struct candidate {
	const struct message *message;
	const struct message_phrase *phrase;
	struct span span;
	size_t weight; /* bytes of the phrase's own words */
};

/* What happened before what it came with, the longer before the shorter phrase. */
static int by_weight(const void *x, const void *y)
{
	const struct candidate *a = x, *b = y;
	if (a->message->kind != b->message->kind)
		return a->message->kind > b->message->kind ? -1 : 1;
	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	if (a->span.start != b->span.start)
		return a->span.start < b->span.start ? -1 : 1;
	return a->message < b->message ? -1 : a->message > b->message;
}

static size_t collect(struct arena *a, const struct words *text, struct candidate *v)
{
	const struct message *m;
	size_t n = 0;
	for (size_t i = 0; (m = message_at(i)); i++) {
		for (const struct message_phrase *p = m->phrases; p->text; p++) {
			struct words phrase;
			struct span span;
			words_split(a, p->text, MESSAGE_TEXT_MAX, true, &phrase);
			if (n < CANDIDATES_MAX && words_hold(text, &phrase, &span) &&
				(phrase.n > 1 || text->n == 1))
				v[n++] = (struct candidate){m, p, span, phrase.bytes};
		}
	}
	qsort(v, n, sizeof(*v), by_weight);
	return n;
}

static bool overlap(const struct span *a, const struct span *b)
{
	return a->start < b->end && b->start < a->end;
}

/* The same words for two methods stand side by side; else the longer phrase rules out
 * what it covers. */
static bool ruled_out(const struct candidate *c, const struct candidate *by)
{
	if (c->message == by->message)
		return true;
	if (c->message->kind == MESSAGE_WRAPPER && by->message->kind != MESSAGE_WRAPPER)
		return true;
	if (c->span.start == by->span.start && c->span.end == by->span.end &&
		c->weight == by->weight)
		return false;
	return overlap(&c->span, &by->span);
}

static void put(struct message_found *out, const struct message *m,
	const struct message_phrase *p, enum message_how how, int percent)
{
	if (out->n == MESSAGE_FOUND_MAX)
		return;
	out->found[out->n].message = m;
	out->found[out->n].phrase = p;
	out->found[out->n].how = how;
	out->found[out->n].percent = percent;
	out->n++;
}

static void choose(const struct candidate *v, size_t n, struct message_found *out)
{
	const struct candidate *taken[CANDIDATES_MAX];
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		bool out_of_it = false;
		for (size_t k = 0; k < count && !out_of_it; k++)
			out_of_it = ruled_out(&v[i], taken[k]);
		if (out_of_it)
			continue;
		taken[count++] = &v[i];
		put(out, v[i].message, v[i].phrase, MESSAGE_HOLDS, 100);
	}
}

static bool has(const struct message_found *f, const struct message *m)
{
	for (size_t i = 0; i < f->n; i++) {
		if (f->found[i].message == m)
			return true;
	}
	return false;
}

/* Phrases of which the text is a part; too many of them tell nothing. */
static void find_parts(
	struct arena *a, const struct words *text, struct message_found *out)
{
	const struct message *m;
	for (size_t i = 0; (m = message_at(i)); i++) {
		for (const struct message_phrase *p = m->phrases; p->text; p++) {
			struct words phrase;
			words_split(a, p->text, MESSAGE_TEXT_MAX, true, &phrase);
			if (!words_are_part(text, &phrase) || has(out, m))
				continue;
			if (out->n == MESSAGE_FOUND_MAX) {
				out->n = 0;
				return;
			}
			put(out, m, p, MESSAGE_PART, 100);
		}
	}
}

/* Keeps the found sorted by likeness, best first, and no more than max. */
static void put_near(struct message_found *out, size_t max, const struct message *m,
	const struct message_phrase *p, int percent)
{
	size_t at = 0;
	while (at < out->n && out->found[at].percent >= percent)
		at++;
	if (at >= max)
		return;
	if (out->n < max)
		out->n++;
	memmove(&out->found[at + 1], &out->found[at],
		(out->n - 1 - at) * sizeof(out->found[0]));
	out->found[at].message = m;
	out->found[at].phrase = p;
	out->found[at].how = MESSAGE_NEAR;
	out->found[at].percent = percent;
}

static void find_near(struct arena *a, const struct words *text, int least, size_t max,
	struct message_found *out)
{
	const struct message *m;
	for (size_t i = 0; (m = message_at(i)); i++) {
		const struct message_phrase *best = NULL;
		int most = least - 1;
		for (const struct message_phrase *p = m->phrases; p->text; p++) {
			struct words phrase;
			words_split(a, p->text, MESSAGE_TEXT_MAX, true, &phrase);
			int percent = words_likeness(text, &phrase);
			if (percent > most) {
				most = percent;
				best = p;
			}
		}
		if (best)
			put_near(out, max, m, best, most);
	}
}

/* Of what is near enough, only what is as near as the nearest. */
static void keep_best(struct message_found *out)
{
	size_t n = 0;
	while (n < out->n && out->found[n].percent == out->found[0].percent)
		n++;
	out->n = n;
}

void message_find(struct arena *a, const char *text, struct message_found *out)
{
	struct words words;
	struct candidate v[CANDIDATES_MAX];
	*out = (struct message_found){0};
	words_split(a, text, MESSAGE_TEXT_MAX, false, &words);
	choose(v, collect(a, &words, v), out);
	if (!out->n)
		find_parts(a, &words, out);
	if (!out->n && words_tell(&words)) {
		find_near(a, &words, NEAR_ENOUGH, MESSAGE_FOUND_MAX, out);
		keep_best(out);
	}
}

void message_nearest(struct arena *a, const char *text, struct message_found *out)
{
	struct words words;
	*out = (struct message_found){0};
	words_split(a, text, MESSAGE_TEXT_MAX, false, &words);
	find_near(a, &words, NEAREST_LEAST, NEAREST_COUNT, out);
}
