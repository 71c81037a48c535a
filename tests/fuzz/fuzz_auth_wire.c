/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What comes back from an authoritative server: does it answer, and what does it say? */
#include "probes/auth.h"
#include "probes/dns_view.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void need(int truth)
{
	if (!truth)
		abort();
}

static void check(const struct auth_question *q, const struct server_answer *s, bool read)
{
	need(s->answer.owner == q->name && s->answer.type == q->type);
	need(s->scope >= -1 && s->scope <= 32);
	need(s->answer.records.n <= RECORDS_KEPT);
	need(!read || s->udp == SERVER_OK || s->udp == SERVER_LAME ||
		s->udp == SERVER_RCODE);
	need(read || s->udp == SERVER_MALFORMED);
	need(s->udp == SERVER_OK || s->answer.obs.seen == SEEN_FAILED);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const int types[] = {RR_TXT, RR_CAA, RR_NS, RR_SOA};
	static const uint8_t caps[32] = {0x55, 0xaa, 0x0f};
	unsigned char query[AUTH_QUERY_MAX];
	struct cidr subnet;
	if (n < 1 || cidr_parse("202.96.209.0/24", &subnet) != ERR_OK)
		return 0;
	const struct auth_question q = {.name = "www.example.com",
		.type = types[p[0] & 3],
		.subnet = p[0] & 4 ? &subnet : NULL,
		.dnssec = p[0] & 8};
	size_t query_n = auth_wire_query(&q, 0x4142, caps, query);
	need(query_n > 0 && query_n <= AUTH_QUERY_MAX);
	struct arena *a = arena_new();
	unsigned char *copy = arena_dup(a, p + 1, n - 1);
	struct auth_result r = {.udp = SERVER_OK, .packet = {copy, n - 1}};
	if (n - 1 <= AUTH_MESSAGE_MAX &&
		auth_wire_fits(query, query_n, copy, n - 1, &r.head) == AUTH_FITS) {
		struct server_answer s = {0};
		if (auth_wire_refuses_edns(query, copy)) {
			size_t plain = auth_wire_plain(query, query_n);
			need(plain < query_n && !auth_wire_refuses_edns(query, copy));
			query_n = plain;
		}
		auth_wire_lower(query, query_n, copy);
		check(&q, &s, auth_read(a, &q, &r, &s));
	}
	arena_free(a);
	return 0;
}
