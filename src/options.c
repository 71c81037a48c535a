/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "options.h"

#include "log.h"
#include "nearest.h"
#include "text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct parser {
	struct arena *arena;
	struct options *out;
	int argc;
	char **argv;
	int next; /* index in argv of the next word */
	bool have_command;
	uint64_t given; /* bit i: option_rows[i] was given */
};

static const char *shown(struct parser *p, const char *s)
{
	return text_escaped(p->arena, s);
}

void options_say_unknown(
	struct arena *a, const char *what, const char *word, const char *const *words)
{
	struct nearest near = {0};
	struct text all;
	text_init(&all, a, 1024);
	for (size_t i = 0; words[i]; i++) {
		nearest_offer(&near, word, words[i]);
		text_printf(&all, "%s%s",
			i == 0         ? ""
			: words[i + 1] ? ", "
				       : " or ",
			words[i]);
	}
	if (near.word)
		log_error("unknown %s \"%s\": did you mean %s? (expected %s)", what,
			text_escaped(a, word), near.word, text_str(&all));
	else
		log_error("unknown %s \"%s\": expected %s", what, text_escaped(a, word),
			text_str(&all));
}

/* -- values --------------------------------------------------------------------- */

static char lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

/* The one of words that value is, upper and lower case one; NULL: none. */
static const char *word_of(const char *value, const char *const *words)
{
	for (; *words; words++) {
		size_t i = 0;
		while (value[i] && lower(value[i]) == lower((*words)[i]))
			i++;
		if (!value[i] && !(*words)[i])
			return *words;
	}
	return NULL;
}

/* Decimal seconds, "2" or "0.5", in ms; -1 when it is no such number. */
static int64_t parse_seconds(const char *s)
{
	int64_t ms = 0, unit = 1000;
	size_t digits = 0;
	bool fraction = false;
	for (; *s; s++) {
		if (*s == '.' && !fraction) {
			fraction = true;
			continue;
		}
		if (*s < '0' || *s > '9' || ++digits > 12)
			return -1;
		if (fraction)
			unit /= 10;
		ms = fraction ? ms + unit * (*s - '0')
			      : ms * 10 + 1000 * (int64_t)(*s - '0');
	}
	return digits ? ms : -1;
}

static enum err set_seconds(
	struct parser *p, const struct option_row *o, const char *value)
{
	bool wait = o->kind == OPT_WAIT;
	int64_t ms = parse_seconds(value);
	int least = wait ? OPTIONS_WAIT_MIN_MS : OPTIONS_TIMEOUT_MIN_MS;
	int most = wait ? OPTIONS_WAIT_MAX_MS : OPTIONS_TIMEOUT_MAX_MS;
	if (ms < least || ms > most) {
		log_error("--%s \"%s\": expected seconds from %s to %d", o->name,
			shown(p, value), wait ? "1" : "0.1", most / 1000);
		return ERR_RANGE;
	}
	*(int64_t *)(void *)((char *)p->out + o->offset) = ms;
	return ERR_OK;
}

/* Whole seconds, or a number with s, m, h or d; -1 when it is no such span. */
static int64_t parse_span(const char *s)
{
	static const struct {
		char letter;
		int64_t seconds;
	} units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'\0', 1}};
	size_t n = strspn(s, "0123456789");
	if (n == 0 || n > 9 || (s[n] && s[n + 1]))
		return -1;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (units[i].letter == s[n])
			return strtoll(s, NULL, 10) * units[i].seconds * 1000;
	return -1;
}

static enum err set_span(struct parser *p, const struct option_row *o, const char *value)
{
	int64_t ms = parse_span(value);
	if (ms < o->least || ms > OPTIONS_SPAN_MAX_MS) {
		log_error("--%s \"%s\": expected a span such as 90, 30m, 12h or 3d, a "
			  "year at most",
			o->name, shown(p, value));
		return ERR_RANGE;
	}
	*(int64_t *)(void *)((char *)p->out + o->offset) = ms;
	return ERR_OK;
}

