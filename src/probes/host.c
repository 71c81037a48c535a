/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probe.h"

#include "broker.h"
#include "host.h"

/*
 * The verbs that do not depend on a name. Each member of the evidence stays "skipped"
 * until its answer is there: other probes wait for this host's addresses by that.
 */
static const struct ask_ports web_ports = {.first = 80, .second = 443};

static void ask(struct look *l, enum host_verb verb, broker_fn fn)
{
	broker_ask(l->broker, l->loop, l->arena, verb, &web_ports, fn, l);
}

static void on_listeners(void *arg, void *answer)
{
	struct look *l = arg;
	l->evidence->listeners = *(const struct listeners *)answer;
	l->evidence->listeners.obs.at = look_at(l);
	look_end(l);
}

static void on_addresses(void *arg, void *answer)
{
	struct look *l = arg;
	l->evidence->addresses = *(const struct addresses *)answer;
	l->evidence->addresses.obs.at = look_at(l);
	dns_classify(l);
	look_end(l);
}

static void on_firewalls(void *arg, void *answer)
{
	struct look *l = arg;
	struct firewalls *f = &l->evidence->firewalls;
	*f = *(const struct firewalls *)answer;
	f->obs.at = look_at(l);
	for (size_t i = 0; i < f->all.n; i++)
		f->all.v[i]->obs.at = f->obs.at;
	look_end(l);
}

/* A D-Bus that hangs holds the broker: all that others asked at the start comes first. */
static void on_cloud(void *arg, void *answer)
{
	struct look *l = arg;
	l->evidence->cloud = *(const struct cloud *)answer;
	l->evidence->cloud.obs.at = look_at(l);
	ask(l, HOST_firewalls, on_firewalls);
	look_end(l);
}

static void host_start(struct look *l)
{
	for (int i = 0; i < 4; i++)
		look_begin(l);
	ask(l, HOST_addresses, on_addresses);
	ask(l, HOST_listeners, on_listeners);
	ask(l, HOST_cloud, on_cloud);
}

/* What has no answer by now never had its turn. */
static void end_unanswered(const struct look *l, struct obs *o, const char *source)
{
	if (o->seen != SEEN_SKIPPED || o->source)
		return;
	o->seen = l->evidence->interrupted ? SEEN_SKIPPED : SEEN_FAILED;
	o->source = source;
	o->excerpt = "no answer before the look ended";
	o->at = look_at(l);
}

static void host_finish(struct look *l)
{
	struct evidence *e = l->evidence;
	end_unanswered(l, &e->addresses.obs, "addresses");
	end_unanswered(l, &e->listeners.obs, "listeners");
	end_unanswered(l, &e->cloud.obs, "cloud");
	end_unanswered(l, &e->firewalls.obs, "firewalls");
}

const struct probe probe_host = {
	.id = "host",
	.title = "this host",
	.privileged = true,
	.rehearses = true,
	.start = host_start,
	.finish = host_finish,
};
