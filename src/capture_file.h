/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packets into a file that tcpdump and Wireshark read (libpcap; Linux cooked, v2). */
#ifndef PKIREADY_CAPTURE_FILE_H
#define PKIREADY_CAPTURE_FILE_H

#include "capture.h"

#include <stdio.h>

enum { CAPTURE_FILE_MAX = 256 * 1024 * 1024 }; /* bytes; no more is written behind */

struct capture_file {
	void *pcap, *dump; /* libpcap's */
	uint64_t bytes;
	uint64_t left_out; /* packets that came when it was full */
	bool failed;       /* writing failed: said at the end */
};

/* Takes over the stream. False: libpcap refused. */
bool capture_file_open(struct capture_file *f, FILE *out, int snap);
void capture_file_add(struct capture_file *f, const struct packet *p);
/* Closes the stream; false when not all could be written. */
bool capture_file_close(struct capture_file *f);

#endif
