/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The worlds that the report's tests and fuzzer draw, one function each. */
#ifndef PKIREADY_REPORT_SCENES_H
#define PKIREADY_REPORT_SCENES_H

#include "report_host.h"

/* -- the worlds ---------------------------------------------------------------------- */
static inline void world_healthy(struct world *w, struct arena *a)
{
	world_begin(w, a, &world_digicert);
	world_pair(w, NULL);
	world_serve(w);
	WORLD_ADD(w, .id = FINDING_NO_LISTENER, .verdict = VERDICT_PASS,
		.certainty = CERTAINTY_PROVED, .source = "sock_diag",
		.excerpt = "0.0.0.0:80 nginx, 0.0.0.0:443 nginx",
		.message = "nginx listens on ports 80 and 443.");
	world_upstream(w);
	world_keep(w);
	world_answers(w, ANSWER_READY, ANSWER_READY, ANSWER_READY);
	w->result.answer = ANSWER_READY;
}

/* What a customer of a cloud sees: its steps, its waits, every profile. */
static inline void world_cloud(struct world *w, struct arena *a)
{
	static struct profile others[14];
	world_begin(w, a, &world_strict);
	world_pair(w, NULL);
	world_serve(w);
	w->evidence.cloud.security_group = "security group: ECS console > Network & "
					   "Security > Security Groups > the "
					   "instance's group > Inbound > Add Rule: "
					   "Action Allow, Protocol Custom TCP, "
					   "Destination (Current Instance) HTTP (80) and "
					   "HTTPS (443), Source 0.0.0.0/0; "
					   "with an IPv6 address once more with Source "
					   "::/0. A Deny rule with a smaller "
					   "priority number wins over it";
	struct finding *x = world_upstream(w);
	x->advice = arena_printf(a, "%s: %s.\nThen let something outside fetch the URL.",
		w->evidence.cloud.name, w->evidence.cloud.security_group);
	WORLD_ADD(w, .id = FINDING_KEEP_UNTIL_ISSUED, .verdict = VERDICT_PASS,
		.certainty = CERTAINTY_ASSUMED, .source = "GET", .excerpt = "200",
		.message = "keep the file where it is until the certificate is issued; "
			   "remove "
			   "it, and what was opened for it, afterwards",
		.advice = finding_table[FINDING_KEEP_UNTIL_ISSUED].advice);
	WORLD_ADD(w, .id = FINDING_CONSOLE_LAGS, .verdict = VERDICT_PASS,
		.certainty = CERTAINTY_ASSUMED, .source = "GET", .excerpt = "200",
		.message =
			"if the console still says otherwise, it is behind: file just "
			"placed: about 1 minute; DNS record: a few minutes, up to 1 "
			"hour; "
			"name servers changed: up to 48 hours; issuance: 1 to 15 minutes",
		.advice = finding_table[FINDING_CONSOLE_LAGS].advice);
	world_answer(w, &world_strict, ANSWER_READY, NULL);
	for (int i = 0; i < 14; i++) {
		others[i] = (struct profile){
			.id = arena_printf(a, "authority-%d", i), .name = "Authority"};
		world_answer(w, &others[i], i < 12 ? ANSWER_READY : ANSWER_UNKNOWN, x);
	}
	w->result.answer = ANSWER_READY;
}

