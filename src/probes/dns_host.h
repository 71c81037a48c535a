/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How this host resolves names itself: resolv.conf(5) and hosts(5). */
#ifndef PKIREADY_PROBES_DNS_HOST_H
#define PKIREADY_PROBES_DNS_HOST_H

#include "arena.h"
#include "evidence.h"
#include "ip.h"

enum { DNS_HOST_FILE_MAX = 1024 * 1024, DNS_HOST_SERVERS_MAX = 3 /* as glibc's MAXNS */ };

struct dns_host {
	strs servers;           /* as libunbound takes them: "192.0.2.1", "fe80::1%2" */
	VEC(struct ip) ips;     /* the same */
	const char *source;     /* "resolver 192.0.2.1 of /etc/resolv.conf" */
	struct bytes hosts;     /* /etc/hosts; n 0 when there is none */
};

/* Reads both files. Without a usable nameserver line it is 127.0.0.1, as the manual
 * says. */
void dns_host_read(struct arena *a, struct dns_host *out);
/* The part of it that is pure: resolv.conf's bytes (n 0: none). */
void dns_host_servers(struct arena *a, struct bytes resolv_conf, struct dns_host *out);
/* True when the hosts file holds name: its addresses of that family (4, 6) are then the
 * answer, even if there are none. */
bool dns_host_lookup(struct arena *a, struct bytes hosts, const char *name, int family,
	struct dns_answer *out);

#endif
