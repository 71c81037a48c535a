/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small things that every check needs: who, what text, does it hold. */
#include "judge.h"

struct arena *judge_arena(const struct judging *j)
{
	return j->findings->arena;
}

bool obs_seen(const struct obs *o)
{
	return o->seen == SEEN_YES || o->seen == SEEN_NO;
}

const char *judge_who(const struct judging *j)
{
	const struct profile *p = j->profile;
	return p->documents ? p->documents : p->name ? p->name : p->id;
}

bool judge_by_http(const struct judging *j)
{
	return j->target->method != METHOD_DNS;
}

bool judge_is_trace(const struct judging *j)
{
	return j->target->trace_url != NULL;
}

bool judge_dns_refused(const struct judging *j)
{
	const struct recursion *r = &j->evidence->recursion;
	const char *words =
		r->obs.seen == SEEN_NO && !r->replaced ? r->obs.excerpt : NULL;
	return words &&
	       (strstr(words, "not permitted") || strstr(words, "ermission denied"));
}

bool judge_path_fits(const struct judging *j)
{
	const struct profile *p = j->profile;
	return judge_is_trace(j) || p == j->target->profile || !p->dir ||
	       !j->target->path || judge_starts(j->target->path, p->dir);
}

const char *judge_s(const struct judging *j, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	const char *s = arena_vprintf(judge_arena(j), fmt, ap);
	va_end(ap);
	return s;
}

const char *judge_cut(const struct judging *j, const char *s, size_t max)
{
	size_t n = strlen(s);
	if (n <= max)
		return s;
	while (max > 0 && ((unsigned char)s[max] & 0xC0) == 0x80)
		max--; /* not in the middle of a character */
	return judge_s(j, "%.*s… (%d bytes)", (int)max, s, (int)n);
}

bool judge_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool judge_ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);
	return n >= m && strcmp(s + n - m, suffix) == 0;
}

static unsigned char lower(unsigned char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool holds_at(const unsigned char *p, const char *needle, size_t m)
{
	for (size_t i = 0; i < m; i++)
		if (lower(p[i]) != (unsigned char)needle[i])
			return false;
	return true;
}

bool judge_holds(const struct bytes *b, const char *needle)
{
	size_t m = strlen(needle);
	for (size_t i = 0; i + m <= b->n; i++)
		if (holds_at(b->p + i, needle, m))
			return true;
	return false;
}

bool judge_under(const char *host, const char *domain)
{
	size_t n = strlen(host), m = strlen(domain);
	if (!judge_ends(host, domain) || m == 0)
		return false;
	return n == m || host[n - m - 1] == '.';
}

const char *judge_family(const struct ip *ip)
{
	return ip->family == 6 ? "IPv6" : "IPv4";
}

const char *judge_time(const struct judging *j, int64_t ms)
{
	if (ms < 1000)
		return judge_s(j, "%" PRId64 " ms", ms);
	return judge_s(j, "%" PRId64 ".%" PRId64 " s", ms / 1000, ms % 1000 / 100);
}
