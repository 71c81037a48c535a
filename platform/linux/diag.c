/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "listeners.h"

#include "kmod.h"
#include "rtnl.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

struct diag {
	struct arena *arena;
	const struct ask_ports *ports;
	struct bounds *out;
};

static int on_attr(const struct nlattr *attr, void *arg)
{
	struct bound *b = arg;
	const uint16_t type = mnl_attr_get_type(attr);
	const uint16_t n = mnl_attr_get_payload_len(attr);
	if (type == INET_DIAG_SKV6ONLY && n >= 1)
		b->look.v6only = mnl_attr_get_u8(attr) != 0;
	if (type == INET_DIAG_SKMEMINFO &&
		n >= (SK_MEMINFO_DROPS + 1) * sizeof(uint32_t)) {
		uint32_t drops;
		memcpy(&drops,
			(const char *)mnl_attr_get_payload(attr) +
				SK_MEMINFO_DROPS * sizeof(drops),
			sizeof(drops));
		b->look.drops = drops;
	}
	return MNL_CB_OK;
}

static int on_socket(const struct nlmsghdr *nlh, void *arg)
{
	struct diag *d = arg;
	const struct inet_diag_msg *m = mnl_nlmsg_get_payload(nlh);
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m))
		return MNL_CB_OK;
	int64_t port = ntohs(m->id.idiag_sport);
	if (m->idiag_state != TCP_LISTEN || d->out->all.n >= LISTENERS_MAX ||
		(port != d->ports->first && port != d->ports->second))
		return MNL_CB_OK;
	struct bound *b = VEC_ADD(d->arena, &d->out->all, struct bound);
	b->inode = m->idiag_inode;
	b->look = (struct listener){
		.ip = ip_unmapped(m->idiag_family == AF_INET6
					  ? ip_from6(m->id.idiag_src)
					  : ip_from4(m->id.idiag_src)),
		.port = port,
		.uid = -1,
		.interface = rtnl_interface(d->arena, m->id.idiag_if),
		.queue = m->idiag_rqueue,   /* of a LISTEN socket: sk_ack_backlog */
		.backlog = m->idiag_wqueue, /* of a LISTEN socket: sk_max_ack_backlog */
		.drops = -1,
	};
	mnl_attr_parse(nlh, sizeof(*m), on_attr, b);
	return MNL_CB_OK;
}

static enum err dump(struct nl *nl, unsigned char family, struct diag *d)
{
	char buf[256] = {0};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	struct inet_diag_req_v2 *r = mnl_nlmsg_put_extra_header(nlh, sizeof(*r));
	r->sdiag_family = family;
	r->sdiag_protocol = IPPROTO_TCP;
	r->idiag_states = 1u << TCP_LISTEN;
	r->idiag_ext = 1u << (INET_DIAG_SKMEMINFO - 1);
	return nl_ask(nl, nlh, on_socket, d);
}

static enum err dump_both(struct nl *nl, struct diag *d)
{
	enum err err = ERR_OK;
	for (int i = 0; i < NL_TRIES; i++) {
		memset(d->out, 0, sizeof(*d->out));
		err = dump(nl, AF_INET, d);
		if (err == ERR_OK)
			err = dump(nl, AF_INET6, d);
		if (err == ERR_NOT_FOUND)
			err = ERR_OK; /* a kernel without IPv6 */
		if (err == ERR_OK || !nl_again(nl))
			break;
	}
	return err;
}

enum err diag_read(struct arena *a, const struct ask_ports *ports, struct bounds *out,
	const char **why)
{
	*why = NULL;
	memset(out, 0, sizeof(*out));
	if (!kmod_present("tcp_diag", "tcp_diag_get_info"))
		return ERR_UNSUPPORTED;
	struct nl nl;
	enum err err = nl_open(a, &nl, NETLINK_SOCK_DIAG);
	if (err == ERR_OK) {
		struct diag d = {.arena = a, .ports = ports, .out = out};
		err = dump_both(&nl, &d);
		nl_close(&nl);
	}
	if (err != ERR_OK)
		*why = arena_str(a, strerror(nl.error));
	return err;
}
