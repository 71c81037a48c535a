/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_arrivals.h"

#include "report/watch.h"

#include <inttypes.h>

enum { SHOWN_MAX = 40 };

static void put_arrival(struct page *p, const struct arrival *x)
{
	char from[IP_TEXT_MAX];
	const struct para para = {.margin = 2,
		.hang = 4,
		.text = arena_printf(p->arena, "%s%s%s%s, port %" PRId64 " on %s: %s%s%s",
			ip_format(&x->from, from), x->ca_by ? " (" : "",
			x->ca_by ? x->ca_by : "", x->ca_by ? ")" : "", x->port,
			x->interface, watch_stage(p->arena, x), x->end ? ", " : "",
			x->end ? x->end : "")};
	page_para(p, &para);
}

void text_arrivals(struct page *p, const struct evidence *e)
{
	const struct capture_seen *c = &e->capture;
	if (!c->waited)
		return;
	page_gap(p);
	page_head(p, arena_printf(p->arena, "Came in while it listened (%" PRId64 " s)",
			     (c->waited + 500) / 1000));
	if (c->arrivals.n == 0)
		page_text(p, 2, "nothing on ports 80 and 443");
	for (size_t i = 0; i < c->arrivals.n && i < SHOWN_MAX; i++)
		put_arrival(p, c->arrivals.v[i]);
	int64_t more = (int64_t)c->arrivals.n - SHOWN_MAX;
	if (more > 0 || c->omitted)
		page_text(p, 2,
			arena_printf(p->arena, "and %" PRId64 " more",
				(more > 0 ? more : 0) + c->omitted));
	if (c->dropped)
		page_text(p, 2,
			arena_printf(p->arena,
				"the kernel dropped %" PRId64 " of %" PRId64
				" packets: what was in them is missing",
				c->dropped, c->packets));
}
