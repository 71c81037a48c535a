/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What this host's own rules do with its own looks. */
#include "firewall.h"

static bool stops(const struct packet_verdict *v)
{
	return v->verdict == FATE_DROP || v->verdict == FATE_REJECT ||
	       v->verdict == FATE_MAYBE;
}

const struct packet_verdict *egress_stopped(
	const struct judging *j, const struct ip *ip, int64_t port)
{
	const struct verdicts *v = &j->evidence->egress;
	for (size_t i = 0; obs_seen(&v->obs) && i < v->all.n; i++) {
		const struct packet_verdict *x = v->all.v[i];
		if (x->port == port && ip_equal(&x->to, ip) && stops(x))
			return x;
	}
	return NULL;
}

/* UDP first: that is how it is asked. */
const struct packet_verdict *egress_dns(const struct judging *j)
{
	const struct verdicts *v = &j->evidence->egress;
	for (size_t i = 0; obs_seen(&v->obs) && i < v->all.n; i++)
		if (v->all.v[i]->port == 53 && stops(v->all.v[i]))
			return v->all.v[i];
	return NULL;
}

const char *egress_words(const struct judging *j, const struct packet_verdict *v)
{
	bool back = v->reasons.n && v->by.hook && strcmp(v->by.hook, "output") != 0 &&
		    strcmp(v->by.hook, "postrouting") != 0;
	const char *by = firewall_decider(j, &v->by);
	if (v->verdict != FATE_MAYBE)
		return judge_s(j, "%s by %s",
			v->verdict == FATE_REJECT ? "rejected" : "dropped", by);
	if (back)
		return judge_s(j, "let out, and the answer is maybe dropped by %s: %s",
			by, v->reasons.v[0]);
	return judge_s(j, "maybe dropped by %s", by);
}

/* The rule as a command would show it, and what to add. */
const char *egress_advice(const struct judging *j, const struct packet_verdict *v)
{
	bool in = v->by.hook && (strcmp(v->by.hook, "input") == 0 ||
					strcmp(v->by.hook, "prerouting") == 0);
	const char *place = decider_place(judge_arena(j), &v->by);
	if (in)
		return judge_s(j,
			"Let the answers in before it (%s): ct state established,related "
			"accept; in iptables' words -m conntrack --ctstate "
			"ESTABLISHED,RELATED -j ACCEPT",
			place);
	return judge_s(j,
		"Let TCP 80 and 443 and port 53 out before it (%s), and run again.",
		place);
}
