/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile_rows.h"

/* clang-format off */
static const char *const globalsign_published[] = {
	"133.88.7.1", "133.88.7.2", "133.88.2.112/29", "52.64.70.230", "15.156.151.97",
	"63.176.81.153", "16.16.130.86", NULL,
};
static const char *const globalsign_seed[] = {
	"211.123.204.251", "180.222.177.99", "114.179.250.1", "114.179.250.2",
	"27.115.18.218", NULL,
};
static const struct address_list globalsign_lists[] = {
	{"published", globalsign_published, "2025-09-01", "TBS_MPIC GS_MPIC_NEWS"},
	{"seed (S0, S2)", globalsign_seed, "2026-03-31", "SEED000 SEED002"},
	{NULL, NULL, NULL, NULL},
};
static const char *const globalsign_caa[] = {"globalsign.com", NULL};
static const char *const globalsign_aliases[] = {"alphassl", NULL};

const struct profile profile_globalsign = {
	.id = "globalsign",
	.name = "GlobalSign",
	.method = METHOD_FILE,
	.dir = "/.well-known/pki-validation/",
	.file_name = "gsdv.txt",
	.schemes = SCHEMES_ORDER,
	.names = NAMES_EXACT,
	.redirects = {
		.followed = TRI_UNKNOWN,
		.codes = BR_REDIRECT_CODES,
		.max = PROFILE_UNKNOWN,
		.sources = "BR FASTLY_GS",
	},
	.status_2xx = true,
	.body_max = PROFILE_UNKNOWN,
	.connect_ms = PROFILE_UNKNOWN,
	.total_ms = PROFILE_UNKNOWN,
	.token_hours = 30 * 24,
	.dns_token_hours = 30 * 24,
	.caa = globalsign_caa,
	.lists = globalsign_lists,
	.lists_complete = TRI_NO,
	.note = "The published list is a reseller's copy and may be cut short; no "
		"address of S0 stands in it. For the older root-page method GlobalSign "
		"followed no redirect.",
	.sources = "GS_HTTP GS_CAA GS_MPIC_NEWS TBS_MPIC CCADB_COPY BR",
	.unknown = "redirect policy for gsdv.txt, User-Agent, IPv6, TLS verification, "
		"timeouts, accounturi and validationmethods",
	.aliases = globalsign_aliases,
	.records = records_globalsign,
	.caa_rules = {.failure_refuses = TRI_YES, .sources = "GS_CAA"},
};

static const char *const certum_caa[] = {"certum.pl", "certum.eu", NULL};

static const char *const certum_methods[] = {
	"http-01", "dns-01", "ca-tbr-4", "ca-tbr-7", "ca-tbr-18", "ca-tbr-19", NULL,
};

const struct profile profile_certum = {
	.id = "certum",
	.name = "Certum",
	.method = METHOD_FILE,
	.dir = "/.well-known/pki-validation/",
	.file_name = "certum.txt",
	.names = NAMES_EXACT,
	.redirects = {
		.followed = TRI_UNKNOWN,
		.codes = BR_REDIRECT_CODES,
		.max = PROFILE_UNKNOWN,
		.sources = "BR",
	},
	.status_2xx = true,
	.body_max = PROFILE_UNKNOWN,
	.connect_ms = PROFILE_UNKNOWN,
	.total_ms = PROFILE_UNKNOWN,
	.token_hours = 30 * 24,
	.dns_token_hours = 30 * 24,
	.caa = certum_caa,
	.lists_complete = TRI_NO,
	.note = "Enforces the CAA parameters accounturi and validationmethods (http-01 "
		"is ca-tbr-19, dns-01 is ca-tbr-7).",
	.sources = "CERTUM LETSBESSL CCADB_COPY BR",
	.unknown = "which scheme is asked, redirects, addresses, User-Agent, file "
		"content",
	.records = records_certum,
	.caa_rules = {
		.parameters = TRI_YES,
		.methods = certum_methods,
		.sources = "CERTUM",
	},
};

