/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record_name.h"

#include <string.h>

enum { LABEL_MAX = 63, PARENTS_MAX = 8 };

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static char *lowered(struct arena *a, const char *s)
{
	char *copy = arena_str(a, s);
	for (char *p = copy; *p; p++)
		*p = lower(*p);
	return copy;
}

const char *record_type_str(int type)
{
	return type == RR_CNAME ? "CNAME" : "TXT";
}

int record_type_of(const char *s)
{
	char low[8];
	size_t n = strlen(s);
	if (n >= sizeof(low))
		return 0;
	for (size_t i = 0; i <= n; i++)
		low[i] = lower(s[i]);
	return strcmp(low, "txt") == 0     ? RR_TXT
	       : strcmp(low, "cname") == 0 ? RR_CNAME
					   : 0;
}

/* Host is the domain or lies under it. */
static bool is_under(const char *host, const char *domain)
{
	size_t n = strlen(host), m = strlen(domain);
	if (n < m || strcmp(host + n - m, domain) != 0)
		return false;
	return n == m || host[n - m - 1] == '.';
}

static const char *join(struct arena *a, const char *prefix, const char *level)
{
	return *prefix ? arena_printf(a, "%s.%s", prefix, level) : level;
}

/* -- what no DNS name may be -------------------------------------------------------- */
struct host_check {
	struct arena *arena;
	const char **why;
};

static enum err check_label(
	const struct host_check *c, const char *label, size_t n, int number)
{
	if (n == 0) {
		*c->why = arena_printf(c->arena, "label %d is empty", number);
		return ERR_SYNTAX;
	}
	if (n > LABEL_MAX) {
		*c->why = arena_printf(c->arena,
			"label %d has %d octets, and a label has at most %d", number,
			(int)n, LABEL_MAX);
		return ERR_LIMIT;
	}
	for (size_t i = 0; i < n; i++) {
		unsigned char ch = (unsigned char)label[i];
		if (ch >= 0x80)
			*c->why = arena_printf(c->arena,
				"label %d is not ASCII: give it as an A-label (xn--…)",
				number);
		else if (ch <= ' ' || ch == 0x7f)
			*c->why = arena_printf(c->arena,
				"label %d has the octet 0x%02x, which is no part of a "
				"host record",
				number, ch);
		else if (strchr("\"\\()@;$:/<>,", ch))
			*c->why = arena_printf(c->arena,
				"label %d has '%c', which is no part of a host record",
				number, ch);
		else
			continue;
		return ERR_SYNTAX;
	}
	return ERR_OK;
}

static enum err check_host(const struct host_check *c, const char *host)
{
	int number = 1;
	const char *label = host;
	for (const char *p = host;; p++) {
		if (*p && *p != '.')
			continue;
		enum err err = check_label(c, label, (size_t)(p - label), number++);
		if (err)
			return err;
		if (!*p)
			break;
		label = p + 1;
	}
	if (strlen(host) <= RECORD_HOST_MAX)
		return ERR_OK;
	*c->why = arena_printf(c->arena,
		"the host \"%s\" has %d octets, and a name has at most %d", host,
		(int)strlen(host), RECORD_HOST_MAX);
	return ERR_LIMIT;
}

/* -- the level ---------------------------------------------------------------------- */
static const char *registrable(const struct target_name *n)
{
	return n->registrable ? n->registrable : n->ascii;
}

static bool is_www(const struct target_name *n)
{
	return strncmp(n->ascii, "www.", 4) == 0 &&
	       is_under(n->ascii + 4, registrable(n));
}

static const char *level_of(const struct target_name *n, enum level_rule rule)
{
	return rule == LEVEL_PARENT_OF_WWW && is_www(n) ? n->ascii + 4 : n->ascii;
}

/* The name's labels in front of the registrable name: "www" of www.example.com. */
static const char *sub_of(struct arena *a, const char *name, const char *apex)
{
	size_t n = strlen(name), m = strlen(apex);
	return n > m ? arena_dup(a, name, n - m - 1) : "";
}

