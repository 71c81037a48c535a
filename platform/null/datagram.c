/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The null platform sends nothing; it says of every address that there may be a route. */
#include "datagram.h"

bool datagram_routed(const struct ip *ip)
{
	(void)ip;
	return true;
}

int datagram_open(const struct ip *ip, int port, const char **words)
{
	(void)ip, (void)port;
	*words = "this platform sends nothing";
	return -1;
}

enum connect_result datagram_send(int fd, const void *p, size_t n, const char **words)
{
	(void)fd, (void)p, (void)n;
	*words = "this platform sends nothing";
	return CONNECT_NONE;
}

enum connect_result datagram_receive(int fd, const char **words)
{
	(void)fd;
	*words = "this platform sends nothing";
	return CONNECT_NONE;
}

enum connect_result datagram_read(
	int fd, void *p, size_t max, size_t *n, const char **words)
{
	(void)p, (void)max;
	*n = 0;
	return datagram_receive(fd, words);
}

bool datagram_peer(int fd, struct ip *out)
{
	(void)fd, (void)out;
	return false;
}

void datagram_close(int fd)
{
	(void)fd;
}
