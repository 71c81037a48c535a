/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "capture_first.h"

#include <stdint.h>
#include <string.h>

enum {
	METHOD_MAX = 16,
	LINE_MAX_BYTES = 4096,
	RECORD_HEADER = 5,
	RECORD_HANDSHAKE = 22,
	RECORD_ALERT = 21,
};

/* -- HTTP -------------------------------------------------------------------------- */

static bool is_method_byte(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

/* The end of the line that begins at s: where its LF is, or NULL. */
static const char *line_end(const char *s, const char *end)
{
	return s < end ? memchr(s, '\n', (size_t)(end - s)) : NULL;
}

static struct span trimmed(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	while (end > s && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
		end--;
	return (struct span){.p = s, .n = (size_t)(end - s)};
}

static bool named(const char *s, const char *end, const char *name)
{
	for (; *name; name++, s++)
		if (s >= end || (*s | 0x20) != *name)
			return false;
	return s < end && *s == ':';
}

static void take_header(const char *s, const char *end, struct first_request *out)
{
	if (!out->host.p && named(s, end, "host"))
		out->host = trimmed(s + 5, end);
	/* '-' is 0x2d and stays itself with bit 5 set */
	if (!out->user_agent.p && named(s, end, "user-agent"))
		out->user_agent = trimmed(s + 11, end);
}

static enum first_kind read_http(const char *p, size_t n, struct first_request *out)
{
	const char *end = p + n, *lf = line_end(p, end);
	if (!lf)
		return n > LINE_MAX_BYTES ? FIRST_OTHER : FIRST_MORE;
	out->line = trimmed(p, lf);
	for (const char *s = lf + 1; (lf = line_end(s, end)); s = lf + 1) {
		if (lf == s || (lf == s + 1 && *s == '\r')) {
			out->whole = true;
			break;
		}
		take_header(s, lf, out);
	}
	return FIRST_HTTP;
}

/* A method and a blank begin a request line; MORE: so far they may. */
static enum first_kind looks_http(const char *p, size_t n)
{
	size_t i = 0;
	while (i < n && i < METHOD_MAX && is_method_byte((unsigned char)p[i]))
		i++;
	if (i == n)
		return FIRST_MORE;
	return i >= 3 && p[i] == ' ' ? FIRST_HTTP : FIRST_OTHER;
}

/* -- TLS --------------------------------------------------------------------------- */

struct tls { /* bytes not yet read */
	const unsigned char *p;
	size_t n;
};

static size_t u16(const unsigned char *p)
{
	return (size_t)p[0] << 8 | p[1];
}

/* The next n bytes, NULL when they are not there. */
static const unsigned char *take(struct tls *t, size_t n)
{
	const unsigned char *p = t->p;
	if (t->n < n)
		return NULL;
	t->p += n;
	t->n -= n;
	return p;
}

/* Behind a vector whose length stands in `bytes` bytes. */
static bool skip_vector(struct tls *t, size_t bytes)
{
	const unsigned char *p = take(t, bytes);
	return p && take(t, bytes == 1 ? p[0] : u16(p));
}

/* ServerNameList: the first host_name. */
static void take_names(struct tls t, struct first_request *out)
{
	enum { HOST_NAME = 0 };
	const unsigned char *p = take(&t, 2);
	while (p && (p = take(&t, 3))) {
		size_t n = u16(p + 1);
		const unsigned char *name = take(&t, n);
		if (p[0] != HOST_NAME)
			continue;
		if (name)
			out->sni = (struct span){(const char *)name, n};
		return;
	}
}

static void take_extensions(struct tls t, struct first_request *out)
{
	enum { SERVER_NAME = 0 };
	const unsigned char *p;
	while ((p = take(&t, 4))) {
		size_t n = u16(p + 2);
		const unsigned char *body = take(&t, n);
		if (!body)
			return;
		if (u16(p) != SERVER_NAME)
			continue;
		take_names((struct tls){body, n}, out);
		return;
	}
}

/* In pieces of records a name would have to be put together elsewhere; clients send the
 * ClientHello in one record, and what is in the first one is read. */
static void take_hello(struct tls t, struct first_request *out)
{
	enum { CLIENT_HELLO = 1, RANDOM = 34 };
	const unsigned char *p = take(&t, 4);
	if (!p)
		return;
	if (p[0] != CLIENT_HELLO) {
		out->whole = true;
		return;
	}
	if (!take(&t, RANDOM) || !skip_vector(&t, 1) || !skip_vector(&t, 2) ||
		!skip_vector(&t, 1))
		return;
	if (!(p = take(&t, 2)))
		return;
	bool all = t.n >= u16(p);
	if (all)
		t.n = u16(p);
	take_extensions(t, out);
	out->whole = all || out->sni.p;
}

static enum first_kind read_tls(
	const unsigned char *p, size_t n, struct first_request *out)
{
	size_t length = n < RECORD_HEADER ? 0 : u16(p + 3);
	if (n < RECORD_HEADER)
		return FIRST_MORE;
	size_t have = n - RECORD_HEADER;
	take_hello((struct tls){p + RECORD_HEADER, have < length ? have : length}, out);
	if (have >= length)
		out->whole = true;
	return FIRST_TLS;
}

static bool looks_tls(const unsigned char *p, size_t n, unsigned type)
{
	return n >= 1 && p[0] == type && (n < 2 || p[1] == 3);
}

/* -- both -------------------------------------------------------------------------- */

enum first_kind first_request(const void *p, size_t n, struct first_request *out)
{
	memset(out, 0, sizeof(*out));
	if (n == 0)
		return FIRST_MORE;
	if (looks_tls(p, n, RECORD_HANDSHAKE))
		return n < RECORD_HEADER ? FIRST_MORE : read_tls(p, n, out);
	enum first_kind kind = looks_http(p, n);
	return kind == FIRST_HTTP ? read_http(p, n, out) : kind;
}

int first_alert(const void *p, size_t n)
{
	enum { ALERT = 7, LEVEL_FATAL = 2 };
	const unsigned char *at = p;
	if (n < ALERT || !looks_tls(at, n, RECORD_ALERT) || u16(at + 3) != 2 ||
		at[5] > LEVEL_FATAL)
		return CAPTURE_NO_ALERT;
	return at[6];
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "HTTP/1.1 200": RFC 9112 section 4. */
static enum first_kind read_status(const char *p, size_t n, struct first_answer *out)
{
	enum { UNTIL_STATUS = 9, STATUS_LINE = 12 };
	if (memcmp(p, "HTTP/1.", n < 7 ? n : 7) != 0)
		return FIRST_OTHER;
	if (n < STATUS_LINE)
		return FIRST_MORE;
	p += UNTIL_STATUS;
	if (!is_digit(p[0]) || !is_digit(p[1]) || !is_digit(p[2]) || p[0] == '0')
		return FIRST_OTHER;
	out->status = (p[0] - '0') * 100 + (p[1] - '0') * 10 + (p[2] - '0');
	return FIRST_HTTP;
}

enum first_kind first_answer(const void *p, size_t n, struct first_answer *out)
{
	memset(out, 0, sizeof(*out));
	if (n == 0)
		return FIRST_MORE;
	if (looks_tls(p, n, RECORD_HANDSHAKE))
		return FIRST_TLS;
	if (looks_tls(p, n, RECORD_ALERT)) {
		out->alert = first_alert(p, n);
		return n < 7 ? FIRST_MORE : out->alert < 0 ? FIRST_OTHER : FIRST_ALERT;
	}
	return read_status(p, n, out);
}
