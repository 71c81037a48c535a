/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that options name: read whole, parsed elsewhere. */
#include "cmd.h"

#include "log.h"
#include "profile.h"
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CMD_PATH_MAX = 4096 };

static enum err refuse(struct arena *a, const struct option_row *o,
	const struct input *in, const char *why)
{
	log_error("--%s \"%s\": %s", o->name, text_escaped(a, in->path), why);
	return ERR_IO;
}

/* Reads what is left of the file, at most CMD_INPUT_MAX; NULL or why not. */
static const char *read_all(struct arena *a, FILE *file, struct input *in)
{
	unsigned char *p = arena_alloc(a, CMD_INPUT_MAX + 1);
	size_t n = fread(p, 1, CMD_INPUT_MAX + 1, file);
	if (ferror(file))
		return strerror(errno);
	if (n > CMD_INPUT_MAX)
		return "it is longer than 1 MiB: expected a small file";
	if (n == 0)
		return "it is empty";
	in->bytes.p = arena_dup(a, p, n);
	in->bytes.n = n;
	return NULL;
}

static enum err read_input(struct arena *a, const struct option_row *o, struct input *in)
{
	struct stat st;
	/* before it is opened, since opening a FIFO waits and opening a device may act */
	if (stat(in->path, &st) != 0)
		return refuse(a, o, in, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return refuse(a, o, in, "it is a directory: expected a file");
	if (!S_ISREG(st.st_mode))
		return refuse(a, o, in, "it is no regular file");
	FILE *file = fopen(in->path, "rb");
	if (!file)
		return refuse(a, o, in, strerror(errno));
	const char *why = read_all(a, file, in);
	fclose(file);
	in->mtime = (int64_t)st.st_mtime;
	return why ? refuse(a, o, in, why) : ERR_OK;
}

/* Read by the broker, later; here a mistyped one is caught, and made absolute. */
static enum err check_directory(
	struct arena *a, const struct option_row *o, const char **path)
{
	struct stat st;
	const char *why = NULL;
	if (stat(*path, &st) == 0)
		why = S_ISDIR(st.st_mode) ? NULL : "it is no directory";
	else if (errno != EACCES)
		why = strerror(errno);
	if (why) {
		log_error("--%s \"%s\": %s", o->name, text_escaped(a, *path), why);
		return ERR_IO;
	}
	char here[CMD_PATH_MAX];
	bool absolute = (*path)[0] == '/' || ((*path)[0] && (*path)[1] == ':');
	if (!absolute && getcwd(here, sizeof(here)))
		*path = arena_printf(a, "%s/%s", here, *path);
	return ERR_OK;
}

enum err cmd_read_inputs(struct arena *a, struct options *o)
{
	for (const struct option_row *row = option_rows; row->name; row++) {
		void *member = (char *)o + row->offset;
		struct input *in = member;
		const char **dir = member;
		enum err err = ERR_OK;
		if (row->kind == OPT_FILE && in->path)
			err = read_input(a, row, in);
		else if (row->kind == OPT_DIR && *dir)
			err = check_directory(a, row, dir);
		if (err)
			return err;
	}
	return ERR_OK;
}

enum err cmd_read_profiles(struct arena *a, const struct options *o)
{
	const struct input *in = &o->profile_file;
	const char *why = NULL;
	if (!in->path)
		return ERR_OK;
	enum err err = profile_read(a, (const char *)in->bytes.p, in->bytes.n,
		text_escaped(a, in->path), &why);
	if (err)
		log_error("--profile-file: %s", why);
	return err;
}
