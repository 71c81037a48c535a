/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "listeners.h"

#include "file.h"

#include <inttypes.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>

enum { PROC_NET_MAX = 8 * 1024 * 1024, LINE_KEPT = 255 };

/* Eight hex digits are one 32-bit word as this machine keeps it (net/ipv4/tcp_ipv4.c). */
static bool parse_address(const char *hex, int family, struct ip *out)
{
	uint32_t word[4];
	const size_t words = family == 4 ? 1 : 4;
	if (strlen(hex) != words * 8)
		return false;
	for (size_t i = 0; i < words; i++)
		if (sscanf(hex + i * 8, "%8" SCNx32, &word[i]) != 1)
			return false;
	*out = family == 4 ? ip_from4(word) : ip_unmapped(ip_from6(word));
	return true;
}

bool procnet_line(const char *line, size_t n, int family, struct bound *out)
{
	char text[LINE_KEPT + 1], address[33];
	unsigned port, state;
	uint32_t waiting;
	uint64_t inode;
	memset(out, 0, sizeof(*out));
	n = n < LINE_KEPT ? n : LINE_KEPT;
	memcpy(text, line, n);
	text[n] = '\0';
	if (sscanf(text,
		    " %*u: %32[0-9A-Fa-f]:%4x %*[0-9A-Fa-f]:%*4x %2x %*8x:%8" SCNx32
		    " %*x:%*x %*x %*u %*u %" SCNu64,
		    address, &port, &state, &waiting, &inode) != 5 ||
		port > 65535 || state != TCP_LISTEN ||
		!parse_address(address, family, &out->look.ip))
		return false;
	out->inode = inode;
	out->look.port = port;
	out->look.queue = waiting;
	out->look.backlog = -1;
	out->look.drops = -1;
	out->look.uid = -1;
	return true;
}

static enum err read_file(struct arena *a, const char *path, int family,
	const struct ask_ports *ports, struct bounds *out)
{
	struct bytes all;
	enum err err = file_read(a, path, PROC_NET_MAX, &all);
	if (err != ERR_OK && err != ERR_LIMIT)
		return err;
	size_t at = 0, n;
	struct bound b;
	for (const char *line; (line = file_next_line(&all, &at, &n));)
		if (procnet_line(line, n, family, &b) && out->all.n < LISTENERS_MAX &&
			(b.look.port == ports->first || b.look.port == ports->second))
			*VEC_ADD(a, &out->all, struct bound) = b;
	return ERR_OK;
}

/* Linux lets no plain IPv4 socket on a port that an IPv6 wildcard socket holds for
 * both. */
static void tell_v6only(struct bounds *b)
{
	for (size_t i = 0; i < b->all.n; i++) {
		struct listener *six = &b->all.v[i]->look;
		for (size_t j = 0; six->ip.family == 6 && j < b->all.n; j++)
			if (b->all.v[j]->look.ip.family == 4 &&
				b->all.v[j]->look.port == six->port)
				six->v6only = true;
	}
}

enum err procnet_read(struct arena *a, const struct ask_ports *ports, struct bounds *out)
{
	memset(out, 0, sizeof(*out));
	enum err err = read_file(a, "/proc/net/tcp", 4, ports, out);
	if (err != ERR_OK)
		return err;
	err = read_file(a, "/proc/net/tcp6", 6, ports, out);
	tell_v6only(out);
	return err == ERR_NOT_FOUND ? ERR_OK : err;
}
