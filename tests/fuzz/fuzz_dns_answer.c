/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers from the wire, and the rdata that is shown of them. */
#include "probes/dns_answer.h"

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

static void check(const struct dns_answer *d, int family)
{
	printable(d->obs.excerpt, DNS_EXCERPT_MAX + 100);
	need(d->addresses.n <= DNS_ADDRESSES_MAX && d->chain.n <= DNS_CHAIN_MAX);
	need((d->obs.seen == SEEN_YES) == (d->addresses.n > 0));
	need(d->obs.seen != SEEN_SKIPPED && d->obs.seen != SEEN_DENIED);
	for (size_t i = 0; i < d->addresses.n; i++)
		need(d->addresses.v[i]->family == family);
	for (size_t i = 0; i < d->chain.n; i++)
		printable(d->chain.v[i], 1100);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const names[] = {
		"www.example.com", "a", "xn--a.b\\200.c", "."};
	if (n < 1)
		return 0;
	struct arena *a = arena_new();
	struct dns_answer d = {0};
	int type = p[0] & 1 ? DNS_TYPE_AAAA : DNS_TYPE_A;
	dns_answer_read(a, names[p[0] >> 1 & 3], type, p + 1, n - 1, &d);
	check(&d, type == DNS_TYPE_A ? 4 : 6);
	printable(dns_answer_text(a, p + 1, n - 1), DNS_EXCERPT_MAX);
	arena_free(a);
	return 0;
}
