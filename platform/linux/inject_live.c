/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inject_parts.h"

#include "file.h"
#include "rtnl.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

struct end { /* of a connection on this host */
	struct ip ip;
	uint16_t port;
};

/* -- conntrack -------------------------------------------------------------------- */

static void put_ip(
	struct nlmsghdr *nlh, uint16_t type4, uint16_t type6, const struct ip *ip)
{
	if (ip->family == 4)
		mnl_attr_put(nlh, type4, 4, ip->addr);
	else
		mnl_attr_put(nlh, type6, 16, ip->addr);
}

static struct nlmsghdr *conntrack(void *buf, int msg, const struct inject_tuple *t)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = (uint16_t)(NFNL_SUBSYS_CTNETLINK << 8 | msg);
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	struct nfgenmsg *g = mnl_nlmsg_put_extra_header(nlh, sizeof(*g));
	g->nfgen_family = t->from.family == 4 ? AF_INET : AF_INET6;
	g->version = NFNETLINK_V0;
	struct nlattr *tuple = mnl_attr_nest_start(nlh, CTA_TUPLE_ORIG);
	struct nlattr *part = mnl_attr_nest_start(nlh, CTA_TUPLE_IP);
	put_ip(nlh, CTA_IP_V4_SRC, CTA_IP_V6_SRC, &t->from);
	put_ip(nlh, CTA_IP_V4_DST, CTA_IP_V6_DST, &t->to);
	mnl_attr_nest_end(nlh, part);
	part = mnl_attr_nest_start(nlh, CTA_TUPLE_PROTO);
	mnl_attr_put_u8(nlh, CTA_PROTO_NUM, IPPROTO_TCP);
	mnl_attr_put_u16(nlh, CTA_PROTO_SRC_PORT, htons(t->source_port));
	mnl_attr_put_u16(nlh, CTA_PROTO_DST_PORT, htons(t->port));
	mnl_attr_nest_end(nlh, part);
	mnl_attr_nest_end(nlh, tuple);
	return nlh;
}

static void read_reply_ip(const struct nlattr *in, struct end *out)
{
	struct nl_attrs attrs = nl_attrs_nested(in);
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));) {
		int type = mnl_attr_get_type(attr);
		if (type == CTA_IP_V4_SRC)
			out->ip = rtnl_ip(AF_INET, attr);
		else if (type == CTA_IP_V6_SRC)
			out->ip = rtnl_ip(AF_INET6, attr);
	}
}

static void read_reply_port(const struct nlattr *in, struct end *out)
{
	struct nl_attrs attrs = nl_attrs_nested(in);
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));)
		if (mnl_attr_get_type(attr) == CTA_PROTO_SRC_PORT &&
			mnl_attr_get_payload_len(attr) == 2)
			out->port = ntohs(mnl_attr_get_u16(attr));
}

/* Who answers: where the SYN went after DNAT. */
static int on_entry(const struct nlmsghdr *nlh, void *arg)
{
	struct nl_attrs attrs = nl_attrs_of(nlh, sizeof(struct nfgenmsg));
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));) {
		if (mnl_attr_get_type(attr) != CTA_TUPLE_REPLY)
			continue;
		struct nl_attrs parts = nl_attrs_nested(attr);
		for (const struct nlattr *p; (p = nl_attrs_next(&parts));) {
			if (mnl_attr_get_type(p) == CTA_TUPLE_IP)
				read_reply_ip(p, arg);
			else if (mnl_attr_get_type(p) == CTA_TUPLE_PROTO)
				read_reply_port(p, arg);
		}
	}
	return MNL_CB_OK;
}

/* -- sockets ---------------------------------------------------------------------- */

static struct nlmsghdr *diag(void *buf, int msg, const struct inject_tuple *t,
	const struct end *own, const uint32_t cookie[2])
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = (uint16_t)msg;
	nlh->nlmsg_flags = NLM_F_REQUEST | (msg == SOCK_DESTROY ? NLM_F_ACK : 0);
	struct inet_diag_req_v2 *r = mnl_nlmsg_put_extra_header(nlh, sizeof(*r));
	size_t wide = t->from.family == 4 ? 4 : 16;
	r->sdiag_family = t->from.family == 4 ? AF_INET : AF_INET6;
	r->sdiag_protocol = IPPROTO_TCP;
	r->idiag_states = ~0u;
	r->id.idiag_sport = htons(own->port);
	r->id.idiag_dport = htons(t->source_port);
	memcpy(r->id.idiag_src, own->ip.addr, wide);
	memcpy(r->id.idiag_dst, t->from.addr, wide);
	r->id.idiag_cookie[0] = cookie[0];
	r->id.idiag_cookie[1] = cookie[1];
	return nlh;
}

/* The kernel falls back on the listener: only what is half open is ours. */
struct half_open {
	bool found;
	uint32_t cookie[2];
};

static int on_socket(const struct nlmsghdr *nlh, void *arg)
{
	struct half_open *h = arg;
	const struct inet_diag_msg *m = mnl_nlmsg_get_payload(nlh);
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m) || m->idiag_state == TCP_LISTEN ||
		m->id.idiag_dport == 0)
		return MNL_CB_OK;
	h->found = true;
	h->cookie[0] = m->id.idiag_cookie[0];
	h->cookie[1] = m->id.idiag_cookie[1];
	return MNL_CB_OK;
}

/* True when nothing of it is left. */
static bool destroy(struct nl *nl, const struct inject_tuple *t, const struct end *own)
{
	static const uint32_t any[2] = {INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE};
	struct half_open h = {.found = false};
	char buf[256] = {0};
	if (nl_ask(nl, diag(buf, SOCK_DIAG_BY_FAMILY, t, own, any), on_socket, &h) !=
			ERR_OK ||
		!h.found)
		return true;
	memset(buf, 0, sizeof(buf));
	return nl_ask(nl, diag(buf, SOCK_DESTROY, t, own, h.cookie), NULL, NULL) ==
	       ERR_OK;
}

static void reset(const struct inject_life *l, const struct inject_ender *e)
{
	uint8_t frame[INJECT_FRAME_MAX];
	const struct inject_link *link = &e->links[l->link];
	size_t n = inject_frame(frame, link, &l->tuple, true);
	inject_way_send(e->way, l->link, link, frame, n);
}

void inject_live_end(
	struct arena *a, const struct inject_life *l, const struct inject_ender *e)
{
	char buf[512] = {0};
	struct nl nl;
	struct end own = {l->tuple.to, l->tuple.port};
	if (e->reset_first)
		reset(l, e);
	/* to ask for what is not loaded would load it */
	bool tracked = file_exists("/proc/sys/net/netfilter/nf_conntrack_count");
	if (tracked && nl_open(a, &nl, NETLINK_NETFILTER) == ERR_OK) {
		(void)!nl_ask(&nl, conntrack(buf, IPCTNL_MSG_CT_GET, &l->tuple), on_entry,
			&own);
		nl_close(&nl);
	}
	bool ended = false;
	if (nl_open(a, &nl, NETLINK_SOCK_DIAG) == ERR_OK) {
		ended = destroy(&nl, &l->tuple, &own);
		nl_close(&nl);
	}
	if (!ended)
		reset(l, e);
	memset(buf, 0, sizeof(buf));
	if (tracked && nl_open(a, &nl, NETLINK_NETFILTER) == ERR_OK) {
		(void)!nl_ask(
			&nl, conntrack(buf, IPCTNL_MSG_CT_DELETE, &l->tuple), NULL, NULL);
		nl_close(&nl);
	}
}
