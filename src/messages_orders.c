/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "messages_table.h"

#define S0 "SEED000"
#define S2 "SEED002"

/* What the waits of an OV and an EV order have in common. */
#define OV_WAITS                                                                 \
	LINES("alibaba/ov-contact", "alibaba/ov-silence", "alibaba/ov-issuance", \
		"alibaba/ov-rejection", "huawei/ov-validation")
#define OV_CAUSES                                                              \
	CAUSES({FINDING_KEEP_UNTIL_ISSUED,                                     \
		       "keep every record and file until the issue"},          \
		{FINDING_CAA_FORBIDS, "CAA is checked for OV and EV as well"}, \
		{FINDING_NAME_NOT_IN_REQUEST, "the application names another domain"})

/* clang-format off */
const struct message messages_orders[] = {
	{
		.id = "ov",
		.said_by = "OV certificates (organization validated)",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("OV", S0),
			EN("OV certificate", S0),
			HANT("OV認證網域名稱所有權驗證", S2),
			HANS("OV认证域名所有权验证", S2)),
		.means = "The CA itself verifies the domain and the organization: it "
			"calls the phone number or writes to the e-mail address of the "
			"application. A file or record is asked for only if the CA's "
			"e-mail says so. At Huawei Cloud you place the DNS record, and "
			"the CA then takes its time to check it.",
		.causes = OV_CAUSES,
		.commands = LINES("pkiready diagnose NAME --ca PROFILE"),
		.decide = "Only needed when the CA asks for a file or record. Keep the "
			"phone reachable and answer the e-mail by its own instructions.",
		.waits = OV_WAITS,
		.good = true,
	},
	{
		.id = "ev",
		.said_by = "EV certificates (extended validation)",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("EV", S0),
			EN("EV certificate", S0),
			HANT("EV認證網域名稱所有權驗證", S2),
			HANS("EV认证域名所有权验证", S2)),
		.means = "As for OV: the CA itself verifies domain and organization, by "
			"phone or e-mail, and looks deeper into the organization. A file "
			"or record is asked for only if the CA's e-mail says so.",
		.causes = OV_CAUSES,
		.commands = LINES("pkiready diagnose NAME --ca PROFILE"),
		.decide = "Only needed when the CA asks for a file or record. Keep the "
			"phone reachable and answer the e-mail by its own instructions.",
		.waits = OV_WAITS,
		.good = true,
	},
	{
		.id = "alibaba-succeeded",
		.said_by = "Alibaba Cloud's console",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Domain name verification succeeded", S0),
			HANT("網域名稱驗證成功", S2),
			HANS("域名验证成功", S2),
			HANS("网域名称验证成功", S2)),
		.means = "The console found the record or file. The CA still makes its "
			"own review: keep the record or file until the certificate is "
			"issued, then remove it.",
		.causes = CAUSES(
			{FINDING_KEEP_UNTIL_ISSUED, "nothing to do but to keep it"},
			{FINDING_CAA_FORBIDS, "no certificate comes: the CA looks at CAA "
				"when it issues"}),
		.commands = LINES("pkiready diagnose NAME --ca alibaba"),
		.decide = "Only if no certificate comes in time.",
		.waits = LINES("alibaba/issuance"),
		.good = true,
	},
	{
		.id = "alibaba-validating",
		.said_by = "Alibaba Cloud's console",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Validating Application", S0),
			HANT("申請審核中", S2),
			HANS("申请审核中", S2)),
		.means = "The application waits for the verification of the domain, or "
			"for the CA's review after it.",
		.causes = CAUSES(
			{FINDING_CONSOLE_LAGS, "all that can be seen is right"},
			{FINDING_RECORD_MISSING,
				"DNS validation: the record is not there"},
			{FINDING_FILE_NOT_ON_DISK,
				"file validation: the file is not there"},
			{FINDING_KEEP_UNTIL_ISSUED,
				"keep record and file until the issue"}),
		.commands = LINES("pkiready diagnose NAME --ca alibaba"),
		.decide = "Ready: click Verify once more and wait for the review.",
		.waits = LINES("alibaba/issuance", "alibaba/ov-contact",
			"alibaba/ov-issuance",
			"alibaba/ov-rejection"),
	},
	{.id = NULL},
};
