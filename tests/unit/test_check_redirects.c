/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Redirects as each CA takes them. */
#include "world_break.h"

static const char to_https[] = "https://%s/.well-known/acme-challenge/fileauth.txt";

/* Judged by each of a list of profiles; the redirects stand on http alone. */
static void expect_by(int64_t status, const char *to, enum hop_next next,
	const char *strict, const char *digicert, const char *letsencrypt)
{
	const char *const rows[][2] = {
		{"strict", strict}, {"digicert", digicert}, {"letsencrypt", letsencrypt}};
	for (size_t i = 0; i < 3; i++) {
		struct world w;
		world_open4(&w, rows[i][0]);
		set_redirect(&w, NULL, SCHEME__MAX, status, to, next);
		judge_by(&w, w.t.profile);
		if (strcmp(bad(&w), rows[i][1]) != 0)
			fail_msg("%s: %d to %s: \"%s\", expected \"%s\"", rows[i][0],
				(int)status, to, bad(&w), rows[i][1]);
		world_close(&w);
	}
}

static void a_redirect_within_the_domain(void **state)
{
	(void)state;
	expect_by(301, "https://%s/moved", NEXT_FOLLOWED, "fail:redirected", "", "");
	expect_by(302, "http://www.example.com/x", NEXT_FOLLOWED, "fail:redirected", "",
		"");
	expect_by(308, "https://%s/moved", NEXT_FOLLOWED, "fail:redirected",
		"fail:redirect-code", "");
}

static void a_status_that_no_ca_may_follow(void **state)
{
	(void)state;
	expect_by(303, "https://%s/x", NEXT_FOLLOWED, "fail:redirected",
		"fail:redirect-code", "fail:redirect-code");
	expect_by(300, "https://%s/x", NEXT_FINAL, "fail:redirected",
		"fail:redirect-code", "fail:redirect-code");
	struct world w;
	world_open4(&w, "pebble"); /* Go follows it */
	set_redirect(&w, NULL, SCHEME__MAX, 303, "https://%s/x", NEXT_FOLLOWED);
	EXPECT(&w, "");
	world_close(&w);
}

static void a_redirect_without_location_is_a_status(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	set_status(&w, NULL, SCHEME__MAX, NULL, 301, "");
	EXPECT(&w, "fail:http-status");
	world_close(&w);
}

static void targets_that_cannot_be_followed(void **state)
{
	(void)state;
	expect_by(301, "http://%s/a", NEXT_LOOP, "fail:redirected", "fail:redirect-loop",
		"fail:redirect-loop");
	expect_by(302, "https://%s:8443/a", NEXT_PORT, "fail:redirected",
		"fail:redirect-port", "fail:redirect-port");
	expect_by(302, "ftp://%s/a", NEXT_SCHEME, "fail:redirected",
		"fail:redirect-scheme", "fail:redirect-scheme");
	expect_by(302, "http://10.0.0.1/a", NEXT_RESERVED, "fail:redirected",
		"fail:redirect-reserved", "fail:redirect-reserved");
	expect_by(302, "http://%s/a", NEXT_LIMIT, "fail:redirected",
		"fail:redirect-too-many", "fail:redirect-too-many");
	expect_by(302, "http://", NEXT_BAD_LOCATION, "fail:redirected",
		"fail:redirect-target-fails", "fail:redirect-target-fails");
}

static void pebble_would_go_where_this_tool_never_connects(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "pebble");
	set_redirect(&w, APEX, SCHEME__MAX, 302, "https://%s:8443/a", NEXT_PORT);
	EXPECT(&w, "unknown:redirect-port");
	world_close(&w);
	world_open4(&w, "pebble");
	set_redirect(&w, APEX, SCHEME__MAX, 302, "http://10.0.0.1/a", NEXT_RESERVED);
	EXPECT(&w, "unknown:redirect-reserved");
	world_close(&w);
}

