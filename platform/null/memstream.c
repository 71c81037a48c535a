/* SPDX-License-Identifier: GPL-2.0-or-later */
/* By a temporary file without a name: all that C alone gives. */
#include "memstream.h"

#include <stdlib.h>

struct memstream {
	FILE *file;
	char *taken;
};

struct memstream *memstream_new(void)
{
	struct memstream *m = calloc(1, sizeof(*m));
	if (!m)
		return NULL;
	m->taken = calloc(1, MEMSTREAM_MAX + 1);
	m->file = tmpfile();
	if (m->file && m->taken)
		return m;
	memstream_free(m);
	return NULL;
}

FILE *memstream_file(struct memstream *m)
{
	return m->file;
}

const char *memstream_take(struct memstream *m)
{
	long n = ftell(m->file);
	size_t got = 0;
	rewind(m->file);
	if (n > 0)
		got = fread(m->taken, 1, n < MEMSTREAM_MAX ? (size_t)n : MEMSTREAM_MAX,
			m->file);
	m->taken[got] = '\0';
	rewind(m->file);
	return m->taken;
}

void memstream_free(struct memstream *m)
{
	if (!m)
		return;
	if (m->file)
		fclose(m->file);
	free(m->taken);
	free(m);
}
