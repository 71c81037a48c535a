/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the processes of a rehearsal do at their birth. */
#ifndef PKIREADY_LINUX_REHEARSE_FORK_H
#define PKIREADY_LINUX_REHEARSE_FORK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Closes every descriptor but standard error, what is below it, and these; -1 is none. */
void rehearse_keep_only(const int *fds, size_t n);
/* After the drop of privileges: dies with the parent. False: it is gone already. */
bool rehearse_bind_to_parent(pid_t parent);
/* Waits until the descriptor is readable or at its end; false: not in time. */
bool rehearse_wait_for(int fd, int ms);

#endif
