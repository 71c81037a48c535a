/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The last answer of a chain: did it come, in time, with a good status? Its body: body.c.
 */
#include "firewall.h"

enum {
	PATIENCE_MS =
		5000, /* no CA is known to wait less for an answer (DigiCert's library) */
};

struct last {
	const struct judging *j;
	const struct named *name;
	const struct hop *hop;
	size_t redirects;
	struct ending *out;
};

static const char *excerpt(const struct obs *o)
{
	return o->excerpt ? o->excerpt : o->source ? o->source : "no reason given";
}

/* "it" or, behind redirects, "the redirect's target". */
static const char *who(const struct last *l)
{
	return l->redirects ? "the redirect's target" : "the server";
}

static bool tls_stood(const struct hop *h)
{
	return h->scheme != SCHEME_HTTPS || (h->tls && h->tls->ok);
}

static void fail_tls(const struct last *l, const char *what)
{
	ending_set(l->j, l->out, VERDICT_FAIL,
		l->redirects ? FINDING_TLS_FAILURE : FINDING_HTTPS_BROKEN, l->hop, "%s",
		what);
	if (l->hop->tls && l->hop->tls->error && !l->hop->tls->plain_http)
		l->out->detail = judge_cut(l->j, l->hop->tls->error, 120);
}

static const char *port_of(const struct last *l)
{
	return judge_s(l->j, "%sport %" PRId64, l->redirects ? "behind a redirect, " : "",
		l->hop->port);
}

static void judge_tls_end(const struct last *l)
{
	const struct tls_look *t = l->hop->tls;
	if (t && t->plain_http)
		fail_tls(l, judge_s(l->j, "%s answers plain HTTP where TLS is spoken",
				    port_of(l)));
	else
		fail_tls(l, judge_s(l->j, "%s is open, but no TLS handshake succeeds",
				    port_of(l)));
}

static void judge_connect_end(const struct last *l)
{
	const struct hop *h = l->hop;
	const struct name_look *n =
		h->host ? evidence_name(l->j->evidence, h->host) : NULL;
	bool nat = false;
	for (size_t i = 0; n && i < n->addresses.n; i++)
		if (ip_equal(&n->addresses.v[i]->ip, &h->ip))
			nat = n->addresses.v[i]->where == WHERE_NAT;
	const struct packet_verdict *out =
		h->connect == CONNECT_TIMEOUT || h->connect == CONNECT_DENIED
			? egress_stopped(l->j, &h->ip, h->port)
			: NULL;
	if (out)
		ending_set(l->j, l->out, VERDICT_UNKNOWN, FINDING_EGRESS_BLOCKED, h,
			"this host's own connect to a redirect's target is %s",
			egress_words(l->j, out));
	else if (h->connect == CONNECT_DENIED)
		ending_set(l->j, l->out, VERDICT_UNKNOWN, FINDING_EGRESS_BLOCKED, h,
			"this host's own rules refused the connect to a redirect's "
			"target");
	else if (h->connect == CONNECT_NONE || h->connect == CONNECT_ERROR)
		ending_set(l->j, l->out, VERDICT_UNKNOWN, FINDING_REDIRECT_TARGET_FAILS,
			h, "whether the redirect's target answers was not seen");
	else
		ending_set(l->j, l->out, nat ? VERDICT_UNKNOWN : VERDICT_FAIL,
			FINDING_REDIRECT_TARGET_FAILS, h,
			"the redirect's target takes no connection (port %" PRId64
			": %s)",
			h->port, connect_words[h->connect]);
	l->out->outside_only = nat && l->out->verdict == VERDICT_UNKNOWN;
	l->out->detail = h->url ? judge_cut(l->j, h->url, 160) : NULL;
}

/* The longest that the CA is known to wait for the whole answer; 0 not known. */
static int64_t known_wait(const struct last *l)
{
	return l->j->profile->total_ms > 0 ? l->j->profile->total_ms : 0;
}

static void judge_timeout(const struct last *l)
{
	const struct hop *h = l->hop;
	int64_t wait = known_wait(l),
		enough = wait && wait < PATIENCE_MS ? wait : PATIENCE_MS;
	const char *waited = judge_time(l->j, h->ms);
	if (!tls_stood(h)) {
		fail_tls(l, judge_s(l->j, "%s is open, but hangs in the TLS handshake",
				    port_of(l)));
		return;
	}
	if (h->ms < enough)
		ending_set(l->j, l->out, VERDICT_UNKNOWN, FINDING_HTTP_SLOW, h,
			"%s gave no whole answer in %s, and a CA waits longer", who(l),
			waited);
	else
		ending_set(l->j, l->out, VERDICT_FAIL, FINDING_HTTP_SLOW, h,
			"%s takes the connection and gives no whole answer in time",
			who(l));
	l->out->detail = judge_s(l->j, "waited %s", waited);
	if (wait == 0 || h->ms < wait)
		l->out->certainty = CERTAINTY_COMPUTED;
}

