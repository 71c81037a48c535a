/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "datagram.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static enum connect_result result_of(int error, const char **words)
{
	*words = strerror(error);
	switch (error) {
	case EAGAIN:
	case EINTR:
		return CONNECT_NONE;
	case EPERM:
	case EACCES:
		return CONNECT_DENIED;
	case ECONNREFUSED:
		return CONNECT_REFUSED;
	case ENETUNREACH:
	case EHOSTUNREACH:
	case ENETDOWN:
	case EHOSTDOWN:
	case EADDRNOTAVAIL:
	case EAFNOSUPPORT:
		return CONNECT_UNREACHABLE;
	default:
		return CONNECT_ERROR;
	}
}

int datagram_open(const struct ip *ip, int port, const char **words)
{
	struct sockaddr_in v4 = {
		.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	struct sockaddr_in6 v6 = {
		.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
	memcpy(&v4.sin_addr, ip->addr, 4);
	memcpy(&v6.sin6_addr, ip->addr, 16);
	bool four = ip->family == 4;
	int fd = socket(
		four ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, four ? (struct sockaddr *)&v4 : (struct sockaddr *)&v6,
			       four ? sizeof(v4) : sizeof(v6)) == 0)
		return fd;
	(void)result_of(errno, words);
	if (fd >= 0)
		close(fd);
	return -1;
}

bool datagram_routed(const struct ip *ip)
{
	const char *words;
	int fd = datagram_open(ip, 53, &words);
	if (fd < 0)
		return false;
	close(fd);
	return true;
}

enum connect_result datagram_send(int fd, const void *p, size_t n, const char **words)
{
	*words = "sent";
	if (send(fd, p, n, MSG_NOSIGNAL) == (ssize_t)n)
		return CONNECT_OPEN;
	return result_of(errno, words);
}

enum connect_result datagram_receive(int fd, const char **words)
{
	char first;
	*words = "answered";
	if (recv(fd, &first, 1, MSG_TRUNC) >= 0)
		return CONNECT_OPEN;
	return result_of(errno, words);
}

enum connect_result datagram_read(
	int fd, void *p, size_t max, size_t *n, const char **words)
{
	ssize_t got = recv(fd, p, max, 0);
	*words = "answered";
	*n = got > 0 ? (size_t)got : 0;
	return got >= 0 ? CONNECT_OPEN : result_of(errno, words);
}

bool datagram_peer(int fd, struct ip *out)
{
	struct sockaddr_storage at = {0};
	socklen_t n = sizeof(at), m = sizeof(int);
	int type = 0;
	if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &m) != 0 || type != SOCK_DGRAM ||
		getpeername(fd, (struct sockaddr *)&at, &n) != 0)
		return false;
	if (at.ss_family == AF_INET)
		*out = ip_from4(&((struct sockaddr_in *)&at)->sin_addr);
	else if (at.ss_family == AF_INET6)
		*out = ip_from6(&((struct sockaddr_in6 *)&at)->sin6_addr);
	return at.ss_family == AF_INET || at.ss_family == AF_INET6;
}

void datagram_close(int fd)
{
	close(fd);
}
