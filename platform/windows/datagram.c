/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Datagrams by Winsock. */
#include "datagram.h"

#include <winsock2.h>
#include <ws2tcpip.h>

#include <stdio.h>
#include <string.h>
#include <windows.h>

static enum connect_result result_of(int error, const char **words)
{
	static char text[32];
	snprintf(text, sizeof(text), "Winsock error %d", error);
	*words = text;
	switch (error) {
	case WSAEWOULDBLOCK:
	case WSAEINTR:
		return CONNECT_NONE;
	case WSAEACCES:
		return CONNECT_DENIED;
	case WSAECONNREFUSED:
	case WSAECONNRESET: /* an ICMP port unreachable, on a datagram socket */
		return CONNECT_REFUSED;
	case WSAENETUNREACH:
	case WSAEHOSTUNREACH:
	case WSAENETRESET: /* an ICMP time exceeded, likewise */
	case WSAENETDOWN:
	case WSAEADDRNOTAVAIL:
	case WSAEAFNOSUPPORT:
		return CONNECT_UNREACHABLE;
	default:
		return CONNECT_ERROR;
	}
}

int datagram_open(const struct ip *ip, int port, const char **words)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons((u_short)port)};
	struct sockaddr_in6 v6 = {
		.sin6_family = AF_INET6, .sin6_port = htons((u_short)port)};
	memcpy(&v4.sin_addr, ip->addr, 4);
	memcpy(&v6.sin6_addr, ip->addr, 16);
	bool four = ip->family == 4;
	u_long non_blocking = 1;
	SOCKET s = socket(four ? AF_INET : AF_INET6, SOCK_DGRAM, IPPROTO_UDP);
	if (s != INVALID_SOCKET && ioctlsocket(s, (long)FIONBIO, &non_blocking) == 0 &&
		SetHandleInformation((HANDLE)s, HANDLE_FLAG_INHERIT, 0) &&
		connect(s, four ? (struct sockaddr *)&v4 : (struct sockaddr *)&v6,
			four ? (int)sizeof(v4) : (int)sizeof(v6)) == 0)
		return (int)s;
	(void)result_of(WSAGetLastError(), words);
	if (s != INVALID_SOCKET)
		closesocket(s);
	return -1;
}

bool datagram_routed(const struct ip *ip)
{
	const char *words;
	int fd = datagram_open(ip, 53, &words);
	if (fd < 0)
		return false;
	datagram_close(fd);
	return true;
}

enum connect_result datagram_send(int fd, const void *p, size_t n, const char **words)
{
	*words = "sent";
	if (send((SOCKET)fd, p, (int)n, 0) == (int)n)
		return CONNECT_OPEN;
	return result_of(WSAGetLastError(), words);
}

enum connect_result datagram_receive(int fd, const char **words)
{
	char any[65536];
	*words = "answered";
	if (recv((SOCKET)fd, any, sizeof(any), 0) >= 0)
		return CONNECT_OPEN;
	return result_of(WSAGetLastError(), words);
}

enum connect_result datagram_read(
	int fd, void *p, size_t max, size_t *n, const char **words)
{
	int got = recv((SOCKET)fd, p, (int)max, 0);
	*words = "answered";
	*n = got > 0 ? (size_t)got : 0;
	return got >= 0 ? CONNECT_OPEN : result_of(WSAGetLastError(), words);
}

bool datagram_peer(int fd, struct ip *out)
{
	struct sockaddr_storage at = {0};
	int n = sizeof(at), type = 0, m = sizeof(type);
	if (getsockopt((SOCKET)fd, SOL_SOCKET, SO_TYPE, (char *)&type, &m) != 0 ||
		type != SOCK_DGRAM ||
		getpeername((SOCKET)fd, (struct sockaddr *)&at, &n) != 0)
		return false;
	if (at.ss_family == AF_INET)
		*out = ip_from4(&((struct sockaddr_in *)&at)->sin_addr);
	else if (at.ss_family == AF_INET6)
		*out = ip_from6(&((struct sockaddr_in6 *)&at)->sin6_addr);
	return at.ss_family == AF_INET || at.ss_family == AF_INET6;
}

void datagram_close(int fd)
{
	closesocket((SOCKET)fd);
}
