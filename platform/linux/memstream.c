/* SPDX-License-Identifier: GPL-2.0-or-later */
/* By open_memstream(3): no file is made. */
#include "memstream.h"

#include <stdlib.h>

struct memstream {
	FILE *file;
	char *p;
	size_t n;
};

struct memstream *memstream_new(void)
{
	struct memstream *m = calloc(1, sizeof(*m));
	if (!m)
		return NULL;
	m->file = open_memstream(&m->p, &m->n);
	if (m->file)
		return m;
	free(m);
	return NULL;
}

FILE *memstream_file(struct memstream *m)
{
	return m->file;
}

const char *memstream_take(struct memstream *m)
{
	if (fflush(m->file) != 0 || !m->p)
		return "";
	/* writing goes on at the front; the bytes stay until something is written */
	size_t n = m->n < MEMSTREAM_MAX ? m->n : MEMSTREAM_MAX;
	m->p[n] = '\0';
	rewind(m->file);
	return m->p;
}

void memstream_free(struct memstream *m)
{
	if (!m)
		return;
	fclose(m->file);
	free(m->p);
	free(m);
}
