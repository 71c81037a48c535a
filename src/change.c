/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"

#include "finding.h"

#include <string.h>

const char *const change_op_words[CHANGE_OP__MAX] = {
	[CHANGE_PLAN] = "plan",
	[CHANGE_APPLY] = "apply",
	[CHANGE_SETTLE] = "settle",
	[CHANGE_UNDO] = "undo",
	[CHANGE_HISTORY] = "history",
	[CHANGE_BIND] = "bind",
};

static const char *const scheme_names[SCHEME__MAX] = {
	[SCHEME_HTTP] = "http",
	[SCHEME_HTTPS] = "https",
	[SCHEME_OTHER] = "other",
};

static const struct field change_file_fields[] = {
	F_STR(struct change_file, name),
	F_STR(struct change_file, path),
	F_BYTES(struct change_file, bytes),
	F_ENUM(struct change_file, scheme, scheme_names),
	F_IP(struct change_file, ip),
};
static const struct shape shape_change_file = SHAPE(change_file, change_file_fields);

static const struct field ask_change_fields[] = {
	F_ENUM(struct ask_change, op, change_op_words),
	F_STR(struct ask_change, id),
	F_BOOL(struct ask_change, keep),
	F_BOOL(struct ask_change, force),
	F_STRS(struct ask_change, findings),
	F_STRUCT(struct ask_change, way, shape_ask_verdicts),
	F_BOOL(struct ask_change, only_ca),
	F_INT(struct ask_change, for_ms),
	F_STR(struct ask_change, webroot),
	F_VEC(struct ask_change, files, shape_change_file),
};
const struct shape shape_ask_change = SHAPE(ask_change, ask_change_fields);

static const struct field change_fields[] = {
	F_STRUCT(struct change, plan, shape_plan),
	F_STR(struct change, state),
	F_STR(struct change, detail),
	F_INT(struct change, confirm_by),
	F_STRS(struct change, differs),
};
const struct shape shape_change = SHAPE(change, change_fields);

static const struct field change_look_fields[] = {
	F_STRUCT(struct change_look, obs, shape_obs),
	F_VEC(struct change_look, all, shape_change),
	F_STRUCT(struct change_look, before, shape_verdicts),
	F_STRUCT(struct change_look, after, shape_verdicts),
};
const struct shape shape_change_look = SHAPE(change_look, change_look_fields);

/* -- what a plan may name ----------------------------------------------------------- */

static bool is_finding(const char *word)
{
	for (size_t i = 0; i < FINDING__MAX; i++)
		if (word && strcmp(finding_table[i].id, word) == 0)
			return true;
	return false;
}

/* The web's, and a name server's. */
static bool is_port(const struct ask_port *p)
{
	enum { TCP = 6, UDP = 17, DNS = 53, HTTP = 80, HTTPS = 443 };
	return (p->proto == TCP && (p->port == HTTP || p->port == HTTPS)) ||
	       ((p->proto == TCP || p->proto == UDP) && p->port == DNS);
}

static bool has_source(const struct ask_verdicts *way, const struct ask_source *s)
{
	for (size_t i = 0; i < way->from.n; i++)
		if (ip_equal(&way->from.v[i]->ip, &s->ip) &&
			ip_equal(&way->from.v[i]->last, &s->last))
			return true;
	return false;
}

static bool same_word(const char *x, const char *y)
{
	return x && y && strcmp(x, y) == 0;
}

/* A file without bytes is none that is placed: only the way to it is opened. */
static bool has_file(const struct ask_change *bound, const struct change_file *f)
{
	for (size_t i = 0; i < bound->files.n; i++) {
		const struct change_file *b = bound->files.v[i];
		if (same_word(b->name, f->name) && same_word(b->path, f->path) &&
			(!f->bytes.n ||
				(f->bytes.n == b->bytes.n &&
					memcmp(f->bytes.p, b->bytes.p, f->bytes.n) == 0)))
			return true;
	}
	return false;
}

static const char *way_beyond(
	const struct ask_verdicts *bound, const struct ask_verdicts *q)
{
	if ((q->any4 && !bound->any4) || (q->any6 && !bound->any6))
		return "a plan for other sources than the command line named";
	for (size_t i = 0; i < q->from.n; i++)
		if (!has_source(bound, q->from.v[i]))
			return "a plan for other sources than the command line named";
	for (size_t i = 0; i < q->ports.n; i++)
		if (!is_port(q->ports.v[i]))
			return "a plan for a port that no validation uses";
	return NULL;
}

const char *change_beyond(const struct ask_change *bound, const struct ask_change *q)
{
	static const struct ask_change nothing;
	bound = bound ? bound : &nothing;
	for (size_t i = 0; i < q->findings.n; i++)
		if (!is_finding(q->findings.v[i]))
			return "a plan for a finding that there is none of";
	for (size_t i = 0; i < q->files.n; i++)
		if (!has_file(bound, q->files.v[i]))
			return "a plan for another file than the command line named";
	return way_beyond(&bound->way, &q->way);
}
