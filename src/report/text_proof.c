/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_matrix.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { MARGIN = 2, WHYS_MAX = 32, ANSWERS_MAX = 64 };

struct tally {
	struct sheet *sheet;
	int proved, all;
	struct {
		const char *why;
		const struct packet_verdict *first;
		int n;
	} whys[WHYS_MAX];
	size_t whys_n;
	VEC(const struct packet_verdict) differ, answered;
};

/* One line a listener and answer, whoever asked. */
static void take_answer(struct tally *t, const struct packet_verdict *v)
{
	for (size_t i = 0; i < t->answered.n; i++) {
		const struct packet_verdict *x = t->answered.v[i];
		if (ip_equal(&x->to, &v->to) && x->port == v->port &&
			strcmp(x->proof->listener, v->proof->listener) == 0)
			return;
	}
	if (t->answered.n < ANSWERS_MAX)
		VEC_PUSH(t->sheet->page->arena, &t->answered, v);
}

static void take_why(struct tally *t, const struct packet_verdict *v)
{
	const char *why = v->proof->why ? v->proof->why : "it was not injected";
	if (v->proof->state == PROOF_SAMPLE)
		why = sheet_str(t->sheet, "it depends; one SYN was %s",
			fate_said[v->proof->verdict]);
	size_t i = 0;
	while (i < t->whys_n && strcmp(t->whys[i].why, why) != 0)
		i++;
	if (i == WHYS_MAX)
		return;
	if (i == t->whys_n) {
		t->whys[i].why = why;
		t->whys[i].first = v;
		t->whys_n++;
	}
	t->whys[i].n++;
}

static void take(struct tally *t, const struct packet_verdict *v)
{
	const struct proof *p = v->proof;
	if (!p)
		return;
	t->all++;
	if (p->state == PROOF_DIFFERS)
		VEC_PUSH(t->sheet->page->arena, &t->differ, v);
	if (p->listener)
		take_answer(t, v);
	if (proof_holds(v))
		t->proved++;
	else
		take_why(t, v);
}

static void put_answers(struct tally *t)
{
	char buf[IP_TEXT_MAX];
	for (size_t i = 0; i < t->answered.n; i++) {
		const struct packet_verdict *v = t->answered.v[i];
		page_text(t->sheet->page, MARGIN,
			sheet_str(t->sheet,
				"the listener at %s port %" PRId64 " answered: %s",
				ip_format(&v->to, buf), v->port, v->proof->listener));
	}
}

static void put_whys(struct tally *t)
{
	char from[IP_TEXT_MAX];
	for (size_t i = 0; i < t->whys_n; i++)
		page_text(t->sheet->page, MARGIN,
			sheet_str(t->sheet,
				"not proved (%d, first %s port %" PRId64 "): %s",
				t->whys[i].n, ip_format(&t->whys[i].first->from, from),
				t->whys[i].first->port, t->whys[i].why));
}

static void put_reports(struct tally *t)
{
	struct page *p = t->sheet->page;
	for (size_t i = 0; i < t->differ.n; i++) {
		page_gap(p);
		page_head(p, "The kernel did otherwise than was computed, and is right: "
			     "a fault in pkiready, please report");
		const char *at = t->differ.v[i]->proof->report;
		for (const char *end; at && *at; at = end ? end + 1 : NULL) {
			end = strchr(at, '\n');
			size_t n = end ? (size_t)(end - at) : strlen(at);
			page_text(p, MARGIN, arena_dup(p->arena, at, n));
		}
	}
}

void proofs_put(struct sheet *s)
{
	const struct verdicts *v = s->report->verdicts;
	struct tally t = {.sheet = s};
	for (size_t i = 0; i < v->all.n; i++)
		take(&t, v->all.v[i]);
	for (size_t i = 0; i < v->spaces.n; i++)
		for (size_t k = 0; k < v->spaces.v[i]->samples.n; k++)
			take(&t, v->spaces.v[i]->samples.v[k]);
	if (t.all == 0 && !v->unproved)
		return;
	page_gap(s->page);
	page_head(s->page, "Asked the kernel");
	if (v->method)
		page_text(s->page, MARGIN,
			sheet_str(s,
				"%d of %d verdicts proved, by SYNs injected at the "
				"interface (%s); none left this host",
				t.proved, t.all, v->method));
	else
		page_text(s->page, MARGIN,
			sheet_str(s, "nothing was injected, all is computed: %s",
				v->unproved ? v->unproved : "see below"));
	put_answers(&t);
	if (v->method || !v->unproved)
		put_whys(&t);
	put_reports(&t);
}
