/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rtnl.h"

#include <net/if.h>
#include <string.h>

struct ip rtnl_ip(int family, const struct nlattr *attr)
{
	const size_t n = mnl_attr_get_payload_len(attr);
	if (family == AF_INET && n == 4)
		return ip_from4(mnl_attr_get_payload(attr));
	if (family == AF_INET6 && n == 16)
		return ip_from6(mnl_attr_get_payload(attr));
	return (struct ip){0};
}

struct ip rtnl_via(const struct nlattr *attr)
{
	uint16_t family;
	const size_t n = mnl_attr_get_payload_len(attr);
	const char *p = mnl_attr_get_payload(attr);
	if (n < sizeof(family))
		return (struct ip){0};
	memcpy(&family, p, sizeof(family));
	if (family == AF_INET && n == sizeof(family) + 4)
		return ip_from4(p + sizeof(family));
	if (family == AF_INET6 && n == sizeof(family) + 16)
		return ip_from6(p + sizeof(family));
	return (struct ip){0};
}

const char *rtnl_interface(struct arena *a, unsigned index)
{
	char name[IF_NAMESIZE];
	if (!index)
		return NULL;
	return if_indextoname(index, name) ? arena_str(a, name)
					   : arena_printf(a, "interface %u", index);
}
