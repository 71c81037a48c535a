/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole answers from the wire as views. */
#include "probes/dns_answer.h"
#include "probes/dns_view.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void need(int truth)
{
	if (!truth)
		abort();
}

static void printable(const char *s, size_t max)
{
	need(s != NULL && strlen(s) <= max);
	for (; *s; s++)
		need(*s >= ' ' && *s <= '~');
}

static void check_records(struct dns_record *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		printable(v[i]->owner, 1100);
		printable(v[i]->text, VIEW_TEXT_MAX + 3);
		need(v[i]->data.n <= RECORD_BYTES_MAX);
		need(v[i]->flags >= 0 && v[i]->flags <= 255);
	}
}

static void check(const struct dns_view *v)
{
	printable(v->obs.excerpt, VIEW_EXCERPT_MAX + 100);
	need(v->records.n <= RECORDS_KEPT && v->chain.n <= 2 * DNS_CHAIN_MAX);
	need((v->obs.seen == SEEN_YES) == (v->records.n > 0) ||
		v->obs.seen == SEEN_FAILED);
	need(v->obs.seen != SEEN_SKIPPED && v->obs.seen != SEEN_DENIED);
	check_records(v->chain.v, v->chain.n);
	check_records(v->records.v, v->records.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const names[] = {"www.example.com", "a", "", "b.c"};
	static const int types[] = {
		RR_TXT, RR_CAA, RR_CNAME, RR_NS, RR_SOA, RR_A, RR_DNSKEY, RR_DNAME};
	if (n < 1)
		return 0;
	struct arena *a = arena_new();
	struct dns_view v;
	dns_view_read(a, names[p[0] & 3], types[p[0] >> 2 & 7], p + 1, n - 1, &v);
	check(&v);
	arena_free(a);
	return 0;
}
