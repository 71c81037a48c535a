/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "datagram.h"
#include "memstream.h"
#include "probes/dns_answer.h"
#include "probes/dns_event.h"
#include "probes/dns_state.h"

#include <string.h>

/* A family of which no root server has a route has none worth waiting for. */
static bool routed(const struct resolving *s, int family)
{
	struct dns_roots iana;
	dns_roots_default(s->arena, &iana);
	const struct dns_roots *both[] = {&s->roots, &iana};
	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < both[i]->servers.n; j++)
			if (both[i]->servers.v[j]->family == family &&
				datagram_routed(both[i]->servers.v[j]))
				return true;
	return false;
}

static enum err read_roots(struct resolving *s, const char **why)
{
	const struct target *t = s->look->target;
	enum err err = ERR_OK;
	dns_roots_default(s->arena, &s->roots);
	if (t->root_hints.n)
		err = dns_roots_hints(s->arena, t->root_hints, &s->roots, why);
	if (!err && t->trust_anchor.n)
		err = dns_roots_anchors(s->arena, t->trust_anchor, &s->roots, why);
	return err;
}

static void lane_init(
	struct resolving *s, struct dns_lane *lane, int places, int64_t limit_ms)
{
	lane->s = s;
	lane->only = -1;
	lane->places = places;
	lane->limit_ms = limit_ms;
}

static void open_authorities(struct resolving *s)
{
	const struct target *t = s->look->target;
	struct recursion *r = &s->look->evidence->recursion;
	const char *why = NULL;
	struct dns_setup setup = {.kind = t->have_resolver ? DNS_FORWARD : DNS_RECURSION,
		.roots = &s->roots,
		.v4 = t->have_resolver || s->v4,
		.v6 = t->have_resolver || s->v6,
		.base = s->base,
		.log = s->log};
	char text[IP_TEXT_MAX];
	lane_init(s, &s->authority, DNS_AUTHORITY_PLACES, t->timeout_ms);
	s->authority.flights = s->flights;
	flights_watch(s->flights, dns_ask_kick, &s->authority);
	s->authority.source[0] = "recursion from the root servers";
	s->authority.source[1] = "recursion from the root servers, by TCP";
	r->shown = "recursion";
	if (t->have_resolver) {
		const char *ip = ip_format(&t->resolver, text);
		VEC_PUSH(s->arena, &s->forwarders,
			arena_printf(s->arena, "%s@%d", ip, t->resolver_port));
		r->replaced = true;
		r->shown = arena_printf(s->arena,
			t->resolver.family == 6 ? "resolver [%s]:%d" : "resolver %s:%d",
			ip, t->resolver_port);
		s->authority.source[0] = s->authority.source[1] = r->shown;
		r->obs.excerpt = "replaced by --resolver";
		setup.forwarders = s->forwarders;
	}
	r->obs.source = s->authority.source[0];
	if (read_roots(s, &why) == ERR_OK)
		s->authority.at[0] = dns_resolver_new(s->arena, &setup, &why);
	if (!s->authority.at[0])
		s->authority.closed = why;
	else if (!t->have_resolver)
		dns_ask_gate(&s->authority);
}

static void open_own(struct resolving *s)
{
	int64_t limit = s->look->target->timeout_ms;
	const char *why = NULL;
	lane_init(s, &s->own, DNS_HOST_PLACES, limit < DNS_HOST_MS ? limit : DNS_HOST_MS);
	dns_host_read(s->arena, &s->host);
	struct dns_setup setup = {.kind = DNS_FORWARD_PLAIN,
		.forwarders = s->host.servers,
		.v4 = true,
		.v6 = true,
		.base = s->own_base,
		.log = s->log};
	s->own.source[0] = s->host.source;
	s->own.at[0] = dns_resolver_new(s->arena, &setup, &why);
	if (!s->own.at[0])
		s->own.closed = why;
}

static void host_refuses(struct resolving *s, const char *words)
{
	dns_ask_close(&s->own, SEEN_FAILED, words);
}

