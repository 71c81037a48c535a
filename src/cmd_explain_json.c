/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd_explain.h"

#include "report/result_json.h"

#include <string.h>

static void write_sources(struct writer *w, const char *keys)
{
	char key[64];
	w->start(w, "sources", true);
	while (*keys) {
		size_t n = strcspn(keys, " ");
		if (n < sizeof(key)) {
			memcpy(key, keys, n);
			key[n] = '\0';
			const char *text = profile_source(key);
			write_str(w, NULL, text ? text : key);
		}
		keys += n + strspn(keys + n, " ");
	}
	w->end(w);
}

static void write_causes(struct writer *w, const struct message *m)
{
	w->start(w, "causes", true);
	for (const struct message_cause *c = m->causes; c->when; c++) {
		w->start(w, NULL, false);
		write_str(w, "id", finding_table[c->id].id);
		write_str(w, "title", finding_table[c->id].title);
		write_str(w, "when", c->when);
		w->end(w);
	}
	w->end(w);
}

static void write_waits(struct writer *w, const struct message *m)
{
	w->start(w, "waits", true);
	for (const char *const *name = m->waits; name && *name; name++) {
		const struct profile *provider;
		const struct profile_wait *wait = message_wait(*name, &provider);
		if (!wait)
			continue;
		w->start(w, NULL, false);
		write_str(w, "id", *name);
		write_str(w, "provider", provider->id);
		write_str(w, "what", wait->what);
		write_str(w, "wait", wait->wait);
		write_int(w, "seconds", wait->seconds);
		write_sources(w, wait->sources);
		w->end(w);
	}
	w->end(w);
}

static void write_phrases(struct writer *w, const struct message *m)
{
	w->start(w, "phrases", true);
	for (const struct message_phrase *p = m->phrases; p->text; p++) {
		w->start(w, NULL, false);
		write_str(w, "text", p->text);
		write_str(w, "lang", p->lang);
		write_bool(w, "transliterated", p->transliterated);
		write_sources(w, p->sources);
		w->end(w);
	}
	w->end(w);
}

static void write_message(struct writer *w, const struct message_found *f, size_t i)
{
	const struct message *m = f->found[i].message;
	w->start(w, NULL, false);
	write_str(w, "id", m->id);
	write_str(w, "said_by", m->said_by);
	write_str(w, "text", f->found[i].phrase->text);
	write_str(w, "how", message_how_words[f->found[i].how]);
	write_int(w, "likeness", f->found[i].percent);
	write_bool(w, "good", m->good);
	write_str(w, "means", m->means);
	write_causes(w, m);
	w->start(w, "commands", true);
	for (const char *const *c = m->commands; *c; c++)
		write_str(w, NULL, *c);
	w->end(w);
	write_str(w, "decide", m->decide);
	write_waits(w, m);
	write_phrases(w, m);
	w->end(w);
}

bool explain_structured(
	FILE *out, const struct style *s, const char *text, const struct message_found *f)
{
	struct writer *w = report_writer(out, s);
	write_head(w, "explain");
	write_str(w, "query", text);
	w->start(w, "messages", true);
	for (size_t i = 0; i < f->n; i++)
		write_message(w, f, i);
	w->end(w);
	w->end(w);
	return w->finish(w);
}
