/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile_rows.h"

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

/* clang-format off */
static const char *const seed_digicert[] = {
	"216.168.247.9", "64.78.193.238", "216.168.249.9", NULL,
};
static const char *const seed_globalsign[] = {
	"211.123.204.251", "180.222.177.99", "114.179.250.1", "114.179.250.2",
	"27.115.18.218", NULL,
};
static const struct address_list seed_lists[] = {
	{"seed (S0, S2), DigiCert", seed_digicert, "2026-03-31", "SEED000 SEED002"},
	{"seed (S0, S2), GlobalSign", seed_globalsign, "2026-03-31", "SEED000 SEED002"},
	{NULL, NULL, NULL, NULL},
};

/* What S0 and S2 demand of a file validation, which strict, alibaba and huawei share. */
#define SEED_RULES                                                                       \
	.method = METHOD_FILE,                                                           \
	.dir = "/.well-known/pki-validation/",                                           \
	.schemes = SCHEMES_BOTH_OR_REFUSED,                                              \
	.names = NAMES_APEX_AND_WWW,                                                     \
	.addresses = ADDRESSES_ALL,                                                      \
	.redirects = {                                                                   \
		.followed = TRI_NO,                                                      \
		.max = 0,                                                                \
		.sources = "SEED000 SEED002",                                            \
	},                                                                               \
	.status = {200},                                                                 \
	.body = BODY_EXACT,                                                              \
	.body_max = PROFILE_UNKNOWN,                                                     \
	.connect_ms = PROFILE_UNKNOWN,                                                   \
	.total_ms = PROFILE_UNKNOWN,                                                     \
	.token_hours = 3 * 24,                                                           \
	.dns_token_hours = 24,                                                           \
	.lists = seed_lists,                                                             \
	.lists_complete = TRI_NO

const struct profile profile_strict = {
	.id = "strict",
	.name = "strict (S0, S2)",
	.documents = "these documents (S0, S2)",
	SEED_RULES,
	.note = "What the documents S0 and S2 demand, whichever the CA: apex and www "
		"both, port 80 passes, 443 passes or is refused, no redirect, the exact "
		"file. Every address counts, since a CA looks from several places. 24 "
		"hours for a DNS value is said of DigiCert DV only.",
	.sources = "SEED000 SEED002 DC_DIR BR",
	.unknown = "file name, body limit, time limits, whether the certificate on 443 "
		"matters, User-Agent",
	.records = records_strict,
	.record_ttl_max = 600,
	.caa_rules = {.failure_refuses = TRI_YES, .sources = "BR BOULDER_CAA GS_CAA"},
};

static const struct profile_wait alibaba_waits[] = {
	{"console-file", "the file is served but the console says No file found",
		"about 1 minute, then click Verify again", 1 * MINUTE, "SEED000 SEED002"},
	{"console-file-late", "the file is served over http and https but the console "
		"still says No file found",
		"a few minutes, then click Verify again", 0, "SEED000"},
	{"console-dns",
		"the record has taken effect but the console says No DNS record found",
		"a few minutes, then click Verify again", 0, "SEED000 SEED002"},
	{"console-dns-right", "dig shows the right record but the console keeps failing",
		"1 minute, then click Verify again", 1 * MINUTE, "SEED000 SEED002"},
	{"console-latency", "the console still fails although the record was added",
		"1 hour before you check the record again", 1 * HOUR, "SEED001"},
	{"dns-propagation", "a DNS change reaches the CA's servers",
		"up to 1 hour", 1 * HOUR, "SEED000"},
	{"dns-new", "a new DNS record takes effect", "real time", 0, "SEED000 SEED002"},
	{"dns-change", "a DNS record is deleted or modified",
		"the TTL, typically 10 minutes", 10 * MINUTE, "SEED000 SEED002"},
	{"dns-servers", "the name servers were changed",
		"up to 48 hours", 48 * HOUR, "SEED000 SEED002"},
	{"dns-third-party", "the record stands at DNSPod or another provider and the "
		"console reports a mismatch",
		"ignore the console's error and wait for the CA", 0, "SEED000 SEED002"},
	{"file-life", "the downloaded file is valid",
		"3 days after the download, then download a new one", 3 * DAY,
		"SEED000 SEED002"},
	{"dns-life-digicert", "the TXT record of a DigiCert DV certificate is valid",
		"24 hours, then apply again", 24 * HOUR, "SEED000 SEED002"},
	{"dns-life-geotrust", "the TXT record of a GeoTrust DV certificate is valid",
		"always", 0, "SEED000 SEED002"},
	{"issuance", "a DV certificate is issued after the verification",
		"1 to 15 minutes", 15 * MINUTE, "SEED000 SEED002"},
	{"ov-contact", "the CA calls or writes for an OV or EV certificate",
		"about one business day in the CA's time zone", 1 * DAY,
		"SEED000 SEED002"},
	{"ov-silence", "no call and no e-mail came for an OV or EV certificate",
		"after 5 business days contact your account manager", 5 * DAY,
		"SEED000 SEED002"},
	{"ov-issuance", "an OV or EV certificate is issued when the data are right and "
		"you answer promptly",
		"5 calendar days", 5 * DAY, "SEED000 SEED002"},
	{"ov-rejection", "an unfinished OV or EV application is rejected",
		"after 30 calendar days", 30 * DAY, "SEED000 SEED002"},
	{NULL, NULL, NULL, 0, NULL},
};
static const char *const alibaba_aliases[] = {"aliyun", "alibaba-cloud", NULL};