static inline void world_redirect(struct world *w, struct arena *a)
{
	world_begin(w, a, &world_strict);
	world_pair(w, NULL);
	world_serve(w);
	for (int i = 0; i < 3; i += 2) {
		struct fetch *f = w->evidence.fetches.v[i];
		struct hop *h = f->hops.v[0];
		h->status = 301;
		h->body = (struct bytes){0};
		h->body_bytes = 162;
		world_location(h, "/secure/fileauth.txt",
			arena_printf(a, "https://%s/secure/fileauth.txt", f->name));
		world_hop(w, f, h->location, f->name, 200, "2f7c61d0a4e84f1c");
		WORLD_ADD(w, .id = FINDING_REDIRECTED, .verdict = VERDICT_FAIL,
			.certainty = CERTAINTY_PROVED, .name = f->name,
			.ip = "203.0.113.5", .port = 80,
			.source = arena_printf(a, "GET %s", h->url),
			.excerpt =
				"301 Moved Permanently, Location: /secure/fileauth.txt",
			.message = arena_printf(a,
				"http://%s answers the validation URL with 301 to "
				"https://%s/secure/fileauth.txt; no redirect is allowed.",
				f->name, f->name),
			.advice = arena_printf(a,
				"Serve the path without a redirect, in the server block "
				"of %s "
				"for port 80:\n  location /.well-known/pki-validation/ { "
				"root "
				"/var/www/html; }",
				f->name));
	}
	world_upstream(w);
	world_answers(w, ANSWER_READY, ANSWER_NOT_READY, ANSWER_READY);
	w->result.answer = ANSWER_NOT_READY;
}

static inline void world_dead_aaaa(struct world *w, struct arena *a)
{
	world_begin(w, a, &world_digicert);
	world_pair(w, "2001:db8::5");
	world_serve(w);
	struct finding *x = WORLD_ADD(w, .id = FINDING_LISTENER_FAMILY_MISSING,
		.verdict = VERDICT_FAIL, .certainty = CERTAINTY_PROVED,
		.ip = "2001:db8::5", .port = 443, .source = "sock_diag",
		.excerpt = "port 443: 0.0.0.0 only",
		.message = "An AAAA record leads here, but nothing listens on IPv6 port "
			   "443.",
		.advice = "Add `listen [::]:443 ssl;` to the server block, or remove the "
			  "AAAA "
			  "record until IPv6 works.");
	static const char *const names[] = {"example.com", "www.example.com"};
	for (int i = 0; i < 2; i++) {
		world_reach(w, names[i], "2001:db8::5", 443, CONNECT_REFUSED);
		WORLD_ADD(w, .id = FINDING_CONNECT_REFUSED, .verdict = VERDICT_FAIL,
			.certainty = CERTAINTY_PROVED, .name = names[i],
			.ip = "2001:db8::5", .port = 443, .cause = x,
			.source = "connect to [2001:db8::5]:443",
			.excerpt = "refused after 1 ms",
			.message = arena_printf(a,
				"[2001:db8::5]:443 of %s refuses the connection.",
				names[i]),
			.advice = x->advice);
	}
	world_upstream(w);
	world_answers(w, ANSWER_NOT_READY, ANSWER_NOT_READY, ANSWER_READY);
	w->result.answer = ANSWER_NOT_READY;
}

static inline void world_no_listener(struct world *w, struct arena *a)
{
	world_begin(w, a, &world_strict);
	world_pair(w, NULL);
	VEC_PUSH(a, &w->evidence.listeners.stopped_web_units, "nginx.service");
	struct finding *x =
		WORLD_ADD(w, .id = FINDING_NO_LISTENER, .verdict = VERDICT_FAIL,
			.certainty = CERTAINTY_PROVED, .port = 80, .source = "sock_diag",
			.excerpt = "no TCP socket listens on port 80 or 443",
			.thing = "nginx.service",
			.message = "Nothing listens on port 80 or 443 of this host; "
				   "nginx.service is "
				   "installed, but not running.",
			.advice = "Start it: systemctl start nginx");
	for (int i = 0; i < 4; i++) {
		const char *name = i < 2 ? "example.com" : "www.example.com";
		int port = i % 2 ? 443 : 80;
		world_reach(w, name, "203.0.113.5", port, CONNECT_REFUSED);
		WORLD_ADD(w, .id = FINDING_CONNECT_REFUSED, .verdict = VERDICT_FAIL,
			.certainty = CERTAINTY_PROVED, .name = name, .ip = "203.0.113.5",
			.port = port, .cause = x, .source = "connect",
			.excerpt = "refused after 1 ms",
			.message = arena_printf(
				a, "203.0.113.5 port %d refuses the connection.", port),
			.advice = x->advice);
	}
	WORLD_ADD(w, .id = FINDING_TWO_FIREWALLS, .verdict = VERDICT_WARN,
		.certainty = CERTAINTY_COMPUTED, .source = "netlink",
		.excerpt = "firewalld active, nftables has tables",
		.message = "More than one firewall manager has rules on the way in.",
		.advice = "Keep one: systemctl disable --now nftables");
	world_upstream(w);
	world_answers(w, ANSWER_NOT_READY, ANSWER_NOT_READY, ANSWER_NOT_READY);
	w->result.profiles.v[3]->answer = ANSWER_NOT_READY;
	w->result.answer = ANSWER_NOT_READY;
}

