/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "webconf/route.h"

enum { UNSURE_MAX = 32 };

struct config_place route_place(struct arena *a, const struct conf_node *n)
{
	return (struct config_place){
		.file = n->file->path,
		.line = n->line,
		.begin = (int64_t)n->begin,
		.end = (int64_t)n->end,
		.text = conf_text(a, n),
	};
}

void route_unsure(struct arena *a, struct config_route *r, const struct conf_node *n)
{
	for (size_t i = 0; i < r->unsure.n; i++)
		if (r->unsure.v[i]->file == n->file->path &&
			r->unsure.v[i]->begin == (int64_t)n->begin)
			return;
	if (r->unsure.n < UNSURE_MAX)
		*VEC_ADD(a, &r->unsure, struct config_place) = route_place(a, n);
}
