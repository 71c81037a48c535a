/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nl.h"

#include "file.h"

#include <errno.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

enum { RECEIVE_MAX = 64 * 1024 }; /* the kernel's largest dump message is 32 KiB */

static enum err fail(struct nl *nl, int error)
{
	nl->error = error;
	return file_err(error);
}

enum err nl_open(struct arena *a, struct nl *nl, int protocol)
{
	*nl = (struct nl){.arena = a};
	nl->socket = mnl_socket_open2(protocol, SOCK_CLOEXEC);
	if (!nl->socket)
		return fail(nl, errno);
	if (mnl_socket_bind(nl->socket, 0, MNL_SOCKET_AUTOPID) < 0) {
		enum err err = fail(nl, errno);
		nl_close(nl);
		return err;
	}
	int fd = mnl_socket_get_fd(nl->socket), on = 1;
	struct timeval wait = {.tv_sec = NL_WAIT_MS / 1000};
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
	mnl_socket_setsockopt(nl->socket, NETLINK_EXT_ACK, &on, sizeof(on));
	/* not from the arena, which clears what it gives: short looks take many */
	nl->buffer = malloc(RECEIVE_MAX);
	if (nl->buffer)
		return ERR_OK;
	nl_close(nl);
	return fail(nl, ENOMEM);
}

void nl_close(struct nl *nl)
{
	if (nl->socket)
		mnl_socket_close(nl->socket);
	nl->socket = NULL;
	free(nl->buffer);
	nl->buffer = NULL;
}

/* The extended acknowledgement behind the error, if the kernel gave one. */
static void keep_words(struct nl *nl, const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *e = mnl_nlmsg_get_payload(nlh);
	size_t skip = sizeof(*e);
	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED)) {
		if (e->msg.nlmsg_len < sizeof(e->msg))
			return;
		skip += e->msg.nlmsg_len - sizeof(e->msg);
	}
	if (mnl_nlmsg_get_payload_len(nlh) <= skip)
		return;
	struct nl_attrs attrs = nl_attrs_of(nlh, skip);
	for (const struct nlattr *attr; (attr = nl_attrs_next(&attrs));)
		if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG)
			nl->why = arena_str(nl->arena, nl_str(attr));
}

static int on_error(const struct nlmsghdr *nlh, void *arg)
{
	struct nl *nl = arg;
	const struct nlmsgerr *e = mnl_nlmsg_get_payload(nlh);
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*e)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	if (e->error == 0)
		return MNL_CB_STOP;
	keep_words(nl, nlh);
	errno = e->error < 0 ? -e->error : e->error;
	return MNL_CB_ERROR;
}

/* A dump may end in an error, and says so in its last message (since Linux 4.16). */
static int on_done(const struct nlmsghdr *nlh, void *arg)
{
	(void)arg;
	int error = 0;
	if (mnl_nlmsg_get_payload_len(nlh) >= sizeof(error))
		memcpy(&error, mnl_nlmsg_get_payload(nlh), sizeof(error));
	if (error >= 0)
		return MNL_CB_STOP;
	errno = -error;
	return MNL_CB_ERROR;
}

struct answering {
	struct nl *nl;
	mnl_cb_t fn;
	void *arg;
};

static int on_data(const struct nlmsghdr *nlh, void *arg)
{
	struct answering *g = arg;
	int next = g->fn ? g->fn(nlh, g->arg) : MNL_CB_OK;
	/* the answer to a plain question has no end mark */
	return next == MNL_CB_OK && !(nlh->nlmsg_flags & NLM_F_MULTI) ? MNL_CB_STOP
								      : next;
}

static int on_error_of(const struct nlmsghdr *nlh, void *arg)
{
	return on_error(nlh, ((struct answering *)arg)->nl);
}

enum err nl_ask(struct nl *nl, struct nlmsghdr *request, mnl_cb_t fn, void *arg)
{
	mnl_cb_t control[NLMSG_MIN_TYPE] = {
		[NLMSG_ERROR] = on_error_of,
		[NLMSG_DONE] = on_done,
	};
	struct answering g = {.nl = nl, .fn = fn, .arg = arg};
	request->nlmsg_seq = ++nl->seq;
	nl->error = 0;
	nl->why = NULL;
	if (mnl_socket_sendto(nl->socket, request, request->nlmsg_len) < 0)
		return fail(nl, errno);
	int next = MNL_CB_OK;
	while (next > MNL_CB_STOP) {
		ssize_t n = mnl_socket_recvfrom(nl->socket, nl->buffer, RECEIVE_MAX);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(nl, errno);
		next = mnl_cb_run2(nl->buffer, (size_t)n, nl->seq,
			mnl_socket_get_portid(nl->socket), on_data, &g, control,
			NLMSG_MIN_TYPE);
	}
	return next < 0 ? fail(nl, errno) : ERR_OK;
}

bool nl_again(const struct nl *nl)
{
	return nl->error == EINTR;
}

/* Netlink pads to four bytes. */
static size_t aligned(size_t n)
{
	return (n + 3) & ~(size_t)3;
}

struct nl_attrs nl_attrs_in(const void *p, size_t n)
{
	return (struct nl_attrs){.at = p, .left = n};
}

struct nl_attrs nl_attrs_of(const struct nlmsghdr *nlh, size_t header)
{
	const size_t n = mnl_nlmsg_get_payload_len(nlh), skip = aligned(header);
	const char *p = mnl_nlmsg_get_payload(nlh);
	return n > skip ? nl_attrs_in(p + skip, n - skip) : (struct nl_attrs){0};
}

struct nl_attrs nl_attrs_nested(const struct nlattr *attr)
{
	return nl_attrs_in(mnl_attr_get_payload(attr), mnl_attr_get_payload_len(attr));
}

const struct nlattr *nl_attrs_next(struct nl_attrs *attrs)
{
	const struct nlattr *attr = (const void *)attrs->at;
	if (attrs->left < sizeof(*attr) || attr->nla_len < sizeof(*attr) ||
		attr->nla_len > attrs->left)
		return NULL;
	const size_t step = aligned(attr->nla_len);
	const size_t skip = step < attrs->left ? step : attrs->left;
	attrs->at += skip;
	attrs->left -= skip;
	return attr;
}

const char *nl_str(const struct nlattr *attr)
{
	const char *s = mnl_attr_get_payload(attr);
	return memchr(s, '\0', mnl_attr_get_payload_len(attr)) ? s : NULL;
}

uint32_t nl_u32(const struct nlattr *attr)
{
	uint32_t v = 0;
	if (mnl_attr_get_payload_len(attr) >= sizeof(v))
		memcpy(&v, mnl_attr_get_payload(attr), sizeof(v));
	return v;
}