/* -- the host ----------------------------------------------------------------------- */
static int type_of(const struct record_form *f)
{
	return f->type ? record_type_of(f->type) : RR_TXT; /* the usual one */
}

static const struct record_form *form_of(const struct profile *p, int type)
{
	const struct record_form *f = p->records;
	for (; f && (f->prefix || f->type); f++)
		if (type == 0 || type_of(f) == type)
			return f;
	return NULL;
}

static const struct record_form *form_by_prefix(
	const struct profile *p, const char *prefix, int type)
{
	const struct record_form *f = p->records;
	for (; f && (f->prefix || f->type); f++)
		if (f->prefix && strcmp(f->prefix, prefix) == 0 &&
			(type == 0 || type_of(f) == type))
			return f;
	return form_of(p, type);
}

static void by_whole_name(struct arena *a, struct record_name *r,
	const struct target_name *n, const char *host)
{
	const char *apex = registrable(n);
	r->host = host;
	r->level = is_under(host, n->ascii)   ? n->ascii
		   : is_under(host, r->level) ? r->level
		   : is_under(host, apex)     ? apex
					      : host;
	r->prefix = sub_of(a, host, r->level);
}

static bool ends_like(const char *s, const char *tail)
{
	return *tail && is_under(s, tail) && strcmp(s, tail) != 0;
}

static void by_option(struct arena *a, struct record_name *r, const struct target_name *n,
	const char *given)
{
	const char *apex = registrable(n);
	char *host = lowered(a, given);
	size_t len = strlen(host);
	bool whole = len > 1 && host[len - 1] == '.';
	if (whole)
		host[len - 1] = '\0';
	if (strcmp(host, "@") == 0)
		by_whole_name(a, r, n, apex);
	else if (whole || is_under(host, apex))
		by_whole_name(a, r, n, host);
	else if (ends_like(host, sub_of(a, n->ascii, apex)))
		by_whole_name(a, r, n, join(a, host, apex));
	else {
		r->prefix = host;
		r->host = join(a, host, r->level);
	}
	r->given = true;
	r->level_known = true;
}

static enum err by_form(
	struct arena *a, const struct target *t, struct record_name *r, const char **why)
{
	const char *prefix = r->form ? r->form->prefix : NULL;
	if (prefix && strcmp(prefix, "_<md5>") == 0 && t->csr)
		prefix = lowered(a, arena_printf(a, "_%s", t->csr->md5));
	if (prefix && !strchr(prefix, '<')) {
		r->prefix = prefix;
		r->host = join(a, prefix, r->level);
		return ERR_OK;
	}
	*why = !prefix ? "no source tells where its record stands: give --record HOST, "
			 "the "
			 "host record that the order shows"
	       : strcmp(prefix, "_<md5>") == 0
		       ? "its host is \"_\" and the MD5 of the certificate request: give "
			 "--csr FILE, or --record HOST"
		       : "its host holds a token of the order: give --record HOST, the "
			 "host record that the order shows";
	return ERR_NOT_FOUND;
}

/* -- the value ---------------------------------------------------------------------- */
static void set_value(struct record_name *r, const char *s)
{
	r->value = (struct bytes){(const unsigned char *)s, strlen(s)};
}

/* A file given as the value ends in a newline that is no part of it. */
static struct bytes without_end(struct bytes b, bool dots)
{
	while (b.n > 0 && (b.p[b.n - 1] == '\n' || b.p[b.n - 1] == '\r'))
		b.n--;
	if (dots && b.n > 0 && b.p[b.n - 1] == '.')
		b.n--;
	return b;
}

static bool begins(struct bytes b, const char *prefix)
{
	size_t n = strlen(prefix);
	return b.n >= n && memcmp(b.p, prefix, n) == 0;
}

/* The halves of the SHA-256 (Sectigo's documents); of SSL.com's no source tells. */
static void set_by_request(struct arena *a, const struct csr *csr, struct record_name *r)
{
	const char *target = r->form->target;
	if (r->type != RR_CNAME || strlen(csr->sha256) != 64 || !target ||
		!strstr(target, "comodoca.com"))
		return;
	set_value(r, arena_printf(a, "%.32s.%s.%.*s", csr->sha256, csr->sha256 + 32,
			     (int)strcspn(target, " "), target));
}

