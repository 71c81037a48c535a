/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The clock: what rules that read it see now (kernel net/netfilter/xt_time.c). */
#include "xt.h"

enum { DAY = 86400 };

bool frame_now(const struct frame *f, int64_t *utc, int64_t *local)
{
	const struct need need = {.kind = NEED_TIME};
	const struct fact *fact = ask(f->e, &need);
	f->e->clocked = true;
	*utc = *local = 0;
	if (!fact)
		return true; /* provisional */
	if (!fact->known || fact->value < DAY)
		return false;
	*utc = fact->value;
	*local = fact->value - 60 * fact->type;
	return *local >= 0;
}

/* The day of the month of a number of days since 1970 (proleptic Gregorian calendar). */
static unsigned month_day(int64_t days)
{
	int64_t z = days + 719468, doe = z % 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	return (unsigned)(doy - (153 * mp + 2) / 5 + 1);
}

enum step xt_time(struct frame *f, int rev, struct bytes b)
{
	/* struct xt_time_info */
	enum {
		FROM = 0,
		TO = 4,
		START = 8,
		STOP = 12,
		MONTH = 16,
		WEEK = 20,
		FLAGS = 21
	};
	enum { LOCAL = 1, CONTIGUOUS = 2 };
	int64_t utc, local;
	(void)rev;
	if (xt_u8(b, FLAGS) & ~(LOCAL | CONTIGUOUS))
		return frame_unknown(f, "a form of time that is not known");
	if (!frame_now(f, &utc, &local))
		return frame_fork(f, REASON_MAYBE, "the time");
	int64_t now = xt_u8(b, FLAGS) & LOCAL ? local : utc;
	uint32_t start = xt_u32(b, START), stop = xt_u32(b, STOP);
	uint32_t at = (uint32_t)(now % DAY);
	if (now < xt_u32(b, FROM) || now > xt_u32(b, TO))
		return STEP_BREAK;
	bool over_midnight = start >= stop;
	if (over_midnight ? at < start && at > stop : at < start || at > stop)
		return STEP_BREAK;
	int64_t day = now / DAY;
	/* behind midnight it is still the day on which it began */
	if (over_midnight && xt_u8(b, FLAGS) & CONTIGUOUS && at <= stop)
		day--;
	unsigned week = (unsigned)((day + 3) % 7 + 1); /* Monday 1 */
	return step_if(
		xt_u8(b, WEEK) >> week & 1 && xt_u32(b, MONTH) >> month_day(day) & 1);
}
