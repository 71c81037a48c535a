/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile_rows.h"

/* clang-format off */
static const char *const old_addresses[] = {
	"91.212.12.133", "91.199.212.132", "91.199.212.133", "91.199.212.151",
	"91.199.212.176", NULL,
};
static const struct address_list lists[] = {
	{"third party (Commfides, old)", old_addresses, NULL, "COMMFIDES"},
	{NULL, NULL, NULL, NULL},
};
static const char *const user_agents[] = {
	"COMODO DCV", "Sectigo DCV", "acme.sectigo.com", NULL,
};
static const char *const caa[] = {
	"sectigo.com", "comodo.com", "comodoca.com", "usertrust.com",
	"trust-provider.com",
	"entrust.net", "affirmtrust.com", NULL,
};
static const char *const aliases[] = {"comodo", NULL};

static const char *const sectigo_maybe[] = {"netsolssl.com", NULL};

const struct profile profile_sectigo = {
	.id = "sectigo",
	.name = "Sectigo",
	.method = METHOD_FILE,
	.dir = "/.well-known/pki-validation/",
	.file_by_csr = true,
	.schemes = SCHEMES_ORDER,
	.names = NAMES_EXACT,
	.redirects = {
		.followed = TRI_NO,
		.max = 0,
		.sources = "CPANEL",
	},
	.status_2xx = true,
	.body = BODY_LINES,
	.body_max = PROFILE_UNKNOWN,
	.connect_ms = PROFILE_UNKNOWN,
	.total_ms = PROFILE_UNKNOWN,
	.token_hours = 30 * 24,
	.dns_token_hours = 30 * 24,
	.user_agents = user_agents,
	.caa = caa,
	.lists = lists,
	.lists_complete = TRI_NO,
	.note = "That no redirect is followed is cPanel's evidence, not Sectigo's own "
		"word; the User-Agents come from bot lists. Sectigo publishes no "
		"addresses.",
	.sources = "SECT_TOKEN SECT_DCV SECT_KB SECT_MPIC CPAN_DCV BOTLISTS CCADB_COPY "
		"BR",
	.unknown = "first-party redirect statement, IPv6, TLS verification, timeouts, "
		"accounturi and validationmethods",
	.aliases = aliases,
	.records = records_sectigo,
	.caa_rules = {.maybe = sectigo_maybe, .sources = "CCADB_COPY SECT_KB"},
};

static const char *const zerossl_caa[] = {"sectigo.com", NULL};

static const char *const zerossl_maybe[] = {"zerossl.com", NULL};

const struct profile profile_zerossl = {
	.id = "zerossl",
	.name = "ZeroSSL",
	.method = METHOD_FILE,
	.dir = "/.well-known/pki-validation/",
	.file_by_csr = true,
	.schemes = SCHEMES_ORDER,
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
	.caa = zerossl_caa,
	.lists_complete = TRI_NO,
	.note = "Issues from Sectigo's hierarchy; probably follows no redirect, as "
		"Sectigo. ACME orders are validated by http-01.",
	.sources = "ZEROSSL SECT_TOKEN CCADB_COPY BR",
	.unknown = "redirect rules, addresses, User-Agent, a CAA name of its own",
	.records = records_zerossl,
	.caa_rules = {.maybe = zerossl_maybe, .sources = "ZEROSSL"},
};

static const char *const sslcom_caa[] = {"ssl.com", NULL};
static const char *const sslcom_aliases[] = {"ssl-com", NULL};

static const char *const sslcom_maybe[] = {"entrust.net", "affirmtrust.com", NULL};

const struct profile profile_sslcom = {
	.id = "ssl.com",
	.name = "SSL.com",
	.method = METHOD_FILE,
	.dir = "/.well-known/pki-validation/",
	.file_by_csr = true,
	.schemes = SCHEMES_EITHER,
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
	.token_hours = 14 * 24,
	.dns_token_hours = 14 * 24,
	.caa = sslcom_caa,
	.lists_complete = TRI_NO,
	.note = "Older pages say that a 302 or a redirect to https fails. The 14 days "
		"are Cloudflare's figure. Issues Entrust-brand certificates too.",
	.sources = "SSLCOM CF_DOCS CCADB_COPY BR",
	.unknown = "redirect rules, addresses, User-Agent, accounturi",
	.aliases = sslcom_aliases,
	.records = records_sslcom,
	.caa_rules = {.maybe = sslcom_maybe, .sources = "SSLCOM CCADB_COPY"},
};
