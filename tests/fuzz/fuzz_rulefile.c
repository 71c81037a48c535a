/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of rules: whatever they hold, an edit adds one rule and leaves every byte. */
#include "fixes/rulefile.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char rule[] = "tcp dport 443 accept";

static void check(const struct bytes *file, const struct bytes *out)
{
	const size_t more = out->n - file->n;
	size_t same = 0;
	if (out->n <= file->n + strlen(rule))
		abort();
	while (same < file->n && out->p[same] == file->p[same])
		same++;
	/* what was put there may end as the file goes on */
	for (size_t back = 0; back <= more && back <= same; back++)
		if (memcmp(out->p + same - back + more, file->p + same - back,
			    file->n - same + back) == 0)
			return;
	abort();
}

static void run(struct arena *a, const struct bytes *file, const char *text)
{
	const struct rulefile_place nft = {.family = "inet",
		.table = "filter",
		.chain = "input",
		.text = text,
		.number = text ? 2 : 0,
		.count = 3};
	struct rulefile_place ipt = nft;
	struct bytes out;
	ipt.chain = "INPUT";
	if (rulefile_nft(a, file, &nft, rule, &out))
		check(file, &out);
	if (rulefile_iptables(a, file, &ipt, rule, &out))
		check(file, &out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	const struct bytes file = {.p = arena_dup(a, data, n), .n = n};
	strs includes = {0};
	run(a, &file, NULL);
	run(a, &file, "tcp dport 80 drop");
	run(a, &file, "-p tcp -m tcp --dport 80 -j DROP");
	rulefile_includes(a, &file, &includes);
	arena_free(a);
	return 0;
}
