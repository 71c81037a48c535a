/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One connected UDP socket: what a platform gives to the DNS probe, to learn what
 * libunbound does not tell: that there is no route, that this host itself refuses to
 * send, or that the other side answers with ICMP.
 */
#ifndef PKIREADY_DATAGRAM_H
#define PKIREADY_DATAGRAM_H

#include "evidence.h"
#include "ip.h"

#include <stdbool.h>
#include <stddef.h>

/* True when the routing table has a way to ip; sends nothing. */
bool datagram_routed(const struct ip *ip);
/* A descriptor that is non-blocking, connected and not inherited; -1: *words says why. */
int datagram_open(const struct ip *ip, int port, const char **words);
/* OPEN: it left this process. DENIED: this host's own output path refused (EPERM,
 * EACCES). Else how it failed. *words, static or valid until the next call, are the
 * system's. */
enum connect_result datagram_send(int fd, const void *p, size_t n, const char **words);
/* Of a readable descriptor. OPEN: a datagram came. REFUSED, UNREACHABLE, …: what
 * ICMP said. NONE: nothing was there after all. */
enum connect_result datagram_receive(int fd, const char **words);
/* Likewise, into p: *n octets of it, cut at max. */
enum connect_result datagram_read(
	int fd, void *p, size_t max, size_t *n, const char **words);
/* The address that a descriptor of another's making is connected to by UDP; false: none,
 * or no such socket. */
bool datagram_peer(int fd, struct ip *out);
void datagram_close(int fd);

#endif
