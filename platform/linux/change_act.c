/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

static volatile sig_atomic_t stop_wanted;

static void want_stop(int sig)
{
	(void)sig;
	stop_wanted = 1;
}

/* process_shield's ways are put back: TERM and HUP are passed on to the examiner. */
void acting_watch_signals(bool on)
{
	static struct sigaction before[3];
	static const int sigs[3] = {SIGINT, SIGTERM, SIGHUP};
	const struct sigaction act = {.sa_handler = want_stop, .sa_flags = SA_RESTART};
	for (size_t i = 0; i < 3; i++)
		sigaction(sigs[i], on ? &act : &before[i], on ? &before[i] : NULL);
	if (on)
		stop_wanted = 0;
}

bool acting_stopped(void *arg)
{
	(void)arg;
	return stop_wanted;
}

static int64_t now(void *arg)
{
	(void)arg;
	return (int64_t)time(NULL);
}

static enum err append(void *arg, const struct journal_note *n)
{
	struct change_acting *x = arg;
	return x->file ? store_append(x->file, journal_note_line(x->arena, n)) : ERR_IO;
}

/* -- commands ---------------------------------------------------------------------- */

static bool is_called(const struct command *c, const char *word)
{
	return strstr(c->argv.v[0], word) != NULL;
}

/* firewall-cmd(1), EXIT CODES: the daemon does not run. */
static bool no_daemon(const struct command *c, int status)
{
	return status == 252 && is_called(c, "firewall-cmd");
}

/* It was killed, could not be started, (iptables(8): 4) another held the lock, or a
 * daemon that ended left its rules behind. */
static bool tells_nothing(const struct command *c, int status)
{
	enum { NOT_RUN = 126, SIGNAL_LAST = 128 + 64, LOCKED = 4 };
	if (is_called(c, "firewall-cmd"))
		return status < 0 || (no_daemon(c, status) && rule_left_by_firewalld());
	return status < 0 || (status >= NOT_RUN && status <= SIGNAL_LAST) ||
	       (status == LOCKED && is_called(c, "tables"));
}

static enum err run(struct change_acting *x, const struct step *s,
	const struct command *c, const char **why)
{
	struct command_end end;
	const char *handle = NULL;
	/* without a handle no command with the word {handle} is run */
	if (s->mark.comment && rule_find(x->arena, &s->mark, &handle) != ERR_OK)
		handle = NULL;
	command_run(x->arena, c, handle, CHANGE_COMMAND_MS, &end);
	if (end.status == 0)
		return ERR_OK;
	*why = *end.said ? arena_printf(x->arena, "%s: %s", c->argv.v[0], end.said)
			 : arena_printf(x->arena, "%s ended with %d", c->argv.v[0],
				   end.status);
	return end.missing || no_daemon(c, end.status) ? ERR_NOT_FOUND : ERR_IO;
}

static enum effect test_run(
	struct change_acting *x, const struct step *s, const char **why)
{
	struct command_end end;
	const char *handle = NULL;
	if (s->mark.comment) {
		enum err err = rule_find(x->arena, &s->mark, &handle);
		*why = err == ERR_NOT_FOUND ? "the rule is not there" : err_str(err);
		return err == ERR_OK          ? EFFECT_STANDS
		       : err == ERR_NOT_FOUND ? EFFECT_GONE
					      : EFFECT_UNKNOWN;
	}
	if (!s->test.argv.n)
		return EFFECT_UNKNOWN;
	command_run(x->arena, &s->test, NULL, CHANGE_COMMAND_MS, &end);
	*why = arena_printf(x->arena, "%s%s%s", plan_command_text(x->arena, &s->test),
		*end.said ? ": " : " says no", end.said);
	return end.status == s->test.code            ? EFFECT_STANDS
	       : tells_nothing(&s->test, end.status) ? EFFECT_UNKNOWN
						     : EFFECT_GONE;
}

/* Waits as long as the step says for what it asked another program to do; no longer than
 * until its test tells, when it has one. */
static void settle(struct change_acting *x, const struct step *s, enum effect wanted)
{
	enum { TURN_MS = 500 };
	const struct timespec turn = {.tv_nsec = TURN_MS * 1000000L};
	const char *why;
	for (int64_t ms = 0; ms < s->settles_ms && !stop_wanted; ms += TURN_MS) {
		if (test_run(x, s, &why) == wanted)
			return;
		nanosleep(&turn, NULL);
	}
}

/* -- files ------------------------------------------------------------------------- */

static enum err look(void *arg, const char *path, const char *below,
	struct kept_file *out, const char **why)
{
	struct change_acting *x = arg;
	return file_look(x->arena, path, below, out, why);
}

