/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * New files that are there whole or not at all: they are written without their name,
 * readable by their owner alone, and get it at the end; nothing that is there is
 * overwritten.
 */
#ifndef PKIREADY_NEWFILE_H
#define PKIREADY_NEWFILE_H

#include <stdbool.h>
#include <stdio.h>

struct newfile;

/* NULL: errno says why; EEXIST: there is one of that name. */
struct newfile *newfile_open(const char *dir, const char *name);
FILE *newfile_stream(struct newfile *f);
/* Bytes written so far, by whatever process. */
long long newfile_size(struct newfile *f);
/* Gives it its name, once all is on the disk; false: errno says why not. */
bool newfile_keep(struct newfile *f);
/* Takes away the name that newfile_keep gave, if it did. */
void newfile_take_back(struct newfile *f);
/* Closes it; without newfile_keep nothing is left. NULL is fine. */
void newfile_free(struct newfile *f);

#endif
