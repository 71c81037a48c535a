/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `pkiready diagnose --fix`: look, plan, change, look again, keep or take back. */
#include "cmd_change.h"

#include "broker.h"
#include "fix.h"
#include "log.h"
#include "report/changes.h"
#include "run.h"
#include "terminal.h"

#include <string.h>

struct fixing_run {
	struct arena *arena;
	const struct options *options;
	struct broker *broker;
	const struct target *target;
	struct evidence first, second;
	struct result before, after;
	struct change_look *plan, *done;
};

/* -- what goes together ------------------------------------------------------------ */

bool cmd_may_fix(const struct options *o)
{
	const char *alone = o->dry_run            ? "dry-run"
			    : o->yes && !o->prove ? "yes"
			    : o->yes_to.n         ? "yes-to"
			    : o->only_ca          ? "only-ca"
			    : o->for_ms           ? "for"
			    : o->confirm_ms >= 0  ? "confirm"
						  : NULL;
	if (!o->fix && alone) {
		log_error("--%s goes with --fix: without it nothing is changed", alone);
		return false;
	}
	if (o->fix && (o->ruleset || o->save)) {
		log_error("--fix changes this host, and does not go with --%s",
			o->ruleset ? "ruleset" : "save");
		return false;
	}
	if (o->dry_run && o->yes) {
		log_error("--dry-run changes nothing, and does not go with --yes");
		return false;
	}
	return true;
}

void cmd_consent(const struct options *o, struct consent *out)
{
	const bool undo = o->command == CMD_UNDO;
	*out = (struct consent){.fix = o->fix && o->command == CMD_DIAGNOSE,
		.dry_run = o->dry_run,
		.undo = undo,
		.id = undo && o->args.n ? o->args.v[0] : NULL,
		.keep = undo && o->keep,
		.unconfirmed = o->unconfirmed,
		.yes = o->yes,
		.yes_to = o->yes_to,
		.only_ca = o->only_ca,
		.force = o->force,
		.for_ms = o->for_ms,
		.confirm_ms = o->confirm_ms,
		.webroot = o->webroot,
		.state_dir = o->state_dir};
}

/* -- the question ------------------------------------------------------------------ */

static bool has_word(const strs *words, const char *word)
{
	for (size_t i = 0; i < words->n; i++)
		if (strcmp(words->v[i], word) == 0)
			return true;
	return false;
}

static bool stands(const struct finding *x)
{
	return x->verdict == VERDICT_FAIL || x->verdict == VERDICT_WARN;
}

static void add_findings(struct fixing_run *g, struct ask_change *ask)
{
	for (size_t i = 0; i < g->before.findings.all.n; i++) {
		const struct finding *x = g->before.findings.all.v[i];
		const char *id = finding_table[x->id].id;
		if (stands(x) && fix_of(x->id) && !has_word(&ask->findings, id))
			VEC_PUSH(g->arena, &ask->findings, id);
	}
}

static void add_port(struct fixing_run *g, struct ask_verdicts *way, int port, int proto)
{
	for (size_t i = 0; i < way->ports.n; i++)
		if (way->ports.v[i]->port == port && way->ports.v[i]->proto == proto)
			return;
	struct ask_port *p = VEC_ADD(g->arena, &way->ports, struct ask_port);
	p->port = port;
	p->proto = proto;
}

/* Those that the rules stop, a name server's by both protocols. What is to be mended
 * otherwise is verified on the ports of the web. */
static void add_ports(struct fixing_run *g, struct ask_verdicts *way)
{
	enum { TCP = 6, UDP = 17, DNS = 53, HTTP = 80, HTTPS = 443 };
	bool any = false;
	for (size_t i = 0; i < g->before.findings.all.n; i++) {
		const struct finding *x = g->before.findings.all.v[i];
		const struct fix *fix = fix_of(x->id);
		if (!stands(x) || !fix || strcmp(fix->id, "open-firewall") != 0)
			continue;
		any = any || !x->subject.port;
		if (x->subject.port == DNS)
			add_port(g, way, DNS, UDP);
		if (x->subject.port)
			add_port(g, way, (int)x->subject.port, TCP);
	}
	if (!any && way->ports.n)
		return;
	add_port(g, way, HTTP, TCP);
	add_port(g, way, HTTPS, TCP);
}

