/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "options.h"

#include <stdio.h>
#include <string.h>

enum { LEFT = 29 }; /* columns of what stands left of the help text */

static void show_option(FILE *out, const struct option_row *o)
{
	char left[64];
	char letter[8] = "    ";
	if (o->letter)
		snprintf(letter, sizeof(letter), "-%c, ", o->letter);
	snprintf(left, sizeof(left), "  %s--%s%s%s", letter, o->name, o->arg ? " " : "",
		o->arg ? o->arg : "");
	fprintf(out, "%-*s %s\n", LEFT, left, o->help);
}

static void show_options(FILE *out, unsigned commands)
{
	fprintf(out, "\nOptions:\n");
	for (const struct option_row *o = option_rows; o->name; o++) {
		if (o->commands & commands)
			show_option(out, o);
	}
}

static void show_commands(FILE *out)
{
	fprintf(out, "\nCommands:\n");
	for (int c = 0; c < CMD__MAX; c++) {
		char left[64];
		snprintf(left, sizeof(left), "  %s %s", command_rows[c].name,
			command_rows[c].args);
		fprintf(out, "%-*s %s\n", LEFT, left, command_rows[c].help);
	}
}

static void show_tool(FILE *out)
{
	fprintf(out, "Usage: pkiready COMMAND [OPTION...] [ARGUMENT...]\n\n%s",
		command_rows[CMD_HELP].about);
	show_commands(out);
	show_options(out, ~0u);
	fprintf(out,
		"\nExit status: 0 ready, 1 not ready, 2 cannot tell, 3 wrong usage,\n"
		"4 the tool failed. `pkiready help COMMAND` shows what goes with a\n"
		"command; the manual is pkiready(8).\n");
}

void options_help(FILE *out, enum cmd_id c)
{
	if (c == CMD_HELP) {
		show_tool(out);
		return;
	}
	fprintf(out, "Usage: pkiready %s [OPTION...]%s%s\n\n%s", command_rows[c].name,
		*command_rows[c].args ? " " : "", command_rows[c].args,
		command_rows[c].about);
	show_options(out, CMD_BIT(c));
}

enum cmd_id options_command(const char *word)
{
	for (int c = 0; c < CMD__MAX; c++) {
		if (strcmp(command_rows[c].name, word) == 0)
			return (enum cmd_id)c;
	}
	return CMD__MAX;
}
