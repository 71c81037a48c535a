/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inject_parts.h"

#include "file.h"
#include "ruleset_nft.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

enum {
	PORT_FROM = 32768, /* of a client's ephemeral ports, below those of NAT's own */
	PORTS = 28000,
	NAPS_MAX = 160, /* for a packet that another CPU handles */
	NAP_NS = 250 * 1000,
	ARRIVING = 20, /* naps until a SYN that no own chain saw is taken for gone */
};

struct injecting {
	struct inject_run *run;
	struct arena *scratch; /* of one probe */
	struct inject_link links[INJECT_INTERFACES_MAX];
	size_t links_n;
	struct inject_tuple *tuples; /* two a probe: the second goes to the listener */
	struct inject_key *keys;
	size_t keys_n;
	struct inject_table table;
	struct inject_trace *trace;
	struct inject_guard guard;
	struct inject_way way;
	bool sent;     /* one at least */
	bool seen_any; /* a SYN came by an own chain: this way works */
	int64_t deadline;
};

/* -- what is asked ------------------------------------------------------------------ */

static int link_of(struct injecting *g, const char *name)
{
	for (size_t i = 0; i < g->links_n; i++)
		if (strcmp(g->links[i].name, name) == 0)
			return (int)i;
	if (g->links_n == INJECT_INTERFACES_MAX ||
		!inject_link_find(g->run->arena, name, &g->links[g->links_n]))
		return -1;
	return (int)g->links_n++;
}

static void put16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static void put32(uint8_t *p, uint32_t v)
{
	put16(p, v >> 16);
	put16(p + 2, v & 0xffff);
}

static void add_key(struct injecting *g, const struct inject_probe *p, uint32_t chance,
	uint32_t seq, bool pass)
{
	struct inject_tuple *t = &g->tuples[g->keys_n];
	struct inject_key *k = &g->keys[g->keys_n++];
	bool chosen = !pass && p->source_port;
	*t = (struct inject_tuple){.from = p->from,
		.to = p->to,
		.source_port = (uint16_t)(chosen ? p->source_port
						 : PORT_FROM + (int)(chance % PORTS)),
		.port = (uint16_t)p->port,
		.seq = seq};
	*k = (struct inject_key){.from = p->from, .to = p->to, .pass = pass};
	put16(k->ports, t->source_port);
	put16(k->ports + 2, t->port);
	put32(k->seq, seq);
	put32(k->ack, seq + 1);
}

/* Random ports and sequence numbers: no two runs and no client have the same. */
static bool plan(struct injecting *g)
{
	struct inject_run *r = g->run;
	uint32_t *chance = arena_array(r->arena, 2 * r->n + 1, sizeof(*chance));
	for (size_t i = 0; i < 2 * r->n + 1; i++)
		if (getrandom(&chance[i], sizeof(*chance), 0) != sizeof(*chance))
			return false;
	g->tuples = arena_array(r->arena, 2 * r->n, sizeof(*g->tuples));
	g->keys = arena_array(r->arena, 2 * r->n, sizeof(*g->keys));
	for (size_t i = 0; i < r->n; i++) {
		struct inject_probe *p = &r->probes[i];
		/* the two SYNs' numbers differ from all others, and so do the answers' */
		uint32_t seq = (chance[2 * r->n] & 0xfffff000u) + (uint32_t)i * 4;
		add_key(g, p, chance[2 * i], seq, false);
		add_key(g, p, chance[2 * i + 1], seq + 2, true);
		p->source_port = g->tuples[2 * i].source_port;
		int at = link_of(g, p->interface);
		if (at < 0)
			p->why = "there is no such interface any more";
		else if (!g->links[at].up)
			p->why = "the interface is down";
	}
	return true;
}

/* -- one SYN ------------------------------------------------------------------------ */

static bool nap(struct injecting *g)
{
	const struct timespec moment = {.tv_nsec = NAP_NS};
	nanosleep(&moment, NULL);
	return file_now() < g->deadline;
}

static void add_counts(uint64_t *sum, const uint64_t *more)
{
	for (size_t i = 0; i < INJECT__MAX; i++)
		sum[i] += more[i];
}

