/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guardian: a process that waits for the end of a pipe. Whoever ends it, in order or
 * by a kill, it first ends what the injected SYNs opened, and only then lets the table
 * go that keeps answers from leaving. It reads nothing that comes from a packet.
 */
#include "inject_parts.h"

#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	GUARD_LIMIT_MS = 2 * INJECT_LIMIT_MS, /* beyond it the run hangs */
	REAP_MS = 1000,
	KEEP_MAX = INJECT_INTERFACES_MAX + 4,
};

struct inject_lives { /* in memory that both processes share */
	uint32_t n;
	struct inject_life v[INJECT_MAX];
};

static void end_all(struct arena *a, const struct inject_guard *g)
{
	uint32_t n = __atomic_load_n(&g->lives->n, __ATOMIC_ACQUIRE);
	for (uint32_t i = 0; i < n && i < INJECT_MAX; i++)
		inject_live_end(a, &g->lives->v[i], &g->ender);
	__atomic_store_n(&g->lives->n, 0, __ATOMIC_RELEASE);
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* The broker's other descriptors are not the guardian's: their ends must be seen. */
static void close_others(const struct inject_guard *g, int pipe, int table)
{
	int keep[KEEP_MAX], n = 0;
	keep[n++] = 2; /* standard error, and what is below it */
	keep[n++] = pipe;
	keep[n++] = table;
	keep[n++] = g->ender.way->xdp;
	for (int i = 0; i < INJECT_INTERFACES_MAX; i++)
		keep[n++] = g->ender.way->fd[i];
	qsort(keep, (size_t)n, sizeof(*keep), by_number);
	for (int i = 0; i < n; i++) {
		unsigned from = (unsigned)keep[i] + 1;
		unsigned to = i + 1 < n ? (unsigned)keep[i + 1] - 1 : ~0U;
		if (keep[i] >= 2 && from <= to)
			syscall(SYS_close_range, from, to, 0);
	}
}

static _Noreturn void be_guardian(
	const struct inject_guard *g, struct inject_table *t, int pipe)
{
	static const int sigs[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGPIPE};
	const int64_t deadline = file_now() + GUARD_LIMIT_MS;
	struct pollfd p = {.fd = pipe, .events = POLLIN};
	for (size_t i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++)
		signal(sigs[i], SIG_IGN);
	prctl(PR_SET_PDEATHSIG, 0);
	close_others(g, pipe, mnl_socket_get_fd(t->nl.socket));
	for (int64_t left = GUARD_LIMIT_MS; left > 0; left = deadline - file_now())
		if (poll(&p, 1, (int)left) > 0)
			break;
	struct arena *a = arena_new();
	end_all(a, g);
	inject_table_close(t);
	_exit(0);
}

enum err inject_guard_start(struct inject_guard *g, struct inject_table *t)
{
	int fds[2];
	g->lives = mmap(NULL, sizeof(*g->lives), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	g->pid = 0;
	g->pipe = -1;
	if (g->lives == MAP_FAILED) {
		g->lives = NULL;
		return ERR_IO;
	}
	if (pipe2(fds, O_CLOEXEC) < 0)
		return ERR_IO;
	pid_t child = fork();
	if (child == 0) {
		close(fds[1]);
		be_guardian(g, t, fds[0]);
	}
	close(fds[0]);
	if (child < 0) {
		close(fds[1]);
		return ERR_IO;
	}
	g->pid = child;
	g->pipe = fds[1];
	return ERR_OK;
}

static bool is_there(struct inject_guard *g)
{
	if (g->pid && waitpid(g->pid, NULL, WNOHANG) != 0)
		g->pid = 0;
	return g->pid != 0;
}

bool inject_guard_live(struct inject_guard *g, const struct inject_life *l)
{
	uint32_t n = g->lives->n;
	if (!is_there(g) || n == INJECT_MAX)
		return false;
	g->lives->v[n] = *l;
	__atomic_store_n(&g->lives->n, n + 1, __ATOMIC_RELEASE);
	return true;
}

void inject_guard_settle(struct arena *a, struct inject_guard *g)
{
	if (g->lives)
		end_all(a, g);
}

void inject_guard_stop(struct arena *a, struct inject_guard *g, struct inject_table *t)
{
	const int64_t deadline = file_now() + REAP_MS;
	const struct timespec moment = {.tv_nsec = 200 * 1000};
	inject_guard_settle(a, g);
	if (g->pipe >= 0)
		close(g->pipe);
	while (is_there(g) && file_now() < deadline)
		nanosleep(&moment, NULL);
	if (g->pid) {
		kill(g->pid, SIGKILL);
		waitpid(g->pid, NULL, 0);
	}
	inject_table_close(t);
	if (g->lives)
		munmap(g->lives, sizeof(*g->lives));
	*g = (struct inject_guard){.pipe = -1};
}
