/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"

#include "file.h"

#include <string.h>
#include <unistd.h>

static const char *boot_id(struct arena *a)
{
	return file_line(a, "/proc/sys/kernel/random/boot_id", 64);
}

void owner_mark(struct arena *a, struct journal_head *h)
{
	h->pid = getpid();
	h->started = file_process_start(a, h->pid);
	h->boot = boot_id(a);
}

bool owner_lives(const struct journal_head *h)
{
	struct arena *a = arena_new();
	const char *boot = boot_id(a);
	bool lives = h->pid > 0 && h->started >= 0 && boot && h->boot &&
		     strcmp(boot, h->boot) == 0 &&
		     file_process_start(a, h->pid) == h->started;
	arena_free(a);
	return lives;
}
