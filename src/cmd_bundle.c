/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of --save, --ruleset and --write. */
#include "cmd_save.h"

#include "bundle.h"
#include "bundle_case.h"
#include "cmd.h"
#include "log.h"
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { PRIVATE = 077 };

static enum err refuse(
	struct arena *a, const char *option, const char *path, const char *why)
{
	log_error("--%s \"%s\": %s", option, text_escaped(a, path), why);
	return ERR_IO;
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
	bool whole = o->command == CMD_DIAGNOSE;
	const char *path =
		arena_printf(a, "%s/%s", o->ruleset, whole ? CASE_FILE : BUNDLE_FILE);
	const long long most = whole ? (long long)CASE_MAX : (long long)BUNDLE_MAX;
	struct stat st;
	if (stat(path, &st) != 0)
		return refuse(a, "ruleset", path, strerror(errno));
	if (!S_ISREG(st.st_mode) || st.st_size < 1 || st.st_size > most)
		return refuse(a, "ruleset", path,
			whole ? "expected the file that pkiready diagnose --save wrote"
			      : "expected the file that pkiready firewall --save "
				"wrote");
	FILE *f = fopen(path, "rb");
	if (!f)
		return refuse(a, "ruleset", path, strerror(errno));
	const char *why = read_whole(a, f, (size_t)st.st_size, &o->bundle);
	fclose(f);
	return why ? refuse(a, "ruleset", path, why) : ERR_OK;
}

static bool is_given(const struct option_row *row, const void *at)
{
	if (row->repeat)
		return ((const strs *)at)->n > 0;
	switch (row->kind) {
	case OPT_FLAG:
		return *(const bool *)at;
	case OPT_COUNT:
		return *(const int *)at > 0;
	case OPT_SECONDS:
	case OPT_WAIT:
	case OPT_SPAN:
		return *(const int64_t *)at > 0;
	default: /* a pointer comes first */
		return *(const void *const *)at != NULL;
	}
}

/* An option of the look was given: its name; NULL none. */
static const char *looks(const struct options *o)
{
	static const char *const judge[] = {"ruleset", "ca", "profile-file", "format",
		"color", "verbose", "require-outside", "timeout", "redact", "save"};
	for (const struct option_row *row = option_rows; row->name; row++) {
		const void *at = (const char *)o + row->offset;
		bool given = is_given(row, at);
		bool judging = false;
		for (size_t i = 0; i < sizeof(judge) / sizeof(*judge); i++)
			judging = judging || strcmp(row->name, judge[i]) == 0;
		if (given && !judging && row->commands & CMD_BIT(CMD_DIAGNOSE))
			return row->name;
	}
	return NULL;
}

static enum err check_case(struct arena *a, const struct options *o)
{
	const char *option = looks(o);
	if (option)
		log_error(
			"--%s looks at this host: it does not go with --ruleset", option);
	else if (o->args.n)
		log_error("name \"%s\": with --ruleset the names are those of the bundle",
			text_escaped(a, o->args.v[0]));
	else
		return ERR_OK;
	return ERR_SYNTAX;
}

enum err cmd_open_bundle(struct arena *a, struct options *o, const struct host *host)
{
	if (o->save && o->ruleset) {
		log_error("--save and --ruleset: give one, a saved ruleset is there "
			  "already");
		return ERR_SYNTAX;
	}
	if (o->save && o->fix) {
		log_error("--save and --fix: give one, and save before or after");
		return ERR_SYNTAX;
	}
	if (o->redact && !o->save) {
		log_error("--redact: it goes with --save DIR alone");
		return ERR_SYNTAX;
	}
	if (o->command == CMD_DIAGNOSE && o->ruleset && check_case(a, o) != ERR_OK)
		return ERR_SYNTAX;
	if (o->command == CMD_FIREWALL && o->after_reboot && (o->save || o->ruleset)) {
		log_error("--after-reboot looks at this host's own files: it does not go "
			  "with --%s",
			o->save ? "save" : "ruleset");
		return ERR_SYNTAX;
	}
	if (o->save)
		return cmd_save_open(a, o, host);
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

bool cmd_close_bundle(struct arena *a, struct options *o, bool keep)
{
	if (o->write_file) {
		fclose(o->write_file);
		remove_empty(o->write);
	}
	return cmd_save_close(a, o, keep);
}

bool cmd_redact_ruleset(struct arena *a, struct bytes *file)
{
	struct bundle *b = ARENA_NEW(a, struct bundle);
	const char *why;
	if (bundle_unpack(a, *file, b, &why) != ERR_OK) {
		log_error("--redact: %s", why);
		return false;
	}
	bundle_redact(a, b);
	*file = bundle_pack(a, b);
	return true;
}
