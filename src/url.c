/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "url.h"
#include "text.h"

#include <stdio.h>
#include <string.h>

struct span { /* p NULL: the component is absent (RFC 3986 section 5.3) */
	const char *p;
	size_t n;
};

struct parts { /* RFC 3986 appendix B */
	struct span scheme, authority, path, query;
};

static bool is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static size_t until(const char *p, size_t n, const char *stops)
{
	size_t i = 0;
	while (i < n && !strchr(stops, p[i]))
		i++;
	return i;
}

/* The length of a scheme in front, without its colon; 0 for a relative reference. */
static size_t scheme_len(const char *p, size_t n)
{
	size_t i = 0;
	if (n == 0 || !is_alpha(p[0]))
		return 0;
	while (i < n && (is_alpha(p[i]) || is_digit(p[i]) || strchr("+-.", p[i])))
		i++;
	return i < n && p[i] == ':' ? i : 0;
}

static void split(const char *p, size_t n, struct parts *out)
{
	memset(out, 0, sizeof(*out));
	n = until(p, n, "#");
	size_t k = scheme_len(p, n);
	if (k) {
		out->scheme = (struct span){p, k};
		p += k + 1;
		n -= k + 1;
	}
	if (n >= 2 && p[0] == '/' && p[1] == '/') {
		k = until(p + 2, n - 2, "/?");
		out->authority = (struct span){p + 2, k};
		p += k + 2;
		n -= k + 2;
	}
	k = until(p, n, "?");
	out->path = (struct span){p, k};
	if (k < n)
		out->query = (struct span){p + k + 1, n - k - 1};
}

/* No control character anywhere, and no space where the text must be a URL as it
 * stands. */
static bool clean(const char *p, size_t n, bool spaces)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		if (c < 0x20 || c == 0x7f || (c == ' ' && !spaces))
			return false;
	}
	return true;
}

/* Appends what may stand in a path or query as it is, the rest percent-encoded: servers
 * send UTF-8, spaces and worse, and CAs' libraries encode it so before they ask. */
static void add_encoded(struct text *t, struct span s)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c > 0x20 && c < 0x7f && !strchr("\"<>\\^`{|}", c)) {
			text_add_n(t, &s.p[i], 1);
			continue;
		}
		char enc[3] = {'%', hex[c >> 4], hex[c & 15]};
		text_add_n(t, enc, sizeof(enc));
	}
}

/* RFC 3986 section 5.2.4, in place; the path begins with a slash. */
static size_t remove_dots(char *p, size_t n)
{
	size_t in = 0, out = 0;
	while (in < n) {
		size_t seg = 1; /* the slash and what follows it, up to the next */
		while (in + seg < n && p[in + seg] != '/')
			seg++;
		bool last = in + seg == n;
		bool one = seg == 2 && p[in + 1] == '.';
		bool two = seg == 3 && p[in + 1] == '.' && p[in + 2] == '.';
		if (two)
			while (out > 0 && p[--out] != '/')
				;
		if (!one && !two) {
			memmove(p + out, p + in, seg);
			out += seg;
		} else if (last) {
			p[out++] = '/';
		}
		in += seg;
	}
	return out;
}

/* A host's bytes: percent signs decoded, lower case; only what a DNS name (or an IDN in
 * UTF-8) can hold. */
static enum err host_decode(struct arena *a, struct span s, const char **out)
{
	char *host = arena_alloc(a, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '%') {
			if (s.n - i < 3 || hex_value(s.p[i + 1]) < 0 ||
				hex_value(s.p[i + 2]) < 0)
				return ERR_SYNTAX;
			c = (char)(hex_value(s.p[i + 1]) << 4 | hex_value(s.p[i + 2]));
			i += 2;
		}
		if (!is_alpha(c) && !is_digit(c) && c != '-' && c != '_' && c != '.' &&
			(unsigned char)c < 0x80)
			return ERR_SYNTAX;
		host[n++] = lower(c);
	}
	*out = host;
	return n ? ERR_OK : ERR_SYNTAX;
}

/* Whether the last label is a number, decimal or hexadecimal: no top-level domain is.
 * Where such a host is no dotted quad (127.1, 0x7f000001), some programs would still read
 * it as an address and others as a name; it is refused as neither. */
