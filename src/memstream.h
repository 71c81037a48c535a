/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A stream that keeps what a library logs to a FILE: nothing of it reaches a terminal. */
#ifndef PKIREADY_MEMSTREAM_H
#define PKIREADY_MEMSTREAM_H

#include <stddef.h>
#include <stdio.h>

enum { MEMSTREAM_MAX = 1024 * 1024 }; /* taken at once; what is beyond is lost */

struct memstream;

struct memstream *memstream_new(void); /* NULL: the system refused */
FILE *memstream_file(struct memstream *m);
/* What was written since the last call, NUL-terminated; valid until the next one. */
const char *memstream_take(struct memstream *m);
void memstream_free(struct memstream *m); /* closes the FILE, too; NULL is fine */

#endif
