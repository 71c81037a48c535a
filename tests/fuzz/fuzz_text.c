/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes: escaped they are harmless and valid; unescaped they are the same again. */
#include "text.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int is)
{
	if (!is)
		__builtin_trap();
}

static void check_harmless(const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		unsigned cp = 0;
		size_t len = text_utf8((const unsigned char *)s + i, n - i, &cp);
		must(len > 0 && cp >= 0x20 && (cp < 0x7f || cp >= 0xa0));
		must(cp != 0x2028 && cp != 0x2029 && !(cp >= 0x202a && cp <= 0x202e));
		i += len;
	}
}

/* Cut anywhere, what is left is still an escaped form. */
static void check_ceiling(struct arena *a, const uint8_t *data, size_t size, size_t max)
{
	struct text t;
	struct bytes back;
	text_init(&t, a, max);
	text_add_escaped(&t, data, size);
	must(t.n <= max && strlen(text_str(&t)) == t.n);
	must(text_unescape(a, text_str(&t), &back));
	must(back.n <= size && memcmp(back.p, data, back.n) == 0);
	must(t.over == (back.n < size));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct text t;
	struct bytes back;
	text_init(&t, a, SIZE_MAX);
	text_add_escaped(&t, data, size);
	check_harmless(text_str(&t), t.n);
	must(text_unescape(a, text_str(&t), &back));
	must(back.n == size && memcmp(back.p, data, size) == 0);
	must(text_columns(text_str(&t)) <= t.n);
	check_ceiling(a, data, size, size ? data[0] : 0);
	/* any text may be asked to be unescaped */
	const char *raw = arena_dup(a, data, size);
	if (text_unescape(a, raw, &back))
		check_harmless(raw, strlen(raw));
	must(text_columns(raw) <= strlen(raw));
	arena_free(a);
	return 0;
}