static void find_value(struct arena *a, const struct target *t, struct record_name *r)
{
	const struct record_form *f = r->form;
	bool cname = r->type == RR_CNAME;
	if (t->have_expect) {
		r->value = without_end(t->expect, cname);
		if (f && f->value_prefix && !cname &&
			!begins(r->value, f->value_prefix)) {
			const char *code = arena_dup(a, r->value.p, r->value.n);
			set_value(r, arena_printf(a, "%s%s", f->value_prefix, code));
		}
	} else if (t->csr && f && f->prefix && strcmp(f->prefix, "_<md5>") == 0)
		set_by_request(a, t->csr, r);
}

enum err record_name_of(struct arena *a, const struct target *t,
	const struct target_name *n, const struct profile *p, struct record_name *out,
	const char **why)
{
	const struct host_check c = {a, why};
	enum err err = ERR_OK;
	*why = NULL;
	*out = (struct record_name){.name = n->ascii, .type = t->record_type};
	out->form = form_of(p, t->record_type);
	enum level_rule rule = out->form ? out->form->level : LEVEL_UNKNOWN;
	out->level = level_of(n, rule);
	out->level_known = rule == LEVEL_NAME || rule == LEVEL_PARENT_OF_WWW ||
			   strcmp(n->ascii, registrable(n)) == 0;
	if (t->record_host) {
		by_option(a, out, n, t->record_host);
		out->form = form_by_prefix(p, out->prefix, t->record_type);
	} else
		err = by_form(a, t, out, why);
	if (!err)
		err = check_host(&c, out->host);
	if (err)
		return err;
	if (out->type == 0)
		out->type = out->form ? type_of(out->form) : RR_TXT;
	if (out->type == RR_CNAME && out->form)
		out->target = out->form->target;
	find_value(a, t, out);
	return ERR_OK;
}

/* -- where it is put by mistake ----------------------------------------------------- */
static void add_place(
	struct arena *a, record_hosts *out, const char *host, enum record_place place)
{
	if (strlen(host) > RECORD_HOST_MAX || out->n >= RECORD_PLACES_MAX)
		return;
	for (size_t i = 0; i < out->n; i++)
		if (strcmp(out->v[i]->host, host) == 0)
			return;
	struct record_host *h = VEC_ADD(a, out, struct record_host);
	*h = (struct record_host){host, place};
}

static void add_parents(struct arena *a, const struct record_name *r,
	const struct target_name *n, record_hosts *out)
{
	const char *apex = registrable(n), *level = r->level;
	for (int i = 0; i < PARENTS_MAX && is_under(level, apex); i++) {
		if (strcmp(level, r->level) != 0)
			add_place(a, out, join(a, r->prefix, level), PLACE_REGISTRABLE);
		level = strchr(level, '.');
		if (!level++)
			break;
	}
	add_place(a, out, join(a, r->prefix, apex), PLACE_REGISTRABLE);
}

void record_name_places(struct arena *a, const struct record_name *r,
	const struct target_name *n, const char *zone, record_hosts *out)
{
	static const char *const prefixes[] = {"_dnsauth", "_acme-challenge",
		"_pki-validation", "_globalsign-domain-verification", "_certum",
		"_validation-persist", NULL};
	const char *apex = zone && is_under(r->host, zone) ? zone : registrable(n);
	add_place(a, out, r->host, PLACE_WANTED);
	add_place(a, out, join(a, r->host, apex), PLACE_DOUBLED);
	add_place(a, out, r->level, PLACE_NAME);
	add_place(a, out, join(a, r->prefix, n->ascii),
		*r->prefix ? PLACE_WWW : PLACE_NAME);
	if (strncmp(r->level, "www.", 4) != 0)
		add_place(a, out, join(a, r->prefix, arena_printf(a, "www.%s", r->level)),
			PLACE_WWW);
	add_parents(a, r, n, out);
	for (const char *const *p = prefixes; *p; p++)
		add_place(a, out, join(a, *p, r->level), PLACE_PREFIX);
}
