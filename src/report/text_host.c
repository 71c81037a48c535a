/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_host.h"

#include "report/table.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { ROWS_MAX = 16, MARGIN = 2, CELL_MAX = 512 };

const char *text_unseen(struct page *p, const struct obs *o)
{
	const char *why = o->excerpt && *o->excerpt ? page_cut(p, o->excerpt) : NULL;
	switch (o->seen) {
	case SEEN_DENIED:
		return "not allowed to look (needs root)";
	case SEEN_FAILED:
		return why ? arena_printf(p->arena, "the look failed: %s", why)
			   : "the look failed";
	case SEEN_SKIPPED:
		return why ? arena_printf(p->arena, "not looked at: %s", why)
			   : "not looked at";
	case SEEN_YES:
	case SEEN_NO:
	case SEEN__MAX:
		break;
	}
	return NULL;
}

/* The heading; false when there is nothing to show below it but why. */
static bool put_heading(struct page *p, const char *heading, const struct obs *o)
{
	const char *unseen = text_unseen(p, o);
	page_head(p, heading);
	if (unseen)
		page_text(p, MARGIN, unseen);
	return !unseen;
}

static const char *owner(
	struct page *p, const struct listeners *l, const struct listener *x)
{
	if (!x->program)
		return l->programs_known ? "program unknown"
					 : "program unknown (needs root)";
	return x->pid ? arena_printf(p->arena, "%s, pid %" PRId64, x->program, x->pid)
		      : x->program;
}

static const char *details(struct page *p, const struct listener *x)
{
	struct text t;
	text_init(&t, p->arena, CELL_MAX);
	if (x->unit)
		text_printf(&t, "%s, ", x->unit);
	if (x->interface)
		text_printf(&t, "only on %s, ", x->interface);
	if (x->ip.family == 6 && ip_is_any(&x->ip))
		text_printf(&t, "%s, ", x->v6only ? "IPv6 alone" : "IPv6 and IPv4");
	text_printf(&t, "accept queue %" PRId64 " of %" PRId64, x->queue, x->backlog);
	if (x->drops > 0)
		text_printf(&t, ", %" PRId64 " dropped", x->drops);
	return text_str(&t);
}

static void put_listeners(struct page *p, const struct listeners *l)
{
	struct table t = {.page = p};
	char buf[IP_TEXT_MAX];
	if (!put_heading(p, "Listeners on the ports of the validation", &l->obs))
		return;
	for (size_t i = 0; i < l->all.n; i++) {
		const struct listener *x = l->all.v[i];
		table_add(&t, TINT_NONE, arena_printf(p->arena, "port %" PRId64, x->port),
			arena_str(p->arena, ip_format(&x->ip, buf)), owner(p, l, x),
			details(p, x), NULL);
	}
	if (l->all.n == 0)
		page_text(p, MARGIN, "none");
	table_draw(&t, MARGIN, ROWS_MAX);
	for (size_t i = 0; i < l->stopped_web_units.n && i < ROWS_MAX; i++)
		page_text(p, MARGIN,
			arena_printf(p->arena, "%s is installed, but not running",
				l->stopped_web_units.v[i]));
}

/* The detail, without the state that stands before it anyway. */
static const char *without_state(const struct manager *m)
{
	const char *state = manager_state_words[m->state];
	size_t n = strlen(state);
	bool twice =
		strncmp(m->detail, state, n) == 0 && strncmp(m->detail + n, ", ", 2) == 0;
	return twice ? m->detail + n + 2 : m->detail;
}

static const char *manager_detail(struct page *p, const struct manager *m)
{
	struct text t;
	text_init(&t, p->arena, CELL_MAX);
	const char *unseen = text_unseen(p, &m->obs);
	if (m->detail)
		text_add(&t, without_state(m));
	if (m->base_chains >= 0 && m->state == MANAGER_ACTIVE)
		text_printf(&t, "%s%" PRId64 " base chain%s on the way in",
			t.n ? ", " : "", m->base_chains, m->base_chains == 1 ? "" : "s");
	if (m->rules >= 0 && m->state == MANAGER_ACTIVE)
		text_printf(&t, "%s%" PRId64 " rule%s", t.n ? ", " : "", m->rules,
			m->rules == 1 ? "" : "s");
	if (m->state == MANAGER_UNKNOWN && unseen)
		text_printf(&t, "%s%s", t.n ? ", " : "", unseen);
	return text_str(&t);
}