static void judge_not_http(const struct last *l)
{
	const struct hop *h = l->hop;
	const char *what = h->tls_on_plain ? "speaks TLS where plain HTTP is asked"
			   : h->http2      ? "speaks HTTP/2 where HTTP/1.1 is asked"
					   : "answers something that is no HTTP";
	if (h->scheme == SCHEME_HTTPS && !tls_stood(h))
		judge_tls_end(l);
	else
		ending_set(l->j, l->out, VERDICT_FAIL, FINDING_HTTP_NOT_HTTP, h, "%s %s",
			port_of(l), what);
}

/* nginx's 444 closes in good order; a reset comes from something that does not want to
 * talk. */
static void judge_no_answer(const struct last *l)
{
	bool reset = l->hop->error && strstr(l->hop->error, "reset");
	ending_set(l->j, l->out, VERDICT_FAIL,
		reset ? FINDING_CONNECT_RESET : FINDING_HTTP_STATUS, l->hop,
		reset ? "%s takes the request and resets the connection"
		      : "%s takes the request and closes the connection without an "
			"answer (nginx's \"return 444\" does that)",
		who(l));
}

static void judge_cut_off(const struct last *l)
{
	const struct hop *h = l->hop;
	if (!tls_stood(h))
		fail_tls(l, judge_s(l->j, "%s is open, but closes in the TLS handshake",
				    port_of(l)));
	else if (h->status == 0)
		judge_no_answer(l);
	else
		ending_set(l->j, l->out, VERDICT_FAIL, FINDING_CONNECT_RESET, h,
			"%s breaks off in the middle of its answer (status %" PRId64
			", %" PRId64 " bytes of body)",
			who(l), h->status, h->body_bytes);
}

/* -- an answer came ----------------------------------------------------------------- */
static bool is_in_time(const struct last *l)
{
	const struct profile *p = l->j->profile;
	const struct hop *h = l->hop;
	bool connect = p->connect_ms > 0 && h->connect_ms > p->connect_ms;
	bool whole = known_wait(l) && h->ms > known_wait(l);
	if (!connect && !whole)
		return true;
	ending_set(l->j, l->out, VERDICT_FAIL, FINDING_HTTP_SLOW, h,
		"%s needs longer than the %s that are allowed by %s",
		connect ? "a connect" : who(l),
		judge_time(l->j, connect ? p->connect_ms : p->total_ms), judge_who(l->j));
	l->out->detail = judge_s(
		l->j, "took %s", judge_time(l->j, connect ? h->connect_ms : h->ms));
	if (h->path == PATH_ROUTER)
		l->out->certainty = CERTAINTY_COMPUTED;
	return false;
}

static bool is_good_status(const struct last *l, bool *risk)
{
	const struct profile *p = l->j->profile;
	int64_t status = l->hop->status;
	bool told = p->status[0] != 0;
	for (size_t i = 0; i < sizeof(p->status) / sizeof(*p->status) && p->status[i];
		i++)
		if (p->status[i] == status)
			return true;
	if (p->status_2xx && status >= 200 && status < 300)
		return true;
	if (told || p->status_2xx || status < 200 || status >= 300)
		return false;
	*risk = status != 200;
	return true;
}

static void judge_bad_status(const struct last *l)
{
	const struct hop *h = l->hop;
	const char *challenge = h->status == 404 ? NULL : page_challenge(h);
	if (challenge)
		ending_set(l->j, l->out, VERDICT_FAIL, FINDING_BOT_CHALLENGE, h,
			"%s answers, which a CA cannot solve (status %" PRId64 ")",
			challenge, h->status);
	else if (l->j->target->random && h->status == 404)
		ending_set(l->j, l->out, VERDICT_UNKNOWN, FINDING_FILE_NOT_SERVED, h,
			"the path can be reached, the file is not known (404 for a name "
			"made up by chance)");
	else
		ending_set(l->j, l->out, VERDICT_FAIL,
			l->redirects ? FINDING_REDIRECT_TARGET_FAILS
				     : FINDING_HTTP_STATUS,
			h, "%s answers %" PRId64 " instead of %s", who(l), h->status,
			l->j->profile->status_2xx ? "2xx" : "200");
	if (l->redirects && h->url)
		l->out->detail = judge_cut(l->j, h->url, 160);
}