static int last_of(const uint64_t *counts)
{
	int last = INJECT_NOWHERE;
	for (int i = INJECT_INGRESS; i <= INJECT_FW9; i++)
		if (counts[i])
			last = i;
	return last;
}

/* The trace names the rule that dropped it: nothing more comes. */
static bool is_dropped(struct injecting *g)
{
	struct inject_rule by = {0};
	if (g->trace)
		inject_trace_judge(g->trace, g->scratch, g->table.name, false, &by);
	return by.family != 0;
}

static bool is_end(int last)
{
	return last == INJECT_IN9 || last == INJECT_FW9;
}

static bool has_answer(const uint64_t *counts)
{
	return counts[INJECT_SYNACK] || counts[INJECT_RST] || counts[INJECT_ICMP];
}

/* Counts until the SYN's end is seen, or nothing more comes. */
static bool count(struct injecting *g, uint64_t *counts, bool want_answer)
{
	uint64_t more[INJECT__MAX];
	memset(counts, 0, INJECT__MAX * sizeof(*counts));
	bool dropped = false;
	for (int i = 0, still = 0; i < NAPS_MAX && still < 2; i++) {
		if (!inject_table_read(g->scratch, &g->table, more))
			return false;
		add_counts(counts, more);
		int last = last_of(counts);
		bool moved = last_of(more) != INJECT_NOWHERE;
		if (dropped || (is_end(last) && (!want_answer || has_answer(counts))))
			return true;
		/* once more for its answer, which was made before */
		dropped = !is_end(last) && is_dropped(g);
		if (dropped)
			continue;
		/* what was not seen at all may still wait for its turn */
		if (last != INJECT_NOWHERE || i > ARRIVING)
			still = moved ? 0 : still + 1;
		if (still < 2 && !nap(g))
			break;
	}
	return true;
}

static bool send_syn(struct injecting *g, size_t key, int link)
{
	uint8_t frame[INJECT_FRAME_MAX];
	size_t n = inject_frame(frame, &g->links[link], &g->tuples[key], false);
	return inject_way_send(&g->way, (size_t)link, &g->links[link], frame, n);
}

static const char *refusal(struct injecting *g, int error)
{
	if (error == EPERM || error == ENOSYS || error == EACCES)
		return "bpf(2) is refused here, as in a container";
	return arena_printf(g->run->arena,
		"this kernel has neither of the two ways in (bpf(2): %s)",
		strerror(error));
}

static void ask_listener(struct injecting *g, struct inject_probe *p, size_t i, int link)
{
	uint64_t counts[INJECT__MAX];
	const struct inject_life life = {g->tuples[2 * i + 1], (uint32_t)link};
	if (!inject_guard_live(&g->guard, &life))
		return;
	bool sent = send_syn(g, 2 * i + 1, link) && count(g, counts, true);
	inject_guard_settle(g->scratch, &g->guard);
	if (!sent || last_of(counts) != INJECT_IN9)
		return;
	p->answer = counts[INJECT_SYNACK] ? INJECT_ANSWER_SYNACK
		    : counts[INJECT_RST]  ? INJECT_ANSWER_RST
		    : counts[INJECT_ICMP] ? INJECT_ANSWER_ICMP
					  : INJECT_ANSWER_SILENCE;
}

static void tell(struct injecting *g, struct inject_probe *p, const uint64_t *counts)
{
	p->last = last_of(counts);
	p->forward = p->last >= INJECT_FW0;
	if (p->last == INJECT_NOWHERE && !g->seen_any && !p->fenced) {
		p->why = "an injected SYN does not arrive on this interface";
		return;
	}
	g->seen_any = g->seen_any || p->last != INJECT_NOWHERE;
	p->done = true;
	p->fate = is_end(p->last) || counts[INJECT_SYNACK] ? FATE_ACCEPT
		  : has_answer(counts)                     ? FATE_REJECT
							   : FATE_DROP;
	if (g->trace)
		inject_trace_judge(g->trace, g->run->arena, g->table.name,
			p->fate == FATE_ACCEPT, &p->by);
}

