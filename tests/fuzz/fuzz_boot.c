/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unit files and lines of boot scripts; the first byte picks the reader. */
#include "linux/boot.h"

#include "linux/file.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void check(const struct boot_command *c)
{
	if (c->words < 1 || c->words > BOOT_WORDS_MAX || c->argv[c->words])
		abort();
	for (size_t i = 0; i < c->words; i++)
		if (!c->argv[i])
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	if (n == 0)
		return 0;
	struct arena *a = arena_new();
	const struct bytes b = {.p = arena_dup(a, p + 1, n - 1), .n = n - 1};
	struct boot_unit u = {0};
	struct boot_command c;
	const char *input;
	size_t at = 0, k;
	if (p[0] % 2 == 0)
		boot_unit_read(a, &b, &u);
	for (size_t i = 0; i < u.commands.n; i++)
		check(u.commands.v[i]);
	for (const char *line; p[0] % 2 && (line = file_next_line(&b, &at, &k));) {
		boot_shell_mentions(line, k);
		if (!boot_shell_line(a, line, k, &c, &input))
			continue;
		check(&c);
		if (c.variables || (input && *input != '/'))
			abort();
	}
	arena_free(a);
	return 0;
}