static void another_domain(void **state)
{
	(void)state;
	expect_by(302, "http://example.net/a", NEXT_FOLLOWED, "fail:redirected",
		"fail:redirect-off-domain", "");
	expect_by(302, "http://notexample.com/a", NEXT_FOLLOWED, "fail:redirected",
		"fail:redirect-off-domain", "");
}

static void an_unknown_domain_rule_is_a_risk(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "digicert");
	struct profile *p = profile_copy(&w, "digicert");
	p->redirects.same_base = TRI_UNKNOWN;
	w.t.profile = p;
	set_redirect(&w, NULL, SCHEME__MAX, 302, "http://example.net/a", NEXT_FOLLOWED);
	EXPECT(&w, "warn:redirect-off-domain");
	world_close(&w);
}

static void hosts_that_boulder_refuses(void **state)
{
	(void)state;
	expect_by(301, "https://example.com.well-known/x", NEXT_UNRESOLVED,
		"fail:redirected", "fail:redirect-off-domain",
		"fail:redirect-off-domain");
	expect_by(301, "https://web.internal/x", NEXT_FOLLOWED, "fail:redirected",
		"fail:redirect-off-domain", "fail:redirect-off-domain");
	expect_by(301, "https://localhost/x", NEXT_FOLLOWED, "fail:redirected",
		"fail:redirect-off-domain", "fail:redirect-off-domain");
}

static void a_path_longer_than_2000_bytes(void **state)
{
	(void)state;
	struct world w;
	char url[2100] = "https://" APEX "/";
	size_t n = strlen(url);
	memset(url + n, 'a', 1999);
	world_open4(&w, "letsencrypt");
	set_redirect(&w, APEX, SCHEME_HTTP, 301, url, NEXT_FOLLOWED);
	EXPECT(&w, "");
	world_close(&w);
	memset(url + n, 'a', 2000);
	world_open4(&w, "letsencrypt");
	set_redirect(&w, APEX, SCHEME_HTTP, 301, url, NEXT_FOLLOWED);
	EXPECT(&w, "fail:redirect-target-fails");
	world_close(&w);
}

/* -- how many
 * ------------------------------------------------------------------------------ */
static void chain(struct world *w, size_t redirects)
{
	struct fetch *f = NULL;
	for (size_t i = 0; i < w->e.fetches.n; i++)
		if (w->e.fetches.v[i]->scheme == SCHEME_HTTP &&
			strcmp(w->e.fetches.v[i]->name, APEX) == 0)
			f = w->e.fetches.v[i];
	for (size_t i = 0; i < redirects; i++) {
		struct hop *h = f->hops.v[i];
		h->status = 302;
		h->location = arena_printf(w->a, "http://" APEX "/%d", (int)i);
		h->location_raw = bytes_of(h->location);
		h->next = NEXT_FOLLOWED;
		add_hop(w, f, h->location, HERE4);
	}
}

static const char *by_count(const char *profile, size_t redirects)
{
	static char result[200];
	struct world w;
	world_open4(&w, profile);
	chain(&w, redirects);
	judge_by(&w, w.t.profile);
	snprintf(result, sizeof(result), "%s", bad(&w));
	world_close(&w);
	return result;
}

static void lets_encrypt_follows_eleven_and_fails_the_twelfth(void **state)
{
	(void)state;
	assert_string_equal(by_count("letsencrypt", 11), "");
	assert_string_equal(by_count("letsencrypt", 12), "fail:redirect-too-many");
}

static void a_limit_that_is_not_known_is_a_risk_from_the_second_on(void **state)
{
	(void)state;
	assert_string_equal(by_count("amazon", 1), "");
	assert_string_equal(by_count("amazon", 2), "warn:redirect-too-many");
}

