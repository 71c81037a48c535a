/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a journal: read, or refused; what is read is written and read again the
 * same, and its plan can be told. */
#include "journal.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct journal j, again;
	size_t used, used_again;
	const struct bytes file = {arena_dup(a, data, size), size};
	if (journal_read(a, file, &j, &used) == ERR_OK) {
		if (used > size || (used && file.p[used - 1] != '\n'))
			abort();
		const struct bytes head = journal_head_line(a, &j.head);
		if (journal_read(a, head, &again, &used_again) != ERR_OK ||
			used_again != head.n ||
			again.head.plan.steps.n != j.head.plan.steps.n)
			abort();
		(void)plan_text(a, &j.head.plan);
		(void)journal_open(&j);
	}
	arena_free(a);
	return 0;
}
