/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/report.h"

#include "report/page.h"
#include "report/result_json.h"
#include "report/text_findings.h"
#include "report/text_rehearsal.h"

static bool text_report(FILE *out, const struct style *s, const struct result *r)
{
	struct page p;
	page_begin(&p, out, s);
	text_rehearsal(&p, r);
	text_rehearsal_verdict(&p, r);
	text_causes(&p, r);
	return page_end(&p);
}

bool report_rehearsal(FILE *out, const struct style *s, const struct result *r)
{
	if (s->format == FORMAT_TEXT)
		return text_report(out, s, r);
	return write_result(report_writer(out, s), "rehearse", r);
}
