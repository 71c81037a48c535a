/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Captures while the others look: how each of the tool's own connects travelled, and
 * which connections came in meanwhile; with --wait also for so long after the looks. It
 * stands first, and nothing begins before the capture is open.
 */
#include "probe.h"

#include "attempts_arrival.h"
#include "broker.h"
#include "capture_file.h"
#include "capture_redact.h"
#include "host.h"
#include "log.h"
#include "packets.h"
#include "process.h"

#include <string.h>

enum {
	TICK_MS = 200,
	BATCHES = 16,
	SENT_MAX = 128, /* destinations of SYNs that left */
	FLOWS = 4096,
	LAST_BATCHES = 256,                   /* read at the end */
	STRANGERS_MAX = ARRIVALS_MAX * 3 / 4, /* the rest is for known CAs */
};

struct capturing {
	struct look *look;
	struct capture_look capture;
	bool answered, waits;
	struct packets *packets;
	struct attempts *attempts;
	struct profile_known *known;
	struct loop_fd *watch;
	struct loop_timer *tick, *end;
	int64_t waits_since;
	VEC(struct crossing) sent;
	struct capture_file file;
	bool writes;
};

/* -- what the packets tell ----------------------------------------------------------- */

static struct crossing *crossing_of(struct capturing *c, const struct own_syn *s)
{
	for (size_t i = 0; i < c->sent.n; i++)
		if (c->sent.v[i]->port == s->port && ip_equal(&c->sent.v[i]->to, &s->to))
			return c->sent.v[i];
	if (c->sent.n == SENT_MAX)
		return NULL;
	struct crossing *x = VEC_ADD(c->look->arena, &c->sent, struct crossing);
	x->to = s->to;
	x->port = s->port;
	return x;
}

static const char *named(struct capturing *c, unsigned interface)
{
	return arena_str(c->look->arena, packets_interface(c->packets, interface));
}

static void on_left(struct capturing *c, struct crossing *x, const struct own_syn *s)
{
	x->syns++;
	if (s->loopback)
		x->over_lo = true;
	else if (!x->left_by)
		x->left_by = named(c, s->interface);
}

static void on_own(void *arg, enum own_event e, const struct own_syn *s)
{
	struct capturing *c = arg;
	struct crossing *x = crossing_of(c, s);
	if (!x)
		return;
	switch (e) {
	case OWN_LEFT:
		on_left(c, x, s);
		break;
	case OWN_ANSWERED:
		x->answers++;
		break;
	case OWN_REFUSED:
		x->refusals++;
		break;
	case OWN_BACK:
		x->came_back = true;
		x->back_by = named(c, s->interface);
		x->back_from = s->back_from;
		x->back_to = s->back_to;
		break;
	case OWN_BACK_ANSWERED:
		x->back_answered = true;
		break;
	case OWN_BACK_REFUSED:
		x->back_refused = true;
		break;
	}
}

static void on_ended(void *arg, const struct attempt *a)
{
	struct capturing *c = arg;
	struct capture_seen *seen = &c->look->evidence->capture;
	const struct address_list *list;
	bool ca = profile_known_address(c->known, &a->from, &list);
	if (a->own)
		return;
	if (seen->arrivals.n >= (ca ? (size_t)ARRIVALS_MAX : (size_t)STRANGERS_MAX)) {
		seen->omitted++;
		return;
	}
	struct arrival *x = VEC_ADD(c->look->arena, &seen->arrivals, struct arrival);
	attempts_arrival(c->look->arena, c->known, a,
		packets_interface(c->packets, a->interface), x);
	x->obs.at = look_at(c->look);
}

static bool read_batch(struct capturing *c)
{
	const struct packet *p;
	size_t n = packets_read(c->packets, c->capture.packets, &p);
	for (size_t i = 0; i < n; i++) {
		if (c->writes)
			capture_file_add(&c->file, &p[i]);
		attempts_packet(c->attempts, CAPTURE_RAW, &p[i]);
	}
	return n == PACKETS_BATCH;
}

static void on_packets(void *arg, int fd, int events)
{
	struct capturing *c = arg;
	(void)fd;
	(void)events;
	for (int i = 0; i < BATCHES && read_batch(c); i++)
		;
}