/* The certificate, where it may matter: the handshake stood. */
static void note_certificate(const struct last *l)
{
	const struct tls_look *t = l->hop->tls;
	enum tri matters = l->j->profile->tls_verified;
	if (!t || !t->ok || (t->chain_ok && t->name_ok) || matters == TRI_NO ||
		l->out->verdict != VERDICT_PASS)
		return;
	const char *why = !t->name_ok      ? "is for other names"
			  : t->chain_error ? t->chain_error
					   : "is not trusted";
	ending_set(l->j, l->out, matters == TRI_YES ? VERDICT_FAIL : VERDICT_WARN,
		FINDING_TLS_FAILURE, l->hop,
		matters == TRI_YES
			? "the certificate on port 443 does not hold, and is verified by "
			  "%s"
			: "the certificate on port 443 does not hold, and no source "
			  "tells whether it is verified by %s",
		judge_who(l->j));
	l->out->detail = judge_cut(l->j, why, 120);
}

/* RFC 8996. OpenSSL, Java and Go refuse less than TLS 1.2, and so do Boulder and Pebble.
 */
static void note_old_tls(const struct last *l)
{
	const struct tls_look *t = l->hop->tls;
	if (!t || !t->ok || !t->version || l->out->verdict != VERDICT_PASS)
		return;
	if (strcmp(t->version, "TLSv1") != 0 && strcmp(t->version, "TLSv1.1") != 0 &&
		!judge_starts(t->version, "SSL"))
		return;
	ending_set(l->j, l->out, VERDICT_FAIL,
		l->redirects ? FINDING_TLS_FAILURE : FINDING_HTTPS_BROKEN, l->hop,
		"%s speaks nothing newer than %s, which today's clients refuse",
		port_of(l), t->version);
}

static void judge_answer(const struct last *l)
{
	const struct hop *h = l->hop;
	bool risk = false;
	if (h->tls_on_plain && h->scheme == SCHEME_HTTP) {
		judge_not_http(l);
		return;
	}
	if (!is_in_time(l))
		return;
	if (!is_good_status(l, &risk)) {
		judge_bad_status(l);
		return;
	}
	body_judge(l->j, h, l->out);
	l->out->redirects = l->redirects;
	if (l->redirects && l->out->id == FINDING_HTML_INSTEAD && l->out->verdict)
		l->out->id = FINDING_REDIRECT_TARGET_FAILS;
	if (risk && l->out->verdict == VERDICT_PASS)
		ending_set(l->j, l->out, VERDICT_WARN, FINDING_HTTP_STATUS, h,
			"%s answers %" PRId64 ", and no source tells whether that is "
			"taken by %s",
			who(l), h->status, judge_who(l->j));
	note_certificate(l);
	note_old_tls(l);
}

void final_judge(const struct judging *j, const struct named *n, const struct hop *h,
	size_t redirects, struct ending *out)
{
	const struct last l = {j, n, h, redirects, out};
	out->redirects = redirects;
	if (!obs_seen(&h->obs) &&
		!(h->end == HOP_CONNECT && h->connect == CONNECT_DENIED)) {
		ending_set(j, out, VERDICT_UNKNOWN, FINDING_FILE_NOT_SERVED, h,
			"what answers was not seen");
		out->detail = excerpt(&h->obs);
		return;
	}
	switch (h->end) {
	case HOP_ANSWERED:
		judge_answer(&l);
		return;
	case HOP_CONNECT:
		judge_connect_end(&l);
		return;
	case HOP_TLS:
		judge_tls_end(&l);
		return;
	case HOP_NOT_HTTP:
		judge_not_http(&l);
		return;
	case HOP_TIMEOUT:
		judge_timeout(&l);
		return;
	case HOP_RESET:
		judge_cut_off(&l);
		return;
	case HOP_HEADERS_LIMIT:
		ending_set(j, out, VERDICT_FAIL, FINDING_HTTP_TOO_LARGE, h,
			"%s sends headers without end", who(&l));
		return;
	case HOP_NONE:
	case HOP__MAX:
		break;
	}
	ending_set(j, out, VERDICT_UNKNOWN, FINDING_FILE_NOT_SERVED, h,
		"what answers was not seen");
}
