/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How an admin tests and reloads this very server: by its own program, with the options
 * that choose its files. Apache as the distribution starts it takes its environment from
 * a file that apachectl reads.
 */
#include "fixes/web.h"

#include <string.h>

/* The name alone where a shell of root's finds it. */
static const char *program(struct fixing *f, const struct webconf_server *s)
{
	static const char *const dirs[] = {"/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/",
		"/usr/local/sbin/", "/usr/local/bin/", NULL};
	(void)f;
	for (size_t i = 0; dirs[i]; i++) {
		size_t n = strlen(dirs[i]);
		if (strncmp(s->exe, dirs[i], n) == 0 && !strchr(s->exe + n, '/'))
			return s->exe + n;
	}
	return s->exe;
}

static bool is_option(const char *word, const char *const *options, size_t *n)
{
	for (; *options; options++) {
		*n = strlen(*options);
		if (strncmp(word, *options, *n) == 0)
			return true;
	}
	return false;
}

/* nginx's title has lost the quotes: "-g daemon on; master_process on;" goes on up to the
 * next option. */
static void nginx_options(
	struct fixing *f, const struct webconf_server *s, struct command *c)
{
	static const char *const kept[] = {"-c", "-p", "-g", "-e", NULL};
	size_t n;
	for (size_t i = 1; i < s->args.n; i++) {
		const char *word = s->args.v[i], *value = NULL;
		if (!is_option(word, kept, &n))
			continue;
		value = word[n] ? word + n : NULL;
		while (i + 1 < s->args.n && (!value || word[1] == 'g') &&
			*s->args.v[i + 1] != '-')
			value = arena_printf(f->arena, "%s%s%s", value ? value : "",
				value ? " " : "", s->args.v[++i]);
		if (value)
			plan_argv(f->arena, c, arena_dup(f->arena, word, n), value, NULL);
	}
}

static bool apache_options(
	struct fixing *f, const struct webconf_server *s, struct command *c)
{
	static const char *const kept[] = {"-f", "-d", "-D", "-C", "-c", NULL};
	bool files = false;
	size_t n;
	for (size_t i = 1; i < s->args.n; i++) {
		const char *word = s->args.v[i];
		if (!is_option(word, kept, &n) || n != 2)
			continue;
		const char *value = word[2]             ? word + 2
				    : i + 1 < s->args.n ? s->args.v[++i]
							: NULL;
		if (!value || strcmp(value, "FOREGROUND") == 0)
			continue;
		files = files || word[1] == 'f' || word[1] == 'd';
		plan_argv(f->arena, c, arena_dup(f->arena, word, 2), value, NULL);
	}
	return files;
}

/* True: by apachectl. */
static bool apache_begin(
	struct fixing *f, const struct webconf_server *s, struct command *out)
{
	struct command options = {0};
	bool files = apache_options(f, s, &options);
	const char *name = "apachectl";
	if (!files && fixing_file(f, "/usr/sbin/apachectl")->seen != SEEN_YES) {
		name = "apache2ctl";
		files = fixing_file(f, "/usr/sbin/apache2ctl")->seen != SEEN_YES;
	}
	plan_argv(f->arena, out, files ? program(f, s) : name, NULL);
	for (size_t i = 0; files && i < options.argv.n; i++)
		VEC_PUSH(f->arena, &out->argv, options.argv.v[i]);
	return !files;
}

void web_test_command(
	struct fixing *f, const struct webconf_server *s, struct command *out)
{
	*out = (struct command){0};
	if (strcmp(s->kind, "Apache") == 0) {
		apache_begin(f, s, out);
		plan_argv(f->arena, out, "-t", NULL);
		return;
	}
	plan_argv(f->arena, out, program(f, s), "-t", "-q", NULL);
	nginx_options(f, s, out);
}

void web_reload_command(
	struct fixing *f, const struct webconf_server *s, struct command *out)
{
	*out = (struct command){0};
	if (strcmp(s->kind, "Apache") == 0) {
		if (!apache_begin(f, s, out))
			plan_argv(f->arena, out, "-k", NULL);
		plan_argv(f->arena, out, "graceful", NULL);
		return;
	}
	plan_argv(f->arena, out, program(f, s), "-s", "reload", NULL);
	nginx_options(f, s, out);
}
