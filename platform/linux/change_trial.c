/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trials see the files as the plan would leave them, and nobody else does: in a mount
 * namespace of their own the new bytes stand in the old ones' places. */
#include "change.h"

#include "apart.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

struct trying {
	const struct plan *plan;
	const char *scratch; /* a directory of root's; covered by one in memory */
};

static bool write_new(const char *path, const struct put *p, const struct stat *as)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	bool done = p->bytes.n == 0 ||
		    write(fd, p->bytes.p, p->bytes.n) == (ssize_t)p->bytes.n;
	mode_t mode = p->mode >= 0 ? (mode_t)p->mode : as ? as->st_mode & 07777 : 0644;
	done = done &&
	       fchown(fd,
		       p->uid >= 0 ? (uid_t)p->uid
		       : as        ? as->st_uid
				   : 0,
		       p->gid >= 0 ? (gid_t)p->gid
		       : as        ? as->st_gid
				   : 0) == 0 &&
	       fchmod(fd, mode) == 0;
	close(fd);
	return done;
}

/* A file that is there is covered by the new one. */
static bool cover(struct arena *a, const struct trying *t, const struct put *p, size_t n)
{
	struct stat st;
	const char *source = arena_printf(a, "%s/%zu", t->scratch, n);
	return lstat(p->path, &st) == 0 && S_ISREG(st.st_mode) &&
	       write_new(source, p, &st) &&
	       mount(source, p->path, NULL, MS_BIND, NULL) == 0;
}

/* For one that is not, its directory is covered by one that can be written to. */
static bool add(struct arena *a, const struct trying *t, const struct put *p, size_t n)
{
	const char *slash = strrchr(p->path, '/');
	const char *dir = arena_dup(a, p->path, (size_t)(slash - p->path));
	const char *upper = arena_printf(a, "%s/u%zu", t->scratch, n),
		   *work = arena_printf(a, "%s/w%zu", t->scratch, n);
	struct stat st;
	if (stat(dir, &st) < 0)
		return errno == ENOENT && p->make_dirs;
	/* never through the path, which others may lead elsewhere meanwhile */
	return mkdir(upper, 0700) == 0 && mkdir(work, 0700) == 0 &&
	       write_new(arena_printf(a, "%s%s", upper, slash), p, NULL) &&
	       chown(upper, st.st_uid, st.st_gid) == 0 &&
	       chmod(upper, st.st_mode & 07777) == 0 &&
	       mount("overlay", dir, "overlay", 0,
		       arena_printf(a, "lowerdir=%s,upperdir=%s,workdir=%s", dir, upper,
			       work)) == 0;
}

static const char *stage(struct arena *a, const struct trying *t)
{
	if (unshare(CLONE_NEWNS) < 0 ||
		mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
		mount("tmpfs", t->scratch, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0700") <
			0)
		return arena_printf(
			a, "no mount namespace of its own: %s", strerror(errno));
	for (size_t i = 0; i < t->plan->steps.n; i++) {
		const struct step *s = t->plan->steps.v[i];
		if (s->kind == STEP_PUT &&
			!(s->put.absent ? add : cover)(a, t, &s->put, i))
			return arena_printf(
				a, "%s, for a trial: %s", s->put.path, strerror(errno));
	}
	return NULL;
}

static void try_all(struct arena *a, const void *q, void *answer)
{
	const struct trying *t = q;
	struct obs *out = answer;
	out->seen = SEEN_FAILED;
	out->excerpt = stage(a, t);
	for (size_t i = 0; !out->excerpt && i < t->plan->steps.n; i++) {
		const struct command *c = &t->plan->steps.v[i]->trial;
		struct command_end end = {.status = 0};
		if (c->argv.n)
			command_run(a, c, NULL, CHANGE_COMMAND_MS, &end);
		if (end.status != 0)
			out->excerpt = arena_printf(a, "the trial failed: %s: %s",
				plan_command_text(a, c), end.said);
	}
	if (!out->excerpt)
		out->seen = SEEN_YES;
}

const char *trial_run(struct arena *a, const struct plan *p, const char *scratch)
{
	const struct trying t = {.plan = p, .scratch = scratch};
	struct obs out = {0};
	int64_t trials = 0;
	for (size_t i = 0; i < p->steps.n; i++)
		trials += p->steps.v[i]->trial.argv.n > 0;
	if (!trials)
		return NULL;
	enum err err = apart_run(a, &shape_obs, try_all, &t, &out,
		(int)((trials + 1) * CHANGE_COMMAND_MS));
	if (err != ERR_OK)
		return arena_printf(a, "the trial did not end: %s", err_str(err));
	return out.seen == SEEN_YES ? NULL : out.excerpt;
}
