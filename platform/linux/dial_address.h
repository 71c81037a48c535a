/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PKIREADY_LINUX_DIAL_ADDRESS_H
#define PKIREADY_LINUX_DIAL_ADDRESS_H

#include "ip.h"

#include <netinet/in.h>
#include <sys/socket.h>

union dial_address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* The address as the system's calls take it; returns its length. */
socklen_t dial_address(const struct ip *ip, int port, union dial_address *out);

#endif
