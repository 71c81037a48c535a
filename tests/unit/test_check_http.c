/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What answers: TLS, status, time, size, and who it is. */
#include "world_break.h"

/* -- TLS ----------------------------------------------------------------------------- */
static void break_tls(struct world *w, enum hop_end end, bool plain)
{
	for (size_t i = 0; i < w->e.fetches.n; i++) {
		struct hop *h = w->e.fetches.v[i]->hops.v[0];
		if (h->scheme != SCHEME_HTTPS)
			continue;
		h->end = end;
		h->status = 0;
		h->ms = 10000;
		*h->tls = (struct tls_look){
			.plain_http = plain, .error = plain ? NULL : "no protocols"};
	}
}

static void a_443_without_usable_tls(void **state)
{
	static const struct {
		enum hop_end end;
		bool plain;
		const char *words;
	} rows[] = {
		{HOP_TLS, false, "no TLS handshake succeeds"},
		{HOP_TLS, true, "plain HTTP"},
		{HOP_TIMEOUT, false, "hangs in the TLS handshake"},
		{HOP_RESET, false, "closes in the TLS handshake"},
		{HOP_NOT_HTTP, true, "plain HTTP"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world w;
		world_open(&w, "strict");
		break_tls(&w, rows[i].end, rows[i].plain);
		EXPECT(&w, "fail:https-broken");
		expect_message(&w, FINDING_HTTPS_BROKEN, VERDICT_FAIL, rows[i].words);
		expect_advice(&w, FINDING_HTTPS_BROKEN, "stop listening on 443");
		judge_by(&w, profile_of(&w, "digicert"));
		assert_string_equal(bad(&w), "warn:https-broken");
		world_close(&w);
		world_open(&w, "letsencrypt"); /* asks http alone */
		break_tls(&w, rows[i].end, rows[i].plain);
		EXPECT(&w, "");
		world_close(&w);
	}
}

static void old_tls_is_no_usable_tls(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	hop_of(&w, APEX, SCHEME_HTTPS, NULL, 0)->tls->version = "TLSv1.1";
	EXPECT(&w, "fail:https-broken");
	hop_of(&w, APEX, SCHEME_HTTPS, NULL, 0)->tls->version = "TLSv1.2";
	EXPECT(&w, "");
	world_close(&w);
}

static void a_certificate_matters_as_far_as_is_known(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	hop_of(&w, APEX, SCHEME_HTTPS, NULL, 0)->tls->chain_ok = false;
	EXPECT(&w, "warn:tls-failure"); /* the documents do not say */
	struct profile *p = profile_copy(&w, "strict");
	p->tls_verified = TRI_YES;
	judge_by(&w, p);
	assert_string_equal(bad(&w), "fail:tls-failure");
	p->tls_verified = TRI_NO;
	judge_by(&w, p);
	assert_string_equal(bad(&w), "");
	world_close(&w);
}

/* -- what is no HTTP --------------------------------------------------------------- */
static void something_else_answers_on_80(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	struct hop *h = hop_of(&w, APEX, SCHEME_HTTP, NULL, 0);
	h->end = HOP_NOT_HTTP;
	h->http2 = true;
	EXPECT(&w, "fail:http-not-http");
	expect_message(&w, FINDING_HTTP_NOT_HTTP, VERDICT_FAIL, "HTTP/2");
	h->http2 = false;
	h->tls_on_plain = true;
	EXPECT(&w, "fail:http-not-http");
	expect_message(&w, FINDING_HTTP_NOT_HTTP, VERDICT_FAIL, "TLS");
	h->end = HOP_ANSWERED; /* nginx's "plain HTTP request was sent to HTTPS port" */
	h->status = 400;
	EXPECT(&w, "fail:http-not-http");
	h->tls_on_plain = false;
	set_status(&w, NULL, SCHEME__MAX, NULL, 400, "");
	EXPECT(&w, "fail:http-status");
	world_close(&w);
}

/* -- time
 * --------------------------------------------------------------------------------- */
static void an_answer_that_never_comes(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	struct hop *h = hop_of(&w, APEX, SCHEME_HTTP, NULL, 0);
	h->end = HOP_TIMEOUT;
	h->ms = 10000;
	EXPECT(&w, "fail:http-slow");
	h->ms = 1000; /* --timeout 1: a CA waits longer */
	EXPECT(&w, "unknown:http-slow");
	world_close(&w);
}

static void an_answer_later_than_the_ca_waits(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "pebble");
	struct hop *h = hop_of(&w, APEX, SCHEME_HTTP, NULL, 0);
	h->ms = 15001;
	EXPECT(&w, "fail:http-slow");
	h->ms = 15000;
	EXPECT(&w, "");
	world_close(&w);
	world_open4(&w, "letsencrypt");
	hop_of(&w, APEX, SCHEME_HTTP, NULL, 0)->connect_ms = 10001;
	EXPECT(&w, "fail:http-slow");
	world_close(&w);
}

