/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/dns_resolver.h"
#include "log.h"
#include "memstream.h"
#include "probes/dns_answer.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <unbound.h>
#include <unbound-event.h>

enum { CLASS_IN = 1, SEC_BOGUS = 1, SEC_SECURE = 2, WHY_MAX = 500 };

struct option {
	const char *name, *value;
};

struct dns_resolver {
	struct arena *arena;
	struct ub_ctx *ctx;
	struct memstream *log;
	bool validates;
	bool dying; /* libunbound calls back for what is left while it frees a context */
};

struct ask {
	struct dns_resolver *resolver;
	const char *name;
	int type;
	dns_reply_fn fn;
	void *arg;
	bool over;
};

static bool same_text(const char *s, const char *prefix, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char x = s[i], y = prefix[i];
		if (x >= 'A' && x <= 'Z')
			x = (char)(x - 'A' + 'a');
		if (y >= 'A' && y <= 'Z')
			y = (char)(y - 'A' + 'a');
		if (x != y)
			return false;
	}
	return true;
}

/* A log line after its stamp: "SERVFAIL <www.example.com. A IN>: all servers …". */
const char *dns_resolver_reason(
	struct arena *a, const char *log, const char *name, const char *type)
{
	const char *found = NULL;
	const char *head =
		strcmp(name, ".") == 0
			? arena_printf(a, "SERVFAIL <. %s IN>: ", type)
			: arena_printf(a, "SERVFAIL <%s. %s IN>: ", name, type);
	size_t n = strlen(head);
	for (const char *s = strstr(log, "SERVFAIL <"); s;
		s = strstr(s + 1, "SERVFAIL <"))
		if (strlen(s) >= n && same_text(s, head, n))
			found = s + n;
	if (!found)
		return NULL;
	size_t length = strcspn(found, "\n");
	return arena_dup(a, found, length < WHY_MAX ? length : WHY_MAX);
}

static const char *type_word(struct arena *a, int type)
{
	static const struct {
		int type;
		const char *word;
	} words[] = {{RR_A, "A"}, {RR_AAAA, "AAAA"}, {RR_NS, "NS"}, {RR_CNAME, "CNAME"},
		{RR_SOA, "SOA"}, {RR_TXT, "TXT"}, {RR_DS, "DS"}, {RR_DNSKEY, "DNSKEY"},
		{RR_CAA, "CAA"}};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i].type == type)
			return words[i].word;
	return arena_printf(a, "TYPE%d", type);
}

/* "validation failure <www.example.com. A IN>: signature expired …" without its heads, of
 * which there are two when a key was found bad before. */
static const char *bogus_reason(struct arena *a, const char *why)
{
	if (!why)
		return "no reason given";
	for (const char *s = strstr(why, " IN>: "); s; s = strstr(why, " IN>: "))
		why = s + 6;
	size_t n = strlen(why);
	return arena_dup(a, why, n < WHY_MAX ? n : WHY_MAX);
}

static void answered(void *arg, int rcode, void *packet, int n, int sec, char *why_bogus,
	int ratelimited)
{
	struct ask *q = arg;
	struct dns_resolver *r = q->resolver;
	struct dns_reply reply = {
		.rcode = rcode, .packet = packet, .n = n > 0 ? (size_t)n : 0};
	(void)ratelimited;
	if (r->dying || q->over)
		return;
	q->over = true;
	const char *log = memstream_take(r->log);
	if (*log)
		log_debug("%s", text_escaped(r->arena, log));
	if (rcode != 0 || !packet) {
		reply.rcode = rcode ? rcode : 2;
		reply.packet = NULL;
		reply.n = 0;
		reply.why = dns_resolver_reason(
			r->arena, log, q->name, type_word(r->arena, q->type));
	} else if (r->validates) {
		reply.dnssec = sec == SEC_SECURE  ? DNSSEC_SECURE
			       : sec == SEC_BOGUS ? DNSSEC_BOGUS
						  : DNSSEC_INSECURE;
		if (sec == SEC_BOGUS)
			reply.why = bogus_reason(r->arena, why_bogus);
	}
	q->fn(q->arg, &reply);
}

int dns_resolver_ask(
	struct dns_resolver *r, const char *name, int type, dns_reply_fn fn, void *arg)
{
	struct ask *q = ARENA_NEW(r->arena, struct ask);
	int id = 0;
	*q = (struct ask){.resolver = r,
		.name = arena_str(r->arena, name),
		.type = type,
		.fn = fn,
		.arg = arg};
	int rc = ub_resolve_event(r->ctx, name, type, CLASS_IN, q, answered, &id);
	if (rc == 0 || q->over)
		return q->over ? 0 : id;
	q->over = true;
	const struct dns_reply none = {.rcode = 2,
		.why = rc == UB_SYNTAX
			       ? "no name that DNS can hold"
			       : arena_printf(r->arena, "libunbound: %s, %s",
					 ub_strerror(rc), memstream_take(r->log))};
	fn(arg, &none);
	return 0;
}

void dns_resolver_cancel(struct dns_resolver *r, int id)
{
	if (id != 0)
		(void)ub_cancel(r->ctx, id);
}

void dns_resolver_free(struct dns_resolver *r)
{
	if (!r)
		return;
	r->dying = true;
	ub_ctx_delete(r->ctx);
	(void)memstream_take(r->log);
}

