/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Before anything is changed: nobody who comes in now would be kept out. Those who are
 * connected are among the sources that are asked about, which are all. */
#include "ways.h"

#include "evidence.h"
#include "rulings.h"

#include <string.h>

enum { HARMLESS_MAX = 512 };

typedef VEC(struct way) ways_list;

/* -- what listens ------------------------------------------------------------------- */

static void add(struct arena *a, ways_list *all, const struct way *w)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct way *x = all->v[i];
		if (ip_equal(&x->pair.to, &w->pair.to) && x->port.port == w->port.port &&
			x->port.proto == w->port.proto &&
			strcmp(x->pair.interface, w->pair.interface) == 0)
			return;
	}
	if (all->n < HARMLESS_MAX)
		*VEC_ADD(a, all, struct way) = *w;
}

static bool hears(const struct host_socket *s, const struct ip *ip)
{
	if (ip_is_any(&s->ip))
		return s->ip.family == 6 || ip->family == 4;
	return ip_equal(&s->ip, ip);
}

static void add_address(const struct ways *w, ways_list *all, const struct host_socket *s,
	const struct local_address *l)
{
	const struct ask_port port = {.port = s->port, .proto = s->proto};
	const struct way own = {
		.pair = {.to = l->ip, .interface = l->interface}, .port = port};
	const struct addresses *host = w->fixing->host->addresses;
	if (l->interface)
		add(w->arena, all, &own);
	for (size_t i = 0; !l->loopback && i < host->defaults.n; i++) {
		const struct default_route *d = host->defaults.v[i];
		struct way other = own;
		other.pair.interface = d->interface;
		if (d->family == l->ip.family && d->interface)
			add(w->arena, all, &other);
	}
}

static void find_listeners(const struct ways *w, ways_list *all)
{
	const struct fix_host *h = w->fixing->host;
	for (size_t i = 0; h->sockets && h->addresses && i < h->sockets->all.n; i++) {
		const struct host_socket *s = h->sockets->all.v[i];
		for (size_t k = 0; !s->peer.family && s->port && k < h->addresses->all.n;
			k++)
			if (hears(s, &h->addresses->all.v[k]->ip))
				add_address(w, all, s, h->addresses->all.v[k]);
	}
}

/* -- before and after --------------------------------------------------------------- */

static const char *kept_out(const struct ways *w, const struct way *way,
	const struct ip *from, enum fate fate)
{
	char to[IP_TEXT_MAX], by[IP_TEXT_MAX];
	return arena_printf(w->fixing->arena,
		"%s would no longer be let in to %s port %d of %s by %s (%s)",
		ip_format(from, by), way->port.proto == 17 ? "UDP" : "TCP",
		(int)way->port.port, ip_format(&way->pair.to, to), way->pair.interface,
		fate_words[fate]);
}

/* Both have every source, in order. */
static const char *worse(const struct ways *w, const struct way *way,
	const struct verdict_answer *before, const struct verdict_answer *after)
{
	for (size_t i = 0, k = 0; i < before->parts_n && k < after->parts_n;) {
		const struct verdict_part *x = &before->parts[i], *y = &after->parts[k];
		if (x->fate == FATE_ACCEPT && y->fate != FATE_ACCEPT)
			return kept_out(w, way,
				ip_compare(&x->range.lo, &y->range.lo) > 0 ? &x->range.lo
									   : &y->range.lo,
				y->fate);
		const int order = ip_compare(&x->range.hi, &y->range.hi);
		i += order <= 0;
		k += order >= 0;
	}
	return NULL;
}

const char *harmless(
	const struct ways *w, const struct ruleset *before, const struct ruleset *after)
{
	ways_list all = {0};
	find_listeners(w, &all);
	for (size_t i = 0; i < all.n; i++) {
		struct verdict_answer x, y;
		arena_reset(w->scratch);
		if (!ways_ask(w, before, all.v[i], 0, &x))
			continue; /* what is not known can't be compared */
		if (!ways_ask(w, after, all.v[i], 0, &y))
			return "what the rules would do to those who come in now is not "
			       "known";
		const char *why = worse(w, all.v[i], &x, &y);
		if (why)
			return why;
	}
	return NULL;
}
