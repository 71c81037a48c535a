/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/dns_roots.h"
#include "probe.h"
#include "text.h"

#include <ldns/ldns.h>
#include <string.h>

enum { RECORD_MAX = 4096 };

/* One logical line after the other out of a zone file. */
struct reader {
	struct arena *arena;
	struct bytes file;
	size_t at;
	int line; /* where the record began */
	int next_line;
	const char **why;
};

static enum err complain(struct reader *r, enum err err, const char *what)
{
	*r->why = arena_printf(r->arena, "line %d: %s", r->line, what);
	return err;
}

/* The next record without its comments, on one line; "" for an empty line.
 * Parentheses join lines (RFC 1035 section 5.1). ERR_NOT_FOUND at the end of the
 * file. */
static enum err next_record(struct reader *r, const char **out)
{
	struct text t;
	int depth = 0;
	bool quoted = false, comment = false;
	if (r->at == r->file.n)
		return ERR_NOT_FOUND;
	r->line = r->next_line;
	text_init(&t, r->arena, RECORD_MAX);
	while (r->at < r->file.n) {
		char c = (char)r->file.p[r->at++];
		if (c == '\n') {
			r->next_line++;
			comment = false;
			if (depth == 0)
				break;
			c = ' ';
		}
		if (c == '\0')
			return complain(
				r, ERR_SYNTAX, "a NUL octet: this is no zone file");
		if (c == '"')
			quoted = !quoted;
		if (c == ';' && !quoted)
			comment = true;
		if (comment || c == '\r')
			continue;
		if ((c == '(' || c == ')') && !quoted) {
			depth += c == '(' ? 1 : -1;
			c = ' ';
		}
		text_add_n(&t, &c, 1);
	}
	if (t.over)
		return complain(r, ERR_LIMIT, "a record longer than 4096 octets");
	if (depth != 0)
		return complain(r, ERR_SYNTAX, "parentheses that do not match");
	*out = text_str(&t);
	return ERR_OK;
}

static bool blank(const char *s)
{
	return s[strspn(s, " \t")] == '\0';
}

typedef enum err (*record_fn)(
	struct reader *r, const ldns_rr *rr, const char *text, struct dns_roots *out);

static enum err read_record(struct reader *r, const char *s, ldns_rdf **previous,
	record_fn take, struct dns_roots *out)
{
	ldns_rr *rr = NULL;
	ldns_status status = ldns_rr_new_frm_str(&rr, s, 3600, NULL, previous);
	if (status != LDNS_STATUS_OK)
		return complain(r, ERR_SYNTAX,
			arena_printf(r->arena, "no resource record: %s",
				ldns_get_errorstr_by_id(status)));
	enum err err = take(r, rr, s, out);
	ldns_rr_free(rr);
	return err;
}

static enum err read_file(struct reader *r, record_fn take, struct dns_roots *out)
{
	const char *s = "";
	ldns_rdf *previous = NULL;
	size_t records = 0;
	enum err err;
	if (r->file.n > DNS_ROOTS_FILE_MAX) {
		*r->why = "it is longer than 1 MiB";
		return ERR_LIMIT;
	}
	while ((err = next_record(r, &s)) == ERR_OK) {
		if (blank(s) || strncmp(s, "$TTL", 4) == 0)
			continue;
		if (s[0] == '$')
			err = complain(r, ERR_SYNTAX, "a directive other than $TTL");
		else if (++records > DNS_ROOTS_RECORDS_MAX)
			err = complain(r, ERR_LIMIT, "more than 1000 records");
		else
			err = read_record(r, s, &previous, take, out);
		if (err)
			break;
	}
	ldns_rdf_deep_free(previous);
	return err == ERR_NOT_FOUND ? ERR_OK : err;
}

