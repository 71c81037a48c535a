/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "csr.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct csr csr;
	const char *why = NULL;
	enum err err = csr_parse(a, data, size, &csr, &why);
	if (err ? !why : !csr.md5 || strlen(csr.md5) != 32 || strlen(csr.sha256) != 64)
		__builtin_trap();
	arena_free(a);
	return 0;
}