/* A resolver that is not there at all need not be waited for. */
static void host_poke_time(void *arg)
{
	struct resolving *s = arg;
	s->poke_timer = NULL;
	const struct dns_queue *asked = &s->own.queues[RANK_NAMES];
	for (size_t i = 0; i < asked->all.n; i++)
		if (asked->all.v[i]->done)
			return;
	if (asked->all.n == 0)
		return;
	s->host_pokes = dns_poke(
		s, (const struct ip *const *)s->host.ips.v, s->host.ips.n, host_refuses);
}

static void heard(void *arg)
{
	struct resolving *s = arg;
	dns_ask_open(&s->authority);
}

struct resolving *dns_state(struct look *l)
{
	if (l->resolving)
		return l->resolving;
	struct resolving *s = ARENA_NEW(l->arena, struct resolving);
	l->resolving = s;
	s->look = l;
	s->arena = l->arena;
	s->loop = l->loop;
	s->log = memstream_new();
	s->flights = flights_new(l->arena, l->loop);
	s->base = dns_event_base_new(l->loop, s->flights, heard, s);
	s->second_base = dns_event_base_new(l->loop, NULL, heard, s);
	s->own_base = dns_event_base_new(l->loop, NULL, NULL, NULL);
	s->v4 = routed(s, 4);
	s->v6 = routed(s, 6);
	if (!s->v4 && !s->v6)
		s->v4 = s->v6 = true; /* it fails at once, and says how */
	open_authorities(s);
	open_own(s);
	dns_root_start(s);
	s->poke_timer = loop_after(s->loop, DNS_HOST_POKE_MS, host_poke_time, s);
	return s;
}

/* A name that is not looked up, and why. */
static struct name_look *unasked(struct look *l, const char *ascii, enum name_role role,
	enum seen seen, const char *why)
{
	struct name_look *look = VEC_ADD(l->arena, &l->evidence->names, struct name_look);
	look->ascii = arena_str(l->arena, ascii);
	look->unicode = look->ascii;
	look->role = role;
	struct dns_answer *answers[] = {
		&look->a, &look->aaaa, &look->host_a, &look->host_aaaa};
	for (size_t i = 0; i < 4; i++) {
		answers[i]->rcode = answers[i]->ttl = -1;
		answers[i]->obs.seen = i < 2 ? seen : SEEN_SKIPPED;
		answers[i]->obs.excerpt = i < 2 ? why : NULL;
		answers[i]->obs.at = look_at(l);
	}
	return look;
}

static void finish(struct look *l)
{
	struct resolving *s = l->resolving;
	enum seen seen = l->evidence->interrupted ? SEEN_SKIPPED : SEEN_FAILED;
	const char *why = l->evidence->interrupted ? "interrupted" : "the time was up";
	for (size_t i = 0; i < l->target->names.n; i++) {
		const struct target_name *n = l->target->names.v[i];
		if (!evidence_name(l->evidence, n->ascii))
			unasked(l, n->ascii, n->role, seen, why)->unicode = n->unicode;
	}
	dns_classify(l);
	if (!s)
		return;
	s->over = true;
	flights_stop(s->flights);
	dns_root_finish(s, seen, why);
	dns_ask_close(&s->authority, seen, why);
	dns_ask_close(&s->own, seen, why);
	loop_cancel(s->poke_timer);
	loop_cancel(s->grace_timer);
	dns_poke_free(s->host_pokes);
	for (int i = 0; i < 2; i++) {
		dns_resolver_free(s->authority.at[i]);
		dns_resolver_free(s->own.at[i]);
	}
	dns_event_base_free(s->base);
	dns_event_base_free(s->second_base);
	dns_event_base_free(s->own_base);
	memstream_free(s->log);
	l->resolving = NULL;
}

