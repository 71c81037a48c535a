/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "http_answer.h"

#include <string.h>

enum { EXCERPT_MAX = 200 };

bool http_is_tls(const void *p, size_t n)
{
	const unsigned char *b = p;
	return n >= 3 && b[0] >= 0x14 && b[0] <= 0x17 && b[1] == 3 && b[2] <= 4;
}

bool http_is_http2(const void *p, size_t n)
{
	enum { SETTINGS = 4, GOAWAY = 7 };
	const unsigned char *b = p;
	if (n >= 14 && memcmp(b, "PRI * HTTP/2.0", 14) == 0)
		return true;
	if (n < 9 || b[5] || b[6] || b[7] || b[8])
		return false; /* both frames are of stream 0 */
	size_t len = (size_t)b[0] << 16 | (size_t)b[1] << 8 | b[2];
	return (b[3] == SETTINGS && len % 6 == 0 && len < 1024) ||
	       (b[3] == GOAWAY && len >= 8 && len < 16384);
}

bool http_is_plain(const void *p, size_t n)
{
	return n >= 5 &&
	       (memcmp(p, "HTTP/", 5) == 0 || memcmp(p, "<!DOC", 5) == 0 ||
		       memcmp(p, "<html", 5) == 0 || memcmp(p, "<HTML", 5) == 0);
}

bool http_redirects(int64_t status)
{
	return status == 301 || status == 302 || status == 303 || status == 307 ||
	       status == 308;
}

static bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\t';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* A string of n bytes; a NUL, which no header may hold, becomes a space. */
static char *text_of(struct arena *arena, const char *p, size_t n)
{
	char *s = arena_dup(arena, p, n);
	for (size_t i = 0; i < n; i++)
		if (s[i] == '\0')
			s[i] = ' ';
	return s;
}

/* "HTTP/1.1 301 Moved": a new response begins; a 1xx before it is forgotten. */
static void status_line(struct http_answer *a, const char *p, size_t n)
{
	struct hop *h = a->hop;
	a->status_line = text_of(a->arena, p, n);
	a->bad_version = n < 7 || memcmp(p, "HTTP/1.", 7) != 0;
	h->headers.n = 0;
	h->headers.v = NULL;
	h->location_raw = (struct bytes){0};
	h->status = 0;
	const char *at = strchr(a->status_line, ' ');
	for (int i = 0; at && i < 3 && at[1] >= '0' && at[1] <= '9'; i++, at++)
		h->status = h->status * 10 + (at[1] - '0');
}

/* A continuation line's text goes behind the last value (RFC 9112 section 5.2). */
static void unfold(struct http_answer *a, const char *p, size_t n)
{
	struct hop *h = a->hop;
	while (n && is_blank((unsigned char)*p)) {
		p++;
		n--;
	}
	if (h->headers.n == 0 || n == 0)
		return;
	struct header *last = h->headers.v[h->headers.n - 1];
	last->value =
		arena_printf(a->arena, "%s %s", last->value, text_of(a->arena, p, n));
}

static void add_header(struct http_answer *a, const char *p, size_t colon, size_t n)
{
	struct hop *h = a->hop;
	char *name = text_of(a->arena, p, colon);
	for (size_t i = 0; i < colon; i++)
		name[i] = lower(name[i]);
	p += colon + 1;
	n -= colon + 1;
	while (n && is_blank((unsigned char)*p)) {
		p++;
		n--;
	}
	bool location = strcmp(name, "location") == 0;
	if (location && !h->location_raw.p) {
		size_t cut = n <= URL_MAX ? n : URL_MAX + 1; /* too long is still told */
		h->location_raw = (struct bytes){arena_dup(a->arena, p, cut), cut};
	}
	if (h->headers.n >= HEADERS_KEPT)
		return;
	struct header *x = VEC_ADD(a->arena, &h->headers, struct header);
	x->name = name;
	x->value = text_of(a->arena, p, n);
}

/* One Location may be as long as a URL, and longer: it does not count. */
static size_t counted(const struct http_answer *a, const char *p, size_t n)
{
	static const char name[] = "location:";
	size_t i = 0;
	while (name[i] && i < n && lower(p[i]) == name[i])
		i++;
	return !name[i] && !a->hop->location_raw.p && n <= LOCATION_LINE_MAX ? 0 : n;
}

bool http_answer_header(struct http_answer *a, const void *line, size_t n)
{
	const char *p = line;
	a->header_bytes += counted(a, p, n);
	a->headers_over = a->header_bytes > HEADERS_BYTES_MAX;
	if (a->headers_over)
		return false;
	if (a->headers_done)
		return true; /* trailers */
	bool continues = n && is_blank((unsigned char)p[0]);
	while (n && (p[n - 1] == '\n' || p[n - 1] == '\r' ||
			    is_blank((unsigned char)p[n - 1])))
		n--;
	const char *colon = n ? memchr(p, ':', n) : NULL;
	if (n >= 5 && memcmp(p, "HTTP/", 5) == 0)
		status_line(a, p, n);
	else if (n == 0 && !continues)
		a->headers_done = a->hop->status >= 200 || a->hop->status == 101;
	else if (continues)
		unfold(a, p, n);
	else if (colon && colon > p)
		add_header(a, p, (size_t)(colon - p), n);
	return !a->bad_version;
}

