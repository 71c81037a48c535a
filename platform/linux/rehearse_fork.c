/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rehearse_fork.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { KEEP_MAX = 128 };

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

void rehearse_keep_only(const int *fds, size_t n)
{
	int keep[KEEP_MAX] = {STDERR_FILENO};
	size_t kept = 1;
	for (size_t i = 0; i < n && kept < KEEP_MAX; i++)
		if (fds[i] > STDERR_FILENO)
			keep[kept++] = fds[i];
	qsort(keep, kept, sizeof(*keep), by_number);
	for (size_t i = 0; i < kept; i++) {
		unsigned from = (unsigned)keep[i] + 1;
		unsigned to = i + 1 < kept ? (unsigned)keep[i + 1] - 1 : ~0U;
		if (from <= to)
			syscall(SYS_close_range, from, to, 0);
	}
}

bool rehearse_bind_to_parent(pid_t parent)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent;
}

bool rehearse_wait_for(int fd, int ms)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	return poll(&p, 1, ms) > 0;
}
