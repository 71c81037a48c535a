/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What no other run has: a range of source ports, and the queue of that number. */
#include "rehearse.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	PORT_FROM = 32768,
	RANGES = 28000 / REHEARSE_PORTS,
	TRIES = 32,
	QUEUE_ROOM = 16 << 20,
	QUEUE_PACKETS = 16384, /* that wait for the pump */
	SNAP = 65535,
};

static bool hold(struct rehearse_world *w, int port)
{
	struct sockaddr_un name = {.sun_family = AF_UNIX};
	int n = snprintf(name.sun_path + 1, sizeof(name.sun_path) - 1,
		"pkiready-rehearsal-%d", port);
	w->lock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (w->lock < 0)
		return false;
	w->port = port;
	if (bind(w->lock, (const struct sockaddr *)&name,
		    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
				(size_t)n)) == 0)
		return true;
	close(w->lock);
	w->lock = -1;
	return false;
}

static struct nlmsghdr *queue_message(void *buf, int queue, int type, uint16_t flags)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = (uint16_t)(NFNL_SUBSYS_QUEUE << 8 | type);
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	struct nfgenmsg *g = mnl_nlmsg_put_extra_header(nlh, sizeof(*g));
	g->nfgen_family = AF_UNSPEC;
	g->version = NFNETLINK_V0;
	g->res_id = htons((uint16_t)queue);
	return nlh;
}

static bool bind_queue(struct nl *nl, int queue)
{
	const struct nfqnl_msg_config_cmd bind_it = {.command = NFQNL_CFG_CMD_BIND};
	const struct nfqnl_msg_config_params whole = {
		.copy_range = htonl(SNAP), .copy_mode = NFQNL_COPY_PACKET};
	const int room = QUEUE_ROOM / 2, fd = mnl_socket_get_fd(nl->socket);
	char buf[256] = {0};
	struct nlmsghdr *nlh = queue_message(buf, queue, NFQNL_MSG_CONFIG, NLM_F_ACK);
	mnl_attr_put(nlh, NFQA_CFG_CMD, sizeof(bind_it), &bind_it);
	if (nl_ask(nl, nlh, NULL, NULL) != ERR_OK)
		return false;
	memset(buf, 0, sizeof(buf));
	nlh = queue_message(buf, queue, NFQNL_MSG_CONFIG, NLM_F_ACK);
	mnl_attr_put(nlh, NFQA_CFG_PARAMS, sizeof(whole), &whole);
	mnl_attr_put_u32(nlh, NFQA_CFG_QUEUE_MAXLEN, htonl(QUEUE_PACKETS));
	return nl_ask(nl, nlh, NULL, NULL) == ERR_OK &&
	       setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room)) == 0;
}

static bool open_queue(struct rehearse_world *w, int queue)
{
	struct arena *a = arena_new();
	struct nl nl;
	bool good = nl_open(a, &nl, NETLINK_NETFILTER) == ERR_OK;
	if (good) {
		good = bind_queue(&nl, queue);
		int error = nl.error;
		/* whoever bound the queue gets its packets: the descriptor stays */
		w->queue = good ? dup(mnl_socket_get_fd(nl.socket)) : -1;
		nl_close(&nl);
		errno = error;
	}
	arena_free(a);
	return good && w->queue >= 0;
}

void rehearse_queue_forget(const struct rehearse_world *w)
{
	const struct nfqnl_msg_verdict_hdr all = {
		.verdict = htonl(NF_DROP), .id = htonl(INT_MAX)};
	char buf[256] = {0};
	struct nlmsghdr *nlh = queue_message(buf, w->port, NFQNL_MSG_VERDICT_BATCH, 0);
	mnl_attr_put(nlh, NFQA_VERDICT_HDR, sizeof(all), &all);
	ssize_t sent = send(w->queue, buf, nlh->nlmsg_len, MSG_DONTWAIT);
	(void)sent; /* it is said again behind the next packets */
}

bool rehearse_queue_open(struct rehearse_world *w)
{
	uint32_t chance;
	for (int i = 0; i < TRIES; i++) {
		if (getrandom(&chance, sizeof(chance), 0) != sizeof(chance))
			break;
		if (!hold(w, PORT_FROM + (int)(chance % RANGES) * REHEARSE_PORTS))
			continue;
		if (open_queue(w, w->port))
			return true;
		int error = errno;
		close(w->lock);
		w->lock = -1;
		errno = error;
		if (error == EPERM || error == ENOENT || error == EOPNOTSUPP)
			break;
	}
	w->why = "the kernel gives no packet queue (NFQUEUE)";
	return false;
}
