/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A profile file from anywhere: whatever it holds, it is either taken over whole or
 * refused with one line and nothing changed; what is taken can be found and used.
 */
#include "ip.h"
#include "profile.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void check_line(const char *s)
{
	must(s && *s);
	for (; *s; s++)
		must((unsigned char)*s >= 0x20 && *s != 0x7f);
}

static void check_lists(const struct address_list *l)
{
	struct cidr c;
	for (; l && l->name; l++) {
		for (const char *const *p = l->prefixes; *p; p++)
			must(cidr_parse(*p, &c) == ERR_OK);
	}
}

static void check_row(struct arena *a, const struct profile *p)
{
	const struct profile *found;
	const char *nearest;
	must(profile_find(a, p->id, &found, &nearest) == ERR_OK && found == p);
	for (const char *const *s = p->aliases; s && *s; s++)
		must(profile_find(a, *s, &found, &nearest) == ERR_OK && found == p);
	must(p->dir && p->dir[0] == '/' && p->name);
	must(p->redirects.codes[7] == 0 && p->status[3] == 0);
	must(scheme_rule_words[p->schemes] && body_rule_words[p->body]);
	check_line(profile_user_agent(p));
	check_lists(p->lists);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	const char *why;
	size_t before, n;
	profile_forget();
	const struct profile *rows = profile_rows(&before);
	if (profile_read(a, (const char *)data, size, "fuzz.json", &why) != ERR_OK) {
		check_line(why);
		must(profile_rows(&n) == rows && n == before);
	} else {
		must(!why);
		rows = profile_rows(&n);
		must(n >= before);
		for (size_t i = 0; i < n; i++)
			check_row(a, &rows[i]);
	}
	profile_forget();
	arena_free(a);
	return 0;
}
