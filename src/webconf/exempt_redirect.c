/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A redirect of mod_alias that leaves a path out. Redirect takes a prefix and appends
 * what is behind it; the same as an expression is RedirectMatch, which can look ahead.
 */
#include "webconf/exempt.h"

#include "text.h"

#include <string.h>

/* "(?!/[.]well-known/pki-validation/)" */
static const char *ahead(struct exempt_place *p)
{
	return arena_printf(p->e->a, "(?!%s)", exempt_regex(p) + 1);
}

static bool is_status(const char *word)
{
	return strcmp(word, "permanent") == 0 || strcmp(word, "temp") == 0 ||
	       strcmp(word, "seeother") == 0 || strcmp(word, "gone") == 0 ||
	       (*word >= '1' && *word <= '9');
}

/* Behind "^" the expression goes on as it was; else anything may stand before it. */
static bool match(struct exempt_place *p, const struct conf_node *n, struct splices *out)
{
	size_t k = is_status(conf_arg(n, 0)) ? 2 : 1, begin, end;
	const char *pattern = conf_arg(n, k - 1);
	if (!splice_word(n, k, &begin, &end) || strstr(conf_arg(n, k), "$0"))
		return false;
	splice_add(p->e->a, out, n->file, begin, 0,
		arena_printf(p->e->a, "^%s.*?(?:", ahead(p)));
	splice_add(p->e->a, out, n->file, end, 0, ")");
	return *pattern != '\0' && strncmp(pattern, "(?", 2) != 0;
}

static const char *escaped(struct arena *a, const char *s)
{
	struct text out;
	text_init(&out, a, CONF_WORD_MAX);
	for (; *s; s++) {
		if (strchr(".+*?()[]{}|^$\\", *s))
			text_printf(&out, strchr("\\^]", *s) ? "\\%c" : "[%c]", *s);
		else
			text_add_n(&out, s, 1);
	}
	return text_str(&out);
}

/* "/old" fits itself and what is below; "/old/" only what is below. */
static const char *prefix(struct exempt_place *p, const char *from)
{
	size_t n = strlen(from);
	return arena_printf(p->e->a, "^%s%s%s", ahead(p), escaped(p->e->a, from),
		n && from[n - 1] == '/' ? "(.*)$" : "(/.*)?$");
}

static bool has_special(const char *to)
{
	return strpbrk(to, "$\\&%\"") != NULL;
}

static void replace(struct exempt_place *p, const struct conf_node *n, size_t k,
	const char *put, struct splices *out)
{
	size_t begin, end;
	if (!splice_word(n, k, &begin, &end))
		return;
	bool quotes = begin > n->begin && (n->file->bytes.p[begin - 1] == '"' ||
						  n->file->bytes.p[begin - 1] == '\'');
	splice_add(p->e->a, out, n->file, begin, end - begin,
		quotes || k == 0 ? put : arena_printf(p->e->a, "\"%s\"", put));
}

/* In the server or in a directory: with a path and a target. */
static bool plain(struct exempt_place *p, const struct conf_node *n, struct splices *out)
{
	struct arena *a = p->e->a;
	bool permanent = strcmp(n->name, "redirectpermanent") == 0;
	bool temporary = strcmp(n->name, "redirecttemp") == 0;
	size_t k = !permanent && !temporary && is_status(conf_arg(n, 0)) ? 2 : 1;
	const char *from = conf_arg(n, k - 1), *to = conf_arg(n, k);
	if (*from != '/' || has_special(from) || has_special(to))
		return false;
	replace(p, n, 0,
		permanent   ? "RedirectMatch permanent"
		: temporary ? "RedirectMatch temp"
			    : "RedirectMatch",
		out);
	replace(p, n, k, prefix(p, from), out);
	if (*to)
		replace(p, n, k + 1, arena_printf(a, "%s$1", to), out);
	return true;
}

bool exempt_redirect(
	struct exempt_place *p, const struct conf_node *n, struct splices *out)
{
	return strcmp(n->name, "redirectmatch") == 0 ? match(p, n, out)
						     : plain(p, n, out);
}
