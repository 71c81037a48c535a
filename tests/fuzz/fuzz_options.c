/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole command lines: words apart by newlines. */
#include "options.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { WORDS_MAX = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* what is said of bad words is not shown, the words of the sanitizers are */
	static FILE *null;
	if (!null)
		null = fopen("/dev/null", "w");
	FILE *kept = stderr;
	stderr = null;
	struct arena *a = arena_new();
	char *text = arena_dup(a, data, size);
	char *argv[WORDS_MAX + 2] = {"pkiready"};
	int argc = 1;
	for (char *word = text; word && argc <= WORDS_MAX; argc++) {
		char *end = strchr(word, '\n');
		if (end)
			*end++ = 0;
		argv[argc] = word;
		word = end;
	}
	struct options options;
	if (options_parse(a, argc, argv, &options) == ERR_OK &&
		options.command >= CMD__MAX)
		__builtin_trap();
	arena_free(a);
	stderr = kept;
	return 0;
}
