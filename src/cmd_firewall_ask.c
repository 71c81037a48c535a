/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the options of `pkiready firewall` ask. */
#include "cmd_firewall.h"

#include "cmd.h"
#include "log.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

enum { PORTS_MAX = 32, SOURCES_MAX = 512, TCP = 6, UDP = 17 };

static const char *shown(const struct firewall_question *q, const char *s)
{
	return text_escaped(q->arena, s);
}

/* -- lists ------------------------------------------------------------------------ */

typedef enum err (*word_fn)(struct firewall_question *q, const char *word);

/* Each word between commas; blanks around it do not count. */
static enum err each_word(struct firewall_question *q, const char *list, word_fn fn)
{
	enum err err = ERR_OK;
	while (!err && list) {
		const char *comma = strchr(list, ',');
		size_t n = comma ? (size_t)(comma - list) : strlen(list);
		for (; n && *list == ' '; n--)
			list++;
		while (n && list[n - 1] == ' ')
			n--;
		err = fn(q, arena_dup(q->arena, list, n));
		list = comma ? comma + 1 : NULL;
	}
	return err;
}

/* -- ports ------------------------------------------------------------------------ */

static enum err bad_port(const struct firewall_question *q, const char *word)
{
	log_error("--port \"%s\": expected a number from 1 to 65535, maybe with /tcp or "
		  "/udp, such as 80,443,53/udp",
		shown(q, word));
	return ERR_SYNTAX;
}

static enum err add_port(struct firewall_question *q, const char *word)
{
	char *end;
	long port = strtol(word, &end, 10);
	int64_t proto = strcmp(end, "/udp") == 0 ? UDP : TCP;
	if (*word < '0' || *word > '9' || port < 1 || port > 65535 ||
		(*end && proto == TCP && strcmp(end, "/tcp") != 0))
		return bad_port(q, word);
	for (size_t i = 0; i < q->ask.ports.n; i++)
		if (q->ask.ports.v[i]->port == port && q->ask.ports.v[i]->proto == proto)
			return ERR_OK;
	if (q->ask.ports.n == PORTS_MAX) {
		log_error("--port: more than %d ports: ask in several runs", PORTS_MAX);
		return ERR_RANGE;
	}
	*VEC_ADD(q->arena, &q->ask.ports, struct ask_port) =
		(struct ask_port){.port = port, .proto = proto};
	return ERR_OK;
}

/* -- sources ---------------------------------------------------------------------- */

static bool family_asked(const struct firewall_question *q, int family)
{
	const struct options *o = q->options;
	return family == 4 ? o->v4 || !o->v6 : o->v6 || !o->v4;
}

static struct ip last_of(const struct cidr *c)
{
	struct ip last = c->ip;
	int bits = c->ip.family == 4 ? 32 : 128;
	if (c->bits == bits)
		return (struct ip){0};
	for (int i = c->bits; i < bits; i++)
		last.addr[i / 8] |= (uint8_t)(0x80 >> (i % 8));
	return last;
}

/* An address in several lists is asked for once, and named with all of them. */
static enum err add_source(
	struct firewall_question *q, const struct cidr *c, const char *list)
{
	struct ip last = last_of(c);
	if (!family_asked(q, c->ip.family))
		return ERR_OK;
	for (size_t i = 0; i < q->ask.from.n; i++) {
		struct ask_source *s = q->ask.from.v[i];
		if (!ip_equal(&s->ip, &c->ip) || !ip_equal(&s->last, &last))
			continue;
		if (list && s->list && !strstr(s->list, list))
			s->list = arena_printf(q->arena, "%s; %s", s->list, list);
		return ERR_OK;
	}
	if (q->ask.from.n == SOURCES_MAX) {
		log_error("--from: more than %d addresses and prefixes", SOURCES_MAX);
		return ERR_RANGE;
	}
	*VEC_ADD(q->arena, &q->ask.from, struct ask_source) =
		(struct ask_source){.ip = c->ip, .last = last, .list = list};
	return ERR_OK;
}

