/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes of a hostile server, cut into lines as curl does, made into a hop and its
 * next. */
#include "probes/http.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
	if (!good)
		abort();
}

/* Header lines up to the empty one; what is left is body. The offset of it. */
static size_t feed_headers(struct http_answer *answer, const uint8_t *p, size_t n)
{
	size_t at = 0;
	while (at < n && !answer->headers_done) {
		const uint8_t *end = memchr(p + at, '\n', n - at);
		size_t len = end ? (size_t)(end - (p + at)) + 1 : n - at;
		bool more = http_answer_header(answer, p + at, len);
		at += len;
		if (!more)
			return n;
	}
	return at;
}

static void check_hop(const struct http_answer *answer, const struct hop *h)
{
	check(h->headers.n <= HEADERS_KEPT && h->body.n <= BODY_KEPT);
	check(h->status >= 0 && h->status <= 999);
	check(h->location_raw.n <= URL_MAX + 1);
	check(answer->header_bytes <= HEADERS_BYTES_MAX || answer->headers_over);
	check(h->end != HOP_ANSWERED || answer->headers_done);
	for (size_t i = 0; i < h->headers.n; i++)
		check(!strpbrk(h->headers.v[i]->name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ:"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct tls_look tls = {.ok = true};
	struct fetch fetch = {.purpose = FETCH_VALIDATION};
	struct url asked, next;
	unsigned how = size ? data[0] : 0;
	check(url_parse(a, how & 64 ? "https://a.example/x" : "http://a.example/x",
		      &asked) == ERR_OK);
	struct hop *h = VEC_ADD(a, &fetch.hops, struct hop);
	h->url = asked.text;
	h->scheme = asked.scheme;
	h->tls = how & 64 ? &tls : NULL;
	struct http_answer answer = {.arena = a, .hop = h};
	size_t at = size > 1 && memcmp(data + 1, "HTTP/", size > 5 ? 5 : size - 1) == 0
			    ? feed_headers(&answer, data + 1, size - 1) + 1
			    : (size != 0);
	while (at < size) {
		size_t n = size - at < 7 ? size - at : 7;
		if (!http_answer_body(&answer, data + at, n))
			break;
		at += n;
	}
	http_answer_end(&answer, (enum http_stop)(how % (STOP_FAILED + 1)),
		how & 32 ? "words" : NULL);
	check_hop(&answer, h);
	h->next = http_next(a, &fetch, &asked, h, &next);
	check(h->next != NEXT_FOLLOWED ||
		(h->location && (next.port == 80 || next.port == 443)));
	arena_free(a);
	return 0;
}
