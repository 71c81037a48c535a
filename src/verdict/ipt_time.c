/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The matches time and u32 (iptables extensions/libxt_time.c, libxt_u32.c). */
#include "ipt.h"

static const char *not_if(bool invert)
{
	return invert ? " !" : "";
}

/* -- time ------------------------------------------------------------------------- */

static void time_of_day(struct text *t, const char *option, uint32_t s)
{
	text_printf(t, " %s %02u:%02u:%02u", option, s / 3600, s / 60 % 60, s % 60);
}

static void list_days(struct text *t, uint32_t bits, uint32_t all, unsigned last,
	const char *const *words, const char *option)
{
	const char *sep = " ";
	/* more than half of them are said by the others */
	unsigned n = 0;
	for (unsigned d = 1; d <= last; d++)
		n += bits >> d & 1;
	if ((bits & all) == all)
		return;
	bool invert = n > (last + 1) / 2;
	text_printf(t, "%s %s", not_if(invert), option);
	for (unsigned d = 1; d <= last; d++) {
		if ((bits >> d & 1) == invert)
			continue;
		if (words)
			text_printf(t, "%s%s", sep, words[d - 1]);
		else
			text_printf(t, "%s%u", sep, d);
		sep = ",";
	}
}

/* Days since 1970 as a date (proleptic Gregorian calendar). */
static void date_of(struct text *t, const char *option, uint32_t s)
{
	int64_t z = s / 86400 + 719468, era = z / 146097, doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	int day = (int)(doy - (153 * mp + 2) / 5 + 1);
	int month = (int)(mp < 10 ? mp + 3 : mp - 9);
	int year = (int)(yoe + era * 400 + (month <= 2));
	text_printf(t, " %s %04d-%02d-%02dT%02u:%02u:%02u", option, year, month, day,
		s / 3600 % 24, s / 60 % 60, s % 60);
}

void ipt_time(struct ipt *r, int rev, struct bytes b)
{
	static const char *const week[] = {
		"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	enum { MONTH = 16, WEEK = 20, FLAGS = 21, DAY_MAX = 24 * 3600 - 1 };
	struct text *t = &r->matches;
	uint32_t start = xt_u32(b, 8), stop = xt_u32(b, 12);
	(void)rev;
	if (start || stop != DAY_MAX) {
		time_of_day(t, "--timestart", start);
		time_of_day(t, "--timestop", stop);
	}
	list_days(t, xt_u32(b, MONTH), 0xfffffffe, 31, NULL, "--monthdays");
	list_days(t, xt_u8(b, WEEK), 0xfe, 7, week, "--weekdays");
	if (xt_u32(b, 0))
		date_of(t, "--datestart", xt_u32(b, 0));
	/* libxt_time shows its own default, the last second of 31 bits, too */
	if (xt_u32(b, 4) != UINT32_MAX)
		date_of(t, "--datestop", xt_u32(b, 4));
	if (xt_u8(b, FLAGS) & 1)
		text_add(t, " --kerneltz");
	if (xt_u8(b, FLAGS) & 2)
		text_add(t, " --contiguous");
}

/* -- u32 -------------------------------------------------------------------------- */

static void u32_test(struct text *t, struct bytes b, size_t at)
{
	enum { VALUES = 88, N_PLACES = 176, N_VALUES = 177, MOST = 11 };
	static const char *const ops[] = {"&", "<<", ">>", "@"};
	for (size_t i = 0; i < xt_u8(b, at + N_PLACES) && i < MOST; i++) {
		unsigned op = xt_u8(b, at + i * 8 + 4);
		text_printf(t, "%s0x%x", i == 0 ? "" : ops[op < 4 ? op : 0],
			xt_u32(b, at + i * 8));
	}
	for (size_t i = 0; i < xt_u8(b, at + N_VALUES) && i < MOST; i++) {
		uint32_t lo = xt_u32(b, at + VALUES + i * 8);
		uint32_t hi = xt_u32(b, at + VALUES + i * 8 + 4);
		text_printf(t, "%s0x%x", i ? "," : "=", lo);
		if (lo != hi)
			text_printf(t, ":0x%x", hi);
	}
}

void ipt_u32(struct ipt *r, int rev, struct bytes b)
{
	enum { TEST = 180, TESTS_MAX = 11, N = TEST * TESTS_MAX };
	(void)rev;
	text_printf(&r->matches, "%s --u32 \"", not_if(xt_u8(b, N + 1)));
	for (size_t i = 0; i < xt_u8(b, N) && i < TESTS_MAX; i++) {
		text_add(&r->matches, i ? "&&" : "");
		u32_test(&r->matches, b, i * TEST);
	}
	text_add(&r->matches, "\"");
}