/* -- size
 * ----------------------------------------------------------------------------------- */
static void headers_and_bodies_without_end(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	struct hop *h = hop_of(&w, APEX, SCHEME_HTTP, NULL, 0);
	h->end = HOP_HEADERS_LIMIT;
	EXPECT(&w, "fail:http-too-large");
	h->end = HOP_ANSWERED;
	h->body = bytes_of("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
	h->body_bytes = BODY_READ_MAX;
	h->body_truncated = true;
	EXPECT(&w, "fail:http-too-large");
	world_close(&w);
}

static void lets_encrypt_reads_less_than_128_bytes(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	char body[160];
	size_t n = strlen(TOKEN);
	memcpy(body, TOKEN, n);
	memset(body + n, '\n', sizeof(body) - n);
	struct hop *h = hop_of(&w, APEX, SCHEME_HTTP, NULL, 0);
	h->body = (struct bytes){(const unsigned char *)body, 127};
	h->body_bytes = 127;
	EXPECT(&w, "");
	h->body.n = 128;
	h->body_bytes = 128;
	EXPECT(&w, "fail:http-too-large");
	world_close(&w);
}

/* -- status
 * ---------------------------------------------------------------------------------- */
static void a_bad_status(void **state)
{
	static const int64_t bad_ones[] = {
		400, 401, 403, 404, 410, 500, 502, 503, 304, 204};
	(void)state;
	for (size_t i = 0; i < sizeof(bad_ones) / sizeof(*bad_ones); i++) {
		struct world w;
		world_open4(&w, "strict");
		set_status(&w, NULL, SCHEME__MAX, NULL, bad_ones[i], "");
		EXPECT(&w, "fail:http-status");
		assert_int_equal(count_of(&w, FINDING_HTTP_STATUS, VERDICT_FAIL), 1);
		world_close(&w);
	}
}

static void any_2xx_is_good_where_the_rules_say_so(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "globalsign");
	set_status(&w, NULL, SCHEME__MAX, NULL, 203, TOKEN);
	EXPECT(&w, "");
	judge_by(&w, profile_of(&w, "digicert"));
	assert_string_equal(bad(&w), "fail:http-status");
	struct profile *p = profile_copy(&w, "digicert");
	p->status[0] = 0; /* no source tells */
	judge_by(&w, p);
	assert_string_equal(bad(&w), "warn:http-status");
	world_close(&w);
}

static void a_connection_closed_without_an_answer(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	struct hop *h = hop_of(&w, APEX, SCHEME_HTTP, NULL, 0);
	set_status(&w, NULL, SCHEME_HTTPS, NULL, 404, "");
	h->end = HOP_RESET;
	h->status = 0;
	h->error = "Empty reply from server";
	EXPECT(&w, "fail:http-status");
	expect_message(&w, FINDING_HTTP_STATUS, VERDICT_FAIL, "return 444");
	h->error = "Recv failure: Connection reset by peer";
	EXPECT(&w, "fail:connect-reset");
	h->status = 200;
	h->body_bytes = 10;
	EXPECT(&w, "fail:connect-reset");
	expect_message(&w, FINDING_CONNECT_RESET, VERDICT_FAIL, "in the middle");
	world_close(&w);
}

/* -- who answers
 * -------------------------------------------------------------------------- */
