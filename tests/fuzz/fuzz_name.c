/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names from the command line. */
#include "target.h"
#include "text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void need(int truth)
{
	if (!truth)
		abort();
}

static void check_good(struct arena *a, const struct target_name *n)
{
	struct target_name again;
	const char *why;
	need(strlen(n->ascii) <= 253 && n->ascii[0] && n->unicode);
	need(n->ascii[strspn(n->ascii, "abcdefghijklmnopqrstuvwxyz0123456789.-")] ==
		'\0');
	need(target_name_parse(a, n->ascii, &again, &why) == ERR_OK);
	need(strcmp(again.ascii, n->ascii) == 0 && !again.wildcard);
	need(n->public_suffix == (n->registrable == NULL));
	const char *sibling = target_sibling(a, n);
	if (!sibling)
		return;
	need(target_name_parse(a, sibling, &again, &why) == ERR_OK);
	const char *back = target_sibling(a, &again);
	need(back && strcmp(back, n->ascii) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new();
	const char *given = arena_dup(a, p, n);
	struct target_name name;
	const char *why = NULL;
	enum err err = target_name_parse(a, given, &name, &why);
	need((err == ERR_OK) == (why == NULL));
	if (err == ERR_OK)
		check_good(a, &name);
	arena_free(a);
	return 0;
}
