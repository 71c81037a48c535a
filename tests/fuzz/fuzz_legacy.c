/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A legacy iptables table: a byte for the family, 44 of hooks, and the entries. */
#include "linux/fwset.h"
#include "verdict/legacy.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct legacy_blob_in b = {.table = "filter"};
	const size_t hooks = sizeof(b.hook_entry);
	const size_t head = 1 + sizeof(b.valid_hooks) + 2 * hooks;
	if (n < head)
		return 0;
	struct arena *a = arena_new();
	struct ruleset rs = {0};
	struct fwset out;
	b.v6 = p[0] & 1;
	memcpy(&b.valid_hooks, p + 1, sizeof(b.valid_hooks));
	memcpy(b.hook_entry, p + 5, hooks);
	memcpy(b.underflow, p + 5 + hooks, hooks);
	/* exactly as long as it is: one byte beyond is found */
	unsigned char *entries = malloc(n > head ? n - head : 1);
	memcpy(entries, p + head, n - head);
	b.entries = (struct bytes){.p = entries, .n = n - head};
	if (legacy_take(a, &b, 0, &rs) == ERR_OK) {
		fwset_take(a, &rs, true, &out);
		for (size_t i = 0; i < out.chains.n; i++)
			if (fwset_reach(out.chains.v[i]) < 0)
				abort();
	}
	free(entries);
	arena_free(a);
	return 0;
}