static void add_sources(struct fixing_run *g, struct ask_verdicts *way)
{
	const struct address_list *list = g->target->profile->lists;
	const bool all = !g->options->only_ca;
	way->any4 = g->target->v4 && all;
	way->any6 = g->target->v6 && all;
	for (; list && list->name; list++)
		for (size_t i = 0; list->prefixes[i]; i++) {
			struct cidr c;
			if (cidr_parse(list->prefixes[i], &c) != ERR_OK)
				continue;
			struct ask_source *s =
				VEC_ADD(g->arena, &way->from, struct ask_source);
			s->ip = c.ip;
			s->last = cidr_last(&c);
			s->list = list->name;
		}
}

static bool is_here(const struct evidence *e, const char *name, const struct ip *ip)
{
	const struct name_look *n = evidence_name(e, name);
	for (size_t i = 0; n && i < n->addresses.n; i++)
		if (ip_equal(&n->addresses.v[i]->ip, ip))
			return n->addresses.v[i]->where == WHERE_HERE ||
			       n->addresses.v[i]->where == WHERE_NAT;
	return false;
}

static void add_files(struct fixing_run *g, struct ask_change *ask)
{
	const struct target *t = g->target;
	for (size_t i = 0; t->path && i < g->first.fetches.n; i++) {
		const struct fetch *f = g->first.fetches.v[i];
		if (f->purpose != FETCH_VALIDATION ||
			!is_here(&g->first, f->name, &f->ip))
			continue;
		struct change_file *file =
			VEC_ADD(g->arena, &ask->files, struct change_file);
		file->name = f->name;
		file->path = t->path;
		file->scheme = f->scheme;
		file->ip = f->ip;
		if (t->have_expect)
			file->bytes = t->expect;
	}
}

/* -- the way ----------------------------------------------------------------------- */

static void look(struct fixing_run *g, struct evidence *e, struct result *r)
{
	run_look(g->arena, g->broker, g->target, terminal_is(stderr), e);
	run_result(g->arena, g->target, e, r);
}

/* What an earlier run began is finished first, that is, undone; what was seen until then
 * counts no more. False: that failed. */
static bool finish_earlier(struct fixing_run *g)
{
	const struct change_look *c = g->first.changes;
	bool undone = false;
	for (size_t i = 0; c && i < c->all.n && !g->options->dry_run; i++) {
		const struct change *x = c->all.v[i];
		if (strcmp(x->state, "interrupted") != 0 &&
			strcmp(x->state, "stuck") != 0)
			continue;
		const struct ask_change undo = {.op = CHANGE_UNDO, .id = x->plan.id};
		const struct change_look *l = cmd_change_ask(g->arena, g->broker, &undo);
		if (l->obs.seen != SEEN_YES) {
			log_error("change %s of an earlier run could not be undone: %s",
				x->plan.id, l->obs.excerpt ? l->obs.excerpt : "");
			return false;
		}
		log_note("change %s of an earlier run was not finished, and is undone",
			x->plan.id);
		undone = true;
	}
	if (undone) {
		g->first = (struct evidence){0};
		g->before = (struct result){0};
		look(g, &g->first, &g->before);
	}
	return true;
}

static void plan(struct fixing_run *g)
{
	struct ask_change ask = {.op = CHANGE_PLAN,
		.only_ca = g->options->only_ca,
		.for_ms = g->options->for_ms,
		.webroot = g->target->webroot};
	add_findings(g, &ask);
	add_ports(g, &ask.way);
	add_sources(g, &ask.way);
	add_files(g, &ask);
	g->plan = cmd_change_ask(g->arena, g->broker, &ask);
}

/* All that a plan may name, said before a byte from outside is read: who takes over this
 * process later on gets no other file written and nobody else let in. */
static void bind_plan(struct fixing_run *g)
{
	const struct target *t = g->target;
	struct ask_change ask = {.op = CHANGE_BIND};
	add_sources(g, &ask.way);
	for (size_t i = 0; t->path && i < t->names.n; i++) {
		struct change_file *f = VEC_ADD(g->arena, &ask.files, struct change_file);
		f->name = t->names.v[i]->ascii;
		f->path = t->path;
		if (t->have_expect)
			f->bytes = t->expect;
	}
	(void)cmd_change_ask(g->arena, g->broker, &ask); /* a plan says why not */
}

static size_t count(const struct result *r, const char *id)
{
	size_t n = 0;
	for (size_t i = 0; i < r->findings.all.n; i++) {
		const struct finding *x = r->findings.all.v[i];
		n += stands(x) && strcmp(finding_table[x->id].id, id) == 0;
	}
	return n;
}

