/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile_rows.h"

/* clang-format off */
static const char *const letsencrypt_agents[] = {
	"Mozilla/5.0 (compatible; Let's Encrypt validation server; "
	"+https://www.letsencrypt.org)", NULL,
};
static const char *const letsencrypt_caa[] = {"letsencrypt.org", NULL};
static const char *const letsencrypt_aliases[] = {"le", "lets-encrypt", NULL};

static const char *const letsencrypt_methods[] = {
	"http-01", "dns-01", "tls-alpn-01", NULL,
};
static const char *const letsencrypt_tags[] = {"issuemail", "issuevmc", NULL};

const struct profile profile_letsencrypt = {
	.id = "letsencrypt",
	.name = "Let's Encrypt",
	.method = METHOD_HTTP01,
	.dir = "/.well-known/acme-challenge/",
	.schemes = SCHEMES_HTTP,
	.names = NAMES_EXACT,
	.addresses = ADDRESSES_V6_FALLBACK,
	.redirects = {
		.followed = TRI_YES,
		.codes = {301, 302, 307, 308},
		.max = 11,
		.same_base = TRI_NO,
		.icann_tld = TRI_YES,
		.path_max = 2000,
		.reserved_ok = TRI_NO,
		.sources = "BOULDER_HTTP LE_DOCS",
	},
	.status = {200},
	.body = BODY_TRIM_RIGHT,
	.body_max = 127,
	.tls_verified = TRI_NO,
	.connect_ms = 10000,
	.total_ms = PROFILE_UNKNOWN,
	.token_hours = 7 * 24,
	.dns_token_hours = 7 * 24,
	.reserved_ok = TRI_NO,
	.user_agents = letsencrypt_agents,
	.caa = letsencrypt_caa,
	.lists_complete = TRI_NO,
	.note = "The documents say up to 10 redirects; the code counts after it "
		"compares, so an 11th passes and the 12th fails. Addresses are kept "
		"secret: never allow by address. 7 days is the classic profile's pending "
		"authorization (tlsserver and shortlived: 1 hour).",
	.sources = "BOULDER_HTTP BOULDER_VA BOULDER_CAA LE_DOCS LE_CPS",
	.unknown = "total time in production (15 s in the test configuration), "
		"dns-persist-01 in production",
	.aliases = letsencrypt_aliases,
	.records = records_letsencrypt,
	.caa_rules = {
		.exact_case = TRI_YES,
		.bit1 = TRI_YES,
		.failure_refuses = TRI_YES,
		.parameters = TRI_YES,
		.methods = letsencrypt_methods,
		.tags = letsencrypt_tags,
		.sources = "BOULDER_CAA LE_DOCS",
	},
};

static const char *const google_agents[] = {"Google-Certificates-Bridge", NULL};
static const char *const google_caa[] = {"pki.goog", NULL};
static const char *const google_aliases[] = {"google-trust-services", "gts", NULL};

const struct profile profile_google = {
	.id = "google",
	.name = "Google Trust Services",
	.method = METHOD_HTTP01,
	.dir = "/.well-known/acme-challenge/",
	.schemes = SCHEMES_HTTP,
	.names = NAMES_EXACT,
	.redirects = {
		.followed = TRI_UNKNOWN,
		.codes = BR_REDIRECT_CODES,
		.max = PROFILE_UNKNOWN,
		.sources = "BR RFC8555",
	},
	.status_2xx = true,
	.body_max = PROFILE_UNKNOWN,
	.connect_ms = PROFILE_UNKNOWN,
	.total_ms = PROFILE_UNKNOWN,
	.token_hours = 30 * 24,
	.dns_token_hours = 14 * 24,
	.user_agents = google_agents,
	.caa = google_caa,
	.lists_complete = TRI_NO,
	.note = "Checks from several places: do not block by country. The User-Agent "
		"comes from bot lists; the 14 days of a DNS value are Cloudflare's "
		"figure.",
	.sources = "RFC8555 GTS_DNS CF_DOCS CCADB_COPY BOTLISTS BR",
	.unknown = "redirect rules, addresses, accounturi and validationmethods, a "
		"confirmed User-Agent",
	.aliases = google_aliases,
	.records = records_google,
};

static const char *const pebble_agents[] = {"LetsEncrypt-Pebble-VA (linux; amd64)", NULL};

const struct profile profile_pebble = {
	.id = "pebble",
	.name = "Pebble",
	.method = METHOD_HTTP01,
	.dir = "/.well-known/acme-challenge/",
	.schemes = SCHEMES_HTTP,
	.names = NAMES_EXACT,
	.addresses = ADDRESSES_FIRST,
	.redirects = {
		.followed = TRI_YES,
		.codes = {301, 302, 303, 307, 308},
		.max = 9,
		.same_base = TRI_NO,
		.any_port = true,
		.icann_tld = TRI_NO,
		.path_max = 0,
		.reserved_ok = TRI_YES,
		.sources = "PEBBLE GO_HTTP",
	},
	.status = {200},
	.body = BODY_TRIM_RIGHT_CRLF,
	.body_max = 0,
	.tls_verified = TRI_NO,
	.connect_ms = PROFILE_UNKNOWN,
	.total_ms = 15000,
	.token_hours = 1,
	.dns_token_hours = 1,
	.reserved_ok = TRI_YES,
	.user_agents = pebble_agents,
	.lists_complete = TRI_NO,
	.note = "A CA for tests: passing it does not prove that a public CA would pass. "
		"Nine redirects are followed, the tenth fails; CAA is not looked at.",
	.sources = "PEBBLE GO_HTTP",
	.unknown = "the connect's own time limit (the 15 s are for the whole)",
	.test_only = true,
	.records = records_pebble,
};
