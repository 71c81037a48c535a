/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dial.h"

#include "dial_address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

socklen_t dial_address(const struct ip *ip, int port, union dial_address *out)
{
	memset(out, 0, sizeof(*out));
	if (ip->family == 4) {
		out->v4.sin_family = AF_INET;
		out->v4.sin_port = htons((uint16_t)port);
		memcpy(&out->v4.sin_addr, ip->addr, 4);
		return sizeof(out->v4);
	}
	out->v6.sin6_family = AF_INET6;
	out->v6.sin6_port = htons((uint16_t)port);
	memcpy(&out->v6.sin6_addr, ip->addr, 16);
	return sizeof(out->v6);
}

static enum connect_result result_of(int error)
{
	switch (error) {
	case 0:
		return CONNECT_OPEN;
	case ECONNREFUSED:
		return CONNECT_REFUSED;
	case ETIMEDOUT:
		return CONNECT_TIMEOUT;
	case ECONNRESET:
	case EPIPE:
		return CONNECT_RESET;
	case EHOSTUNREACH:
	case ENETUNREACH:
	case EHOSTDOWN:
	case ENETDOWN:
	case ENONET:
	case EPROTO:
	case ENOPROTOOPT:
	case EADDRNOTAVAIL:
	case EAFNOSUPPORT:
		return CONNECT_UNREACHABLE;
	case EPERM:
	case EACCES:
		return CONNECT_DENIED;
	default:
		return CONNECT_ERROR;
	}
}

static void end_with(struct dial_end *end, int error)
{
	end->result = result_of(error);
	end->words = error ? strerror(error) : "connected";
}

int dial_start(const struct ip *ip, int port, struct dial_end *end)
{
	union dial_address to;
	socklen_t n = dial_address(ip, port, &to);
	int fd = socket(to.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
		IPPROTO_TCP);
	if (fd < 0) {
		end_with(end, errno);
		return -1;
	}
	if (connect(fd, &to.any, n) == 0 || errno == EINPROGRESS)
		return fd;
	end_with(end, errno);
	close(fd);
	return -1;
}

void dial_check(int fd, struct dial_end *end)
{
	int error = 0;
	socklen_t n = sizeof(error);
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &n) < 0)
		error = errno;
	end_with(end, error);
	if (error == EACCES)
		end->result = CONNECT_UNREACHABLE;
}

static enum connect_result ended(int error, const char **words)
{
	*words = strerror(error);
	return result_of(error);
}

enum connect_result dial_send(int fd, const void *p, size_t n, const char **words)
{
	ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);
	*words = "sent";
	if (sent == (ssize_t)n)
		return CONNECT_OPEN;
	return ended(sent < 0 ? errno : ENOBUFS, words);
}

enum connect_result dial_read(int fd, void *p, size_t max, size_t *n, const char **words)
{
	ssize_t got = recv(fd, p, max, 0);
	*n = got > 0 ? (size_t)got : 0;
	*words = got == 0 ? "the connection was closed" : "answered";
	if (got > 0)
		return CONNECT_OPEN;
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return CONNECT_NONE;
	return got == 0 ? CONNECT_RESET : ended(errno, words);
}

bool dial_peer(int fd, struct ip *ip)
{
	union dial_address peer;
	socklen_t n = sizeof(peer);
	memset(ip, 0, sizeof(*ip));
	if (getpeername(fd, &peer.any, &n) < 0)
		return false;
	if (peer.any.sa_family == AF_INET)
		*ip = ip_from4(&peer.v4.sin_addr);
	else if (peer.any.sa_family == AF_INET6)
		*ip = ip_from6(&peer.v6.sin6_addr);
	return ip->family != 0;
}

void dial_close(int fd)
{
	close(fd);
}
