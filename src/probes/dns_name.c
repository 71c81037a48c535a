/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/dns_answer.h"
#include "probes/dns_state.h"

#include <string.h>

static const struct target_name *target_of(const struct resolving *s, const char *ascii)
{
	const struct target *t = s->look->target;
	for (size_t i = 0; i < t->names.n; i++)
		if (strcmp(t->names.v[i]->ascii, ascii) == 0)
			return t->names.v[i];
	return NULL;
}

static bool published(const struct name_look *look, const struct ip *ip)
{
	for (size_t i = 0; i < look->addresses.n; i++)
		if (ip_equal(&look->addresses.v[i]->ip, ip))
			return true;
	return false;
}

static void publish(
	struct dns_name *name, const struct ip *ip, enum address_origin origin)
{
	struct resolving *s = name->s;
	struct name_look *look = name->look;
	bool wanted = ip->family == 4 ? s->look->target->v4 : s->look->target->v6;
	if (!wanted || published(look, ip) || look->addresses.n == DNS_PUBLISHED_MAX)
		return;
	struct name_address *addr =
		VEC_ADD(s->arena, &look->addresses, struct name_address);
	addr->ip = *ip;
	addr->origin = origin;
	dns_classify_address(s->look, addr);
	if (look->role != ROLE_HOP)
		look_address(s->look, look, addr);
}

static void publish_answer(struct dns_name *name, const struct dns_answer *answer,
	enum address_origin origin)
{
	if (answer->obs.seen == SEEN_YES && !name->overridden)
		for (size_t i = 0; i < answer->addresses.n; i++)
			publish(name, answer->addresses.v[i], origin);
}

static struct dns_answer *member_of(struct dns_name *name, const struct dns_question *q)
{
	struct name_look *look = name->look;
	for (int i = 0; i < 2; i++) {
		if (q == name->authority[i])
			return i ? &look->aaaa : &look->a;
		if (q == name->host[i])
			return i ? &look->host_aaaa : &look->host_a;
	}
	return NULL;
}

static bool complete(const struct dns_name *name)
{
	for (int i = 0; i < 2; i++) {
		if (name->authority[i] && !name->authority[i]->done)
			return false;
		if (dns_root_unusable(name->s) && name->host[i] && !name->host[i]->done)
			return false;
	}
	return true;
}

void dns_name_tell(struct dns_name *name)
{
	if (name->s->over || !complete(name))
		return;
	/* who is told may ask for the same name again */
	size_t n = name->waiters.n;
	struct dns_waiter **v = name->waiters.v;
	name->waiters.n = 0;
	name->waiters.v = NULL;
	for (size_t i = 0; i < n; i++)
		v[i]->done(v[i]->arg, name->look);
}

static void grace_time(void *arg)
{
	struct resolving *s = arg;
	s->grace_timer = NULL;
	dns_ask_close(
		&s->own, SEEN_FAILED, "no answer, 2 s after the authorities gave theirs");
}

void dns_name_answered(struct dns_name *name, const struct dns_question *q)
{
	struct resolving *s = name->s;
	struct dns_answer *member = member_of(name, q);
	*member = q->answer;
	if (s->over)
		return;
	if (q->lane == &s->authority) {
		publish_answer(name, member, ORIGIN_RECURSION);
		if (!s->grace_timer && s->root == ROOT_OK && s->authority.open == 0)
			s->grace_timer =
				loop_after(s->loop, DNS_HOST_GRACE_MS, grace_time, s);
	} else {
		/* the host's resolver has it in its cache, mostly: it tells early
		 * where a chain of CNAMEs leads */
		for (size_t i = 0; i < member->chain.n; i++)
			dns_warm_target(s, member->chain.v[i]);
		if (dns_root_unusable(s))
			publish_answer(name, member, ORIGIN_HOST_RESOLVER);
	}
	dns_name_tell(name);
}

static bool in_hosts_file(struct dns_name *name, struct dns_answer *out, int family)
{
	struct resolving *s = name->s;
	if (!dns_host_lookup(s->arena, s->host.hosts, name->look->ascii, family, out))
		return false;
	out->obs.at = look_at(s->look);
	if (dns_root_unusable(s))
		publish_answer(name, out, ORIGIN_HOST_RESOLVER);
	return true;
}

/* At this host's own resolver, whose hosts file comes first. */
static void ask_host(struct dns_name *name)
{
	struct resolving *s = name->s;
	const struct target *t = s->look->target;
	struct name_look *look = name->look;
	if (name->host_asked)
		return;
	name->host_asked = true;
	bool in4 = t->v4 && in_hosts_file(name, &look->host_a, 4);
	bool in6 = t->v6 && in_hosts_file(name, &look->host_aaaa, 6);
	if (in4 || in6)
		return;
	if (t->v4)
		name->host[0] = dns_ask(&s->own, name, look->ascii, DNS_TYPE_A);
	if (t->v6)
		name->host[1] = dns_ask(&s->own, name, look->ascii, DNS_TYPE_AAAA);
}

void dns_name_turn(struct resolving *s)
{
	for (size_t i = 0; i < s->names.n; i++) {
		struct dns_name *name = s->names.v[i];
		publish_answer(name, &name->look->host_a, ORIGIN_HOST_RESOLVER);
		publish_answer(name, &name->look->host_aaaa, ORIGIN_HOST_RESOLVER);
		ask_host(name);
		dns_name_tell(name);
	}
}

static void not_asked(struct dns_answer *out, const char *why)
{
	out->rcode = out->ttl = -1;
	out->obs.excerpt = why;
}

static void ask_authorities(struct dns_name *name)
{
	struct resolving *s = name->s;
	const struct target *t = s->look->target;
	if (t->v4)
		name->authority[0] =
			dns_ask(&s->authority, name, name->look->ascii, DNS_TYPE_A);
	else
		not_asked(&name->look->a, "IPv4 is not looked at");
	if (t->v6)
		name->authority[1] =
			dns_ask(&s->authority, name, name->look->ascii, DNS_TYPE_AAAA);
	else
		not_asked(&name->look->aaaa, "IPv6 is not looked at");
}

static void override(struct dns_name *name)
{
	const struct target *t = name->s->look->target;
	for (size_t i = 0; i < t->hosts.n; i++) {
		if (strcmp(t->hosts.v[i]->name, name->look->ascii) != 0)
			continue;
		name->overridden = true;
		publish(name, &t->hosts.v[i]->ip, ORIGIN_HOSTS_OPTION);
	}
}

struct dns_name *dns_name_get(struct resolving *s, const char *ascii, enum name_role role)
{
	for (size_t i = 0; i < s->names.n; i++)
		if (strcmp(s->names.v[i]->look->ascii, ascii) == 0)
			return s->names.v[i];
	const struct target_name *given = target_of(s, ascii);
	struct target_name parsed;
	const char *why;
	if (!given && target_name_parse(s->arena, ascii, &parsed, &why) == ERR_OK)
		parsed.role = role, given = &parsed;
	struct dns_name *name = VEC_ADD(s->arena, &s->names, struct dns_name);
	struct name_look *look =
		VEC_ADD(s->arena, &s->look->evidence->names, struct name_look);
	name->s = s;
	name->look = look;
	look->ascii = arena_str(s->arena, ascii);
	look->unicode = given ? given->unicode : look->ascii;
	look->role = given ? given->role : role;
	not_asked(&look->host_a, NULL);
	not_asked(&look->host_aaaa, NULL);
	override(name);
	ask_authorities(name);
	dns_warm(s, ascii);
	if (look->role != ROLE_HOP || dns_root_unusable(s))
		ask_host(name);
	return name;
}