static void another_virtual_host(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	set_status(&w, NULL, SCHEME__MAX, NULL, 404, "no such file");
	EXPECT(&w, "fail:http-status");
	for (size_t i = 0; i < w.e.fetches.n; i++) {
		struct tls_look *t = w.e.fetches.v[i]->hops.v[0]->tls;
		if (!t)
			continue;
		t->name_ok = false;
		t->names.v[0] = "other-site.com";
	}
	EXPECT(&w, "fail:wrong-vhost");
	expect_message(&w, FINDING_WRONG_VHOST, VERDICT_FAIL, "other-site.com");
	world_close(&w);
	world_open4(&w, "letsencrypt"); /* by its welcome page */
	set_status(&w, NULL, SCHEME__MAX, NULL, 200,
		"<!DOCTYPE html><title>Welcome to nginx!</title>");
	EXPECT(&w, "fail:wrong-vhost");
	world_close(&w);
}

static struct fetch *browse(struct world *w, int64_t status, const char *body)
{
	struct fetch *f = add_fetch(w, FETCH_BROWSER, APEX, SCHEME_HTTP, HERE4);
	f->hops.v[0]->status = status;
	f->hops.v[0]->body = bytes_of(body);
	f->hops.v[0]->body_bytes = (int64_t)strlen(body);
	return f;
}

static void the_user_agent_is_turned_away(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "strict");
	set_status(&w, NULL, SCHEME__MAX, NULL, 403, "");
	struct fetch *f = browse(&w, 200, TOKEN);
	EXPECT(&w, "fail:user-agent-blocked"); /* at www and over https too */
	expect_message(&w, FINDING_USER_AGENT_BLOCKED, VERDICT_FAIL, "403");
	f->hops.v[0]->status = 403; /* near: a browser gets the same */
	EXPECT(&w, "fail:http-status");
	world_close(&w);
	world_open4(&w, "strict"); /* near: only the browser is turned away */
	browse(&w, 403, "");
	EXPECT(&w, "");
	world_close(&w);
	world_open4(&w, "strict"); /* without an expectation */
	w.t.have_expect = false;
	w.t.random = true;
	set_status(&w, NULL, SCHEME__MAX, NULL, 403, "");
	browse(&w, 404, "");
	EXPECT(&w, "fail:user-agent-blocked");
	world_close(&w);
}

static void a_challenge_for_people(void **state)
{
	static const char *const pages[] = {
		"<html><script src=\"/aes.js\"></script><script>var a=toNumbers(1)",
		"<html>var arg1='x'; setCookie('acw_sc__v2', 1)</html>",
		"<html><title>Just a moment...</title></html>",
	};
	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
		struct world w;
		world_open4(&w, "letsencrypt");
		set_status(&w, NULL, SCHEME__MAX, NULL, i ? 200 : 403, pages[i]);
		EXPECT(&w, "fail:bot-challenge");
		world_close(&w);
	}
	struct world w;
	world_open4(&w, "letsencrypt"); /* near: a 404 page with a captcha in its form */
	set_status(&w, NULL, SCHEME__MAX, NULL, 404, "<html class=\"g-recaptcha\">");
	EXPECT(&w, "fail:http-status");
	world_close(&w);
}

static void a_challenge_known_by_its_header(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	set_status(&w, NULL, SCHEME__MAX, NULL, 403, "x");
	EXPECT(&w, "fail:http-status");
	add_header(
		&w, hop_of(&w, APEX, SCHEME_HTTP, NULL, 0), "cf-mitigated", "challenge");
	EXPECT(&w, "fail:bot-challenge");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_443_without_usable_tls),
		cmocka_unit_test(old_tls_is_no_usable_tls),
		cmocka_unit_test(a_certificate_matters_as_far_as_is_known),
		cmocka_unit_test(something_else_answers_on_80),
		cmocka_unit_test(an_answer_that_never_comes),
		cmocka_unit_test(an_answer_later_than_the_ca_waits),
		cmocka_unit_test(headers_and_bodies_without_end),
		cmocka_unit_test(lets_encrypt_reads_less_than_128_bytes),
		cmocka_unit_test(a_bad_status),
		cmocka_unit_test(any_2xx_is_good_where_the_rules_say_so),
		cmocka_unit_test(a_connection_closed_without_an_answer),
		cmocka_unit_test(another_virtual_host),
		cmocka_unit_test(the_user_agent_is_turned_away),
		cmocka_unit_test(a_challenge_for_people),
		cmocka_unit_test(a_challenge_known_by_its_header),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
