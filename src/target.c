/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "target.h"
#include "ip.h"
#include "text.h"

#include <idn2.h>
#include <libpsl.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MAX_OCTETS = 253, LABEL_MAX = 63, GIVEN_MAX = 4096 };

const char *const method_words[METHOD__MAX] = {
	[METHOD_FILE] = "file",
	[METHOD_HTTP01] = "http-01",
	[METHOD_DNS] = "dns",
};

/* What is being parsed, and where the phrase goes. */
struct parse {
	struct arena *arena;
	const char **why;
};

static enum err refuse(struct parse *p, enum err err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static enum err refuse(struct parse *p, enum err err, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	*p->why = arena_vprintf(p->arena, fmt, ap);
	va_end(ap);
	return err;
}

static bool is_ascii(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

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

/* An address in any of the forms in which people write one: bare, in brackets, with
 * a zone. */
static bool is_address(struct arena *a, const char *s)
{
	struct ip ip;
	char *copy = arena_str(a, s);
	size_t n = strlen(copy);
	if (n > 2 && copy[0] == '[' && copy[n - 1] == ']') {
		copy[n - 1] = '\0';
		copy++;
	}
	char *zone = strchr(copy, '%');
	if (zone)
		*zone = '\0';
	return ip_parse(copy, &ip) == ERR_OK;
}

/* What a name is often mistaken for; ERR_OK when it is none of these. */
static enum err check_other_things(struct parse *p, const char *s)
{
	size_t n = strlen(s);
	if (n == 0)
		return refuse(p, ERR_SYNTAX, "it is empty");
	if (n > GIVEN_MAX)
		return refuse(
			p, ERR_LIMIT, "it is longer than %d octets", NAME_MAX_OCTETS);
	if (is_address(p->arena, s))
		return refuse(p, ERR_RANGE,
			"it is an IP address, and what is examined is a domain name");
	if (strstr(s, "://"))
		return refuse(p, ERR_SYNTAX, "it is a URL: give the host name alone");
	if (strchr(s, '/'))
		return refuse(p, ERR_SYNTAX, "it holds a '/': give the host name alone");
	if (strchr(s, '@'))
		return refuse(p, ERR_SYNTAX,
			"it is a mail address: give the domain name alone");
	if (strchr(s, ':'))
		return refuse(
			p, ERR_SYNTAX, "it holds a ':': give the name without a port");
	for (size_t i = 0, step; i < n; i += step) {
		unsigned cp;
		step = text_utf8((const unsigned char *)s + i, n - i, &cp);
		if (step == 0)
			return refuse(
				p, ERR_SYNTAX, "octet %d is not valid UTF-8", (int)i + 1);
	}
	return ERR_OK;
}

static enum err check_character(struct parse *p, char c, int number)
{
	if ((c >= 'a' && c <= 'z') || is_digit(c) || c == '-')
		return ERR_OK;
	if (c == '_')
		return refuse(p, ERR_RANGE,
			"label %d has an underscore, which no CA may certify "
			"(Baseline Requirements 7.1.2.7.12)",
			number);
	if (c == '*')
		return refuse(p, ERR_SYNTAX,
			"label %d has a '*', which may only be the whole first label",
			number);
	if (c > ' ' && c < 0x7f)
		return refuse(p, ERR_SYNTAX,
			"label %d has '%c', which no host name may have", number, c);
	return refuse(p, ERR_SYNTAX,
		"label %d has the octet 0x%02x, which no host name may have", number,
		(unsigned)(unsigned char)c);
}

/* One label, lower case ASCII (RFC 1123 section 2.1). */
static enum err check_label(struct parse *p, const char *s, size_t n, int number)
{
	if (n == 0)
		return refuse(p, ERR_SYNTAX, "label %d is empty", number);
	if (n > LABEL_MAX)
		return refuse(p, ERR_LIMIT, "label %d is longer than %d octets", number,
			LABEL_MAX);
	for (size_t i = 0; i < n; i++) {
		enum err err = check_character(p, s[i], number);
		if (err)
			return err;
	}
	if (s[0] == '-' || s[n - 1] == '-')
		return refuse(p, ERR_SYNTAX, "label %d %s with a hyphen", number,
			s[0] == '-' ? "begins" : "ends");
	return ERR_OK;
}

/* The whole name, lower case ASCII without its trailing dot. */
static enum err check_ascii(struct parse *p, const char *s)
{
	int number = 1;
	const char *label = s;
	bool digits = true; /* of the last label */
	for (const char *c = s;; c++) {
		if (*c && *c != '.') {
			digits = digits && is_digit(*c);
			continue;
		}
		enum err err = check_label(p, label, (size_t)(c - label), number++);
		if (err)
			return err;
		if (!*c)
			break;
		label = c + 1;
		digits = true;
	}
	if (strlen(s) > NAME_MAX_OCTETS)
		return refuse(
			p, ERR_LIMIT, "it is longer than %d octets", NAME_MAX_OCTETS);
	if (digits)
		return refuse(p, ERR_SYNTAX,
			"the last label is all digits: it is no domain name");
	return ERR_OK;
}

static enum err refuse_idn(struct parse *p, int rc)
{
	if (rc == IDN2_TOO_BIG_LABEL || rc == IDN2_PUNYCODE_BIG_OUTPUT)
		return refuse(p, ERR_LIMIT,
			"a label is longer than %d octets as an A-label", LABEL_MAX);
	if (rc == IDN2_TOO_BIG_DOMAIN)
		return refuse(p, ERR_LIMIT, "it is longer than %d octets as A-labels",
			NAME_MAX_OCTETS);
	return refuse(p, ERR_SYNTAX, "it is no internationalised name by IDNA2008: %s",
		idn2_strerror(rc));
}

static bool has_alabel(const char *s)
{
	for (; s; s = strchr(s, '.') ? strchr(s, '.') + 1 : NULL)
		if (strncmp(s, "xn--", 4) == 0)
			return true;
	return false;
}

/* U-labels to A-labels; and A-labels proved to be ones. */
static enum err to_ascii(struct parse *p, const char *s, const char **out)
{
	/* a plain ASCII name does not go to libidn2: it refuses names that DNS
	 * allows, such as those with two hyphens in the third and fourth place */
	char *low = lowered(p->arena, s);
	*out = low;
	if (is_ascii(low) && !has_alabel(low))
		return ERR_OK;
	char *ascii = NULL;
	int rc = idn2_to_ascii_8z(low, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
	if (rc != IDN2_OK)
		return refuse_idn(p, rc);
	*out = lowered(p->arena, ascii);
	idn2_free(ascii);
	return ERR_OK;
}

static const char *to_unicode(struct arena *a, const char *ascii)
{
	if (!has_alabel(ascii))
		return ascii;
	char *u = NULL;
	if (idn2_to_unicode_8z8z(ascii, &u, 0) != IDN2_OK)
		return ascii;
	const char *copy = arena_str(a, u);
	idn2_free(u);
	return copy;
}

/*
 * The system's list where it is newer than the library's own. Only the ICANN section
 * counts: the Baseline Requirements (3.2.2.6) tell CAs to go by registries, and an
 * owner of a subdomain of a hoster's entry in the private section has a name of his
 * own, no suffix.
 */
static bool is_suffix(const char *name)
{
	static const psl_ctx_t *list;
	if (!list)
		list = psl_latest(NULL);
	if (!list)
		list = psl_builtin();
	return list && psl_is_public_suffix2(list, name, PSL_TYPE_ICANN);
}

static const char *registrable(struct arena *a, const char *ascii)
{
	const char *found = NULL;
	for (const char *s = ascii; s; s = strchr(s, '.') ? strchr(s, '.') + 1 : NULL) {
		if (is_suffix(s))
			break;
		found = s;
	}
	return arena_str(a, found);
}

enum err target_name_parse(
	struct arena *a, const char *given, struct target_name *out, const char **why)
{
	struct parse p = {.arena = a, .why = why};
	*why = NULL;
	*out = (struct target_name){.given = arena_str(a, given), .role = ROLE_EXAMINED};
	enum err err = check_other_things(&p, given);
	if (err)
		return err;
	if (strncmp(given, "*.", 2) == 0) {
		out->wildcard = true;
		given += 2;
	}
	err = to_ascii(&p, given, &out->ascii);
	if (err)
		return err;
	size_t n = strlen(out->ascii);
	if (n > 1 &&
		out->ascii[n - 1] == '.') /* UTS 46 makes other full stops this one */
		out->ascii = arena_dup(a, out->ascii, n - 1);
	err = check_ascii(&p, out->ascii);
	if (err)
		return err;
	out->unicode = to_unicode(a, out->ascii);
	out->public_suffix = is_suffix(out->ascii);
	out->registrable = registrable(a, out->ascii);
	return ERR_OK;
}

const char *target_sibling(struct arena *a, const struct target_name *name)
{
	const char *apex = name->registrable;
	if (!apex || name->wildcard)
		return NULL;
	if (strcmp(name->ascii, apex) == 0)
		return strlen(apex) + 4 > NAME_MAX_OCTETS
			       ? NULL
			       : arena_printf(a, "www.%s", apex);
	if (strncmp(name->ascii, "www.", 4) == 0 && strcmp(name->ascii + 4, apex) == 0)
		return apex;
	return NULL;
}

static bool has_name(const struct target *t, const char *ascii)
{
	for (size_t i = 0; i < t->names.n; i++)
		if (strcmp(t->names.v[i]->ascii, ascii) == 0)
			return true;
	return false;
}

void target_add_siblings(struct arena *a, struct target *t)
{
	size_t examined = t->names.n;
	for (size_t i = 0; i < examined; i++) {
		const struct target_name *of = t->names.v[i];
		const char *ascii =
			of->role == ROLE_EXAMINED ? target_sibling(a, of) : NULL;
		struct target_name sibling;
		const char *why;
		if (!ascii || has_name(t, ascii) ||
			target_name_parse(a, ascii, &sibling, &why) != ERR_OK)
			continue;
		sibling.role = ROLE_SIBLING;
		*VEC_ADD(a, &t->names, struct target_name) = sibling;
	}
}