static inline void world_host_only(struct world *w, struct arena *a)
{
	world_begin(w, a, &world_strict);
	w->target.path = NULL;
	w->target.file_name = NULL;
	w->target.have_expect = false;
	w->target.expect_source = NULL;
	world_listens(w);
	world_upstream(w);
	world_answers(w, ANSWER_READY, ANSWER_READY, ANSWER_READY);
	w->result.profiles.v[3]->answer = ANSWER_READY;
	w->result.answer = ANSWER_READY;
}

#define WORLD_EVIL                          \
	"\x1b]0;owned\x07\x1b[2J\xc2\x9b"   \
	"31m\r\nHTTP \xff\xfe \xe2\x80\xae" \
	"gpj.exe"
static inline void world_hostile(struct world *w, struct arena *a)
{
	world_begin(w, a, &world_digicert);
	world_pair(w, NULL);
	world_serve(w);
	struct hop *h = w->evidence.fetches.v[0]->hops.v[0];
	struct header *server = VEC_ADD(a, &h->headers, struct header);
	*server = (struct header){.name = "server", .value = WORLD_EVIL};
	h->status = 302;
	world_location(h, "http://example.com/" WORLD_EVIL, NULL);
	h->next = NEXT_BAD_LOCATION;
	h->body = (struct bytes){(const unsigned char *)"<\x1b[31m>\0x", 9};
	w->evidence.fetches.v[1]->hops.v[0]->tls->issuer = WORLD_EVIL;
	w->evidence.listeners.all.v[0]->program = WORLD_EVIL;
	w->evidence.cloud.by = WORLD_EVIL;
	w->target.expect_source = "--file " WORLD_EVIL;
	char *lengthy = arena_alloc(a, 5001);
	memset(lengthy, 'A', 5000);
	WORLD_ADD(w, .id = FINDING_HTTP_STATUS, .verdict = VERDICT_FAIL,
		.certainty = CERTAINTY_PROVED, .name = "example.com", .url = WORLD_EVIL,
		.thing = WORLD_EVIL, .source = "GET " WORLD_EVIL, .excerpt = lengthy,
		.message = "The server answers " WORLD_EVIL ".",
		.advice = "Look at the Location:\n" WORLD_EVIL);
	world_answers(w, ANSWER_NOT_READY, ANSWER_UNKNOWN, ANSWER_READY);
	w->result.answer = ANSWER_NOT_READY;
}

static inline void world_denied(struct world *w, struct arena *a)
{
	world_begin(w, a, &world_digicert);
	world_pair(w, NULL);
	w->target.have_expect = false;
	w->target.random = true;
	w->target.path = "/.well-known/pki-validation/pkiready-4f1c.txt";
	w->evidence.interrupted = true;
	w->evidence.firewalls.obs = world_obs(SEEN_DENIED, "nftables", "EPERM");
	struct finding *x = WORLD_ADD(w, .id = FINDING_FIREWALL_UNREADABLE,
		.verdict = VERDICT_UNKNOWN, .certainty = CERTAINTY_PROVED,
		.source = "nftables", .excerpt = "EPERM",
		.message = "The firewall could not be read: this needs root.",
		.advice = "Run it again with sudo.");
	((struct obs *)x->because.v[0])->seen = SEEN_DENIED;
	WORLD_ADD(w, .id = FINDING_METHOD_OTHER_FITS, .verdict = VERDICT_WARN,
		.certainty = CERTAINTY_COMPUTED, .source = "profile", .excerpt = "",
		.message = "DNS validation would not need any of this.");
	world_answers(w, ANSWER_UNKNOWN, ANSWER_UNKNOWN, ANSWER_UNKNOWN);
	w->result.answer = ANSWER_UNKNOWN;
}

