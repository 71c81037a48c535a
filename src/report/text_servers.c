/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_dns.h"

#include "record_state.h"
#include "report/picture.h"
#include "report/table.h"
#include "report/text_host.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { SERVERS_MAX = 24, VALUES_SHOWN = 2, VALUE_MAX = 72, CELL_MAX = 1024 };

/* -- values ------------------------------------------------------------------------ */

const char *text_value(struct page *p, const struct dns_record *r)
{
	struct text t;
	size_t n = r->data.n > VALUE_MAX ? VALUE_MAX : r->data.n;
	const char *quote = r->type == RR_TXT ? "\"" : "";
	text_init(&t, p->arena, CELL_MAX);
	text_add(&t, quote);
	text_add_n(&t, (const char *)r->data.p, n);
	text_add(&t, n < r->data.n ? "…" : quote);
	return text_str(&t);
}

static void add_values(struct page *p, struct text *t, const struct dns_view *v)
{
	for (size_t i = 0; i < v->records.n && i < VALUES_SHOWN; i++)
		text_printf(t, "%s%s", i ? " and " : "", text_value(p, v->records.v[i]));
	if (v->records.n > VALUES_SHOWN)
		text_printf(t, " and %d more", (int)(v->records.n - VALUES_SHOWN));
}

static void add_beside(
	struct page *p, struct text *t, const struct sought *s, const struct dns_view *v)
{
	size_t n = 0;
	for (size_t i = 0; i < v->records.n; i++) {
		const struct dns_record *r = v->records.v[i];
		if (record_is_value(r, s->type, &s->value) || n++ >= VALUES_SHOWN)
			continue;
		text_printf(
			t, "%s%s", n == 1 ? ", and beside it " : ", ", text_value(p, r));
	}
	if (n > VALUES_SHOWN)
		text_printf(t, " and %d more", (int)(n - VALUES_SHOWN));
}

const char *text_view(struct page *p, const struct sought *s, const struct dns_view *v)
{
	struct text t;
	const char *unseen = text_unseen(p, &v->obs);
	text_init(&t, p->arena, CELL_MAX);
	switch (record_state_of(v, s->type, &s->value)) {
	case RECORD_UNSEEN:
		text_add(&t, unseen ? unseen : "no usable answer");
		return text_str(&t);
	case RECORD_ABSENT:
		text_add(&t, v->nxdomain ? "no such name" : "no such record");
		return text_str(&t);
	case RECORD_HELD:
		text_add(&t, "the expected value");
		break;
	case RECORD_BESIDE:
		text_add(&t, "the expected value");
		add_beside(p, &t, s, v);
		break;
	case RECORD_OTHER:
		text_add(&t, "not the expected value: ");
		add_values(p, &t, v);
		break;
	case RECORD_ANY:
		add_values(p, &t, v);
		break;
	}
	return text_str(&t);
}

/* -- one server -------------------------------------------------------------------- */

static bool is_bad(enum server_fault f)
{
	return f != SERVER_OK && f != SERVER_NOT_ASKED;
}

static const char *rcode_str(struct page *p, int64_t rcode)
{
	static const char *const names[] = {
		"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"};
	if (rcode >= 0 && rcode < (int64_t)(sizeof(names) / sizeof(*names)))
		return names[rcode];
	return arena_printf(p->arena, "rcode %" PRId64, rcode);
}

static const char *fault_str(
	struct page *p, const struct server_answer *a, enum server_fault f)
{
	static const char *const words[SERVER__MAX] = {
		[SERVER_SILENT] = "no answer",
		[SERVER_REFUSED_RST] = "the port is closed",
		[SERVER_UNREACHABLE] = "cannot be reached",
		[SERVER_LAME] = "does not serve the zone",
		[SERVER_MALFORMED] = "answers with rubbish",
	};
	return f == SERVER_RCODE ? rcode_str(p, a->answer.rcode) : words[f];
}

static const char *faults(struct page *p, const struct server_answer *a)
{
	if (is_bad(a->udp) && is_bad(a->tcp) && a->udp != a->tcp)
		return arena_printf(p->arena, "UDP: %s; TCP: %s", fault_str(p, a, a->udp),
			fault_str(p, a, a->tcp));
	if (is_bad(a->udp) && is_bad(a->tcp))
		return arena_printf(
			p->arena, "%s over UDP and TCP", fault_str(p, a, a->udp));
	if (is_bad(a->udp))
		return arena_printf(p->arena, "%s over UDP%s", fault_str(p, a, a->udp),
			a->tcp == SERVER_OK ? " (over TCP it answers)" : "");
	return is_bad(a->tcp) ? arena_printf(p->arena,
					"%s over TCP (needed for large "
					"answers)",
					fault_str(p, a, a->tcp))
			      : NULL;
}

static enum mark mark_answer(const struct sought *s, const struct server_answer *a)
{
	if (!a || (a->udp == SERVER_NOT_ASKED && a->tcp == SERVER_NOT_ASKED))
		return MARK_UNKNOWN;
	if (a->udp != SERVER_OK && a->tcp != SERVER_OK)
		return MARK_FAIL;
	switch (record_state_of(&a->answer, s->type, &s->value)) {
	case RECORD_UNSEEN:
		return MARK_UNKNOWN;
	case RECORD_ABSENT:
	case RECORD_OTHER:
		return MARK_FAIL;
	case RECORD_BESIDE:
		return MARK_WARN;
	case RECORD_ANY:
	case RECORD_HELD:
		break;
	}
	return is_bad(a->udp) || is_bad(a->tcp) ? MARK_WARN : MARK_OK;
}

