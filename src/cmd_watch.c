/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `pkiready watch`: every connection that comes, and what became of it. */
#include "cmd_watch.h"

#include "capture_file.h"
#include "cmd.h"
#include "host.h"
#include "log.h"
#include "packets.h"
#include "process.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

enum {
	TICK_MS = 200,
	BATCHES = 16, /* of packets, a turn of the loop */
	LINES_A_SECOND =
		100, /* what more comes is counted; as many again for known CAs */
	ADDRESSES_FRESH_MS = 10000,
	LAST_ANSWERS_MS = 3000,
};

struct watching {
	struct arena *arena;
	struct broker *broker;
	struct loop *loop;
	struct style style;
	struct ask_capture ask;
	struct capture_look capture;
	struct packets *packets;
	struct attempts *attempts;
	struct profile_known *known;
	struct watch_asker *asker;
	struct capture_file file;
	bool writes;
	struct arena *local_arena; /* this host's addresses */
	struct addresses local;
	bool local_asked;
	int64_t local_at;
	struct watch_sum sum;
	int64_t second; /* the one that lines are counted in */
	int lines, ca_lines;
	int64_t omitted; /* in it */
	bool answered, stopped, failed;
};

static void stop(struct watching *w)
{
	w->stopped = true;
	loop_stop(w->loop);
}

/* -- lines --------------------------------------------------------------------------- */

static void written(struct watching *w, bool good)
{
	if (good)
		return;
	w->failed = true;
	stop(w);
}

static void on_told(void *arg, const struct watch_event *e)
{
	struct watching *w = arg;
	written(w, report_watch_event(stdout, &w->style, e));
}

static void next_second(struct watching *w)
{
	int64_t second = loop_now() / 1000;
	if (second == w->second)
		return;
	if (w->omitted)
		written(w, report_watch_omitted(stdout, &w->style, w->omitted));
	w->second = second;
	w->lines = w->ca_lines = 0;
	w->omitted = 0;
}

/* -- what came ----------------------------------------------------------------------- */

/* What this host passes on to other machines is none of its own. */
static bool is_transit(const struct watching *w, const struct attempt *a)
{
	if (a->loopback || w->local.obs.seen != SEEN_YES)
		return false;
	for (size_t i = 0; i < w->local.all.n; i++)
		if (ip_equal(&w->local.all.v[i]->ip, &a->to))
			return false;
	return true;
}

static bool is_ca(const struct watching *w, const struct attempt *a)
{
	const struct address_list *list;
	const struct span *agent = &a->request.user_agent;
	return profile_known_address(w->known, &a->from, &list) ||
	       (agent->p && profile_known_agent(w->known, agent->p, agent->n));
}

static void on_ended(void *arg, const struct attempt *a)
{
	struct watching *w = arg;
	if (is_transit(w, a)) {
		w->sum.transit++;
		return;
	}
	bool ca = is_ca(w, a);
	int *lines = ca ? &w->ca_lines : &w->lines;
	w->sum.attempts++;
	w->sum.ca += ca;
	w->sum.good += a->good;
	w->sum.failed[a->stage] += !a->good;
	next_second(w);
	if (*lines >= LINES_A_SECOND) {
		w->omitted++;
		w->sum.omitted++;
		return;
	}
	++*lines;
	watch_asker_add(
		w->asker, w->known, a, packets_interface(w->packets, a->interface));
}

static bool read_batch(struct watching *w)
{
	const struct packet *p;
	size_t n = packets_read(w->packets, w->capture.packets, &p);
	for (size_t i = 0; i < n; i++) {
		if (w->writes)
			capture_file_add(&w->file, &p[i]);
		attempts_packet(w->attempts, CAPTURE_RAW, &p[i]);
	}
	return n == PACKETS_BATCH;
}

static void on_packets(void *arg, int fd, int events)
{
	struct watching *w = arg;
	(void)fd;
	(void)events;
	for (int i = 0; i < BATCHES && read_batch(w); i++)
		;
}

static void on_changes(void *arg, int fd, int events)
{
	struct watching *w = arg;
	(void)events;
	if (packets_drain(fd))
		watch_asker_changed(w->asker);
}

/* -- time and signals ---------------------------------------------------------------- */