static void on_tick(void *arg)
{
	struct capturing *c = arg;
	attempts_tick(c->attempts, packets_now());
	c->tick = loop_after(c->look->loop, TICK_MS, on_tick, c);
}

/* -- counters ------------------------------------------------------------------------ */

static void on_before(void *arg, void *answer)
{
	struct look *l = arg;
	l->evidence->counters.before = *(const struct counters *)answer;
	l->evidence->counters.before.obs.at = look_at(l);
	look_end(l);
}

static void on_after(void *arg, void *answer)
{
	struct look *l = arg;
	l->evidence->counters.after = *(const struct counters *)answer;
	l->evidence->counters.after.obs.at = look_at(l);
	look_end(l);
}

static void ask_counters(struct look *l, broker_fn fn)
{
	static const struct ask_ports web = {.first = 80, .second = 443};
	look_begin(l);
	broker_ask(l->broker, l->loop, l->arena, HOST_counters, &web, fn, l);
}

static const char *link_name(void *arg, unsigned ifindex)
{
	return packets_interface(arg, ifindex);
}

/* -- beginning ----------------------------------------------------------------------- */

static void begin(struct capturing *c)
{
	struct look *l = c->look;
	const struct attempts_use use = {.ports = {80, 443},
		.ports_n = 2,
		.seed = (uint32_t)packets_now(),
		.ended = on_ended,
		.own = on_own,
		.arg = c};
	c->packets = packets_new();
	c->known = profile_known_new(l->arena);
	c->attempts = attempts_new(l->arena, &use, FLOWS, ATTEMPTS_REQUESTS / 4);
	c->watch = loop_watch(l->loop, c->capture.packets, LOOP_READ, on_packets, c);
	c->tick = loop_after(l->loop, TICK_MS, on_tick, c);
	c->writes = l->target->capture_file != NULL;
	if (!c->writes)
		return;
	c->file = (struct capture_file){.name = link_name,
		.arg = c->packets,
		.redact = l->target->redact ? capture_redact : NULL};
	capture_file_open(&c->file, l->target->capture_file, CAPTURE_SNAP);
}

static void on_open(void *arg, void *answer)
{
	struct capturing *c = arg;
	struct obs *obs = &c->look->evidence->capture.obs;
	c->answered = true;
	c->capture = *(const struct capture_look *)answer;
	*obs = c->capture.obs;
	obs->at = look_at(c->look);
	if (obs->seen == SEEN_YES && c->capture.packets)
		begin(c);
}

static bool has_work(const struct look *l)
{
	return !l->target->trace_url && (l->target->names.n || l->target->wait_ms);
}

static void capture_start(struct look *l)
{
	struct ask_capture q = {.interface = NULL};
	if (!has_work(l))
		return;
	l->capturing = ARENA_NEW(l->arena, struct capturing);
	l->capturing->look = l;
	VEC_PUSH(l->arena, &q.ports, "80");
	VEC_PUSH(l->arena, &q.ports, "443");
	ask_counters(l, on_before);
	broker_ask(l->broker, l->loop, l->arena, HOST_capture, &q, on_open, l->capturing);
	while (!l->capturing->answered && !l->stopped)
		loop_turn(l->loop, -1);
}

/* -- the end ------------------------------------------------------------------------- */

static void on_waited(void *arg)
{
	struct capturing *c = arg;
	c->end = NULL;
	look_end(c->look);
}

static void capture_linger(struct look *l)
{
	struct capturing *c = l->capturing;
	if (!c)
		return;
	if (l->target->wait_ms && c->watch) {
		look_begin(l);
		c->waits = true;
		c->waits_since = loop_now();
		c->end = loop_after(l->loop, l->target->wait_ms, on_waited, c);
		log_error("start the CA's check now: listening on ports 80 and 443 for "
			  "%d s (Ctrl-C ends it)",
			(int)(l->target->wait_ms / 1000));
	}
}

static void capture_counters(struct look *l)
{
	if (!l->capturing)
		return;
	loop_cancel(l->capturing->end); /* where Ctrl-C came before */
	l->capturing->end = NULL;
	ask_counters(l, on_after);
}

