/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Packets from a descriptor that the broker opened (host.h, capture), read without
 * privilege: what a platform gives to the capture.
 */
#ifndef PKIREADY_PACKETS_H
#define PKIREADY_PACKETS_H

#include "capture.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PACKETS_BATCH = 128, PACKETS_NAME_MAX = 32 };

struct packets_count { /* since the descriptor was opened */
	uint64_t seen;    /* passed the filter, dropped ones among them */
	uint64_t dropped; /* by the kernel, since nobody read them in time */
};

struct packets; /* room for one batch */

struct packets *packets_new(void);
void packets_free(struct packets *p);
/* What has arrived, at most PACKETS_BATCH, in order; valid until the next call. 0: no
 * more for now. */
size_t packets_read(struct packets *p, int fd, const struct packet **out);
/* Adds what was counted since the last call. */
void packets_counted(int fd, struct packets_count *sum);
/* The clock of the packets: UNIX time, ns. */
int64_t packets_now(void);
/* The interface's name now, "if7" when there is none; for as long as p lives. */
const char *packets_interface(struct packets *p, unsigned index);
/* Reads and forgets all that waits in a descriptor of changes; false when nothing did. */
bool packets_drain(int fd);

#endif