static void set_label(struct arena *a, struct kept_file *f, const char *label)
{
	static const char name[] = "security.selinux";
	const struct bytes value = {(const unsigned char *)label, strlen(label) + 1};
	for (size_t i = 0; i < f->attrs.n; i++)
		if (strcmp(f->attrs.v[i]->name, name) == 0) {
			f->attrs.v[i]->value = value;
			return;
		}
	*VEC_ADD(a, &f->attrs, struct kept_attr) = (struct kept_attr){name, value};
}

/* The file as it shall be: what the plan leaves open is as it is now. */
static enum err wanted(struct change_acting *x, const struct put *p,
	struct kept_file *out, const char **why)
{
	enum err err = file_look(x->arena, p->path, p->below, out, why);
	if (err != ERR_OK)
		return err;
	/* another owner below a web root: somebody put his own there */
	const bool others = !out->absent && p->below && p->uid >= 0 && out->uid != p->uid;
	if (out->absent != p->absent || others ||
		(!out->absent &&
			(out->bytes.n != p->before.n ||
				memcmp(out->bytes.p, p->before.p, out->bytes.n) != 0))) {
		*why = "it was changed since the plan was made";
		return ERR_IO;
	}
	if (out->absent)
		out->mode = 0644;
	out->absent = false;
	out->bytes = p->bytes;
	out->mtime = 0;
	out->mode = p->mode >= 0 ? p->mode : out->mode;
	out->uid = p->uid >= 0 ? p->uid : out->uid;
	out->gid = p->gid >= 0 ? p->gid : out->gid;
	if (p->label)
		set_label(x->arena, out, p->label);
	return ERR_OK;
}

static enum err redo_put(struct change_acting *x, const struct put *p, const char **why)
{
	struct kept_file f;
	const char *blocked = place_blocked(p->path, p->below);
	*why = blocked;
	if (blocked)
		return ERR_DENIED;
	enum err err =
		p->make_dirs ? place_make(x->arena, p->path, p->below, why) : ERR_OK;
	if (err == ERR_OK)
		err = wanted(x, p, &f, why);
	if (err == ERR_OK)
		err = file_put(x->arena, &f, p->below, p->absent, why);
	if (err != ERR_OK)
		*why = arena_printf(x->arena, "%s: %s", p->path, *why);
	return err;
}

static enum effect test_put(
	struct change_acting *x, const struct put *p, const char **why)
{
	struct kept_file f;
	if (file_look(x->arena, p->path, p->below, &f, why) != ERR_OK)
		return EFFECT_UNKNOWN;
	*why = "the file is not as it was written";
	return !f.absent && f.bytes.n == p->bytes.n &&
			       (!f.bytes.n ||
				       memcmp(f.bytes.p, p->bytes.p, f.bytes.n) == 0) &&
			       (p->mode < 0 || p->mode == f.mode) &&
			       (p->uid < 0 || p->uid == f.uid) &&
			       (p->gid < 0 || p->gid == f.gid)
		       ? EFFECT_STANDS
		       : EFFECT_GONE;
}

static enum err restore(
	void *arg, const struct kept_file *f, const char *below, const char **why)
{
	struct change_acting *x = arg;
	return file_restore(x->arena, f, below, why);
}

static void tidy(void *arg, const char *path, const char *below)
{
	(void)arg;
	file_tidy(path, below);
}

static void missing(void *arg, const struct step *s, strs *dirs)
{
	struct change_acting *x = arg;
	if (s->kind == STEP_PUT && s->put.make_dirs)
		place_missing(x->arena, s->put.path, s->put.below, dirs);
}

static enum err take_dir(void *arg, const char *path, const char *below)
{
	(void)arg;
	return place_rmdir(path, below);
}

/* -- steps ------------------------------------------------------------------------- */

static enum err redo(void *arg, const struct step *s, const char **why)
{
	if (s->kind == STEP_PUT)
		return redo_put(arg, &s->put, why);
	enum err err = run(arg, s, &s->redo, why);
	if (err == ERR_OK)
		settle(arg, s, EFFECT_STANDS);
	return err;
}

static enum err undo(void *arg, const struct step *s, const char **why)
{
	enum err err = run(arg, s, &s->undo, why);
	if (err == ERR_OK)
		settle(arg, s, EFFECT_GONE);
	return err;
}

static enum effect test(void *arg, const struct step *s, const char **why)
{
	return s->kind == STEP_PUT ? test_put(arg, &s->put, why) : test_run(arg, s, why);
}

void acting_init(struct change_acting *x, struct arena *a, struct change_file_open *f)
{
	*x = (struct change_acting){.arena = a, .file = f};
	x->world = (struct journal_world){.arg = x,
		.append = append,
		.look = look,
		.missing = missing,
		.redo = redo,
		.undo = undo,
		.test = test,
		.restore = restore,
		.tidy = tidy,
		.rmdir = take_dir,
		.stopped = acting_stopped,
		.now = now};
}
