/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd.h"

#include "broker.h"
#include "bundle.h"
#include "cmd_firewall.h"
#include "cmd_save.h"
#include "host.h"
#include "log.h"
#include "loop.h"
#include "process.h"
#include "report/firewall.h"
#include "rulings.h"
#include "text.h"

#include <string.h>

struct asking { /* what is under way */
	struct loop *loop;
	struct firewalls managers;
	struct verdicts verdicts, then;
	struct route_look route;
	struct bundle_look saved;
	int pending;
	bool interrupted;
};

static void done(struct asking *g)
{
	if (--g->pending == 0)
		loop_stop(g->loop);
}

static void on_managers(void *arg, void *answer)
{
	struct asking *g = arg;
	g->managers = *(const struct firewalls *)answer;
	done(g);
}

static void on_verdicts(void *arg, void *answer)
{
	struct asking *g = arg;
	g->verdicts = *(const struct verdicts *)answer;
	done(g);
}

static void on_then(void *arg, void *answer)
{
	struct asking *g = arg;
	g->then = *(const struct verdicts *)answer;
	done(g);
}

static void on_bundle(void *arg, void *answer)
{
	struct asking *g = arg;
	g->saved = *(const struct bundle_look *)answer;
	done(g);
}

static void on_route(void *arg, void *answer)
{
	struct asking *g = arg;
	g->route = *(const struct route_look *)answer;
	done(g);
}

static void on_signal(void *arg, int fd, int events)
{
	struct asking *g = arg;
	(void)events;
	process_signals_seen(fd);
	g->interrupted = true;
	loop_stop(g->loop);
}

/* Last: the host's own commands take their time. */
static void ask_reboot(
	struct asking *g, const struct firewall_question *q, struct broker *b)
{
	struct ask_verdicts *then = ARENA_NEW(q->arena, struct ask_verdicts);
	*then = q->ask;
	then->after_reboot = true;
	g->pending++;
	broker_ask(b, g->loop, q->arena, HOST_verdicts, then, on_then, g);
}

static void ask_all(struct asking *g, const struct firewall_question *q, struct broker *b)
{
	static const struct ask_ports web = {.first = 80, .second = 443};
	int signals = process_signals();
	g->loop = loop_new();
	struct loop_fd *watch =
		signals < 0 ? NULL
			    : loop_watch(g->loop, signals, LOOP_READ, on_signal, g);
	if (q->ask.to.n) {
		const struct ask_route to = {.to = *q->ask.to.v[0]};
		g->pending++;
		broker_ask(b, g->loop, q->arena, HOST_route, &to, on_route, g);
	}
	g->pending++;
	if (q->options->save) {
		broker_ask(b, g->loop, q->arena, HOST_bundle, &q->ask, on_bundle, g);
	} else {
		g->pending++;
		/* a proof changes the generation that the rules were read in: last */
		broker_ask(b, g->loop, q->arena, HOST_firewalls, &web, on_managers, g);
		broker_ask(b, g->loop, q->arena,
			q->options->prove ? HOST_prove : HOST_verdicts, &q->ask,
			on_verdicts, g);
	}
	if (q->options->after_reboot)
		ask_reboot(g, q, b);
	while (g->pending > 0 && !g->interrupted)
		loop_turn(g->loop, -1);
	broker_end_looks(b);
	loop_unwatch(watch);
	loop_free(g->loop);
	if (signals >= 0)
		process_close(signals);
}

/* -- from a bundle ---------------------------------------------------------------- */

/* False: it was said what is wrong. */
static bool judge_bundle(struct asking *g, const struct firewall_question *q,
	struct bytes file, const char *option)
{
	struct arena *a = q->arena;
	struct bundle *b = ARENA_NEW(a, struct bundle);
	struct rulings *r = ARENA_NEW(a, struct rulings);
	const char *why;
	if (bundle_unpack(a, file, b, &why) != ERR_OK) {
		log_error("--%s: %s", option, why);
		return false;
	}
	g->managers = b->managers;
	g->verdicts.obs = (struct obs){.seen = SEEN_YES, .source = BUNDLE_FILE};
	g->verdicts.rules = b->rules;
	g->verdicts.unread = b->unread;
	g->verdicts.programs.v = b->programs.v;
	g->verdicts.programs.n = b->programs.n;
	*r = (struct rulings){.arena = a,
		.q = &q->ask,
		.rs = &b->rs,
		.facts = &b->facts,
		.answer = bundle_answer,
		.arg = b,
		.out = &g->verdicts};
	rulings_find_pairs(r, &b->addresses);
	rulings_judge(r);
	return true;
}