void text_firewalls(struct page *p, const struct firewalls *f)
{
	static const enum tint tints[MANAGER__MAX] = {[MANAGER_ACTIVE] = TINT_BOLD};
	struct table t = {.page = p};
	if (!put_heading(p, "Firewalls of this host", &f->obs) && f->all.n == 0)
		return;
	for (size_t i = 0; i < f->all.n; i++) {
		const struct manager *m = f->all.v[i];
		table_add(&t, tints[m->state], m->name, manager_state_words[m->state],
			manager_detail(p, m), NULL);
	}
	table_draw(&t, MARGIN, ROWS_MAX);
	if (f->base_chains >= 0)
		page_text(p, MARGIN,
			arena_printf(p->arena,
				"netfilter base chains on the way in: %" PRId64,
				f->base_chains));
}

static const char *address_flags(struct page *p, const struct local_address *x)
{
	struct text t;
	text_init(&t, p->arena, CELL_MAX);
	const struct ip_special *special = ip_special(&x->ip);
	if (special && !special->global)
		text_printf(&t, "%s", special->name);
	if (!x->up)
		text_printf(&t, "%sdown", t.n ? ", " : "");
	if (x->temporary)
		text_printf(&t, "%stemporary", t.n ? ", " : "");
	if (x->deprecated)
		text_printf(&t, "%sdeprecated", t.n ? ", " : "");
	if (x->tentative)
		text_printf(&t, "%stentative", t.n ? ", " : "");
	return text_str(&t);
}

static void put_routes(struct page *p, const struct addresses *a)
{
	struct table t = {.page = p};
	char buf[IP_TEXT_MAX];
	for (size_t i = 0; i < a->defaults.n; i++) {
		const struct default_route *d = a->defaults.v[i];
		const char *via =
			d->gateway.family ? ip_format(&d->gateway, buf) : "on link";
		table_add(&t, TINT_NONE, d->interface ? d->interface : "",
			arena_printf(p->arena, "IPv%d default route by %s",
				(int)d->family, via),
			NULL);
	}
	table_draw(&t, MARGIN, ROWS_MAX);
}

static void put_addresses(struct page *p, const struct addresses *a)
{
	struct table t = {.page = p};
	char buf[IP_TEXT_MAX];
	if (!put_heading(p, "Addresses of this host", &a->obs))
		return;
	for (size_t i = 0; i < a->all.n; i++) {
		const struct local_address *x = a->all.v[i];
		if (!x->loopback)
			table_add(&t, TINT_NONE, x->interface ? x->interface : "",
				arena_printf(p->arena, "%s/%" PRId64,
					ip_format(&x->ip, buf), x->bits),
				address_flags(p, x), NULL);
	}
	if (t.rows.n == 0)
		page_text(p, MARGIN, "none but loopback");
	table_draw(&t, MARGIN, ROWS_MAX);
	put_routes(p, a);
}

static void put_cloud(struct page *p, const struct cloud *c)
{
	const char *by = c->by ? page_cut(p, c->by) : NULL;
	const struct para para = {.hang = MARGIN,
		.label = "Cloud:",
		.tint = TINT_BOLD,
		.text = arena_printf(p->arena, "%s%s%s%s", c->name ? c->name : c->id,
			by ? " (by " : "", by ? by : "", by ? ")" : "")};
	page_gap(p);
	page_para(p, &para);
}

void text_host(struct page *p, const struct evidence *e)
{
	put_listeners(p, &e->listeners);
	page_gap(p);
	text_firewalls(p, &e->firewalls);
	page_gap(p);
	put_addresses(p, &e->addresses);
	if (e->cloud.id)
		put_cloud(p, &e->cloud);
}