/* clang-format off */
static const struct option common_options[] = {
	{"verbosity:", "0"},
	/* why a lookup failed comes only by the log */
	{"log-servfail:", "yes"},
	{"val-log-level:", "2"},
	{"val-log-squelch:", "no"},
	/* datagrams that wait for an answer, to all servers together; how many of
	 * them may be at one is seen to by flights.h, which a connected socket tells
	 * where they go */
	{"outgoing-range:", "64"},
	{"udp-connect:", "yes"},
	{"outgoing-num-tcp:", "8"},
	/* the ports that this host's other programs use, and that its firewall lets
	 * answers to */
	{"outgoing-port-avoid:", "0-32767"},
	{"outgoing-port-avoid:", "61000-65535"},
	{"edns-buffer-size:", "1232"}, /* DNS flag day 2020; Let's Encrypt's */
	{"cache-max-ttl:", "31536000"}, /* so that a long TTL is shown as it is */
	{"aggressive-nsec:", "no"}, /* each answer from its authority, none computed */
	{"rrset-roundrobin:", "no"},
	{"trust-anchor-signaling:", "no"}, /* one query that nobody here needs */
	{"outbound-msg-retry:", "3"},
	/* a server that was silent three times (0.4, 0.8, 1.5 s) is given up */
	{"infra-cache-max-rtt:", "3000"},
	{"tcp-auth-query-timeout:", "3000"},
	{NULL, NULL},
};
static const struct option recursion_options[] = {
	{"use-caps-for-id:", "yes"},
	{"harden-glue:", "yes"},
	{"harden-dnssec-stripped:", "yes"},
	{"harden-below-nxdomain:", "yes"},
	/* it would ask for A before AAAA, one round trip after the other (RFC 9156
	 * section 2.1) */
	{"qname-minimisation:", "no"},
	{"prefer-ip4:", "yes"}, /* a route for IPv6 is often there and leads nowhere */
	{"target-fetch-policy:", "0 0 0 0 0"}, /* no address that nobody asks for */
	{NULL, NULL},
};
static const struct option tcp_options[] = {
	{"tcp-upstream:", "yes"},
	{NULL, NULL},
};
/* Zones that libunbound answers itself by default: here only what servers say counts. */
static const char *const own_zones[] = {
	"localhost. nodefault", "test. nodefault", "invalid. nodefault",
	"onion. nodefault", "home.arpa. nodefault", NULL,
};
/* clang-format on */

static void set(struct dns_resolver *r, const char *name, const char *value)
{
	/* an option that another version does not know is no reason to see nothing
	 * at all */
	if (ub_ctx_set_option(r->ctx, name, value) != 0)
		log_debug("libunbound does not take the option %s %s", name, value);
}

static void set_all(struct dns_resolver *r, const struct option *o)
{
	for (; o->name; o++)
		set(r, o->name, o->value);
}

static int add_roots(struct dns_resolver *r, const struct dns_setup *s)
{
	int rc = 0;
	for (size_t i = 0; i < s->roots->servers.n && rc == 0; i++) {
		const struct ip *ip = s->roots->servers.v[i];
		char text[IP_TEXT_MAX];
		if (ip->family == 4 ? s->v4 : s->v6)
			/* primed: from then on, the servers' own word counts (RFC
			 * 8109) */
			rc = ub_ctx_set_stub(r->ctx, ".", ip_format(ip, text), 1);
	}
	return rc;
}

static int set_up(struct dns_resolver *r, const struct dns_setup *s)
{
	int rc = 0;
	bool recursion = s->kind == DNS_RECURSION || s->kind == DNS_RECURSION_TCP;
	set_all(r, common_options);
	for (const char *const *zone = own_zones; *zone; zone++)
		set(r, "local-zone:", *zone);
	set(r, "do-ip4:", s->v4 ? "yes" : "no");
	set(r, "do-ip6:", s->v6 ? "yes" : "no");
	set(r, "module-config:", r->validates ? "validator iterator" : "iterator");
	if (recursion) {
		set_all(r, recursion_options);
		rc = add_roots(r, s);
	}
	if (s->kind == DNS_RECURSION_TCP)
		set_all(r, tcp_options);
	for (size_t i = s->forwarders.n; i > 0 && rc == 0; i--) /* it adds in front */
		rc = ub_ctx_set_fwd(r->ctx, s->forwarders.v[i - 1]);
	for (size_t i = 0; r->validates && i < s->roots->anchors.n && rc == 0; i++)
		rc = ub_ctx_add_ta(r->ctx, s->roots->anchors.v[i]);
	return rc;
}

struct dns_resolver *dns_resolver_new(
	struct arena *a, const struct dns_setup *setup, const char **why)
{
	struct dns_resolver *r = ARENA_NEW(a, struct dns_resolver);
	r->arena = a;
	r->log = setup->log;
	r->validates = setup->kind != DNS_FORWARD_PLAIN;
	r->ctx = ub_ctx_create_ub_event(setup->base);
	if (!r->ctx) {
		*why = "libunbound gives no context";
		return NULL;
	}
	ub_ctx_debugout(r->ctx, memstream_file(setup->log));
	int rc = set_up(r, setup);
	if (rc == 0)
		return r;
	*why = arena_printf(a, "libunbound refuses its setup: %s", ub_strerror(rc));
	ub_ctx_delete(r->ctx);
	return NULL;
}
