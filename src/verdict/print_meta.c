/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The keys of meta and ct, with nft's words (nftables src/meta.c, ct.c). */
#include "print.h"

/* clang-format off */
#define HOST(w, t, n) {w, &type_##t, ORDER_HOST, n}
#define BIG(w, t, n) {w, &type_##t, ORDER_BIG, n}

static const struct key_row meta_keys[] = {
	[META_LEN] = HOST("length", integer, 32),
	[META_PROTOCOL] = BIG("protocol", ethertype, 16),
	[META_PRIORITY] = HOST("priority", classid, 32),
	[META_MARK] = HOST("mark", mark, 32),
	[META_IIF] = HOST("iif", ifindex, 32),
	[META_OIF] = HOST("oif", ifindex, 32),
	[META_IIFNAME] = HOST("iifname", ifname, 128),
	[META_OIFNAME] = HOST("oifname", ifname, 128),
	[META_IIFTYPE] = HOST("iiftype", arphrd, 16),
	[META_OIFTYPE] = HOST("oiftype", arphrd, 16),
	[META_SKUID] = HOST("skuid", uid, 32),
	[META_SKGID] = HOST("skgid", gid, 32),
	[META_NFTRACE] = HOST("nftrace", integer, 1),
	[META_RTCLASSID] = HOST("rtclassid", realm, 32),
	[META_SECMARK] = HOST("secmark", integer, 32),
	[META_NFPROTO] = HOST("nfproto", nfproto, 8),
	[META_L4PROTO] = HOST("l4proto", proto, 8),
	[META_BRI_IIFNAME] = HOST("ibrname", ifname, 128),
	[META_BRI_OIFNAME] = HOST("obrname", ifname, 128),
	[META_PKTTYPE] = HOST("pkttype", pkttype, 8),
	[META_CPU] = HOST("cpu", integer, 32),
	[META_IIFGROUP] = HOST("iifgroup", devgroup, 32),
	[META_OIFGROUP] = HOST("oifgroup", devgroup, 32),
	[META_CGROUP] = HOST("cgroup", integer, 32),
	[META_PRANDOM] = BIG("random", integer, 32),
	[META_SECPATH] = HOST("ipsec", boolean, 8),
	[META_IIFKIND] = HOST("iifkind", ifname, 128),
	[META_OIFKIND] = HOST("oifkind", ifname, 128),
	[META_BRI_IIFPVID] = HOST("ibrpvid", integer, 16),
	[META_BRI_IIFVPROTO] = BIG("ibrvproto", ethertype, 16),
	[META_TIME_NS] = HOST("time", date, 64),
	[META_TIME_DAY] = HOST("day", day, 8),
	[META_TIME_HOUR] = HOST("hour", hour, 32),
	[META_SDIF] = HOST("sdif", ifindex, 32),
	[META_SDIFNAME] = HOST("sdifname", ifname, 128),
};
static const struct key_row ct_keys[] = {
	[CT_STATE] = HOST("state", ct_state, 32),
	[CT_DIRECTION] = HOST("direction", ct_dir, 8),
	[CT_STATUS] = HOST("status", ct_status, 32),
	[CT_MARK] = HOST("mark", mark, 32),
	[CT_SECMARK] = HOST("secmark", integer, 32),
	[CT_EXPIRATION] = HOST("expiration", time, 32),
	[CT_HELPER] = HOST("helper", string, 128),
	[CT_L3PROTOCOL] = HOST("l3proto", nfproto, 8),
	[CT_SRC] = BIG("saddr", invalid, 0),
	[CT_DST] = BIG("daddr", invalid, 0),
	[CT_PROTOCOL] = BIG("protocol", proto, 8),
	[CT_PROTO_SRC] = BIG("proto-src", invalid, 16),
	[CT_PROTO_DST] = BIG("proto-dst", invalid, 16),
	[CT_LABELS] = HOST("label", ct_label, 128),
	[CT_PKTS] = HOST("packets", integer, 64),
	[CT_BYTES] = HOST("bytes", integer, 64),
	[CT_AVGPKT] = HOST("avgpkt", integer, 64),
	[CT_ZONE] = HOST("zone", integer, 16),
	[CT_EVENTMASK] = HOST("event", ct_event, 32),
	[CT_SRC_IP] = BIG("ip saddr", ip4, 32),
	[CT_DST_IP] = BIG("ip daddr", ip4, 32),
	[CT_SRC_IP6] = BIG("ip6 saddr", ip6, 128),
	[CT_DST_IP6] = BIG("ip6 daddr", ip6, 128),
	[CT_ID] = BIG("id", integer, 32),
};
/* clang-format on */

const struct key_row *meta_key(unsigned key)
{
	return key < sizeof(meta_keys) / sizeof(meta_keys[0]) ? &meta_keys[key] : NULL;
}

const struct key_row *ct_key(unsigned key)
{
	return key < sizeof(ct_keys) / sizeof(ct_keys[0]) ? &ct_keys[key] : NULL;
}

bool meta_plain(unsigned key)
{
	return key == META_IIF || key == META_OIF || key == META_IIFNAME ||
	       key == META_OIFNAME || key == META_IIFGROUP || key == META_OIFGROUP;
}

struct node *node_meta(struct printer *p, unsigned key)
{
	const struct key_row *row = meta_key(key);
	if (!row) {
		p->failed = true;
		return node_words(p, &type_integer, ORDER_HOST, 32, "?");
	}
	struct node *n = node_new(p, N_META, row->type, row->order, row->len);
	n->key = key;
	n->protocol = key == META_IIFTYPE || key == META_NFPROTO || key == META_L4PROTO ||
		      key == META_PROTOCOL;
	if (key == META_NFPROTO || key == META_PROTOCOL)
		n->base = ON_LINK;
	if (key == META_L4PROTO)
		n->base = ON_NETWORK;
	return n;
}

struct node *node_ct(struct printer *p, unsigned key, int direction)
{
	const struct key_row *row = ct_key(key);
	if (!row) {
		p->failed = true;
		return node_words(p, &type_integer, ORDER_HOST, 32, "?");
	}
	struct node *n = node_new(p, N_CT, row->type, row->order, row->len);
	n->key = key;
	n->direction = direction;
	n->protocol = key == CT_PROTOCOL || key == CT_L3PROTOCOL;
	if (key == CT_SRC || key == CT_DST || key == CT_PROTOCOL)
		n->base = ON_NETWORK;
	if (key == CT_PROTO_SRC || key == CT_PROTO_DST)
		n->base = ON_TRANSPORT;
	if (key == CT_L3PROTOCOL)
		n->base = ON_LINK;
	return n;
}

void ct_print(struct text *t, unsigned key, int direction, unsigned nfproto)
{
	static const char *const directions[] = {"original ", "reply "};
	text_add(t, "ct ");
	if (direction >= 0 && direction < 2) {
		text_add(t, directions[direction]);
		if (key == CT_SRC || key == CT_DST)
			text_add(t, nfproto == NF_IP    ? "ip "
				    : nfproto == NF_IP6 ? "ip6 "
							: "");
	}
	text_add(t, ct_key(key)->word);
}
