/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The payload of an nf_tables rule message. */
#include "linux/fwset.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new();
	struct nft_rule r;
	unsigned char *exact = malloc(n ? n : 1);
	memcpy(exact, p, n);
	if (nft_rule_parse(a, exact, n, &r))
		for (size_t i = 0; i < r.to.n; i++)
			if (strlen(r.to.v[i]) > n)
				abort();
	free(exact);
	arena_free(a);
	return 0;
}