static void probe_one(struct injecting *g, size_t i)
{
	uint64_t counts[INJECT__MAX];
	struct inject_probe *p = &g->run->probes[i];
	int link = link_of(g, p->interface);
	arena_reset(g->scratch);
	if (g->trace)
		inject_trace_drain(g->trace);
	if (!send_syn(g, 2 * i, link)) {
		p->why = refusal(g, g->way.error);
		return;
	}
	g->sent = true;
	if (!count(g, counts, false)) {
		p->why = "the kernel did not tell the counters";
		return;
	}
	tell(g, p, counts);
	if (p->done && p->listener && p->fate == FATE_ACCEPT && !p->forward)
		ask_listener(g, p, i, link);
}

/* -- the run ------------------------------------------------------------------------ */

/* Legacy tables write each traced packet to the kernel's log. */
static bool may_trace(struct arena *a, const char *names)
{
	return !file_line(a, names, 4096);
}

static enum err open_table(struct injecting *g)
{
	struct arena *a = g->run->arena;
	enum err err = nl_open(a, &g->table.nl, NETLINK_NETFILTER);
	if (err)
		return err;
	g->table.trace4 = may_trace(a, "/proc/net/ip_tables_names");
	g->table.trace6 = may_trace(a, "/proc/net/ip6_tables_names");
	inject_table_sweep(a);
	g->guard.ender = (struct inject_ender){&g->way, g->links, false};
	err = inject_guard_start(&g->guard, &g->table);
	if (!err)
		err = inject_table_open(
			a, &g->table, g->keys, g->keys_n, g->links, g->links_n);
	return err;
}

static enum err start(struct injecting *g)
{
	struct inject_run *r = g->run;
	if (!plan(g)) {
		r->why = "the kernel gives no random numbers";
		return ERR_IO;
	}
	if (!inject_way_open(&g->way, g->links, g->links_n)) {
		r->why = refusal(g, g->way.error);
		return ERR_UNSUPPORTED;
	}
	enum err err = open_table(g);
	if (err) {
		r->why = err == ERR_DENIED
				 ? "an nf_tables table of its own is refused here"
				 : arena_printf(r->arena,
					   "an nf_tables table of its own cannot be "
					   "made: %s",
					   strerror(g->table.nl.error));
		return err;
	}
	g->trace = inject_trace_open(r->arena);
	r->traced4 = g->trace && g->table.trace4;
	r->traced6 = g->trace && g->table.trace6;
	return ERR_OK;
}

static enum err run_all(struct injecting *g)
{
	struct inject_run *r = g->run;
	uint32_t first = 0, last = 0;
	enum err err = start(g);
	if (!err && ruleset_generation(&first) != ERR_OK)
		first = 0;
	for (size_t i = 0; i < r->n && !err; i++) {
		struct inject_probe *p = &r->probes[i];
		if (p->early_reject && !g->table.egress)
			p->why = "its reject would leave: this kernel has no egress hook";
		if (p->why)
			continue;
		if (file_now() >= g->deadline)
			p->why = "the time for injecting was up";
		else
			probe_one(g, i);
	}
	/* the own table's coming is one step */
	if (!err && ruleset_generation(&last) == ERR_OK)
		r->changed =
			first != last || (r->generation && first != r->generation + 1);
	if (!err && !g->sent && g->way.error) {
		r->why = refusal(g, g->way.error);
		err = ERR_UNSUPPORTED;
	}
	if (!err)
		r->method = g->way.live_frames ? "XDP live frames" : "clone_redirect";
	return err;
}

enum err inject_run(struct inject_run *run)
{
	struct injecting *g = ARENA_NEW(run->arena, struct injecting);
	g->run = run;
	g->guard.pipe = -1;
	g->deadline = file_now() + INJECT_LIMIT_MS;
	g->scratch = arena_new();
	inject_way_init(&g->way);
	g->way.live_frames = run->live_frames;
	if (run->n > INJECT_MAX)
		run->n = INJECT_MAX;
	enum err err = run_all(g);
	inject_guard_stop(g->scratch, &g->guard, &g->table);
	inject_trace_close(g->trace);
	inject_way_close(&g->way);
	arena_free(g->scratch);
	return err;
}
