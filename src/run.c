/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run.h"

#include "broker.h"
#include "check.h"
#include "probe.h"
#include "process.h"

#include <stdio.h>
#include <string.h>

enum {
	PROGRESS_FIRST_MS = 400,
	PROGRESS_EVERY_MS = 200,
	LINGER_MS = 5000, /* for what is counted at the end */
	LOOKS_IN_A_ROW =
		6, /* of one time-out each: DNS, route, and a chain of slow hops */
};

struct looking { /* of one run_look */
	struct look look;
	struct loop_timer *deadline, *tick;
	struct loop_fd *signals;
	bool progress_shown;
	bool lingers; /* all is seen but what may come yet */
	bool all_started;
};

void look_begin(struct look *l)
{
	l->pending++;
}

void look_end(struct look *l)
{
	if (--l->pending == 0)
		loop_stop(l->loop);
}

int64_t look_at(const struct look *l)
{
	return loop_now() - l->began;
}

static bool wanted(const struct probe *p, const struct target *t)
{
	bool web = t->method != METHOD_DNS || t->trace_url;
	return (!p->names || t->names.n > 0) && (!p->web || web) &&
	       (!t->rehearse || p->rehearses);
}

void look_address(struct look *l, struct name_look *name, struct name_address *addr)
{
	for (size_t i = 0; probes[i]; i++)
		if (probes[i]->address && wanted(probes[i], l->target) && !l->stopped)
			probes[i]->address(l, name, addr);
}

static void stop_looking(struct looking *g)
{
	g->look.stopped = true;
	loop_stop(g->look.loop);
}

static void time_is_up(void *arg)
{
	struct looking *g = arg;
	g->deadline = NULL;
	stop_looking(g);
}

static void interrupted(void *arg, int fd, int events)
{
	struct looking *g = arg;
	(void)events;
	process_signals_seen(fd);
	g->look.evidence->interrupted = !g->lingers;
	if (g->lingers)
		g->look.pending = 0;
	else
		stop_looking(g);
	loop_stop(g->look.loop);
}

static void show_progress(void *arg)
{
	struct looking *g = arg;
	int64_t ms = look_at(&g->look);
	fprintf(stderr,
		"\rpkiready: %d looks in flight, %d.%d s (Ctrl-C shows what is known) ",
		g->look.pending, (int)(ms / 1000), (int)(ms % 1000 / 100));
	g->progress_shown = true;
	g->tick = loop_after(g->look.loop, PROGRESS_EVERY_MS, show_progress, g);
}

static void clear_progress(const struct looking *g)
{
	if (g->progress_shown)
		fprintf(stderr, "\r%70s\r", "");
}

static void look_on(struct looking *g)
{
	while (g->look.pending > 0 && !g->look.stopped)
		loop_turn(g->look.loop, -1);
}

static void linger(struct looking *g)
{
	struct look *l = &g->look;
	if (l->stopped)
		return;
	loop_cancel(g->deadline);
	loop_cancel(g->tick);
	clear_progress(g);
	g->progress_shown = false;
	g->tick = NULL;
	g->deadline = loop_after(l->loop, l->target->wait_ms + LINGER_MS, time_is_up, g);
	g->lingers = true;
	for (size_t i = 0; probes[i]; i++)
		if (probes[i]->linger && wanted(probes[i], l->target))
			probes[i]->linger(l);
	look_on(g);
	for (size_t i = 0; probes[i] && !l->stopped; i++)
		if (probes[i]->last && wanted(probes[i], l->target))
			probes[i]->last(l);
	look_on(g);
}

static void rehearse(struct looking *g)
{
	struct look *l = &g->look;
	if (l->stopped || !l->target->prove)
		return;
	loop_cancel(g->deadline);
	g->deadline = loop_after(
		l->loop, LOOKS_IN_A_ROW * l->target->timeout_ms, time_is_up, g);
	g->lingers = false;
	for (size_t i = 0; probes[i]; i++)
		if (probes[i]->rehearse && wanted(probes[i], l->target))
			probes[i]->rehearse(l);
	look_on(g);
}

static void look_until_done(struct looking *g)
{
	struct look *l = &g->look;
	look_begin(l); /* so that a probe that ends at once does not end the run */
	for (size_t i = 0; probes[i]; i++)
		if (wanted(probes[i], l->target))
			probes[i]->start(l);
	look_end(l);
	look_on(g);
	linger(g);
	rehearse(g);
	l->stopped = true;
	for (size_t i = 0; probes[i]; i++)
		if (probes[i]->finish && wanted(probes[i], l->target))
			probes[i]->finish(l);
}

