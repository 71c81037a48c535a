/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Packets into a file that tcpdump and Wireshark read: pcapng
 * (draft-ietf-opsawg-pcapng), one interface block a link with its name, packets with
 * Linux's cooked header of version 2 (LINKTYPE_LINUX_SLL2), times in ns.
 */
#ifndef PKIREADY_CAPTURE_FILE_H
#define PKIREADY_CAPTURE_FILE_H

#include "capture.h"

#include <stdio.h>

enum {
	CAPTURE_FILE_MAX = 256 * 1024 * 1024, /* bytes; no more is written behind */
	CAPTURE_FILE_LINKS = 64,              /* with more, the rest shares one */
};

struct capture_file {
	FILE *out;
	size_t snap;           /* bytes of a packet that are kept at most */
	/* the name of a link while it is there; NULL: links stay without names */
	const char *(*name)(void *arg, unsigned ifindex);
	void *arg;
	/* takes out what may be secret, in place; returns how many bytes stay. NULL:
	 * packets are written as they came */
	size_t (*redact)(unsigned char *p, size_t n);
	unsigned links[CAPTURE_FILE_LINKS]; /* ifindex of each interface block */
	unsigned links_n;
	uint64_t bytes;
	uint64_t left_out;     /* packets that came when it was full */
	bool failed;           /* writing failed */
};

/* Writes the head of the file into the stream, which stays the caller's. f: all but
 * out and snap is zero, or what the caller wants of name, arg, and redact. */
void capture_file_open(struct capture_file *f, FILE *out, size_t snap);
void capture_file_add(struct capture_file *f, const struct packet *p);
/* Flushes; false when not all could be written. */
bool capture_file_close(struct capture_file *f);

#endif
