/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Connecting by Winsock. */
#include "dial.h"

#include <winsock2.h>
#include <ws2tcpip.h>

#include <stdio.h>
#include <string.h>
#include <windows.h>

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static int address_of(const struct ip *ip, int port, union address *out)
{
	memset(out, 0, sizeof(*out));
	if (ip->family == 4) {
		out->v4.sin_family = AF_INET;
		out->v4.sin_port = htons((uint16_t)port);
		memcpy(&out->v4.sin_addr, ip->addr, 4);
		return (int)sizeof(out->v4);
	}
	out->v6.sin6_family = AF_INET6;
	out->v6.sin6_port = htons((uint16_t)port);
	memcpy(&out->v6.sin6_addr, ip->addr, 16);
	return (int)sizeof(out->v6);
}

static enum connect_result result_of(int error)
{
	switch (error) {
	case 0:
		return CONNECT_OPEN;
	case WSAECONNREFUSED:
		return CONNECT_REFUSED;
	case WSAETIMEDOUT:
		return CONNECT_TIMEOUT;
	case WSAECONNRESET:
	case WSAECONNABORTED:
		return CONNECT_RESET;
	case WSAEHOSTUNREACH:
	case WSAENETUNREACH:
	case WSAEHOSTDOWN:
	case WSAENETDOWN:
	case WSAEADDRNOTAVAIL:
	case WSAEAFNOSUPPORT:
		return CONNECT_UNREACHABLE;
	case WSAEACCES:
		return CONNECT_DENIED;
	default:
		return CONNECT_ERROR;
	}
}

static void end_with(struct dial_end *end, int error)
{
	static char words[64];
	snprintf(words, sizeof(words), "Winsock error %d", error);
	end->result = result_of(error);
	end->words = error ? words : "connected";
}

int dial_start(const struct ip *ip, int port, struct dial_end *end)
{
	union address to;
	u_long on = 1;
	int n = address_of(ip, port, &to);
	SOCKET s = WSASocketW(to.any.sa_family, SOCK_STREAM, IPPROTO_TCP, NULL, 0,
		WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
	if (s == INVALID_SOCKET) {
		end_with(end, WSAGetLastError());
		return -1;
	}
	if (ioctlsocket(s, (long)FIONBIO, &on) == 0 &&
		(connect(s, &to.any, n) == 0 || WSAGetLastError() == WSAEWOULDBLOCK))
		return (int)s;
	end_with(end, WSAGetLastError());
	closesocket(s);
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
	int error = 0, n = (int)sizeof(error);
	if (getsockopt((SOCKET)fd, SOL_SOCKET, SO_ERROR, (char *)&error, &n) != 0)
		error = WSAGetLastError();
	end_with(end, error);
}

static enum connect_result ended(int error, const char **words)
{
	struct dial_end end;
	end_with(&end, error);
	*words = end.words;
	return end.result;
}

enum connect_result dial_send(int fd, const void *p, size_t n, const char **words)
{
	int sent = send((SOCKET)fd, p, (int)n, 0);
	*words = "sent";
	if (sent == (int)n)
		return CONNECT_OPEN;
	return ended(sent < 0 ? WSAGetLastError() : WSAENOBUFS, words);
}

enum connect_result dial_read(int fd, void *p, size_t max, size_t *n, const char **words)
{
	int got = recv((SOCKET)fd, p, (int)max, 0);
	*n = got > 0 ? (size_t)got : 0;
	*words = got == 0 ? "the connection was closed" : "answered";
	if (got > 0)
		return CONNECT_OPEN;
	int error = WSAGetLastError();
	if (got < 0 && error == WSAEWOULDBLOCK)
		return CONNECT_NONE;
	return got == 0 ? CONNECT_RESET : ended(error, words);
}

bool dial_peer(int fd, struct ip *ip)
{
	union address peer;
	int n = (int)sizeof(peer);
	memset(ip, 0, sizeof(*ip));
	if (getpeername((SOCKET)fd, &peer.any, &n) != 0)
		return false;
	if (peer.any.sa_family == AF_INET)
		*ip = ip_from4(&peer.v4.sin_addr);
	else if (peer.any.sa_family == AF_INET6)
		*ip = ip_from6(&peer.v6.sin6_addr);
	return ip->family != 0;
}

void dial_close(int fd)
{
	closesocket((SOCKET)fd);
}
