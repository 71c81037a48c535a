/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of `pkiready firewall --save` and `--ruleset`. */
#include "cmd.h"

#include "bundle.h"
#include "log.h"
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { WRITABLE_BY_OTHERS = 022, STICKY = 01000, PRIVATE = 077 };

static const char *path_in(struct arena *a, const char *dir)
{
	return arena_printf(a, "%s/%s", dir, BUNDLE_FILE);
}

static enum err refuse(
	struct arena *a, const char *option, const char *path, const char *why)
{
	log_error("--%s \"%s\": %s", option, text_escaped(a, path), why);
	return ERR_IO;
}

/* Nobody else may put a file of that name there, or take it away. */
static enum err open_save(struct arena *a, struct options *o)
{
	const char *path = path_in(a, o->save);
	struct stat st;
	if (stat(o->save, &st) != 0)
		return refuse(a, "save", o->save, strerror(errno));
	if (st.st_mode & WRITABLE_BY_OTHERS && !(st.st_mode & STICKY))
		return refuse(a, "save", o->save,
			"others may write there: expected a directory of yours alone");
	const unsigned before = (unsigned)umask(PRIVATE);
	o->save_file = fopen(path, "wbx");
	umask((mode_t)before);
	if (!o->save_file)
		return refuse(a, "save", path, strerror(errno));
	return ERR_OK;
}

static const char *read_whole(struct arena *a, FILE *f, size_t size, struct bytes *out)
{
	unsigned char *p = arena_alloc(a, size + 1);
	out->n = fread(p, 1, size + 1, f);
	out->p = p;
	if (ferror(f))
		return strerror(errno);
	return out->n == size ? NULL : "it changed while it was read";
}

static enum err read_bundle(struct arena *a, struct options *o)
{
	const char *path = path_in(a, o->ruleset);
	struct stat st;
	if (stat(path, &st) != 0)
		return refuse(a, "ruleset", path, strerror(errno));
	if (!S_ISREG(st.st_mode) || st.st_size < 1 || st.st_size > BUNDLE_MAX)
		return refuse(a, "ruleset", path,
			"expected the file that pkiready firewall --save wrote");
	FILE *f = fopen(path, "rb");
	if (!f)
		return refuse(a, "ruleset", path, strerror(errno));
	const char *why = read_whole(a, f, (size_t)st.st_size, &o->bundle);
	fclose(f);
	return why ? refuse(a, "ruleset", path, why) : ERR_OK;
}

enum err cmd_open_bundle(struct arena *a, struct options *o)
{
	if (o->save && o->ruleset) {
		log_error("--save and --ruleset: give one, a saved ruleset is there "
			  "already");
		return ERR_SYNTAX;
	}
	if (o->redact && !o->save) {
		log_error("--redact: it goes with --save DIR alone");
		return ERR_SYNTAX;
	}
	if (o->after_reboot && (o->save || o->ruleset)) {
		log_error("--after-reboot looks at this host's own files: it does not go "
			  "with --%s",
			o->save ? "save" : "ruleset");
		return ERR_SYNTAX;
	}
	if (o->save)
		return open_save(a, o);
	return o->ruleset ? read_bundle(a, o) : ERR_OK;
}

enum err cmd_open_capture(struct arena *a, struct options *o)
{
	if (!o->write)
		return ERR_OK;
	const unsigned before = (unsigned)umask(PRIVATE);
	o->write_file = fopen(o->write, "wbx");
	umask((mode_t)before);
	if (!o->write_file)
		return refuse(a, "write", o->write, strerror(errno));
	return ERR_OK;
}

static void remove_empty(const char *path)
{
	struct stat st;
	if (stat(path, &st) == 0 && st.st_size == 0)
		remove(path);
}

void cmd_close_bundle(struct arena *a, const struct options *o)
{
	if (o->save_file) {
		fclose(o->save_file);
		remove_empty(path_in(a, o->save));
	}
	if (o->write_file) {
		fclose(o->write_file);
		remove_empty(o->write);
	}
}
