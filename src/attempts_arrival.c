/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A connection as evidence. */
#include "attempts_arrival.h"

#include "text.h"

#include <inttypes.h>

enum { KEPT_MAX = 1024 }; /* of one text from outside */

/* Bytes of a span as a string; it ends where a NUL stands in it. */
static const char *kept(struct arena *a, const struct span *s)
{
	return s->p ? arena_dup(a, s->p, s->n < KEPT_MAX ? s->n : KEPT_MAX) : NULL;
}

static void name_ca(struct arena *a, const struct profile_known *known,
	const struct first_request *r, struct arrival *out)
{
	const struct address_list *list;
	const struct profile *p = profile_known_address(known, &out->from, &list);
	if (p) {
		out->ca_by = arena_printf(a, "%s's list \"%s\"%s%s", p->name, list->name,
			list->date ? " of " : "", list->date ? list->date : "");
	} else if (r->user_agent.p &&
		   (p = profile_known_agent(known, r->user_agent.p, r->user_agent.n))) {
		out->ca_by = arena_printf(
			a, "%s's User-Agent, which anyone can send", p->name);
	}
	out->ca = p ? p->id : NULL;
}

static const char *words(struct arena *a, const struct arrival *x)
{
	struct text t;
	text_init(&t, a, KEPT_MAX * 2);
	text_printf(&t, "%s", attempt_stage_words[x->stage]);
	if (x->request)
		text_printf(&t, ", %s", x->request);
	if (x->tls)
		text_printf(&t, ", TLS for %s", x->sni ? x->sni : "no name");
	if (x->status)
		text_printf(&t, ", status %" PRId64, x->status);
	if (x->end)
		text_printf(&t, ", %s", x->end);
	return text_str(&t);
}

void attempts_arrival(struct arena *a, const struct profile_known *known,
	const struct attempt *x, const char *interface, struct arrival *out)
{
	char from[IP_TEXT_MAX], to[IP_TEXT_MAX];
	*out = (struct arrival){.from = x->from,
		.to = x->to,
		.from_port = x->from_port,
		.port = x->port,
		.interface = arena_str(a, interface),
		.own = x->own,
		.stage = x->stage,
		.good = x->good,
		.syns = x->syns,
		.tls = x->kind == FIRST_TLS,
		.status = x->status,
		.end = x->alert > 0 ? arena_printf(a, "%s: %d", x->end, x->alert)
				    : x->end,
		.ms = x->took / 1000000};
	if (x->kind == FIRST_HTTP) {
		out->request = kept(a, &x->request.line);
		out->host = kept(a, &x->request.host);
		out->user_agent = kept(a, &x->request.user_agent);
	} else if (x->kind == FIRST_TLS) {
		out->sni = kept(a, &x->request.sni);
	}
	name_ca(a, known, &x->request, out);
	out->obs.seen = SEEN_YES;
	out->obs.source = arena_printf(a, "capture on %s: %s port %d to %s port %d",
		out->interface, ip_format(&x->from, from), x->from_port,
		ip_format(&x->to, to), x->port);
	out->obs.excerpt = words(a, out);
}
