/* SPDX-License-Identifier: GPL-2.0-or-later */
/* IPv6 extension headers, TCP and IP options, SCTP chunks, with nft's words (nftables
 * src/exthdr.c, tcpopt.c, ipopt.c, sctp_chunk.c). */
#include "print.h"

/* clang-format off */
#define NUM(w, at, n) {w, &type_integer, at, n, DEP_NONE}
#define TYPED(w, t, at, n) {w, &type_##t, at, n, DEP_NONE}
#define END {NULL, NULL, 0, 0, DEP_NONE}

static const struct field next_fields[] = {TYPED("nexthdr", proto, 0, 8),
	NUM("hdrlength", 8, 8), END};
static const struct field rt_fields[] = {TYPED("nexthdr", proto, 0, 8),
	NUM("hdrlength", 8, 8), NUM("type", 16, 8), NUM("seg-left", 24, 8), END};
static const struct field frag_fields[] = {TYPED("nexthdr", proto, 0, 8),
	NUM("reserved", 8, 8), NUM("frag-off", 16, 13), NUM("reserved2", 29, 2),
	NUM("more-fragments", 31, 1), NUM("id", 32, 32), END};
static const struct field mh_fields[] = {TYPED("nexthdr", proto, 0, 8),
	NUM("hdrlength", 8, 8), TYPED("type", mh_type, 16, 8), NUM("reserved", 24, 8),
	NUM("checksum", 32, 16), END};
static const struct field srh_fields[] = {NUM("last-entry", 32, 8), NUM("flags", 40, 8),
	NUM("tag", 48, 16), TYPED("sid[1]", ip6, 64, 128), TYPED("sid[2]", ip6, 192, 128),
	END};
static const struct field rt0_fields[] = {NUM("reserved", 32, 32),
	TYPED("addr[1]", ip6, 64, 128), TYPED("addr[2]", ip6, 192, 128), END};
static const struct option ip6_headers[] = {{"hbh", 0, next_fields},
	{"rt", 43, rt_fields},
	{"frag", 44, frag_fields}, {"dst", 60, next_fields}, {"mh", 135, mh_fields}};
static const struct option srh = {"srh", 43, srh_fields}, rt0 = {"rt0", 43, rt0_fields};

static const struct field kind_fields[] = {NUM("kind", 0, 8), END};
static const struct field common_fields[] = {NUM("kind", 0, 8), NUM("length", 8, 8), END};
static const struct field maxseg_fields[] = {NUM("kind", 0, 8), NUM("length", 8, 8),
	NUM("size", 16, 16), END};
static const struct field window_fields[] = {NUM("kind", 0, 8), NUM("length", 8, 8),
	NUM("count", 16, 8), END};
static const struct field sack_fields[] = {NUM("kind", 0, 8), NUM("length", 8, 8),
	NUM("left", 16, 32), NUM("right", 48, 32), NUM("left", 80, 32),
	NUM("right", 112, 32), NUM("left", 144, 32), NUM("right", 176, 32),
	NUM("left", 208, 32), NUM("right", 240, 32), END};
static const struct field stamp_fields[] = {NUM("kind", 0, 8), NUM("length", 8, 8),
	NUM("tsval", 16, 32), NUM("tsecr", 48, 32), END};
static const struct field mptcp_fields[] = {NUM("kind", 0, 8), NUM("length", 8, 8),
	NUM("subtype", 16, 4), END};
static const struct option tcp_options[] = {{"eol", 0, kind_fields},
	{"nop", 1, kind_fields}, {"maxseg", 2, maxseg_fields},
	{"window", 3, window_fields}, {"sack-perm", 4, common_fields},
	{"sack", 5, sack_fields}, {"timestamp", 8, stamp_fields},
	{"md5sig", 19, common_fields}, {"mptcp", 30, mptcp_fields},
	{"fastopen", 34, common_fields}};

static const struct field route_fields[] = {NUM("type", 0, 8), NUM("length", 8, 8),
	NUM("ptr", 16, 8), NUM("addr", 24, 32), END};
