/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile_known.h"

#include <string.h>

struct known_prefix {
	struct cidr prefix;
	const struct profile *profile;
	const struct address_list *list;
};
struct known_agent {
	const char *name; /* the part that no other program sends */
	size_t n;
	const struct profile *profile;
};

struct profile_known {
	VEC(struct known_prefix) prefixes;
	VEC(struct known_agent) agents;
	/* by the first octet, whether any prefix may hold the address: most do not */
	bool may4[256], may6[256];
};

enum { AGENT_MIN = 8 };

/* A prefix shorter than an octet has several first ones. */
static void note_octets(struct profile_known *k, const struct cidr *c)
{
	bool *may = c->ip.family == 4 ? k->may4 : k->may6;
	unsigned first = c->ip.addr[0];
	unsigned count = c->bits >= 8 ? 1 : 1u << (8 - c->bits);
	for (unsigned i = 0; i < count && first + i < 256; i++)
		may[first + i] = true;
}

static void add_lists(struct arena *a, struct profile_known *k, const struct profile *p)
{
	for (const struct address_list *l = p->lists; l && l->name; l++)
		for (const char *const *s = l->prefixes; *s; s++) {
			struct cidr c;
			if (cidr_parse(*s, &c) != ERR_OK)
				continue;
			*VEC_ADD(a, &k->prefixes, struct known_prefix) =
				(struct known_prefix){c, p, l};
			note_octets(k, &c);
		}
}

/* "Mozilla/5.0 (compatible; NAME; …", "NAME/1.1": the name. */
static void add_agent(struct arena *a, struct profile_known *k, const struct profile *p,
	const char *agent)
{
	static const char browser[] = "Mozilla/5.0 (compatible; ";
	if (strncmp(agent, browser, sizeof(browser) - 1) == 0)
		agent += sizeof(browser) - 1;
	size_t n = strcspn(agent, "/;)");
	while (n && agent[n - 1] == ' ')
		n--;
	if (n >= AGENT_MIN)
		*VEC_ADD(a, &k->agents, struct known_agent) =
			(struct known_agent){agent, n, p};
}

struct profile_known *profile_known_new(struct arena *a)
{
	struct profile_known *k = ARENA_NEW(a, struct profile_known);
	size_t n;
	const struct profile *rows = profile_rows(&n);
	for (size_t i = 0; i < n; i++) {
		const struct profile *p = &rows[i];
		/* the CA's own row names it, neither a provider's nor strict's */
		if (p->provider || p->test_only || strcmp(p->id, "strict") == 0)
			continue;
		add_lists(a, k, p);
		for (const char *const *s = p->user_agents; s && *s; s++)
			add_agent(a, k, p, *s);
	}
	return k;
}

const struct profile *profile_known_address(const struct profile_known *k,
	const struct ip *ip, const struct address_list **list)
{
	const bool *may = ip->family == 4 ? k->may4 : k->may6;
	for (size_t i = 0; may[ip->addr[0]] && i < k->prefixes.n; i++) {
		const struct known_prefix *x = k->prefixes.v[i];
		if (!ip_in_cidr(ip, &x->prefix))
			continue;
		*list = x->list;
		return x->profile;
	}
	return NULL;
}

const struct profile *profile_known_agent(
	const struct profile_known *k, const char *agent, size_t n)
{
	for (size_t i = 0; i < k->agents.n; i++) {
		const struct known_agent *x = k->agents.v[i];
		for (size_t at = 0; at + x->n <= n; at++)
			if (memcmp(agent + at, x->name, x->n) == 0)
				return x->profile;
	}
	return NULL;
}
