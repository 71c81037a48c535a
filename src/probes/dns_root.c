/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/dns_answer.h"
#include "probes/dns_state.h"
#include "probes/reach.h"

enum { UDP, TCP, ROOT_POKES = 3 };
enum { VALIDATING, PLAIN }; /* the two ways of --resolver */

static void ask_keys(struct resolving *s, int index);

static void stop(struct resolving *s)
{
	loop_cancel(s->tcp_timer);
	loop_cancel(s->give_up_timer);
	s->tcp_timer = s->give_up_timer = NULL;
	dns_poke_free(s->root_pokes);
	s->root_pokes = NULL;
	for (int i = 0; i < 2; i++) {
		if (s->root_sides[i].open)
			dns_resolver_cancel(s->authority.at[i], s->root_sides[i].id);
		s->root_sides[i].open = false;
	}
}

static void observe(struct resolving *s, enum seen seen, const char *excerpt)
{
	struct recursion *r = &s->look->evidence->recursion;
	r->obs.seen = seen;
	r->obs.excerpt = excerpt;
	r->obs.at = look_at(s->look);
}

/* What is decided holds for the rest of the run. */
static void usable(struct resolving *s)
{
	s->root = ROOT_OK;
	stop(s);
	dns_ask_release(&s->authority);
	look_end(s->look);
}

static void unusable(struct resolving *s, enum dns_root_state state, const char *excerpt)
{
	s->root = state;
	stop(s);
	/* bytes that the root's keys do not vouch for are no root server's answer */
	observe(s, state == ROOT_BROKEN ? SEEN_FAILED : SEEN_NO, excerpt);
	s->look->evidence->recursion.shown = "host's resolver";
	dns_ask_close(&s->authority, SEEN_FAILED, excerpt);
	dns_name_turn(s);
	look_end(s->look);
}

bool dns_root_unusable(const struct resolving *s)
{
	return s->root > ROOT_OK;
}

void dns_root_proved(struct resolving *s, int index)
{
	/* of --resolver, only the root's keys tell whether validation works through it */
	if (s->root != ROOT_UNDECIDED || s->look->target->have_resolver)
		return;
	s->authority.only = index;
	observe(s, SEEN_YES,
		index == TCP ? "a root server answers by TCP, none by UDP"
			     : "a root server answers");
	usable(s);
}

static void blocked(struct resolving *s)
{
	const char *words = "no root server answers on UDP or TCP port 53";
	if (s->words)
		words = arena_printf(s->arena, "%s (%s)", words, s->words);
	unusable(s, ROOT_BLOCKED, words);
}

static void silence(struct resolving *s, int index)
{
	s->silent[index] = true;
	if (s->root == ROOT_UNDECIDED && s->silent[UDP] && s->silent[TCP])
		blocked(s);
}

static void give_up_time(void *arg)
{
	struct resolving *s = arg;
	s->give_up_timer = NULL;
	blocked(s);
}

static void pokes_failed(struct resolving *s, const char *words)
{
	s->words = words;
	silence(s, UDP);
}

static struct dns_resolver *second_resolver(struct resolving *s)
{
	const char *why = NULL;
	const bool forward = s->look->target->have_resolver;
	struct dns_setup setup = {.kind = forward ? DNS_FORWARD_PLAIN : DNS_RECURSION_TCP,
		.roots = &s->roots,
		.v4 = s->v4 || forward,
		.v6 = s->v6 || forward,
		.base = s->second_base,
		.log = s->log};
	if (forward)
		setup.forwarders = s->forwarders;
	return dns_resolver_new(s->arena, &setup, &why);
}

static void poke_roots(struct resolving *s)
{
	const struct ip *some[ROOT_POKES];
	size_t n = 0;
	for (size_t i = 0; i < s->roots.servers.n && n < ROOT_POKES; i++) {
		const struct ip *ip = s->roots.servers.v[i];
		if (ip->family == 4 ? s->v4 : s->v6)
			some[n++] = ip;
	}
	for (size_t i = 0; i < n; i++)
		reach_egress(s->look, some[i], true);
	if (s->look->target->have_resolver && s->look->target->resolver_port == 53)
		reach_egress(s->look, &s->look->target->resolver, true);
	if (n)
		s->root_pokes = dns_poke(s, some, n, pokes_failed);
}

