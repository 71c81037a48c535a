/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long a verdict holds that hangs on the clock: the same question is asked of the
 * times to come. */
#include "rulings.h"

#include <inttypes.h>
#include <string.h>

enum {
	MINUTE = 60,
	HOUR = 3600,
	DAY = 86400,
	CLOSE = 15 * MINUTE, /* between looks into the next day, */
	FAR = 2 * HOUR,      /* and into the week behind it */
	LOOKS = DAY / CLOSE + 7 * DAY / FAR,
	STEPS_FOR_ALL = 4000000, /* rules evaluated for all of them, */
	STEPS_OF_RUN = 40000000, /* and for all questions */
};

struct looking {
	struct rulings *r;
	const struct rulings_pair *pair;
	const struct ask_port *port;
	const struct range *from;
	const struct verdict_answer *now;
	struct fact *clock;
	enum fate then; /* of the last look, when there is one */
};

static struct fact *clock_of(const struct facts *facts)
{
	for (size_t i = 0; i < facts->all.n; i++)
		if (facts->all.v[i]->need.kind == NEED_TIME && facts->all.v[i]->known)
			return facts->all.v[i];
	return NULL;
}

static bool same_fates(const struct verdict_answer *a, const struct verdict_answer *b)
{
	bool same = a->parts_n == b->parts_n;
	for (size_t i = 0; same && i < a->parts_n; i++)
		same = a->parts[i].fate == b->parts[i].fate &&
		       ip_equal(&a->parts[i].range.lo, &b->parts[i].range.lo);
	return same;
}

/* Whether the verdict at that time is the one of now. */
static bool holds_at(struct looking *l, int64_t at)
{
	struct rulings *r = l->r;
	struct arena *before = r->scratch;
	struct verdict_answer then;
	r->scratch = arena_new();
	l->clock->value = at;
	bool ok = rulings_ask(r, r->rs, l->pair, l->port, l->from, &then);
	bool same = ok && same_fates(l->now, &then);
	l->then = ok && then.parts_n == 1 ? then.parts[0].fate : FATE__MAX;
	arena_free(r->scratch);
	r->scratch = before;
	return same;
}

/* Of two times, the first of which it holds at and the second not: the last that it
 * does. */
static int64_t last_second(struct looking *l, int64_t good, int64_t bad)
{
	while (bad - good > 1) {
		int64_t mid = good + (bad - good) / 2;
		if (holds_at(l, mid))
			good = mid;
		else
			bad = mid;
	}
	(void)holds_at(l, bad);
	return good;
}

/* The last second at which it holds; 0: none within a week is seen. */
static int64_t search(struct looking *l, int64_t now)
{
	size_t each = l->now->steps + 100;
	if (STEPS_FOR_ALL / each < 24)
		return 0;
	size_t stride = 1 + LOOKS * each / STEPS_FOR_ALL;
	int64_t good = now, at = now;
	for (size_t i = 0; i < LOOKS; i++) {
		at += i < DAY / CLOSE ? CLOSE : FAR;
		if (i % stride != 0)
			continue;
		if (!holds_at(l, at))
			return last_second(l, good, at);
		good = at;
	}
	return 0;
}

/* "18:00:00 UTC on 2026-11-30" (proleptic Gregorian calendar). */
static const char *moment(struct arena *a, int64_t t)
{
	int64_t z = t / DAY + 719468, era = z / 146097, doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	int day = (int)(doy - (153 * mp + 2) / 5 + 1);
	int month = (int)(mp < 10 ? mp + 3 : mp - 9);
	int64_t year = yoe + era * 400 + (month <= 2);
	return arena_printf(a, "%02d:%02d:%02d UTC on %04" PRId64 "-%02d-%02d",
		(int)(t / HOUR % 24), (int)(t / MINUTE % 60), (int)(t % MINUTE), year,
		month, day);
}

const char *rulings_clock(struct rulings *r, const struct rulings_pair *p,
	const struct ask_port *port, const struct range *from,
	const struct verdict_answer *now)
{
	static const char *const words[FATE__MAX] = {[FATE_ACCEPT] = "accepted",
		[FATE_DROP] = "dropped",
		[FATE_REJECT] = "rejected"};
	struct looking l = {.r = r,
		.pair = p,
		.port = port,
		.from = from,
		.now = now,
		.clock = clock_of(r->facts)};
	if (!now->clocked || r->q->output || !l.clock || r->clock_steps > STEPS_OF_RUN)
		return NULL;
	const int64_t value = l.clock->value;
	const size_t steps = r->steps;
	int64_t until = search(&l, value);
	l.clock->value = value;
	r->clock_steps += r->steps - steps;
	r->steps = steps;
	if (!until)
		return NULL;
	const char *then = l.then < FATE__MAX ? words[l.then] : NULL;
	return arena_printf(r->arena, "the clock: so until %s, then %s",
		moment(r->arena, until), then ? then : "otherwise");
}
