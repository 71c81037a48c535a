/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kmod.h"

#include "file.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

enum { LINE_LONG = 512 };

static bool loaded(const char *name)
{
	char path[128];
	snprintf(path, sizeof(path), "/sys/module/%s", name);
	return file_exists(path);
}

/* "kernel/net/netfilter/nf_tables.ko" in modules.builtin; -1 where there is no such
 * list. */
static int listed_built_in(const char *name)
{
	struct utsname u;
	char path[256], line[LINE_LONG], want[128];
	uname(&u);
	snprintf(path, sizeof(path), "/lib/modules/%s/modules.builtin", u.release);
	FILE *f = fopen(path, "re");
	if (!f)
		return -1;
	snprintf(want, sizeof(want), "/%s.ko\n", name);
	int found = 0;
	while (!found && fgets(line, sizeof(line), f))
		found = strstr(line, want) != NULL;
	fclose(f);
	return found;
}

/* The symbol in /proc/kallsyms: its name is there for everyone, only its address is
 * not. */
static int has_symbol(const char *symbol)
{
	char line[LINE_LONG], name[LINE_LONG];
	FILE *f = fopen("/proc/kallsyms", "re");
	if (!f)
		return -1;
	int found = -1; /* an empty list tells nothing */
	while (found != 1 && fgets(line, sizeof(line), f)) {
		found = 0;
		if (sscanf(line, "%*s %*c %511s", name) == 1)
			found = strcmp(name, symbol) == 0;
	}
	fclose(f);
	return found;
}

bool kmod_present(const char *name, const char *symbol)
{
	if (loaded(name))
		return true;
	if (!file_exists("/proc/modules"))
		return true; /* a kernel without modules can load none */
	int there = listed_built_in(name);
	if (there < 0)
		there = has_symbol(symbol);
	return there != 0;
}
