/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A legacy iptables table: a byte for the family, 44 of hooks, and the entries. */
#include "linux/fwset.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const size_t hooks = sizeof(uint32_t) * LEGACY_HOOKS;
	const size_t head = 1 + sizeof(uint32_t) + 2 * hooks;
	if (n < head)
		return 0;
	struct arena *a = arena_new();
	struct legacy_blob b = {.v6 = p[0] & 1};
	memcpy(&b.valid_hooks, p + 1, sizeof(b.valid_hooks));
	memcpy(b.hook_entry, p + 5, hooks);
	memcpy(b.underflow, p + 5 + hooks, hooks);
	b.size = n - head;
	/* exactly as long as it is: one byte beyond is found */
	unsigned char *entries = malloc(b.size ? b.size : 1);
	memcpy(entries, p + head, b.size);
	b.entries = entries;
	struct fw_table t = {.family = 2, .name = "filter"};
	struct fwset out = {.legacy = true};
	if (legacy_parse(a, &b, &t, &out) == ERR_OK) {
		fwset_index(a, &out);
		fwset_attribute(&out);
		for (size_t i = 0; i < out.chains.n; i++)
			if (fwset_reach(out.chains.v[i]) < 0)
				abort();
	}
	free(entries);
	arena_free(a);
	return 0;
}
