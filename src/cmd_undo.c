/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `pkiready undo` and `pkiready history`: the changes that --fix made. */
#include "cmd_change.h"

#include "log.h"
#include "process.h"
#include "report/changes.h"

struct asking {
	struct change_look *look;
	struct loop *loop;
};

static void on_answer(void *arg, void *answer)
{
	struct asking *x = arg;
	x->look = answer;
	loop_stop(x->loop);
}

struct change_look *cmd_change_ask(
	struct arena *a, struct broker *b, const struct ask_change *q)
{
	struct asking x = {.loop = loop_new()};
	int signals = process_signals();
	broker_ask(b, x.loop, a, HOST_change, q, on_answer, &x);
	while (!x.look)
		loop_turn(x.loop, -1);
	broker_end_looks(b);
	loop_free(x.loop);
	if (signals >= 0) {
		process_signals_seen(signals);
		process_close(signals);
	}
	return x.look;
}

static int tell(const struct options *o, const char *command,
	const struct change_look *look, int status)
{
	struct style style;
	cmd_style(o, &style);
	return cmd_finish(report_changes(stdout, &style, command, look), status);
}

static int undo(struct arena *a, const struct options *o, struct broker *b)
{
	const struct ask_change q = {.op = CHANGE_UNDO,
		.id = o->args.n ? o->args.v[0] : NULL,
		.keep = o->keep,
		.force = o->force};
	const struct change_look *l = cmd_change_ask(a, b, &q);
	const char *why = l->obs.excerpt ? l->obs.excerpt : "";
	switch (l->obs.seen) {
	case SEEN_YES:
		return tell(o, "undo", l, EXIT_READY);
	case SEEN_SKIPPED:
		log_note("%s", why);
		return EXIT_READY;
	case SEEN_DENIED:
		log_error("undo: %s", why);
		return EXIT_USAGE;
	case SEEN_NO:
	case SEEN_FAILED:
	case SEEN__MAX:
		break;
	}
	log_error("undo: %s", why);
	return l->all.n ? tell(o, "undo", l, EXIT_TOOL) : EXIT_USAGE;
}

static int history(struct arena *a, const struct options *o, struct broker *b)
{
	const struct ask_change q = {.op = CHANGE_HISTORY};
	const struct change_look *l = cmd_change_ask(a, b, &q);
	if (l->obs.seen == SEEN_YES || l->obs.seen == SEEN_NO)
		return tell(o, "history", l, EXIT_READY);
	log_error("history: %s", l->obs.excerpt ? l->obs.excerpt : "");
	return EXIT_USAGE;
}

const struct cmd cmd_undo = {.needs_host = true, .run = undo};
const struct cmd cmd_history = {.needs_host = true, .run = history};
