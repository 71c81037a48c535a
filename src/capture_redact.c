/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "capture_redact.h"

#include "capture.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum {
	CROSS = 'x',
	TLS_HEAD = 6,
	CHECKSUM = 16,
	PORTS_AND_NUMBER = 8,
	V4_HEADER = 20,
	V6_HEADER = 40,
	DATA_MAX = 65536
};

static bool is_name(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_';
}

static void cross(unsigned char *p, size_t n)
{
	memset(p, CROSS, n);
}

/* -- HTTP -------------------------------------------------------------------------- */

static size_t line_of(const unsigned char *p, size_t n)
{
	const unsigned char *end = memchr(p, '\n', n);
	return end ? (size_t)(end - p) + 1 : n;
}

/* "HTTP/1.1 200 OK": all of it. */
static bool is_status(const unsigned char *p, size_t n)
{
	return n >= 12 && memcmp(p, "HTTP/", 5) == 0;
}

static bool is_request(const unsigned char *p, size_t n)
{
	static const char *const methods[] = {"GET ", "HEAD ", "POST ", "OPTIONS ",
		"PUT ", "DELETE ", "CONNECT ", "PATCH ", "TRACE "};
	for (size_t i = 0; i < sizeof(methods) / sizeof(*methods); i++)
		if (n > strlen(methods[i]) &&
			memcmp(p, methods[i], strlen(methods[i])) == 0)
			return true;
	return false;
}

/* The last segment of a path and what is asked behind it name the token; directories
 * that every CA has do not. */
static bool is_known_part(const unsigned char *p, size_t n)
{
	static const char *const parts[] = {
		".well-known", "pki-validation", "acme-challenge", "fileauth.txt"};
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (n == strlen(parts[i]) && memcmp(p, parts[i], n) == 0)
			return true;
	return false;
}

static void redact_path(unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t from = i;
		while (i < n && p[i] != '/')
			i++;
		if (!is_known_part(p + from, i - from))
			cross(p + from, i - from);
		i += i == from;
	}
}

static void redact_request(unsigned char *p, size_t n)
{
	unsigned char *target = memchr(p, ' ', n);
	size_t left = target ? n - (size_t)(target + 1 - p) : 0;
	unsigned char *end = left ? memchr(target + 1, ' ', left) : NULL;
	if (target)
		redact_path(target + 1, end ? (size_t)(end - target - 1) : left);
}

static bool is_open_header(const unsigned char *p, size_t n)
{
	static const char *const open[] = {"server", "date", "content-type",
		"content-length", "connection", "transfer-encoding", "user-agent",
		"accept", "accept-encoding", "via", "retry-after", "allow", "vary",
		"cache-control", "upgrade-insecure-requests"};
	for (size_t i = 0; i < sizeof(open) / sizeof(*open); i++)
		if (n == strlen(open[i]) && strncasecmp((const char *)p, open[i], n) == 0)
			return true;
	return false;
}

static void redact_header(unsigned char *p, size_t n)
{
	size_t name = 0;
	while (name < n && is_name(p[name]))
		name++;
	if (name == 0 || name == n || p[name] != ':') {
		cross(p, n);
		return;
	}
	if (is_open_header(p, name))
		return;
	size_t end = n;
	while (end > name && (p[end - 1] == '\n' || p[end - 1] == '\r'))
		end--;
	if (end > name + 1)
		cross(p + name + 1, end - name - 1);
}

static void redact_http(unsigned char *p, size_t n)
{
	size_t line = line_of(p, n);
	if (!is_status(p, n))
		redact_request(p, line);
	p += line;
	n -= line;
	for (; n; p += line, n -= line) {
		line = line_of(p, n);
		if (line <= 2 && (*p == '\r' || *p == '\n')) {
			p += line;
			n -= line;
			break;
		}
		redact_header(p, line);
	}
	cross(p, n);
}

static void redact_data(unsigned char *p, size_t n)
{
	enum { ALERT = 21, DATA = 23, ALERT_SIZE = 7 };
	bool tls = n >= TLS_HEAD && p[0] >= 20 && p[0] <= DATA && p[1] == 3;
	if (is_status(p, n) || is_request(p, n))
		redact_http(p, n);
	else if (tls && p[0] == ALERT && n == ALERT_SIZE)
		return; /* what was wrong: the level and the number */
	else if (tls)
		cross(p + TLS_HEAD, n - TLS_HEAD);
	else
		cross(p, n);
}

/* -- packets ----------------------------------------------------------------------- */

static unsigned word(const unsigned char *p, size_t n, size_t i)
{
	return (unsigned)p[i] << 8 | (i + 1 < n ? p[i + 1] : 0u);
}

static void redact_segment(unsigned char *tcp, unsigned char *data, size_t n)
{
	unsigned char before[DATA_MAX];
	uint32_t sum = ~word(tcp + CHECKSUM, 2, 0) & 0xffff;
	if (n > sizeof(before))
		n = sizeof(before);
	memcpy(before, data, n);
	redact_data(data, n);
	for (size_t i = 0; i < n; i += 2)
		sum += (~word(before, n, i) & 0xffff) + word(data, n, i);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	tcp[CHECKSUM] = (unsigned char)(~sum >> 8);
	tcp[CHECKSUM + 1] = (unsigned char)~sum;
}

/* Where the TCP header begins: the ports and the number tell, behind IP's headers. */
static unsigned char *header_of(unsigned char *p, size_t n, const struct segment *s)
{
	const unsigned char want[PORTS_AND_NUMBER] = {(unsigned char)(s->from_port >> 8),
		(unsigned char)s->from_port, (unsigned char)(s->to_port >> 8),
		(unsigned char)s->to_port, (unsigned char)(s->seq >> 24),
		(unsigned char)(s->seq >> 16), (unsigned char)(s->seq >> 8),
		(unsigned char)s->seq};
	for (size_t i = p[0] >> 4 == 6 ? V6_HEADER : V4_HEADER; i + sizeof(want) <= n;
		i += 4)
		if (memcmp(p + i, want, sizeof(want)) == 0)
			return p + i;
	return NULL;
}

size_t capture_redact(unsigned char *p, size_t n)
{
	struct segment s;
	enum capture_kind kind = capture_segment(CAPTURE_RAW, p, n, &s);
	unsigned char *tcp = kind == CAPTURE_SEGMENT ? header_of(p, n, &s) : NULL;
	if (tcp && s.unreachable)
		return (size_t)(tcp - p) + PORTS_AND_NUMBER;
	if (tcp && s.data)
		redact_segment(tcp, p + (s.data - p), s.n);
	else if (!tcp && n > V4_HEADER)
		cross(p + V4_HEADER,
			n - V4_HEADER); /* a fragment, or none that can be read */
	if (tcp && s.data)
		n = (size_t)(s.data - p) + s.n; /* what a link padded goes */
	return n;
}
