/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "print_type.h"

#include "ip.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const struct symbol protocols[] = {{"ip", 0}, {"icmp", 1}, {"igmp", 2}, {"ggp", 3},
	{"ipencap", 4}, {"st", 5}, {"tcp", 6}, {"egp", 8}, {"igp", 9}, {"pup", 12},
	{"udp", 17}, {"hmp", 20}, {"xns-idp", 22}, {"rdp", 27}, {"iso-tp4", 29},
	{"dccp", 33}, {"xtp", 36}, {"ddp", 37}, {"idpr-cmtp", 38}, {"ipv6", 41},
	{"ipv6-route", 43}, {"ipv6-frag", 44}, {"idrp", 45}, {"rsvp", 46}, {"gre", 47},
	{"esp", 50}, {"ah", 51}, {"skip", 57}, {"ipv6-icmp", 58}, {"ipv6-nonxt", 59},
	{"ipv6-opts", 60}, {"rspf", 73}, {"vmtp", 81}, {"eigrp", 88}, {"ospf", 89},
	{"ax.25", 93}, {"ipip", 94}, {"etherip", 97}, {"encap", 98}, {"pim", 103},
	{"ipcomp", 108}, {"vrrp", 112}, {"l2tp", 115}, {"isis", 124}, {"sctp", 132},
	{"fc", 133}, {"mobility-header", 135}, {"udplite", 136}, {"mpls-in-ip", 137},
	{"manet", 138}, {"hip", 139}, {"shim6", 140}, {"wesp", 141}, {"rohc", 142},
	{"ethernet", 143}};

const char *proto_name(unsigned number)
{
	for (size_t i = 0; i < sizeof(protocols) / sizeof(protocols[0]); i++)
		if (protocols[i].value == number)
			return protocols[i].word;
	return NULL;
}

void time_print(struct text *t, uint64_t ms)
{
	static const struct {
		const char *unit;
		uint64_t ms;
	} units[] = {
		{"d", 86400000}, {"h", 3600000}, {"m", 60000}, {"s", 1000}, {"ms", 1}};
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (ms >= units[i].ms)
			text_printf(t, "%" PRIu64 "%s", ms / units[i].ms, units[i].unit);
		ms %= units[i].ms;
	}
}

void string_print(struct text *t, const uint8_t *p, size_t n)
{
	text_add(t, "\"");
	text_add_n(t, (const char *)p, strnlen((const char *)p, n));
	text_add(t, "\"");
}

/* As inet_ntop writes them: an embedded IPv4 address with dots. */
static bool embeds_ip4(const uint8_t *p)
{
	static const uint8_t zero[10];
	if (memcmp(p, zero, sizeof(zero)) != 0)
		return false;
	return (p[10] == 0xff && p[11] == 0xff) ||
	       (p[10] == 0 && p[11] == 0 && (p[12] || p[13]));
}

static void ip_print(struct text *t, const struct num *v, int family)
{
	struct ip ip = {.family = family};
	char buf[IP_TEXT_MAX];
	size_t n = family == 4 ? 4 : 16;
	const uint8_t *p = num_bytes(v, n);
	memcpy(ip.addr, p, n);
	if (family == 6 && embeds_ip4(p))
		text_printf(t, "::%s%u.%u.%u.%u", p[10] ? "ffff:" : "", p[12], p[13],
			p[14], p[15]);
	else
		text_add(t, ip_format(&ip, buf));
}

static void lladdr_print(struct text *t, const struct num *v, unsigned len)
{
	size_t n = (len + 7) / 8;
	const uint8_t *p = num_bytes(v, n);
	for (size_t i = 0; i < n && i < NUM_BYTES; i++)
		text_printf(t, "%s%.2x", i ? ":" : "", p[i]);
}

static void classid_print(struct text *t, const struct num *v)
{
	uint32_t handle = (uint32_t)num_low(v);
	if (handle == 0xffffffff)
		text_add(t, "root");
	else if (handle == 0)
		text_add(t, "none");
	else
		text_printf(t, "%x:%x", handle >> 16, handle & 0xffff);
}

