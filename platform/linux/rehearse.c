/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rehearse verb: opens one world from which this host is asked, and ends it. */
#include "rehearse.h"

#include "banners.h"
#include "privileges.h"
#include "rehearse_bans.h"
#include "verbs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct rehearse_world *world; /* the one that is open */
static struct rehearse_bans *bans;
static bool watched; /* by something that may take a moment to ban */

enum { BAN_NS = 1500 * 1000 * 1000 };

/* -- what may be asked ------------------------------------------------------------- */

static const struct local_address *on_interface(
	const struct addresses *host, const struct ip *ip)
{
	for (size_t i = 0; i < host->all.n; i++)
		if (ip_equal(&host->all.v[i]->ip, ip))
			return host->all.v[i];
	return NULL;
}

static bool is_source(const struct addresses *host, const struct ip *ip)
{
	bool multicast = ip->family == 4 ? ip->addr[0] >= 224 : ip->addr[0] == 0xff;
	return ip->family && !multicast && !ip_is_any(ip) && !ip_is_loopback(ip) &&
	       !on_interface(host, ip);
}

static bool has(const struct ip *all, size_t n, const struct ip *ip)
{
	for (size_t i = 0; i < n; i++)
		if (ip_equal(&all[i], ip))
			return true;
	return false;
}

static void take_sources(struct rehearse_world *w, const struct addresses *host,
	const struct ask_rehearse *q)
{
	for (size_t i = 0; i < q->from.n && w->from_n < REHEARSE_FROM_MAX; i++)
		if (is_source(host, q->from.v[i]) &&
			!has(w->from, w->from_n, q->from.v[i]))
			w->from[w->from_n++] = *q->from.v[i];
}

/* Where the world's packets to this address come in. */
static const char *way_in(const struct addresses *host, const struct ip *to)
{
	const struct local_address *at = on_interface(host, to);
	if (!at || ip_is_loopback(to))
		return NULL;
	for (size_t i = 0; i < host->defaults.n && at->loopback; i++)
		if (host->defaults.v[i]->family == to->family)
			return host->defaults.v[i]->interface;
	return at->loopback ? NULL : at->interface;
}

static void take_addresses(struct arena *a, struct rehearse_world *w,
	const struct addresses *host, const struct ask_rehearse *q,
	struct rehearse_look *out)
{
	for (size_t i = 0; i < q->to.n; i++) {
		struct rehearse_way *x = VEC_ADD(a, &out->ways, struct rehearse_way);
		const char *name = way_in(host, q->to.v[i]);
		struct inject_link *link = &w->links[w->to_n];
		x->to = *q->to.v[i];
		x->interface = name;
		if (!name)
			x->why = "this host has no such address on an interface";
		else if (w->to_n == REHEARSE_TO_MAX)
			x->why = "more addresses than are rehearsed at once";
		else if (!inject_link_find(a, name, link) || !link->up)
			x->why = arena_printf(a, "the interface %s is down", name);
		else if (!has(w->to, w->to_n, &x->to))
			w->to[w->to_n++] = x->to;
	}
}

/* -- opening ----------------------------------------------------------------------- */

static const char *refusal(struct arena *a, int error)
{
	if (error == EPERM || error == ENOSYS || error == EACCES)
		return "bpf(2) is refused here, as in a container";
	return arena_printf(a, "bpf(2): %s", strerror(error));
}

/* A frame that no protocol takes (IEEE 802, local experiments): which way in there is, is
 * known before anything is opened. */
static bool find_way(struct rehearse_world *w)
{
	uint8_t frame[60] = {[12] = 0x88, [13] = 0xb5};
	if (!inject_way_open(&w->way, w->links, w->to_n))
		return false;
	inject_way_open_both(&w->way, w->links, w->to_n);
	memcpy(frame, w->links[0].own, sizeof(w->links[0].own));
	memcpy(frame + sizeof(w->links[0].own), w->links[0].gateway,
		sizeof(w->links[0].gateway));
	return inject_way_send(&w->way, 0, &w->links[0], frame, sizeof(frame));
}

static bool open_world(struct arena *a, struct rehearse_world *w)
{
	if (w->from_n == 0 || w->to_n == 0) {
		w->why = w->to_n ? "no address to ask from"
				 : "no address of this host to ask at";
		return false;
	}
	if (!find_way(w)) {
		w->why = refusal(a, w->way.error);
		return false;
	}
	inject_table_sweep(a);
	return rehearse_queue_open(w) && rehearse_table_open(a, w) &&
	       rehearse_guard_start(a, w);
}

static struct rehearse_world *new_world(const struct ask_rehearse *q)
{
	struct rehearse_world *w = calloc(1, sizeof(*w));
	if (!w)
		exit(4);
	w->broker = getpid();
	w->lock = w->queue = w->tun = w->sockets = w->life = -1;
	w->limit_ms = q->limit_ms > 0 && q->limit_ms < REHEARSE_LIMIT_MS
			      ? q->limit_ms
			      : REHEARSE_LIMIT_MS;
	inject_way_init(&w->way);
	return w;
}

static void forget(void)
{
	rehearse_guard_stop(world);
	free(world);
	world = NULL;
}

static void hand_over(struct rehearse_look *out)
{
	out->obs.seen = SEEN_YES;
	out->obs.excerpt = out->method =
		world->way.live_frames ? "XDP live frames" : "clone_redirect";
	out->port = world->port;
	out->sockets = world->sockets;
	world->sockets = -1; /* the broker closes what it sends */
}

static void begin(
	struct arena *a, const struct ask_rehearse *q, struct rehearse_look *out)
{
	struct addresses host = {0};
	const struct ask_ports none = {0, 0};
	banners_watchers(a, &out->watchers);
	if (out->watchers.n && !q->anyway) {
		out->obs.seen = SEEN_NO;
		out->obs.excerpt = arena_printf(a,
			"%s runs here and may ban who asks: not done without being told "
			"to",
			out->watchers.v[0]);
		return;
	}
	addresses_ask(a, &none, &host);
	world = new_world(q);
	take_sources(world, &host, q);
	take_addresses(a, world, &host, q, out);
	rehearse_learn(a, world, q->anyway, out);
	watched = out->watchers.n > 0;
	bans = rehearse_bans_read(world->from, world->from_n);
	if (open_world(a, world)) {
		hand_over(out);
		return;
	}
	out->obs.seen = SEEN_FAILED;
	out->obs.excerpt = world->why;
	forget();
	rehearse_bans_undo(a, bans, out);
	bans = NULL;
}

static void end(struct arena *a, struct rehearse_look *out)
{
	out->obs.seen = SEEN_NO;
	out->obs.excerpt = "no rehearsal is under way";
	if (!world)
		return;
	out->away = (int64_t)rehearse_table_away(world);
	forget();
	const struct timespec moment = {
		.tv_sec = BAN_NS / 1000000000, .tv_nsec = BAN_NS % 1000000000};
	if (watched)
		nanosleep(&moment, NULL);
	rehearse_bans_undo(a, bans, out);
	bans = NULL;
	out->obs.seen = SEEN_YES;
	out->obs.excerpt = "ended";
}

void rehearse_ask(
	struct arena *a, const struct ask_rehearse *q, struct rehearse_look *out)
{
	out->obs.source = "rehearsal";
	if (q->end || world) {
		end(a, out);
		if (q->end)
			return;
		*out = (struct rehearse_look){.obs.source = "rehearsal"};
	}
	if (privileges_full())
		begin(a, q, out);
	else
		out->obs = (struct obs){SEEN_DENIED, "rehearsal", "needs root", 0};
}
