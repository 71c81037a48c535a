/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Connecting from the namespace of a rehearsal, by sockets that its process makes. */
#include "dial.h"
#include "dial_address.h"
#include "process.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ASK_MS = 2000 };

static int ask_socket(int sockets, int family)
{
	const uint8_t ask = (uint8_t)family;
	uint8_t answer;
	int fds[PROCESS_FDS_MAX];
	size_t n = 0;
	struct pollfd p = {.fd = sockets, .events = POLLIN};
	if (!process_write(sockets, &ask, 1) || poll(&p, 1, ASK_MS) != 1 ||
		process_read_fds(sockets, &answer, 1, fds, &n) != 1)
		return -1;
	for (size_t i = 1; i < n; i++)
		close(fds[i]);
	return n ? fds[0] : -1;
}

int dial_world(int sockets, const struct dial_tuple *t, struct dial_end *end)
{
	union dial_address from, to;
	socklen_t from_n = dial_address(&t->from, t->source_port, &from);
	socklen_t to_n = dial_address(&t->to, t->port, &to);
	int fd = ask_socket(sockets, t->to.family);
	if (fd < 0) {
		end->result = CONNECT_NONE;
		end->words = "the rehearsal's process is gone";
		return -1;
	}
	if (bind(fd, &from.any, from_n) == 0 &&
		(connect(fd, &to.any, to_n) == 0 || errno == EINPROGRESS))
		return fd;
	end->result = CONNECT_ERROR;
	end->words = strerror(errno);
	close(fd);
	return -1;
}