static void ifindex_print(struct text *t, const struct ruleset *rs, const struct num *v)
{
	uint32_t index = (uint32_t)num_low(v);
	for (size_t i = 0; rs && i < rs->interfaces_n; i++) {
		if (rs->interfaces[i].index == index) {
			text_printf(t, "\"%s\"", rs->interfaces[i].name);
			return;
		}
	}
	/* the kernel gives this one to lo in each namespace */
	text_printf(t, index == 1 ? "\"lo\"" : "%u", index);
}

/* Seconds that the local time is ahead of UTC. */
static int64_t zone(time_t at)
{
	const struct tm *tm = localtime(&at);
	if (!tm)
		return 0;
	struct tm local = *tm;
	tm = gmtime(&at);
	if (!tm)
		return 0;
	int days = local.tm_year != tm->tm_year ? local.tm_year - tm->tm_year
						: local.tm_yday - tm->tm_yday;
	return days * 86400 + (local.tm_hour - tm->tm_hour) * 3600 +
	       (local.tm_min - tm->tm_min) * 60 + local.tm_sec - tm->tm_sec;
}

static void date_print(struct text *t, const struct num *v)
{
	time_t at = (time_t)(num_low(v) / 1000000000);
	char buf[32];
	at += (time_t)zone(at);
	const struct tm *tm = gmtime(&at);
	if (tm && strftime(buf, sizeof(buf), "%Y-%m-%d %H:%M:%S", tm))
		text_printf(t, "\"%s\"", buf);
	else
		text_add(t, "Error converting timestamp to printed time");
}

static void hour_print(struct text *t, const struct num *v)
{
	int64_t s = (int64_t)(uint32_t)num_low(v) + zone(time(NULL));
	s = (s % 86400 + 86400) % 86400;
	text_printf(t, "\"%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60));
	if (s % 60)
		text_printf(t, ":%02d", (int)(s % 60));
	text_add(t, "\"");
}

static void number_print(struct text *t, const struct type *type, const struct num *v)
{
	if (type->form == FORM_HEX) {
		text_add(t, "0x");
		num_print_hex(t, v, type->digits);
	} else {
		num_print_dec(t, v);
	}
}

static const char *symbol_of(const struct type *type, const struct num *v)
{
	for (const struct symbol *s = type->symbols; s && s->word; s++) {
		struct num want = num_u64(s->value);
		if (num_cmp(&want, v) == 0)
			return s->word;
	}
	return NULL;
}

void type_print(struct text *t, const struct ruleset *rs, const struct type *type,
	const struct num *v, unsigned len, bool numeric)
{
	const char *word = numeric ? NULL : symbol_of(type, v);
	if (word) {
		text_printf(t, type->quoted ? "\"%s\"" : "%s", word);
		return;
	}
	switch (type->form) {
	case FORM_STRING:
		string_print(t, num_bytes(v, (len + 7) / 8), (len + 7) / 8);
		break;
	case FORM_LLADDR:
		lladdr_print(t, v, len);
		break;
	case FORM_IP4:
	case FORM_IP6:
		ip_print(t, v, type->form == FORM_IP4 ? 4 : 6);
		break;
	case FORM_PROTO:
		word = numeric ? NULL : proto_name((unsigned)num_low(v) & 0xff);
		word ? text_add(t, word) : num_print_dec(t, v);
		break;
	case FORM_TIME:
		if (numeric)
			text_printf(t, "%" PRIu64 "s", num_low(v) / 1000);
		else
			time_print(t, num_low(v));
		break;
	case FORM_CLASSID:
		classid_print(t, v);
		break;
	case FORM_IFINDEX:
		ifindex_print(t, rs, v);
		break;
	case FORM_LABEL:
		text_printf(t, "%u", num_scan1(v, 0));
		break;
	case FORM_DATE:
		date_print(t, v);
		break;
	case FORM_HOUR:
		hour_print(t, v);
		break;
	case FORM_INVALID:
		text_add(t, "0x");
		num_print_hex(t, v, 0);
		text_add(t, " [invalid type]");
		break;
	default:
		number_print(t, type, v);
	}
}
