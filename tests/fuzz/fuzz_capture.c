/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Frames of any link, each as: one byte for link, way and interface, two for its length,
 * its bytes; put together into connections in tables of a few.
 */
#include "attempts.h"
#include "capture_redact.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FLOWS = 5, REQUESTS = 2 };

static uint64_t told;

static void check(bool good)
{
	if (!good)
		abort();
}

static void check_span(const struct span *s)
{
	static volatile char sum;
	check(s->n <= ATTEMPTS_REQUEST_MAX);
	for (size_t i = 0; s->p && i < s->n; i++)
		sum = (char)(sum + s->p[i]);
}

static void on_ended(void *arg, const struct attempt *a)
{
	(void)arg;
	told++;
	check(a->stage < ATTEMPT__MAX && a->took >= 0 && a->syns >= 0);
	check(a->status == 0 || (a->status >= 100 && a->status <= 999));
	check(!a->good || a->stage == ATTEMPT_ANSWERED);
	check_span(&a->request.line);
	check_span(&a->request.host);
	check_span(&a->request.user_agent);
	check_span(&a->request.sni);
}

static void on_own(void *arg, enum own_event e, const struct own_syn *s)
{
	(void)arg;
	check(e <= OWN_BACK_REFUSED && (s->to.family == 4 || s->to.family == 6));
}

/* In memory of exactly its size. */
static void feed(struct attempts *t, uint8_t how, const uint8_t *p, size_t n, int64_t at)
{
	uint8_t *copy = malloc(n ? n : 1);
	struct packet frame = {.p = copy,
		.n = n,
		.whole = n,
		.at = at,
		.way = (enum packet_way)((how >> 2 & 3) % 3),
		.ifindex = how >> 4 & 3,
		.loopback = (how >> 4 & 3) == 1};
	if (n)
		memcpy(copy, p, n);
	attempts_packet(t, (enum capture_link)(how & 3), &frame);
	check(capture_redact(copy, n) <= n);
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct attempts_use use = {
		.ports = {80, 443}, .ports_n = 2, .ended = on_ended, .own = on_own};
	struct arena *a = arena_new();
	struct attempts *t = attempts_new(a, &use, FLOWS, REQUESTS);
	int64_t now = 1;
	told = 0;
	while (size >= 3) {
		size_t n = (size_t)data[1] << 8 | data[2];
		uint8_t how = data[0];
		data += 3;
		size -= 3;
		if (n > size)
			n = size;
		feed(t, how, data, n, now);
		now += 1 + ((int64_t)(how >> 6) << 30); /* up to three seconds */
		if (how >> 6)
			attempts_tick(t, now);
		data += n;
		size -= n;
	}
	attempts_end(t, now);
	const struct attempts_count *c = attempts_counted(t);
	check(told + c->evicted == c->begun);
	arena_free(a);
	return 0;
}
