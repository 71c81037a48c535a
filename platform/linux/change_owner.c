/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"

#include "file.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STAT_MAX = 4096, STARTTIME = 22 };

/* proc_pid_stat(5): field 22, behind a name that may hold blanks and parentheses. */
static int64_t started(struct arena *a, int64_t pid)
{
	struct bytes text;
	if (file_read(a, arena_printf(a, "/proc/%" PRId64 "/stat", pid), STAT_MAX,
		    &text) != ERR_OK)
		return -1;
	const char *p = strrchr((const char *)text.p, ')');
	for (int field = 2; p && field < STARTTIME; field++)
		if ((p = strchr(p, ' ')))
			p++;
	return p ? strtoll(p, NULL, 10) : -1;
}

static const char *boot_id(struct arena *a)
{
	return file_line(a, "/proc/sys/kernel/random/boot_id", 64);
}

void owner_mark(struct arena *a, struct journal_head *h)
{
	h->pid = getpid();
	h->started = started(a, h->pid);
	h->boot = boot_id(a);
}

bool owner_lives(const struct journal_head *h)
{
	struct arena *a = arena_new();
	const char *boot = boot_id(a);
	bool lives = h->pid > 0 && h->started >= 0 && boot && h->boot &&
		     strcmp(boot, h->boot) == 0 && started(a, h->pid) == h->started;
	arena_free(a);
	return lives;
}
