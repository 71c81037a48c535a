/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files and logs that the DNS probe reads: hints, anchors, resolv.conf, hosts. */
#include "probes/dns_host.h"
#include "probes/dns_resolver.h"
#include "probes/dns_roots.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void need(int truth)
{
	if (!truth)
		abort();
}

static void roots(struct arena *a, struct bytes b, int anchors)
{
	struct dns_roots r;
	const char *why = NULL;
	dns_roots_default(a, &r);
	enum err err = anchors ? dns_roots_anchors(a, b, &r, &why)
			       : dns_roots_hints(a, b, &r, &why);
	need((err == ERR_OK) == (why == NULL));
	need(r.servers.n > 0 && r.anchors.n > 0);
	for (size_t i = 0; i < r.anchors.n; i++)
		need(strpbrk(r.anchors.v[i], "\r\n") == NULL);
}

static void host(struct arena *a, struct bytes b, int hosts)
{
	struct dns_host h = {0};
	struct dns_answer d = {0};
	if (hosts) {
		if (dns_host_lookup(a, b, "a.example", 4, &d))
			need(d.obs.seen == (d.addresses.n ? SEEN_YES : SEEN_NO));
		return;
	}
	dns_host_servers(a, b, &h);
	need(h.servers.n >= 1 && h.servers.n <= DNS_HOST_SERVERS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	if (n < 1)
		return 0;
	struct arena *a = arena_new();
	struct bytes b = {.p = arena_dup(a, p + 1, n - 1), .n = n - 1};
	switch (p[0] % 5) {
	case 0:
	case 1:
		roots(a, b, p[0] % 5);
		break;
	case 2:
	case 3:
		host(a, b, p[0] % 5 == 3);
		break;
	default:
		(void)dns_resolver_reason(a, (const char *)b.p, "a.example", "A");
	}
	arena_free(a);
	return 0;
}
