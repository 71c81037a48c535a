/* SPDX-License-Identifier: GPL-2.0-or-later */
/* issue-value of RFC 8659 section 4.2, strictly: what is malformed lets nobody issue. */
#include "caa.h"

struct reader {
	struct arena *arena;
	const unsigned char *p, *end;
};

static bool is_wsp(unsigned char c)
{
	return c == ' ' || c == '\t';
}

static bool is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void skip(struct reader *r)
{
	while (r->p < r->end && is_wsp(*r->p))
		r->p++;
}

/* (ALPHA / DIGIT) *( *("-") (ALPHA / DIGIT)); its length, 0 when it is none. */
static size_t label(const struct reader *r)
{
	size_t n = 0, good = 0;
	for (; r->p + n < r->end; n++) {
		if (is_alnum(r->p[n]))
			good = n + 1;
		else if (r->p[n] != '-' || n == 0)
			break;
	}
	return good;
}

static const char *issuer(struct reader *r, struct caa_value *out)
{
	const unsigned char *start = r->p;
	out->issuer = "";
	if (r->p == r->end || *r->p == ';')
		return NULL;
	for (;;) {
		size_t n = label(r);
		if (n == 0)
			return r->p > start ? "its domain name has an empty label or "
					      "ends in a dot"
					    : "it does not begin with a domain name";
		r->p += n;
		if (r->p == r->end || *r->p != '.')
			break;
		r->p++;
	}
	if (r->p < r->end && *r->p != ';' && !is_wsp(*r->p))
		return "it holds more than a domain name and parameters";
	out->issuer = arena_dup(r->arena, start, (size_t)(r->p - start));
	return NULL;
}

static const char *parameter(struct reader *r, struct caa_value *out)
{
	size_t n = label(r);
	struct caa_param *x;
	if (n == 0)
		return "a parameter has no name";
	const char *tag = arena_dup(r->arena, r->p, n);
	r->p += n;
	skip(r);
	if (r->p == r->end || *r->p != '=')
		return "a parameter has no \"=\"";
	r->p++;
	skip(r);
	const unsigned char *start = r->p;
	while (r->p<r->end && * r->p> 0x20 && *r->p < 0x7f && *r->p != ';')
		r->p++;
	x = VEC_ADD(r->arena, &out->params, struct caa_param);
	*x = (struct caa_param){tag, {start, (size_t)(r->p - start)}};
	skip(r);
	if (r->p < r->end && *r->p != ';')
		return "a parameter's value holds what no value may";
	return NULL;
}

static const char *parameters(struct reader *r, struct caa_value *out)
{
	skip(r);
	if (r->p == r->end)
		return NULL;
	for (;;) {
		const char *why = parameter(r, out);
		if (why || r->p == r->end)
			return why;
		r->p++; /* ';' */
		skip(r);
		if (r->p == r->end)
			return "it ends in a \";\" behind its parameters";
	}
}

void caa_value_parse(struct arena *a, struct bytes b, struct caa_value *out)
{
	struct reader r = {a, b.p, b.p + b.n};
	memset(out, 0, sizeof(*out));
	skip(&r);
	out->malformed = issuer(&r, out);
	skip(&r);
	if (!out->malformed && r.p < r.end && *r.p != ';')
		out->malformed = "it holds more than a domain name and parameters";
	if (!out->malformed && r.p < r.end) {
		r.p++;
		out->malformed = parameters(&r, out);
	}
	if (out->malformed)
		out->issuer = "";
}
