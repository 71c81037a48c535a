/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Captured packets without what may be secret. What stays: addresses, ports, numbers,
 * flags, lengths and times; of plain HTTP the method, the version, the status, how a
 * path is divided, the names of headers, and the values of those that hold no secret; of
 * TLS the kind of each record that a segment begins with. Every other byte of a segment's
 * data becomes x, so that nothing depends on how the data was cut into segments.
 */
#ifndef PKIREADY_CAPTURE_REDACT_H
#define PKIREADY_CAPTURE_REDACT_H

#include <stddef.h>

/* In place, from the IP header on; TCP's checksum follows (RFC 1624). Returns how many
 * bytes stay: of an ICMP error what it quotes is cut off behind the ports. */
size_t capture_redact(unsigned char *p, size_t n);

#endif
