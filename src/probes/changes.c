/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The changes that earlier runs made of this host: a read-only look at their journals. */
#include "probe.h"

#include "broker.h"
#include "change.h"
#include "host.h"

static void on_answer(void *arg, void *answer)
{
	struct look *l = arg;
	struct change_look *c = answer;
	c->obs.at = look_at(l);
	l->evidence->changes = c;
	look_end(l);
}

static void changes_start(struct look *l)
{
	static const struct ask_change history = {.op = CHANGE_HISTORY};
	if (l->target->trace_url || !broker_privileged(l->broker))
		return;
	look_begin(l);
	broker_ask(l->broker, l->loop, l->arena, HOST_change, &history, on_answer, l);
}

const struct probe probe_changes = {
	.id = "changes",
	.title = "changes of earlier runs",
	.privileged = true,
	.start = changes_start,
};