static void keep(struct http_answer *a, const void *p, size_t n)
{
	struct hop *h = a->hop;
	size_t room = BODY_KEPT - h->body.n;
	if (n > room)
		n = room;
	if (n == 0)
		return;
	if (h->body.n + n > a->body_cap) {
		size_t cap = a->body_cap ? a->body_cap : 1024;
		while (cap < h->body.n + n)
			cap *= 2;
		unsigned char *grown = arena_alloc(a->arena, cap + 1);
		if (h->body.n)
			memcpy(grown, h->body.p, h->body.n);
		h->body.p = grown;
		a->body_cap = cap;
	}
	union {
		const unsigned char *in;
		unsigned char *out;
	} own = {.in = h->body.p}; /* allocated above, const only to readers */
	memcpy(own.out + h->body.n, p, n);
	h->body.n += n;
}

bool http_answer_body(struct http_answer *a, const void *p, size_t n)
{
	struct hop *h = a->hop;
	keep(a, p, n);
	h->body_bytes += (int64_t)n;
	if (!a->status_line) {
		a->strange = true;
		return h->body.n < FIRST_BYTES;
	}
	a->body_stopped = h->body_bytes >= BODY_READ_MAX;
	return !a->body_stopped;
}

/* Servers that got plain HTTP on a TLS port and say so in plain HTTP: nginx, Apache,
 * Go. */
static bool says_tls_port(const struct hop *h)
{
	static const char *const says[] = {
		"The plain HTTP request was sent to HTTPS port",
		"speaking plain HTTP to an SSL-enabled server port",
		"Client sent an HTTP request to an HTTPS server"};
	const char *body = (const char *)h->body.p;
	if (h->status != 400 || h->scheme != SCHEME_HTTP)
		return false;
	for (size_t i = 0; i < sizeof(says) / sizeof(says[0]); i++) {
		size_t len = strlen(says[i]);
		for (size_t at = 0; at + len <= h->body.n && at < 2048; at++)
			if (memcmp(body + at, says[i], len) == 0)
				return true;
	}
	return false;
}

static enum hop_end end_of(const struct http_answer *a, enum http_stop stop)
{
	const struct tls_look *tls = a->hop->tls;
	bool in_handshake = tls && !tls->ok;
	if (stop == STOP_FAILED)
		return HOP_NONE;
	if (a->headers_over || (stop == STOP_TOO_LONG && !a->headers_done))
		return HOP_HEADERS_LIMIT;
	if (a->headers_done && http_redirects(a->hop->status) && a->hop->location_raw.n)
		return HOP_ANSWERED; /* nobody wants the body */
	if (stop == STOP_TIMEOUT)
		return a->strange ? HOP_NOT_HTTP : HOP_TIMEOUT;
	if (in_handshake && stop == STOP_BROKEN && !tls->plain_http)
		return HOP_RESET;
	if (stop == STOP_TLS || in_handshake)
		return HOP_TLS;
	if (a->strange || a->bad_version || stop == STOP_MALFORMED ||
		stop == STOP_TOO_LONG)
		return HOP_NOT_HTTP;
	if (a->body_stopped)
		return HOP_ANSWERED;
	if (stop == STOP_BROKEN)
		return HOP_RESET;
	return a->headers_done ? HOP_ANSWERED : HOP_RESET;
}

static const char *excerpt(const struct http_answer *a, const char *words)
{
	const struct hop *h = a->hop;
	if (a->strange) {
		size_t n = h->body.n < FIRST_BYTES ? h->body.n : FIRST_BYTES;
		const char *what = h->tls_on_plain ? "a TLS record"
				   : h->http2      ? "HTTP/2 frames"
						   : "no HTTP/1 status line";
		return arena_printf(a->arena, "%s: \"%.*s\"", what, (int)n,
			text_of(a->arena, (const char *)h->body.p, n));
	}
	if (!a->status_line)
		return words;
	if (h->location_raw.n) {
		size_t n =
			h->location_raw.n < EXCERPT_MAX ? h->location_raw.n : EXCERPT_MAX;
		return arena_printf(a->arena, "%.*s, Location: %s", EXCERPT_MAX,
			a->status_line,
			text_of(a->arena, (const char *)h->location_raw.p, n));
	}
	return arena_printf(a->arena, "%.*s%s%s", EXCERPT_MAX, a->status_line,
		words ? "; " : "", words ? words : "");
}

void http_answer_end(struct http_answer *a, enum http_stop stop, const char *words)
{
	struct hop *h = a->hop;
	h->end = end_of(a, stop);
	h->obs.seen = h->end == HOP_NONE ? SEEN_FAILED : SEEN_YES;
	h->body_truncated = a->body_stopped;
	h->body_complete = stop == STOP_DONE && a->headers_done && !a->body_stopped;
	if (a->strange) {
		h->tls_on_plain =
			h->scheme == SCHEME_HTTP && http_is_tls(h->body.p, h->body.n);
		h->http2 = http_is_http2(h->body.p, h->body.n);
	} else {
		h->tls_on_plain = says_tls_port(h);
	}
	bool good = h->end == HOP_ANSWERED;
	h->error = good ? NULL : words;
	if (h->end == HOP_HEADERS_LIMIT)
		h->error = "header section without end";
	else if (!good && !words && !a->strange)
		h->error = a->bad_version ? "not HTTP/1.x"
					  : "closed before the answer was complete";
	h->obs.excerpt = excerpt(a, h->error);
}