static const char *const actalis_caa[] = {"actalis.it", NULL};

const struct profile profile_actalis = {
	.id = "actalis",
	.name = "Actalis",
	.method = METHOD_FILE,
	.dir = "/.well-known/pki-validation/",
	.redirects = {
		.followed = TRI_UNKNOWN,
		.codes = BR_REDIRECT_CODES,
		.max = PROFILE_UNKNOWN,
		.sources = "BR",
	},
	.status_2xx = true,
	.body_max = PROFILE_UNKNOWN,
	.connect_ms = PROFILE_UNKNOWN,
	.total_ms = PROFILE_UNKNOWN,
	.token_hours = 30 * 24,
	.dns_token_hours = 30 * 24,
	.caa = actalis_caa,
	.lists_complete = TRI_NO,
	.note = "Said to be done on the name without www; the directory is that of BR "
		"3.2.2.4.18, the file's name was not found.",
	.sources = "ACTALIS CCADB_COPY BR",
	.unknown = "file name, which names and schemes are asked, redirects, addresses, "
		"User-Agent, accounturi",
};

static const char *const trustasia_tencent[] = {
	"64.78.193.238", "216.168.247.9", "216.168.249.9", "54.189.196.217", NULL,
};
static const struct address_list trustasia_lists[] = {
	{"third party (Tencent Cloud)", trustasia_tencent, NULL, "TENCENT"},
	{NULL, NULL, NULL, NULL},
};
static const char *const trustasia_caa[] = {"trustasia.com", NULL};

static const char *const trustasia_maybe[] = {"digicert.com", "sectigo.com", NULL};

const struct profile profile_trustasia = {
	.id = "trustasia",
	.name = "TrustAsia",
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
	.caa = trustasia_caa,
	.lists = trustasia_lists,
	.lists_complete = TRI_NO,
	.note = "All HTTP rules are Tencent Cloud's for what it sells. Certificates "
		"under DigiCert's or Sectigo's hierarchy need those CAs' CAA names.",
	.sources = "TENCENT CCADB_COPY BR",
	.unknown = "TrustAsia's own redirect policy, User-Agent, accounturi, file name",
	.records = records_trustasia,
	.caa_rules = {.maybe = trustasia_maybe, .sources = "CCADB_COPY TENCENT"},
};

static const char *const amazon_caa[] = {
	"amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com", NULL,
};
static const char *const amazon_aliases[] = {"acm", NULL};

static const char *const amazon_maybe[] = {"aws.amazon.com", NULL};

const struct profile profile_amazon = {
	.id = "amazon",
	.name = "Amazon (ACM)",
	.method = METHOD_FILE,
	.dir = "/.well-known/pki-validation/",
	.schemes = SCHEMES_HTTP,
	.names = NAMES_EXACT,
	.redirects = {
		.followed = TRI_YES,
		.codes = BR_REDIRECT_CODES,
		.max = PROFILE_UNKNOWN,
		.same_base = TRI_NO,
		.sources = "ACM BR",
	},
	.status_2xx = true,
	.body_max = PROFILE_UNKNOWN,
	.connect_ms = PROFILE_UNKNOWN,
	.total_ms = PROFILE_UNKNOWN,
	.token_hours = 30 * 24,
	.dns_token_hours = 30 * 24,
	.caa = amazon_caa,
	.lists_complete = TRI_NO,
	.note = "File validation is for certificates asked for through CloudFront: the "
		"URL returns the token or redirects to "
		"validation.us-east-1.acm-validations.aws.",
	.sources = "ACM CCADB_COPY BR",
	.unknown = "addresses, User-Agent, redirect limit",
	.aliases = amazon_aliases,
	.records = records_amazon,
	.caa_rules = {.maybe = amazon_maybe, .sources = "ACM CCADB_COPY"},
};
