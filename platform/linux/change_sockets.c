/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every socket of this host that somebody outside can talk to (sock_diag(7)). */
#include "change.h"

#include "kmod.h"
#include "nl.h"

#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

enum { SOCKETS_MAX = 4096 };

struct reading {
	struct arena *arena;
	struct host_sockets *out;
	int proto;
};

static struct ip address(const struct inet_diag_msg *m, const void *at)
{
	return ip_unmapped(m->idiag_family == AF_INET6 ? ip_from6(at) : ip_from4(at));
}

static int on_socket(const struct nlmsghdr *nlh, void *arg)
{
	struct reading *r = arg;
	const struct inet_diag_msg *m = mnl_nlmsg_get_payload(nlh);
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*m))
		return MNL_CB_OK;
	if (r->out->all.n >= SOCKETS_MAX) {
		r->out->seen = SEEN_FAILED;
		return MNL_CB_OK;
	}
	struct host_socket *s = VEC_ADD(r->arena, &r->out->all, struct host_socket);
	s->proto = r->proto;
	s->ip = address(m, m->id.idiag_src);
	s->port = ntohs(m->id.idiag_sport);
	if (m->id.idiag_dport) {
		s->peer = address(m, m->id.idiag_dst);
		s->peer_port = ntohs(m->id.idiag_dport);
	}
	return MNL_CB_OK;
}

static enum err dump(struct nl *nl, unsigned char family, struct reading *r)
{
	char buf[256] = {0};
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	struct inet_diag_req_v2 *q = mnl_nlmsg_put_extra_header(nlh, sizeof(*q));
	q->sdiag_family = family;
	q->sdiag_protocol = (unsigned char)r->proto;
	q->idiag_states = 1u << TCP_ESTABLISHED |
			  1u << (r->proto == IPPROTO_TCP ? TCP_LISTEN : TCP_CLOSE);
	return nl_ask(nl, nlh, on_socket, r);
}

/* A dump that changed meanwhile is asked for again: a socket told twice harms nobody. */
static void read_protocol(struct arena *a, int proto, struct host_sockets *out)
{
	static const unsigned char families[] = {AF_INET, AF_INET6};
	struct reading r = {.arena = a, .out = out, .proto = proto};
	struct nl nl;
	if (nl_open(a, &nl, NETLINK_SOCK_DIAG) != ERR_OK) {
		out->seen = SEEN_FAILED;
		return;
	}
	for (size_t i = 0; i < sizeof(families); i++) {
		enum err err = dump(&nl, families[i], &r);
		for (int n = 1; err != ERR_OK && n < NL_TRIES && nl_again(&nl); n++)
			err = dump(&nl, families[i], &r);
		if (err != ERR_OK && err != ERR_NOT_FOUND)
			out->seen = SEEN_FAILED;
	}
	nl_close(&nl);
}

void change_sockets(struct arena *a, struct host_sockets *out)
{
	*out = (struct host_sockets){.seen = SEEN_YES};
	if (kmod_present("tcp_diag", "tcp_diag_get_info"))
		read_protocol(a, IPPROTO_TCP, out);
	else
		out->seen = SEEN_FAILED;
	if (kmod_present("udp_diag", "udp_diag_get_info"))
		read_protocol(a, IPPROTO_UDP, out);
}
