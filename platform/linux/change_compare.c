/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What becomes of packets to all that listens here, before a change and after it. The map
 * of every source holds those who are connected, too. */
#include "change.h"

#include "judging.h"

#include <inttypes.h>
#include <string.h>

enum { PORTS_MAX = 48 };

struct compared {
	struct verdicts outside, lo4, lo6;
};

static bool has_port(const struct ask_verdicts *q, const struct host_socket *s)
{
	for (size_t i = 0; i < q->ports.n; i++)
		if (q->ports.v[i]->port == s->port && q->ports.v[i]->proto == s->proto)
			return true;
	return false;
}

static void add_ports(
	struct arena *a, const struct host_sockets *s, struct ask_verdicts *q)
{
	for (size_t i = 0; i < s->all.n && q->ports.n < PORTS_MAX; i++) {
		const struct host_socket *x = s->all.v[i];
		if (x->peer.family || !x->port || has_port(q, x))
			continue;
		struct ask_port *p = VEC_ADD(a, &q->ports, struct ask_port);
		*p = (struct ask_port){.port = x->port, .proto = x->proto};
	}
}

static void ask_loopback(struct arena *a, const struct ask_verdicts *outside,
	const char *address, struct verdicts *out)
{
	struct ask_verdicts q = {.interface = "lo"};
	struct ip ip;
	if (ip_parse(address, &ip) != ERR_OK)
		return;
	q.ports.v = outside->ports.v;
	q.ports.n = outside->ports.n;
	VEC_ADD(a, &q.from, struct ask_source)->ip = ip;
	*VEC_ADD(a, &q.to, struct ip) = ip;
	judging_run(a, &q, out, -1);
}

struct compared *compare_look(struct arena *a, const struct host_sockets *s)
{
	struct compared *c = ARENA_NEW(a, struct compared);
	struct ask_verdicts q = {.any4 = true, .any6 = true};
	add_ports(a, s, &q);
	if (!q.ports.n)
		return c;
	judging_run(a, &q, &c->outside, -1);
	ask_loopback(a, &q, "127.0.0.1", &c->lo4);
	ask_loopback(a, &q, "::1", &c->lo6);
	return c;
}

/* -- worse ------------------------------------------------------------------------- */

static bool same_str(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static const char *worse_at(struct arena *a, const struct ip *from, const struct ip *to,
	const char *proto, int64_t port, enum fate after)
{
	char s[IP_TEXT_MAX], d[IP_TEXT_MAX];
	return arena_printf(a,
		"packets from %s to %s, %s port %" PRId64
		", were accepted before, and are not now: %s",
		ip_format(from, s), ip_format(to, d), proto, port, fate_words[after]);
}

/* Both maps are in order and without gaps. */
static const char *worse_ranges(
	struct arena *a, const struct space_look *before, const struct space_look *after)
{
	for (size_t i = 0, k = 0; i < before->ranges.n && k < after->ranges.n;) {
		const struct space_range *x = before->ranges.v[i],
					 *y = after->ranges.v[k];
		if (x->verdict == FATE_ACCEPT && y->verdict != FATE_ACCEPT)
			return worse_at(a,
				ip_compare(&x->from, &y->from) > 0 ? &x->from : &y->from,
				&before->to, before->proto, before->port, y->verdict);
		int order = ip_compare(&x->to, &y->to);
		i += order <= 0;
		k += order >= 0;
	}
	return NULL;
}

static const char *worse_spaces(
	struct arena *a, const struct verdicts *before, const struct verdicts *after)
{
	for (size_t i = 0; i < before->spaces.n; i++)
		for (size_t k = 0; k < after->spaces.n; k++) {
			const struct space_look *x = before->spaces.v[i],
						*y = after->spaces.v[k];
			if (!ip_equal(&x->to, &y->to) || x->port != y->port ||
				x->family != y->family || !same_str(x->proto, y->proto) ||
				!same_str(x->interface, y->interface))
				continue;
			const char *worse = worse_ranges(a, x, y);
			if (worse)
				return worse;
		}
	return NULL;
}

static const char *worse_singles(
	struct arena *a, const struct verdicts *before, const struct verdicts *after)
{
	for (size_t i = 0; i < before->all.n; i++)
		for (size_t k = 0; k < after->all.n; k++) {
			const struct packet_verdict *x = before->all.v[i],
						    *y = after->all.v[k];
			if (x->verdict == FATE_ACCEPT && y->verdict != FATE_ACCEPT &&
				ip_equal(&x->to, &y->to) &&
				ip_equal(&x->from, &y->from) && x->port == y->port &&
				same_str(x->proto, y->proto))
				return worse_at(a, &x->from, &x->to, x->proto, x->port,
					y->verdict);
		}
	return NULL;
}

const char *compare_worse(
	struct arena *a, const struct compared *before, const struct compared *after)
{
	const char *worse = worse_spaces(a, &before->outside, &after->outside);
	if (!worse)
		worse = worse_singles(a, &before->lo4, &after->lo4);
	return worse ? worse : worse_singles(a, &before->lo6, &after->lo6);
}

static const char *unproved(struct arena *a, const struct packet_verdict *v)
{
	const struct proof *p = v->proof;
	if (!p || p->state != PROOF_DIFFERS || p->computed != FATE_ACCEPT ||
		p->verdict == FATE_ACCEPT)
		return NULL;
	char s[IP_TEXT_MAX], d[IP_TEXT_MAX];
	return arena_printf(a,
		"the rules let a packet from %s to %s, port %" PRId64
		", in, and the kernel did not: %s",
		ip_format(&v->from, s), ip_format(&v->to, d), v->port,
		fate_words[p->verdict]);
}

const char *compare_unproved(struct arena *a, const struct verdicts *v)
{
	const char *why = NULL;
	for (size_t i = 0; i < v->all.n && !why; i++)
		why = unproved(a, v->all.v[i]);
	for (size_t i = 0; i < v->spaces.n && !why; i++)
		for (size_t k = 0; k < v->spaces.v[i]->samples.n && !why; k++)
			why = unproved(a, v->spaces.v[i]->samples.v[k]);
	return why;
}
