/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the listeners verb is made of: the sockets, their owners, and the web server
 * units. */
#ifndef PKIREADY_LINUX_LISTENERS_H
#define PKIREADY_LINUX_LISTENERS_H

#include "arena.h"
#include "err.h"
#include "evidence.h"
#include "host.h"

#include <stdbool.h>
#include <stdint.h>

enum { LISTENERS_MAX = 256 }; /* more sockets on two ports are cut off */

struct bound { /* one TCP LISTEN socket on an asked port */
	struct listener look;
	uint64_t inode; /* of the socket, 0 unknown */
};
struct bounds {
	VEC(struct bound) all;
};

/* -- diag.c: sock_diag(7). The socket's address, queue, limit and drops. Never makes the
 * kernel load a module: ERR_UNSUPPORTED when the diag module is not there already. */
enum err diag_read(struct arena *a, const struct ask_ports *ports, struct bounds *out,
	const char **why) MUST_USE;

/* -- procnet.c: /proc/net/tcp and tcp6, where sock_diag is not there. Knows no limit
 * and no drops; v6only is told by an IPv4 socket on the same port. */
enum err procnet_read(struct arena *a, const struct ask_ports *ports, struct bounds *out)
	MUST_USE;
/* One line; false when it is not a TCP LISTEN socket, or not a line of that file. */
bool procnet_line(const char *line, size_t n, int family, struct bound *out);

/* -- owners.c: /proc/PID/fd. Fills in program, pid, uid, unit. True when what has no
 * program then belongs to no process that this system sees; false: root may see
 * more. */
bool owners_find(struct arena *a, struct bounds *b);
/* "PPid:" and the file system uid of "Uid:" in /proc/PID/status; false when one is
 * missing. */
bool owners_status(const struct bytes *status, int64_t *ppid, int64_t *uid);
/* The systemd unit that /proc/PID/cgroup names, in v2, v1 and hybrid form; NULL none. */
const char *owners_unit(struct arena *a, const struct bytes *cgroup);

/* -- units.c: adds the web server units that have a unit file, but no process. */
void units_stopped(struct arena *a, strs *out);

#endif
