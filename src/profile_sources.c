/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "profile_rows.h"

#include <string.h>

const char *profile_source(const char *key)
{
	for (const struct profile_source_row *s = profile_sources; s->key; s++) {
		if (strcmp(s->key, key) == 0)
			return s->text;
	}
	return NULL;
}

/* clang-format off */
/* The keys of the facts file, the seed documents S0 to S4, and code that was read. */
const struct profile_source_row profile_sources[] = {
	{"ACM",
		"docs.aws.amazon.com ACM User Guide (CAA; DNS validation; HTTP "
		"validation) and API_HttpRedirect"},
	{"ACMESH_6480", "GitHub acmesh-official/acme.sh issue #6480"},
	{"ACMESH_6660", "GitHub acmesh-official/acme.sh issue #6660"},
	{"ACMESH_LOG",
		"acmesh-official/acme.sh, its messages (acme.sh itself; issues #4702 and "
		"#1151)"},
	{"ACMESH_REPO",
		"acmesh-official/acme.sh acme.sh @d60c75b4 lines 23-35 (CA_* directory "
		"URLs)"},
	{"ACTALIS", "actalis.it guide pages"},
	{"BOTLISTS", "public web-crawler / WAF user-agent lists (third party)"},
	{"BOULDER_CAA", "letsencrypt/boulder va/caa.go @2d00c8e27"},
	{"BOULDER_DNS", "letsencrypt/boulder va/dns.go, bdns/problem.go @2d00c8e27"},
	{"BOULDER_HTTP", "letsencrypt/boulder va/http.go @2d00c8e27 (2026-08-07)"},
	{"BOULDER_LIMITS", "letsencrypt/boulder ratelimits/limiter.go @2d00c8e27"},
	{"BOULDER_PA", "letsencrypt/boulder policy/pa.go @2d00c8e27"},
	{"BOULDER_TLSALPN", "letsencrypt/boulder va/tlsalpn.go @2d00c8e27"},
	{"BOULDER_VA", "letsencrypt/boulder va/va.go @2d00c8e27"},
	{"BR", "cabforum/servercert docs/BR.md v2.2.6 (31-March-2026), main f884280"},
	{"CCADB_COPY",
		"CCADB AllCAAIdentifiersReport copied in fabriziosalmi/certmate "
		"(retrieved 2026-09-22)"},
	{"CERTBOT", "certbot 2.1.0, the hints of its plugins and its messages"},
	{"CERTUM", "support.certum.eu (high-risk / domain verification page)"},
	{"CERTUM3P", "third-party order-software docs"},
	{"CF_DELEG",
		"cloudflare/cloudflare-docs "
		"src/content/docs/ssl/edge-certificates/changing-dcv-method/methods/"
		"delegated-dcv.mdx"},
	{"CF_DOCS",
		"cloudflare/cloudflare-docs src/content/docs/ssl/ "
		"(certificate-authorities, validity-periods, HTTP DCV, CAA partials)"},
	{"COMMFIDES",
		"Commfides and TheSSLStore support pages (third party, undated; mail and "
		"HTTP mixed)"},
	{"CPANEL",
		"cPanel Cpanel/SSL/Providers/Sectigo.pm and cPanel API docs 11.138"},
	{"CPAN_DCV", "metacpan.org Comodo::DCV"},
	{"DC_CAA", "docs.digicert.com 'DNS CAA resource record check'"},
	{"DC_CHANGELOG", "docs.digicert.com change-log"},
	{"DC_DIR", "docs.digicert.com 'Use the correct directory structure'"},
	{"DC_IPS_COPY",
		"third-party copies of DigiCert KB alert 'ip-address-domain-validation': "
		"Bicep files, Terraform file"},
	{"DC_LIB",
		"digicert/domain-control-validation @df7d599 (2026-06-26), "
		"library/src/main/java/com/digicert/validation"},
	{"DC_MPIC",
		"knowledge.digicert.com 'DigiCert Using MPIC to Verify Domain Control "
		"and Perform CAA Checks' (SO499)"},
	{"DC_MPIC_T",
		"knowledge.digicert.com 'Troubleshooting MPIC Domain Validation "
		"Failures' (SO505, 2026-04-02)"},
	{"DC_REDIR",
		"docs.digicert.com 'Verify redirect behavior' "
		"(.../avoid-common-mistakes-with-http-practical-demonstration/"
		"verify-redirect-behavior.html)"},
	{"DC_REDIR_OLD",
		"docs.digicert.com (older) 'Don't place verificationtoken.txt file on "
		"page with multiple redirects'"},
	{"DNSMAP", "third-party DNS-prefix map (Chinese certificate order tool)"},
	{"DNSPERSIST",
		"ietf-wg-acme/draft-ietf-acme-dns-persist 3e53123 (2025-11-04)"},
	{"ENTRUST", "entrust.com knowledge base (file verification verify.txt)"},
	{"FASTLY_GS",
		"docs.fastly.com 'Domain validation for TLS certificates' (old root "
		"meta-tag method)"},
	{"GO_HTTP", "Go net/http client, the defaults that Pebble leaves in place"},
	{"GS_CAA", "support.globalsign.com 'CAA Checking'"},
	{"GS_HTTP",
		"support.globalsign.com 'HTTP Verification' (article 1345666, 2026-03-03 "
		"and earlier versions)"},
	{"GS_MPIC_NEWS", "info-globalsign.com/news/20250901"},
	{"GTS_DNS", "developers.google.com/public-key-infrastructure/dns-debugging"},
	{"IANA", "IANA IPv4 and IPv6 Special-Purpose Address Registries"},
	{"LETSBESSL", "letsbessl.com Validation Support page (reseller)"},
	{"LE_CPS", "letsencrypt/cp-cps CP-CPS.md v6.2 @3e9279f (2026-08-12)"},
	{"LE_DOCS",
		"letsencrypt/website content/en/docs @b89871ef (2026-08-21): "
		"challenge-types.md, caa.md, ipv6-support.md, faq.md, "
		"integration-guide.md, profiles.md"},
	{"NETRAY", "netray caa_domains.tsv (built from CCADB/SSLMate)"},
	{"PEBBLE", "letsencrypt/pebble va/va.go v2.4.0 (Debian 2.4.0+ds1-2)"},
	{"RFC8555", "RFC 8555 (source: ietf-wg-acme/acme b7047e4)"},
	{"RFC8657", "RFC 8657"},
	{"RFC8659",
		"RFC 8659 (source: jsha/caa-simplification "
		"draft-ietf-lamps-rfc6844bis.md 6737dc4)"},
	{"RFC8737",
		"RFC 8737 (source: rolandshoemaker/acme-tls-alpn 51ca2c8, early draft)"},
	{"RFC9495", "RFC 9495"},
	{"SC98_100",
		"GitHub cabforum/servercert PR #567 (SC-098) and #667 (SC-100) (both "
		"merged; final text not read)"},
	{"SECT_DCV",
		"docs.sectigo.com/sps/domain-control-validation/"
		"what-is-domain-control-validation.html"},
	{"SECT_KB",
		"sectigo.com knowledge base (CAA; DCV methods; kA0Uj0000005Tsb FAQ)"},
	{"SECT_MPIC", "sectigo.com/mpic-faq"},
	{"SECT_TOKEN",
		"docs.sectigo.com/sps/domain-control-validation/request-token"},
	{"SEED000",
		"S0: Alibaba Cloud, 'Domain ownership verification' (2026-03-31)"},
	{"SEED001",
		"S1: Alibaba Cloud, 'FAQ about verification of domain name ownership' "
		"(2024-10-08)"},
	{"SEED002",
		"S2: Alibaba Cloud, zh-TW, 'Domain ownership verification' (2025-12-09)"},
	{"SEED003", "S3: Huawei Cloud, 'Manual DNS Verification' (2024-12-13)"},
	{"SEED004",
		"S4: Huawei Cloud, 'Resolving a DNS Record on Huawei Cloud or Alibaba "
		"Cloud' (undated)"},
	{"SSLCOM", "ssl.com how-to pages (CAA; domain validation)"},
	{"TBS_MPIC",
		"tbs-certificates.co.uk FAQ 'MPIC in DCV and CAA controls' (2025-09-01)"},
	{"TENCENT", "Tencent Cloud doc 1007/43542 'File validation'"},
	{"ZEROSSL", "help.zerossl.com 'Invalid CAA Records'"},
	{NULL, NULL},
};
