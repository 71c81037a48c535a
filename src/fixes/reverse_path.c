/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's reverse path filter (rp_filter, Documentation/networking/ip-sysctl): in
 * strict mode it drops what comes in by another interface than answers go out by. Loose
 * mode takes any source that there is a way back to. */
#include "fix.h"

#include <stdio.h>
#include <string.h>

enum { NAMES_MAX = 16 };

static const char drop_in[] = "/etc/sysctl.d/99-zz-pkiready.conf";
static const char stage[] = "reverse-path-filter";
static const double least_share = 0.0001; /* of the public space */

struct filtering {
	struct fixing *f;
	const char *names[NAMES_MAX]; /* interfaces where it drops what was asked for */
	size_t n;
};

static void add_name(struct filtering *g, const char *interface)
{
	for (size_t i = 0; i < g->n; i++)
		if (strcmp(g->names[i], interface) == 0)
			return;
	if (g->n < NAMES_MAX)
		g->names[g->n++] = interface;
}

/* Sources that are nobody's, such as this host's own addresses, are always dropped. */
static bool drops(const struct space_look *s)
{
	double share = 0;
	for (size_t i = 0; i < s->ranges.n; i++) {
		const struct space_range *r = s->ranges.v[i];
		const char *by = space_by(s, r)->stage;
		if (r->verdict == FATE_DROP && by && strcmp(by, stage) == 0)
			share += space_public(&r->from, &r->to);
	}
	return share > least_share;
}

static void find_names(struct filtering *g)
{
	const struct verdicts *v = g->f->host->verdicts;
	for (size_t i = 0; v && i < v->spaces.n; i++)
		if (v->spaces.v[i]->interface && drops(v->spaces.v[i]))
			add_name(g, v->spaces.v[i]->interface);
	for (size_t i = 0; v && i < v->all.n; i++) {
		const struct packet_verdict *x = v->all.v[i];
		if (x->interface && x->verdict == FATE_DROP && x->by.stage &&
			strcmp(x->by.stage, stage) == 0)
			add_name(g, x->interface);
	}
}

/* sysctl(8): with slashes, dots stand for themselves (eth0.100). */
static const char *key_of(struct arena *a, const char *interface)
{
	return strchr(interface, '.')
		       ? arena_printf(a, "net/ipv4/conf/%s/rp_filter", interface)
		       : arena_printf(a, "net.ipv4.conf.%s.rp_filter", interface);
}

static const char *proc_of(struct arena *a, const char *interface)
{
	return arena_printf(a, "/proc/sys/net/ipv4/conf/%s/rp_filter", interface);
}

/* "0", "1" or "2"; NULL: it could not be read. */
static const char *value_of(struct fixing *f, const char *interface)
{
	static const char *const values[] = {"0", "1", "2"};
	const struct host_file *file = fixing_file(f, proc_of(f->arena, interface));
	for (size_t i = 0; file->seen == SEEN_YES && i < 3; i++)
		if (file->bytes.n && file->bytes.p[0] == (unsigned char)*values[i])
			return values[i];
	return NULL;
}

static void loosen(struct fixing *f, const char *interface, const char *now)
{
	struct arena *a = f->arena;
	const char *all = value_of(f, "all"), *key = key_of(a, interface);
	struct step *s = plan_add(f->plan, STEP_RUN,
		arena_printf(a,
			"take packets on %s from any source that there is a way "
			"back to",
			interface));
	s->runtime = true;
	s->why = arena_printf(a,
		"rp_filter is %s on %s and %s for all (the larger one counts; 1 is "
		"strict), and answers to the CA leave by another interface",
		now, interface, all ? all : "unknown");
	s->risk = "forged sources that belong behind another interface are no longer "
		  "dropped on this one";
	plan_argv(a, &s->redo, "sysctl", "-w", arena_printf(a, "%s=2", key), NULL);
	plan_argv(a, &s->undo, "sysctl", "-w", arena_printf(a, "%s=%s", key, now), NULL);
	plan_argv(a, &s->test, "grep", "-qx", "2", proc_of(a, interface), NULL);
}

static void refuse(struct filtering *g, const char *why, const char *guide)
{
	plan_refuse(g->f->plan, finding_table[FINDING_REVERSE_PATH_FILTER].id,
		fix_reverse_path.id, why, guide);
}

/* Behind 99-sysctl.conf, which many systems have; udev sets it when the interface
 * comes. */
static void keep(struct filtering *g)
{
	struct arena *a = g->f->arena;
	const struct host_file *file = fixing_file(g->f, drop_in),
			       *dir = fixing_file(g->f, "/etc/sysctl.d");
	const bool old = file->seen == SEEN_YES;
	if (file->why || (!old && (dir->seen != SEEN_YES || file->seen != SEEN_NO))) {
		VEC_PUSH(a, &g->f->plan->notes,
			arena_printf(a, "after a restart it is as before: %s %s", drop_in,
				file->why ? file->why : "can't be written"));
		return;
	}
	const char *lines = arena_printf(a, "# pkiready %s\n", g->f->plan->id);
	for (size_t i = 0; i < g->n; i++)
		lines = arena_printf(a, "%s%s = 2\n", lines, key_of(a, g->names[i]));
	size_t had = file->bytes.n, more = strlen(lines);
	unsigned char *bytes = arena_alloc(a, had + more + 1);
	if (had)
		memcpy(bytes, file->bytes.p, had);
	memcpy(bytes + had, lines, more);
	struct step *s = plan_add(g->f->plan, STEP_PUT, "keep it over a restart");
	s->put.path = file->real;
	s->put.bytes = (struct bytes){bytes, had + more};
	s->put.absent = !old;
	s->put.before = file->bytes;
}

/* NULL: it is not strict, or was refused. The larger one of all and its own counts. */
static const char *strict_value(struct filtering *g, const char *interface)
{
	const char *own = value_of(g->f, interface), *all = value_of(g->f, "all");
	if (own && all && strcmp(own, "2") != 0 && strcmp(all, "2") != 0 &&
		(*own == '1' || *all == '1'))
		return own;
	refuse(g,
		own && all
			? "its filter is not strict: there is no way back to the CA at "
			  "all"
			: "its setting could not be read",
		arena_printf(g->f->arena,
			"See the way back: ip route get ADDRESS\n"
			"and the filter: sysctl -a | grep '%s.*rp_filter'",
			interface));
	return NULL;
}

static void plan(struct fixing *f)
{
	struct filtering g = {.f = f};
	size_t kept = 0;
	find_names(&g);
	for (size_t i = 0; i < g.n; i++) {
		const char *now = strict_value(&g, g.names[i]);
		if (!now)
			continue;
		loosen(f, g.names[i], now);
		g.names[kept++] = g.names[i];
	}
	g.n = kept;
	if (g.n)
		keep(&g);
}

static const enum finding_id mends[] = {FINDING_REVERSE_PATH_FILTER, FINDING__MAX};
const struct fix fix_reverse_path = {
	.id = "loosen-reverse-path",
	.title = "Take packets whose answers leave by another interface",
	.risk = "forged sources are no longer dropped on that interface",
	.mends = mends,
	.plan = plan,
};
