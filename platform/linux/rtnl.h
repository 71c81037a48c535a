/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the addresses and the route verb share: rtnetlink(7) attributes. */
#ifndef PKIREADY_LINUX_RTNL_H
#define PKIREADY_LINUX_RTNL_H

#include "arena.h"
#include "ip.h"
#include "nl.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

/* The address in an attribute of a message of this family (AF_INET, AF_INET6);
 * family 0 when its length does not fit. */
struct ip rtnl_ip(int family, const struct nlattr *attr);
/* The gateway in an RTA_VIA attribute, which may be of another family (RFC 5549). */
struct ip rtnl_via(const struct nlattr *attr);
/* The interface's name in the arena, NULL for index 0. */
const char *rtnl_interface(struct arena *a, unsigned index);

#endif