static void whether_a_redirect_is_followed_may_be_unknown(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "globalsign");
	set_redirect(&w, NULL, SCHEME__MAX, 301, "https://%s/x", NEXT_FOLLOWED);
	EXPECT(&w, "warn:redirected");
	expect_message(&w, FINDING_REDIRECTED, VERDICT_WARN, "no source tells");
	world_close(&w);
	world_open4(&w, "globalsign"); /* followed or not, it fails */
	set_redirect(&w, NULL, SCHEME__MAX, 301, "https://%s:8443/x", NEXT_PORT);
	EXPECT(&w, "fail:redirect-port");
	world_close(&w);
}

/* -- the target
 * ------------------------------------------------------------------------------ */
static void break_target(struct world *w, hop_fn fn)
{
	set_redirect(w, APEX, SCHEME_HTTP, 301, "https://%s/x", NEXT_FOLLOWED);
	fn(w, hop_of(w, APEX, SCHEME_HTTP, NULL, 1));
}

static void lacks_file(struct world *w, struct hop *h)
{
	(void)w;
	h->status = 404;
}

static void refuses(struct world *w, struct hop *h)
{
	(void)w;
	h->end = HOP_CONNECT;
	h->connect = CONNECT_REFUSED;
}

static void is_refused_by_own_rules(struct world *w, struct hop *h)
{
	(void)w;
	h->end = HOP_CONNECT;
	h->connect = CONNECT_DENIED;
}

static void breaks_tls(struct world *w, struct hop *h)
{
	(void)w;
	h->end = HOP_TLS;
	h->tls->ok = false;
}

static void is_a_page(struct world *w, struct hop *h)
{
	(void)w;
	h->body = bytes_of("<html>home</html>");
	h->body_bytes = 17;
}

static void is_an_old_file(struct world *w, struct hop *h)
{
	(void)w;
	h->body = bytes_of("0000000000000000000000000000000000000000");
	h->body_bytes = 40;
}

static void a_target_that_fails(void **state)
{
	static const struct {
		hop_fn fn;
		const char *want;
	} rows[] = {
		{lacks_file, "fail:redirect-target-fails"},
		{refuses, "fail:redirect-target-fails"},
		{breaks_tls, "fail:tls-failure"},
		{is_a_page, "fail:redirect-target-fails"},
		{is_an_old_file, "fail:file-differs"},
		{is_refused_by_own_rules, "unknown:egress-blocked"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world w;
		world_open4(&w, "letsencrypt");
		break_target(&w, rows[i].fn);
		EXPECT(&w, rows[i].want);
		world_close(&w);
	}
}

static void a_target_without_an_address(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	set_redirect(
		&w, APEX, SCHEME_HTTP, 301, "http://gone.example.com/x", NEXT_UNRESOLVED);
	EXPECT(&w, "unknown:redirect-target-fails"); /* nobody looked it up */
	add_name(&w, "gone.example.com", ROLE_HOP);
	w.t.names.n--;
	EXPECT(&w, "fail:redirect-target-fails");
	world_close(&w);
}

/* Another address of the target's host, as the probe records it. */
static struct fetch *add_target(struct world *w, const char *ip)
{
	struct fetch *f = add_fetch(w, FETCH_TARGET, APEX, SCHEME_HTTPS, ip);
	f->hops.v[0]->url = hop_of(w, APEX, SCHEME_HTTP, NULL, 1)->url;
	return f;
}

static void boulder_does_not_fall_back_behind_a_redirect(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	set_redirect(
		&w, APEX, SCHEME_HTTP, 301, "https://cdn.example.com/x", NEXT_FOLLOWED);
	struct hop *other = add_target(&w, OTHER6)->hops.v[0];
	EXPECT(&w, "");
	other->end = HOP_CONNECT;
	other->connect = CONNECT_TIMEOUT;
	EXPECT(&w, "fail:redirect-target-fails");
	expect_message(&w, FINDING_REDIRECT_TARGET_FAILS, VERDICT_FAIL, OTHER6);
	struct profile *p = profile_copy(&w, "letsencrypt");
	p->addresses = ADDRESSES_V4;
	w.t.profile = p;
	EXPECT(&w, "");
	p->addresses = ADDRESSES_UNKNOWN;
	EXPECT(&w, "warn:redirect-target-fails");
	world_close(&w);
}

static void a_target_that_is_fetched_anyway_counts_by_all_its_addresses(void **state)
{
	(void)state;
	struct world w;
	world_open(&w, "letsencrypt"); /* v6 and v4; https of v6 is dead */
	set_redirect(&w, APEX, SCHEME_HTTP, 301, to_https, NEXT_FOLLOWED);
	EXPECT(&w, "");
	set_connect(&w, APEX, SCHEME_HTTPS, HERE6, CONNECT_TIMEOUT);
	refuses(&w, hop_of(&w, APEX, SCHEME_HTTP, HERE6, 1));
	EXPECT(&w, "fail:redirect-target-fails");
	/* asked by its A, it would go to the AAAA of the target all the same */
	set_connect(&w, APEX, SCHEME_HTTP, HERE6, CONNECT_TIMEOUT);
	w.e.listeners.obs.seen = SEEN_FAILED;
	EXPECT(&w, "fail:redirect-target-fails warn:address-dead");
	world_close(&w);
}

static void a_page_that_moves_on(void **state)
{
	static const char *const pages[] = {
		"<html><meta http-equiv=\"Refresh\" content=\"0;url=/x\"></html>",
		"<html><script>window.location='/x'</script></html>",
	};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct world w;
		world_open4(&w, "letsencrypt");
		set_status(&w, NULL, SCHEME__MAX, NULL, 200, pages[i]);
		EXPECT(&w, "fail:redirect-not-http");
		world_close(&w);
	}
	struct world w;
	world_open4(&w, "letsencrypt"); /* near: a page that stays */
	set_status(&w, NULL, SCHEME__MAX, NULL, 200, "<html>stay</html>");
	EXPECT(&w, "fail:html-instead");
	world_close(&w);
}

