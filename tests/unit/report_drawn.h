/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A report caught in memory. */
#ifndef PKIREADY_REPORT_DRAWN_H
#define PKIREADY_REPORT_DRAWN_H

#include "report/report.h"
#include "report_dns_scenes.h"
#include "report_scenes.h"

#include <stdlib.h>

typedef void scene_fn(struct world *w, struct arena *a);
typedef bool report_fn(FILE *out, const struct style *s, const struct result *r);

/* What report writes of the scene, NUL-terminated, in the arena; NULL when it failed. */
static inline char *drawn(
	struct arena *a, scene_fn *scene, report_fn *report, const struct style *s)
{
	struct world w;
	char *p = NULL;
	size_t n = 0;
	scene(&w, a);
	FILE *out = open_memstream(&p, &n);
	bool ok = out && report(out, s, &w.result);
	if (out)
		fclose(out);
	char *copy = ok ? arena_dup(a, p, n) : NULL;
	free(p);
	return copy;
}

static const struct style style_text = {.utf8 = true, .columns = 80};
static const struct style style_ascii = {.columns = 80};
static const struct style style_narrow = {.utf8 = true, .columns = 40};
static const struct style style_wide = {.utf8 = true, .columns = 120};
static const struct style style_verbose = {.utf8 = true, .columns = 80, .verbose = 1};
static const struct style style_color = {.utf8 = true, .columns = 80, .color = true};
static const struct style style_json = {.format = FORMAT_JSON, .utf8 = true};
static const struct style style_kv = {.format = FORMAT_KV, .utf8 = true};

static scene_fn *const scenes[] = {world_healthy, world_redirect, world_dead_aaaa,
	world_no_listener, world_host_only, world_hostile, world_denied, world_many,
	world_idn, world_trace, world_cloud, world_dns_ready, world_dns_differs,
	world_dns_blocked, world_dns_many};
enum { SCENES = sizeof(scenes) / sizeof(scenes[0]) };

#endif
