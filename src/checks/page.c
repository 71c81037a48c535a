/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What kind of page answers where a small text file should. */
#include "judge.h"

struct mark { /* a text in the body, lower case, and what it shows */
	const char *text;
	const char *what;
};

static const struct mark defaults[] = {
	{"welcome to nginx", "nginx's welcome page"},
	{"apache2 debian default page", "Apache's default page"},
	{"apache2 ubuntu default page", "Apache's default page"},
	{"apache http server test page", "Apache's test page"},
	{"<h1>it works!</h1>", "Apache's default page"},
	{"test page for the nginx", "nginx's test page"},
	{"test page for the http server", "the HTTP server's test page"},
	{"iis windows server", "IIS's default page"},
	{"congratulations! you've created a caddy", "Caddy's welcome page"},
	{"your caddy web server is working", "Caddy's welcome page"},
	{"welcome to openresty", "OpenResty's welcome page"},
	{"welcome to tengine", "Tengine's welcome page"},
	{"plesk default page", "Plesk's default page"},
	{"default web site page", "cPanel's default page"},
};

static const struct mark challenges[] = {
	{"challenge-platform/h/b/orchestrate/", "Cloudflare's challenge"},
	{"challenge-platform/h/g/orchestrate/", "Cloudflare's challenge"},
	{"cf-browser-verification", "Cloudflare's challenge"},
	{"<title>just a moment...</title>", "Cloudflare's challenge"},
	{"/aes.js\"", "a testcookie challenge"},
	{"aes.min.js", "a testcookie challenge"},
	{"var a=tonumbers", "a testcookie challenge"},
	{"acw_sc__v2", "Alibaba Cloud WAF's challenge"},
	{"_waf_is_mobile", "Alibaba Cloud WAF's challenge"},
	{"aliyun_waf", "Alibaba Cloud WAF's challenge"},
	{"__jsl_clearance", "Knownsec's challenge"},
	{"waf_nc_", "a web application firewall's challenge"},
	{"_incapsula_resource", "Imperva's challenge"},
	{"sucuri_cloudproxy_js", "Sucuri's challenge"},
	{"ddos-guard/js-challenge", "DDoS-Guard's challenge"},
	{"awswafintegration", "AWS WAF's challenge"},
	{"awswaf.com/", "AWS WAF's challenge"},
	{"<title>application blocked</title>", "a firewall's block page"},
	{"acme-protocol", "a Palo Alto firewall's block page"},
};

/* Ordinary pages hold these too (a contact form): a challenge only where access is
 * refused. */
static const struct mark captchas[] = {
	{"g-recaptcha", "a captcha"},
	{"h-captcha", "a captcha"},
	{"cf-turnstile", "a captcha"},
	{"geetest", "a captcha"},
};

static const char *marked(const struct hop *h, const struct mark *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (judge_holds(&h->body, rows[i].text))
			return rows[i].what;
	return NULL;
}

static bool value_holds(const char *value, const char *needle)
{
	const struct bytes b = {(const unsigned char *)value, value ? strlen(value) : 0};
	return value && judge_holds(&b, needle);
}

bool page_is_html(const struct hop *h)
{
	struct bytes start = {h->body.p, h->body.n < 1024 ? h->body.n : 1024};
	return judge_holds(&start, "<!doctype html") || judge_holds(&start, "<html") ||
	       judge_holds(&start, "<head>") || judge_holds(&start, "<body") ||
	       (value_holds(hop_header(h, "content-type"), "text/html") &&
		       judge_holds(&start, "<"));
}

const char *page_default(const struct hop *h)
{
	return marked(h, defaults, sizeof(defaults) / sizeof(*defaults));
}

const char *page_challenge(const struct hop *h)
{
	if (value_holds(hop_header(h, "cf-mitigated"), "challenge"))
		return "Cloudflare's challenge";
	if (value_holds(hop_header(h, "x-amzn-waf-action"), "challenge") ||
		value_holds(hop_header(h, "x-amzn-waf-action"), "captcha"))
		return "AWS WAF's challenge";
	const char *what =
		marked(h, challenges, sizeof(challenges) / sizeof(*challenges));
	bool refused = h->status == 403 || h->status == 405 || h->status == 429 ||
		       h->status == 503;
	if (!what && refused)
		what = marked(h, captchas, sizeof(captchas) / sizeof(*captchas));
	return what;
}

const char *page_moves(const struct hop *h)
{
	enum { SMALL = 4096 }; /* a page that does nothing else */
	if (hop_header(h, "refresh"))
		return "a Refresh header";
	if (h->body_bytes > SMALL)
		return NULL;
	if (judge_holds(&h->body, "http-equiv=\"refresh\"") ||
		judge_holds(&h->body, "http-equiv='refresh'") ||
		judge_holds(&h->body, "http-equiv=refresh"))
		return "a meta refresh";
	if (judge_holds(&h->body, "location.href") ||
		judge_holds(&h->body, "location.replace(") ||
		judge_holds(&h->body, "window.location"))
		return "a script";
	return NULL;
}