void run_look(struct arena *a, struct broker *b, const struct target *t, bool progress,
	struct evidence *out)
{
	struct looking g = {
		.look = {.arena = a, .broker = b, .target = t, .evidence = out}};
	memset(out, 0, sizeof(*out));
	struct loop *loop = loop_new();
	int signals = process_signals();
	g.look.loop = loop;
	g.look.began = loop_now();
	g.deadline = loop_after(loop, LOOKS_IN_A_ROW * t->timeout_ms, time_is_up, &g);
	if (progress)
		g.tick = loop_after(loop, PROGRESS_FIRST_MS, show_progress, &g);
	if (signals >= 0)
		g.signals = loop_watch(loop, signals, LOOP_READ, interrupted, &g);
	look_until_done(&g);
	clear_progress(&g);
	out->elapsed = look_at(&g.look);
	broker_end_looks(b);
	loop_cancel(g.deadline);
	loop_cancel(g.tick);
	loop_unwatch(g.signals);
	loop_free(loop);
	if (signals >= 0)
		process_close(signals);
}

void run_judge(struct arena *a, const struct target *t, const struct evidence *e,
	const struct profile *p, struct findings *out)
{
	findings_init(out, a, p);
	const struct judging j = {
		.target = t, .evidence = e, .profile = p, .findings = out};
	for (size_t i = 0; checks[i]; i++)
		if (!t->rehearse || checks[i] == &check_rehearsal)
			checks[i]->judge(&j);
	findings_group(out);
}

/* Verdict first; an unknown that only others can settle says least. */
static int weight(const struct finding *x)
{
	return (int)x->verdict * 2 + !x->outside_only;
}

static const struct finding *worst_cause(const struct findings *f)
{
	const struct finding *worst = NULL;
	for (size_t i = 0; i < f->all.n; i++) {
		const struct finding *x = f->all.v[i];
		if (x->cause || x->verdict == VERDICT_PASS)
			continue;
		if (!worst || weight(x) > weight(worst))
			worst = x;
	}
	return worst;
}

/* What the one line about a profile says, out of the arena that is used again. */
static const struct finding *keep(struct arena *a, const struct finding *x)
{
	if (!x)
		return NULL;
	struct finding *copy = ARENA_NEW(a, struct finding);
	copy->id = x->id;
	copy->verdict = x->verdict;
	copy->certainty = x->certainty;
	copy->vantage = x->vantage;
	copy->outside_only = x->outside_only;
	copy->subject = x->subject;
	copy->subject.name = arena_str(a, x->subject.name);
	copy->subject.url = arena_str(a, x->subject.url);
	copy->subject.thing = arena_str(a, x->subject.thing);
	for (size_t i = 0; i < x->names.n; i++)
		VEC_PUSH(a, &copy->names, arena_str(a, x->names.v[i]));
	copy->message = arena_str(a, x->message);
	return copy;
}

/* RFC 8659 section 3: the climb ends at the first set; what lies above it is not asked
 * by a CA. */
static bool climb_is_seen(const struct caa_look *c)
{
	for (size_t i = 0; i < c->climb.n; i++) {
		const struct obs *o = &c->climb.v[i]->obs;
		if (o->seen == SEEN_YES)
			return true;
		if (o->seen != SEEN_NO)
			return false;
	}
	return c->climb.n > 0;
}

static enum answer caa_answer(const struct evidence *e, const struct findings *f)
{
	enum answer answer = e->dns.caa.n ? ANSWER_READY : ANSWER_UNKNOWN;
	for (size_t i = 0; i < e->dns.caa.n; i++)
		if (!climb_is_seen(e->dns.caa.v[i]))
			answer = ANSWER_UNKNOWN;
	for (size_t i = 0; i < f->all.n; i++) {
		const struct finding *x = f->all.v[i];
		if (strcmp(finding_table[x->id].section, "CAA") != 0)
			continue;
		if (x->verdict == VERDICT_FAIL)
			return ANSWER_NOT_READY;
		if (x->verdict == VERDICT_UNKNOWN)
			answer = ANSWER_UNKNOWN;
	}
	return answer;
}

static void judge_all(struct arena *a, struct result *r)
{
	size_t n;
	const struct profile *rows = profile_rows(&n);
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < n; i++) {
		struct findings f;
		run_judge(scratch, r->target, r->evidence, &rows[i], &f);
		struct profile_answer *pa =
			VEC_ADD(a, &r->profiles, struct profile_answer);
		pa->profile = &rows[i];
		pa->answer = findings_answer(&f);
		pa->caa = caa_answer(r->evidence, &f);
		pa->first = keep(a, worst_cause(&f));
		arena_reset(scratch);
	}
	arena_free(scratch);
}

void run_result(struct arena *a, const struct target *t, const struct evidence *e,
	struct result *out)
{
	memset(out, 0, sizeof(*out));
	out->target = t;
	out->evidence = e;
	run_judge(a, t, e, t->profile, &out->findings);
	out->answer = findings_answer(&out->findings);
	for (size_t i = 0; i < out->findings.all.n; i++) {
		const struct finding *x = out->findings.all.v[i];
		if (x->verdict == VERDICT_UNKNOWN && x->outside_only)
			VEC_PUSH(a, &out->unproved, x->message);
	}
	judge_all(a, out);
}

int run_exit(const struct result *r)
{
	switch (r->answer) {
	case ANSWER_READY:
		return r->target->require_outside && r->unproved.n ? 2 : 0;
	case ANSWER_NOT_READY:
		return 1;
	case ANSWER_UNKNOWN:
	case ANSWER__MAX:
		break;
	}
	return 2;
}
