/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names, values, dates and waits of the DNS in words. */
#include "dns.h"

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool dns_same(const char *a, const char *b)
{
	if (!a || !b)
		return false;
	while (*a && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return lower(*a) == lower(*b);
}

bool dns_under(const char *host, const char *domain)
{
	size_t n = host ? strlen(host) : 0, m = domain ? strlen(domain) : 0;
	if (!host || !domain || n < m)
		return false;
	if (m == 0)
		return true;
	return dns_same(host + n - m, domain) && (n == m || host[n - m - 1] == '.');
}

const char *dns_relative(const struct judging *j, const char *host, const char *zone)
{
	size_t n = strlen(host), m = strlen(zone);
	if (!dns_under(host, zone) || m == 0)
		return host;
	return n == m ? "@" : judge_s(j, "%.*s", (int)(n - m - 1), host);
}

const char *dns_value(const struct judging *j, struct bytes b, size_t max)
{
	struct text t;
	text_init(&t, judge_arena(j), 4 * max + 32);
	size_t n = b.n < max ? b.n : max;
	if (n && memchr(b.p, 0, n)) {
		text_add(&t, "the bytes");
		for (size_t i = 0; i < n && i < 32; i++)
			text_printf(&t, " %02x", b.p[i]);
		text_add(&t, b.n > 32 ? " …" : "");
		return text_str(&t);
	}
	while (n > 0 && n < b.n && (b.p[n] & 0xC0) == 0x80)
		n--; /* not in the middle of a character */
	text_add(&t, "\"");
	text_add_n(&t, (const char *)b.p, n);
	if (n < b.n)
		text_printf(&t, "…\" (%d bytes)", (int)b.n);
	else
		text_add(&t, "\"");
	return text_str(&t);
}

/* Days since 1970-01-01 to a date (proleptic Gregorian). */
static void civil(int64_t days, int64_t *y, int64_t *m, int64_t *d)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t doe = days - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	*d = doy - (153 * mp + 2) / 5 + 1;
	*m = mp < 10 ? mp + 3 : mp - 9;
	*y = yoe + era * 400 + (*m <= 2);
}

const char *dns_date(const struct judging *j, int64_t at)
{
	int64_t days = at / DAY, s = at % DAY, y, m, d;
	if (s < 0) {
		s += DAY;
		days--;
	}
	civil(days, &y, &m, &d);
	return judge_s(j,
		"%04" PRId64 "-%02" PRId64 "-%02" PRId64 " %02" PRId64 ":%02" PRId64
		" UTC",
		y, m, d, s / HOUR, s % HOUR / MINUTE);
}

static const char *units(
	const struct judging *j, int64_t s, int64_t unit, const char *word)
{
	int64_t n = s / unit + (s % unit != 0);
	return judge_s(j, "%" PRId64 " %s%s", n, word, n == 1 ? "" : "s");
}

const char *dns_wait(const struct judging *j, int64_t s)
{
	if (s < 2 * MINUTE)
		return units(j, s < 0 ? 0 : s, 1, "second");
	if (s < 2 * HOUR)
		return units(j, s, MINUTE, "minute");
	return s <= 3 * DAY ? units(j, s, HOUR, "hour") : units(j, s, DAY, "day");
}

const char *dns_rcode(const struct judging *j, int64_t rcode)
{
	static const char *const words[] = {"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN",
		"NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH",
		"NOTZONE"};
	if (rcode >= 0 && rcode < (int64_t)(sizeof(words) / sizeof(*words)))
		return words[rcode];
	return rcode < 0 ? "no answer" : judge_s(j, "RCODE %" PRId64, rcode);
}

const char *dns_list(const struct judging *j, const strs *list, size_t max)
{
	struct text t;
	text_init(&t, judge_arena(j), 2000);
	for (size_t i = 0; i < list->n && i < max; i++)
		text_printf(&t, "%s%s",
			i == 0                               ? ""
			: i + 1 == list->n && list->n <= max ? " and "
							     : ", ",
			list->v[i]);
	if (list->n > max)
		text_printf(&t, " and %d more", (int)(list->n - max));
	return text_str(&t);
}
