/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile_rows.h"

/* clang-format off */
static const char *const published[] = {
	"216.168.249.9", "216.168.240.4", "216.168.247.9", "202.65.16.4",
	"54.185.245.130",
	"13.58.90.0", "52.17.48.104", "18.193.239.14", "54.227.165.213", "54.241.89.140",
	"52.78.185.62", "52.197.215.146", NULL,
};
static const char *const seed[] = {
	"216.168.247.9", "64.78.193.238", "216.168.249.9", NULL,
};
static const char *const tencent[] = {
	"64.78.193.238", "216.168.247.9", "216.168.249.9", "54.189.196.217", NULL,
};
static const char *const resellers[] = {
	"216.168.247.9", "34.213.233.92", "64.58.225.115", "142.0.167.188",
	"142.0.167.189", "142.0.167.190", "216.168.240.0/20", NULL,
};
static const struct address_list lists[] = {
	{"published", published, "2026-02-24", "DC_IPS_COPY DC_MPIC"},
	{"seed (S0, S2)", seed, "2026-03-31", "SEED000 SEED002"},
	{"third party (Tencent Cloud)", tencent, NULL, "TENCENT"},
	{"third party (Commfides, TheSSLStore)", resellers, NULL, "COMMFIDES"},
	{NULL, NULL, NULL, NULL},
};
static const char *const user_agents[] = {
	"DigiCert DCV Bot/1.1", "DigiCert DCV /1.1", NULL,
};
static const char *const caa[] = {
	"digicert.com", "www.digicert.com", "digicert.ne.jp", "cybertrust.ne.jp",
	"thawte.com",
	"geotrust.com", "rapidssl.com", "symantec.com", "digitalcertvalidation.com",
	"volusion.digitalcertvalidation.com", "stratossl.digitalcertvalidation.com",
	"intermediatecertificate.digitalcertvalidation.com",
	"1and1.digitalcertvalidation.com",
	"quovadisglobal.com", "pkioverheid.nl", "amazon.com", "amazontrust.com",
	"awstrust.com",
	"amazonaws.com", NULL,
};

const struct profile profile_digicert = {
	.id = "digicert",
	.name = "DigiCert",
	.method = METHOD_FILE,
	.dir = "/.well-known/pki-validation/",
	.file_name = "fileauth.txt",
	.schemes = SCHEMES_EITHER,
	.names = NAMES_EXACT,
	.addresses = ADDRESSES_UNKNOWN,
	.redirects = {
		.followed = TRI_YES,
		.codes = {301, 302, 307},
		.max = PROFILE_UNKNOWN,
		.same_base = TRI_YES,
		.sources = "DC_REDIR DC_REDIR_OLD DC_LIB",
	},
	.status = {200},
	.body = BODY_CONTAINS,
	.body_max = 5000,
	.tls_verified = TRI_NO,
	.connect_ms = PROFILE_UNKNOWN,
	.total_ms = PROFILE_UNKNOWN,
	.token_hours = 30 * 24,
	.dns_token_hours = 30 * 24,
	.user_agents = user_agents,
	.caa = caa,
	.lists = lists,
	.lists_complete = TRI_NO,
	.note = "Body rule, body limit and trust of any certificate are those of "
		"DigiCert's open library; older documents allow one redirect, the "
		"library five. DigiCert advises to allow its User-Agent, not addresses.",
	.sources = "DC_DIR DC_REDIR DC_LIB DC_MPIC DC_CAA CCADB_COPY BR",
	.unknown = "production redirect limit, production timeouts, IPv6, accounturi and "
		"validationmethods, ACME directory",
	.records = records_digicert,
};

const struct profile_brand profile_brands[] = {
	{"geotrust", "GeoTrust (DigiCert)", "digicert"},
	{"rapidssl", "RapidSSL (DigiCert)", "digicert"},
	{"thawte", "Thawte (DigiCert)", "digicert"},
	{NULL, NULL, NULL},
};
