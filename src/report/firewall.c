/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/firewall.h"

#include <string.h>

/* A packet from one of this host's own addresses comes from no network: the kernel drops
 * it as a martian, by no rule and whatever rp_filter says. */
static bool is_own(const struct verdicts *v, const struct ip *ip)
{
	for (size_t i = 0; i < v->spaces.n; i++)
		if (ip_equal(&v->spaces.v[i]->to, ip))
			return true;
	return false;
}

bool firewall_counts(
	const struct verdicts *v, const struct space_look *s, const struct space_range *r)
{
	const struct decider *by = space_by(s, r);
	if (by->chain)
		return true;
	if (ip_equal(&r->from, &r->to) &&
		(is_own(v, &r->from) ||
			(by->detail && strncmp(by->detail, "rp_filter=0 ", 12) == 0)))
		return false;
	return space_public(&r->from, &r->to) > 0;
}

bool report_firewall(FILE *out, const struct style *s, const struct firewall_report *r)
{
	if (s->format == FORMAT_TEXT)
		return firewall_text(out, s, r);
	return firewall_write(out, s, r);
}
