/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For tests/net/test_fix_web: what the fixes of web servers and validation files would do
 * to this host, as JSON.
 *	show_fix_web FINDING[,FINDING…] FILE WEBROOT|- PATH {SCHEME IP NAME}…
 */
#include "fix.h"
#include "platform.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct arena *a;

static void read_names(struct host_file *h)
{
	DIR *d = opendir(h->path);
	for (const struct dirent *e; d && (e = readdir(d));)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			VEC_PUSH(a, &h->names, arena_str(a, e->d_name));
	if (d)
		closedir(d);
}

static struct bytes read_bytes(const char *path)
{
	FILE *f = fopen(path, "re");
	unsigned char *p = arena_alloc(a, PLAN_FILE_MAX);
	size_t n = f ? fread(p, 1, PLAN_FILE_MAX, f) : 0;
	if (f)
		fclose(f);
	return (struct bytes){p, n};
}

static const struct host_file *look(void *arg, const char *path)
{
	struct host_file *h = ARENA_NEW(a, struct host_file);
	struct stat st;
	(void)arg;
	h->path = arena_str(a, path);
	h->seen = SEEN_NO;
	if (stat(path, &st) != 0)
		return h;
	char *real = realpath(path, NULL);
	h->seen = SEEN_YES;
	h->real = arena_str(a, real);
	free(real);
	h->directory = S_ISDIR(st.st_mode);
	h->mode = st.st_mode & 07777;
	h->uid = st.st_uid;
	h->gid = st.st_gid;
	h->mtime = st.st_mtime;
	if (h->directory)
		read_names(h);
	else if (S_ISREG(st.st_mode))
		h->bytes = read_bytes(path);
	else
		h->why = "no regular file";
	return h;
}

static json_t *words(const strs *s)
{
	json_t *out = json_array();
	for (size_t i = 0; i < s->n; i++)
		json_array_append_new(out, json_string(s->v[i]));
	return out;
}

static json_t *hex(const struct bytes *b)
{
	char *p = arena_alloc(a, b->n * 2 + 1);
	for (size_t i = 0; i < b->n; i++)
		snprintf(p + 2 * i, 3, "%02x", b->p[i]);
	return json_string(p);
}

static json_t *step(const struct step *s)
{
	json_t *o = json_object();
	json_object_set_new(o, "title", json_string(s->title));
	json_object_set_new(o, "kind", json_string(step_kind_words[s->kind]));
	if (s->kind == STEP_PUT) {
		json_object_set_new(o, "path", json_string(s->put.path));
		json_object_set_new(o, "mode", json_integer(s->put.mode));
		json_object_set_new(o, "uid", json_integer(s->put.uid));
		json_object_set_new(o, "gid", json_integer(s->put.gid));
		json_object_set_new(o, "absent", json_boolean(s->put.absent));
		json_object_set_new(o, "below",
			s->put.below ? json_string(s->put.below) : json_null());
		json_object_set_new(o, "bytes", hex(&s->put.bytes));
		json_object_set_new(o, "before", hex(&s->put.before));
		return o;
	}
	json_object_set_new(o, "redo", words(&s->redo.argv));
	json_object_set_new(o, "undo", words(&s->undo.argv));
	json_object_set_new(o, "test", words(&s->test.argv));
	json_object_set_new(o, "trial", words(&s->trial.argv));
	return o;
}

static void tell(const struct plan *p)
{
	json_t *steps = json_array(), *refused = json_array(), *o = json_object();
	for (size_t i = 0; i < p->steps.n; i++)
		json_array_append_new(steps, step(p->steps.v[i]));
	for (size_t i = 0; i < p->refused.n; i++) {
		const struct refusal *r = p->refused.v[i];
		json_array_append_new(refused,
			json_pack("{s:s,s:s,s:s,s:s*}", "finding", r->finding, "fix",
				r->fix, "why", r->why, "guide", r->guide));
	}
	json_object_set_new(o, "steps", steps);
	json_object_set_new(o, "refused", refused);
	json_object_set_new(o, "notes", words(&p->notes));
	json_object_set_new(o, "consents", words(&p->consents));
	json_dumpf(o, stdout, JSON_COMPACT);
	puts("");
}

static void ask_for(struct ask_change *q, char **argv, struct bytes bytes)
{
	for (char *id = strtok_r(argv[1], ",", &argv[1]); id;
		id = strtok_r(NULL, ",", &argv[1]))
		VEC_PUSH(a, &q->findings, id);
	q->webroot = strcmp(argv[3], "-") ? argv[3] : NULL;
	for (char **p = argv + 5; p[0] && p[1] && p[2]; p += 3) {
		struct change_file *f = VEC_ADD(a, &q->files, struct change_file);
		f->path = argv[4];
		f->bytes = bytes;
		f->scheme = strcmp(p[0], "https") == 0 ? SCHEME_HTTPS : SCHEME_HTTP;
		f->name = p[2];
		if (ip_parse(p[1], &f->ip) != ERR_OK)
			exit(2);
	}
}

int main(int argc, char **argv)
{
	static const struct ask_ports ports = {.first = 80, .second = 443};
	struct webconf_look webconf = {0};
	struct ask_change ask = {0};
	struct plan plan;
	if (argc < 8)
		return 2;
	a = arena_new();
	struct bytes bytes = {0};
	if (strcmp(argv[2], "-") != 0)
		bytes = read_bytes(argv[2]);
	ask_for(&ask, argv, bytes);
	platform_host.webconf(a, &ports, &webconf);
	const struct fix_host host = {.webconf = &webconf, .file = look};
	plan_init(&plan, a, "20261130-141203", 0);
	struct fixing f = {.arena = a, .ask = &ask, .host = &host, .plan = &plan};
	for (size_t i = 0; fixes[i]; i++)
		fixes[i]->plan(&f);
	tell(&plan);
	arena_free(a);
	return 0;
}