static void a_trace_judges_the_chain_alone(void **state)
{
	(void)state;
	struct world w;
	world_open4(&w, "letsencrypt");
	w.t.trace_url = "http://" APEX "/";
	w.t.have_expect = false;
	for (size_t i = 0; i < w.e.fetches.n; i++)
		w.e.fetches.v[i]->purpose = FETCH_TRACE;
	for (size_t i = 0; i < w.e.fetches.n; i++)
		w.e.fetches.v[i]->hops.v[0]->body = bytes_of("<html>any page</html>");
	EXPECT(&w, "");
	w.e.fetches.v[0]->hops.v[0]->status = 404;
	EXPECT(&w, "fail:http-status");
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_redirect_within_the_domain),
		cmocka_unit_test(a_status_that_no_ca_may_follow),
		cmocka_unit_test(a_redirect_without_location_is_a_status),
		cmocka_unit_test(targets_that_cannot_be_followed),
		cmocka_unit_test(pebble_would_go_where_this_tool_never_connects),
		cmocka_unit_test(another_domain),
		cmocka_unit_test(an_unknown_domain_rule_is_a_risk),
		cmocka_unit_test(hosts_that_boulder_refuses),
		cmocka_unit_test(a_path_longer_than_2000_bytes),
		cmocka_unit_test(lets_encrypt_follows_eleven_and_fails_the_twelfth),
		cmocka_unit_test(a_limit_that_is_not_known_is_a_risk_from_the_second_on),
		cmocka_unit_test(whether_a_redirect_is_followed_may_be_unknown),
		cmocka_unit_test(a_target_that_fails),
		cmocka_unit_test(a_target_without_an_address),
		cmocka_unit_test(boulder_does_not_fall_back_behind_a_redirect),
		cmocka_unit_test(
			a_target_that_is_fetched_anyway_counts_by_all_its_addresses),
		cmocka_unit_test(a_page_that_moves_on),
		cmocka_unit_test(a_trace_judges_the_chain_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