static void on_local(void *arg, void *answer)
{
	struct watching *w = arg;
	w->local = *(const struct addresses *)answer;
	w->local_asked = false;
}

static void ask_local(struct watching *w)
{
	static const struct ask_ports web = {.first = 80, .second = 443};
	if (w->local_asked || loop_now() - w->local_at < ADDRESSES_FRESH_MS)
		return;
	w->local_asked = true;
	w->local_at = loop_now();
	w->local = (struct addresses){.obs = {.seen = SEEN_SKIPPED}};
	arena_reset(w->local_arena);
	broker_ask(w->broker, w->loop, w->local_arena, HOST_addresses, &web, on_local, w);
}

static void on_tick(void *arg)
{
	struct watching *w = arg;
	attempts_tick(w->attempts, packets_now());
	next_second(w);
	ask_local(w);
	loop_after(w->loop, TICK_MS, on_tick, w);
}

static void on_time(void *arg)
{
	stop(arg);
}

static void on_signal(void *arg, int fd, int events)
{
	(void)events;
	process_signals_seen(fd);
	stop(arg);
}

/* -- opening ------------------------------------------------------------------------- */

static bool add_port(struct watching *w, const char *word)
{
	char *end;
	long port = strtol(word, &end, 10);
	if (*word < '0' || *word > '9' || *end || port < 1 || port > 65535)
		return false;
	const char *plain = arena_printf(w->arena, "%ld", port);
	for (size_t i = 0; i < w->ask.ports.n; i++)
		if (strcmp(w->ask.ports.v[i], plain) == 0)
			return true;
	VEC_PUSH(w->arena, &w->ask.ports, plain);
	return w->ask.ports.n <= CAPTURE_PORTS_MAX;
}

static bool set_ports(struct watching *w, const char *given)
{
	const char *list = given ? given : "80,443";
	for (bool more = true; more;) {
		size_t n = strcspn(list, ",");
		if (!add_port(w, arena_dup(w->arena, list, n))) {
			log_error("--port \"%s\": expected up to %d numbers from 1 to "
				  "65535, such as 80,443",
				text_escaped(w->arena, given), CAPTURE_PORTS_MAX);
			return false;
		}
		more = list[n] == ',';
		list += n + more;
	}
	return true;
}

static void on_capture(void *arg, void *answer)
{
	struct watching *w = arg;
	w->capture = *(const struct capture_look *)answer;
	w->answered = true;
	loop_stop(w->loop);
}

static int open_capture(struct watching *w)
{
	broker_ask(w->broker, w->loop, w->arena, HOST_capture, &w->ask, on_capture, w);
	while (!w->answered)
		loop_turn(w->loop, -1);
	if (w->capture.obs.seen == SEEN_YES && w->capture.packets)
		return EXIT_READY;
	const struct obs *o = &w->capture.obs;
	log_error("%s: %s", text_escaped(w->arena, o->source),
		text_escaped(w->arena, o->excerpt ? o->excerpt : seen_words[o->seen]));
	return o->seen == SEEN_NO ? EXIT_USAGE : EXIT_CANNOT_TELL;
}

static const char *link_name(void *arg, unsigned ifindex)
{
	struct watching *w = arg;
	return packets_interface(w->packets, ifindex);
}

static void begin(struct watching *w)
{
	struct attempts_use use = {.ended = on_ended,
		.arg = w,
		.seed = (uint32_t)packets_now() ^ (uint32_t)(uintptr_t)w->arena};
	for (size_t i = 0; i < w->ask.ports.n; i++)
		use.ports[use.ports_n++] = (uint16_t)strtol(w->ask.ports.v[i], NULL, 10);
	w->packets = packets_new();
	w->known = profile_known_new(w->arena);
	w->attempts = attempts_new(w->arena, &use, ATTEMPTS_FLOWS, ATTEMPTS_REQUESTS);
	w->asker =
		watch_asker_new(w->arena, w->broker, w->loop, &w->ask.ports, on_told, w);
	w->local_arena = arena_new();
	w->local_at = -ADDRESSES_FRESH_MS;
}

/* -- watching ------------------------------------------------------------------------ */