static struct name_look *literal(struct look *l, const char *ascii, const struct ip *ip)
{
	struct name_look *look = evidence_name(l->evidence, ascii);
	if (look)
		return look;
	look = unasked(l, ascii, ROLE_HOP, SEEN_SKIPPED, "an address, not a name");
	struct dns_answer *answer = ip->family == 4 ? &look->a : &look->aaaa;
	answer->obs.seen = SEEN_YES;
	*VEC_ADD(l->arena, &answer->addresses, struct ip) = *ip;
	struct name_address *addr =
		VEC_ADD(l->arena, &look->addresses, struct name_address);
	addr->ip = *ip;
	addr->origin = ORIGIN_LITERAL;
	dns_classify_address(l, addr);
	return look;
}

static bool known(const struct resolving *s, const char *ascii)
{
	for (size_t i = 0; i < s->names.n; i++)
		if (strcmp(s->names.v[i]->look->ascii, ascii) == 0)
			return true;
	return false;
}

/* A Location may hold U-labels, which a CA's client makes A-labels of. */
static const char *to_ascii(struct look *l, const char *host)
{
	struct target_name n;
	const char *why;
	for (const char *s = host; *s; s++)
		if ((unsigned char)*s >= 0x80 &&
			target_name_parse(l->arena, host, &n, &why) == ERR_OK)
			return n.ascii;
	return host;
}

/* A rehearsal goes to the addresses that --hosts gives, and asks nobody. */
static bool is_given(struct look *l, const struct target_name *n)
{
	struct name_look *look = NULL;
	for (size_t i = 0; i < l->target->hosts.n; i++) {
		if (strcmp(l->target->hosts.v[i]->name, n->ascii) != 0)
			continue;
		if (!look)
			look = unasked(l, n->ascii, n->role, SEEN_SKIPPED,
				"--hosts gives the address");
		look->unicode = n->unicode;
		struct name_address *addr =
			VEC_ADD(l->arena, &look->addresses, struct name_address);
		addr->ip = l->target->hosts.v[i]->ip;
		addr->origin = ORIGIN_HOSTS_OPTION;
		dns_classify_address(l, addr);
	}
	return look;
}

static void look_up_all(void *arg)
{
	struct look *l = arg;
	for (size_t i = 0; i < l->target->names.n && !l->stopped; i++) {
		const struct target_name *n = l->target->names.v[i];
		if (!l->target->rehearse || !is_given(l, n))
			dns_name_get(dns_state(l), n->ascii, n->role);
	}
	look_end(l);
}

/* On the next turn: by then, those who are told of addresses have begun, too. */
static void start(struct look *l)
{
	if (l->target->names.n == 0)
		return;
	look_begin(l);
	loop_after(l->loop, 0, look_up_all, l);
}

void dns_resolve(struct look *l, const char *ascii, enum name_role role, resolve_fn done,
	void *arg)
{
	struct ip ip;
	if (ip_parse(ascii, &ip) == ERR_OK) {
		done(arg, literal(l, ascii, &ip));
		return;
	}
	ascii = to_ascii(l, ascii);
	struct name_look *before = evidence_name(l->evidence, ascii);
	if (l->stopped) {
		done(arg, before ? before
				 : unasked(l, ascii, role, SEEN_SKIPPED,
					   "the look was over"));
		return;
	}
	if (before && !(l->resolving && known(l->resolving, ascii))) {
		done(arg, before); /* refused once already, or given */
		return;
	}
	struct resolving *s = dns_state(l);
	if (!known(s, ascii) && s->hops++ >= DNS_HOPS_MAX) {
		done(arg, unasked(l, ascii, role, SEEN_SKIPPED,
				  "redirects led to more than 32 hosts: this one is not "
				  "looked up"));
		return;
	}
	struct dns_name *name = dns_name_get(s, ascii, role);
	struct dns_waiter *w = VEC_ADD(s->arena, &name->waiters, struct dns_waiter);
	w->done = done;
	w->arg = arg;
	dns_name_tell(name);
}

const struct probe probe_dns = {
	.id = "dns",
	.title = "DNS lookups",
	.names = false, /* the host of a URL that is only traced is looked up, too */
	.rehearses = true,
	.start = start,
	.finish = finish,
};
