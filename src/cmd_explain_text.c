/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd_explain.h"

#include "report/page.h"
#include "text.h"

#include <string.h>

enum { HANG = 10, PART_MAX = 16384 };

static void put_part(struct page *p, const char *label, const struct text *t)
{
	const struct para para = {.hang = HANG,
		.label = label,
		.tint = TINT_BOLD,
		.text = text_str(t),
		.lines = true};
	if (!t->n)
		return;
	page_gap(p);
	page_para(p, &para);
}

static void put_words(struct page *p, const char *label, const char *words)
{
	struct text t;
	text_init(&t, p->arena, PART_MAX);
	text_add(&t, words);
	put_part(p, label, &t);
}

/* A key as people know it: S0 to S4 for the documents, else the source's own words. */
static const char *short_source(struct arena *a, const char *key)
{
	if (strncmp(key, "SEED00", 6) == 0)
		return arena_printf(a, "S%s", key + 6);
	const char *text = profile_source(key);
	return text ? text : key;
}

/* Calls add with each key of a list of keys. */
static void each_key(struct arena *a, const char *keys,
	void (*add)(struct text *t, struct arena *a, const char *key), struct text *t)
{
	while (*keys) {
		size_t n = strcspn(keys, " ");
		add(t, a, arena_dup(a, keys, n));
		keys += n + strspn(keys + n, " ");
	}
}

static void add_short(struct text *t, struct arena *a, const char *key)
{
	text_printf(t, "%s%s", t->n ? ", " : "", short_source(a, key));
}

static const char *short_sources(struct arena *a, const char *keys)
{
	struct text t;
	text_init(&t, a, PART_MAX);
	each_key(a, keys, add_short, &t);
	return text_str(&t);
}

/* One line for each source that is not there yet. */
static void add_source(struct text *t, struct arena *a, const char *key)
{
	const char *text = profile_source(key);
	if (!text || (t->n && strstr(text_str(t), text)))
		return;
	text_printf(t, "%s%s", t->n ? "\n" : "", text);
	(void)a;
}

static void put_causes(struct page *p, const struct message *m)
{
	struct text t;
	text_init(&t, p->arena, PART_MAX);
	for (const struct message_cause *c = m->causes; c->when; c++)
		text_printf(&t, "%s%s: %s", t.n ? "\n" : "", finding_table[c->id].id,
			c->when);
	put_part(p, m->good ? "Next" : "Can be", &t);
}

/* Commands stand on lines of their own, unwrapped, to be copied. */
static void put_commands(struct page *p, const struct message *m)
{
	page_gap(p);
	for (const char *const *c = m->commands; *c; c++) {
		page_blanks(p,
			HANG - page_put(p, TINT_BOLD, c == m->commands ? "Decide" : ""));
		page_line(p, *c);
	}
	page_text(p, HANG, m->decide);
}

static void put_waits(struct page *p, const struct message *m)
{
	struct text t;
	text_init(&t, p->arena, PART_MAX);
	for (const char *const *w = m->waits; w && *w; w++) {
		const struct profile *provider;
		const struct profile_wait *wait = message_wait(*w, &provider);
		if (wait)
			text_printf(&t, "%s%s: %s: %s (%s)", t.n ? "\n" : "",
				provider->name, wait->what, wait->wait,
				short_sources(p->arena, wait->sources));
	}
	put_part(p, "Wait", &t);
}

/* The same in the other languages than that of the phrase that fitted. */
static void put_forms(
	struct page *p, const struct message *m, const struct message_phrase *fitted)
{
	struct text t;
	text_init(&t, p->arena, PART_MAX);
	for (const struct message_phrase *f = m->phrases; f->text; f++) {
		bool english = strcmp(f->lang, "en") == 0;
		if (f != fitted && strcmp(f->lang, fitted->lang) != 0 &&
			(english || p->style->utf8))
			text_printf(&t, "%s%s%s", t.n ? "\n" : "", f->text,
				f->transliterated ? " (our transliteration)" : "");
	}
	put_part(p, "Also", &t);
}

static void put_sources(struct page *p, const struct message *m)
{
	struct text t;
	text_init(&t, p->arena, PART_MAX);
	for (const struct message_phrase *f = m->phrases; f->text; f++)
		each_key(p->arena, f->sources, add_source, &t);
	for (const char *const *w = m->waits; w && *w; w++) {
		const struct profile *provider;
		const struct profile_wait *wait = message_wait(*w, &provider);
		if (wait)
			each_key(p->arena, wait->sources, add_source, &t);
	}
	put_part(p, "Source", &t);
}

static void put_message(struct page *p, const struct message_found *f, size_t i)
{
	const struct message *m = f->found[i].message;
	page_head(p, f->found[i].phrase->text);
	page_text(p, 0, m->said_by);
	if (f->found[i].how == MESSAGE_PART)
		put_words(p, "Note", "what you gave is a part of this message");
	if (f->found[i].how == MESSAGE_NEAR)
		put_words(p, "Note",
			arena_printf(p->arena,
				"the nearest message that is known: %d%% like what you "
				"gave",
				f->found[i].percent));
	put_words(p, "Means", m->means);
	put_causes(p, m);
	put_commands(p, m);
	put_waits(p, m);
	put_forms(p, m, f->found[i].phrase);
	put_sources(p, m);
}

bool explain_text(FILE *out, const struct style *s, const struct message_found *f)
{
	struct page p;
	page_begin(&p, out, s);
	for (size_t i = 0; i < f->n; i++) {
		if (i) {
			page_gap(&p);
			page_line(&p, "--");
			page_gap(&p);
		}
		put_message(&p, f, i);
	}
	page_gap(&p);
	page_text(&p, 0, "pkiready explain ID tells more of one finding.");
	return page_end(&p);
}
