/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The null platform connects to nothing. */
#include "dial.h"

#include <string.h>

int dial_start(const struct ip *ip, int port, struct dial_end *end)
{
	(void)ip;
	(void)port;
	end->result = CONNECT_NONE;
	end->words = "this platform does not connect";
	return -1;
}

int dial_world(int sockets, const struct dial_tuple *t, struct dial_end *end)
{
	(void)sockets;
	(void)t;
	end->result = CONNECT_NONE;
	end->words = "this platform rehearses nothing";
	return -1;
}

void dial_check(int fd, struct dial_end *end)
{
	(void)fd;
	end->result = CONNECT_NONE;
	end->words = "this platform does not connect";
}

enum connect_result dial_send(int fd, const void *p, size_t n, const char **words)
{
	(void)fd, (void)p, (void)n;
	*words = "this platform sends nothing";
	return CONNECT_NONE;
}

enum connect_result dial_read(int fd, void *p, size_t max, size_t *n, const char **words)
{
	*n = 0;
	return dial_send(fd, p, max, words);
}

bool dial_peer(int fd, struct ip *ip)
{
	(void)fd;
	memset(ip, 0, sizeof(*ip));
	return false;
}

void dial_close(int fd)
{
	(void)fd;
}
