/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel counts when it turns connections away: full queues, full tables. */
#include "verbs.h"

#include "file.h"

#include <stdlib.h>
#include <string.h>

enum { NETSTAT_MAX = 64 * 1024, STAT_MAX = 1024 * 1024, NUMBER_MAX = 64 };

static const char *skip_blanks(const char *s)
{
	return s + strspn(s, " \t");
}

/* The value in the row below the heading: /proc/net/netstat is in pairs of lines. */
static int64_t under(const char *heads, const char *values, const char *name, int base)
{
	size_t n = strlen(name);
	for (const char *h = skip_blanks(heads), *v = skip_blanks(values); *h && *v;) {
		size_t h_n = strcspn(h, " \t"), v_n = strcspn(v, " \t");
		if (h_n == n && memcmp(h, name, n) == 0)
			return strtoll(v, NULL, base);
		h = skip_blanks(h + h_n);
		v = skip_blanks(v + v_n);
	}
	return -1;
}

static void read_netstat(struct arena *a, struct counters *out)
{
	struct bytes b;
	size_t at = 0, n;
	const char *heads = NULL;
	if (file_read(a, "/proc/net/netstat", NETSTAT_MAX, &b) != ERR_OK)
		return;
	for (const char *line; (line = file_next_line(&b, &at, &n));) {
		if (n < 7 || memcmp(line, "TcpExt:", 7) != 0)
			continue;
		const char *row = arena_dup(a, line, n);
		if (!heads) {
			heads = row;
			continue;
		}
		out->listen_overflows = under(heads, row, "ListenOverflows", 10);
		out->listen_drops = under(heads, row, "ListenDrops", 10);
		return;
	}
}

/* One row a processor, in hexadecimal, below the headings. */
static int64_t sum_drops(struct arena *a)
{
	struct bytes b;
	size_t at = 0, n;
	int64_t sum = -1;
	if (file_read(a, "/proc/net/stat/nf_conntrack", STAT_MAX, &b) != ERR_OK)
		return -1;
	const char *line = file_next_line(&b, &at, &n);
	const char *heads = line ? arena_dup(a, line, n) : "";
	while ((line = file_next_line(&b, &at, &n))) {
		int64_t drops = under(heads, arena_dup(a, line, n), "drop", 16);
		if (drops > 0 || (drops == 0 && sum < 0))
			sum = (sum < 0 ? 0 : sum) + drops;
	}
	return sum;
}

static int64_t number(struct arena *a, const char *path)
{
	const char *line = file_line(a, path, NUMBER_MAX);
	return line ? strtoll(line, NULL, 10) : -1;
}

void counters_ask(struct arena *a, const struct ask_ports *q, struct counters *out)
{
	(void)q;
	out->listen_overflows = out->listen_drops = -1;
	read_netstat(a, out);
	out->conntrack_entries = number(a, "/proc/sys/net/netfilter/nf_conntrack_count");
	out->conntrack_max = number(a, "/proc/sys/net/netfilter/nf_conntrack_max");
	out->conntrack_drops = sum_drops(a);
	out->obs.source = "/proc/net/netstat, /proc/net/stat/nf_conntrack";
	out->obs.seen = out->listen_overflows < 0 ? SEEN_FAILED : SEEN_YES;
	if (out->obs.seen != SEEN_YES) {
		out->obs.excerpt = "the kernel's counters could not be read";
		return;
	}
	out->obs.excerpt = arena_printf(a,
		"accept queues overflowed %lld times, conntrack holds %lld of %lld and "
		"dropped %lld",
		(long long)out->listen_overflows, (long long)out->conntrack_entries,
		(long long)out->conntrack_max, (long long)out->conntrack_drops);
}
