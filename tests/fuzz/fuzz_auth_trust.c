/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The chain of trust, of messages that a hostile server sent: the root's keys, a
 * referral, the zone's keys and one answer. */
#include "probes/auth.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void need(int truth)
{
	if (!truth)
		abort();
}

/* The next piece, whose length comes in two octets before it. */
static struct bytes piece(const uint8_t **p, size_t *n)
{
	struct bytes b = {0};
	if (*n < 2)
		return b;
	size_t length = (size_t)(*p)[0] << 8 | (*p)[1];
	*p += 2;
	*n -= 2;
	b.n = length < *n ? length : *n;
	b.p = *p;
	*p += b.n;
	*n -= b.n;
	return b;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char anchor[] =
		". 3600 IN DS 20326 8 2 "
		"E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D";
	struct arena *a = arena_new();
	struct target target = {.now = 1700000000};
	struct evidence e = {0};
	struct look look = {.arena = a, .target = &target, .evidence = &e};
	struct resolving s = {0};
	struct auth w = {.look = &look, .arena = a, .s = &s, .heard = true};
	VEC_PUSH(a, &s.roots.anchors, anchor);
	struct auth_zone *root = auth_zone_new(&w, NULL, "");
	struct auth_zone *com = auth_zone_new(&w, root, "com");
	root->dnskey = piece(&p, &n);
	com->referral = piece(&p, &n);
	com->dnskey = piece(&p, &n);
	struct auth_kept *kept = VEC_ADD(a, &com->kept, struct auth_kept);
	kept->owner = "a.com";
	kept->type = RR_TXT;
	kept->packet = piece(&p, &n);
	auth_trust(&w);
	need(e.dns.trust.n == 2);
	/* nobody has the root's key */
	need(e.dns.trust.v[0]->dnssec != DNSSEC_SECURE);
	need(e.dns.trust.v[1]->dnssec != DNSSEC_SECURE);
	arena_free(a);
	return 0;
}
