/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes what is made from the program's own tables: a completion (`generate
 * bash|zsh|fish`) or the manual page's list of findings (`generate findings`). A tool of
 * the build: `make completions` calls it, and check-docs compares.
 */
#include "finding.h"
#include "options.h"
#include "profile.h"
#include "profile_rows.h"

#include <stdio.h>
#include <string.h>

static void add_profile(struct arena *a, strs *out, const char *name)
{
	const struct profile *p;
	const char *nearest;
	if (profile_find(a, name, &p, &nearest) == ERR_OK)
		VEC_PUSH(a, out, p->id);
}

static void list_plain(struct arena *a, strs *out)
{
	size_t n;
	const struct profile *rows = profile_rows(&n);
	for (size_t i = 0; i < n; i++)
		VEC_PUSH(a, out, rows[i].id);
	for (const struct profile_brand *b = profile_brands; b->id; b++)
		add_profile(a, out, b->id);
}

static const char *const *list_profiles(struct arena *a)
{
	strs *out = ARENA_NEW(a, strs);
	size_t n;
	const struct profile *rows = profile_rows(&n);
	list_plain(a, out);
	size_t plain = out->n;
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; rows[i].provider && k < plain; k++)
			add_profile(
				a, out, arena_printf(a, "%s/%s", rows[i].id, out->v[k]));
	}
	VEC_PUSH(a, out, NULL);
	return out->v;
}

static const char *const *list_findings(struct arena *a)
{
	strs *out = ARENA_NEW(a, strs);
	for (int i = 0; i < FINDING__MAX; i++)
		VEC_PUSH(a, out, finding_table[i].id);
	VEC_PUSH(a, out, NULL);
	return out->v;
}

/* mdoc takes a backslash, and a period or quote at the start of a line, as its own; and
 * wants each sentence on a line of its own. */
static void put_roff(const char *s)
{
	for (bool begins = true; *s; s++) {
		bool sentence = s[0] == '.' && s[1] == ' ' && s[2] >= 'A' && s[2] <= 'Z';
		if (begins && (*s == '.' || *s == '\''))
			fputs("\\&", stdout);
		fputs(*s == '\\' ? "\\e" : (char[]){*s, 0}, stdout);
		if (sentence) {
			fputc('\n', stdout);
			s++;
		}
		begins = sentence;
	}
	fputc('\n', stdout);
}

static void write_findings(void)
{
	const char *section = "";
	for (int i = 0; i < FINDING__MAX; i++) {
		const struct finding_info *f = &finding_table[i];
		if (strcmp(f->section, section) != 0) {
			if (*section)
				puts(".El");
			printf(".Ss %s\n.Bl -tag -width 4n -compact\n", f->section);
			section = f->section;
		}
		printf(".It Sy %s\n", f->id);
		put_roff(f->title);
	}
	puts(".El");
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	enum err err = ERR_SYNTAX;
	if (argc == 2 && strcmp(argv[1], "findings") == 0) {
		write_findings();
		err = ERR_OK;
	} else if (argc == 2) {
		err = options_completion(
			stdout, argv[1], list_profiles(a), list_findings(a));
	}
	arena_free(a);
	if (err)
		fprintf(stderr, "usage: generate bash|zsh|fish|findings\n");
	return err || ferror(stdout) || fflush(stdout) ? 1 : 0;
}