static const char *answer_str(struct page *p, const struct sought *s,
	const struct server_look *x, const struct server_answer *a)
{
	if (!a) {
		const char *unseen = text_unseen(p, &x->obs);
		return unseen ? unseen : "not asked for it";
	}
	const char *bad = faults(p, a);
	bool answers = a->udp == SERVER_OK || a->tcp == SERVER_OK;
	if (bad && !answers)
		return bad;
	const char *view = text_view(p, s, &a->answer);
	return bad ? arena_printf(p->arena, "%s; %s", view, bad) : view;
}

/* The serial that most servers have; -1 none. */
static int64_t usual_serial(const struct zone_look *z)
{
	int64_t best = -1;
	size_t most = 0;
	for (size_t i = 0; i < z->servers.n; i++) {
		int64_t serial = z->servers.v[i]->serial;
		size_t n = 0;
		for (size_t k = 0; k < z->servers.n; k++)
			n += z->servers.v[k]->serial == serial &&
			     !z->servers.v[k]->not_delegated;
		if (serial >= 0 && n > most) {
			most = n;
			best = serial;
		}
	}
	return best;
}

static void add_server(struct table *t, const struct sought *s, const struct zone_look *z,
	const struct server_look *x)
{
	struct page *p = t->page;
	char buf[IP_TEXT_MAX];
	const struct server_answer *a = record_answer_of(x, s->look->host, s->type);
	enum mark m = mark_answer(s, a);
	bool timed = a && a->answer.ms >= 0 && (m != MARK_FAIL || a->answer.rcode >= 0);
	const char *said = answer_str(p, s, x, a);
	if (x->serial >= 0 && x->serial != usual_serial(z))
		said = arena_printf(p->arena, "%s; serial %" PRId64, said, x->serial);
	table_add(t, mark_tint(m), mark_str(m), x->name ? x->name : "?",
		x->ip.family ? arena_str(p->arena, ip_format(&x->ip, buf)) : "",
		timed ? arena_printf(p->arena, "%" PRId64 " ms", a->answer.ms) : "", said,
		NULL);
}

/* What it answers to those who ask from elsewhere, where that differs. */
static void add_regions(
	struct table *t, const struct sought *s, const struct server_look *x)
{
	struct page *p = t->page;
	const struct server_answer *own = record_answer_of(x, s->look->host, s->type);
	for (size_t i = 0; own && i < x->answers.n; i++) {
		const struct server_answer *a = x->answers.v[i];
		if (!a->subnet || a->answer.type != s->type ||
			!record_same_name(a->answer.owner, s->look->host))
			continue;
		const char *here = text_view(p, s, &own->answer);
		const char *there = text_view(p, s, &a->answer);
		if (strcmp(here, there) != 0)
			table_add(t, mark_tint(MARK_WARN), mark_str(MARK_WARN), "", "",
				"",
				arena_printf(p->arena, "to %s (%s): %s",
					a->region ? a->region : "another region",
					a->subnet, there),
				NULL);
	}
}

void text_servers_count(
	const struct result *r, const struct sought *s, size_t *held, size_t *all)
{
	const struct zone_look *z = record_zone_of(&r->evidence->dns, s->look->host);
	*held = *all = 0;
	for (size_t i = 0; z && i < z->servers.n; i++) {
		const struct server_look *x = z->servers.v[i];
		const struct server_answer *a =
			record_answer_of(x, s->look->host, s->type);
		if (x->not_delegated)
			continue;
		enum mark m = mark_answer(s, a);
		*all += 1;
		*held += m == MARK_OK || m == MARK_WARN;
	}
}

static void put_strangers(
	struct page *p, const struct zone_look *z, const struct sought *s)
{
	struct table t = {.page = p};
	for (size_t i = 0; i < z->servers.n; i++)
		if (z->servers.v[i]->not_delegated)
			add_server(&t, s, z, z->servers.v[i]);
	if (t.rows.n == 0)
		return;
	page_text(p, DNS_MARGIN, "Not delegated, so that no CA asks them:");
	for (size_t i = 0; i < t.rows.n; i++) {
		t.rows.v[i]->cells[0] = mark_str(MARK_NONE);
		t.rows.v[i]->tint = mark_tint(MARK_NONE);
	}
	table_draw(&t, 2 * DNS_MARGIN, SERVERS_MAX);
}

void text_servers(struct page *p, const struct result *r, const struct sought *s)
{
	const struct zone_look *z = record_zone_of(&r->evidence->dns, s->look->host);
	struct table t = {.page = p};
	if (!z || z->servers.n == 0)
		return;
	int64_t serial = usual_serial(z);
	page_text(p, DNS_MARGIN,
		arena_printf(p->arena, "Each authoritative server of %s%s:",
			*z->name ? z->name : "the root",
			serial < 0 ? ""
				   : arena_printf(
					     p->arena, " (serial %" PRId64 ")", serial)));
	for (size_t i = 0; i < z->servers.n; i++) {
		if (z->servers.v[i]->not_delegated)
			continue;
		add_server(&t, s, z, z->servers.v[i]);
		add_regions(&t, s, z->servers.v[i]);
	}
	for (size_t i = 0; i < z->unresolved.n; i++)
		table_add(&t, mark_tint(MARK_FAIL), mark_str(MARK_FAIL),
			z->unresolved.v[i], "", "", "has no address", NULL);
	table_draw(&t, 2 * DNS_MARGIN, p->style->verbose ? SIZE_MAX : SERVERS_MAX);
	put_strangers(p, z, s);
}
