/* SPDX-License-Identifier: GPL-2.0-or-later */
/* By another name: all that C alone gives. */
#include "newfile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PRIVATE = 077 };

struct newfile {
	FILE *file;
	bool named;
	char *path, *part;
};

static char *join(const char *dir, const char *name, const char *end)
{
	size_t n = strlen(dir) + strlen(name) + strlen(end) + 2;
	char *path = malloc(n);
	if (path)
		snprintf(path, n, "%s/%s%s", dir, name, end);
	return path;
}

static bool is_there(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0;
}

struct newfile *newfile_open(const char *dir, const char *name)
{
	struct newfile *f = calloc(1, sizeof(*f));
	if (!f)
		return NULL;
	f->path = join(dir, name, "");
	f->part = join(dir, name, ".part");
	unsigned before = (unsigned)umask(PRIVATE);
	if (f->path && f->part && is_there(f->path))
		errno = EEXIST;
	else if (f->path && f->part)
		f->file = fopen(f->part, "w+bx");
	umask((mode_t)before);
	if (f->file)
		return f;
	int why = errno;
	free(f->part);
	f->part = NULL;
	newfile_free(f);
	errno = why;
	return NULL;
}

FILE *newfile_stream(struct newfile *f)
{
	return f->file;
}

long long newfile_size(struct newfile *f)
{
	struct stat st;
	return stat(f->part, &st) == 0 ? (long long)st.st_size : -1;
}

bool newfile_keep(struct newfile *f)
{
	if (fflush(f->file) != 0)
		return false;
	if (is_there(f->path)) {
		errno = EEXIST;
		return false;
	}
	f->named = rename(f->part, f->path) == 0;
	return f->named;
}

void newfile_take_back(struct newfile *f)
{
	if (f->named)
		remove(f->path);
	f->named = false;
}

void newfile_free(struct newfile *f)
{
	if (!f)
		return;
	if (f->file)
		fclose(f->file);
	if (f->part)
		remove(f->part);
	free(f->path);
	free(f->part);
	free(f);
}