static int badness(enum answer a)
{
	return a == ANSWER_READY ? 0 : a == ANSWER_UNKNOWN ? 1 : 2;
}

/* Something that it was for is gone, and the answer is no worse. */
static bool helped(struct fixing_run *g)
{
	const strs *mends = &g->plan->all.v[0]->plan.mends;
	if (g->second.interrupted || badness(g->after.answer) > badness(g->before.answer))
		return false;
	for (size_t i = 0; i < mends->n; i++)
		if (count(&g->after, mends->v[i]) < count(&g->before, mends->v[i]))
			return true;
	return false;
}

static int report(struct fixing_run *g, const struct evidence *e, int status)
{
	struct result r = {0};
	struct style style;
	struct evidence told = *e;
	told.change = g->done;
	cmd_style(g->options, &style);
	run_result(g->arena, g->target, &told, &r);
	r.before = e == &g->second ? &g->before : NULL;
	if (status < 0)
		status = e->interrupted ? EXIT_CANNOT_TELL : run_exit(&r);
	return cmd_finish(report_result(stdout, &style, &r), status);
}

static bool reloads(const struct fixing_run *g)
{
	const struct plan *p = &g->plan->all.v[0]->plan;
	for (size_t i = 0; i < p->steps.n; i++)
		if (p->steps.v[i]->settles_ms)
			return true;
	return false;
}

/* What was reloaded on a busy host is looked at twice. */
static void look_again(struct fixing_run *g)
{
	look(g, &g->second, &g->after);
	if (!reloads(g) || g->second.interrupted || g->after.answer == ANSWER_READY)
		return;
	g->second = (struct evidence){0};
	g->after = (struct result){0};
	look(g, &g->second, &g->after);
}

static int change(struct fixing_run *g)
{
	const char *id = g->plan->all.v[0]->plan.id;
	const struct ask_change apply = {.op = CHANGE_APPLY, .id = id};
	g->done = cmd_change_ask(g->arena, g->broker, &apply);
	if (g->done->obs.seen != SEEN_YES) {
		if (!g->done->all.n)
			g->done->all = g->plan->all;
		if (g->done->obs.seen == SEEN_DENIED)
			log_error("nothing was changed: %s",
				g->done->obs.excerpt ? g->done->obs.excerpt : "");
		if (g->done->obs.seen == SEEN_SKIPPED)
			log_note("%s", g->done->obs.excerpt);
		return report(g, &g->first,
			g->done->obs.seen == SEEN_DENIED    ? EXIT_USAGE
			: g->done->obs.seen == SEEN_SKIPPED ? -1
							    : EXIT_TOOL);
	}
	look_again(g);
	const struct ask_change settle = {
		.op = CHANGE_SETTLE, .id = id, .keep = helped(g)};
	const strs notes = g->done->all.v[0]->plan.notes;
	g->done = cmd_change_ask(g->arena, g->broker, &settle);
	if (g->done->all.n) /* with what was found out when it was made */
		g->done->all.v[0]->plan.notes = notes;
	return g->done->obs.seen == SEEN_YES ? report(g, &g->second, -1)
					     : report(g, &g->first, EXIT_TOOL);
}

int cmd_fix(struct arena *a, const struct options *o, struct broker *b,
	const struct target *t)
{
	struct fixing_run g = {.arena = a, .options = o, .broker = b, .target = t};
	if (!broker_privileged(b)) {
		log_error("--fix: needs root");
		return EXIT_USAGE;
	}
	bind_plan(&g);
	look(&g, &g.first, &g.before);
	if (!g.first.interrupted && !finish_earlier(&g))
		return report(&g, &g.first, EXIT_TOOL);
	if (g.first.interrupted)
		return report(&g, &g.first, -1);
	plan(&g);
	g.done = g.plan;
	if (g.plan->obs.seen == SEEN_YES && !o->dry_run)
		return change(&g);
	const bool wrong = g.plan->obs.seen == SEEN_DENIED ||
			   (g.plan->obs.seen == SEEN_FAILED && !g.plan->all.n);
	if (wrong)
		log_error("--fix: %s", g.plan->obs.excerpt ? g.plan->obs.excerpt : "");
	if (!wrong && g.plan->obs.seen == SEEN_NO)
		log_note("--fix: %s: nothing was changed",
			g.plan->all.n ? "what stands can't be mended here"
				      : "there is nothing to mend");
	return report(&g, &g.first, wrong ? EXIT_USAGE : -1);
}
