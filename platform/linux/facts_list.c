/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts that /proc tells: recent lists, programs behind queues, conntrack's table. */
#include "ruleset_facts.h"

#include "file.h"

#include <stdlib.h>
#include <string.h>

enum { LIST_MAX = 4 * 1024 * 1024, COUNT_MAX = 64 };

/* "src=192.0.2.1 ttl: 64 last_seen: 43 oldest_pkt: 2 42, 43": one source a line, and
 * the times when it was seen. */
static bool recent_line(
	struct arena *a, const char *line, size_t n, struct ip *out, int64_t *stamps)
{
	static const char before[] = "src=";
	*stamps = 1;
	for (size_t i = 0; i < n; i++)
		*stamps += line[i] == ',';
	const size_t skip = sizeof(before) - 1;
	if (n <= skip || memcmp(line, before, skip) != 0)
		return false;
	const char *end = memchr(line + skip, ' ', n - skip);
	size_t len = end ? (size_t)(end - line) - skip : n - skip;
	return ip_parse(arena_dup(a, line + skip, len), out) == ERR_OK;
}

static void answer_recent(struct fact_reader *r, const struct need *n, struct fact *out)
{
	struct bytes b;
	size_t at = 0, len, count = 0;
	out->why = "a list of recent sources that could not be read";
	if (strchr(n->name, '/'))
		return;
	enum err err = file_read(r->arena,
		arena_printf(r->arena, "/proc/net/xt_recent/%s", n->name), LIST_MAX, &b);
	if (err != ERR_OK)
		return;
	struct range *v = arena_array(r->arena, b.n / 8 + 1, sizeof(*v));
	int64_t *stamps = arena_array(r->arena, b.n / 8 + 1, sizeof(*stamps));
	for (const char *line; (line = file_next_line(&b, &at, &len));) {
		struct ip ip;
		if (recent_line(r->arena, line, len, &ip, &stamps[count]))
			v[count++] = (struct range){.lo = ip, .hi = ip};
	}
	out->ranges = v;
	out->values = stamps;
	out->ranges_n = count;
	out->known = true;
}

/* "59 192.0.2.1:0->0.0.0.0:443 1 2 3": one bucket a line. */
static bool bucket_line(struct arena *a, const char *line, size_t n, struct ip *out)
{
	const char *from = memchr(line, ' ', n), *end = line + n, *to = NULL;
	if (!from)
		return false;
	from++;
	/* the last colon before the arrow: an IPv6 address has some of its own */
	for (const char *p = from; p + 1 < end && !(p[0] == '-' && p[1] == '>'); p++)
		if (*p == ':')
			to = p;
	return to && ip_parse(arena_dup(a, from, (size_t)(to - from)), out) == ERR_OK;
}

static void answer_hashlimit(
	struct fact_reader *r, const struct need *n, struct fact *out)
{
	struct bytes b;
	size_t at = 0, len, count = 0;
	const char *dir = n->ip.family == 4 ? "ipt_hashlimit" : "ip6t_hashlimit";
	out->why = "a table of buckets that could not be read";
	if (strchr(n->name, '/') ||
		file_read(r->arena,
			arena_printf(r->arena, "/proc/net/%s/%s", dir, n->name), LIST_MAX,
			&b) != ERR_OK)
		return;
	struct range *v = arena_array(r->arena, b.n / 8 + 1, sizeof(*v));
	for (const char *line; (line = file_next_line(&b, &at, &len));) {
		struct ip ip;
		if (!bucket_line(r->arena, line, len, &ip))
			return;
		v[count++] = (struct range){.lo = ip, .hi = ip};
	}
	out->ranges = v;
	out->ranges_n = count;
	out->known = true;
}

/* Columns: queue number, peer's port id, and so on. */
static void answer_queue(struct fact_reader *r, const struct need *n, struct fact *out)
{
	struct bytes b;
	size_t at = 0, len;
	enum err err =
		file_read(r->arena, "/proc/net/netfilter/nfnetlink_queue", LIST_MAX, &b);
	out->known = err == ERR_OK || err == ERR_NOT_FOUND;
	out->why = "the queues could not be read";
	if (err != ERR_OK)
		return;
	for (const char *line; (line = file_next_line(&b, &at, &len));)
		if (strtoll(arena_dup(r->arena, line, len), NULL, 10) == n->value)
			out->value = 1;
}

static int64_t number(struct arena *a, const char *path)
{
	const char *line = file_line(a, path, COUNT_MAX);
	return line ? strtoll(line, NULL, 10) : -1;
}

static void answer_full(struct fact_reader *r, struct fact *out)
{
	int64_t count = number(r->arena, "/proc/sys/net/netfilter/nf_conntrack_count");
	int64_t max = number(r->arena, "/proc/sys/net/netfilter/nf_conntrack_max");
	/* without the files conntrack is not loaded, and no table is full */
	out->known = true;
	out->value = max > 0 && count >= max;
}

void facts_list(struct fact_reader *r, const struct need *n, struct fact *out)
{
	if (n->kind == NEED_RECENT)
		answer_recent(r, n, out);
	else if (n->kind == NEED_HASHLIMIT)
		answer_hashlimit(r, n, out);
	else if (n->kind == NEED_QUEUE)
		answer_queue(r, n, out);
	else
		answer_full(r, out);
}