static void watch_until_end(struct watching *w, int64_t ms)
{
	struct capture_look *c = &w->capture;
	int signals = process_signals();
	struct loop_fd *watches[] = {
		loop_watch(w->loop, c->packets, LOOP_READ, on_packets, w),
		c->changes ? loop_watch(w->loop, c->changes, LOOP_READ, on_changes, w)
			   : NULL,
		signals < 0 ? NULL
			    : loop_watch(w->loop, signals, LOOP_READ, on_signal, w)};
	log_info("%s: ready", text_escaped(w->arena, c->obs.source));
	ask_local(w);
	watch_ask_programs(
		w->arena, w->broker, w->loop, w->ask.interface, &w->sum.unseen_by);
	loop_after(w->loop, TICK_MS, on_tick, w);
	if (ms)
		loop_after(w->loop, ms, on_time, w);
	while (!w->stopped)
		loop_turn(w->loop, -1);
	for (size_t i = 0; i < sizeof(watches) / sizeof(watches[0]); i++)
		loop_unwatch(watches[i]);
	if (signals >= 0)
		process_close(signals);
}

/* What waits in the kernel still came while it was watched. */
static void end_all(struct watching *w)
{
	int64_t until = loop_now() + LAST_ANSWERS_MS;
	for (int i = 0; i < 1024 && read_batch(w); i++)
		;
	attempts_end(w->attempts, packets_now());
	while (!watch_asker_idle(w->asker) && loop_now() < until && !w->failed)
		loop_turn(w->loop, until - loop_now());
	watch_asker_flush(w->asker);
	if (w->omitted && !w->failed)
		written(w, report_watch_omitted(stdout, &w->style, w->omitted));
}

static void sum_up(struct watching *w, int64_t began)
{
	const struct attempts_count *n = attempts_counted(w->attempts);
	struct packets_count count = {0};
	packets_counted(w->capture.packets, &count);
	w->sum.ms = loop_now() - began;
	w->sum.evicted = (int64_t)n->evicted;
	w->sum.fragments = (int64_t)(n->fragments + n->cut);
	w->sum.packets = (int64_t)count.seen;
	w->sum.dropped = (int64_t)count.dropped;
	w->sum.unwritten = (int64_t)w->file.left_out;
	written(w, report_watch_sum(stdout, &w->style, &w->sum));
}

static void release(struct watching *w)
{
	watch_asker_free(w->asker);
	arena_free(w->local_arena);
	packets_free(w->packets);
	process_close(w->capture.packets);
	if (w->capture.changes)
		process_close(w->capture.changes);
}

static int status_of(const struct watching *w)
{
	if (w->sum.attempts == 0)
		return EXIT_CANNOT_TELL;
	return w->sum.good == w->sum.attempts ? EXIT_READY : EXIT_NOT_READY;
}

/* The file is closed in every case; false: not all of it could be written. */
static bool watch_open(struct watching *w, const struct options *o)
{
	int64_t began = loop_now();
	begin(w);
	watch_until_end(w, o->seconds_ms);
	end_all(w);
	sum_up(w, began);
	broker_end_looks(w->broker);
	release(w);
	if (!w->writes || capture_file_close(&w->file))
		return true;
	log_error("--write \"%s\": not all could be written",
		text_escaped(w->arena, o->write));
	return false;
}

static int watch(struct arena *a, const struct options *o, struct broker *b)
{
	struct watching w = {.arena = a, .broker = b};
	cmd_style(o, &w.style);
	if (w.style.format == FORMAT_KV) {
		log_error("--format kv: watch writes text or json");
		return EXIT_USAGE;
	}
	if (cmd_read_profiles(a, o) != ERR_OK || !set_ports(&w, o->port))
		return EXIT_USAGE;
	w.ask.interface = o->interface;
	w.loop = loop_new();
	int status = open_capture(&w);
	if (status == EXIT_READY && o->write_file) {
		w.writes = true;
		w.file = (struct capture_file){.name = link_name, .arg = &w};
		capture_file_open(&w.file, o->write_file, CAPTURE_SNAP);
	}
	if (status == EXIT_READY)
		status = watch_open(&w, o) ? status_of(&w) : EXIT_TOOL;
	loop_free(w.loop);
	return w.failed ? cmd_finish(false, status) : status;
}

const struct cmd cmd_watch = {.needs_host = true, .run = watch};
