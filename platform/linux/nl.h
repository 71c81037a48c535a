/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One question to the kernel over netlink (libmnl), with a time limit. */
#ifndef PKIREADY_LINUX_NL_H
#define PKIREADY_LINUX_NL_H

#include "arena.h"
#include "err.h"

#include <libmnl/libmnl.h>
#include <stdbool.h>

struct nl {
	struct mnl_socket *socket;
	unsigned seq;
	int error;         /* errno of the last failure */
	const char *why;   /* the kernel's own words (NLMSGERR_ATTR_MSG), or NULL */
	struct arena *arena;
	unsigned char *buffer;
};

enum { NL_WAIT_MS = 1000, NL_TRIES = 4 };

/* Opens NETLINK_SOCK_DIAG, NETLINK_ROUTE or NETLINK_NETFILTER. */
enum err nl_open(struct arena *a, struct nl *nl, int protocol) MUST_USE;
void nl_close(struct nl *nl);

/*
 * Sends the request (its sequence number is set here) and calls fn with each message of
 * the answer. ERR_DENIED for EPERM and EACCES, ERR_TIMEOUT when the kernel says nothing
 * for NL_WAIT_MS. nl->error EINTR: the dump was changed while it was read; ask again.
 */
enum err nl_ask(struct nl *nl, struct nlmsghdr *request, mnl_cb_t fn, void *arg)
	MUST_USE;
/* Whether the last failure means: the answer is inconsistent, ask again. */
bool nl_again(const struct nl *nl);

/* The attributes of a message or of an attribute, one by one; what does not fit ends
 * them. */
struct nl_attrs {
	const char *at;
	size_t left;
};
struct nl_attrs nl_attrs_in(const void *p, size_t n);
struct nl_attrs nl_attrs_of(const struct nlmsghdr *nlh, size_t header);
struct nl_attrs nl_attrs_nested(const struct nlattr *attr);
const struct nlattr *nl_attrs_next(struct nl_attrs *attrs);
/* The string in an attribute, NULL when it does not end within it. */
const char *nl_str(const struct nlattr *attr);
/* An unsigned 32-bit number as this machine keeps it, 0 when the attribute is shorter. */
uint32_t nl_u32(const struct nlattr *attr);

#endif
