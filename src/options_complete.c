/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shell completion from the option and command tables; of use at build time alone. */
#include "options.h"

#include <stdio.h>
#include <string.h>

struct shell {
	FILE *out;
	const char *const *profiles;
	const char *const *findings;
};

/* The words that may follow an option or stand as a command's argument; NULL: any. */
static const char *const *words_of(const struct shell *s, const struct option_row *o)
{
	return o->kind == OPT_PROFILE ? s->profiles : o->words;
}

static const char *const *words_of_command(const struct shell *s, int c)
{
	return c == CMD_EXPLAIN ? s->findings : command_rows[c].words;
}

static void put_words(FILE *out, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		fprintf(out, "%s%s", i ? " " : "", words[i]);
}

/* Text inside single quotes of a shell; quote is how that shell writes a quote there, and
 * a character of special gets a backslash. */
static void put_quoted(FILE *out, const char *s, const char *quote, const char *special)
{
	for (; *s; s++) {
		if (*s == '\'')
			fputs(quote, out);
		else
			fprintf(out, "%s%c", strchr(special, *s) ? "\\" : "", *s);
	}
}

/* -- bash ----------------------------------------------------------------------- */

static void bash_value(const struct shell *s, const struct option_row *o)
{
	const char *const *words = words_of(s, o);
	fprintf(s->out, "\t--%s)\n", o->name);
	if (words) {
		fprintf(s->out, "\t\t_pkiready_reply -W '");
		put_words(s->out, words);
		fprintf(s->out, "'\n");
	} else if (o->kind == OPT_FILE || o->kind == OPT_DIR) {
		fprintf(s->out, "\t\tcompopt -o filenames\n\t\t_pkiready_reply -%c\n",
			o->kind == OPT_FILE ? 'f' : 'd');
	}
	fprintf(s->out, "\t\treturn\n\t\t;;\n");
}

static void bash_options(FILE *out, int c)
{
	fprintf(out, "\t%s)", c == CMD__MAX ? "*" : command_rows[c].name);
	fprintf(out, " options='");
	for (const struct option_row *o = option_rows; o->name; o++) {
		if (c != CMD__MAX && !(o->commands & CMD_BIT(c)))
			continue;
		if (o->letter)
			fprintf(out, "-%c ", o->letter);
		fprintf(out, "--%s ", o->name);
	}
	fprintf(out, "' ;;\n");
}

static void bash_arguments(const struct shell *s)
{
	fprintf(s->out, "\tcase $command in\n\t'') _pkiready_reply -W '");
	for (int c = 0; c < CMD__MAX; c++)
		fprintf(s->out, "%s%s", c ? " " : "", command_rows[c].name);
	fprintf(s->out, "' ;;\n");
	for (int c = 0; c < CMD__MAX; c++) {
		const char *const *words = words_of_command(s, c);
		if (!words)
			continue;
		fprintf(s->out, "\t%s) _pkiready_reply -W '", command_rows[c].name);
		put_words(s->out, words);
		fprintf(s->out, "' ;;\n");
	}
	fprintf(s->out, "\tdiagnose) _pkiready_reply -A hostname ;;\n\tesac\n");
}

static void bash_head(FILE *out)
{
	fputs("# bash completion for pkiready; made by `make completions`, do not edit.\n"
	      "_pkiready_reply()\n{\n"
	      "\tmapfile -t COMPREPLY < <(compgen \"$@\" -- \"$cur\")\n}\n\n"
	      "_pkiready()\n{\n"
	      "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
	      "\tlocal command='' options word\n"
	      "\tif [[ $cur == = ]]; then\n\t\tcur=''\n"
	      "\telif [[ $prev == = ]]; then\n\t\tprev=${COMP_WORDS[COMP_CWORD - "
	      "2]}\n\tfi\n"
	      "\tCOMPREPLY=()\n",
		out);
}

static void bash(const struct shell *s)
{
	bash_head(s->out);
	fprintf(s->out, "\tcase $prev in\n");
	for (const struct option_row *o = option_rows; o->name; o++) {
		if (o->arg)
			bash_value(s, o);
	}
	fprintf(s->out, "\tesac\n\tfor word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
			"\t\tcase $word in\n\t\t");
	for (int c = 0; c < CMD__MAX; c++)
		fprintf(s->out, "%s%s", c ? " | " : "", command_rows[c].name);
	fprintf(s->out,
		")\n\t\t\tcommand=$word\n\t\t\tbreak\n\t\t\t;;\n\t\tesac\n\tdone\n"
		"\tcase $command in\n");
	for (int c = 0; c <= CMD__MAX; c++)
		bash_options(s->out, c);
	fprintf(s->out, "\tesac\n\tif [[ $cur == -* ]]; then\n"
			"\t\t_pkiready_reply -W \"$options\"\n\t\treturn\n\tfi\n");
	bash_arguments(s);
	fprintf(s->out, "}\n\ncomplete -F _pkiready pkiready\n");
}

/* -- zsh ------------------------------------------------------------------------ */

static void zsh_value(const struct shell *s, const struct option_row *o)
{
	const char *const *words = words_of(s, o);
	fputc(':', s->out);
	put_quoted(s->out, o->arg, "'\\''", ":\\");
	fputc(':', s->out);
	if (words) {
		fputc('(', s->out);
		put_words(s->out, words);
		fputc(')', s->out);
	} else if (o->kind == OPT_FILE) {
		fputs("_files", s->out);
	} else if (o->kind == OPT_DIR) {
		fputs("_files -/", s->out);
	}
}

