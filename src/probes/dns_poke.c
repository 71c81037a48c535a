/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "datagram.h"
#include "probes/dns_state.h"

enum { POKES_MAX = 6, DNS_PORT = 53 };

struct poke {
	struct dns_pokes *all;
	const struct ip *ip;
	int fd;
	struct loop_fd *watch;
};

struct dns_pokes {
	struct resolving *s;
	void (*failed)(struct resolving *s, const char *words);
	struct poke one[POKES_MAX];
	int open;
	bool answered;
	const char *words;
};

/* RFC 1035 section 4.1: id 0x706b, no recursion desired, one question, ". NS IN". */
static const unsigned char query[] = {
	0x70, 0x6b, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1};

static void end(struct poke *k)
{
	if (k->watch)
		loop_unwatch(k->watch);
	if (k->fd >= 0)
		datagram_close(k->fd);
	k->watch = NULL;
	k->fd = -1;
}

static void failed(struct poke *k, const char *words)
{
	struct dns_pokes *p = k->all;
	char text[IP_TEXT_MAX];
	if (!p->words)
		p->words = arena_printf(
			p->s->arena, "%s port 53: %s", ip_format(k->ip, text), words);
	end(k);
	p->open--;
}

static void conclude(struct dns_pokes *p)
{
	if (p->open == 0 && !p->answered)
		p->failed(p->s, p->words);
}

static void readable(void *arg, int fd, int events)
{
	struct poke *k = arg;
	struct dns_pokes *p = k->all;
	const char *words;
	(void)events;
	enum connect_result result = datagram_receive(fd, &words);
	if (result == CONNECT_NONE)
		return;
	if (result == CONNECT_OPEN) {
		p->answered = true;
		end(k);
		p->open--;
		return;
	}
	failed(k, words);
	conclude(p);
}

static void start(struct poke *k)
{
	const char *words;
	k->fd = datagram_open(k->ip, DNS_PORT, &words);
	if (k->fd < 0) {
		failed(k, words);
		return;
	}
	if (datagram_send(k->fd, query, sizeof(query), &words) != CONNECT_OPEN) {
		failed(k, words);
		return;
	}
	k->watch = loop_watch(k->all->s->loop, k->fd, LOOP_READ, readable, k);
}

struct dns_pokes *dns_poke(struct resolving *s, const struct ip *const *ips, size_t n,
	void (*fn)(struct resolving *s, const char *words))
{
	struct dns_pokes *p = ARENA_NEW(s->arena, struct dns_pokes);
	p->s = s;
	p->failed = fn;
	for (size_t i = 0; i < POKES_MAX; i++)
		p->one[i] = (struct poke){.all = p, .fd = -1};
	p->open = (int)(n < POKES_MAX ? n : POKES_MAX);
	for (size_t i = 0; i < n && i < POKES_MAX; i++) {
		p->one[i].ip = ips[i];
		start(&p->one[i]);
	}
	conclude(p);
	return p;
}

void dns_poke_free(struct dns_pokes *p)
{
	for (size_t i = 0; p && i < POKES_MAX; i++)
		end(&p->one[i]);
}
