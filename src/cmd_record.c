/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which DNS record the CA looks for: host, type and value. */
#include "cmd.h"
#include "cmd_target.h"
#include "log.h"
#include "record_name.h"
#include "text.h"

#include <string.h>

static const char *shown(const struct targeting *g, const char *s)
{
	return text_escaped(g->arena, s);
}

/* -- the host ------------------------------------------------------------------- */

/* With the name behind it a host may be too long, so each name is tried. That no source
 * tells where the CA's record stands is for the checks to say. */
static enum err set_host(struct targeting *g)
{
	struct target *t = g->target;
	struct record_name record;
	const char *why = NULL;
	t->record_host = g->options->record;
	for (size_t i = 0; t->record_host && i < t->names.n; i++) {
		enum err err = record_name_of(
			g->arena, t, t->names.v[i], t->profile, &record, &why);
		if (!err || err == ERR_NOT_FOUND)
			continue;
		log_error("--record \"%s\": %s", shown(g, t->record_host), shown(g, why));
		return err;
	}
	return ERR_OK;
}

/* -- the value ------------------------------------------------------------------ */

static enum err set_wait(struct targeting *g)
{
	if (g->options->command != CMD_DNS)
		return ERR_OK;
	if (g->options->wait_ms && !g->target->have_expect) {
		log_error("--wait needs the value to wait for: --expect VALUE");
		return ERR_SYNTAX;
	}
	g->target->wait_ms = g->options->wait_ms;
	return ERR_OK;
}

enum err cmd_target_record(struct targeting *g)
{
	struct target *t = g->target;
	const char *type = g->options->type;
	t->records_wanted = t->names.n > 0;
	t->record_type = type ? record_type_of(type) : 0;
	enum err err = set_host(g);
	return err ? err : set_wait(g);
}

enum err cmd_target_no_record(const struct targeting *g)
{
	const struct options *o = g->options;
	const char *option = o->record ? "record" : o->type ? "type" : NULL;
	if (!option)
		return ERR_OK;
	log_error("--%s goes with --method dns: the %s method looks for no record",
		option, method_words[g->target->method]);
	return ERR_SYNTAX;
}

/* -- pkiready dns --------------------------------------------------------------- */

/* Whoever copies the record's name from the console is told where it goes. */
static enum err check_given(const struct targeting *g)
{
	for (size_t i = 0; i < g->options->args.n; i++) {
		const char *given = g->options->args.v[i];
		const char *dot = strchr(given, '.');
		if (*given != '_' || !dot || !dot[1])
			continue;
		log_error("name \"%s\": that is a record's name: give the name for the "
			  "certificate, pkiready dns %s --record %s",
			shown(g, given), shown(g, dot + 1),
			shown(g, arena_dup(g->arena, given, (size_t)(dot - given))));
		return ERR_RANGE;
	}
	return ERR_OK;
}

static enum err set_dns(struct targeting *g)
{
	struct target *t = g->target;
	const struct options *o = g->options;
	enum err err = check_given(g);
	if (!err)
		err = cmd_target_common(g);
	if (!err)
		err = cmd_target_names(g, "name", &o->args);
	if (!err)
		err = cmd_target_profile(g);
	if (!err)
		err = cmd_target_issued(g);
	if (err)
		return err;
	t->method = METHOD_DNS;
	if (o->expect) {
		t->have_expect = true;
		t->expect.p = (const unsigned char *)o->expect;
		t->expect.n = strlen(o->expect);
		t->expect_source = "--expect";
	}
	return cmd_target_record(g);
}

const struct target *cmd_target_dns(struct arena *a, const struct options *o)
{
	struct targeting g = {
		.arena = a, .options = o, .target = ARENA_NEW(a, struct target)};
	return set_dns(&g) == ERR_OK ? g.target : NULL;
}
