/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd_explain.h"

#include "cmd.h"
#include "log.h"
#include "nearest.h"
#include "text.h"

#include <string.h>

enum { SHOWN_MAX = 80, ID_MAX = 64 };

const char *const message_how_words[] = {
	[MESSAGE_HOLDS] = "holds",
	[MESSAGE_PART] = "part",
	[MESSAGE_NEAR] = "near",
};

/* The word without blanks around it, in lower case; NULL when it is not one word. */
static const char *one_word(struct arena *a, const char *text)
{
	text += strspn(text, " \t\n");
	size_t n = strcspn(text, " \t\n");
	if (!n || n > ID_MAX || text[n + strspn(text + n, " \t\n")])
		return NULL;
	char *word = arena_dup(a, text, n);
	for (char *p = word; *p; p++) {
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	}
	return word;
}

static bool find(
	struct arena *a, const char *text, const char *word, struct message_found *f)
{
	const struct message *m = word ? message_by_id(word) : NULL;
	if (!m) {
		message_find(a, text, f);
		return f->n > 0;
	}
	*f = (struct message_found){.n = 1};
	f->found[0].message = m;
	f->found[0].phrase = m->phrases;
	f->found[0].how = MESSAGE_HOLDS;
	f->found[0].percent = 100;
	return true;
}

static const struct fix *fix_by_id(const char *word)
{
	for (size_t i = 0; word && fixes[i]; i++)
		if (strcmp(fixes[i]->id, word) == 0)
			return fixes[i];
	return NULL;
}

static const char *nearest_id(const char *word)
{
	struct nearest best = {0};
	const struct message *m;
	for (int i = 0; i < FINDING__MAX; i++)
		nearest_offer(&best, word, finding_table[i].id);
	for (size_t i = 0; fixes[i]; i++)
		nearest_offer(&best, word, fixes[i]->id);
	for (size_t i = 0; (m = message_at(i)); i++)
		nearest_offer(&best, word, m->id);
	return best.word;
}

/* What was typed, harmless and short enough for a line. */
static const char *shown(struct arena *a, const char *text)
{
	const char *s = text_escaped(a, text);
	size_t n = strlen(s);
	if (n <= SHOWN_MAX)
		return s;
	n = SHOWN_MAX;
	while (n && ((unsigned char)s[n] & 0xc0) == 0x80)
		n--;
	return arena_printf(a, "%.*s...", (int)n, s);
}

/* "; nearest: "…", "…"", "" when nothing is like it. */
static const char *nearest_messages(struct arena *a, const char *text)
{
	struct message_found near;
	const char *s = "";
	message_nearest(a, text, &near);
	for (size_t i = 0; i < near.n; i++)
		s = arena_printf(a, "%s%s\"%s\"", s, i ? ", " : ": nearest are ",
			near.found[i].phrase->text);
	return s;
}

static int unknown(struct arena *a, const char *text, const char *word)
{
	const char *id = word ? nearest_id(word) : NULL;
	const char *hint = id ? arena_printf(a, ": did you mean %s?", id)
			      : nearest_messages(a, text);
	log_error("unknown finding or message \"%s\"%s (expected the id of a finding "
		  "(pkiready list checks) or fix, or what a console or client said)",
		shown(a, text), hint);
	return EXIT_USAGE;
}

static int explain(struct arena *a, const struct options *o, struct broker *b)
{
	struct style style;
	struct message_found f;
	const char *text = o->args.v[0];
	const char *word = one_word(a, text);
	(void)b;
	cmd_style(o, &style);
	enum finding_id id = word ? finding_by_id(word) : FINDING__MAX;
	if (id != FINDING__MAX) {
		strs ids = {0};
		const char *fixed = explain_fixes(a, id, &ids);
		return cmd_finish(
			report_explain(stdout, &style, &finding_table[id], fixed, &ids),
			EXIT_READY);
	}
	const struct fix *fix = fix_by_id(word);
	if (fix)
		return cmd_finish(explain_fix(stdout, &style, fix), EXIT_READY);
	if (!find(a, text, word, &f))
		return unknown(a, text, word);
	bool written = style.format == FORMAT_TEXT
			       ? explain_text(stdout, &style, &f)
			       : explain_structured(stdout, &style, text, &f);
	return cmd_finish(written, EXIT_READY);
}

const struct cmd cmd_explain = {.needs_host = false, .run = explain};