static bool ends_in_number(const char *host)
{
	size_t n = strlen(host);
	if (n > 1 && host[n - 1] == '.')
		n--;
	size_t at = n;
	while (at > 0 && host[at - 1] != '.')
		at--;
	bool hex = n - at >= 2 && host[at] == '0' && host[at + 1] == 'x';
	for (size_t i = hex ? at + 2 : at; i < n; i++)
		if (!(hex ? hex_value(host[i]) >= 0 : is_digit(host[i])))
			return false;
	return n > at;
}

/* Labels that are not empty and fit into DNS (RFC 1035 section 2.3.4); a dot at the end
 * is the root's. What an IDN in UTF-8 comes to, its conversion tells. */
static bool labels_ok(const char *host)
{
	size_t n = strlen(host), label = 0;
	bool ascii = true;
	for (size_t i = 0; i < n; i++) {
		ascii = ascii && (unsigned char)host[i] < 0x80;
		if (host[i] == '.' && label == 0)
			return false;
		label = host[i] == '.' ? 0 : label + 1;
		if (ascii && label > 63)
			return false;
	}
	return n <= (ascii ? 253u + (label == 0) : 1024u);
}

static enum err parse_host(struct arena *a, struct span s, struct url *u)
{
	if (s.n >= 2 && s.p[0] == '[' && s.p[s.n - 1] == ']') {
		u->host = arena_dup(a, s.p + 1, s.n - 2);
		if (ip_parse(u->host, &u->ip) || u->ip.family != 6)
			return ERR_SYNTAX;
		char buf[IP_TEXT_MAX];
		u->host = arena_str(a, ip_format(&u->ip, buf));
		return ERR_OK;
	}
	enum err err = host_decode(a, s, &u->host);
	if (err)
		return err;
	if (ip_parse(u->host, &u->ip) == ERR_OK)
		return ERR_OK;
	return labels_ok(u->host) && !ends_in_number(u->host) ? ERR_OK : ERR_SYNTAX;
}

static enum err parse_port(struct span s, struct url *u)
{
	int port = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]))
			return ERR_SYNTAX;
		port = port * 10 + (s.p[i] - '0');
		if (port > 65535)
			return ERR_SYNTAX;
	}
	if (s.n && port == 0)
		return ERR_SYNTAX;
	u->port_given = s.n > 0;
	u->port = port;
	return ERR_OK;
}

/* [userinfo@]host[:port]. A backslash ends the host in browsers and not in RFC 3986: who
 * is meant is not certain, so it is refused. */
static enum err parse_authority(struct arena *a, struct span s, struct url *u)
{
	if (until(s.p, s.n, "\\") < s.n)
		return ERR_SYNTAX;
	for (size_t i = s.n; i > 0; i--) {
		if (s.p[i - 1] == '@') {
			u->userinfo = true;
			s = (struct span){s.p + i, s.n - i};
			break;
		}
	}
	size_t colon = s.n;
	while (colon > 0 && is_digit(s.p[colon - 1]))
		colon--;
	if (colon > 0 && s.p[colon - 1] == ':') {
		struct span port = {s.p + colon, s.n - colon};
		enum err err = parse_port(port, u);
		if (err)
			return err;
		s.n = colon - 1;
	}
	return parse_host(a, s, u);
}

static void set_scheme(struct arena *a, struct span s, struct url *u)
{
	char *text = arena_dup(a, s.p, s.n);
	for (size_t i = 0; i < s.n; i++)
		text[i] = lower(text[i]);
	u->scheme_text = text;
	u->scheme = strcmp(text, "http") == 0    ? SCHEME_HTTP
		    : strcmp(text, "https") == 0 ? SCHEME_HTTPS
						 : SCHEME_OTHER;
}

static void set_text(struct arena *a, struct url *u, bool authority)
{
	const char *open = u->ip.family == 6 ? "[" : "",
		   *close = u->ip.family == 6 ? "]" : "";
	char port[16] = "";
	if (u->port && u->port != scheme_port(u->scheme))
		snprintf(port, sizeof(port), ":%d", u->port);
	u->text = arena_printf(a, "%s:%s%s%s%s%s%s%s%s", u->scheme_text,
		authority ? "//" : "", open, u->host, close, port, u->path,
		u->query ? "?" : "", u->query ? u->query : "");
}