/* UDP is silent so far: TCP gets its chance, and the system may know why. */
static void tcp_time(void *arg)
{
	struct resolving *s = arg;
	s->tcp_timer = NULL;
	s->authority.at[TCP] = second_resolver(s);
	poke_roots(s);
	if (s->root != ROOT_UNDECIDED)
		return;
	if (!s->authority.at[TCP]) {
		silence(s, TCP);
		return;
	}
	ask_keys(s, TCP);
	if (s->root == ROOT_UNDECIDED)
		dns_ask_second(&s->authority);
}

static void tcp_now(struct resolving *s)
{
	if (s->authority.at[TCP] || s->root != ROOT_UNDECIDED)
		return;
	loop_cancel(s->tcp_timer);
	s->tcp_timer = loop_after(s->loop, 0, tcp_time, s);
}

static void recursion_replied(
	struct resolving *s, int index, const struct dns_reply *reply)
{
	if (reply->dnssec == DNSSEC_BOGUS) {
		unusable(s, ROOT_FALSE,
			arena_printf(s->arena,
				"what answers on port 53 does not hold the root's keys: "
				"%s",
				reply->why));
	} else if (reply->packet) {
		dns_root_proved(s, index);
	} else {
		silence(s, index);
		if (index == UDP)
			tcp_now(s);
	}
}

/* The resolver hands no signatures on: it is believed as it is. */
static void plain_time(void *arg)
{
	struct resolving *s = arg;
	s->give_up_timer = NULL;
	s->authority.at[PLAIN] = second_resolver(s);
	dns_ask_switch(&s->authority);
	usable(s);
}

static void root_replied(void *arg, const struct dns_reply *reply)
{
	struct dns_root_side *side = arg;
	struct resolving *s = side->s;
	if (!side->open || s->over)
		return;
	side->open = false;
	if (!s->look->target->have_resolver) {
		recursion_replied(s, side->index, reply);
	} else if (reply->packet && reply->dnssec != DNSSEC_BOGUS) {
		s->authority.only = VALIDATING;
		usable(s);
	} else {
		loop_cancel(s->give_up_timer);
		s->give_up_timer = loop_after(s->loop, 0, plain_time, s);
	}
}

static void ask_keys(struct resolving *s, int index)
{
	struct dns_root_side *side = &s->root_sides[index];
	*side = (struct dns_root_side){.s = s, .index = index, .open = true};
	int id = dns_resolver_ask(
		s->authority.at[index], ".", DNS_TYPE_DNSKEY, root_replied, side);
	if (side->open)
		side->id = id;
}

void dns_root_start(struct resolving *s)
{
	int64_t give_up = s->look->target->timeout_ms * 3 / 4;
	look_begin(s->look);
	if (s->authority.closed) { /* libunbound did not take its setup */
		unusable(s, ROOT_BROKEN, s->authority.closed);
		return;
	}
	if (s->look->target->have_resolver) {
		s->give_up_timer = loop_after(s->loop, DNS_FORWARD_MS, plain_time, s);
	} else {
		if (give_up > DNS_GIVE_UP_MS)
			give_up = DNS_GIVE_UP_MS;
		int64_t tcp =
			give_up / 3 < DNS_TCP_AFTER_MS ? give_up / 3 : DNS_TCP_AFTER_MS;
		s->tcp_timer = loop_after(s->loop, tcp, tcp_time, s);
		s->give_up_timer = loop_after(s->loop, give_up, give_up_time, s);
	}
	ask_keys(s, 0);
}

void dns_root_finish(struct resolving *s, enum seen seen, const char *why)
{
	stop(s);
	if (s->root != ROOT_UNDECIDED)
		return;
	if (!s->look->target->have_resolver)
		observe(s, seen, why);
	look_end(s->look);
}
