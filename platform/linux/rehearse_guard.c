/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rehearsal's guardian. It waits for the end of any other process, each by a pipe of
 * its own; then it stops the pump, resets each connection that was made, deletes its
 * conntrack entry, and lets the table go. It reads nothing that comes from a packet but
 * which connections there are, and takes of that only what the world allows.
 */
#include "rehearse.h"

#include "file.h"
#include "rehearse_fork.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PEERS = 3, SETTLES = 2, PUMP_ENDS_MS = 300 };

struct guarding { /* the pipes: [0] is read, [1] is written or held */
	int broker[2], pump[2], maker[2], stop[2];
};

/* -- what was opened --------------------------------------------------------------- */

static bool life_of(const struct rehearse_world *w, size_t i, struct inject_life *out)
{
	const struct rehearse_slot s = w->slots[i];
	if ((s.port != 80 && s.port != 443) || s.to >= w->to_n)
		return false;
	*out = (struct inject_life){.link = s.to,
		.tuple = {.from = w->from[i / REHEARSE_PORTS],
			.to = w->to[s.to],
			.source_port = (uint16_t)(w->port + (int)(i % REHEARSE_PORTS)),
			.port = s.port,
			.seq = s.next - 1}};
	return true;
}

static void settle(struct rehearse_world *w)
{
	const struct timespec moment = {.tv_nsec = 2 * 1000 * 1000};
	const struct inject_ender ender = {&w->way, w->links, true};
	struct arena *a = arena_new();
	struct inject_life life;
	/* what was under way in the kernel meanwhile may have left something again */
	for (int pass = 0; pass < SETTLES; pass++) {
		for (size_t i = 0; i < w->from_n * REHEARSE_PORTS; i++) {
			if (!life_of(w, i, &life))
				continue;
			inject_live_end(a, &life, &ender);
			arena_reset(a);
		}
		nanosleep(&moment, NULL);
	}
	arena_free(a);
}

/* -- the process ------------------------------------------------------------------- */

static void stop_pump(struct guarding *g, pid_t pump)
{
	const int64_t deadline = file_now() + PUMP_ENDS_MS;
	struct pollfd p = {.fd = g->pump[0], .events = 0}; /* its end alone */
	close(g->stop[1]);
	while (poll(&p, 1, (int)(deadline - file_now())) == 0 && file_now() < deadline)
		;
	if (!p.revents && pump > 0)
		kill(pump, SIGKILL);
}

/* The pump pokes: what it was told of need not wait in the queue any longer. */
static bool is_poked(const struct rehearse_world *w, struct pollfd *p)
{
	char drain[256];
	if (!(p->revents & POLLIN) || read(p->fd, drain, sizeof(drain)) <= 0)
		return false;
	rehearse_queue_forget(w);
	return true;
}

static void wait_for_an_end(const struct rehearse_world *w, const struct guarding *g)
{
	const int64_t deadline = file_now() + w->limit_ms;
	struct pollfd p[PEERS] = {{.fd = g->pump[0], .events = POLLIN},
		{.fd = g->broker[0], .events = POLLIN},
		{.fd = g->maker[0], .events = POLLIN}};
	for (int64_t left = w->limit_ms; left > 0; left = deadline - file_now()) {
		if (poll(p, PEERS, (int)left) <= 0)
			continue;
		if (p[1].revents || p[2].revents || !is_poked(w, &p[0]))
			break;
	}
}

/* The pump's id comes by the broker's pipe: it is made later. */
static pid_t pump_of(const struct guarding *g)
{
	pid_t pump = 0;
	return read(g->broker[0], &pump, sizeof(pump)) == (ssize_t)sizeof(pump) ? pump
										: 0;
}

static _Noreturn void be_guardian(struct rehearse_world *w, struct guarding *g)
{
	static const int sigs[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGPIPE};
	int keep[INJECT_INTERFACES_MAX + 8] = {g->broker[0], g->pump[0], g->maker[0],
		g->stop[1], mnl_socket_get_fd(w->table.socket), w->lock, w->way.xdp,
		w->queue};
	for (size_t i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++)
		signal(sigs[i], SIG_IGN);
	prctl(PR_SET_PDEATHSIG, 0);
	memcpy(keep + 8, w->way.fd, sizeof(w->way.fd));
	rehearse_keep_only(keep, sizeof(keep) / sizeof(keep[0]));
	pid_t pump = pump_of(g);
	wait_for_an_end(w, g);
	stop_pump(g, pump);
	settle(w);
	nl_close(&w->table);
	_exit(0);
}

/* -- the broker's side ------------------------------------------------------------- */

static bool make_pipes(struct guarding *g)
{
	int *const all[] = {g->broker, g->pump, g->maker, g->stop};
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (pipe2(all[i], O_CLOEXEC) < 0)
			return false;
	return true;
}

static void close_one(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static bool start_all(struct arena *a, struct rehearse_world *w, struct guarding *g)
{
	w->guard = fork();
	if (w->guard == 0)
		be_guardian(w, g);
	w->why = "the system refused one more process";
	/* the guardian alone has them from here on, but for what its peers hold */
	close_one(&g->broker[0]);
	close_one(&g->stop[1]);
	if (w->guard < 0 || !rehearse_net_start(a, w, g->maker[1]))
		return false;
	if (!rehearse_pump_start(w, g->stop[0], g->pump[1]))
		return false;
	return write(w->life, &w->pump, sizeof(w->pump)) == (ssize_t)sizeof(w->pump);
}

bool rehearse_guard_start(struct arena *a, struct rehearse_world *w)
{
	struct guarding g = {{-1, -1}, {-1, -1}, {-1, -1}, {-1, -1}};
	size_t size = w->from_n * REHEARSE_PORTS * sizeof(*w->slots);
	w->slots = mmap(
		NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (w->slots == MAP_FAILED)
		w->slots = NULL;
	bool good = w->slots && make_pipes(&g);
	w->life = g.broker[1];
	good = good && start_all(a, w, &g);
	if (good)
		w->why = NULL;
	int *const all[] = {&g.broker[0], &g.pump[0], &g.pump[1], &g.maker[0],
		&g.maker[1], &g.stop[0], &g.stop[1]};
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		close_one(all[i]);
	/* this is the pump's alone: with it the device goes */
	close_one(&w->tun);
	return good;
}

/* Waits for its end, which is not in its own hands for long. True: it ended well. */
static bool reap(pid_t *child)
{
	const struct timespec moment = {.tv_nsec = 500 * 1000};
	const int64_t deadline = file_now() + REHEARSE_GRACE_MS;
	int status = -1;
	while (*child > 0 && waitpid(*child, &status, WNOHANG) == 0) {
		if (file_now() > deadline)
			kill(*child, SIGKILL);
		nanosleep(&moment, NULL);
	}
	*child = 0;
	return status == 0;
}

void rehearse_guard_stop(struct rehearse_world *w)
{
	close_one(&w->life);
	close_one(&w->sockets);
	bool settled = reap(&w->guard);
	reap(&w->pump);
	reap(&w->maker);
	if (w->slots) {
		if (!settled) /* it was killed: then all is this process's */
			settle(w);
		munmap(w->slots, w->from_n * REHEARSE_PORTS * sizeof(*w->slots));
	}
	nl_close(&w->table);
	inject_way_close(&w->way);
	close_one(&w->tun);
	close_one(&w->queue);
	close_one(&w->lock);
	w->slots = NULL;
}