/* The base's path up to its last slash, and the reference behind it (section 5.2.3). */
static void merge(struct text *t, const char *base, struct span ref)
{
	const char *slash = strrchr(base, '/');
	text_add_n(t, base, slash ? (size_t)(slash - base) + 1 : 0);
	add_encoded(t, ref);
}

static enum err set_path(
	struct arena *a, struct url *u, const char *base, struct span ref)
{
	struct text t;
	text_init(&t, a, URL_MAX);
	if (base && ref.n == 0)
		text_add(&t, base);
	else if (base && ref.p[0] != '/')
		merge(&t, base, ref);
	else
		add_encoded(&t, ref);
	if (t.n == 0 && u->scheme != SCHEME_OTHER)
		text_add(&t, "/");
	if (t.n && t.p[0] == '/')
		t.p[remove_dots(t.p, t.n)] = '\0';
	u->path = text_str(&t);
	return t.over ? ERR_LIMIT : ERR_OK;
}

static enum err set_query(struct arena *a, struct url *u, struct span s)
{
	if (!s.p)
		return ERR_OK;
	struct text t;
	text_init(&t, a, URL_MAX);
	add_encoded(&t, s);
	u->query = text_str(&t);
	return t.over ? ERR_LIMIT : ERR_OK;
}

/* RFC 3986 section 5.2.2; base NULL: the text must be absolute. */
static enum err assemble(
	struct arena *a, const struct url *base, const struct parts *r, struct url *u)
{
	enum err err = ERR_OK;
	bool own_scheme = r->scheme.p != NULL, own_host = own_scheme || r->authority.p;
	bool authority = r->authority.p || !own_host;
	if (!own_scheme && !base)
		return ERR_SYNTAX;
	if (!own_host) {
		*u = *base;
	} else if (own_scheme) {
		set_scheme(a, r->scheme, u);
	} else {
		u->scheme = base->scheme;
		u->scheme_text = base->scheme_text;
	}
	if (own_host) {
		u->host = "";
		if (r->authority.p && (r->authority.n || u->scheme != SCHEME_OTHER))
			err = parse_authority(a, r->authority, u);
		else if (u->scheme != SCHEME_OTHER)
			err = ERR_SYNTAX;
		if (!u->port_given)
			u->port = scheme_port(u->scheme);
	}
	if (err)
		return err;
	if (own_host || r->path.n || r->query.p)
		u->query = NULL;
	err = set_path(a, u, own_host ? NULL : base->path, r->path);
	if (!err)
		err = set_query(a, u, r->query);
	if (err)
		return err;
	set_text(a, u, authority);
	return strlen(u->text) > URL_MAX ? ERR_LIMIT : ERR_OK;
}

enum err url_parse(struct arena *a, const char *s, struct url *out)
{
	struct parts parts;
	size_t n = strlen(s);
	memset(out, 0, sizeof(*out));
	if (n > URL_MAX)
		return ERR_LIMIT;
	if (!clean(s, n, false))
		return ERR_SYNTAX;
	split(s, n, &parts);
	return assemble(a, NULL, &parts, out);
}

enum err url_resolve(struct arena *a, const struct url *base, const void *location,
	size_t n, struct url *out)
{
	struct parts parts;
	memset(out, 0, sizeof(*out));
	if (n > URL_MAX)
		return ERR_LIMIT;
	if (!clean(location, n, true))
		return ERR_SYNTAX;
	split(location, n, &parts);
	return assemble(a, base, &parts, out);
}

void url_set_host(struct arena *a, struct url *u, const char *host)
{
	u->host = host;
	u->ip = (struct ip){0};
	set_text(a, u, true);
}

int scheme_port(enum scheme s)
{
	return s == SCHEME_HTTP ? 80 : s == SCHEME_HTTPS ? 443 : 0;
}

const char *scheme_str(enum scheme s)
{
	return s == SCHEME_HTTP ? "http" : s == SCHEME_HTTPS ? "https" : "other";
}