static enum err take_hint(
	struct reader *r, const ldns_rr *rr, const char *text, struct dns_roots *out)
{
	struct ip ip = {0};
	(void)text;
	if (ldns_rr_get_type(rr) == LDNS_RR_TYPE_A)
		ip = ip_from4(ldns_rdf_data(ldns_rr_rdf(rr, 0)));
	else if (ldns_rr_get_type(rr) == LDNS_RR_TYPE_AAAA)
		ip = ip_from6(ldns_rdf_data(ldns_rr_rdf(rr, 0)));
	else if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_NS)
		return complain(r, ERR_SYNTAX, "a record that is neither NS, A nor AAAA");
	if (ip.family)
		*VEC_ADD(r->arena, &out->servers, struct ip) = ip;
	return ERR_OK;
}

static enum err take_anchor(
	struct reader *r, const ldns_rr *rr, const char *text, struct dns_roots *out)
{
	if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_DS &&
		ldns_rr_get_type(rr) != LDNS_RR_TYPE_DNSKEY)
		return complain(r, ERR_SYNTAX, "a record that is neither DS nor DNSKEY");
	if (text[0] == ' ' || text[0] == '\t')
		return complain(r, ERR_SYNTAX, "a record without its owner");
	VEC_PUSH(r->arena, &out->anchors, text);
	return ERR_OK;
}

enum err dns_roots_hints(
	struct arena *a, struct bytes file, struct dns_roots *out, const char **why)
{
	struct reader r = {.arena = a, .file = file, .next_line = 1, .why = why};
	struct dns_roots read = {0};
	enum err err = read_file(&r, take_hint, &read);
	if (!err && read.servers.n == 0) {
		*why = "it holds no address of a root server";
		err = ERR_SYNTAX;
	}
	if (err)
		return err;
	out->servers.v = read.servers.v;
	out->servers.n = read.servers.n;
	return ERR_OK;
}

enum err dns_roots_anchors(
	struct arena *a, struct bytes file, struct dns_roots *out, const char **why)
{
	struct reader r = {.arena = a, .file = file, .next_line = 1, .why = why};
	struct dns_roots read = {0};
	enum err err = read_file(&r, take_anchor, &read);
	if (!err && read.anchors.n == 0) {
		*why = "it holds no trust anchor";
		err = ERR_SYNTAX;
	}
	if (!err)
		out->anchors = read.anchors;
	return err;
}

enum err dns_check_hints(struct arena *a, struct bytes file, const char **why)
{
	struct dns_roots roots = {0};
	return dns_roots_hints(a, file, &roots, why);
}

enum err dns_check_anchors(struct arena *a, struct bytes file, const char **why)
{
	struct dns_roots roots = {0};
	return dns_roots_anchors(a, file, &roots, why);
}

/* clang-format off */
static const char *const root_addresses[] = { /* a to m of root-servers.net */
	"198.41.0.4",     "2001:503:ba3e::2:30",
	"170.247.170.2",  "2801:1b8:10::b",
	"192.33.4.12",    "2001:500:2::c",
	"199.7.91.13",    "2001:500:2d::d",
	"192.203.230.10", "2001:500:a8::e",
	"192.5.5.241",    "2001:500:2f::f",
	"192.112.36.4",   "2001:500:12::d0d",
	"198.97.190.53",  "2001:500:1::53",
	"192.36.148.17",  "2001:7fe::53",
	"192.58.128.30",  "2001:503:c27::2:30",
	"193.0.14.129",   "2001:7fd::1",
	"199.7.83.42",    "2001:500:9f::42",
	"202.12.27.33",   "2001:dc3::35",
	NULL,
};
/* https://data.iana.org/root-anchors/root-anchors.xml */
static const char *const root_anchors[] = {
	". IN DS 20326 8 2 "
		"E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
	". IN DS 38696 8 2 "
		"683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16",
	NULL,
};
/* clang-format on */

void dns_roots_default(struct arena *a, struct dns_roots *out)
{
	*out = (struct dns_roots){0};
	for (const char *const *s = root_addresses; *s; s++) {
		struct ip ip;
		if (ip_parse(*s, &ip) == ERR_OK)
			*VEC_ADD(a, &out->servers, struct ip) = ip;
	}
	for (const char *const *s = root_anchors; *s; s++)
		VEC_PUSH(a, &out->anchors, *s);
}