static const struct field alert_fields[] = {NUM("type", 0, 8), NUM("length", 8, 8),
	NUM("value", 16, 16), END};
static const struct option ip_options[] = {{"lsrr", 131, route_fields},
	{"rr", 7, route_fields}, {"ssrr", 137, route_fields}, {"ra", 148, alert_fields}};

#define CHUNK NUM("type", 0, 8), NUM("flags", 8, 8), NUM("length", 16, 16)
static const struct field chunk_fields[] = {CHUNK, END};
static const struct field data_fields[] = {CHUNK, NUM("tsn", 32, 32),
	NUM("stream", 64, 16), NUM("ssn", 80, 16), NUM("ppid", 96, 32), END};
static const struct field init_fields[] = {CHUNK, NUM("init-tag", 32, 32),
	NUM("a-rwnd", 64, 32), NUM("num-outbound-streams", 96, 16),
	NUM("num-inbound-streams", 112, 16), NUM("initial-tsn", 128, 32), END};
static const struct field ack_fields[] = {CHUNK, NUM("cum-tsn-ack", 32, 32),
	NUM("a-rwnd", 64, 32), NUM("num-gap-ack-blocks", 96, 16),
	NUM("num-dup-tsns", 112, 16), END};
static const struct field down_fields[] = {CHUNK, NUM("cum-tsn-ack", 32, 32), END};
static const struct field low_fields[] = {CHUNK, NUM("lowest-tsn", 32, 32), END};
static const struct field seq_fields[] = {CHUNK, NUM("seqno", 32, 32), END};
static const struct field new_fields[] = {CHUNK, NUM("new-cum-tsn", 32, 32), END};
static const struct option chunks[] = {{"data", 0, data_fields}, {"init", 1, init_fields},
	{"init-ack", 2, init_fields}, {"sack", 3, ack_fields},
	{"heartbeat", 4, chunk_fields}, {"heartbeat-ack", 5, chunk_fields},
	{"abort", 6, chunk_fields}, {"shutdown", 7, down_fields},
	{"shutdown-ack", 8, chunk_fields}, {"error", 9, chunk_fields},
	{"cookie-echo", 10, chunk_fields}, {"cookie-ack", 11, chunk_fields},
	{"ecne", 12, low_fields}, {"cwr", 13, low_fields},
	{"shutdown-complete", 14, chunk_fields}, {"asconf-ack", 128, seq_fields},
	{"forward-tsn", 192, new_fields}, {"asconf", 193, seq_fields}};

static const struct {
	const struct option *v;
	size_t n;
} tables[] = {
	[OPTION_IP6] = {ip6_headers, sizeof(ip6_headers) / sizeof(ip6_headers[0])},
	[OPTION_TCP] = {tcp_options, sizeof(tcp_options) / sizeof(tcp_options[0])},
	[OPTION_IP4] = {ip_options, sizeof(ip_options) / sizeof(ip_options[0])},
	[OPTION_SCTP] = {chunks, sizeof(chunks) / sizeof(chunks[0])},
};
/* clang-format on */

const struct option *option_find(unsigned op, unsigned type)
{
	if (op >= sizeof(tables) / sizeof(tables[0]))
		return NULL;
	for (size_t i = 0; i < tables[op].n; i++)
		if (tables[op].v[i].type == type)
			return &tables[op].v[i];
	return NULL;
}

static const struct field *field_at(const struct option *o, unsigned offset, unsigned len)
{
	for (const struct field *f = o->fields; f->word; f++)
		if (f->offset == offset && f->len == len)
			return f;
	return NULL;
}

const struct field *option_field(
	unsigned op, const struct option **o, unsigned offset, unsigned len)
{
	const struct field *f = field_at(*o, offset, len);
	if (f || op != OPTION_IP6 || (*o)->fields != rt_fields)
		return f;
	const struct option *special[] = {&srh, &rt0};
	for (size_t i = 0; i < 2 && !f; i++)
		if ((f = field_at(special[i], offset, len)) != NULL)
			*o = special[i];
	return f;
}
