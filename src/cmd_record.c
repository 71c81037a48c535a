/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which DNS record the CA looks for: host, type and value. */
#include "cmd.h"
#include "cmd_target.h"
#include "evidence_dns.h"
#include "log.h"
#include "text.h"

#include <string.h>

enum { LABEL_MAX = 63, HOST_MAX = 253 }; /* RFC 1035 section 2.3.4, as text */

static const char *shown(const struct targeting *g, const char *s)
{
	return text_escaped(g->arena, s);
}

/* -- the host ------------------------------------------------------------------- */

static bool is_host_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* Why it is no host of a record; NULL when it is one. */
static const char *why_no_host(struct arena *a, const char *host)
{
	size_t label = 0;
	int number = 1;
	if (strcmp(host, "@") == 0)
		return NULL;
	if (strlen(host) > HOST_MAX)
		return "it is longer than 253 octets";
	for (const char *c = host;; c++) {
		if (*c == '.' || *c == '\0') {
			if (label == 0)
				return arena_printf(a, "label %d is empty", number);
			if (label > LABEL_MAX)
				return arena_printf(
					a, "label %d is longer than 63 octets", number);
			if (*c == '\0' || c[1] == '\0')
				return NULL;
			label = 0;
			number++;
		} else if (!is_host_char(*c)) {
			return "expected letters, digits, '-', '_' and '.', such as "
			       "_dnsauth, or @ for the name itself";
		} else {
			label++;
		}
	}
}

/* RFC 1035: the record's whole name; a host may be given with the name behind it. */
static bool too_long(const struct targeting *g, const char *host)
{
	for (size_t i = 0; i < g->target->names.n; i++) {
		const char *name = g->target->names.v[i]->ascii;
		size_t h = strlen(host), n = strlen(name);
		bool whole = h >= n && strcmp(host + h - n, name) == 0;
		if (!whole && h + 1 + n > HOST_MAX)
			return true;
	}
	return false;
}

static enum err set_host(struct targeting *g)
{
	const char *host = g->options->record;
	const char *why = host ? why_no_host(g->arena, host) : NULL;
	if (host && !why && too_long(g, host))
		why = "with the name behind it, it is longer than 253 octets";
	if (why) {
		log_error("--record \"%s\": %s", shown(g, host), why);
		return ERR_SYNTAX;
	}
	g->target->record_host = host;
	return ERR_OK;
}

/* -- the value ------------------------------------------------------------------ */

static enum err set_wait(struct targeting *g)
{
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
	t->record_type = !type ? 0 : strcmp(type, "CNAME") == 0 ? RR_CNAME : RR_TXT;
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
