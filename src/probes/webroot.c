/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probe.h"

#include "broker.h"
#include "host.h"

static void on_answer(void *arg, void *answer)
{
	struct look *l = arg;
	int64_t at = look_at(l);
	l->evidence->webroot = *(const struct webroot_look *)answer;
	l->evidence->webroot.obs.at = at;
	look_end(l);
}

static void webroot_start(struct look *l)
{
	/* whose process serves, the verb finds out itself */
	const struct ask_webroot ask = {
		.root = l->target->webroot, .path = l->target->path, .uid = -1};
	if (!ask.root || !ask.path)
		return;
	l->evidence->webroot.obs = (struct obs){.seen = SEEN_FAILED,
		.source = "web root",
		.excerpt = "no answer before the look ended"};
	l->evidence->webroot.uid = l->evidence->webroot.gid = -1;
	l->evidence->webroot.user_uid = -1;
	look_begin(l);
	broker_ask(l->broker, l->loop, l->arena, HOST_webroot, &ask, on_answer, l);
}

static void webroot_finish(struct look *l)
{
	struct obs *o = &l->evidence->webroot.obs;
	if (l->evidence->interrupted && o->seen == SEEN_FAILED && o->at == 0)
		o->seen = SEEN_SKIPPED;
}

const struct probe probe_webroot = {
	.id = "webroot",
	.title = "file on disk",
	.privileged = true,
	.names = true,
	.web = true,
	.start = webroot_start,
	.finish = webroot_finish,
};
