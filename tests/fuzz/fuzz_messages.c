/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whatever a user pastes: it is recognised or not, within bounds, and every match is
 * whole. */
#include "messages.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct message_found *f, size_t max)
{
	if (f->n > max)
		abort();
	for (size_t i = 0; i < f->n; i++) {
		if (!f->found[i].message || !f->found[i].phrase ||
			f->found[i].percent > 100)
			abort();
		for (size_t k = 0; k < i; k++) {
			if (f->found[k].message == f->found[i].message)
				abort();
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct message_found f;
	const char *text = arena_dup(a, data, size);
	message_find(a, text, &f);
	check(&f, MESSAGE_FOUND_MAX);
	message_nearest(a, text, &f);
	check(&f, 3);
	arena_free(a);
	return 0;
}
