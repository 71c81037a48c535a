/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/firewall.h"

bool firewall_counts(const struct space_look *s, const struct space_range *r)
{
	return space_by(s, r)->chain || space_public(&r->from, &r->to) > 0;
}

bool report_firewall(FILE *out, const struct style *s, const struct firewall_report *r)
{
	if (s->format == FORMAT_TEXT)
		return firewall_text(out, s, r);
	return firewall_write(out, s, r);
}
