/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `pkiready firewall` for people: managers, the matrix, the map, what decides. */
#include "report/firewall.h"

#include "report/text_host.h"
#include "report/text_matrix.h"

#include <inttypes.h>

enum { MARGIN = 2, GAP = 2, MAP_ROWS_MAX = 12 };

/* -- the map of everyone ----------------------------------------------------------- */

/* The verdict of most, as the sentence's frame. */
static enum fate usual(const struct space_look *l)
{
	double share[FATE__MAX];
	enum fate most = FATE_ACCEPT;
	space_shares(l, share);
	for (int f = 0; f < FATE__MAX; f++)
		most = share[f] > share[most] ? (enum fate)f : most;
	return most;
}

static const char *range_said(
	struct sheet *s, const struct space_look *l, const struct space_range *x)
{
	int n = deciders_add(&s->deciders, x->verdict, space_by(l, x), &x->reasons);
	return sheet_str(s, "%s [%d]", fate_said[x->verdict], n);
}

static void put_exceptions(struct sheet *s, const struct space_look *l, enum fate most)
{
	size_t shown = 0, more = 0;
	for (size_t i = 0; i < l->ranges.n; i++) {
		const struct space_range *x = l->ranges.v[i];
		if (x->verdict == most || !firewall_counts(s->report->verdicts, l, x))
			continue;
		if (shown == MAP_ROWS_MAX && !s->page->style->verbose) {
			more++;
			continue;
		}
		shown++;
		page_blanks(s->page, 2 * MARGIN);
		page_put(s->page, TINT_NONE,
			space_range_str(s->page->arena, &x->from, &x->to));
		page_blanks(s->page, GAP);
		page_put(s->page, fate_tint(x->verdict), range_said(s, l, x));
		page_newline(s->page);
	}
	if (more)
		page_text(s->page, 2 * MARGIN,
			sheet_str(s, "and %d more ranges; -v shows all", (int)more));
}

static bool has_exceptions(
	const struct sheet *s, const struct space_look *l, enum fate most)
{
	for (size_t i = 0; i < l->ranges.n; i++)
		if (l->ranges.v[i]->verdict != most &&
			firewall_counts(s->report->verdicts, l, l->ranges.v[i]))
			return true;
	return false;
}

static void put_maps(struct sheet *s)
{
	const struct verdicts *v = s->report->verdicts;
	bool head = false;
	char buf[IP_TEXT_MAX];
	for (size_t i = 0; i < v->spaces.n; i++) {
		const struct space_look *l = v->spaces.v[i];
		enum fate most = usual(l);
		if (!has_exceptions(s, l, most))
			continue;
		if (!head) {
			page_gap(s->page);
			page_head(s->page, "Not everyone fares the same");
		}
		head = true;
		page_text(s->page, MARGIN,
			sheet_str(s,
				"port %" PRId64 "/%s to %s on %s: %s from everywhere but",
				l->port, l->proto, ip_format(&l->to, buf),
				l->interface ? l->interface : "?", fate_said[most]));
		put_exceptions(s, l, most);
	}
}

/* -- what else there is ------------------------------------------------------------ */

static void put_programs(struct sheet *s)
{
	const struct verdicts *v = s->report->verdicts;
	for (size_t i = 0; i < v->programs.n; i++) {
		const struct packet_program *x = v->programs.v[i];
		if (i == 0) {
			page_gap(s->page);
			page_head(s->page, "Programs in the packets' way, not evaluated");
		}
		page_text(s->page, MARGIN,
			sheet_str(s, "%s at %s%s%s", x->kind, x->where ? x->where : "?",
				x->detail ? ": " : "", x->detail ? x->detail : ""));
	}
}

static void put_unread(struct sheet *s)
{
	const struct verdicts *v = s->report->verdicts;
	const char *unseen = text_unseen(s->page, &v->obs);
	if (!unseen && v->unread.n == 0)
		return;
	page_gap(s->page);
	page_head(s->page, "Rules that could not be read");
	for (size_t i = 0; i < v->unread.n; i++)
		page_text(s->page, MARGIN, v->unread.v[i]);
	if (v->unread.n == 0)
		page_text(s->page, MARGIN, unseen);
}

static void put_lists(struct sheet *s)
{
	const struct firewall_report *r = s->report;
	const char *name = r->profile->name;
	if (!r->ca)
		return;
	page_gap(s->page);
	if (!r->profile->lists || !r->profile->lists->name)
		page_text(s->page, 0,
			sheet_str(s,
				"%s: no list of its addresses is known. CAs look from "
				"several networks at once: only ports that are open to "
				"anyone let them all in.",
				name));
	else if (r->profile->lists_complete != TRI_YES)
		page_text(s->page, 0,
			sheet_str(s,
				"%s: the lists above hold what was published or seen up "
				"to their dates. CAs look from several networks at once "
				"and publish no complete list: only ports that are open "
				"to anyone let them all in.",
				name));
}

bool firewall_text(FILE *out, const struct style *style, const struct firewall_report *r)
{
	struct page p;
	page_begin(&p, out, style);
	struct sheet s = {.page = &p, .report = r};
	s.deciders.page = &p;
	if (r->subject)
		page_head(&p, r->subject);
	text_firewalls(&p, r->managers);
	put_unread(&s);
	matrices_put(&s);
	put_maps(&s);
	proofs_put(&s);
	deciders_put(&s.deciders);
	put_programs(&s);
	firewall_put_reboot(&p, r);
	put_lists(&s);
	return page_end(&p);
}
