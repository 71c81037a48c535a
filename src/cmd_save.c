/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd_save.h"

#include "bundle.h"
#include "bundle_case.h"
#include "cmd.h"
#include "log.h"
#include "newfile.h"
#include "text.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { WRITABLE_BY_OTHERS = 022, STICKY = 01000 };

struct saving {
	struct newfile *parts[SAVE__MAX]; /* NULL: not of this command */
};

static const char *const names[SAVE__MAX] = {
	[SAVE_VERSIONS] = CASE_VERSIONS,
	[SAVE_PACKETS] = CASE_PACKETS,
	[SAVE_HOPS] = CASE_HOPS,
	[SAVE_REPORT] = CASE_REPORT,
	[SAVE_RULESET] = BUNDLE_FILE,
	[SAVE_EVIDENCE] = CASE_FILE,
};

static enum err refuse(
	struct arena *a, const struct options *o, const char *name, const char *why)
{
	log_error("--save \"%s%s%s\": %s", text_escaped(a, o->save), *name ? "/" : "",
		name, why);
	return ERR_IO;
}

/* Nobody else may put a file of that name there, or take it away. */
static enum err check_directory(struct arena *a, const struct options *o)
{
	struct stat st;
	if (stat(o->save, &st) != 0)
		return refuse(a, o, "", strerror(errno));
	if (st.st_mode & WRITABLE_BY_OTHERS && !(st.st_mode & STICKY))
		return refuse(a, o, "",
			"others may write there: expected a directory of yours alone");
	return ERR_OK;
}

static void drop(struct options *o)
{
	for (int i = 0; i < SAVE__MAX; i++)
		newfile_free(o->saving->parts[i]);
	o->saving = NULL;
}

enum err cmd_save_open(struct arena *a, struct options *o, const struct host *h)
{
	enum err err = check_directory(a, o);
	if (err)
		return err;
	o->saving = ARENA_NEW(a, struct saving);
	for (int i = 0; i < SAVE__MAX; i++) {
		if (o->command != CMD_DIAGNOSE && i != SAVE_RULESET)
			continue;
		o->saving->parts[i] = newfile_open(o->save, names[i]);
		if (o->saving->parts[i])
			continue;
		err = refuse(a, o, names[i], strerror(errno));
		drop(o);
		return err;
	}
	FILE *versions = cmd_save_stream(o, SAVE_VERSIONS);
	if (versions)
		cmd_version(versions, h);
	if (versions)
		fflush(versions);
	return ERR_OK;
}

FILE *cmd_save_stream(const struct options *o, enum save_part part)
{
	struct newfile *f = o->saving ? o->saving->parts[part] : NULL;
	return f ? newfile_stream(f) : NULL;
}

/* What nothing was written into gets no name. */
static bool give_names(struct arena *a, const struct options *o)
{
	for (int i = 0; i < SAVE__MAX; i++) {
		struct newfile *f = o->saving->parts[i];
		if (!f || newfile_size(f) <= 0 || newfile_keep(f))
			continue;
		(void)refuse(a, o, names[i], strerror(errno));
		for (; i >= 0; i--)
			if (o->saving->parts[i])
				newfile_take_back(o->saving->parts[i]);
		return false;
	}
	return true;
}

/* The evidence is written last: without it the rest is not whole. */
static bool is_whole(const struct options *o)
{
	struct newfile *f = o->saving->parts[SAVE_EVIDENCE];
	return !f || newfile_size(f) > 0;
}

bool cmd_save_close(struct arena *a, struct options *o, bool keep)
{
	bool good = true;
	if (!o->saving)
		return true;
	if (keep && is_whole(o))
		good = give_names(a, o);
	drop(o);
	return good;
}
