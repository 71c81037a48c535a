/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A saved ruleset from who knows where: unpacked, and judged when it is sound. */
#include "bundle.h"
#include "rulings.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void judge(struct arena *a, struct bundle *b)
{
	struct ask_verdicts q = {.any4 = true};
	struct ask_port port = {.port = 443, .proto = 6};
	struct verdicts out = {0};
	struct rulings *r = ARENA_NEW(a, struct rulings);
	struct ip to = {.family = 4, .addr = {192, 0, 2, 1}};
	VEC_PUSH(a, &q.ports, &port);
	*r = (struct rulings){.arena = a,
		.q = &q,
		.rs = &b->rs,
		.facts = &b->facts,
		.answer = bundle_answer,
		.arg = b,
		.out = &out};
	rulings_add_pairs(r, &b->addresses, &to, "eth0");
	rulings_judge(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new();
	struct bundle b;
	const char *why = NULL;
	struct bytes file = {arena_dup(a, p, n), n};
	if (bundle_unpack(a, file, &b, &why) == ERR_OK)
		judge(a, &b);
	arena_free(a);
	return 0;
}
