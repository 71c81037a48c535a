/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "webroot.h"

#include "apart.h"
#include "verbs.h"

#include <inttypes.h>
#include <string.h>

static const char *path_trouble(enum err err)
{
	switch (err) {
	case ERR_RANGE:
		return "climbs out of the web root";
	case ERR_LIMIT:
		return "is too long";
	default:
		return "names no file";
	}
}

static void fail(struct webroot_look *out, const char *why)
{
	*out = (struct webroot_look){
		.obs = {.seen = SEEN_FAILED, .source = "web root", .excerpt = why},
		.path = out->path,
		.user = out->user,
		.user_uid = out->user_uid,
		.readable = SEEN_FAILED,
	};
}

/* NULL when the question is sound. */
static const char *check(
	struct arena *a, const struct ask_webroot *q, struct webroot_job *job)
{
	if (!q->root || *q->root != '/' || strlen(q->root) > WEBROOT_PATH_MAX)
		return arena_printf(a, "web root %s: an absolute directory is expected",
			q->root ? q->root : "(none)");
	enum err err = webroot_path(a, q->path, &job->below);
	if (err != ERR_OK)
		return arena_printf(a, "URL path %s %s", q->path ? q->path : "(none)",
			path_trouble(err));
	if (!webroot_find_user(a, q->uid, &job->user))
		return arena_printf(
			a, "uid %" PRId64 " is no web server's: refused", q->uid);
	size_t n = strlen(q->root);
	while (n > 1 && q->root[n - 1] == '/')
		n--;
	job->root = arena_dup(a, q->root, n);
	job->full = arena_printf(a, "%s/%s", n > 1 ? job->root : "", job->below);
	return NULL;
}

void webroot_ask(struct arena *a, const struct ask_webroot *q, struct webroot_look *out)
{
	struct webroot_job job = {0};
	out->user_uid = -1;
	const char *why = check(a, q, &job);
	if (why) {
		fail(out, why);
		return;
	}
	out->path = job.full;
	out->user = job.user.name;
	out->user_uid = job.user.uid;
	struct webroot_look found = *out;
	enum err err = apart_run(
		a, &shape_webroot_look, webroot_look, &job, &found, WEBROOT_LIMIT_MS);
	if (err == ERR_OK)
		*out = found;
	else if (err == ERR_TIMEOUT)
		fail(out, "the file system did not answer within 2 s");
	else
		fail(out, arena_printf(a, "the look ended early: %s", err_str(err)));
}
