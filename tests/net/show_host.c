/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asks one verb of this platform's host, and prints the answer, one field a line. */
#include "change.h"
#include "host.h"
#include "platform.h"
#include "text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct arena *arena;

static void show(const char *path, const struct shape *shape, const void *s);

static void show_text(const char *path, const char *s)
{
	printf("%s=%s\n", path, s ? text_escaped(arena, s) : "(none)");
}

static void show_vec(const char *path, const struct field *f, const struct vec *v)
{
	char ip[IP_TEXT_MAX];
	printf("%s.n=%zu\n", path, v->n);
	for (size_t i = 0; i < v->n; i++) {
		const char *at = arena_printf(arena, "%s.%zu", path, i);
		if (f->kind == FIELD_STRS)
			show_text(at, v->v[i]);
		else if (f->kind == FIELD_IPS)
			printf("%s=%s\n", at, ip_format(v->v[i], ip));
		else
			show(at, f->shape, v->v[i]);
	}
}

static void show_bytes(const char *path, const struct bytes *b)
{
	struct text t;
	text_init(&t, arena, 4096);
	text_add_escaped(&t, b->p, b->n < 200 ? b->n : 200);
	printf("%s.n=%zu\n%s=%s\n", path, b->n, path, text_str(&t));
}

static void show_field(const char *path, const struct field *f, const void *at)
{
	char ip[IP_TEXT_MAX];
	switch (f->kind) {
	case FIELD_BOOL:
		printf("%s=%s\n", path, *(const bool *)at ? "yes" : "no");
		break;
	case FIELD_INT:
		printf("%s=%" PRId64 "\n", path, *(const int64_t *)at);
		break;
	case FIELD_ENUM:
		printf("%s=%s\n", path, f->names[*(const unsigned *)at]);
		break;
	case FIELD_STR:
		show_text(path, *(const char *const *)at);
		break;
	case FIELD_BYTES:
		show_bytes(path, at);
		break;
	case FIELD_IP:
		printf("%s=%s\n", path, ip_format(at, ip));
		break;
	case FIELD_STRUCT:
		show(path, f->shape, at);
		break;
	case FIELD_PTR:
		if (*(const void *const *)at)
			show(path, f->shape, *(const void *const *)at);
		break;
	default:
		show_vec(path, f, at);
	}
}

static void show(const char *path, const struct shape *shape, const void *s)
{
	for (size_t i = 0; i < shape->fields_n; i++) {
		const struct field *f = &shape->fields[i];
		show_field(arena_printf(arena, "%s%s%s", path, *path ? "." : "", f->name),
			f, (const char *)s + f->offset);
	}
}

/* Gives up every privilege, and shows what is left. */
static int drop(void)
{
	char line[256];
	printf("privileged=%s\n", platform_host.privileged() ? "yes" : "no");
	enum err err = platform_host.drop_privileges();
	printf("drop=%s\n", err_str(err));
	printf("privileged_after=%s\n", platform_host.privileged() ? "yes" : "no");
	printf("uid=%d\nsetuid0=%s\n", (int)getuid(),
		setuid(0) ? strerror(errno) : "worked");
	printf("groups=%d\n", getgroups(0, NULL));
	/* not dumpable: this file is root's now, but open to read */
	FILE *f = fopen("/proc/thread-self/status", "re");
	while (f && fgets(line, sizeof(line), f))
		if (strncmp(line, "Cap", 3) == 0 || strncmp(line, "NoNewPrivs", 10) == 0)
			fputs(line, stdout);
	if (f)
		fclose(f);
	f = fopen("/proc/self/environ", "re");
	printf("own_environ=%s\n", f ? "readable" : strerror(errno));
	if (f)
		fclose(f);
	return 0;
}

#define X(verb_, question_, answer_)                                    \
	if (strcmp(argv[1], #verb_) == 0) {                             \
		struct answer_ *out = ARENA_NEW(arena, struct answer_); \
		platform_host.verb_(arena, q, out);                     \
		show("", &shape_##answer_, out);                        \
		return 0;                                               \
	}

int main(int argc, char **argv)
{
	struct ask_ports ports = {.first = 80, .second = 443};
	struct ask_route route = {0};
	struct ask_webroot webroot = {.uid = -1};
	void *q = &ports;
	arena = arena_new();
	if (argc < 2)
		return 2;
	if (strcmp(argv[1], "drop") == 0)
		return drop();
	if (strcmp(argv[1], "route") == 0) {
		if (argc != 3 || ip_parse(argv[2], &route.to) != ERR_OK)
			return 2;
		q = &route;
	}
	if (strcmp(argv[1], "webroot") == 0) {
		if (argc < 4)
			return 2;
		webroot.root = argv[2];
		webroot.path = argv[3];
		if (argc > 4)
			webroot.uid = strtoll(argv[4], NULL, 10);
		q = &webroot;
	}
	HOST_VERBS(X)
	return 2;
}
#undef X
