/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Giving up privileges for good, and becoming another user to look with his eyes. */
#ifndef PKIREADY_LINUX_PRIVILEGES_H
#define PKIREADY_LINUX_PRIVILEGES_H

#include "err.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* As host.h says of drop_privileges: uid of "pkiready", else one of 61184-65519 that
 * nobody has (systemd's range for such users). */
enum err privileges_drop(void) MUST_USE;
/* The same by who is root, but for these capabilities (bits by number). */
enum err privileges_drop_but(uint64_t which) MUST_USE;
/* euid 0 and CAP_NET_ADMIN effective. */
bool privileges_full(void);

/*
 * This process becomes that user, with the groups that the user database gives to him:
 * no capability is left, none can come back. ERR_DENIED: no privilege to do so; ERR_IO:
 * it may have kept some (the caller must not go on).
 */
enum err privileges_become(uid_t uid) MUST_USE;
/* The uid and gid that privileges_drop takes; of /etc/passwd alone, no directory
 * service. */
void privileges_own(uid_t *uid, gid_t *gid);

#endif
