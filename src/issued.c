/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "issued.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

enum { DAY = 86400, NUMBER_MAX = 100000000 };
static const int64_t year_2000 = INT64_C(946684800);

struct cursor {
	const char *p;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void skip_spaces(struct cursor *c)
{
	while (*c->p == ' ')
		c->p++;
}

static bool take(struct cursor *c, char want)
{
	if (*c->p != want)
		return false;
	c->p++;
	return true;
}

/* Exactly n digits. */
static bool take_digits(struct cursor *c, int n, int *out)
{
	*out = 0;
	for (int i = 0; i < n; i++, c->p++) {
		if (!is_digit(*c->p))
			return false;
		*out = *out * 10 + (*c->p - '0');
	}
	return !is_digit(*c->p);
}

/* -- days and times ------------------------------------------------------------- */

struct moment {
	int year, month, day, hour, minute, second;
	bool has_offset;
	int offset; /* seconds east of UTC */
};

static int days_in(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month == 2 && leap ? 29 : days[month - 1];
}

static bool exists(const struct moment *m)
{
	return m->year >= 1970 && m->month >= 1 && m->month <= 12 && m->day >= 1 &&
	       m->day <= days_in(m->year, m->month) && m->hour <= 23 && m->minute <= 59 &&
	       m->second <= 59;
}

static int64_t utc_seconds(const struct moment *m)
{
	int64_t days = 0;
	for (int y = 1970; y < m->year; y++)
		days += days_in(y, 2) == 29 ? 366 : 365;
	for (int i = 1; i < m->month; i++)
		days += days_in(m->year, i);
	days += m->day - 1;
	return days * DAY + m->hour * 3600 + m->minute * 60 + m->second;
}

static int64_t local_seconds(const struct moment *m)
{
	struct tm tm = {.tm_year = m->year - 1900,
		.tm_mon = m->month - 1,
		.tm_mday = m->day,
		.tm_hour = m->hour,
		.tm_min = m->minute,
		.tm_sec = m->second,
		.tm_isdst = -1};
	return (int64_t)mktime(&tm);
}

/* "+08:00", "-0530", "+08"; with the sign under the cursor. */
static bool take_offset(struct cursor *c, struct moment *m)
{
	int sign = *c->p++ == '-' ? -1 : 1;
	int n = 0, hours, minutes = 0;
	while (is_digit(c->p[n]))
		n++;
	if (n == 4) {
		if (!take_digits(c, 4, &hours))
			return false;
		minutes = hours % 100;
		hours /= 100;
	} else if (!take_digits(c, 2, &hours) ||
		   (take(c, ':') && !take_digits(c, 2, &minutes))) {
		return false;
	}
	m->has_offset = true;
	m->offset = sign * (hours * 3600 + minutes * 60);
	return hours <= 14 && minutes <= 59;
}

static bool take_zone(struct cursor *c, struct moment *m)
{
	skip_spaces(c);
	if (take(c, 'Z') || take(c, 'z')) {
		m->has_offset = true;
		return true;
	}
	if (*c->p == '+' || *c->p == '-')
		return take_offset(c, m);
	return true;
}

static bool take_clock(struct cursor *c, struct moment *m)
{
	if (!take_digits(c, 2, &m->hour) || !take(c, ':') ||
		!take_digits(c, 2, &m->minute))
		return false;
	if (take(c, ':') && !take_digits(c, 2, &m->second))
		return false;
	return take_zone(c, m);
}

static enum err parse_moment(const char *s, int64_t *out)
{
	struct cursor c = {s};
	struct moment m = {0};
	if (!take_digits(&c, 4, &m.year) || !take(&c, '-') ||
		!take_digits(&c, 2, &m.month) || !take(&c, '-') ||
		!take_digits(&c, 2, &m.day))
		return ERR_SYNTAX;
	bool separated = take(&c, 'T') || take(&c, 't') || *c.p == ' ';
	skip_spaces(&c);
	if (separated && !take_clock(&c, &m))
		return ERR_SYNTAX;
	if (*c.p)
		return ERR_SYNTAX;
	if (!exists(&m))
		return ERR_RANGE;
	*out = m.has_offset ? utc_seconds(&m) - m.offset : local_seconds(&m);
	return ERR_OK;
}

/* -- ago ------------------------------------------------------------------------ */

static const struct {
	const char *word;
	int64_t seconds;
} units[] = {
	{"s", 1},
	{"sec", 1},
	{"second", 1},
	{"m", 60},
	{"min", 60},
	{"minute", 60},
	{"h", 3600},
	{"hour", 3600},
	{"d", DAY},
	{"day", DAY},
	{"w", 7 * DAY},
	{"week", 7 * DAY},
};

/* The seconds of the unit under the cursor, 0 when it is none. */
static int64_t take_unit(struct cursor *c)
{
	size_t n = 0;
	while (c->p[n] >= 'a' && c->p[n] <= 'z')
		n++;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		size_t len = strlen(units[i].word);
		bool plural = len > 1 && n == len + 1 && c->p[len] == 's';
		if ((n != len && !plural) || strncmp(c->p, units[i].word, len) != 0)
			continue;
		c->p += n;
		return units[i].seconds;
	}
	return 0;
}

static bool take_number(struct cursor *c, int64_t *out)
{
	*out = 0;
	if (!is_digit(*c->p))
		return false;
	for (; is_digit(*c->p); c->p++) {
		*out = *out * 10 + (*c->p - '0');
		if (*out > NUMBER_MAX)
			return false;
	}
	return true;
}

static enum err parse_ago(const char *s, int64_t now, int64_t *out)
{
	struct cursor c = {s};
	int64_t total = 0;
	while (is_digit(*c.p)) {
		int64_t number, unit;
		if (!take_number(&c, &number))
			return ERR_RANGE;
		skip_spaces(&c);
		unit = take_unit(&c);
		if (unit == 0)
			return ERR_SYNTAX;
		total += number * unit;
		if (total > now)
			return ERR_RANGE;
		skip_spaces(&c);
	}
	if (c.p == s || (*c.p && strcmp(c.p, "ago") != 0))
		return ERR_SYNTAX;
	*out = now - total;
	return ERR_OK;
}

static enum err parse_unix(const char *s, int64_t *out)
{
	*out = 0;
	if (!*s)
		return ERR_SYNTAX;
	for (; *s; s++) {
		if (!is_digit(*s))
			return ERR_SYNTAX;
		*out = *out * 10 + (*s - '0');
		if (*out > INT64_C(99999999999))
			return ERR_RANGE;
	}
	return ERR_OK;
}

enum err issued_parse(const char *s, int64_t now, int64_t *out)
{
	enum err err;
	if (strcmp(s, "now") == 0) {
		*out = now;
		return ERR_OK;
	}
	if (*s == '@')
		err = parse_unix(s + 1, out);
	else if (strchr(s, '-'))
		err = parse_moment(s, out);
	else
		err = parse_ago(s, now, out);
	if (!err && (*out < year_2000 || *out > now + DAY))
		err = ERR_RANGE;
	return err;
}