static inline void world_many(struct world *w, struct arena *a)
{
	world_begin(w, a, &world_digicert);
	for (int i = 0; i < 40; i++) {
		const char *name = arena_printf(a, "site-%02d.example.com", i);
		world_name(w, name, name, ROLE_EXAMINED);
		world_dns(w, name, "203.0.113.5", NULL);
		if (i % 2 == 0)
			continue;
		WORLD_ADD(w, .id = FINDING_WRONG_VHOST, .verdict = VERDICT_FAIL,
			.certainty = CERTAINTY_PROVED, .name = name, .source = "GET",
			.excerpt = "the default server's page",
			.message = arena_printf(
				a, "The default server answers for %s.", name));
	}
	world_answers(w, ANSWER_NOT_READY, ANSWER_NOT_READY, ANSWER_NOT_READY);
	w->result.answer = ANSWER_NOT_READY;
}

static inline void world_idn(struct world *w, struct arena *a)
{
	world_begin(w, a, &world_digicert);
	world_name(w, "xn--fiq228c.xn--55qx5d.cn", "中文.公司.cn", ROLE_EXAMINED);
	world_name(w, "a-very-long-name-of-a-department.example.com",
		"a-very-long-name-of-a-department.example.com", ROLE_EXAMINED);
	struct finding *x = WORLD_ADD(w, .id = FINDING_NAME_NOT_FOUND,
		.verdict = VERDICT_FAIL, .certainty = CERTAINTY_PROVED,
		.name = "xn--fiq228c.xn--55qx5d.cn", .source = "recursion",
		.excerpt = "NXDOMAIN", .message = "The name does not exist in DNS.",
		.advice = "Add an A record.");
	VEC_PUSH(a, &x->names, "xn--fiq228c.xn--55qx5d.cn");
	VEC_PUSH(a, &x->names, "a-very-long-name-of-a-department.example.com");
	world_answers(w, ANSWER_NOT_READY, ANSWER_NOT_READY, ANSWER_NOT_READY);
	w->result.answer = ANSWER_NOT_READY;
}

static inline void world_trace(struct world *w, struct arena *a)
{
	world_begin(w, a, &world_strict);
	world_name(w, "example.com", "example.com", ROLE_EXAMINED);
	struct fetch *f = world_fetch(w, "example.com", SCHEME_HTTP, "203.0.113.5");
	f->purpose = FETCH_TRACE;
	w->target.trace_url = "http://example.com/a";
	struct hop *h = world_hop(w, f, "http://example.com/a", "example.com", 301, "");
	world_location(h, "//example.com:443/b", "https://example.com:443/b");
	h = world_hop(w, f, "https://example.com:443/b", "example.com", 302, "moved");
	world_location(h, "http://example.com/a", "http://example.com/a");
	h->next = NEXT_LOOP;
	h->tls->chain_ok = false;
	h->tls->chain_error = "certificate has expired";
	struct finding *x =
		WORLD_ADD(w, .id = FINDING_REDIRECT_LOOP, .verdict = VERDICT_FAIL,
			.certainty = CERTAINTY_PROVED, .name = "example.com",
			.source = "hop 2", .excerpt = "Location: http://example.com/a",
			.message = "Hop 2 leads back to http://example.com/a, which was "
				   "asked before.");
	(void)x;
	world_answers(w, ANSWER_NOT_READY, ANSWER_NOT_READY, ANSWER_NOT_READY);
	w->result.answer = ANSWER_NOT_READY;
}

#endif
