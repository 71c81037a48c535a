/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the readers of rules and of set elements share. */
#ifndef PKIREADY_LINUX_RULESET_NL_H
#define PKIREADY_LINUX_RULESET_NL_H

#include "arena.h"
#include "verdict/attr.h"

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stdint.h>

enum { RULESET_REQUEST_MAX = 4096, RULESET_GROW_FROM = 16 };

/* A mask with the bits first..last set. */
uint32_t ruleset_bits(int first, int last);
/* The attributes of an nf_tables message, types 1..last known; false when it is cut
 * off. */
bool ruleset_attrs(const struct nlmsghdr *nlh, struct attrs *t, int last);
/* A copy of an attribute's payload; n 0 when absent. */
struct bytes ruleset_keep(struct arena *a, const struct attrs *t, int type);
/* Begins an NFT_MSG_* request in buf. */
struct nlmsghdr *ruleset_request(unsigned char *buf, int msg, int family, uint16_t flags);

#endif