static bool is_asked_for(const struct look *l, const struct crossing *x)
{
	for (size_t i = 0; i < l->evidence->reach.n; i++)
		if (l->evidence->reach.v[i]->port == x->port &&
			ip_equal(&l->evidence->reach.v[i]->ip, &x->to))
			return true;
	return false;
}

static const char *travelled(struct arena *a, const struct crossing *x)
{
	char from[IP_TEXT_MAX];
	if (x->over_lo)
		return "the SYN went over the loopback interface";
	if (!x->left_by)
		return "no SYN left";
	if (!x->came_back)
		return arena_printf(a, "the SYN left by %s and did not come back%s",
			x->left_by,
			x->answers    ? "; a SYN-ACK came"
			: x->refusals ? "; a refusal came"
				      : ", nor did an answer");
	return arena_printf(a, "the SYN left by %s and came back by %s from %s, and %s",
		x->left_by, x->back_by, ip_format(&x->back_from, from),
		x->back_answered  ? "this host answered it"
		: x->back_refused ? "this host refused it"
				  : "this host did not answer it");
}

static void tell_crossings(struct look *l, struct capturing *c)
{
	char to[IP_TEXT_MAX];
	for (size_t i = 0; i < c->sent.n; i++) {
		struct crossing *x = c->sent.v[i];
		if (!is_asked_for(l, x))
			continue;
		x->obs = (struct obs){.seen = SEEN_YES,
			.source =
				arena_printf(l->arena, "capture: connects to %s port %d",
					ip_format(&x->to, to), (int)x->port),
			.excerpt = travelled(l->arena, x),
			.at = look_at(l)};
		VEC_PUSH(l->arena, &l->evidence->capture.crossings, x);
	}
}

/* What this host passes on to other machines did not come to it. */
static void leave_out_transit(struct look *l)
{
	struct capture_seen *seen = &l->evidence->capture;
	const struct addresses *a = &l->evidence->addresses;
	size_t kept = 0;
	if (a->obs.seen != SEEN_YES)
		return;
	for (size_t i = 0; i < seen->arrivals.n; i++) {
		bool here = false;
		for (size_t k = 0; k < a->all.n && !here; k++)
			here = ip_equal(&a->all.v[k]->ip, &seen->arrivals.v[i]->to);
		if (here)
			seen->arrivals.v[kept++] = seen->arrivals.v[i];
	}
	seen->arrivals.n = kept;
}

static void sum_up(struct look *l, struct capturing *c)
{
	struct capture_seen *seen = &l->evidence->capture;
	struct packets_count count = {0};
	for (int i = 0; i < LAST_BATCHES && read_batch(c); i++)
		;
	attempts_end(c->attempts, packets_now());
	packets_counted(c->capture.packets, &count);
	seen->packets = (int64_t)count.seen;
	seen->dropped = (int64_t)count.dropped;
	seen->evicted = (int64_t)attempts_counted(c->attempts)->evicted;
	seen->waited = c->waits ? loop_now() - c->waits_since : 0;
	if (count.dropped) {
		seen->obs.seen = SEEN_NO;
		seen->obs.excerpt = arena_printf(l->arena,
			"the kernel dropped %d of %d packets: what they were is not "
			"known",
			(int)count.dropped, (int)count.seen);
	}
	tell_crossings(l, c);
	leave_out_transit(l);
}

static void capture_finish(struct look *l)
{
	struct capturing *c = l->capturing;
	if (!c || !c->watch)
		return;
	loop_unwatch(c->watch);
	loop_cancel(c->tick);
	loop_cancel(c->end);
	sum_up(l, c);
	if (c->writes && !capture_file_close(&c->file))
		log_error("the file of packets could not be written whole");
	process_close(c->capture.packets);
	if (c->capture.changes)
		process_close(c->capture.changes);
	packets_free(c->packets);
	l->capturing = NULL;
}

const struct probe probe_capture = {
	.id = "capture",
	.title = "packets",
	.privileged = true,
	.web = true,
	.start = capture_start,
	.linger = capture_linger,
	.last = capture_counters,
	.finish = capture_finish,
};
