/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/report.h"

#include "report/result_json.h"
#include "report/text_dns.h"
#include "report/text_findings.h"
#include "report/text_host.h"
#include "report/text_looks.h"
#include "report/text_verdict.h"

static bool text_dns(FILE *out, const struct style *s, const struct result *r)
{
	struct page p;
	page_begin(&p, out, s);
	text_dns_names(&p, r);
	page_gap(&p);
	text_interrupted(&p, r);
	text_verdict(&p, r);
	text_profiles(&p, r);
	text_may_issue(&p, r);
	text_causes(&p, r);
	text_unproved(&p, r);
	text_closing(&p, r);
	if (s->verbose) {
		text_passes(&p, r);
		page_gap(&p);
		text_host(&p, r->evidence);
		text_looks(&p, r);
	}
	return page_end(&p);
}

bool report_dns(FILE *out, const struct style *s, const struct result *r)
{
	if (s->format == FORMAT_TEXT)
		return text_dns(out, s, r);
	return write_result(report_writer(out, s), "dns", r);
}
