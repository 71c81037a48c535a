/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One TCP connect without waiting: what a platform gives to the reach, HTTP and DNS
 * probes; the last of them sends a question over it. Descriptors are non-blocking and not
 * inherited by children.
 */
#ifndef PKIREADY_DIAL_H
#define PKIREADY_DIAL_H

#include "evidence.h"
#include "ip.h"

#include <stdbool.h>
#include <stddef.h>

struct dial_end {
	enum connect_result result;
	const char *words; /* the system's, valid until the next call; never NULL */
};

/*
 * Begins to connect. The descriptor, which is writable once the connect ended (then ask
 * dial_check); or -1, and *end says how it ended at once: DENIED when the system itself
 * refused (EPERM, EACCES), UNREACHABLE without a route or a source address, NONE where
 * the platform cannot connect at all.
 */
int dial_start(const struct ip *ip, int port, struct dial_end *end);
struct dial_tuple {
	struct ip from, to;
	int source_port, port;
};
/* The same from the world of a rehearsal (host.h, rehearse_look.sockets), with its
 * addresses. NONE: its processes are gone. */
int dial_world(int sockets, const struct dial_tuple *t, struct dial_end *end);
/* How a connect whose descriptor is ready ended. An EACCES of this late hour came by
 * ICMPv6 from the path (RFC 4443 section 3.1) and is UNREACHABLE. */
void dial_check(int fd, struct dial_end *end);
/* Of a connected descriptor. OPEN: all n octets, a few hundred at most, are on their
 * way. Else how the connection ended; *words as above. */
enum connect_result dial_send(int fd, const void *p, size_t n, const char **words);
/* OPEN: *n octets came. NONE: none yet. RESET: the connection ended, in order or not. */
enum connect_result dial_read(int fd, void *p, size_t max, size_t *n, const char **words);
/* The other end's address; false when there is none. */
bool dial_peer(int fd, struct ip *ip);
void dial_close(int fd);

#endif
