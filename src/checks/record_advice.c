/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The very line for the zone, and the fields of the provider's console. */
#include "records.h"

enum { TXT_STRING_MAX = 255, HUAWEI_TTL = 300, ALIBABA_TTL = 600, VALUE_MAX = 600 };

struct finding *record_say(const struct judging *j, const struct record_case *c,
	enum finding_id id, enum verdict v, const struct obs *o, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	const char *message = arena_vprintf(judge_arena(j), fmt, ap);
	va_end(ap);
	struct finding *x = say_named(j, c->named, id, v, CERTAINTY_PROVED, o, "%s%s",
		message, c->by_host ? " (by this host's resolver)" : "");
	x->subject.thing = c->want.host;
	return x;
}

static int ttl_of(const struct judging *j, const struct record_case *c)
{
	if (j->profile->record_ttl_max)
		return j->profile->record_ttl_max;
	return c->provider && c->provider->console == CONSOLE_ALIBABA ? ALIBABA_TTL
								      : HUAWEI_TTL;
}

/* The value as a console takes it. */
static const char *plain(const struct judging *j, const struct record_case *c)
{
	struct bytes b = c->want.value;
	if (b.n == 0)
		return c->want.type == RR_CNAME && c->want.target
			       ? judge_s(j, "<the order's token>.%.*s",
					 (int)strcspn(c->want.target, " "),
					 c->want.target)
			       : "<the value that the order shows>";
	b.n = b.n < VALUE_MAX ? b.n : VALUE_MAX;
	return arena_dup(judge_arena(j), b.p, b.n);
}

/* As in a zone file (RFC 1035 section 5.1): strings of at most 255 octets. */
static const char *in_zone_file(const struct judging *j, const struct record_case *c)
{
	struct text t;
	struct bytes b = c->want.value;
	if (c->want.type == RR_CNAME)
		return judge_s(j, "%s.", plain(j, c));
	if (b.n == 0)
		return judge_s(j, "\"%s\"", plain(j, c));
	text_init(&t, judge_arena(j), 8 * VALUE_MAX);
	text_add(&t, "\"");
	for (size_t i = 0; i < b.n && i < VALUE_MAX; i++) {
		unsigned char ch = b.p[i];
		if (i > 0 && i % TXT_STRING_MAX == 0)
			text_add(&t, "\" \"");
		if (ch == '"' || ch == '\\')
			text_printf(&t, "\\%c", ch);
		else if (ch < 0x20 || ch >= 0x7f)
			text_printf(&t, "\\%03u", (unsigned)ch);
		else
			text_add_n(&t, (const char *)&ch, 1);
	}
	text_add(&t, "\"");
	return text_str(&t);
}

static bool set_exists(const struct record_case *c)
{
	return c->view && c->view->chain.n == 0 && c->view->records.n > 0;
}

static const char *console(const struct judging *j, const struct record_case *c)
{
	const char *host = dns_relative(j, c->want.host, c->apex);
	const char *type = record_type_str(c->want.type), *value = plain(j, c);
	const char *quote = c->want.type == RR_TXT ? "\"" : "";
	if (!c->provider)
		return "";
	switch (c->provider->console) {
	case CONSOLE_ALIBABA:
		return judge_s(j,
			"\nIn the console of %s: Record Type %s, Host %s, ISP Line "
			"Default, Record Value %s, TTL %d seconds",
			c->provider->name, type, host, value, ALIBABA_TTL);
	case CONSOLE_HUAWEI:
		return judge_s(j,
			"\nIn the console of %s, %s: Name %s, Type %s, Alias No, Line "
			"Default, TTL %d, Value %s%s%s",
			c->provider->name,
			set_exists(c) ? "Modify the record set that exists"
				      : "Add Record Set",
			host, type, HUAWEI_TTL, quote, value, quote);
	case CONSOLE_PLAIN:
		return judge_s(j, "\nIn the console of %s (%s): %s, %s, %s",
			c->provider->name, c->provider->fields, type, host, value);
	case CONSOLE_NONE:
		break;
	}
	return "";
}

const char *record_advice(
	const struct judging *j, const struct record_case *c, const char *first)
{
	return judge_s(j, "%s\n%s. %d IN %s %s%s", first, c->want.host, ttl_of(j, c),
		record_type_str(c->want.type), in_zone_file(j, c), console(j, c));
}
