/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the fixes know of this host: the broker's own look, made anew for each plan. */
#include "change.h"

#include "boot.h"
#include "firewall.h"
#include "file.h"
#include "judging.h"
#include "verbs.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAMES_MAX = 4096 };

struct looking {
	struct change_host out;
	struct arena *arena;
	struct judging_host judging;
	VEC(const struct host_file) files;
};

/* -- files ------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void read_names(struct arena *a, struct host_file *f)
{
	DIR *dir = opendir(f->real);
	if (!dir) {
		f->seen = errno == EACCES ? SEEN_DENIED : SEEN_FAILED;
		return;
	}
	for (const struct dirent *e; f->names.n < NAMES_MAX && (e = readdir(dir));)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			VEC_PUSH(a, &f->names, arena_str(a, e->d_name));
	closedir(dir);
	if (f->names.n)
		qsort(f->names.v, f->names.n, sizeof(f->names.v[0]), by_text);
}

static void read_regular(struct arena *a, struct host_file *f)
{
	struct kept_file kept;
	const char *why = NULL;
	if (file_look(a, f->real, NULL, &kept, &why) != ERR_OK) {
		f->seen = SEEN_FAILED;
		f->why = why;
		return;
	}
	f->bytes = kept.bytes;
	for (size_t i = 0; i < kept.attrs.n; i++)
		if (strcmp(kept.attrs.v[i]->name, "security.selinux") == 0)
			f->label = arena_dup(
				a, kept.attrs.v[i]->value.p, kept.attrs.v[i]->value.n);
}

/* Of a file that is not there: its directory with the links resolved. */
static const char *real_of_new(struct arena *a, const char *path)
{
	char real[PATH_MAX];
	const char *slash = strrchr(path, '/');
	if (!slash || !slash[1])
		return NULL;
	const char *dir =
		slash == path ? "/" : arena_dup(a, path, (size_t)(slash - path));
	return realpath(dir, real)
		       ? arena_printf(a, "%s%s", strcmp(real, "/") ? real : "", slash)
		       : arena_str(a, path);
}

static void look_at(struct arena *a, struct host_file *f)
{
	char real[PATH_MAX];
	struct stat st;
	if (!realpath(f->path, real) || stat(real, &st) < 0) {
		f->seen = errno == ENOENT || errno == ENOTDIR ? SEEN_NO
			  : errno == EACCES                   ? SEEN_DENIED
							      : SEEN_FAILED;
		f->real = real_of_new(a, f->path);
		if (f->real)
			f->why = place_blocked(f->real, NULL);
		return;
	}
	f->seen = SEEN_YES;
	f->real = arena_str(a, real);
	f->directory = S_ISDIR(st.st_mode);
	f->mode = st.st_mode & 07777;
	f->uid = st.st_uid;
	f->gid = st.st_gid;
	f->mtime = st.st_mtime;
	if (f->directory) {
		read_names(a, f);
		return;
	}
	f->why = place_blocked(f->real, NULL);
	read_regular(a, f);
}

static const struct host_file *file_of(void *arg, const char *path)
{
	struct looking *l = arg;
	for (size_t i = 0; i < l->files.n; i++)
		if (strcmp(l->files.v[i]->path, path) == 0)
			return l->files.v[i];
	struct host_file *f = ARENA_NEW(l->arena, struct host_file);
	f->path = arena_str(l->arena, path);
	f->seen = SEEN_FAILED;
	f->why = "no absolute path";
	if (*path == '/')
		look_at(l->arena, f);
	VEC_PUSH(l->arena, &l->files, f);
	return f;
}

/* -- rules ------------------------------------------------------------------------- */

static void look_at_rules(struct looking *l, const struct ask_change *q)
{
	struct fix_host *h = &l->out.host;
	l->judging = (struct judging_host){
		.arena = l->arena, .out = &l->out.verdicts, .world = -1, .home = -1};
	judging_rules(&l->judging, &q->way);
	const struct rulings *r = l->judging.rulings;
	if (!r || r->blind)
		return;
	h->rules = r->rs;
	h->facts = &l->judging.facts;
	h->answer = r->answer;
	h->answer_arg = r->arg;
	h->owner = r->owner;
	h->owner_arg = r->owner_arg;
}

static bool asks_for(const struct ask_change *q, enum finding_id id)
{
	for (size_t i = 0; i < q->findings.n; i++)
		if (strcmp(q->findings.v[i], finding_table[id].id) == 0)
			return true;
	return false;
}

/* What is loaded; where a reboot is the matter, what it would do. */
static void look_at_boot(struct looking *l, const struct ask_change *q)
{
	struct boot_plan plan = {.arena = l->arena, .out = &l->out.boot};
	struct ask_verdicts way = q->way;
	way.after_reboot = true;
	if (asks_for(q, FINDING_RULE_NOT_PERSISTENT) && q->way.ports.n) {
		verdicts_ask(l->arena, &way, &l->out.boot);
		if (l->out.boot.obs.seen == SEEN_YES)
			return;
		l->out.boot = (struct verdicts){.rules = 0};
	}
	l->out.boot.obs.seen = boot_plan_make(&plan) == ERR_OK ? SEEN_YES : SEEN_FAILED;
}

static const char *self_path(struct arena *a)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	return n > 0 ? arena_dup(a, path, (size_t)n) : NULL;
}

struct change_host *change_host_look(struct arena *a, const struct ask_change *q)
{
	static const struct ask_ports web = {.first = 80, .second = 443};
	struct looking *l = ARENA_NEW(a, struct looking);
	struct change_host *o = &l->out;
	l->arena = a;
	look_at_rules(l, q);
	look_at_boot(l, q);
	addresses_ask(a, &web, &o->addresses);
	listeners_ask(a, &web, &o->listeners);
	firewalls_ask(a, &web, &o->firewalls);
	firewalld_look(a, &o->firewalld);
	webconf_ask(a, &web, &o->webconf);
	change_sockets(a, &o->sockets);
	o->host.verdicts = &o->verdicts;
	o->host.addresses = &o->addresses;
	o->host.listeners = &o->listeners;
	o->host.firewalls = &o->firewalls;
	o->host.firewalld = &o->firewalld;
	o->host.self = self_path(a);
	o->host.state_dir = change_allowed->state_dir;
	o->host.webconf = &o->webconf;
	o->host.sockets = &o->sockets;
	o->host.boot = &o->boot;
	o->host.file = file_of;
	o->host.file_arg = l;
	return o;
}
