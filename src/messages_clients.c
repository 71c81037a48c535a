/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "messages_table.h"

#define CERTBOT "CERTBOT"
#define ACMESH "ACMESH_LOG"
#define RFC "RFC8555"
#define DIAGNOSE_LE "sudo pkiready diagnose NAME --ca letsencrypt --webroot DIR"
#define DETAIL "Give explain the line that begins with Detail: or stands behind the URL."

/* clang-format off */
const struct message messages_clients[] = {
	{
		.id = "client-http",
		.said_by = "certbot",
		.kind = MESSAGE_WRAPPER,
		.phrases = PHRASES(
			EN("The Certificate Authority failed to download the temporary "
				"challenge files created by Certbot", CERTBOT),
			EN("The Certificate Authority failed to download the challenge "
				"files from the temporary standalone webserver started "
				"by Certbot", CERTBOT),
			EN("The Certificate Authority failed to verify the temporary * "
				"configuration changes made by Certbot", CERTBOT)),
		.means = "A hint of the client: http-01 failed. The CA's own words stand "
			"above it, behind Detail.",
		.causes = CAUSES(
			{FINDING_FIREWALL_DROPS, "Detail says Timeout during connect"},
			{FINDING_NO_LISTENER, "Detail says Connection refused"},
			{FINDING_FILE_NOT_ON_DISK,
				"Detail says 404: the web root is another"},
			{FINDING_WRONG_VHOST, "Detail says 404: another site answers"}),
		.commands = LINES(DIAGNOSE_LE),
		.decide = DETAIL,
	},
	{
		.id = "client-dns",
		.said_by = "certbot",
		.kind = MESSAGE_WRAPPER,
		.phrases = PHRASES(
			EN("The Certificate Authority failed to verify the DNS TXT "
				"records created by",
				CERTBOT),
			EN("The Certificate Authority failed to verify the manually "
				"created DNS TXT records", CERTBOT)),
		.means = "A hint of the client: dns-01 failed. The CA's own words stand "
			"above it, behind Detail.",
		.causes = CAUSES(
			{FINDING_RECORD_MISSING, "Detail says No TXT record found"},
			{FINDING_RECORD_NOT_EVERYWHERE,
				"the client did not wait long enough"},
			{FINDING_RECORD_STALE, "Detail says Incorrect TXT record"},
			{FINDING_WRONG_PROVIDER,
				"the zone is not served by that provider"}),
		.commands = LINES("pkiready dns NAME --ca letsencrypt"),
		.decide = DETAIL,
	},
	{
		.id = "client-failed",
		.said_by = "certbot and acme.sh",
		.kind = MESSAGE_WRAPPER,
		.phrases = PHRASES(
			EN("Challenge failed for domain", CERTBOT),
			EN("Certbot failed to authenticate some domains", CERTBOT),
			EN("Some challenges have failed.", CERTBOT),
			EN("Verify error:", ACMESH),
			EN("Verify error detail:", ACMESH),
			EN("Invalid status, *:Verify error", ACMESH)),
		.means = "The client's frame around what the CA said.",
		.causes = CAUSES(
			{FINDING_FIREWALL_DROPS, "the CA got no connection"},
			{FINDING_HTTP_STATUS, "the CA got another answer than 200"},
			{FINDING_FILE_DIFFERS, "the CA got another file"},
			{FINDING_NAME_NOT_FOUND, "the CA could not resolve the name"}),
		.commands = LINES(DIAGNOSE_LE),
		.decide = DETAIL,
	},
	{
		.id = "client-bind",
		.said_by = "certbot, standalone",
		.kind = MESSAGE_SPECIFIC,
		.phrases = PHRASES(
			EN("Could not bind TCP port 80 because it is already in use by "
				"another process",
				CERTBOT),
			EN("Problem binding to port 80", CERTBOT),
			EN("tcp port 80 is already used", ACMESH)),
		.means = "The client wants to listen on port 80 itself, but a web server "
			"already does: use the web root of that server, or stop it for "
			"the moment.",
		.causes = CAUSES(
			{FINDING_LISTENER_FOREIGN,
				"the program that holds the port is named"}),
		.commands = LINES("sudo pkiready diagnose"),
		.decide = "The listeners of 80 and 443 are shown with program and unit.",
	},
	{
		.id = "error-connection",
		.said_by = "an ACME server (RFC 8555)",
		.kind = MESSAGE_WRAPPER,
		.phrases = PHRASES(
			EN("urn:ietf:params:acme:error:connection", RFC),
			EN("urn:acme:error:connection", RFC),
			EN("Type: connection", CERTBOT)),
		.means = "The CA could not connect to the server, or the redirect was "
			"not allowed.",
		.causes = CAUSES(
			{FINDING_FIREWALL_DROPS, "a rule of this host drops the port"},
			{FINDING_NO_LISTENER, "nothing listens on the port"},
			{FINDING_UPSTREAM_UNPROVED, "the security group is closed"},
			{FINDING_ADDRESS_ELSEWHERE, "the name leads to another machine"},
			{FINDING_REDIRECT_TARGET_FAILS,
				"a redirect's target does not answer"}),
		.commands = LINES(DIAGNOSE_LE),
		.decide = DETAIL,
	},
	{
		.id = "error-unauthorized",
		.said_by = "an ACME server (RFC 8555)",
		.kind = MESSAGE_WRAPPER,
		.phrases = PHRASES(
			EN("urn:ietf:params:acme:error:unauthorized", RFC),
			EN("urn:acme:error:unauthorized", RFC),
			EN("urn:ietf:params:acme:error:incorrectResponse", RFC),
			EN("Type: unauthorized", CERTBOT)),
		.means = "The CA got an answer, but not the right one: status, file or "
			"record.",
		.causes = CAUSES(
			{FINDING_HTTP_STATUS, "another status than 200"},
			{FINDING_FILE_NOT_SERVED, "the file is not served at the URL"},
			{FINDING_FILE_DIFFERS, "another file"},
			{FINDING_WRONG_VHOST, "another site answers for the name"},
			{FINDING_RECORD_MISMATCH, "by DNS: another value"}),
		.commands = LINES(DIAGNOSE_LE),
		.decide = DETAIL,
	},
	{
		.id = "error-dns",
		.said_by = "an ACME server (RFC 8555)",
		.kind = MESSAGE_WRAPPER,
		.phrases = PHRASES(
			EN("urn:ietf:params:acme:error:dns", RFC),
			EN("Type: dns", CERTBOT)),
		.means = "A DNS lookup of the CA failed.",
		.causes = CAUSES(
			{FINDING_NAME_NOT_FOUND, "the name does not exist"},
			{FINDING_DNS_SERVFAIL, "the name servers fail"},
			{FINDING_DNSSEC_BOGUS, "the chain of trust is broken"},
			{FINDING_DNS_TIMEOUT, "the name servers do not answer"}),
		.commands = LINES("pkiready diagnose NAME --ca letsencrypt"),
		.decide = DETAIL,
	},
	{
		.id = "error-caa",
		.said_by = "an ACME server (RFC 8555)",
		.kind = MESSAGE_WRAPPER,
		.phrases = PHRASES(
			EN("urn:ietf:params:acme:error:caa", RFC),
			EN("Type: caa", CERTBOT)),
		.means = "CAA records forbid the issue by this CA.",
		.causes = CAUSES(
			{FINDING_CAA_FORBIDS, "the set does not name this CA"},
			{FINDING_CAA_PARAMETERS,
				"accounturi or validationmethods exclude this order"},
			{FINDING_CAA_LOOKUP_FAILS, "the lookup fails"}),
		.commands = LINES("pkiready diagnose NAME --ca letsencrypt",
			"dig CAA NAME"),
		.decide = DETAIL,
	},
	{
		.id = "error-tls",
		.said_by = "an ACME server (RFC 8555)",
		.kind = MESSAGE_WRAPPER,
		.phrases = PHRASES(
			EN("urn:ietf:params:acme:error:tls", RFC),
			EN("Type: tls", CERTBOT)),
		.means = "The TLS handshake with the server failed.",
		.causes = CAUSES(
			{FINDING_TLS_FAILURE, "the handshake fails from here too"},
			{FINDING_HTTPS_BROKEN, "443 is open without usable TLS"}),
		.commands = LINES("pkiready diagnose NAME --ca letsencrypt"),
		.decide = DETAIL,
	},
	{
		.id = "error-rate-limited",
		.said_by = "an ACME server (RFC 8555)",
		.kind = MESSAGE_WRAPPER,
		.phrases = PHRASES(
			EN("urn:ietf:params:acme:error:rateLimited", RFC),
			EN("Type: rateLimited", CERTBOT)),
		.means = "The CA's limit on tries or certificates is reached.",
		.causes = CAUSES({FINDING_TOO_MANY_REQUESTS,
			"wait as the CA's answer says"}),
		.commands = LINES(DIAGNOSE_LE),
		.decide = DETAIL,
	},
	{
		.id = "error-rejected",
		.said_by = "an ACME server (RFC 8555)",
		.kind = MESSAGE_WRAPPER,
		.phrases = PHRASES(
			EN("urn:ietf:params:acme:error:rejectedIdentifier", RFC),
			EN("urn:ietf:params:acme:error:unsupportedIdentifier", RFC),
			EN("Type: rejectedIdentifier", CERTBOT)),
		.means = "The CA does not issue for this name.",
		.causes = CAUSES(
			{FINDING_PUBLIC_SUFFIX,
				"it is a public suffix or has no registrable part"},
			{FINDING_WILDCARD_NEEDS_DNS,
				"a wildcard by another method than DNS"}),
		.commands = LINES("pkiready diagnose NAME"),
		.decide = DETAIL,
	},
	{.id = NULL},
};