static enum err add_lists(struct firewall_question *q)
{
	const struct address_list *l = q->profile->lists;
	enum err err = ERR_OK;
	q->ca = true;
	for (; !err && l && l->name; l++) {
		const char *name =
			l->date ? arena_printf(q->arena, "%s %s", l->name, l->date)
				: l->name;
		for (size_t i = 0; !err && l->prefixes[i]; i++) {
			struct cidr c;
			if (cidr_parse(l->prefixes[i], &c) == ERR_OK)
				err = add_source(q, &c, name);
		}
	}
	return err;
}

static enum err add_from(struct firewall_question *q, const char *word)
{
	struct cidr c;
	if (strcmp(word, "any") == 0) {
		q->ask.any4 = family_asked(q, 4);
		q->ask.any6 = family_asked(q, 6);
		return ERR_OK;
	}
	if (strcmp(word, "ca") == 0)
		return add_lists(q);
	if (cidr_parse(word, &c) != ERR_OK) {
		log_error("--from \"%s\": expected any, ca, an address or a prefix such "
			  "as 192.0.2.0/24",
			shown(q, word));
		return ERR_SYNTAX;
	}
	if (!family_asked(q, c.ip.family)) {
		log_error("--from \"%s\": it is an IPv%d address, and -%d asks for the "
			  "other family alone",
			shown(q, word), c.ip.family, c.ip.family == 4 ? 6 : 4);
		return ERR_SYNTAX;
	}
	return add_source(q, &c, NULL);
}

/* -- where to --------------------------------------------------------------------- */

static enum err set_to(struct firewall_question *q)
{
	const char *given = q->options->to;
	struct ip ip;
	if (!given)
		return ERR_OK;
	if (ip_parse(given, &ip) != ERR_OK) {
		log_error(
			"--to \"%s\": expected an address of this host", shown(q, given));
		return ERR_SYNTAX;
	}
	if (!family_asked(q, ip.family)) {
		log_error("--to \"%s\": it is an IPv%d address, and -%d asks for the "
			  "other family alone",
			shown(q, given), ip.family, ip.family == 4 ? 6 : 4);
		return ERR_SYNTAX;
	}
	*VEC_ADD(q->arena, &q->ask.to, struct ip) = ip;
	return ERR_OK;
}

/* Addresses that were given, and none of them can be the other end of --to. */
static enum err check_families(const struct firewall_question *q)
{
	const struct ask_verdicts *a = &q->ask;
	if (a->to.n == 0 || a->any4 || a->any6 || a->from.n == 0 || q->ca)
		return ERR_OK;
	for (size_t i = 0; i < a->from.n; i++)
		if (a->from.v[i]->ip.family == a->to.v[0]->family)
			return ERR_OK;
	log_error("--from and --to are of different families: %s cannot reach %s",
		q->options->from, q->options->to);
	return ERR_SYNTAX;
}

static enum err set_profile(struct firewall_question *q)
{
	const char *name = q->options->ca ? q->options->ca : "strict";
	const char *nearest = NULL;
	enum err err = cmd_read_profiles(q->arena, q->options);
	if (err)
		return err;
	err = profile_find(q->arena, name, &q->profile, &nearest);
	if (err && nearest)
		log_error("unknown --ca \"%s\": did you mean %s? See pkiready list "
			  "profiles",
			shown(q, name), nearest);
	else if (err)
		log_error("unknown --ca \"%s\": see pkiready list profiles",
			shown(q, name));
	return err;
}

enum err firewall_question(struct firewall_question *q)
{
	const struct options *o = q->options;
	enum err err = set_profile(q);
	if (!err)
		err = each_word(q, o->port ? o->port : "80,443", add_port);
	if (!err)
		err = each_word(q, o->from ? o->from : "any,ca", add_from);
	if (!err)
		err = set_to(q);
	if (!err)
		err = check_families(q);
	q->ask.interface = o->interface;
	q->ask.anyway = o->inject_anyway;
	return err;
}