static enum err set_word(struct parser *p, const struct option_row *o, const char *value)
{
	const char *word = word_of(value, o->words);
	if (!word) {
		options_say_unknown(p->arena, arena_printf(p->arena, "--%s", o->name),
			value, o->words);
		return ERR_NOT_FOUND;
	}
	*(const char **)(void *)((char *)p->out + o->offset) = word;
	return ERR_OK;
}

static enum err set_value(struct parser *p, const struct option_row *o, const char *value)
{
	void *member = (char *)p->out + o->offset;
	if (o->kind == OPT_FLAG)
		*(bool *)member = true;
	else if (o->kind == OPT_COUNT)
		++*(int *)member;
	else if (o->kind == OPT_SECONDS || o->kind == OPT_WAIT)
		return set_seconds(p, o, value);
	else if (o->kind == OPT_SPAN)
		return set_span(p, o, value);
	else if (o->kind == OPT_WORD)
		return set_word(p, o, value);
	else if (o->kind == OPT_FILE)
		((struct input *)member)->path = value;
	else if (o->repeat)
		VEC_PUSH(p->arena, (strs *)member, value);
	else
		*(const char **)member = value;
	return ERR_OK;
}

/* -- options -------------------------------------------------------------------- */

static enum err give(struct parser *p, const struct option_row *o, const char *value)
{
	uint64_t bit = UINT64_C(1) << (o - option_rows);
	if (o->arg && !o->repeat && p->given & bit) {
		log_error("--%s is given twice: give it once", o->name);
		return ERR_SYNTAX;
	}
	p->given |= bit;
	if (o->arg && !value && p->next < p->argc)
		value = p->argv[p->next++];
	if (o->arg && (!value || !*value)) {
		log_error("--%s needs a value: --%s %s", o->name, o->name, o->arg);
		return ERR_SYNTAX;
	}
	return set_value(p, o, value);
}

static void say_no_option(struct parser *p, const char *name)
{
	struct nearest near = {0};
	for (const struct option_row *o = option_rows; o->name; o++)
		nearest_offer(&near, name, o->name);
	if (near.word)
		log_error("unknown option \"--%s\": did you mean --%s?", shown(p, name),
			near.word);
	else
		log_error("unknown option \"--%s\": see pkiready --help", shown(p, name));
}

/* The row that name stands for, whole or cut short; NULL: it was said that none does. */
static const struct option_row *find_option(struct parser *p, const char *name)
{
	const struct option_row *found = NULL;
	struct text all;
	size_t n = strlen(name), hits = 0;
	text_init(&all, p->arena, 1024);
	for (const struct option_row *o = option_rows; o->name; o++) {
		if (strcmp(o->name, name) == 0)
			return o;
		if (n == 0 || strncmp(o->name, name, n) != 0)
			continue;
		text_printf(&all, "%s--%s", hits++ ? ", " : "", o->name);
		found = o;
	}
	if (hits == 1)
		return found;
	if (hits == 0)
		say_no_option(p, name);
	else
		log_error("option \"--%s\" is ambiguous: %s", shown(p, name),
			text_str(&all));
	return NULL;
}

static enum err parse_long(struct parser *p, const char *word)
{
	const char *equals = strchr(word, '=');
	size_t n = equals ? (size_t)(equals - word) : strlen(word);
	const char *name = arena_dup(p->arena, word, n);
	const struct option_row *o = find_option(p, name);
	if (!o)
		return ERR_NOT_FOUND;
	if (equals && !o->arg) {
		log_error("--%s takes no value, but was given \"%s\"", o->name,
			shown(p, equals + 1));
		return ERR_SYNTAX;
	}
	return give(p, o, equals ? equals + 1 : NULL);
}

static void say_no_letter(struct parser *p, const char *c)
{
	unsigned cp;
	size_t n = text_utf8((const unsigned char *)c, strlen(c), &cp);
	log_error("unknown option \"-%s\": see pkiready --help",
		shown(p, arena_dup(p->arena, c, n ? n : 1)));
}

static enum err parse_letters(struct parser *p, const char *letters)
{
	for (const char *c = letters; *c; c++) {
		const struct option_row *o = option_rows;
		while (o->name && o->letter != *c)
			o++;
		if (!o->name) {
			say_no_letter(p, c);
			return ERR_NOT_FOUND;
		}
		enum err err = give(p, o, NULL);
		if (err)
			return err;
	}
	return ERR_OK;
}

