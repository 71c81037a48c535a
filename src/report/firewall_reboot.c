/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a reboot would change, of `pkiready firewall --after-reboot`. */
#include "report/firewall.h"

#include "finding.h"
#include "report/evidence_json.h"
#include "report/result_json.h"
#include "report/text_host.h"
#include "report/text_matrix.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { MARGIN = 2, LINE_BYTES = 1024 };

static const char *id_of(const struct reboot_change *c)
{
	return finding_table[c->opens ? FINDING_RULE_NOT_LOADED
				      : FINDING_RULE_NOT_PERSISTENT]
		.id;
}

/* -- for people ------------------------------------------------------------------- */

static const char *load_said(struct page *p, const struct boot_load *l)
{
	static const char *const marks[BOOT__MAX] = {
		"loaded", "failed", "not loaded", "not run here"};
	return arena_printf(p->arena, "%s, by %s%s%s", marks[l->state],
		page_cut(p, l->command ? l->command : "?"), l->detail ? ": " : "",
		l->detail ? page_cut(p, l->detail) : "");
}

static void put_loads(struct page *p, const struct verdicts *then)
{
	for (size_t i = 0; i < then->loads.n; i++) {
		const struct boot_load *l = then->loads.v[i];
		const struct para para = {.margin = MARGIN,
			.hang = MARGIN + 2,
			.label = arena_printf(p->arena, "%s:", l->unit ? l->unit : "?"),
			.text = load_said(p, l)};
		page_para(p, &para);
	}
	if (then->loads.n == 0)
		page_text(p, MARGIN, "Nothing on this host loads rules at boot.");
}

static const char *place(struct page *p, const struct decider *d)
{
	if (!d->chain)
		return d->detail ? d->detail : decider_place(p->arena, d);
	return arena_printf(p->arena, "%s: %s%s%s%s", decider_place(p->arena, d),
		page_cut(p, d->rule ? d->rule : "?"), d->owner ? " (" : "",
		d->owner ? d->owner : "", d->owner ? ")" : "");
}

static void put_change(
	struct page *p, const struct firewall_report *r, const struct reboot_change *c)
{
	char buf[IP_TEXT_MAX];
	const char *mend = reboot_mend(p->arena, r->verdicts, r->then, c);
	page_text(p, MARGIN,
		arena_printf(p->arena,
			"port %" PRId64 "/%s to %s on %s: %s now, %s after a reboot "
			"(%s)%s%s",
			c->port, c->proto, ip_format(&c->to, buf),
			c->interface ? c->interface : "?", fate_said[c->before],
			fate_said[c->after], id_of(c), c->share > 0.5 ? "" : ", from ",
			c->share > 0.5 ? ""
				       : space_range_str(p->arena, &c->from, &c->last)));
	page_text(p, 2 * MARGIN, arena_printf(p->arena, "now by %s", place(p, c->now)));
	page_text(p, 2 * MARGIN, arena_printf(p->arena, "then by %s", place(p, c->then)));
	for (const char *line = mend; line && *line;) {
		size_t n = strcspn(line, "\n");
		page_text(p, 2 * MARGIN, arena_dup(p->arena, line, n));
		line += n + (line[n] == '\n');
	}
}

static void put_remakers(struct page *p, const strs *remakers)
{
	struct text t;
	if (remakers->n == 0)
		return;
	text_init(&t, p->arena, LINE_BYTES);
	for (size_t i = 0; i < remakers->n; i++)
		text_printf(&t, "%s%s", i ? ", " : "", remakers->v[i]);
	page_text(p, MARGIN,
		arena_printf(p->arena,
			"Left out: the rules of %s, made anew when it starts.",
			text_str(&t)));
}

void firewall_put_reboot(struct page *p, const struct firewall_report *r)
{
	reboot_changes all = {0};
	if (!r->then)
		return;
	page_gap(p);
	page_head(p, "After a reboot");
	put_loads(p, r->then);
	if (r->then->obs.seen != SEEN_YES) {
		page_text(p, MARGIN, text_unseen(p, &r->then->obs));
		return;
	}
	reboot_compare(p->arena, r->verdicts, r->then, &all);
	for (size_t i = 0; i < all.n; i++)
		put_change(p, r, all.v[i]);
	if (all.n == 0)
		page_text(
			p, MARGIN, "Who is let in now is let in then, and nobody else.");
	put_remakers(p, &r->verdicts->remakers);
}

/* -- for programs ----------------------------------------------------------------- */

static void write_change(
	struct writer *w, const struct firewall_report *r, const struct reboot_change *c)
{
	char buf[IP_TEXT_MAX];
	struct arena *a = arena_new();
	w->start(w, NULL, false);
	write_str(w, "id", id_of(c));
	write_str(w, "to", ip_format(&c->to, buf));
	write_str(w, "interface", c->interface);
	write_int(w, "port", c->port);
	write_str(w, "proto", c->proto);
	write_str(w, "from", ip_format(&c->from, buf));
	write_str(w, "last", ip_format(&c->last, buf));
	write_str(w, "now", fate_words[c->before]);
	write_str(w, "then", fate_words[c->after]);
	firewall_write_by(w, "by_now", c->now);
	firewall_write_by(w, "by_then", c->then);
	write_str(w, "mend", reboot_mend(a, r->verdicts, r->then, c));
	w->end(w);
	arena_free(a);
}

static void write_loads(struct writer *w, const struct verdicts *then)
{
	w->start(w, "loads", true);
	for (size_t i = 0; i < then->loads.n; i++) {
		const struct boot_load *l = then->loads.v[i];
		w->start(w, NULL, false);
		write_str(w, "unit", l->unit);
		write_str(w, "command", l->command);
		write_str(w, "file", l->file);
		write_str(w, "state", boot_state_words[l->state]);
		write_str(w, "detail", l->detail);
		w->end(w);
	}
	w->end(w);
}

void firewall_write_reboot(struct writer *w, const struct firewall_report *r)
{
	reboot_changes all = {0};
	if (!r->then) {
		write_null(w, "after_reboot");
		return;
	}
	struct arena *a = arena_new();
	if (r->then->obs.seen == SEEN_YES)
		reboot_compare(a, r->verdicts, r->then, &all);
	w->start(w, "after_reboot", false);
	write_str(w, "seen", seen_words[r->then->obs.seen]);
	write_str(w, "detail", r->then->obs.excerpt);
	write_loads(w, r->then);
	w->start(w, "changes", true);
	for (size_t i = 0; i < all.n; i++)
		write_change(w, r, all.v[i]);
	w->end(w);
	w->start(w, "remakers", true);
	for (size_t i = 0; i < r->verdicts->remakers.n; i++)
		write_str(w, NULL, r->verdicts->remakers.v[i]);
	w->end(w);
	w->end(w);
	arena_free(a);
}
