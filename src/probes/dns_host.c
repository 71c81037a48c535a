/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/dns_host.h"
#include "text.h"

#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum { WORD_MAX = 256 };

/* The lines and words of a file, without copying it. */
struct words {
	struct bytes rest;
	const unsigned char *line_end;
};

static bool next_line(struct words *w)
{
	if (w->line_end) {
		size_t passed = (size_t)(w->line_end - w->rest.p);
		if (passed >= w->rest.n)
			return false;
		w->rest.p += passed + 1;
		w->rest.n -= passed + 1;
	}
	if (w->rest.n == 0)
		return false;
	w->line_end = memchr(w->rest.p, '\n', w->rest.n);
	if (!w->line_end)
		w->line_end = w->rest.p + w->rest.n;
	return true;
}

static bool space(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

/* The next word of the line into buf; false at its end or at a comment. A word that
 * does not fit is "": it is no name and no address. */
static bool next_word(struct words *w, char *buf)
{
	const unsigned char *p = w->rest.p;
	size_t n = 0;
	while (p < w->line_end && space(*p))
		p++;
	while (p < w->line_end && !space(*p) && *p != '#') {
		if (n < WORD_MAX - 1)
			buf[n] = (char)*p;
		n++;
		p++;
	}
	w->rest.n -= (size_t)(p - w->rest.p);
	w->rest.p = p;
	buf[n < WORD_MAX ? n : 0] = '\0';
	return n > 0;
}

/* An address with or without a zone: "fe80::1%eth0" becomes "fe80::1%2". */
static const char *server_text(struct arena *a, const char *word, struct ip *ip)
{
	char plain[IP_TEXT_MAX];
	size_t n = strcspn(word, "%");
	if (n >= sizeof(plain))
		return NULL;
	memcpy(plain, word, n);
	plain[n] = '\0';
	if (ip_parse(plain, ip) != ERR_OK)
		return NULL;
	if (word[n] == '\0')
		return arena_str(a, word);
	const struct addrinfo numeric = {
		.ai_flags = AI_NUMERICHOST, .ai_family = AF_INET6};
	struct addrinfo *found = NULL;
	if (getaddrinfo(word, NULL, &numeric, &found) != 0)
		return NULL;
	const struct sockaddr_in6 *sa = (const void *)found->ai_addr;
	const char *s = arena_printf(a, "%s%%%u", plain, (unsigned)sa->sin6_scope_id);
	freeaddrinfo(found);
	return s;
}

static void add_server(struct arena *a, const char *word, struct dns_host *out)
{
	struct ip ip;
	const char *s = server_text(a, word, &ip);
	if (!s || out->servers.n == DNS_HOST_SERVERS_MAX)
		return;
	VEC_PUSH(a, &out->servers, s);
	*VEC_ADD(a, &out->ips, struct ip) = ip;
}

void dns_host_servers(struct arena *a, struct bytes resolv_conf, struct dns_host *out)
{
	struct words w = {.rest = resolv_conf};
	char word[WORD_MAX];
	while (next_line(&w))
		if (next_word(&w, word) && strcmp(word, "nameserver") == 0 &&
			next_word(&w, word))
			add_server(a, word, out);
	if (out->servers.n == 0) {
		add_server(a, "127.0.0.1", out);
		out->source =
			resolv_conf.n
				? "resolver 127.0.0.1 (/etc/resolv.conf names no other)"
				: "resolver 127.0.0.1 (there is no /etc/resolv.conf)";
		return;
	}
	struct text t;
	text_init(&t, a, 512);
	for (size_t i = 0; i < out->servers.n; i++)
		text_printf(&t, "%s%s", i ? ", " : "", out->servers.v[i]);
	out->source = arena_printf(a, "resolver%s %s of /etc/resolv.conf",
		out->servers.n > 1 ? "s" : "", text_str(&t));
}

static bool same_name(const char *a, const char *b)
{
	for (; *a && *b; a++, b++) {
		char x = *a >= 'A' && *a <= 'Z' ? (char)(*a - 'A' + 'a') : *a;
		if (x != *b)
			return false;
	}
	if (a[0] == '.' && a[1] == '\0')
		a++;
	return *a == *b;
}

static void add_address(struct arena *a, struct dns_answer *out, const struct ip *ip)
{
	for (size_t i = 0; i < out->addresses.n; i++)
		if (ip_equal(out->addresses.v[i], ip))
			return;
	*VEC_ADD(a, &out->addresses, struct ip) = *ip;
}

bool dns_host_lookup(struct arena *a, struct bytes hosts, const char *name, int family,
	struct dns_answer *out)
{
	struct words w = {.rest = hosts};
	char word[WORD_MAX], text[IP_TEXT_MAX];
	bool known = false;
	while (next_line(&w)) {
		struct ip ip;
		if (!next_word(&w, word) || ip_parse(word, &ip) != ERR_OK)
			continue;
		while (next_word(&w, word)) {
			if (!same_name(word, name))
				continue;
			known = true;
			if (ip.family == family && out->addresses.n < 64)
				add_address(a, out, &ip);
		}
	}
	if (!known)
		return false;
	struct text t;
	text_init(&t, a, 512);
	for (size_t i = 0; i < out->addresses.n; i++)
		text_printf(
			&t, "%s%s", i ? ", " : "", ip_format(out->addresses.v[i], text));
	out->rcode = 0;
	out->ttl = -1;
	out->obs.seen = out->addresses.n ? SEEN_YES : SEEN_NO;
	out->obs.source = "/etc/hosts";
	out->obs.excerpt = out->addresses.n ? text_str(&t)
			   : family == 4    ? "no IPv4 address"
					    : "no IPv6 address";
	return true;
}

static struct bytes read_file(struct arena *a, const char *path)
{
	struct bytes out = {0};
	FILE *f = fopen(path, "rb");
	if (!f)
		return out;
	unsigned char *p = arena_alloc(a, 4096);
	size_t cap = 4096;
	for (;;) {
		out.n += fread(p + out.n, 1, cap - out.n, f);
		if (out.n < cap || cap >= DNS_HOST_FILE_MAX)
			break;
		unsigned char *more = arena_alloc(a, cap * 2);
		memcpy(more, p, cap);
		p = more;
		cap *= 2;
	}
	fclose(f);
	out.p = p;
	return out;
}

void dns_host_read(struct arena *a, struct dns_host *out)
{
	*out = (struct dns_host){0};
	out->hosts = read_file(a, "/etc/hosts");
	dns_host_servers(a, read_file(a, "/etc/resolv.conf"), out);
}
