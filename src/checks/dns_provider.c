/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DNS providers by the names of their name servers, and what their consoles call the
 * fields of a record. */
#include "dns.h"

static bool holds(const char *name, const char *part)
{
	const struct bytes b = {(const unsigned char *)name, strlen(name)};
	return *part == '.' ? dns_under(name, part + 1) : judge_holds(&b, part);
}

static const struct dns_provider *by_name(const char *server);

const struct dns_provider *dns_provider_of(
	const struct judging *j, const struct zone_look *z)
{
	(void)j;
	const struct dns_view *const sets[] = {&z->child_ns, &z->parent_ns};
	for (size_t k = 0; k < sizeof(sets) / sizeof(*sets); k++)
		for (size_t i = 0; obs_seen(&sets[k]->obs) && i < sets[k]->records.n;
			i++) {
			const struct dns_record *r = sets[k]->records.v[i];
			const struct dns_provider *p = r->text ? by_name(r->text) : NULL;
			if (p)
				return p;
		}
	for (size_t i = 0; i < z->servers.n; i++) {
		const struct server_look *s = z->servers.v[i];
		const struct dns_provider *p =
			dns_delegated(s) && s->name ? by_name(s->name) : NULL;
		if (p)
			return p;
	}
	return NULL;
}

/* clang-format off */
#define PARTS(...) (const char *const[]){__VA_ARGS__, NULL}
/* A part with a dot in front is a domain that the server lies under. */
static const struct dns_provider providers[] = {
	{"Alibaba Cloud DNS", PARTS(".hichina.com", ".alidns.com"), CONSOLE_ALIBABA, NULL,
		true},
	{"Huawei Cloud DNS", PARTS("huaweicloud-dns.", "hwclouds-dns."), CONSOLE_HUAWEI,
		NULL, true},
	{"DNSPod (Tencent Cloud)", PARTS(".dnspod.net", ".dnsv1.com", ".dnsv2.com",
		".dnsv3.com", ".dnsv4.com", ".dnsv5.com", ".dnspod.com"), CONSOLE_PLAIN,
		"Host, Type, Line Default, Value without quotes, TTL", true},
	{"Amazon Route 53", PARTS("awsdns-"), CONSOLE_PLAIN,
		"Record name without the zone, Record type, Value (a TXT in double "
		"quotes; several values of one name are lines of one record), routing "
		"policy Simple", true},
	{"Cloudflare", PARTS(".ns.cloudflare.com"), CONSOLE_PLAIN,
		"Type, Name without the zone, Content without quotes, TTL Auto; a CNAME "
		"as \"DNS only\"", false},
	{"GoDaddy", PARTS(".domaincontrol.com"), CONSOLE_PLAIN,
		"Type, Name without the domain, Value, TTL Custom", false},
	{"Azure DNS", PARTS(".azure-dns.com", ".azure-dns.net", ".azure-dns.org",
		".azure-dns.info"), CONSOLE_PLAIN,
		"Name without the zone, Type, TTL, Value; another value of the name is a "
		"further line of its record set", false},
	{"Google Cloud DNS", PARTS(".googledomains.com"), CONSOLE_PLAIN,
		"DNS name without the zone, Resource record type, TTL, TXT data in "
		"double quotes", false},
	{"Namecheap", PARTS(".registrar-servers.com"), CONSOLE_PLAIN,
		"Type, Host without the domain, Value, TTL", false},
	{"DigitalOcean", PARTS(".digitalocean.com"), CONSOLE_PLAIN,
		"Type, Value, Hostname without the domain, TTL", false},
	{"NS1", PARTS(".nsone.net"), CONSOLE_PLAIN, "Type, Domain, Answer, TTL", true},
};
/* clang-format on */

static const struct dns_provider *by_name(const char *server)
{
	size_t n = strlen(server);
	char copy[256];
	if (n >= sizeof(copy))
		return NULL;
	memcpy(copy, server, n + 1);
	if (n && copy[n - 1] == '.')
		copy[n - 1] = '\0';
	for (size_t i = 0; i < sizeof(providers) / sizeof(*providers); i++)
		for (const char *const *p = providers[i].parts; *p; p++)
			if (holds(copy, *p))
				return &providers[i];
	return NULL;
}
