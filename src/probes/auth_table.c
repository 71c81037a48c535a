/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probes/auth.h"

#include <stddef.h>

/* Prefixes that hold the well-known public resolvers of these networks: each is in use,
 * in that region, for decades. */
const struct auth_region auth_regions[] = {
	{"China Telecom", "202.96.209.0/24"},
	{"China Unicom", "202.106.0.0/24"},
	{"China Mobile", "211.136.112.0/24"},
	{"North America", "75.75.75.0/24"},
	{"Europe", "217.237.148.0/24"},
	{NULL, NULL},
};

/* Where a zone may have been edited without being delegated there. Those whose servers
 * are assigned zone by zone (Route 53, Cloudflare) cannot be guessed. */
const struct auth_provider auth_providers[] = {
	{"Alibaba Cloud DNS", "ns1.alidns.com"},
	{"Alibaba Cloud DNS (HiChina)", "dns9.hichina.com"},
	{"Huawei Cloud DNS", "ns1.huaweicloud-dns.com"},
	{"DNSPod", "f1g1ns1.dnspod.net"},
	{NULL, NULL},
};