/* -- words ---------------------------------------------------------------------- */

static void say_no_command(struct parser *p, const char *word)
{
	const char *names[CMD__MAX + 1] = {NULL};
	for (int c = 0; c < CMD__MAX; c++)
		names[c] = command_rows[c].name;
	struct nearest near = {0};
	for (int c = 0; c < CMD__MAX; c++)
		nearest_offer(&near, word, names[c]);
	if (!near.word && strchr(word, '.'))
		log_error("unknown command \"%s\": to examine that name: pkiready "
			  "diagnose %s",
			shown(p, word), shown(p, word));
	else
		options_say_unknown(p->arena, "command", word, names);
}

static enum err parse_word(struct parser *p, const char *word)
{
	if (p->have_command) {
		VEC_PUSH(p->arena, &p->out->args, word);
		return ERR_OK;
	}
	p->out->command = options_command(word);
	if (p->out->command == CMD__MAX) {
		say_no_command(p, word);
		return ERR_NOT_FOUND;
	}
	p->have_command = true;
	return ERR_OK;
}

static enum err parse_all(struct parser *p)
{
	bool options = true;
	while (p->next < p->argc) {
		const char *word = p->argv[p->next++];
		enum err err;
		if (options && strcmp(word, "--") == 0) {
			options = false;
			continue;
		}
		if (options && word[0] == '-' && word[1] == '-')
			err = parse_long(p, word + 2);
		else if (options && word[0] == '-' && word[1])
			err = parse_letters(p, word + 1);
		else
			err = parse_word(p, word);
		if (err)
			return err;
	}
	return ERR_OK;
}

/* -- what goes with what -------------------------------------------------------- */

static enum err check_given(struct parser *p)
{
	for (const struct option_row *o = option_rows; o->name; o++) {
		bool given = p->given & UINT64_C(1) << (o - option_rows);
		if (!given || o->commands & CMD_BIT(p->out->command))
			continue;
		log_error("--%s does not go with %s: see pkiready help %s", o->name,
			command_rows[p->out->command].name,
			command_rows[p->out->command].name);
		return ERR_SYNTAX;
	}
	return ERR_OK;
}

static enum err check_args(struct parser *p)
{
	const struct command_row *c = &command_rows[p->out->command];
	strs *args = &p->out->args;
	if (args->n < (size_t)c->min_args) {
		log_error("%s needs an argument: pkiready %s %s", c->name, c->name,
			c->args);
		return ERR_SYNTAX;
	}
	if (c->max_args == 0 && args->n > 0) {
		log_error("%s takes no argument, but was given \"%s\"", c->name,
			shown(p, args->v[0]));
		return ERR_SYNTAX;
	}
	if (c->max_args >= 0 && args->n > (size_t)c->max_args) {
		log_error("%s takes one argument, \"%s\" is one too many", c->name,
			shown(p, args->v[c->max_args]));
		return ERR_SYNTAX;
	}
	for (size_t i = 0; c->words && i < args->n; i++) {
		const char *word = word_of(args->v[i], c->words);
		if (!word) {
			options_say_unknown(p->arena,
				arena_printf(p->arena, "argument of %s", c->name),
				args->v[i], c->words);
			return ERR_NOT_FOUND;
		}
		args->v[i] = word;
	}
	return ERR_OK;
}

enum err options_parse(struct arena *a, int argc, char **argv, struct options *out)
{
	struct parser p = {.arena = a, .out = out, .argc = argc, .argv = argv, .next = 1};
	memset(out, 0, sizeof(*out));
	out->command = CMD_HELP;
	out->timeout_ms = OPTIONS_TIMEOUT_MS;
	out->confirm_ms = -1;
	enum err err = parse_all(&p);
	if (!err && !p.have_command && !out->help && !out->version) {
		log_error("no command: expected diagnose, dns, trace, firewall, "
			  "rehearse, watch, undo, history, explain, list or help; see "
			  "pkiready --help");
		err = ERR_SYNTAX;
	}
	/* --help and --version are answered whatever else is missing. */
	if (err || out->help || out->version || !p.have_command)
		return err;
	err = check_given(&p);
	return err ? err : check_args(&p);
}