static void zsh_option(const struct shell *s, const struct option_row *o)
{
	bool many = o->repeat || o->kind == OPT_COUNT;
	fprintf(s->out, "\t\t'%s", many ? "*" : "");
	if (o->letter && many)
		fprintf(s->out, "'{-%c,--%s}'", o->letter, o->name);
	else if (o->letter)
		fprintf(s->out, "(-%c --%s)'{-%c,--%s}'", o->letter, o->name, o->letter,
			o->name);
	else
		fprintf(s->out, "--%s%s", o->name, o->arg ? "=" : "");
	fputc('[', s->out);
	put_quoted(s->out, o->help, "'\\''", "[]\\");
	fputc(']', s->out);
	if (o->arg)
		zsh_value(s, o);
	fprintf(s->out, "' \\\n");
}

static void zsh_command(const struct shell *s, int c)
{
	const char *const *words = words_of_command(s, c);
	fprintf(s->out, "\t%s)\n\t\t_arguments -S \\\n", command_rows[c].name);
	for (const struct option_row *o = option_rows; o->name; o++) {
		if (o->commands & CMD_BIT(c))
			zsh_option(s, o);
	}
	if (words) {
		fprintf(s->out, "\t\t'1:argument:(");
		put_words(s->out, words);
		fprintf(s->out, ")'\n");
	} else {
		fprintf(s->out, "\t\t'%s'\n",
			c == CMD_DIAGNOSE ? "*:name:_hosts" : "1:URL:_urls");
	}
	fprintf(s->out, "\t\t;;\n");
}

static void zsh(const struct shell *s)
{
	fputs("#compdef pkiready\n"
	      "# zsh completion for pkiready; made by `make completions`, do not "
	      "edit.\n\n"
	      "_pkiready()\n{\n"
	      "\tlocal curcontext=\"$curcontext\" state line\n"
	      "\tlocal -a commands\n\ttypeset -A opt_args\n\tcommands=(\n",
		s->out);
	for (int c = 0; c < CMD__MAX; c++) {
		fprintf(s->out, "\t\t'%s:", command_rows[c].name);
		put_quoted(s->out, command_rows[c].help, "'\\''", ":\\");
		fprintf(s->out, "'\n");
	}
	fputs("\t)\n\t_arguments -C '(-h --help)'{-h,--help}'[show the help]' \\\n"
	      "\t\t'(-V --version)'{-V,--version}'[show the versions]' \\\n"
	      "\t\t'1: :->command' '*:: :->argument' && return\n"
	      "\tif [[ $state == command ]]; then\n"
	      "\t\t_describe command commands\n\t\treturn\n\tfi\n"
	      "\tcase $line[1] in\n",
		s->out);
	for (int c = 0; c < CMD__MAX; c++)
		zsh_command(s, c);
	fprintf(s->out, "\tesac\n}\n\n_pkiready \"$@\"\n");
}

/* -- fish ----------------------------------------------------------------------- */

static void fish_help(FILE *out, const char *help)
{
	fprintf(out, " -d '");
	put_quoted(out, help, "\\'", "\\");
	fprintf(out, "'\n");
}

static void fish_option(const struct shell *s, const struct option_row *o)
{
	const char *const *words = words_of(s, o);
	fprintf(s->out, "complete -c pkiready");
	if (o->commands != CMD_BIT(CMD__MAX) - 1u) {
		fprintf(s->out, " -n '__fish_seen_subcommand_from");
		for (int c = 0; c < CMD__MAX; c++) {
			if (o->commands & CMD_BIT(c))
				fprintf(s->out, " %s", command_rows[c].name);
		}
		fprintf(s->out, "'");
	}
	if (o->letter)
		fprintf(s->out, " -s %c", o->letter);
	fprintf(s->out, " -l %s", o->name);
	if (words) {
		fprintf(s->out, " -x -a '");
		put_words(s->out, words);
		fprintf(s->out, "'");
	} else if (o->kind == OPT_FILE) {
		fprintf(s->out, " -r -F");
	} else if (o->kind == OPT_DIR) {
		fprintf(s->out, " -x -a '(__fish_complete_directories)'");
	} else if (o->arg) {
		fprintf(s->out, " -x");
	}
	fish_help(s->out, o->help);
}

static void fish(const struct shell *s)
{
	fprintf(s->out, "# fish completion for pkiready; made by `make completions`, do "
			"not edit.\n"
			"complete -c pkiready -f\n");
	for (int c = 0; c < CMD__MAX; c++) {
		fprintf(s->out, "complete -c pkiready -n __fish_use_subcommand -a %s",
			command_rows[c].name);
		fish_help(s->out, command_rows[c].help);
	}
	for (int c = 0; c < CMD__MAX; c++) {
		const char *const *words = words_of_command(s, c);
		if (!words)
			continue;
		fprintf(s->out,
			"complete -c pkiready -n '__fish_seen_subcommand_from %s' -a '",
			command_rows[c].name);
		put_words(s->out, words);
		fprintf(s->out, "'\n");
	}
	for (const struct option_row *o = option_rows; o->name; o++)
		fish_option(s, o);
}

/* -- all ------------------------------------------------------------------------ */

static const struct {
	const char *name;
	void (*write)(const struct shell *s);
} shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};

enum err options_completion(FILE *out, const char *shell, const char *const *profiles,
	const char *const *findings)
{
	struct shell s = {.out = out, .profiles = profiles, .findings = findings};
	for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++) {
		if (strcmp(shells[i].name, shell) == 0) {
			shells[i].write(&s);
			return ERR_OK;
		}
	}
	return ERR_NOT_FOUND;
}
