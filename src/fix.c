/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fix.h"

#include <string.h>

const struct host_file *fixing_file(struct fixing *f, const char *path)
{
	static const struct host_file unseen = {.seen = SEEN_FAILED};
	const struct fix_host *h = f->host;
	const struct host_file *file = h->file ? h->file(h->file_arg, path) : NULL;
	return file ? file : &unseen;
}

bool fixing_wants(const struct fixing *f, enum finding_id id)
{
	for (size_t i = 0; i < f->ask->findings.n; i++)
		if (strcmp(f->ask->findings.v[i], finding_table[id].id) == 0)
			return true;
	return false;
}

const struct fix *fix_of(enum finding_id id)
{
	for (size_t i = 0; fixes[i]; i++)
		for (const enum finding_id *m = fixes[i]->mends; *m != FINDING__MAX; m++)
			if (*m == id)
				return fixes[i];
	return NULL;
}

static bool has_work(const struct fixing *f, const struct fix *fix)
{
	for (const enum finding_id *m = fix->mends; *m != FINDING__MAX; m++)
		if (fixing_wants(f, *m))
			return true;
	return false;
}

static void add_name(struct fixing *f, const char *name)
{
	strs *names = &f->plan->names;
	for (size_t i = 0; name && i < names->n; i++)
		if (strcmp(names->v[i], name) == 0)
			return;
	if (name)
		VEC_PUSH(f->arena, names, name);
}

void fixing_plan(struct fixing *f)
{
	for (size_t i = 0; i < f->ask->files.n; i++)
		add_name(f, f->ask->files.v[i]->name);
	f->plan->passing = f->ask->only_ca || f->ask->for_ms > 0;
	for (size_t i = 0; fixes[i]; i++) {
		const size_t steps = f->plan->steps.n;
		if (has_work(f, fixes[i]))
			fixes[i]->plan(f);
		for (const enum finding_id *m = fixes[i]->mends;
			f->plan->steps.n > steps && *m != FINDING__MAX; m++)
			if (fixing_wants(f, *m))
				plan_mends(f->plan, finding_table[*m].id);
	}
}