const struct profile profile_alibaba = {
	.id = "alibaba",
	.name = "Alibaba Cloud",
	.provider = "alibaba",
	.documents = "these documents (S0, S1, S2)",
	SEED_RULES,
	.console_wait = "file just placed: about 1 minute; DNS record: a few minutes, up "
		"to 1 hour; name servers changed: up to 48 hours; issuance: 1 to 15 "
		"minutes",
	.note = "The rules of S0 and S2 without a CA's own; name the CA with --ca "
		"alibaba/digicert. S1 asks for port 80 or 443, S0 and S2 for both.",
	.sources = "SEED000 SEED001 SEED002 DC_DIR BR",
	.unknown = "file name, body limit, time limits, whether the certificate on 443 "
		"matters, User-Agent",
	.aliases = alibaba_aliases,
	.waits = alibaba_waits,
	.records = records_strict,
	.record_ttl_max = 600,
};

static const struct profile_wait huawei_waits[] = {
	{"requests", "the console says Too many verification requests",
		"3 to 5 minutes", 5 * MINUTE, "SEED003"},
	{"retry", "a verification failed and its cause is mended",
		"3 to 5 minutes, then verify again", 5 * MINUTE, "SEED003"},
	{"dns-effect", "a DNS record takes effect",
		"the TTL; wait 3 to 5 minutes", 5 * MINUTE, "SEED003"},
	{"ttl", "the TTL to set for the record", "5 minutes", 5 * MINUTE,
		"SEED003 SEED004"},
	{"ttl-alibaba", "the TTL that Alibaba Cloud DNS sets when you set none",
		"600 seconds", 600, "SEED004"},
	{"ca-network", "the records are right but the verification still fails: the CA's "
		"server is outside China",
		"1 to 2 hours, then verify again", 2 * HOUR, "SEED003"},
	{"issuance", "a DV certificate is issued after the verification",
		"within 1 minute", 1 * MINUTE, "SEED003"},
	{"ov-validation", "the CA confirms the verification of an OV or EV certificate",
		"2 to 3 working days", 3 * DAY, "SEED003"},
	{NULL, NULL, NULL, 0, NULL},
};
static const char *const huawei_aliases[] = {"huawei-cloud", "huaweicloud", NULL};

const struct profile profile_huawei = {
	.id = "huawei",
	.name = "Huawei Cloud",
	.provider = "huawei",
	.documents = "these documents (S0, S2; waits from S3)",
	SEED_RULES,
	.console_wait = "too many requests or a new record: 3 to 5 minutes; records "
		"right but still failing: 1 to 2 hours; issuance: within 1 minute",
	.note = "S3 and S4 tell of DNS validation only; a file is judged by the rules of "
		"S0 and S2. Name the CA with --ca huawei/digicert. DNS records belong at "
		"the name without www, and the value in double quotes in Huawei Cloud's "
		"form.",
	.sources = "SEED000 SEED002 SEED003 SEED004 DC_DIR BR",
	.unknown = "Huawei Cloud's own rules for a file",
	.aliases = huawei_aliases,
	.waits = huawei_waits,
	.records = records_huawei,
	.record_ttl_max = 300,
};

static const char *const tencent_addresses[] = {
	"64.78.193.238", "216.168.247.9", "216.168.249.9", "54.189.196.217", NULL,
};
static const struct address_list tencent_lists[] = {
	{"published (Tencent Cloud)", tencent_addresses, NULL, "TENCENT"},
	{NULL, NULL, NULL, NULL},
};
static const char *const tencent_aliases[] = {"tencent-cloud", "tencentcloud", NULL};

const struct profile profile_tencent = {
	.id = "tencent",
	.name = "Tencent Cloud",
	.provider = "tencent",
	.documents = "Tencent Cloud's document 1007/43542",
	.method = METHOD_FILE,
	.dir = "/.well-known/pki-validation/",
	.schemes = SCHEMES_EITHER,
	.names = NAMES_APEX_AND_WWW,
	.redirects = {
		.followed = TRI_YES,
		.codes = {301, 302},
		.max = 2,
		.same_base = TRI_YES,
		.sources = "TENCENT",
	},
	.status = {200},
	.body_max = PROFILE_UNKNOWN,
	.tls_verified = TRI_NO,
	.connect_ms = PROFILE_UNKNOWN,
	.total_ms = PROFILE_UNKNOWN,
	.token_hours = 30 * 24,
	.dns_token_hours = 30 * 24,
	.lists = tencent_lists,
	.lists_complete = TRI_NO,
	.note = "Rules for the DigiCert and TrustAsia certificates that Tencent Cloud "
		"sells; errors of the certificate on 443 are ignored.",
	.sources = "TENCENT BR",
	.unknown = "file name, body rule, time limits, the console's waits, User-Agent",
	.aliases = tencent_aliases,
};

const struct profile_overlay profile_overlays[] = {
	{"alibaba", "Alibaba Cloud", "S0, S1, S2",
		OVERLAY_SCHEMES | OVERLAY_NAMES | OVERLAY_REDIRECTS | OVERLAY_STATUS |
		OVERLAY_BODY | OVERLAY_TOKEN},
	{"huawei", "Huawei Cloud", "S3, S4", 0},
	{"tencent", "Tencent Cloud", "1007/43542",
		OVERLAY_SCHEMES | OVERLAY_NAMES | OVERLAY_REDIRECTS | OVERLAY_STATUS |
		OVERLAY_TLS},
	{NULL, NULL, NULL, 0},
};

const struct profile_exception profile_exceptions[] = {
	{"alibaba", "digicert", 24, "SEED000 SEED002"},
	{"alibaba", "geotrust", 0, "SEED000 SEED002"},
	{NULL, NULL, 0, NULL},
};