/* Judged from the very bytes that are written: elsewhere they say the same. */
static int save(struct asking *g, const struct firewall_question *q)
{
	FILE *f = cmd_save_stream(q->options, SAVE_RULESET);
	struct bytes *file = &g->saved.file;
	if (g->saved.obs.seen != SEEN_YES) {
		g->verdicts.obs = g->saved.obs;
		return EXIT_READY;
	}
	if (file->n == 0) {
		log_error("--save: the rules are too many for one file");
		return EXIT_TOOL;
	}
	if (q->options->redact && !cmd_redact_ruleset(q->arena, file))
		return EXIT_TOOL;
	if (!judge_bundle(g, q, *file, "save"))
		return EXIT_TOOL;
	if (fwrite(file->p, 1, file->n, f) == file->n && fflush(f) == 0)
		return EXIT_READY;
	log_error("--save: cannot write %s", BUNDLE_FILE);
	return EXIT_TOOL;
}

/* -- what it comes to ------------------------------------------------------------- */

static int weigh(int exit, enum fate fate)
{
	if (exit == EXIT_NOT_READY || fate == FATE_DROP || fate == FATE_REJECT)
		return EXIT_NOT_READY;
	return fate == FATE_ACCEPT ? exit : EXIT_CANNOT_TELL;
}

static int exit_of(int exit, const struct verdicts *v)
{
	if (v->obs.seen != SEEN_YES && exit == EXIT_READY)
		exit = EXIT_CANNOT_TELL;
	for (size_t i = 0; i < v->all.n; i++)
		exit = weigh(exit, v->all.v[i]->verdict);
	for (size_t i = 0; i < v->spaces.n; i++) {
		const struct space_look *s = v->spaces.v[i];
		for (size_t k = 0; k < s->ranges.n; k++)
			if (firewall_counts(v, s, s->ranges.v[k]))
				exit = weigh(exit, s->ranges.v[k]->verdict);
	}
	return exit;
}

/* What was asked for and is not there; false: it was said. */
static bool is_there(const struct asking *g, const struct firewall_question *q)
{
	const struct options *o = q->options;
	if (g->verdicts.obs.seen == SEEN_NO) {
		log_error("--interface \"%s\": %s", text_escaped(q->arena, o->interface),
			g->verdicts.obs.excerpt);
		return false;
	}
	bool looked = g->route.obs.seen == SEEN_YES || g->route.obs.seen == SEEN_NO;
	bool local = g->route.path == PATH_LOCAL || g->route.path == PATH_LOOPBACK;
	if (q->ask.to.n && looked && !local) {
		log_error("--to \"%s\": this host holds no such address: see ip address",
			text_escaped(q->arena, o->to));
		return false;
	}
	return true;
}

static int firewall(struct arena *a, const struct options *o, struct broker *b)
{
	struct firewall_question q = {.arena = a, .options = o};
	struct asking g = {.pending = 0};
	struct style style;
	if (firewall_question(&q) != ERR_OK || !cmd_may_prove(o, b))
		return EXIT_USAGE;
	if (o->ruleset && !judge_bundle(&g, &q, o->bundle, "ruleset"))
		return EXIT_USAGE;
	if (!o->ruleset)
		ask_all(&g, &q, b);
	int status = o->save && !g.interrupted ? save(&g, &q) : EXIT_READY;
	if (status != EXIT_READY)
		return status;
	if (!is_there(&g, &q))
		return EXIT_USAGE;
	cmd_style(o, &style);
	struct firewall_report r = {.ask = &q.ask,
		.profile = q.profile,
		.ca = q.ca,
		.managers = &g.managers,
		.verdicts = &g.verdicts,
		.then = o->after_reboot ? &g.then : NULL,
		.subject = o->ruleset ? "The rules of a saved bundle" : NULL};
	r.exit = exit_of(EXIT_READY, &g.verdicts);
	if (r.then)
		r.exit = exit_of(r.exit, r.then);
	if (g.interrupted)
		r.exit = EXIT_CANNOT_TELL;
	return cmd_finish(report_firewall(stdout, &style, &r), r.exit);
}

const struct cmd cmd_firewall = {.needs_host = true, .run = firewall};
