/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who listens on 80 and 443. */
#include "judge.h"

static const int64_t ports[] = {80, 443};

/* Without a name there is no published address: only what nobody could reach is judged.
 */
struct port_look {
	bool any, open;
	const struct listener *first;
};

static struct port_look look_at_port(const struct judging *j, int64_t port)
{
	const struct listeners *all = &j->evidence->listeners;
	struct port_look x = {0};
	for (size_t i = 0; i < all->all.n; i++) {
		const struct listener *l = all->all.v[i];
		if (l->port != port)
			continue;
		x.any = true;
		x.open = x.open || listener_open(l);
		x.first = x.first ? x.first : l;
	}
	return x;
}

static struct finding *say_port(const struct judging *j, enum finding_id id,
	enum verdict v, int64_t port, const char *what)
{
	struct finding *x = findings_add(j->findings, id, v, CERTAINTY_PROVED,
		&j->evidence->listeners.obs, "%s", what);
	x->subject.port = port;
	x->advice = finding_table[id].advice;
	return x;
}

static void judge_port_alone(const struct judging *j, int64_t port)
{
	struct port_look x = look_at_port(j, port);
	bool other = look_at_port(j, port == 80 ? 443 : 80).open;
	enum verdict need = port_need(j, port, other);
	if (!x.any && need != VERDICT_PASS)
		say_port(j, FINDING_NO_LISTENER, need, port,
			judge_s(j, "nothing listens on port %" PRId64, port));
	else if (!x.open && need != VERDICT_PASS)
		say_port(j, FINDING_LOOPBACK_ONLY_LISTENER, need, port,
			judge_s(j, "%s listens on port %" PRId64 " for this host alone",
				listener_who(j, x.first), port));
	else if (x.open && !listener_is_web(x.first))
		say_port(j, FINDING_LISTENER_FOREIGN, VERDICT_WARN, port,
			judge_s(j,
				"port %" PRId64
				" is held by %s, which is no known web server",
				port, listener_who(j, x.first)));
}

static void judge_overflow(const struct judging *j)
{
	const struct listeners *all = &j->evidence->listeners;
	for (size_t i = 0; i < all->all.n; i++) {
		const struct listener *l = all->all.v[i];
		if (!listener_full(l))
			continue;
		say_port(j, FINDING_LISTENER_OVERFLOW, VERDICT_WARN, l->port,
			judge_s(j,
				"%s does not keep up on port %" PRId64 ": %" PRId64
				" connections wait where %" PRId64
				" may, new ones are dropped",
				listener_who(j, l), l->port, l->queue, l->backlog));
	}
}

static bool overflow_said(const struct judging *j)
{
	for (size_t i = 0; i < j->findings->all.n; i++)
		if (j->findings->all.v[i]->id == FINDING_LISTENER_OVERFLOW)
			return true;
	return false;
}

static void say_listening(const struct judging *j, int64_t port)
{
	const struct listeners *all = &j->evidence->listeners;
	struct text t;
	char buf[IP_TEXT_MAX];
	const struct listener *first = NULL;
	text_init(&t, judge_arena(j), 300);
	for (size_t i = 0; i < all->all.n; i++) {
		const struct listener *l = all->all.v[i];
		if (l->port != port || !listener_open(l))
			continue;
		first = first ? first : l;
		text_printf(&t, "%s%s", t.n ? ", " : "", ip_format(&l->ip, buf));
	}
	if (first)
		say_port(j, FINDING_NO_LISTENER, VERDICT_PASS, port,
			judge_s(j, "%s listens on port %" PRId64 " (%s)",
				listener_who(j, first), port, text_str(&t)))
			->advice = NULL;
}

static bool any_connect_open(const struct judging *j)
{
	const struct paths *p = judge_paths(j);
	for (size_t i = 0; i < p->all.n; i++)
		if (p->all.v[i]->connect == CONNECT_OPEN)
			return true;
	return false;
}

static void judge(const struct judging *j)
{
	static const enum finding_id ids[] = {FINDING_NO_LISTENER,
		FINDING_LOOPBACK_ONLY_LISTENER, FINDING_LISTENER_FAMILY_MISSING,
		FINDING_LISTENER_FOREIGN, FINDING_LISTENER_OVERFLOW, FINDING__MAX};
	const struct paths *p = judge_paths(j);
	bool seen = obs_seen(&j->evidence->listeners.obs);
	say_places(j, ids);
	if (!judge_by_http(j))
		return;
	if (!seen && !any_connect_open(j))
		say_port(j, FINDING_NO_LISTENER, VERDICT_UNKNOWN, 0,
			"who listens on 80 and 443 was not seen");
	for (size_t i = 0; seen && i < sizeof(ports) / sizeof(*ports); i++) {
		if (p->names.n == 0)
			judge_port_alone(j, ports[i]);
		say_listening(j, ports[i]);
	}
	if (seen && !overflow_said(j))
		judge_overflow(j);
}

static const struct probe *const needs[] = {&probe_host, &probe_reach, NULL};

const struct check check_listeners = {
	.id = "listeners",
	.title = "Listeners on 80 and 443",
	.why = "Where nothing listens, no CA gets an answer.",
	.needs = needs,
	.judge = judge,
};
