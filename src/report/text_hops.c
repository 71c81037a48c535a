/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_looks.h"

#include "report/text_host.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { MARGIN = 2, HANG = 9, TEXT_LINE = 2048, NAMES_SHOWN = 4, HOPS_SHOWN = HOPS_MAX };

static const char *connect_phrase(enum connect_result c)
{
	static const char *const phrases[CONNECT__MAX] = {
		[CONNECT_NONE] = "not connected",
		[CONNECT_OPEN] = "connected",
		[CONNECT_REFUSED] = "connection refused",
		[CONNECT_TIMEOUT] = "connecting timed out",
		[CONNECT_RESET] = "connection reset",
		[CONNECT_UNREACHABLE] = "unreachable",
		[CONNECT_DENIED] = "this host's own output path refused",
		[CONNECT_ERROR] = "could not connect",
	};
	return phrases[c];
}

/* What came back, in a few words; the status itself when there is one. */
static const char *end_phrase(struct page *p, const struct hop *h)
{
	switch (h->end) {
	case HOP_ANSWERED:
		return arena_printf(p->arena, "%" PRId64, h->status);
	case HOP_CONNECT:
		return connect_phrase(h->connect);
	case HOP_TLS:
		return "TLS failed";
	case HOP_NOT_HTTP:
		return h->http2          ? "HTTP/2 without TLS"
		       : h->tls_on_plain ? "TLS where HTTP was asked"
					 : "no HTTP answer";
	case HOP_TIMEOUT:
		return "no complete answer in time";
	case HOP_RESET:
		return "connection broke";
	case HOP_HEADERS_LIMIT:
		return "headers without end";
	case HOP_NONE:
	case HOP__MAX:
		break;
	}
	return "not asked";
}

static enum tint end_tint(const struct hop *h)
{
	if (h->end != HOP_ANSWERED || h->status >= 400)
		return TINT_RED;
	return h->status >= 300 ? TINT_YELLOW : TINT_GREEN;
}

static const char *next_phrase(enum hop_next n)
{
	static const char *const phrases[NEXT__MAX] = {
		[NEXT_LOOP] = "a loop: that URL was asked before",
		[NEXT_LIMIT] = "not followed: more redirects than any CA follows",
		[NEXT_BAD_LOCATION] = "not followed: the Location is missing or no URL",
		[NEXT_SCHEME] = "not followed: neither http nor https",
		[NEXT_PORT] = "not followed: a port other than 80 and 443",
		[NEXT_RESERVED] = "not followed: the target's address is reserved",
		[NEXT_UNRESOLVED] = "not followed: the target's name has no address",
		[NEXT_ELSEWHERE] = "not followed: the target is another machine",
	};
	return phrases[n];
}

static const char *path_phrase(enum path path)
{
	static const char *const phrases[PATH__MAX] = {
		[PATH_LOOPBACK] = " (loopback)",
		[PATH_LOCAL] = " (this host itself)",
		[PATH_ROUTER] = " (over the network)",
	};
	return phrases[path] ? phrases[path] : "";
}

static void put_way(struct page *p, const struct hop *h)
{
	char buf[IP_TEXT_MAX];
	struct text t;
	text_init(&t, p->arena, TEXT_LINE);
	if (!h->ip.family)
		return;
	text_printf(&t, h->ip.family == 6 ? "[%s]:%" PRId64 : "%s:%" PRId64,
		ip_format(&h->ip, buf), h->port);
	text_printf(&t, "%s, %" PRId64 " ms", path_phrase(h->path), h->ms);
	if (h->end == HOP_ANSWERED)
		text_printf(&t, ", %s%" PRId64 " bytes",
			h->body_truncated ? "more than " : "", h->body_bytes);
	page_text(p, HANG, text_str(&t));
}

static void put_tls(struct page *p, const struct tls_look *tls)
{
	struct text t;
	text_init(&t, p->arena, TEXT_LINE);
	text_add(&t, tls->version ? tls->version : "TLS");
	if (tls->names.n)
		text_add(&t, ", certificate for ");
	for (size_t i = 0; i < tls->names.n && i < NAMES_SHOWN; i++)
		text_printf(&t, "%s%s", i ? ", " : "", page_cut(p, tls->names.v[i]));
	if (tls->names.n > NAMES_SHOWN)
		text_printf(&t, " and %d more", (int)(tls->names.n - NAMES_SHOWN));
	if (tls->issuer)
		text_printf(&t, " by %s", page_cut(p, tls->issuer));
	if (tls->ok)
		text_printf(&t, "; %s, %s",
			tls->name_ok ? "covers this host" : "does not cover this host",
			tls->chain_ok ? "chain verified" : "chain not verified");
	if (tls->ok && !tls->chain_ok && tls->chain_error)
		text_printf(&t, " (%s)", page_cut(p, tls->chain_error));
	if (tls->plain_http)
		text_add(&t, "; plain HTTP answered");
	else if (!tls->ok && tls->error)
		text_printf(&t, "; failed: %s", page_cut(p, tls->error));
	page_text(p, HANG, text_str(&t));
}

/* As sent, when that is not the URL that it leads to. */
static void put_location(struct page *p, const struct hop *h)
{
	const struct bytes *raw = &h->location_raw;
	const char *to = h->location;
	if (raw->n && (!to || strlen(to) != raw->n || memcmp(to, raw->p, raw->n) != 0)) {
		struct text t;
		text_init(&t, p->arena, PAGE_TEXT_MAX);
		text_add_n(&t, (const char *)raw->p, raw->n);
		page_text(p, HANG,
			arena_printf(p->arena, "Location as sent: %s%s", text_str(&t),
				t.over ? "…" : ""));
	}
	if (next_phrase(h->next) && to)
		page_text(p, HANG, arena_printf(p->arena, "to %s", page_cut(p, to)));
	if (next_phrase(h->next))
		page_text(p, HANG, next_phrase(h->next));
}

static void put_hop(struct page *p, int number, const struct hop *h)
{
	const char *n = arena_printf(p->arena, "%d", number);
	page_blanks(p, MARGIN);
	size_t at = MARGIN + page_put(p, TINT_NONE, n);
	const struct para para = {.margin = MARGIN + 3,
		.hang = HANG,
		.label = end_phrase(p, h),
		.tint = end_tint(h),
		.text = page_cut(p, h->url),
		.at = at};
	page_para(p, &para);
	put_way(p, h);
	if (h->tls)
		put_tls(p, h->tls);
	if (h->error && h->end != HOP_ANSWERED)
		page_text(p, HANG, page_cut(p, h->error));
	if (h->end == HOP_NONE && text_unseen(p, &h->obs))
		page_text(p, HANG, text_unseen(p, &h->obs));
	put_location(p, h);
}

void text_hops(struct page *p, const struct fetch *f)
{
	for (size_t i = 0; i < f->hops.n && i < HOPS_SHOWN; i++)
		put_hop(p, (int)i + 1, f->hops.v[i]);
	if (f->hops.n == 0)
		page_text(p, MARGIN, "nothing was asked");
}
